"""What imports give and modules export."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from supertokens_lint.languages import ir
from supertokens_lint.resolve import go_scopes, intrinsics
from supertokens_lint.resolve.program import ExportRef, Exports
from supertokens_lint.resolve.scopes import Binding, Scope
from supertokens_lint.resolve.values import (
    Case,
    Choice,
    Condition,
    Const,
    EnvVar,
    External,
    ModuleRef,
    Operation,
    Reason,
    Unknown,
    Value,
    through,
)
from supertokens_lint.source import Place

if TYPE_CHECKING:
    from supertokens_lint.resolve.evaluator import Evaluator


Seen: TypeAlias = set[tuple[str, str]]
"""Paths and names that were looked up on the way to one export."""


class Imports:
    """Follows import statements to the values that they bring in."""

    def __init__(self, ev: Evaluator) -> None:
        self._ev = ev
        self._active: set[tuple[str, str]] = set()

    def imported(self, binding: Binding, statement: ir.Import, scope: Scope) -> Value:
        """Return what an import statement binds a name to."""
        place = Place(scope.path, statement.span)
        name = binding.imported_name
        if scope.language is ir.Language.PYTHON:
            value = self._python_import(statement, name, scope)
        else:
            value = self._script_import(statement, name, scope)
        return through(value, "imported", place)

    def _script_import(
        self, statement: ir.Import, name: ir.ImportedName | None, scope: Scope
    ) -> Value:
        path = self._ev.program.resolve(scope.path, statement.module, scope.language)
        if path is not None:
            return self.module_value(path) if name is None else self.exported(path, name.imported)
        virtual = intrinsics.virtual_import(statement.module, name, scope.path)
        if virtual is not None:
            return virtual
        if statement.module.startswith("."):
            return Unknown(Reason.MISSING_MODULE, statement.module)
        return External(statement.module, () if name is None else (name.imported,))

    def _python_import(
        self, statement: ir.Import, name: ir.ImportedName | None, scope: Scope
    ) -> Value:
        if name is None:
            module = statement.module if statement.aliased else statement.module.split(".")[0]
            path = self._ev.program.resolve(scope.path, module, scope.language)
            return External(module) if path is None else ModuleRef(path)
        path = self._ev.program.resolve(scope.path, statement.module, scope.language)
        if path == scope.path:
            inner = self._ev.program.submodule(path, name.imported)
            if inner is not None:
                return ModuleRef(inner)
            if len(scope.module().names.bindings.get(name.imported, ())) <= 1:
                return Unknown(Reason.MISSING_MODULE, _joined(statement.module, name.imported))
        if path is not None:
            found = self.exported(path, name.imported)
            if isinstance(found, Unknown) and found.reason is Reason.MISSING_NAME:
                inner = self._ev.program.submodule(path, name.imported)
                return found if inner is None else ModuleRef(inner)
            return found
        joined = _joined(statement.module, name.imported)
        inner = self._ev.program.resolve(scope.path, joined, scope.language)
        if inner is not None:
            return ModuleRef(inner)
        if statement.module.startswith("."):
            return Unknown(Reason.MISSING_MODULE, statement.module)
        return External(statement.module, (name.imported,))

    def module_value(self, path: str) -> Value:
        """Return what ``require`` or a namespace import of a project file gives."""
        scope = self._ev.program.scope(path)
        if scope is None:
            return Unknown(Reason.UNPARSED, self._ev.workspace.display(path))
        exports = self._ev.program.exports(path)
        if exports.assigned:
            return self._ev.evaluate(exports.assigned[-1], scope)
        if path.endswith(".json"):
            return self.exported(path, "default")
        return ModuleRef(path)

    def exported(self, path: str, name: str, seen: Seen | None = None) -> Value:
        """Return what a project file exports under a name.

        On the way through re-exports to one name, no file is asked for the same name twice:
        ``seen`` holds those that were asked. Source: ECMA-262, "ResolveExport", resolveSet.
        """
        scope = self._ev.program.scope(path)
        if scope is None:
            return Unknown(Reason.UNPARSED, self._ev.workspace.display(path))
        key = (path, name)
        seen = set() if seen is None else seen
        if key in self._active or key in seen:
            return Unknown(Reason.CYCLE, name)
        if not self._ev.budget.enter():
            return Unknown(Reason.BOUND, name)
        seen.add(key)
        self._active.add(key)
        try:
            return self._export(scope, name, seen)
        finally:
            self._active.discard(key)
            self._ev.budget.leave()

    def _export(self, scope: Scope, name: str, seen: Seen) -> Value:
        if scope.language is ir.Language.PYTHON:
            return self._python_export(scope, name, seen)
        if scope.language is ir.Language.GO:
            found = go_scopes.package_member(self._ev, scope.path, name)
            return Unknown(Reason.MISSING_NAME, name) if found is None else found
        value = self._script_export(scope, name, self._ev.program.exports(scope.path), seen)
        return self._replaced(value, scope.path, name)

    def _replaced(self, value: Value, path: str, name: str) -> Value:
        mode = EnvVar("NODE_ENV", path)
        cases = [
            Case(
                (Condition(Operation("==", (mode, Const(word))), expected=True),),
                self.exported(other, name),
            )
            for word, other in self._ev.program.replacements(path).items()
        ]
        return Choice((*cases, Case((), value))) if cases else value

    def _python_export(self, scope: Scope, name: str, seen: Seen) -> Value:
        bindings = scope.names.bindings.get(name)
        if bindings:
            return self._ev.bound(name, bindings, scope)
        starred = self._ev.starred(name, scope, seen)
        if starred is not None:
            return starred
        inner = self._ev.program.submodule(scope.path, name)
        return Unknown(Reason.MISSING_NAME, name) if inner is None else ModuleRef(inner)

    def _script_export(self, scope: Scope, name: str, exports: Exports, seen: Seen) -> Value:
        ref = exports.named.get(name)
        if ref is not None:
            return self._export_value(ref, scope, seen)
        if exports.assigned:
            value = self._ev.evaluate(exports.assigned[-1], scope)
            if name == "default":
                return value
            return self._ev.member(value, name, Place(scope.path, exports.assigned[-1].span))
        for module in exports.stars:
            path = self._ev.program.resolve(scope.path, module, scope.language)
            if path is None:
                continue
            found = self.exported(path, name, seen)
            if not isinstance(found, Unknown):
                return found
        whole = exports.named.get("default") if scope.path.endswith(".json") else None
        if whole is not None and whole.expression is not None:
            place = Place(scope.path, whole.expression.span)
            return self._ev.member(self._export_value(whole, scope, seen), name, place)
        return self._unexported(scope, name)

    def _unexported(self, scope: Scope, name: str) -> Value:
        if name == "default":
            return ModuleRef(scope.path)
        return Unknown(Reason.MISSING_NAME, name)

    def _export_value(self, ref: ExportRef, scope: Scope, seen: Seen) -> Value:
        if ref.expression is not None:
            return self._ev.evaluate(ref.expression, scope)
        if ref.module is not None:
            path = self._ev.program.resolve(scope.path, ref.module, scope.language)
            if path is None:
                return External(ref.module, () if ref.imported is None else (ref.imported,))
            if ref.imported is None:
                return self.module_value(path)
            return self.exported(path, ref.imported, seen)
        name = ref.local or ""
        bindings = scope.names.bindings.get(name)
        if bindings:
            return self._ev.bound(name, bindings, scope)
        return Unknown(Reason.MISSING_NAME, name)


def _joined(module: str, name: str) -> str:
    return module + ("" if module.endswith(".") else ".") + name
