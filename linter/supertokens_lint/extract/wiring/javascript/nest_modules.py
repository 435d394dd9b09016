"""What Nest modules mount: middleware classes, the SDK's module, filters and controllers."""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.extract.wiring.javascript import nest_routes
from supertokens_lint.extract.wiring.javascript.bodies import calls_in
from supertokens_lint.extract.wiring.javascript.context import Wiring
from supertokens_lint.extract.wiring.javascript.handlers import Handlers, Spot, joined_path
from supertokens_lint.extract.wiring.javascript.sdk_names import sdk_function
from supertokens_lint.extract.wiring_facts import Layer, LayerKind
from supertokens_lint.languages import ir
from supertokens_lint.resolve.instances import class_scope
from supertokens_lint.resolve.sites import Site
from supertokens_lint.resolve.values import (
    ClassRef,
    Closure,
    Const,
    External,
    Instance,
    Invocation,
    Unknown,
    Value,
    alternatives,
)
from supertokens_lint.source import Place
from supertokens_lint.workspace.files import SCRIPT_KINDS

_SDK_MODULE = "supertokens-nestjs"
_VERBS = {"Get": "GET", "Post": "POST", "Put": "PUT", "Patch": "PATCH", "Delete": "DELETE"}
_FILTERS = frozenset({"SuperTokensExceptionFilter", "SuperTokensFastifyExceptionFilter"})


class NestModules:
    """Reads the modules of all packages; ``complete`` is false when one could not be followed."""

    def __init__(self, wiring: Wiring) -> None:
        self._wiring = wiring
        self._handlers = Handlers(wiring)
        self._known: dict[str, tuple[Layer, ...]] = {}
        self.complete = True

    def layers(self, main: str) -> tuple[Layer, ...]:
        """Return what the modules beside a ``main.ts`` mount: middleware, routes, then filters."""
        root = main.rpartition("/")[0]
        if root not in self._known:
            found = [
                layer
                for entry in self._wiring.ev.workspace.mentioning(b"@nestjs/", b"nestjs")
                if entry.kind in SCRIPT_KINDS
                and not entry.is_test
                and entry.path.startswith(root + "/")
                for layer in self._file(entry.path)
            ]
            self._known[root] = tuple(sorted(found, key=_rank))
        return self._known[root]

    def _file(self, path: str) -> Iterator[Layer]:
        narrowed: dict[int, nest_routes.Routes] = {}
        for node, site in self._wiring.ev.sites.calls(path):
            name = _name(node.callee)
            if name in ("forRoutes", "exclude"):
                nest_routes.note(self._wiring, node, site, narrowed)
            elif name == "apply" and isinstance(node.callee, ir.Member) and site.functions:
                routes = narrowed.get(id(node), nest_routes.Routes())
                yield from (routes.narrow(layer) for layer in self._applied(node, site))
            elif name in ("forRoot", "forRootAsync"):
                yield from self._sdk_module(node, site)
            elif name in _VERBS and _is_decorator(self._wiring, node, site):
                yield self._route(node, site, _VERBS[name])
            elif name == "UseFilters":
                yield from self._filters(node, site)
        for site in self._wiring.ev.sites.of(path):
            if isinstance(site.node, ir.Object):
                yield from self._provided_filter(site)

    # --- middleware ------------------------------------------------------------------------------

    def _applied(self, node: ir.Call, site: Site) -> Iterator[Layer]:
        for arg in node.args:
            place = Place(site.scope.path, arg.span)
            base = Layer(LayerKind.OTHER, place, conditional=bool(site.guards))
            value = self._wiring.ev.evaluate(arg.value, site.scope)
            for option in alternatives(value):
                if isinstance(option, Unknown):
                    self.complete = False
                handler = _use_of(self._wiring, option) or option
                yield from self._handlers.layers(handler, Spot(base, "nest"))

    def _sdk_module(self, node: ir.Call, site: Site) -> Iterator[Layer]:
        callee = self._wiring.ev.evaluate(node.callee, site.scope)
        if isinstance(callee, External) and callee.module == _SDK_MODULE:
            yield Layer(LayerKind.SUPERTOKENS, Place(site.scope.path, node.span), name="nestjs")

    # --- controllers -----------------------------------------------------------------------------

    def _route(self, node: ir.Call, site: Site, method: str) -> Layer:
        path = "/"
        if node.args:
            value = self._wiring.ev.evaluate(node.args[0].value, site.scope)
            if isinstance(value, Const) and isinstance(value.value, str):
                path = joined_path("/", value.value)
        return Layer(LayerKind.ROUTE, Place(site.scope.path, node.span), path, (method,))

    # --- filters ---------------------------------------------------------------------------------

    def _filters(self, node: ir.Call, site: Site) -> Iterator[Layer]:
        for arg in node.args:
            value = self._wiring.ev.evaluate(arg.value, site.scope)
            if is_sdk_filter(self._wiring, value):
                place = Place(site.scope.path, node.span)
                yield Layer(LayerKind.ERROR_HANDLER, place, name="filter")

    def _provided_filter(self, site: Site) -> Iterator[Layer]:
        """Yield the layer of ``{ provide: APP_FILTER, useClass: Filter }``."""
        node = site.node
        if not isinstance(node, ir.Object):
            return
        entries = {
            entry.key: entry.value
            for entry in node.entries
            if isinstance(entry, ir.Property) and isinstance(entry.key, str)
        }
        provided, made = entries.get("provide"), entries.get("useClass")
        made = made or entries.get("useValue") or entries.get("useExisting")
        if isinstance(provided, ir.Name) and provided.id == "APP_FILTER" and made is not None:
            value = self._wiring.ev.evaluate(made, site.scope)
            is_sdk = is_sdk_filter(self._wiring, value)
            kind = LayerKind.ERROR_HANDLER if is_sdk else LayerKind.OWN_ERROR_HANDLER
            yield Layer(kind, Place(site.scope.path, node.span), name="filter")


def _rank(layer: Layer) -> int:
    if layer.kind is LayerKind.ROUTE:
        return 1
    is_error = layer.kind in (LayerKind.ERROR_HANDLER, LayerKind.OWN_ERROR_HANDLER)
    return 2 if is_error else 0


def _name(callee: ir.Expr) -> str:
    if isinstance(callee, ir.Member):
        return callee.name
    return callee.id if isinstance(callee, ir.Name) else ""


def _is_decorator(wiring: Wiring, node: ir.Call, site: Site) -> bool:
    value = wiring.ev.evaluate(node.callee, site.scope)
    return isinstance(value, External) and value.module == "@nestjs/common"


def _use_of(wiring: Wiring, value: Value) -> Closure | None:
    """Return the ``use`` method of a middleware class."""
    if not isinstance(value, ClassRef):
        return None
    instance = Instance(value, None)
    for member in value.definition.members:
        if isinstance(member, ir.Method) and member.name == "use":
            return Closure(member.function, class_scope(wiring.ev, value, instance), instance)
    return None


def is_sdk_filter(wiring: Wiring, value: Value) -> bool:
    """Tell whether an exception filter is the SDK's, or hands errors to its error handler."""
    for option in alternatives(value):
        made = option.callee if isinstance(option, Invocation) else option
        if isinstance(made, External):
            return made.module == _SDK_MODULE and bool(_FILTERS & set(made.path))
        cls = made.cls if isinstance(made, Instance) else made
        if isinstance(cls, ClassRef) and _calls_error_handler(wiring, cls):
            return True
    return False


def _calls_error_handler(wiring: Wiring, cls: ClassRef) -> bool:
    instance = Instance(cls, None)
    scope = class_scope(wiring.ev, cls, instance)
    for member in cls.definition.members:
        if isinstance(member, ir.Field):
            if isinstance(member.value, ir.Call):
                known = sdk_function(wiring.ev.evaluate(member.value.callee, scope))
                if known is not None and known[1] == "errorHandler":
                    return True
            continue
        closure = Closure(member.function, scope, instance)
        for call in calls_in(wiring.ev, closure):
            known = sdk_function(wiring.ev.evaluate(call.node.callee, call.scope))
            if known is not None and known[1] == "errorHandler":
                return True
    return False
