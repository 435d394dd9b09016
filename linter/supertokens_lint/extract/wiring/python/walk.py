"""What a Python program does while it is loaded, in the order in which it does it.

Starts at a module, enters the modules that it imports where it imports them, and enters the
project's own functions where they are called, with what they are given. Nothing is run: branches
that may or may not be taken are all entered, and what they do is marked as doubtful.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from supertokens_lint.languages import ir
from supertokens_lint.resolve import calling
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.instances import class_scope, lineage
from supertokens_lint.resolve.scopes import Scope, walk_outside_functions
from supertokens_lint.resolve.values import (
    ArgumentValue,
    ClassRef,
    Closure,
    Instance,
    Value,
    alternatives,
)
from supertokens_lint.source import Place

MAX_DEPTH = 8
MAX_EVENTS = 6_000
Filter = Callable[[str], bool]
_TARGETS = ir.Member | ir.Index


class Event(Struct, frozen=True):
    """A call, a decorator or an assignment to a member, and when it happens.

    ``doubts`` counts the circumstances that decide whether it happens. ``callee`` is what is
    called. ``decorated`` is the function that a decorator is put on.
    """

    node: ir.Call | ir.Bind | ir.Name | ir.Member
    scope: Scope
    doubts: int
    callee: Value | None = None
    decorated: ir.Function | None = None

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.scope.path, self.node.span)


class Walker:
    """Follows one program; every module is entered once.

    ``concerns`` tells which files are worth entering.
    """

    def __init__(self, ev: Evaluator, concerns: Filter) -> None:
        self._ev = ev
        self._concerns = concerns
        self._entered: set[str] = set()
        self._active: list[int] = []
        self._left = MAX_EVENTS

    def module(self, path: str, *, doubts: int = 0) -> Iterator[Event]:
        """Yield what happens while a module is loaded; nothing when it was entered before."""
        if path in self._entered:
            return
        self._entered.add(path)
        scope = self._ev.program.scope(path)
        if scope is not None:
            yield from self._statements(scope, doubts=doubts)

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
        scope = calling.scope_of(self._ev, closure, args)
        self._active.append(id(function))
        try:
            yield from self._statements(scope, doubts=doubts)
        finally:
            self._active.pop()

    def _statements(self, scope: Scope, *, doubts: int) -> Iterator[Event]:
        for placed in scope.names.statements:
            conditions = self._ev.conditions(placed.guards, scope)
            if conditions is None:
                continue
            if self._left <= 0:
                return
            yield from self._statement(placed.statement, scope, doubts=doubts + len(conditions))

    def _statement(self, statement: ir.Statement, scope: Scope, *, doubts: int) -> Iterator[Event]:
        if isinstance(statement, ir.Import):
            for path in self._imported(scope, statement):
                yield from self.module(path, doubts=doubts)
        elif isinstance(statement, ir.FunctionDeclaration):
            function = statement.function
            for decorator in reversed(function.decorators):
                yield from self._decorator(decorator, function, scope, doubts=doubts)
        elif isinstance(statement, ir.Loop):
            roots = [part for part in (statement.iterable, statement.test) if part is not None]
            yield from self._calls(roots, scope, doubts=doubts)
        elif isinstance(statement, ir.Block):
            yield from self._calls(list(statement.context), scope, doubts=doubts)
        else:
            yield from self._calls([statement], scope, doubts=doubts)
            if isinstance(statement, ir.Bind) and isinstance(statement.target, _TARGETS):
                yield Event(statement, scope, doubts)

    def _decorator(
        self, decorator: ir.Expr, function: ir.Function, scope: Scope, *, doubts: int
    ) -> Iterator[Event]:
        if isinstance(decorator, ir.Call):
            callee = self._ev.evaluate(decorator.callee, scope)
            yield Event(decorator, scope, doubts, callee, function)
        elif isinstance(decorator, ir.Name | ir.Member):
            value = self._ev.evaluate(decorator, scope)
            yield Event(decorator, scope, doubts, value, function)

    def _calls(self, roots: Sequence[ir.Node], scope: Scope, *, doubts: int) -> Iterator[Event]:
        found = [node for node in walk_outside_functions(*roots) if isinstance(node, ir.Call)]
        for node in sorted(found, key=lambda item: item.span.end):
            self._left -= 1
            callee = self._ev.evaluate(node.callee, scope)
            yield Event(node, scope, doubts, callee)
            options = list(alternatives(callee))
            for option in options:
                yield from self._entering(option, node, scope, doubts=doubts + (len(options) > 1))

    def _entering(
        self, callee: Value, node: ir.Call, scope: Scope, *, doubts: int
    ) -> Iterator[Event]:
        if isinstance(callee, Closure):
            if self._concerns(callee.scope.path):
                args = calling.arguments(self._ev, node, scope)
                yield from self.function(callee, args, doubts=doubts)
        elif isinstance(callee, ClassRef) and self._concerns(callee.scope.path):
            args = calling.arguments(self._ev, node, scope)
            constructor = self._constructor(callee, args)
            if constructor is not None:
                yield from self.function(constructor, args, doubts=doubts)

    def _constructor(self, cls: ClassRef, args: tuple[ArgumentValue, ...]) -> Closure | None:
        this = Instance(cls, args)
        for base in lineage(self._ev, cls):
            if not isinstance(base, ClassRef):
                continue
            for member in base.definition.members:
                if isinstance(member, ir.Method) and member.kind == "constructor":
                    return Closure(member.function, class_scope(self._ev, base, this), this)
        return None

    # --- imports ---------------------------------------------------------------------------------

    def _imported(self, scope: Scope, statement: ir.Import) -> Iterator[str]:
        """Yield the modules that an import loads, packages before what is in them."""
        joiner = "" if statement.module.endswith(".") else "."
        modules = [statement.module]
        modules += [f"{statement.module}{joiner}{name.imported}" for name in statement.names]
        for module in modules:
            path = self._ev.program.resolve(scope.path, module, scope.language)
            if path is None or not path.endswith(".py"):
                continue
            for package in self._packages(path):
                if self._concerns(package):
                    yield package
            if self._concerns(path) or posixpath.basename(path) == "__init__.py":
                yield path

    def _packages(self, path: str) -> list[str]:
        found: list[str] = []
        directory = posixpath.dirname(path)
        while directory not in ("", "/"):
            package = f"{directory}/__init__.py"
            if not self._ev.workspace.exists(package):
                break
            found.append(package)
            directory = posixpath.dirname(directory)
        return [package for package in reversed(found) if package != path]
