"""Names in Go: block scopes, packages of several files, and the predeclared ones.

Source: the Go specification, "Declarations and scope".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import structs

from supertokens_lint.languages import ir
from supertokens_lint.resolve.scopes import UNCERTAIN, Binding, Guards, Names, Scope
from supertokens_lint.resolve.values import External, ModuleRef, Unknown, Value
from supertokens_lint.source import Span

if TYPE_CHECKING:
    from supertokens_lint.resolve.evaluator import Evaluator

BUILTIN = "builtin"
MAX_ASSIGNMENTS = 40


class GoScopes:
    """Tells which bindings of a name are meant where it is used."""

    def __init__(self) -> None:
        self._extents: dict[int, tuple[Names, dict[int, int]]] = {}
        self._captured: dict[int, tuple[Names, frozenset[str]]] = {}

    def visible(
        self, scope: Scope, bindings: list[Binding], at: Span, *, nested: bool
    ) -> list[Binding]:
        """Return the declaration in force at ``at`` and the assignments to it that come before.

        The guards of the declaration hold wherever it is in force and are left out. ``nested``
        tells that the use is in a function inside, which may run after every assignment.
        Empty when all declarations are in blocks that do not hold ``at``.
        """
        if scope.kind != "function":
            return bindings
        extents = self._extents_of(scope)
        declared = [item for item in bindings if _declares(item)]
        current = _owner(declared, extents, at.start, nested=nested, at=at)
        if current is None:
            return [] if declared else bindings
        found = [structs.replace(current, guards=()) if current.guards else current]
        for item in bindings:
            if _declares(item) or not (nested or _before(item, at)):
                continue
            start = item.span.start
            if _owner(declared, extents, start, nested=False, at=item.span) is current:
                guards = _without(item.guards, current.guards)
                found.append(
                    item if guards is item.guards else structs.replace(item, guards=guards)
                )
        if len(found) > MAX_ASSIGNMENTS:
            unseen = Binding(current.name, "unknown", current.span)
            found = [unseen, *found[-MAX_ASSIGNMENTS:]]
        if not nested and current.name in self._captured_in(scope):
            found.append(Binding(current.name, "unknown", current.span, (UNCERTAIN,)))
        return found

    def _captured_in(self, scope: Scope) -> frozenset[str]:
        """Return the variables that functions inside a function assign to, whenever they run."""
        known = self._captured.get(id(scope.names))
        if known is None:
            known = (scope.names, _captured(scope.function))
            self._captured[id(scope.names)] = known
        return known[1]

    def _extents_of(self, scope: Scope) -> dict[int, int]:
        known = self._extents.get(id(scope.names))
        if known is None:
            function = scope.function
            body = () if function is None else function.body
            known = (scope.names, dict(_extents(body)))
            self._extents[id(scope.names)] = known
        return known[1]


def _declares(binding: Binding) -> bool:
    return binding.declares or binding.kind != "value"


def _before(binding: Binding, at: Span) -> bool:
    value = binding.value
    inside = value is not None and value.span.start <= at.start < value.span.end
    return binding.span.start < at.start and not inside


def _owner(
    declared: list[Binding], extents: dict[int, int], offset: int, *, nested: bool, at: Span
) -> Binding | None:
    """Return the last declaration in force at an offset; parameters are in force everywhere."""
    best: Binding | None = None
    for item in declared:
        if item.kind == "param":
            best = best or item
            continue
        end = extents.get(item.span.start)
        if end is None or offset > end or item.span.start > offset:
            continue
        if not nested and not _before(item, at):
            continue
        if best is None or best.kind == "param" or item.span.start >= best.span.start:
            best = item
    return best


def _without(guards: Guards, known: Guards) -> Guards:
    shared = 0
    for mine, theirs in zip(guards, known, strict=False):
        if mine.test is not theirs.test or mine.expected != theirs.expected:
            break
        shared += 1
    return guards[shared:] if shared else guards


def _extents(body: tuple[ir.Statement, ...]) -> Iterator[tuple[int, int]]:
    """Yield where each declaration starts and where the block around it ends."""
    if not body:
        return
    end = body[-1].span.end
    for statement in body:
        if isinstance(statement, ir.Bind) and statement.kind != "assign":
            for name in _names(statement.target):
                yield name.span.start, max(end, statement.span.end)
        elif isinstance(statement, ir.If):
            yield from _extents(statement.then)
            yield from _extents(statement.otherwise)
        elif isinstance(statement, ir.Block):
            yield from _extents(statement.body)
        elif isinstance(statement, ir.Loop):
            if statement.target is not None:
                for name in _names(statement.target):
                    yield name.span.start, statement.span.end
            yield from _extents(statement.body)
        elif isinstance(statement, ir.ClassDeclaration):
            yield statement.definition.span.start, end


def _captured(function: ir.Function | None) -> frozenset[str]:
    inner = [
        node
        for node in ir.walk(*(() if function is None else function.body))
        if isinstance(node, ir.Function)
    ]
    found: set[str] = set()
    for item in inner:
        binds = [node for node in ir.walk(*item.body) if isinstance(node, ir.Bind)]
        own = {name.id for node in binds if node.kind != "assign" for name in _names(node.target)}
        own.update(name.id for param in item.params for name in _names(param.target))
        assigned = {
            name.id for node in binds if node.kind == "assign" for name in _names(node.target)
        }
        found.update(assigned - own)
    return frozenset(found)


def _names(target: ir.Pattern) -> Iterator[ir.Name]:
    if isinstance(target, ir.Name):
        yield target
    elif isinstance(target, ir.ArrayPattern):
        for item in target.items:
            if item is not None:
                yield from _names(item)


def free(ev: Evaluator, name: str, scope: Scope) -> Value:
    """Return what a name is worth that no function around its use binds."""
    module = scope.module()
    found = package_member(ev, module.path, name, others=True)
    if found is not None:
        return found
    for placed in module.names.statements:
        statement = placed.statement
        if not isinstance(statement, ir.Import):
            continue
        path = ev.program.resolve(module.path, statement.module, ir.Language.GO)
        if statement.star and name[:1].isupper():
            if path is None:
                return External(statement.module, (name,))
            exported = ev.exported(path, name)
            if not isinstance(exported, Unknown):
                return exported
        elif path is not None and _binds(ev, statement, path, name):
            return ModuleRef(path)
    return External(BUILTIN, (name,))


def _binds(ev: Evaluator, statement: ir.Import, path: str, name: str) -> bool:
    """Tell whether an import binds the name that the package gives itself."""
    if statement.aliased or statement.namespace is None:
        return False
    return ev.program.go.name(path) == name


def package_member(ev: Evaluator, path: str, name: str, *, others: bool = False) -> Value | None:
    """Return what a package declares under a name, or ``None``.

    ``others`` leaves out the file itself. Imports belong to their file alone.
    """
    for file in ev.program.go.files(path)[1 if others else 0 :]:
        scope = ev.program.scope(file)
        bindings = None if scope is None else scope.names.bindings.get(name)
        if scope is None or not bindings or bindings[0].kind == "import":
            continue
        return ev.bound(name, bindings, scope)
    return None
