"""Which module-level name an expression refers to, through imports and re-exports."""

from __future__ import annotations

from typing import TypeAlias

from supertokens_lint.languages import ir
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.program import ExportRef
from supertokens_lint.resolve.scopes import Binding, Scope
from supertokens_lint.resolve.values import ModuleRef

MAX_HOPS = 12
Named: TypeAlias = tuple[str, str]


def module_name_of(ev: Evaluator, expression: ir.Expr, scope: Scope) -> Named | None:
    """Return the file and the module-level name that an expression refers to.

    ``None`` when it refers to something else: a local of a function, a global, a computed value.
    A default export of an expression has the name ``default``.
    """
    for _ in range(MAX_HOPS):
        if isinstance(expression, ir.Member):
            owner = ev.evaluate(expression.object, scope)
            if not isinstance(owner, ModuleRef):
                return None
            return _exported(ev, owner.path, expression.name, MAX_HOPS)
        if not isinstance(expression, ir.Name):
            return None
        found = _binding(expression.id, scope)
        if found is None:
            return None
        owner_scope, binding = found
        if binding.kind == "import" and binding.imported is not None:
            return _imported(ev, binding, owner_scope, MAX_HOPS)
        if owner_scope.kind != "module":
            return None
        if not isinstance(binding.value, ir.Name) or binding.steps:
            return owner_scope.path, binding.name
        if _binding(binding.value.id, owner_scope) is None:
            return owner_scope.path, binding.name
        expression, scope = binding.value, owner_scope
    return None


def _binding(name: str, scope: Scope) -> tuple[Scope, Binding] | None:
    current: Scope | None = scope
    while current is not None:
        bindings = current.names.bindings.get(name)
        if bindings and current.kind != "class":
            return current, bindings[-1]
        current = current.parent
    return None


def _imported(ev: Evaluator, binding: Binding, scope: Scope, hops: int) -> Named | None:
    statement, name = binding.imported, binding.imported_name
    if statement is None or name is None or scope.kind != "module":
        return None
    path = ev.program.resolve(scope.path, statement.module, scope.language)
    return None if path is None else _exported(ev, path, name.imported, hops)


def _exported(ev: Evaluator, path: str, name: str, hops: int) -> Named | None:
    """Look for a name in a module, then in those whose names it exports, each of them once."""
    pending, seen = [path], {path}
    while pending and hops > 0:
        path = pending.pop()
        scope = ev.program.scope(path)
        if scope is None:
            continue
        exports = ev.program.exports(path)
        ref = exports.named.get(name)
        if ref is not None:
            found = _referred(ev, ref, scope, name, hops)
            if found is not None:
                return found
            continue
        targets = (ev.program.resolve(path, each, scope.language) for each in exports.stars)
        new = [each for each in dict.fromkeys(targets) if each is not None and each not in seen]
        seen.update(new)
        pending += reversed(new)
    return None


def _referred(ev: Evaluator, ref: ExportRef, scope: Scope, name: str, hops: int) -> Named | None:
    if ref.module is not None:
        target = ev.program.resolve(scope.path, ref.module, scope.language)
        if target is None or ref.imported is None:
            return None
        return _exported(ev, target, ref.imported, hops - 1)
    expression = ref.expression
    if expression is not None and not isinstance(expression, ir.Name):
        return scope.path, name
    local = ref.local if expression is None else expression.id
    bindings = scope.names.bindings.get(local or "")
    if not bindings or local is None:
        return None
    if bindings[-1].kind == "import":
        return _imported(ev, bindings[-1], scope, hops - 1)
    return scope.path, local
