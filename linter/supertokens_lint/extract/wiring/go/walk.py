"""What a Go program does while it starts, in the order in which it does it.

Begins at a function, enters the project's own functions where they are called, with what they are
given. Nothing is run: branches that may or may not be taken are all entered, and what they do is
marked as doubtful. Source of the order: the Go specification, "Program execution".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from supertokens_lint.languages import ir
from supertokens_lint.resolve import calling
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.scopes import Scope, walk_outside_functions
from supertokens_lint.resolve.values import (
    ArgumentValue,
    Closure,
    External,
    Invocation,
    MethodOf,
    Value,
    alternatives,
)
from supertokens_lint.source import Place

MAX_DEPTH = 10
MAX_EVENTS = 6_000


class Event(Struct, frozen=True):
    """A call, and when it happens; ``doubts`` counts the circumstances that decide whether."""

    node: ir.Call
    scope: Scope
    doubts: int
    callee: Value

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.scope.path, self.node.span)


class Walker:
    """Follows one program.

    ``concerns`` tells which files are worth entering. ``enters`` tells whether functions that are
    given to something outside of the project are entered.
    """

    def __init__(
        self, ev: Evaluator, concerns: Callable[[str], bool], enters: Callable[[External], bool]
    ) -> None:
        self._ev = ev
        self._concerns = concerns
        self._enters = enters
        self._active: list[int] = []
        self._left = MAX_EVENTS

    def function(
        self,
        closure: Closure,
        args: tuple[ArgumentValue, ...] | None,
        *,
        doubts: int = 0,
    ) -> Iterator[Event]:
        """Yield what happens in a call of a function of the project."""
        function = closure.function
        if len(self._active) >= MAX_DEPTH or id(function) in self._active:
            return
        self._active.append(id(function))
        try:
            yield from self._statements(calling.scope_of(self._ev, closure, args), doubts=doubts)
        finally:
            self._active.pop()

    def _statements(self, scope: Scope, *, doubts: int) -> Iterator[Event]:
        for placed in scope.names.statements:
            conditions = self._ev.conditions(placed.guards, scope)
            if conditions is None:
                continue
            if self._left <= 0:
                return
            inner = doubts + len(conditions)
            statement = placed.statement
            roots: list[ir.Node] = [statement]
            if isinstance(statement, ir.Loop):
                roots = [part for part in (statement.iterable, statement.test) if part is not None]
            elif isinstance(statement, ir.Block):
                roots = list(statement.context)
            yield from self._calls(roots, scope, doubts=inner)

    def _calls(self, roots: list[ir.Node], scope: Scope, *, doubts: int) -> Iterator[Event]:
        found = [node for node in walk_outside_functions(*roots) if isinstance(node, ir.Call)]
        for node in sorted(found, key=lambda item: item.span.end):
            self._left -= 1
            callee = self._ev.evaluate(node.callee, scope)
            yield Event(node, scope, doubts, callee)
            options = list(alternatives(callee))
            for option in options:
                more = doubts + (len(options) > 1)
                if isinstance(option, Closure) and self._concerns(option.scope.path):
                    args = calling.arguments(self._ev, node, scope)
                    yield from self.function(option, args, doubts=more)
                else:
                    root = maker(option)
                    if root is not None and self._enters(root):
                        yield from self._given(node, scope, doubts=more)

    def _given(self, node: ir.Call, scope: Scope, *, doubts: int) -> Iterator[Event]:
        """Yield what happens in the functions that something outside of the project is given."""
        for argument in node.args:
            values = [argument.value]
            if isinstance(argument.value, ir.Call) and argument.value.is_new:
                values = [item.value for item in argument.value.args]
            for value in values:
                if isinstance(value, ir.Function):
                    yield from self.function(Closure(value, scope), None, doubts=doubts)


def maker(value: Value) -> External | None:
    """Return the package's name that a value comes from, through calls and members."""
    for _ in range(MAX_DEPTH):
        if isinstance(value, External):
            return value
        if isinstance(value, MethodOf):
            value = value.target
        elif isinstance(value, Invocation):
            value = value.callee
        else:
            return None
    return None
