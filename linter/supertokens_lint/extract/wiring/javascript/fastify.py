"""Fastify: plugins, hooks and routes.

CORS answers in the ``onRequest`` phase, the SDK's plugin in ``preHandler``, so that the order of
registration makes no difference between them (fastify: Lifecycle; @fastify/cors and
supertokens-node/framework/fastify, their hooks). What a plugin adds holds for its own routes alone
unless fastify-plugin wraps it, and the SDK's API has no routes: its paths end in the handler for
what is not found, which runs the hooks of the plugin that sets it (fastify: Encapsulation,
"setNotFoundHandler").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from supertokens_lint.extract.surroundings.auth_routes import fixed_path
from supertokens_lint.extract.wiring.javascript.context import Mount, Wiring
from supertokens_lint.extract.wiring.javascript.fastify_autoload import autoloaded
from supertokens_lint.extract.wiring.javascript.handlers import (
    Handlers,
    Spot,
    distinct,
    joined_path,
    place_of,
)
from supertokens_lint.extract.wiring.javascript.policies import policy_from
from supertokens_lint.extract.wiring.javascript.routing import VERBS
from supertokens_lint.extract.wiring.javascript.sdk_names import (
    SESSION_PACKAGES,
    cors_library,
    sdk_function,
)
from supertokens_lint.extract.wiring_facts import Fault, HttpApp, Layer, LayerKind
from supertokens_lint.resolve.values import (
    Closure,
    Const,
    External,
    Invocation,
    Items,
    Record,
    Unknown,
    Value,
    alternatives,
)
from supertokens_lint.source import Place

MODULES = frozenset({"fastify"})
SKIPS = "skip-override"
CATCHING = re.compile(r"\*|^/?:|auth[^:]*/:")
"""Routes that may match the SDK's API: a wildcard, or a parameter where its paths have a name."""
HARMLESS = frozenset(
    {
        "@fastify/formbody", "@fastify/cookie", "@fastify/helmet", "@fastify/sensible",
        "@fastify/jwt", "@fastify/multipart", "@fastify/rate-limit", "@fastify/compress",
        "@fastify/env", "@fastify/swagger", "@fastify/under-pressure",
    }
)  # fmt: skip
"""Plugins that have no routes which catch all paths."""
_ORDER = {LayerKind.CORS: 0, LayerKind.SUPERTOKENS: 1}


def apps(wiring: Wiring) -> Iterator[HttpApp]:
    """Yield the Fastify applications."""
    parts: dict[Place, list[Mount]] = {}
    for mount in wiring.mounts:
        if mount.receiver.module in MODULES:
            parts.setdefault(mount.receiver.made, []).append(mount)
    for made, mounts in parts.items():
        reader = FastifyReader(wiring, mounts)
        layers = reader.layers()
        if layers:
            yield HttpApp(
                framework="fastify",
                place=made,
                layers=layers,
                complete=reader.complete,
                reached=wiring.reach.module(made.path),
            )


def by_phase(layers: Sequence[Layer]) -> tuple[Layer, ...]:
    """Return layers in the order of the phases that they run in."""
    return tuple(sorted(layers, key=lambda layer: _ORDER.get(layer.kind, 2)))


class FastifyReader:
    """Reads what is done to one Fastify instance."""

    def __init__(self, wiring: Wiring, mounts: Sequence[Mount]) -> None:
        self._wiring = wiring
        self._handlers = Handlers(wiring)
        self._mounts = mounts
        self._prefixes: dict[int, str] = {}
        self._scopes: set[int] = set()
        self._open = self._catching()
        self.complete = True

    def layers(self) -> tuple[Layer, ...]:
        """Return the layers, those of plugins of the project included."""
        found = distinct(layer for mount in self._mounts for layer in self._mounted(mount))
        return by_phase(tuple(_without_repeated(found)))

    def _catching(self) -> frozenset[int]:
        """Return the functions in which something may answer paths that have no route."""
        return frozenset(
            id(function)
            for mount in self._mounts
            if mount.name == "setNotFoundHandler" or self._may_catch(mount)
            for function in mount.step.functions
        )

    def _may_catch(self, mount: Mount) -> bool:
        args = self._wiring.arguments(mount.step)
        first = args[0].value if args else None
        if mount.name == "register":
            called = first.callee if isinstance(first, Invocation) else first
            if called is None or isinstance(called, Closure):
                return called is None
            harmless = isinstance(called, External) and called.module in HARMLESS
            known = sdk_function(called) is not None or cors_library(called) is not None
            return not (known or harmless)
        if mount.name not in VERBS and mount.name not in ("all", "route"):
            return False
        url = _entry(first, "url") if mount.name == "route" else first
        return not isinstance(url, Const) or CATCHING.search(str(url.value)) is not None

    def _is_enclosed(self, mount: Mount) -> bool:
        """Tell whether a call is made in a plugin that answers none but its own routes."""
        inner = {id(function) for function in mount.step.functions} & self._scopes
        return bool(inner) and not inner & self._open and not mount.step.conditional

    def _mounted(self, mount: Mount) -> Iterator[Layer]:
        if mount.name == "register":
            yield from self._registered(mount)
        elif mount.name == "setErrorHandler":
            yield from self._error_handler(mount)
        elif mount.name in ("addHook", "use"):
            yield from self._hook(mount)
        elif mount.name in VERBS or mount.name in ("all", "route"):
            yield from self._route(mount)

    def _base(self, mount: Mount, kind: LayerKind = LayerKind.OTHER) -> Layer:
        prefix = "/"
        for function in mount.step.functions:
            prefix = joined_path(prefix, self._prefixes.get(id(function), ""))
        inner = any(id(function) in self._scopes for function in mount.step.functions)
        conditional = mount.step.conditional or (inner and kind is LayerKind.CORS)
        return Layer(kind, mount.step.place, prefix, conditional=conditional)

    # --- plugins ---------------------------------------------------------------------------------

    def _registered(self, mount: Mount) -> Iterator[Layer]:
        args = self._wiring.arguments(mount.step)
        options = args[1].value if len(args) > 1 else None
        for value in alternatives(args[0].value) if args else ():
            yield from self._plugin(value, options, mount)

    def _plugin(self, value: Value, options: Value | None, mount: Mount) -> Iterator[Layer]:
        called = value.callee if isinstance(value, Invocation) else value
        known = sdk_function(called)
        library = cors_library(called)
        base = self._base(mount)
        if known is not None and known[1] == "plugin":
            fault = Fault.NOT_WRAPPING if self._is_enclosed(mount) else None
            fault = Fault.CALLED if isinstance(value, Invocation) else fault
            yield Layer(LayerKind.SUPERTOKENS, base.place, base.path, name=known[0], fault=fault)
        elif library is not None and isinstance(called, External):
            version = self._wiring.version(base.place.path, called.module)
            policy = policy_from(library, options, base.place, version, "fastify")
            cors = self._base(mount, LayerKind.CORS)
            fault = Fault.NOT_WRAPPING if self._is_enclosed(mount) else None
            yield Layer(
                LayerKind.CORS, base.place, "/", (), cors.conditional, policy, fault, library
            )
        elif isinstance(value, Closure):
            self._note(value, options, is_scope=True)
        elif isinstance(value, Invocation) and value.args and isinstance(value.args[0], Closure):
            self._note(value.args[0], options, is_scope=False)
        elif isinstance(value, Unknown):
            self.complete = False
        elif isinstance(called, External):
            if called.module == "@fastify/autoload":
                self.complete = False
                yield from autoloaded(self._wiring, options, mount)
                return
            kind = LayerKind.OTHER
            if called.module in SESSION_PACKAGES:
                kind = LayerKind.SESSION_LAYER
            yield Layer(kind, base.place, base.path, name=called.module)

    def _note(self, closure: Closure, options: Value | None, *, is_scope: bool) -> None:
        """Remember the prefix of a plugin, and that what it adds stays inside of it."""
        function = closure.function
        text = self._wiring.ev.workspace.text(closure.scope.path).text
        if is_scope and SKIPS not in text:
            self._scopes.add(id(function))
            prefix = _entry(options, "prefix")
            if isinstance(prefix, Const) and isinstance(prefix.value, str):
                self._prefixes[id(function)] = prefix.value

    # --- handlers --------------------------------------------------------------------------------

    def _error_handler(self, mount: Mount) -> Iterator[Layer]:
        args = self._wiring.arguments(mount.step)
        for arg in args[:1]:
            base = self._base(mount)
            place = place_of(mount.step.place, arg.place)
            layer = Layer(LayerKind.OTHER, place, base.path, conditional=base.conditional)
            spot = Spot(layer, "fastify", may_serve=False)
            for found in self._handlers.layers(arg.value, spot):
                is_sdk = found.kind is LayerKind.ERROR_HANDLER
                kind = found.kind if is_sdk else LayerKind.OWN_ERROR_HANDLER
                yield Layer(kind, place, base.path, name=found.name, fault=found.fault)

    def _hook(self, mount: Mount) -> Iterator[Layer]:
        args = self._wiring.arguments(mount.step)
        base = self._base(mount)
        for arg in args[-1:]:
            spot = Spot(base, "fastify", may_serve=False)
            for layer in self._handlers.layers(arg.value, spot):
                is_known = layer.kind in (LayerKind.CORS, LayerKind.SUPERTOKENS)
                yield layer if is_known else base

    def _route(self, mount: Mount) -> Iterator[Layer]:
        args = self._wiring.arguments(mount.step)
        base = self._base(mount)
        if not args:
            return
        first = args[0].value
        if mount.name == "route":
            url, method = _entry(first, "url") or _entry(first, "path"), _entry(first, "method")
            methods = _methods(method)
            handler = _entry(first, "handler")
        else:
            url, handler = first, args[-1].value
            methods = () if mount.name == "all" else (mount.name.upper(),)
        if not isinstance(url, Const) or not isinstance(url.value, str):
            return
        path = joined_path(base.path, fixed_path(url.value)[0])
        layer = Layer(LayerKind.ROUTE, base.place, path, methods, base.conditional)
        spot = Spot(layer, "fastify", may_serve=not methods or "*" in url.value)
        found = [] if handler is None else list(self._handlers.layers(handler, spot))
        yield from found or [layer]


def _without_repeated(layers: Iterable[Layer]) -> Iterator[Layer]:
    """Yield layers without those of an enclosed plugin that is registered elsewhere as well."""
    every = list(layers)
    sound = {layer.kind for layer in every if layer.fault is None}
    for layer in every:
        if layer.fault is not Fault.NOT_WRAPPING or layer.kind not in sound:
            yield layer


def _entry(value: Value | None, key: str) -> Value | None:
    if isinstance(value, Record) and key in value.entries:
        return value.entries[key].value
    return None


def _methods(value: Value | None) -> tuple[str, ...]:
    items = value.items if isinstance(value, Items) else (value,)
    texts = [item.value for item in items if isinstance(item, Const)]
    return tuple(text.upper() for text in texts if isinstance(text, str))
