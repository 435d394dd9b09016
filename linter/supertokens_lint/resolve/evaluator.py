"""What an expression is worth: one evaluator for all languages over the neutral form.

Nothing is run. Calls of the project's own functions are followed to their ``return``; calls of
packages stay :class:`Invocation` unless :mod:`.intrinsics` knows them. Work is bounded: cycles, and
what goes beyond the :mod:`.budget`, end in :class:`Unknown` with their reason.
"""

from __future__ import annotations

from collections.abc import Mapping

from supertokens_lint.finding import Step
from supertokens_lint.languages import ir
from supertokens_lint.resolve import (
    build_constants,
    calling,
    fallbacks,
    go_scopes,
    go_structs,
    go_types,
    members,
    structures,
)
from supertokens_lint.resolve.budget import Budget
from supertokens_lint.resolve.callers import Callers
from supertokens_lint.resolve.expressions import HANDLERS
from supertokens_lint.resolve.fastify_env import FastifyEnv
from supertokens_lint.resolve.folding import fold
from supertokens_lint.resolve.go_effects import Fill, GoEffects
from supertokens_lint.resolve.go_fields import GoFields
from supertokens_lint.resolve.go_settings import GoFillers
from supertokens_lint.resolve.go_viper import GoViper
from supertokens_lint.resolve.imports import Imports, Seen
from supertokens_lint.resolve.operations import MAX_LENGTH, CannotFoldError, text_of
from supertokens_lint.resolve.program import Program
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
    External,
    FirstOf,
    Instance,
    Items,
    Join,
    Operation,
    Reason,
    Unknown,
    Value,
    through,
)
from supertokens_lint.source import Place, Span
from supertokens_lint.workspace.workspace import Workspace

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
        self.imports = Imports(self)
        self.callers = Callers(self)
        self.sites = Sites(self)
        self.fastify_env = FastifyEnv(self)
        self.go_fields = GoFields(self)
        self.go_effects = GoEffects(self)
        self.go_fillers = GoFillers(self)
        self.go_viper = GoViper(self)
        self._go_scopes = go_scopes.GoScopes()
        self.class_names: dict[int, tuple[ir.Class, Names]] = {}
        self.budget = Budget(workspace)
        self.active_calls: list[int] = []
        self._memo: dict[tuple[int, str, object], Value] = {}
        self._active: set[tuple[int, str, object]] = set()
        self._kept_scopes: list[Scope] = []

    # --- entry points ----------------------------------------------------------------------------

    def evaluate(self, expression: ir.Expr, scope: Scope) -> Value:
        """Return what ``expression`` is worth in ``scope``."""
        handler = HANDLERS.get(type(expression))
        if handler is None:
            return Unknown(Reason.SYNTAX, type(expression).__name__.lower())
        if not self.budget.enter():
            return Unknown(Reason.BOUND, "nested too deeply")
        try:
            return handler(self, expression, scope)
        finally:
            self.budget.leave()

    def place(self, node: ir.Node, scope: Scope) -> Place:
        """Return where a node stands."""
        return Place(scope.path, node.span)

    def member(self, value: Value, name: str, place: Place) -> Value:
        """Return ``value.name``."""
        return members.member(self, value, name, place)

    def call(self, expression: ir.Call, scope: Scope) -> Value:
        """Return the result of a call."""
        return calling.call(self, expression, scope)

    def paths_mentioning(
        self,
        word: str,
        language: ir.Language | None,
        among: frozenset[str] | None = None,
    ) -> list[str]:
        """Return the source files in whose text a word occurs, those of one language only.

        ``among`` holds the files to search where others cannot matter.
        """
        family = None if language is None else _FAMILY.get(language, "")
        return [
            entry.path
            for entry in self.workspace.mentioning(
                word.encode("utf-8", "surrogatepass"), among=among
            )
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
            replaced = build_constants.defined(self, name, Place(scope.path, at))
            return External("", (name,)) if replaced is None else replaced
        starred = self.starred(name, scope.module())
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

    def starred(self, name: str, module: Scope, seen: Seen | None = None) -> Value | None:
        """Return what the star imports of a module bring in under a name, or ``None``.

        The last one counts, of those under conditions each where its conditions hold. ``seen``
        holds where the name was looked for before.
        """
        seen = set() if seen is None else seen
        cases: list[Case] = []
        for placed in reversed(module.names.statements):
            statement = placed.statement
            if not isinstance(statement, ir.Import) or not statement.star:
                continue
            path = self.program.resolve(module.path, statement.module, module.language)
            found = None if path is None else self.imports.exported(path, name, seen)
            if found is None or isinstance(found, Unknown):
                continue
            conditions = self.conditions(placed.guards, module)
            if conditions is None:
                continue
            value = through(found, "imported", Place(module.path, statement.span))
            cases.append(Case(conditions, value))
            if not conditions:
                break
        if len(cases) == 1 and not cases[0].conditions:
            return cases[0].value
        return Choice(tuple(cases)) if cases else None

    def bound(
        self, name: str, bindings: list[Binding], scope: Scope, at: Span | None = None
    ) -> Value:
        """Return what a name is worth that ``bindings`` bind in a scope.

        Of members that are assigned to it, those before ``at`` count, in Go.
        """
        members = scope.names.members.get(name, [])
        fills: list[Fill] = []
        shape: object = len(bindings)
        if scope.language is ir.Language.GO:
            members = go_structs.members_before(name, scope, at)
            fills = self.go_effects.fills(name, scope, at)
            shape = (len(members), len(fills), tuple(binding.span.start for binding in bindings))
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
                if scope.kind == "module" and bindings[-1].value is not None:
                    value = self.go_effects.reassigned(name, value, scope)
                value = go_structs.assigned(self, value, members, fills, scope)
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
            return self.imports.imported(binding, binding.imported, scope)
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
        return go_types.of_type(self, annotation, scope) or value

    def _declared(self, binding: Binding, scope: Scope) -> Value:
        late = self.callers.late_assignment(binding.name, scope)
        if scope.language is ir.Language.GO and (late is None or isinstance(late, Unknown)):
            return go_types.declared(self, binding, scope)
        return Const(None) if late is None else late

    def _destructured(
        self, value: Value, step: PatternStep, scope: Scope, binding: Binding
    ) -> Value:
        place = Place(scope.path, binding.span)
        if step.kind == "rest":
            count = step.key if isinstance(step.key, int) else 0
            return structures.without(value, step.taken, count)
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

    def module_value(self, path: str) -> Value:
        """Return what ``require`` or a namespace import of a project file gives."""
        return self.imports.module_value(path)

    def exported(self, path: str, name: str) -> Value:
        """Return what a project file exports under a name."""
        return self.imports.exported(path, name)

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
                texts = [text_of(part.value) for part in parts if isinstance(part, Const)]
            except CannotFoldError:
                return Join(parts, (Step("composed here", place),))
            if sum(map(len, texts)) > MAX_LENGTH:
                return Unknown(Reason.BOUND, "a very long text")
            return Const(
                "".join(texts), (*_trail_of_parts(parts, place), Step("composed here", place))
            )
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
