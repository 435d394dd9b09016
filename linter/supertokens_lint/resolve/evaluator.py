"""What an expression is worth: one evaluator for all languages over the neutral form.

Nothing is run. Calls of the project's own functions are followed to their ``return``; calls of
packages stay :class:`Invocation` unless :mod:`.intrinsics` knows them. Work is bounded: cycles,
depth and the number of steps end in :class:`Unknown` with their reason.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from supertokens_lint.finding import Step
from supertokens_lint.languages import ir
from supertokens_lint.resolve import (
    calling,
    fallbacks,
    go_scopes,
    go_structs,
    go_tests,
    intrinsics,
    members,
    structures,
)
from supertokens_lint.resolve.callers import Callers
from supertokens_lint.resolve.go_fields import GoFields
from supertokens_lint.resolve.go_settings import GoFillers
from supertokens_lint.resolve.go_viper import GoViper
from supertokens_lint.resolve.operations import CannotFoldError, fold, text_of
from supertokens_lint.resolve.program import ExportRef, Exports, Program
from supertokens_lint.resolve.scopes import Binding, Guards, Names, PatternStep, Scope
from supertokens_lint.resolve.sites import Sites
from supertokens_lint.resolve.values import (
    MAX_TRAIL,
    Case,
    Choice,
    ClassRef,
    Closure,
    Condition,
    Const,
    EnvVar,
    External,
    FirstOf,
    Instance,
    Items,
    Join,
    ModuleRef,
    Operation,
    Reason,
    Unknown,
    Value,
    through,
)
from supertokens_lint.source import Place, Span
from supertokens_lint.workspace.workspace import Workspace

MAX_DEPTH = 90
MAX_STEPS = 400_000
MAX_CASES = 24

GLOBAL_OBJECTS = frozenset({"window", "globalThis", "self", "global"})
_FAMILY = {ir.Language.PYTHON: "python", ir.Language.GO: "go"}
_OTHER_FAMILIES = {".py": "python", ".go": "go"}
CONSTANT_NAMES: Mapping[str, Const] = {"undefined": Const(None), "NaN": Const(None)}


class Evaluator:
    """Evaluates expressions in scopes; remembers what names are worth."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.program = Program(workspace)
        self.callers = Callers(self)
        self.sites = Sites(self)
        self.go_fields = GoFields(self)
        self.go_fillers = GoFillers(self)
        self.go_viper = GoViper(self)
        self._go_scopes = go_scopes.GoScopes()
        self.class_names: dict[int, tuple[ir.Class, Names]] = {}
        self.depth = 0
        self.steps = 0
        self.active_calls: list[int] = []
        self._memo: dict[tuple[int, str, object], Value] = {}
        self._active: set[tuple[int, str, object]] = set()
        self._active_exports: set[tuple[str, str]] = set()
        self._kept_scopes: list[Scope] = []

    # --- entry points ----------------------------------------------------------------------------

    def evaluate(self, expression: ir.Expr, scope: Scope) -> Value:
        """Return what ``expression`` is worth in ``scope``."""
        self.steps = 0 if self.depth == 0 else self.steps + 1
        if self.depth >= MAX_DEPTH or self.steps > MAX_STEPS:
            return Unknown(Reason.BOUND, "nested too deeply")
        handler = _HANDLERS.get(type(expression))
        if handler is None:
            return Unknown(Reason.SYNTAX, type(expression).__name__.lower())
        self.depth += 1
        try:
            return handler(self, expression, scope)
        finally:
            self.depth -= 1

    def place(self, node: ir.Node, scope: Scope) -> Place:
        """Return where a node stands."""
        return Place(scope.path, node.span)

    def member(self, value: Value, name: str, place: Place) -> Value:
        """Return ``value.name``."""
        return members.member(self, value, name, place)

    def call(self, expression: ir.Call, scope: Scope) -> Value:
        """Return the result of a call."""
        return calling.call(self, expression, scope)

    def paths_mentioning(self, word: str, language: ir.Language | None) -> list[str]:
        """Return the source files in whose text a word occurs, those of one language only."""
        family = None if language is None else _FAMILY.get(language, "")
        return [
            entry.path
            for entry in self.workspace.mentioning(word.encode())
            if not entry.is_test
            and entry.is_source
            and (family is None or _OTHER_FAMILIES.get(entry.path[-3:], "") == family)
        ]

    # --- names -----------------------------------------------------------------------------------

    def name(self, name: str, scope: Scope, at: Span) -> Value:
        """Return what a name is worth where it is used at ``at``."""
        current: Scope | None = scope
        nested = False
        while current is not None:
            bindings = current.names.bindings.get(name)
            if bindings and not (nested and current.kind == "class"):
                if scope.language is ir.Language.GO:
                    visible = self._go_scopes.visible(current, bindings, at, nested=nested)
                else:
                    visible = bindings if nested else _visible(bindings, at)
                if visible:
                    return self.bound(name, visible, current, None if nested else at)
            nested = nested or current.kind == "function"
            current = current.parent
        return self._free(name, scope, at)

    def _free(self, name: str, scope: Scope, at: Span) -> Value:
        if scope.language is ir.Language.GO:
            return self._this(scope) if name == "this" else go_scopes.free(self, name, scope)
        if scope.language is not ir.Language.PYTHON:
            if name == "this":
                return self._this(scope)
            if name in CONSTANT_NAMES:
                return Const(
                    CONSTANT_NAMES[name].value, (Step("written here", Place(scope.path, at)),)
                )
            if name in GLOBAL_OBJECTS:
                return External("")
            return External("", (name,))
        starred = self._starred(name, scope.module())
        if starred is not None:
            return starred
        return External("builtins", (name,))

    def _this(self, scope: Scope) -> Value:
        current: Scope | None = scope
        while current is not None:
            if current.this is not None:
                return current.this
            if current.kind == "class" and current.owner is not None and current.parent is not None:
                return Instance(ClassRef(current.owner, current.parent), None)
            current = current.parent
        return Unknown(Reason.SYNTAX, "this")

    def _starred(self, name: str, module: Scope) -> Value | None:
        for placed in module.names.statements:
            statement = placed.statement
            if isinstance(statement, ir.Import) and statement.star:
                path = self.program.resolve(module.path, statement.module, module.language)
                if path is not None:
                    found = self.exported(path, name)
                    if not isinstance(found, Unknown):
                        return through(found, "imported", Place(module.path, statement.span))
        return None

    def bound(
        self, name: str, bindings: list[Binding], scope: Scope, at: Span | None = None
    ) -> Value:
        """Return what a name is worth that ``bindings`` bind in a scope.

        Of members that are assigned to it, those before ``at`` count, in Go.
        """
        members = scope.names.members.get(name, [])
        shape: object = len(bindings)
        if scope.language is ir.Language.GO:
            members = go_structs.members_before(name, scope, at)
            shape = (len(members), tuple(binding.span.start for binding in bindings))
        key = (id(scope), name, shape)
        known = self._memo.get(key)
        if known is not None:
            return known
        if key in self._active:
            return Unknown(Reason.CYCLE, name)
        self._active.add(key)
        try:
            value = self._joined(bindings, scope)
            if scope.language is ir.Language.GO:
                value = go_structs.assigned(self, value, members, scope)
            else:
                value = structures.with_assigned_members(self, value, name, scope)
        finally:
            self._active.discard(key)
        self._memo[key] = value
        self._kept_scopes.append(scope)
        return value

    def _joined(self, bindings: list[Binding], scope: Scope) -> Value:
        base: Value | None = None
        cases: list[Case] = []
        guards: list[Guards] = []
        for binding in bindings:
            if binding.kind == "declared" and (base is not None or cases):
                continue
            current = _choice(cases, base)
            value = self._binding_value(binding, scope, current)
            conditions = self.conditions(binding.guards, scope)
            guards.append(binding.guards)
            if conditions is None:
                continue
            if not conditions:
                base, cases, guards = value, [], []
                continue
            cases.insert(0, Case(conditions, value))
            if fallbacks.are_exhaustive(guards):
                base, cases, guards = cases[-1].value, cases[:-1], []
        result = _choice(cases[:MAX_CASES], base)
        return Unknown(Reason.MISSING_NAME) if result is None else fallbacks.simplified(result)

    def conditions(self, guards: Guards, scope: Scope) -> tuple[Condition, ...] | None:
        """Evaluate guards; ``None`` when they can never hold, ``()`` when they always do."""
        conditions: list[Condition] = []
        for guard in guards:
            test: Value = (
                Unknown(Reason.SYNTAX, "loop or handler")
                if guard.test is None
                else self.evaluate(guard.test, scope)
            )
            if isinstance(test, Const):
                if bool(test.value) != guard.expected:
                    return None
                continue
            conditions.append(Condition(test, guard.expected))
        return tuple(conditions)

    def _binding_value(self, binding: Binding, scope: Scope, before: Value | None) -> Value:
        if binding.kind == "function" and binding.function is not None:
            return Closure(binding.function, scope)
        if binding.kind == "class" and binding.definition is not None:
            return ClassRef(binding.definition, scope)
        if binding.kind == "import" and binding.imported is not None:
            return self._imported(binding, binding.imported, scope)
        if binding.kind == "param" and binding.param is not None:
            value = self.callers.parameter(binding.param, scope)
            value = self._typed(value, binding.param.annotation, scope)
        elif binding.kind == "declared":
            return self._declared(binding, scope)
        elif binding.value is None:
            return Unknown(Reason.SYNTAX, f"{binding.name} is filled at run time")
        else:
            value = self.evaluate(binding.value, scope)
            value = self._typed(value, binding.annotation, scope)
        for step in binding.steps:
            value = self._destructured(value, step, scope, binding)
        return _augmented(binding.op, before, value)

    def _typed(self, value: Value, annotation: str | None, scope: Scope) -> Value:
        """Return what the type of a variable tells of a value that is not known, in Go."""
        if scope.language is not ir.Language.GO or not isinstance(value, Unknown):
            return value
        return go_structs.of_type(self, annotation, scope) or value

    def _declared(self, binding: Binding, scope: Scope) -> Value:
        late = self.callers.late_assignment(binding.name, scope)
        if scope.language is ir.Language.GO and (late is None or isinstance(late, Unknown)):
            return go_structs.declared(self, binding, scope)
        return Const(None) if late is None else late

    def _destructured(
        self, value: Value, step: PatternStep, scope: Scope, binding: Binding
    ) -> Value:
        place = Place(scope.path, binding.span)
        if step.kind == "rest":
            return structures.without(value, step.taken)
        key = step.key
        if isinstance(key, str | int):
            found = self.member(value, str(key), place)
        else:
            found = self.index(value, self.evaluate(key, scope), place)
        if step.default is not None:
            if isinstance(found, Const) and found.value is None:
                return self.evaluate(step.default, scope)
            return FirstOf((found, self.evaluate(step.default, scope)), "nullish")
        return found

    # --- imports and exports ---------------------------------------------------------------------

    def _imported(self, binding: Binding, statement: ir.Import, scope: Scope) -> Value:
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
        path = self.program.resolve(scope.path, statement.module, scope.language)
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
            path = self.program.resolve(scope.path, module, scope.language)
            return External(module) if path is None else ModuleRef(path)
        path = self.program.resolve(scope.path, statement.module, scope.language)
        if path is not None:
            found = self.exported(path, name.imported)
            if isinstance(found, Unknown) and found.reason is Reason.MISSING_NAME:
                inner = self.program.submodule(path, name.imported)
                return found if inner is None else ModuleRef(inner)
            return found
        joined = statement.module + ("" if statement.module.endswith(".") else ".") + name.imported
        inner = self.program.resolve(scope.path, joined, scope.language)
        if inner is not None:
            return ModuleRef(inner)
        if statement.module.startswith("."):
            return Unknown(Reason.MISSING_MODULE, statement.module)
        return External(statement.module, (name.imported,))

    def module_value(self, path: str) -> Value:
        """Return what ``require`` or a namespace import of a project file gives."""
        scope = self.program.scope(path)
        if scope is None:
            return Unknown(Reason.UNPARSED, self.workspace.display(path))
        exports = self.program.exports(path)
        if exports.assigned:
            return self.evaluate(exports.assigned[-1], scope)
        if path.endswith(".json"):
            return self.exported(path, "default")
        return ModuleRef(path)

    def exported(self, path: str, name: str) -> Value:
        """Return what a project file exports under a name."""
        scope = self.program.scope(path)
        if scope is None:
            return Unknown(Reason.UNPARSED, self.workspace.display(path))
        key = (path, name)
        if key in self._active_exports:
            return Unknown(Reason.CYCLE, name)
        self._active_exports.add(key)
        try:
            if scope.language is ir.Language.PYTHON:
                return self._python_export(scope, name)
            if scope.language is ir.Language.GO:
                found = go_scopes.package_member(self, path, name)
                return Unknown(Reason.MISSING_NAME, name) if found is None else found
            value = self._script_export(scope, name, self.program.exports(path))
            return self._replaced(value, path, name)
        finally:
            self._active_exports.discard(key)

    def _replaced(self, value: Value, path: str, name: str) -> Value:
        mode = EnvVar("NODE_ENV", path)
        cases = [
            Case(
                (Condition(Operation("==", (mode, Const(word))), expected=True),),
                self.exported(other, name),
            )
            for word, other in self.program.replacements(path).items()
        ]
        return Choice((*cases, Case((), value))) if cases else value

    def _python_export(self, scope: Scope, name: str) -> Value:
        bindings = scope.names.bindings.get(name)
        if bindings:
            return self.bound(name, bindings, scope)
        starred = self._starred(name, scope)
        if starred is not None:
            return starred
        inner = self.program.submodule(scope.path, name)
        return Unknown(Reason.MISSING_NAME, name) if inner is None else ModuleRef(inner)

    def _script_export(self, scope: Scope, name: str, exports: Exports) -> Value:
        ref = exports.named.get(name)
        if ref is not None:
            return self._export_value(ref, scope)
        if exports.assigned:
            value = self.evaluate(exports.assigned[-1], scope)
            if name == "default":
                return value
            return self.member(value, name, Place(scope.path, exports.assigned[-1].span))
        for module in exports.stars:
            path = self.program.resolve(scope.path, module, scope.language)
            if path is None:
                continue
            found = self.exported(path, name)
            if not isinstance(found, Unknown):
                return found
        if scope.path.endswith(".json"):
            return Unknown(Reason.MISSING_NAME, name)
        return self._unexported(scope, name)

    def _unexported(self, scope: Scope, name: str) -> Value:
        if name == "default":
            return ModuleRef(scope.path)
        return Unknown(Reason.MISSING_NAME, name)

    def _export_value(self, ref: ExportRef, scope: Scope) -> Value:
        if ref.expression is not None:
            return self.evaluate(ref.expression, scope)
        if ref.module is not None:
            path = self.program.resolve(scope.path, ref.module, scope.language)
            if path is None:
                return External(ref.module, () if ref.imported is None else (ref.imported,))
            if ref.imported is None:
                return self.module_value(path)
            return self.exported(path, ref.imported)
        name = ref.local or ""
        bindings = scope.names.bindings.get(name)
        if bindings:
            return self.bound(name, bindings, scope)
        return Unknown(Reason.MISSING_NAME, name)

    # --- operators -------------------------------------------------------------------------------

    def index(self, value: Value, index: Value, place: Place) -> Value:
        """Return ``value[index]``; alternatives of the index become alternatives of the result."""
        if isinstance(index, Const) and isinstance(index.value, str | int):
            return self.member(value, str(index.value), place)
        return members.by_symbol(value, index, place)

    def operation(self, op: str, operands: tuple[Value, ...], place: Place) -> Value:
        """Return the result of an operation, folded when all operands are known."""
        if all(isinstance(operand, Const) for operand in operands):
            scalars = tuple(operand.value for operand in operands if isinstance(operand, Const))
            try:
                folded = fold(op, scalars)
            except CannotFoldError:
                return Unknown(Reason.SYNTAX, op)
            return Const(folded, _longest_trail(operands))
        return Operation(op, operands, (Step("computed here", place),))

    def joined(self, parts: tuple[Value, ...], place: Place) -> Value:
        """Return parts joined into one string."""
        if all(isinstance(part, Const) for part in parts):
            try:
                text = "".join(text_of(part.value) for part in parts if isinstance(part, Const))
            except CannotFoldError:
                return Join(parts, (Step("composed here", place),))
            return Const(text, (*_trail_of_parts(parts, place), Step("composed here", place)))
        return Join(parts, (Step("composed here", place),))


def _visible(bindings: list[Binding], at: Span) -> list[Binding]:
    before = [
        binding
        for binding in bindings
        if binding.span.start < at.start or binding.kind in ("function", "import")
    ]
    return before or bindings


def _choice(cases: list[Case], base: Value | None) -> Value | None:
    if not cases:
        return base
    if base is None:
        return Choice(tuple(cases))
    return Choice((*cases, Case((), base)))


def _augmented(op: str, before: Value | None, value: Value) -> Value:
    if op == "=" or before is None:
        return value
    if op == "||=":
        return FirstOf((before, value), "falsy")
    if op == "??=":
        return FirstOf((before, value), "nullish")
    if op == "+=":
        if isinstance(before, Items) and isinstance(value, Items):
            return structures.concatenated(before, value)
        return Operation("+", (before, value))
    if op == "|=":
        return structures.merged(before, value)
    return Unknown(Reason.SYNTAX, op)


def _trail_of_parts(parts: tuple[Value, ...], place: Place) -> tuple[Step, ...]:
    steps = [step for part in parts for step in part.trail if not _inside(step.place, place)]
    return tuple(dict.fromkeys(steps))[: MAX_TRAIL // 2]


def _inside(inner: Place, outer: Place) -> bool:
    return (
        inner.path == outer.path
        and outer.span.start <= inner.span.start
        and inner.span.end <= outer.span.end
    )


def _longest_trail(operands: tuple[Value, ...]) -> tuple[Step, ...]:
    return max((operand.trail for operand in operands), key=len, default=())


# --- expressions ----------------------------------------------------------------------------------


def _literal(ev: Evaluator, node: ir.Literal, scope: Scope) -> Value:
    return Const(node.value, (Step("written here", ev.place(node, scope)),))


def _name(ev: Evaluator, node: ir.Name, scope: Scope) -> Value:
    return ev.name(node.id, scope, node.span)


def _member(ev: Evaluator, node: ir.Member, scope: Scope) -> Value:
    return ev.member(ev.evaluate(node.object, scope), node.name, ev.place(node, scope))


def _index(ev: Evaluator, node: ir.Index, scope: Scope) -> Value:
    value = ev.evaluate(node.object, scope)
    return ev.index(value, ev.evaluate(node.index, scope), ev.place(node, scope))


def _call(ev: Evaluator, node: ir.Call, scope: Scope) -> Value:
    return ev.call(node, scope)


def _object(ev: Evaluator, node: ir.Object, scope: Scope) -> Value:
    return structures.record(ev, node, scope)


def _array(ev: Evaluator, node: ir.Array, scope: Scope) -> Value:
    return structures.items(ev, node, scope)


def _template(ev: Evaluator, node: ir.Template, scope: Scope) -> Value:
    parts = tuple(ev.evaluate(part, scope) for part in node.parts)
    return ev.joined(parts, ev.place(node, scope))


def _unary(ev: Evaluator, node: ir.Unary, scope: Scope) -> Value:
    if node.op == "void":
        return Const(None)
    operand = ev.evaluate(node.operand, scope)
    return ev.operation(node.op, (operand,), ev.place(node, scope))


def _binary(ev: Evaluator, node: ir.Binary, scope: Scope) -> Value:
    if scope.language is ir.Language.GO:
        compared = go_tests.comparison(ev, node, scope)
        if compared is not None:
            return compared
    left = ev.evaluate(node.left, scope)
    place = ev.place(node, scope)
    if node.op in ("||", "??"):
        return _fallback(ev, node, left, scope)
    right = ev.evaluate(node.right, scope)
    if node.op == "|" or (node.op == "+" and isinstance(left, Items)):
        return structures.merged(left, right)
    if node.op == "+":
        return _sum(ev, left, right, place)
    if node.op == "&&" and not isinstance(left, Const):
        return Choice((Case((Condition(left, expected=True),), right), Case((), left)))
    if node.op == "%":
        return Unknown(Reason.SYNTAX, "%")
    return ev.operation(node.op, (left, right), place)


def _fallback(ev: Evaluator, node: ir.Binary, left: Value, scope: Scope) -> Value:
    nullish = node.op == "??"
    if isinstance(left, Const):
        skipped = left.value is None if nullish else not left.value
        return ev.evaluate(node.right, scope) if skipped else left
    if structures.is_structure(left):
        return left
    right = ev.evaluate(node.right, scope)
    options = (*_same_fallback(left, nullish=nullish), *_same_fallback(right, nullish=nullish))
    return FirstOf(options, "nullish" if nullish else "falsy")


def _same_fallback(value: Value, *, nullish: bool) -> tuple[Value, ...]:
    skips = "nullish" if nullish else "falsy"
    if isinstance(value, FirstOf) and value.skips == skips:
        return value.options
    return (value,)


def _sum(ev: Evaluator, left: Value, right: Value, place: Place) -> Value:
    if isinstance(left, Const) and isinstance(right, Const):
        return ev.operation("+", (left, right), place)
    parts: list[Value] = []
    for side in (left, right):
        parts.extend(side.parts if isinstance(side, Join) else (side,))
    textual = any(isinstance(part, Const) and isinstance(part.value, str) for part in parts)
    return ev.joined(tuple(parts), place) if textual else Operation("+", (left, right))


def _conditional(ev: Evaluator, node: ir.Conditional, scope: Scope) -> Value:
    test = ev.evaluate(node.test, scope)
    if isinstance(test, Const):
        return ev.evaluate(node.then if test.value else node.otherwise, scope)
    then = ev.evaluate(node.then, scope)
    otherwise = ev.evaluate(node.otherwise, scope)
    return Choice((Case((Condition(test, expected=True),), then), Case((), otherwise)))


def _assign(ev: Evaluator, node: ir.Assign, scope: Scope) -> Value:
    return ev.evaluate(node.value, scope)


def _await(ev: Evaluator, node: ir.Await, scope: Scope) -> Value:
    return ev.evaluate(node.value, scope)


def _function(_ev: Evaluator, node: ir.Function, scope: Scope) -> Value:
    return Closure(node, scope)


def _class(_ev: Evaluator, node: ir.Class, scope: Scope) -> Value:
    return ClassRef(node, scope)


_HANDLERS: dict[type, Callable[[Evaluator, Any, Scope], Value]] = {
    ir.Literal: _literal,
    ir.Name: _name,
    ir.Member: _member,
    ir.Index: _index,
    ir.Call: _call,
    ir.Object: _object,
    ir.Array: _array,
    ir.Template: _template,
    ir.Unary: _unary,
    ir.Binary: _binary,
    ir.Conditional: _conditional,
    ir.Assign: _assign,
    ir.Await: _await,
    ir.Function: _function,
    ir.Class: _class,
}
