"""Parameters whose function nobody called yet: bound arguments, injected values, call sites."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from supertokens_lint.languages import ir
from supertokens_lint.resolve import providers, schemas, settings_classes
from supertokens_lint.resolve.scopes import Scope
from supertokens_lint.resolve.values import (
    ArgumentValue,
    Case,
    Choice,
    ClassRef,
    Closure,
    Condition,
    Const,
    Entry,
    Instance,
    Invocation,
    Items,
    Reason,
    Record,
    Unknown,
    Value,
    alternatives,
)
from supertokens_lint.source import Place, Span

if TYPE_CHECKING:
    from supertokens_lint.resolve.evaluator import Evaluator
    from supertokens_lint.resolve.sites import Site, Sites

MAX_SITES = 6
MAX_FILES = 60
MAX_HOPS = 3
ANY_CALLER = Condition(Unknown(Reason.PARAMETER, "depends on the caller"), expected=True)
CONFIGURATION_TYPE = re.compile(r"\s*ConfigType\s*<\s*typeof\s+([A-Za-z_$][\w$]*)\s*>")


class Callers:
    """Finds what functions are given."""

    def __init__(self, ev: Evaluator) -> None:
        self._ev = ev
        self._active: set[int] = set()
        self._known: dict[tuple[int, int], Value] = {}
        self._given_at: dict[int, tuple[tuple[ArgumentValue, ...], ...]] = {}
        self._providers: dict[tuple[str, str], Value | None] = {}

    @property
    def sites(self) -> Sites:
        """All expressions of the program, by module."""
        return self._ev.sites

    def parameter(self, param: ir.Param, scope: Scope) -> Value:
        """Return what a parameter is worth in a function's scope."""
        function = scope.function
        if function is None:
            return Unknown(Reason.PARAMETER)
        if _is_receiver(param, scope):
            return scope.this if scope.this is not None else Unknown(Reason.PARAMETER, "self")
        if scope.arguments is not None:
            return self._given(param, function, scope, scope.arguments)
        injected = self._injected(param, scope)
        if injected is not None:
            return injected
        return self._from_call_sites(param, function, scope)

    def _given(
        self,
        param: ir.Param,
        function: ir.Function,
        scope: Scope,
        arguments: tuple[ArgumentValue, ...],
    ) -> Value:
        name = param.target.id if isinstance(param.target, ir.Name) else None
        for argument in arguments:
            if argument.name is not None and argument.name == name:
                return argument.value
        plain = [item for item in function.params if item.kind == "plain"]
        if plain and _is_receiver(plain[0], scope):
            plain = plain[1:]
        positional = [item for item in arguments if item.name is None]
        unseen = next((item.value for item in positional if item.spread), None)
        if param.kind in ("rest", "kwrest"):
            return self._rest(param, scope, positional[len(plain) :], arguments, plain)
        index = plain.index(param) if param in plain else len(positional)
        if index < len(positional) and not any(item.spread for item in positional[: index + 1]):
            return positional[index].value
        if unseen is not None:
            return Unknown(Reason.PARAMETER, "spread argument")
        return self._default(param, scope)

    def _rest(
        self,
        param: ir.Param,
        scope: Scope,
        more: list[ArgumentValue],
        arguments: tuple[ArgumentValue, ...],
        plain: list[ir.Param],
    ) -> Value:
        place = Place(scope.path, param.span)
        if param.kind == "rest":
            rest = Unknown(Reason.PARAMETER) if any(item.spread for item in more) else None
            return Items(tuple(item.value for item in more if not item.spread), place, rest)
        named = {item.target.id for item in plain if isinstance(item.target, ir.Name)}
        entries = {
            item.name: Entry(item.value, place)
            for item in arguments
            if item.name is not None and item.name not in named
        }
        return Record(entries, place)

    def _default(self, param: ir.Param, scope: Scope) -> Value:
        if param.default is not None:
            return self._ev.evaluate(param.default, scope.parent or scope)
        return Const(None)

    # --- injection -------------------------------------------------------------------------------

    def _injected(self, param: ir.Param, scope: Scope) -> Value | None:
        namespace = CONFIGURATION_TYPE.match(param.annotation or "")
        if namespace is not None:
            registered = self._ev.name(namespace.group(1), scope, param.span)
            if isinstance(registered, Invocation) and registered.args:
                factory = registered.args[-1]
                return self.result_of(factory) if isinstance(factory, Closure) else None
        for decorator in param.decorators:
            if isinstance(decorator, ir.Call) and _called(decorator) == "Inject" and decorator.args:
                return self._provided(decorator.args[0].value, scope)
        if scope.language is ir.Language.GO:
            return None
        annotation = re.match(r"\s*([A-Za-z_]\w*)", param.annotation or "")
        if annotation is None:
            return None
        service = providers.SERVICES.get(annotation.group(1))
        if service is not None:
            return service
        if param.accessibility is None and scope.language is not ir.Language.PYTHON:
            return None
        value = self._ev.name(annotation.group(1), scope, param.span)
        if not isinstance(value, ClassRef):
            return None
        named = annotation.group(1)
        if self._ev.workspace.mentioning(f"provide: {named}".encode()):
            provided = self._provided(ir.Name(named, param.span), scope)
            if provided is not None:
                return provided
        return Instance(value, None)

    def _provided(self, token: ir.Expr, scope: Scope) -> Value | None:
        key, near = providers.token_of(token, scope), scope.path
        if key is None:
            return None
        known = (key, posixpath.dirname(near))
        if known not in self._providers:
            self._providers[known] = None
            self._providers[known] = self._find_provider(key, near)
        return self._providers[known]

    def _find_provider(self, token: str, near: str) -> Value | None:
        """Return what the nearest file with providers of a token gives; of several, one of them.

        Those of functions that nobody calls count where there are no others.
        """
        unseen: Value | None = None
        for path in self._mentioning(token, near):
            found = [
                (site, value)
                for site in self.sites.of(path)
                if isinstance(site.node, ir.Object)
                and providers.provides(site.node, token, site.scope)
                if (value := providers.given_by(self._ev, site.node, site.scope)) is not None
            ]
            called = [value for site, value in found if self._may_be_called(site)]
            values = called or [value for _, value in found]
            known: list[Value] = [value for value in values if not isinstance(value, Unknown)]
            if known:
                return either_of(known[:MAX_SITES])
            unseen = unseen or next(iter(values), None)
        return unseen

    def _may_be_called(self, site: Site) -> bool:
        """Tell whether the function with parameters around a place is called, if there is one."""
        scope: Scope | None = site.scope
        while scope is not None and scope.function is None:
            scope = scope.parent
        if scope is None or scope.function is None or not scope.function.params:
            return True
        return next(self._arguments_of_calls(scope.function, scope), None) is not None

    def result_of(self, closure: Closure) -> Value:
        """Return what a function returns when only its annotations tell what it is given."""
        from supertokens_lint.resolve import calling  # noqa: PLC0415 - mutual rooms

        return calling.invoke(self._ev, closure, None)

    # --- call sites ------------------------------------------------------------------------------

    def _from_call_sites(self, param: ir.Param, function: ir.Function, scope: Scope) -> Value:
        fallback = (
            Unknown(Reason.PARAMETER, _param_name(param))
            if param.default is None
            else self._default(param, scope)
        )
        key = (id(function), id(param))
        if key in self._known:
            return self._known[key]
        if id(function) in self._active or len(self._active) >= MAX_HOPS:
            return fallback
        outermost = not self._active
        self._active.add(id(function))
        try:
            found = self._collect(param, function, scope)
        finally:
            self._active.discard(id(function))
        value = either_of(found) if found else fallback
        if outermost:
            self._known[key] = value
        return value

    def _collect(self, param: ir.Param, function: ir.Function, scope: Scope) -> list[Value]:
        known = self._given_at.get(id(function))
        if known is None:
            known = tuple(islice(self._arguments_of_calls(function, scope), MAX_SITES))
            if len(self._active) == 1:
                self._given_at[id(function)] = known
        return [self._given(param, function, scope, arguments) for arguments in known]

    def _arguments_of_calls(
        self, function: ir.Function, scope: Scope
    ) -> Iterator[tuple[ArgumentValue, ...]]:
        name, cls = _callable_name(function, scope)
        if name is None:
            return
        for path in self._calling(name, scope):
            for node, site in self.sites.calls_of(path, name):
                arguments = self._matching(node, site.scope, function, cls)
                if arguments is not None:
                    yield arguments

    def _calling(self, name: str, scope: Scope) -> list[str]:
        """Return the files that may call what a scope's module knows under a name."""
        if scope.language not in (ir.Language.JAVASCRIPT, ir.Language.TYPESCRIPT):
            return self._mentioning(name, scope.path, scope.language)
        links = self._ev.program.links
        found = self._mentioning(name, scope.path, scope.language, links.connected(scope.path))
        return [path for path in found if path == scope.path or links.does_more(path, name)]

    def _matching(
        self, node: ir.Call, scope: Scope, function: ir.Function, cls: ir.Class | None
    ) -> tuple[ArgumentValue, ...] | None:
        from supertokens_lint.resolve import calling  # noqa: PLC0415 - mutual rooms

        callee = self._ev.evaluate(node.callee, scope)
        if isinstance(callee, Closure) and callee.function is function:
            return calling.arguments(self._ev, node, scope)
        if cls is not None and isinstance(callee, ClassRef) and callee.definition is cls:
            return calling.arguments(self._ev, node, scope)
        return None

    def late_assignment(self, name: str, scope: Scope) -> Value | None:
        """Return what functions assign to a variable that their outer scope only declares."""
        if scope.kind != "module" or scope.language is ir.Language.PYTHON:
            return None
        found: list[Value] = []
        is_go = scope.language is ir.Language.GO
        files = self._ev.program.go.files(scope.path) if is_go else (scope.path,)
        for site in (site for path in files for site in self.sites.of(path)):
            node = site.node
            if (
                isinstance(node, ir.Bind)
                and node.kind == "assign"
                and isinstance(node.target, ir.Name)
                and node.target.id == name
                and node.value is not None
                and site.functions
                and name not in site.scope.names.bindings
            ):
                found.append(self._ev.evaluate(node.value, site.scope))
        return either_of(found[:MAX_SITES]) if found else None

    # --- Nest configuration ----------------------------------------------------------------------

    def nest_configuration(self, key: str, place: Place) -> Value | None:
        """Return the value of a key of Nest's configuration factories, or ``None``."""
        parts = key.split(".")
        for path in self._mentioning("registerAs", place.path):
            for node, site in self.sites.calls(path):
                if _called(node) == "registerAs" and len(node.args) > 1:
                    namespace = self._ev.evaluate(node.args[0].value, site.scope)
                    if isinstance(namespace, Const) and namespace.value == parts[0]:
                        factory = self._ev.evaluate(node.args[1].value, site.scope)
                        found = self._factory_value(factory, parts[1:], site.scope.path)
                        if found is not None:
                            return found
        for path in self._mentioning("ConfigModule", place.path):
            for node, site in self.sites.calls(path):
                if _called(node) == "forRoot" and node.args:
                    options = self._ev.evaluate(node.args[0].value, site.scope)
                    found = self._loaded(options, parts, site.scope.path)
                    if found is not None:
                        return found
        return None

    def _loaded(self, options: Value, parts: list[str], path: str) -> Value | None:
        if not isinstance(options, Record):
            return None
        load = options.entries.get("load")
        listed = load.value if load is not None else None
        for factory in listed.items if isinstance(listed, Items) else ():
            found = self._factory_value(factory, parts, path)
            if found is not None:
                return found
        return self._validated(options, parts)

    def _validated(self, options: Record, parts: list[str]) -> Value | None:
        """Return a variable as the schema of the configuration leaves it, with its default."""
        schema, check = options.entries.get("validationSchema"), options.entries.get("validate")
        if schema is not None:
            checked = schemas.record_of(schema.value, schema.place)
        elif check is not None and isinstance(check.value, Closure):
            checked = self.result_of(check.value)
            first = next(alternatives(checked))
            checked = settings_classes.validated(self._ev, first, check.place) or checked
        else:
            return None
        known = checked.entries if isinstance(checked, Record) else {}
        return known[parts[0]].value if len(parts) == 1 and parts[0] in known else None

    def _factory_value(self, factory: Value, parts: list[str], path: str) -> Value | None:
        if isinstance(factory, Invocation) and factory.args:
            factory = factory.args[-1]
        if not isinstance(factory, Closure):
            return None
        value = self.result_of(factory)
        for part in parts:
            if not isinstance(value, Record) or part not in value.entries:
                return None
            value = self._ev.member(value, part, Place(path, Span(0, 0)))
        return value

    def _mentioning(
        self,
        word: str,
        near: str,
        language: ir.Language | None = None,
        among: frozenset[str] | None = None,
    ) -> list[str]:
        """Return files with a word, the nearest first: each program of several has its own."""
        found = self._ev.paths_mentioning(word, language, among)
        found.sort(key=lambda path: -len(posixpath.commonpath((path, near))))
        return found[:MAX_FILES]


def either_of(values: list[Value]) -> Value:
    """Return one of several values when nobody knows which."""
    distinct: list[Value] = []
    for value in values:
        if not any(_same(value, other) for other in distinct):
            distinct.append(value)
    if len(distinct) == 1:
        return distinct[0]
    cases = [Case((ANY_CALLER,), value) for value in distinct[:-1]]
    return Choice((*cases, Case((), distinct[-1])))


def _same(left: Value, right: Value) -> bool:
    if isinstance(left, Const) and isinstance(right, Const):
        return left.value == right.value
    return left is right


def _is_receiver(param: ir.Param, scope: Scope) -> bool:
    if scope.language is not ir.Language.PYTHON or scope.function is None:
        return False
    if scope.parent is None or scope.parent.kind != "class":
        return False
    first = scope.function.params[0] if scope.function.params else None
    decorated = any(
        isinstance(item, ir.Name) and item.id == "staticmethod"
        for item in scope.function.decorators
    )
    return param is first and not decorated


def _called(node: ir.Call) -> str | None:
    if isinstance(node.callee, ir.Name):
        return node.callee.id
    return node.callee.name if isinstance(node.callee, ir.Member) else None


def _param_name(param: ir.Param) -> str:
    return param.target.id if isinstance(param.target, ir.Name) else "destructured"


def _callable_name(function: ir.Function, scope: Scope) -> tuple[str | None, ir.Class | None]:
    owner = scope.parent.owner if scope.parent is not None else None
    if owner is not None:
        for member in owner.members:
            if isinstance(member, ir.Method) and member.function is function:
                if member.kind == "constructor":
                    return owner.name, owner
                return member.name, None
    if function.name:
        return function.name, None
    parent = scope.parent
    for name, bindings in parent.names.bindings.items() if parent is not None else ():
        if any(binding.value is function for binding in bindings):
            return name, None
    return None, None
