"""The calls that run while a program starts, in the order in which they run.

Web frameworks are configured by calls: what a request passes, and in which order, is what the
program called on its application object. The trace follows modules in the order of their imports
and functions of the project with the arguments that they are given, so that a helper in another
file that takes the application mounts on that application, at the point where it is called.

Nothing is run; loops are walked once, and work is bounded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from supertokens_lint.languages import ir
from supertokens_lint.resolve import calling
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.instances import class_scope
from supertokens_lint.resolve.scopes import Placed, Scope, walk_outside_functions
from supertokens_lint.resolve.values import (
    ArgumentValue,
    ClassRef,
    Closure,
    External,
    Instance,
    Invocation,
    Items,
    MethodOf,
    Value,
    alternatives,
)
from supertokens_lint.source import Place, Span

MAX_DEPTH = 16
MAX_ENTRIES = 4_000
MAX_ENTRIES_OF_ONE = 12
MAX_ALTERNATIVES = 6
FUNCTION_TAKERS = frozenset({"forEach", "map"})
SHORT_CIRCUITS = frozenset({"&&", "||", "??"})


class Step(Struct, frozen=True):
    """One call, with the scope that its expressions have when it runs.

    ``conditional`` calls may not run in some environment. ``functions`` are those that were
    entered to get here, outermost first.
    """

    node: ir.Call
    scope: Scope
    conditional: bool = False
    functions: tuple[ir.Function, ...] = ()

    @property
    def place(self) -> Place:
        """Where the call stands."""
        return Place(self.scope.path, self.node.span)

    @property
    def name(self) -> str:
        """The last name of what is called; empty when it has none."""
        callee = self.node.callee
        if isinstance(callee, ir.Member):
            return callee.name
        return callee.id if isinstance(callee, ir.Name) else ""


class Tracer:
    """Follows the start of a program through some of its modules.

    ``silent`` names the methods whose functions wait for requests: they are not entered. Methods
    in ``handing`` call functions with the object that they are called on, as plugins are.
    """

    def __init__(
        self,
        ev: Evaluator,
        paths: Sequence[str],
        *,
        silent: frozenset[str] = frozenset(),
        handing: frozenset[str] = frozenset(),
    ) -> None:
        self._ev = ev
        self._paths = dict.fromkeys(paths)
        self._silent = silent
        self._handing = handing
        self._steps: list[Step] = []
        self._done: set[str] = set()
        self._entered: dict[int, tuple[ir.Function, int]] = {}
        self._left = MAX_ENTRIES

    def run(self, wanted: frozenset[str]) -> tuple[Step, ...]:
        """Return the steps of all modules.

        Functions that nothing called are followed at the end when they hold a call of one of the
        ``wanted`` names: a framework or a server calls them.
        """
        for path in self._paths:
            self._module(path)
        for path in self._paths:
            self._orphans(path, wanted)
        return tuple(self._steps)

    # --- modules ---------------------------------------------------------------------------------

    def _module(self, path: str) -> None:
        if path in self._done or path not in self._paths:
            return
        self._done.add(path)
        scope = self._ev.program.scope(path)
        if scope is not None:
            self._body(scope, (), conditional=False)

    def _orphans(self, path: str, wanted: frozenset[str]) -> None:
        sites = self._ev.sites.of(path)
        scopes = {id(s.functions[0]): s for s in reversed(sites) if len(s.functions) == 1}
        for node, site in self._ev.sites.calls(path):
            if not site.functions or _called_name(node) not in wanted:
                continue
            if any(id(function) in self._entered for function in site.functions):
                continue
            outer = scopes.get(id(site.functions[0]))
            if outer is not None:
                self._entered[id(site.functions[0])] = (site.functions[0], 1)
                self._body(outer.scope, site.functions[:1], conditional=False)

    # --- statements ------------------------------------------------------------------------------

    def _body(self, scope: Scope, functions: tuple[ir.Function, ...], *, conditional: bool) -> None:
        for placed in scope.names.statements:
            if isinstance(placed.statement, ir.Import):
                self._import(placed.statement, scope)
        for placed in scope.names.statements:
            conditions = self._ev.conditions(placed.guards, scope) if placed.guards else ()
            if conditions is None:
                continue
            uncertain = conditional or bool(conditions)
            for call, optional in _calls(placed):
                self._call(Step(call, scope, uncertain or optional, functions))

    def _import(self, statement: ir.Import, scope: Scope) -> None:
        names = [""] if scope.language is not ir.Language.PYTHON else _python_modules(statement)
        for name in names:
            module = statement.module + name
            target = self._ev.program.resolve(scope.path, module, scope.language)
            if target is not None:
                self._module(target)

    # --- calls -----------------------------------------------------------------------------------

    def _call(self, step: Step) -> None:
        self._steps.append(step)
        self._required(step)
        value = self._ev.evaluate(step.node.callee, step.scope)
        options = list(alternatives(value))[:MAX_ALTERNATIVES]
        for option in options:
            uncertain = step.conditional or len(options) > 1
            if isinstance(option, Closure):
                args = calling.arguments(self._ev, step.node, step.scope)
                self._enter(option, args, step, conditional=uncertain)
            elif isinstance(option, ClassRef):
                self._construct(option, step, conditional=uncertain)
            elif isinstance(option, External | MethodOf):
                self._callbacks(option, step, conditional=uncertain)

    def _required(self, step: Step) -> None:
        node = step.node
        if not isinstance(node.callee, ir.Name) or node.callee.id not in ("require", "import"):
            return
        module = node.args[0].value if node.args else None
        if isinstance(module, ir.Literal) and isinstance(module.value, str):
            target = self._ev.program.resolve(step.scope.path, module.value, step.scope.language)
            if target is not None:
                self._module(target)

    def _construct(self, cls: ClassRef, step: Step, *, conditional: bool) -> None:
        args = calling.arguments(self._ev, step.node, step.scope)
        instance = Instance(cls, args)
        for member in cls.definition.members:
            if isinstance(member, ir.Method) and member.kind == "constructor":
                scope = class_scope(self._ev, cls, instance)
                closure = Closure(member.function, scope, instance)
                self._enter(closure, args, step, conditional=conditional)

    def _callbacks(self, callee: External | MethodOf, step: Step, *, conditional: bool) -> None:
        name = callee.name if isinstance(callee, MethodOf) else "".join(callee.path[-1:])
        if isinstance(callee, MethodOf) and name in self._silent:
            return
        args = calling.arguments(self._ev, step.node, step.scope)
        for arg in args:
            function = _wrapped(arg.value) if name in self._handing else arg.value
            if not isinstance(function, Closure):
                continue
            for given in self._given(callee, name, args):
                self._enter(function, given, step, conditional=conditional)

    def _given(
        self, callee: External | MethodOf, name: str, args: tuple[ArgumentValue, ...]
    ) -> Iterator[tuple[ArgumentValue, ...] | None]:
        if isinstance(callee, MethodOf) and name in self._handing:
            yield (ArgumentValue(callee.target), *args[1:])
        elif isinstance(callee, MethodOf) and name in FUNCTION_TAKERS:
            items: tuple[Value, ...] = ()
            if isinstance(callee.target, Items):
                items = callee.target.items[:MAX_ENTRIES_OF_ONE]
            for item in items:
                yield (ArgumentValue(item),)
        else:
            yield None

    def _enter(
        self,
        closure: Closure,
        args: tuple[ArgumentValue, ...] | None,
        step: Step,
        *,
        conditional: bool,
    ) -> None:
        function = closure.function
        times = self._entered.get(id(function), (function, 0))[1]
        deep = len(step.functions) >= MAX_DEPTH or function in step.functions
        if deep or times >= MAX_ENTRIES_OF_ONE or self._left <= 0 or function.is_generator:
            return
        self._left -= 1
        self._entered[id(function)] = (function, times + 1)
        scope = calling.scope_of(self._ev, closure, args)
        self._body(scope, (*step.functions, function), conditional=conditional)


def _wrapped(value: Value) -> Value:
    """Return the function that a package wraps: ``fp(plugin)`` of fastify-plugin."""
    if isinstance(value, Invocation) and value.args and isinstance(value.args[0], Closure):
        return value.args[0]
    return value


def _called_name(node: ir.Call) -> str:
    if isinstance(node.callee, ir.Member):
        return node.callee.name
    return node.callee.id if isinstance(node.callee, ir.Name) else ""


def _python_modules(statement: ir.Import) -> list[str]:
    joiner = "" if statement.module.endswith(".") else "."
    return ["", *(f"{joiner}{name.imported}" for name in statement.names)]


def _roots(statement: ir.Statement) -> tuple[ir.Node, ...]:
    """Return what is evaluated when the flow of control passes a statement."""
    if isinstance(statement, ir.FunctionDeclaration):
        return statement.function.decorators
    if isinstance(statement, ir.ClassDeclaration):
        return _class_roots(statement.definition)
    if isinstance(statement, ir.Loop):
        return tuple(node for node in (statement.iterable, statement.test) if node is not None)
    if isinstance(statement, ir.Block):
        return statement.context
    return (statement,)


def _class_roots(definition: ir.Class) -> tuple[ir.Node, ...]:
    static = (
        member.value
        for member in definition.members
        if isinstance(member, ir.Field) and member.is_static and member.value is not None
    )
    return (*definition.decorators, *definition.bases, *static)


def _calls(placed: Placed) -> Iterator[tuple[ir.Call, bool]]:
    """Yield the calls of a statement as they run: arguments first, chains from the left."""
    calls: list[ir.Call] = []
    optional: list[Span] = []
    for node in walk_outside_functions(*_roots(placed.statement)):
        if isinstance(node, ir.Call):
            calls.append(node)
        elif isinstance(node, ir.Binary) and node.op in SHORT_CIRCUITS:
            optional.append(node.right.span)
        elif isinstance(node, ir.Conditional):
            optional.extend((node.then.span, node.otherwise.span))
    for call in sorted(calls, key=lambda item: (item.span.end, -item.span.start)):
        yield call, any(_holds(span, call.span) for span in optional)


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
