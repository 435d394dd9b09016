"""What functions of the project do when a request reaches them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from supertokens_lint.languages import ir
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.scopes import Scope, walk_outside_functions
from supertokens_lint.resolve.values import Closure
from supertokens_lint.source import Place

MAX_CALLS = 600


@dataclass(frozen=True, slots=True)
class BodyCall:
    """A call inside a function; ``guarded`` when something decides whether it runs.

    ``in_try`` is set inside a ``try`` that has a handler.
    """

    node: ir.Call
    scope: Scope
    guarded: bool
    in_try: bool

    @property
    def place(self) -> Place:
        """Where the call stands."""
        return Place(self.scope.path, self.node.span)


def calls_in(ev: Evaluator, closure: Closure) -> Iterator[BodyCall]:
    """Yield the calls of a function and of the functions written inside it; bounded."""
    left = MAX_CALLS
    for call in _calls(ev, closure.function, closure.scope, guarded=False):
        if left <= 0:
            return
        left -= 1
        yield call


def _calls(
    ev: Evaluator, function: ir.Function, parent: Scope, *, guarded: bool
) -> Iterator[BodyCall]:
    names = ev.program.names(function, parent.language)
    scope = Scope(parent.path, "function", names, parent.language, parent, function)
    caught = [
        (node.body[0].span.start, node.body[-1].span.end)
        for node in ir.walk(*function.body)
        if isinstance(node, ir.Try) and node.handlers and node.body
    ]
    for placed in names.statements:
        inside = any(start <= placed.statement.span.start < end for start, end in caught)
        uncertain = guarded or bool(placed.guards)
        for node in walk_outside_functions(placed.statement):
            if isinstance(node, ir.Call):
                yield BodyCall(node, scope, uncertain, inside)
            elif isinstance(node, ir.Function) and node is not function:
                yield from _calls(ev, node, scope, guarded=uncertain)


def parameter_names(function: ir.Function) -> tuple[str, ...]:
    """Return the names of plain parameters, empty for those that are patterns."""
    return tuple(
        param.target.id if isinstance(param.target, ir.Name) else ""
        for param in function.params
        if param.kind == "plain"
    )


def root_name(expression: ir.Expr) -> str:
    """Return the variable at the left end of members and calls; empty when there is none."""
    current = expression
    while True:
        if isinstance(current, ir.Member | ir.Index):
            current = current.object
        elif isinstance(current, ir.Call):
            current = current.callee
        elif isinstance(current, ir.Await):
            current = current.value
        else:
            return current.id if isinstance(current, ir.Name) else ""
