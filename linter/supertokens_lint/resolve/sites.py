"""Every expression of a module with the scope it is evaluated in."""

from __future__ import annotations

import heapq
from array import array
from collections.abc import Iterator
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct, structs

from supertokens_lint.languages import ir
from supertokens_lint.resolve.instances import class_scope
from supertokens_lint.resolve.scopes import Guards, Scope, walk_outside_functions
from supertokens_lint.resolve.values import ClassRef, Instance, Value
from supertokens_lint.source import Span

if TYPE_CHECKING:
    from supertokens_lint.resolve.evaluator import Evaluator


class Surroundings(Struct, frozen=True):
    """Scope and guards of a statement, and the functions around it, inner last."""

    scope: Scope
    guards: Guards
    statement: ir.Statement
    functions: tuple[ir.Function, ...] = ()
    owner: ir.Class | None = None


class Site(NamedTuple):
    """A node and the surroundings that it shares with others; there are many of them."""

    node: ir.Node
    around: Surroundings

    @property
    def scope(self) -> Scope:
        """The scope of the statement."""
        return self.around.scope

    @property
    def guards(self) -> Guards:
        """What must hold for the statement to run."""
        return self.around.guards

    @property
    def statement(self) -> ir.Statement:
        """The statement that the node is a part of."""
        return self.around.statement

    @property
    def functions(self) -> tuple[ir.Function, ...]:
        """The functions around the node, inner last."""
        return self.around.functions

    @property
    def owner(self) -> ir.Class | None:
        """The class that the node stands in."""
        return self.around.owner

    @property
    def at_module_level(self) -> bool:
        """Tell whether the node is evaluated when the module is loaded."""
        return not self.functions


class Sites:
    """Walks modules and remembers what it found in each."""

    def __init__(self, ev: Evaluator) -> None:
        self._ev = ev
        self._known: dict[str, tuple[Site, ...]] = {}
        self._calls: dict[str, tuple[tuple[ir.Call, Site], ...]] = {}
        self._named: dict[str, dict[str, list[tuple[int, ir.Call, Site]]]] = {}
        self._of_kinds: dict[str, dict[type[ir.Node], array[int]]] = {}

    def of(self, path: str) -> tuple[Site, ...]:
        """Return all sites of a module, outer expressions first; empty when it cannot be read."""
        if path not in self._known:
            workspace = self._ev.workspace
            self._known[path] = workspace.derived(path, "sites", lambda: self._read(path))
        return self._known[path]

    def of_kinds(self, path: str, *kinds: type[ir.Node]) -> Iterator[Site]:
        """Yield the sites of a module with nodes of some kinds, in the order of all."""
        sites = self.of(path)
        known = self._of_kinds.get(path)
        if known is None:
            known = self._of_kinds[path] = {}
            for index, site in enumerate(sites):
                known.setdefault(type(site.node), array("I")).append(index)
        return map(sites.__getitem__, heapq.merge(*(known.get(kind, ()) for kind in kinds)))

    def _read(self, path: str) -> tuple[Site, ...]:
        scope = self._ev.program.scope(path)
        found: list[Site] = []
        if scope is not None:
            self._walk(scope, (), None, found)
        return tuple(found)

    def calls(self, path: str) -> tuple[tuple[ir.Call, Site], ...]:
        """Return the calls of a module with their sites."""
        if path not in self._calls:
            self._calls[path] = tuple(
                (site.node, site) for site in self.of(path) if isinstance(site.node, ir.Call)
            )
        return self._calls[path]

    def calls_of(self, path: str, name: str) -> Iterator[tuple[ir.Call, Site]]:
        """Yield the calls of a module that may be of something so named: ``x.name()``, ``y()``."""
        known = self._named.get(path)
        if known is None:
            known = self._named[path] = {}
            for index, (call, site) in enumerate(self.calls(path)):
                callee = call.callee
                if isinstance(callee, ir.Name):
                    known.setdefault("", []).append((index, call, site))
                elif isinstance(callee, ir.Member):
                    known.setdefault(callee.name, []).append((index, call, site))
        found = heapq.merge(known.get("", ()), known.get(name, ()), key=itemgetter(0))
        yield from ((call, site) for _, call, site in found)

    def _walk(
        self,
        scope: Scope,
        functions: tuple[ir.Function, ...],
        owner: ir.Class | None,
        found: list[Site],
    ) -> None:
        outside = Surroundings(scope, (), _NO_STATEMENT, functions, owner)
        for param in scope.function.params if scope.function is not None else ():
            for node in (param.default, *param.decorators):
                if node is not None:
                    self._below(node, outside, found)
        for placed in scope.names.statements:
            roots: tuple[ir.Node, ...] = (placed.statement,)
            if isinstance(placed.statement, ir.Loop):
                loop = placed.statement
                roots = tuple(node for node in (loop.iterable, loop.test) if node is not None)
            elif isinstance(placed.statement, ir.Block):
                roots = placed.statement.context
            around = Surroundings(scope, placed.guards, placed.statement, functions, owner)
            for root in roots:
                self._below(root, around, found)
        self._guard_tests(outside, found)

    def _guard_tests(self, outside: Surroundings, found: list[Site]) -> None:
        seen: set[int] = set()
        for placed in outside.scope.names.statements:
            for index, guard in enumerate(placed.guards):
                if guard.test is not None and id(guard.test) not in seen:
                    seen.add(id(guard.test))
                    around = structs.replace(
                        outside, guards=placed.guards[:index], statement=placed.statement
                    )
                    self._below(guard.test, around, found)

    def _below(self, root: ir.Node, around: Surroundings, found: list[Site]) -> None:
        for node in walk_outside_functions(root):
            found.append(Site(node, around))
            if isinstance(node, ir.Function):
                for decorator in node.decorators:
                    self._below(decorator, around, found)
                scope = around.scope
                inner = self.function_scope(node, scope, scope.this if node.is_arrow else None)
                self._walk(inner, (*around.functions, node), around.owner, found)
            elif isinstance(node, ir.Class):
                self._class(node, around, found)

    def _class(self, node: ir.Class, around: Surroundings, found: list[Site]) -> None:
        for part in (*node.decorators, *node.bases, *node.keywords):
            self._below(part, around, found)
        cls = ClassRef(node, around.scope)
        this = Instance(cls, None)
        scope = class_scope(self._ev, cls, this)
        outer, inner = (
            structs.replace(around, scope=scope),
            structs.replace(around, scope=scope, owner=node),
        )
        for member in node.members:
            if isinstance(member, ir.Field):
                for part in (*member.decorators, *((member.value,) if member.value else ())):
                    self._below(part, inner, found)
                continue
            for decorator in member.function.decorators:
                self._below(decorator, outer, found)
            function = self.function_scope(member.function, scope, this)
            self._walk(function, (*around.functions, member.function), node, found)
        for inner_statement in node.body:
            self._below(inner_statement, inner, found)

    def function_scope(self, function: ir.Function, parent: Scope, this: Value | None) -> Scope:
        """Return the scope of a function whose caller is not known."""
        names = self._ev.program.names(function, parent.language)
        return Scope(parent.path, "function", names, parent.language, parent, function, None, this)


_NO_STATEMENT = ir.Block((), Span(0, 0))
