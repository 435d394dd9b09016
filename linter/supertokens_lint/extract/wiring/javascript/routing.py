"""Frameworks whose applications and routers run what is mounted on them in order of the calls.

Express, Koa and Hono; a :class:`Dialect` tells how each is spelled.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from msgspec import Struct

from supertokens_lint.extract.surroundings.auth_routes import fixed_path
from supertokens_lint.extract.wiring.javascript.context import Mount, Wiring
from supertokens_lint.extract.wiring.javascript.handlers import (
    Handlers,
    Spot,
    distinct,
    joined_path,
    place_of,
)
from supertokens_lint.extract.wiring_facts import HttpApp, Layer, LayerKind
from supertokens_lint.languages import ir
from supertokens_lint.resolve.values import (
    ArgumentValue,
    Const,
    EnvVar,
    External,
    FirstOf,
    Invocation,
    Items,
    Join,
    Operation,
    Record,
    Unknown,
    Value,
    alternatives,
)
from supertokens_lint.source import Place

VERBS = frozenset({"get", "post", "put", "patch", "delete", "del", "options", "head"})
MAX_DEPTH = 8
_METHODS = {"del": "DELETE"}
_TEXTUAL = (EnvVar, FirstOf, Join, Operation)


class Dialect(Struct, frozen=True):
    """How a framework is spelled.

    ``routers`` are the packages whose objects are only mounted on others. ``error_arity`` and
    ``next_index`` are those of :class:`Spot`. What is mounted on objects of ``awaiting`` packages
    may return promises.
    """

    framework: str
    applications: frozenset[str]
    routers: frozenset[str] = frozenset()
    error_arity: int | None = None
    next_index: int = 1
    awaiting: frozenset[str] = frozenset()

    @property
    def modules(self) -> frozenset[str]:
        """All packages."""
        return self.applications | self.routers


class _Part(Struct, frozen=True):
    """What is mounted on one application or router."""

    place: Place
    is_router: bool
    mounts: list[Mount]


def routed_apps(wiring: Wiring, dialect: Dialect) -> Iterator[HttpApp]:
    """Yield the applications of a framework that are mounted on no other."""
    parts: dict[Place, _Part] = {}
    for mount in wiring.mounts:
        receiver = mount.receiver
        if receiver.module in dialect.modules:
            is_router = "Router" in receiver.path or receiver.module in dialect.routers
            part = parts.setdefault(receiver.made, _Part(receiver.made, is_router, []))
            part.mounts.append(mount)
    reader = _Reader(wiring, dialect, parts)
    read = [
        (part, reader.layers(part, "/", 0, part.place))
        for part in parts.values()
        if not part.is_router
    ]
    for part, layers in read:
        if part.place not in reader.nested and layers:
            yield HttpApp(
                framework=dialect.framework,
                place=part.place,
                layers=tuple(layers),
                complete=part.place not in reader.incomplete,
                reached=wiring.reach.module(part.place.path),
                version=wiring.version(part.place.path, dialect.framework),
            )


class _Reader:
    def __init__(self, wiring: Wiring, dialect: Dialect, parts: dict[Place, _Part]) -> None:
        self._wiring = wiring
        self._dialect = dialect
        self._handlers = Handlers(wiring)
        self._parts = parts
        self.nested: set[Place] = set()
        self.incomplete: set[Place] = set()

    def layers(self, part: _Part, prefix: str, depth: int, root: Place) -> list[Layer]:
        """Return what requests pass in an application or router that is mounted at a prefix."""
        prefix = joined_path(prefix, _own_prefix(part))
        return distinct(
            layer for mount in part.mounts for layer in self._mounted(mount, prefix, depth, root)
        )

    def _mounted(self, mount: Mount, prefix: str, depth: int, root: Place) -> Iterator[Layer]:
        args = list(self._wiring.arguments(mount.step))
        paths = self._route_paths(mount)
        if mount.name in VERBS or mount.name == "all":
            if paths is None and len(args) < 2:
                return
            methods = () if mount.name == "all" else (_METHODS.get(mount.name, mount.name.upper()),)
            kind = LayerKind.ROUTE
        elif mount.name in ("use", "route"):
            methods, kind = (), LayerKind.OTHER
            if mount.name == "route" and len(args) < 2:
                return
        else:
            return
        unsure = False
        if paths is None:
            paths, unsure = _paths(args[0].value) if args else (["/"], False)
            if paths is None:
                paths = ["/"]
            else:
                args = args[1:]
        for path in paths:
            fixed, is_catch_all = fixed_path(path)
            at = joined_path(prefix, fixed)
            base = Layer(
                kind, mount.step.place, at, methods, conditional=mount.step.conditional or unsure
            )
            if kind is LayerKind.ROUTE and is_catch_all and len(args) == 1:
                base = self._answered(args[0], base)
            yield from self._handled(mount, args, base, depth, root)

    def _answered(self, handler: ArgumentValue, base: Layer) -> Layer:
        """Return the layer of a route for all paths: a catch-all when it passes nothing on."""
        dialect = self._dialect
        plain = replace(base, kind=LayerKind.OTHER)
        spot = Spot(plain, dialect.framework, None, dialect.next_index, may_serve=False)
        for layer in self._handlers.layers(handler.value, spot):
            if layer.kind is LayerKind.CATCH_ALL:
                return layer
        return base

    def _handled(
        self, mount: Mount, args: list[ArgumentValue], base: Layer, depth: int, root: Place
    ) -> Iterator[Layer]:
        routed: list[Layer] = []
        if base.kind is LayerKind.CATCH_ALL:
            yield base
            return
        for argument in args:
            for value in _flat(argument.value):
                inner, at = self._router(value), base
                if inner is None:
                    inner, at = self._koa_mount(value, base)
                if inner is not None:
                    yield from self._inlined(inner, at, depth, root)
                    continue
                if isinstance(value, Unknown) and mount.name in ("use", "all"):
                    self.incomplete.add(root)
                layer = replace(base, place=place_of(mount.step.place, argument.place))
                dialect = self._dialect
                spot = Spot(
                    layer,
                    dialect.framework,
                    dialect.error_arity,
                    dialect.next_index,
                    may_serve=base.kind is LayerKind.OTHER or not base.methods,
                )
                for found in self._handlers.layers(value, spot):
                    if found.kind is LayerKind.ROUTE:
                        routed.append(found)
                    elif found.kind is not LayerKind.OTHER or base.kind is not LayerKind.ROUTE:
                        yield self._unrouted(found, mount)
        if base.kind is LayerKind.ROUTE and args:
            yield replace(
                base,
                throws_session_errors=any(layer.throws_session_errors for layer in routed),
                loses_session_errors=mount.receiver.module not in self._dialect.awaiting
                and any(layer.loses_session_errors for layer in routed),
                name=routed[-1].name if routed else "",
            )

    def _unrouted(self, layer: Layer, mount: Mount) -> Layer:
        is_everything = layer.path == "/" and mount.name == "use"
        if layer.kind is LayerKind.CATCH_ALL and not is_everything:
            return replace(layer, kind=LayerKind.ROUTE)
        return layer

    def _inlined(self, inner: _Part, base: Layer, depth: int, root: Place) -> Iterator[Layer]:
        self.nested.add(inner.place)
        if depth >= MAX_DEPTH:
            return
        for layer in self.layers(inner, base.path, depth + 1, root):
            yield replace(layer, conditional=True) if base.conditional else layer

    def _router(self, value: Value) -> _Part | None:
        receiver = self._wiring.receiver(value)
        if receiver is None or receiver.module not in self._dialect.modules:
            return None
        if any(name == "allowedMethods" for name, _ in receiver.chain):
            return None
        known = self._parts.get(receiver.made)
        is_object = receiver.path in ((), ("default",)) or "Router" in receiver.path
        if known is None and is_object and receiver.call is not None:
            known = _Part(receiver.made, is_router=True, mounts=[])
        return known

    def _koa_mount(self, value: Value, base: Layer) -> tuple[_Part | None, Layer]:
        """Open ``mount("/path", app)`` of koa-mount."""
        if not isinstance(value, Invocation) or not isinstance(value.callee, External):
            return None, base
        if value.callee.module != "koa-mount" or not value.args:
            return None, base
        inner = self._router(value.args[-1])
        paths = _paths(value.args[0])[0] if len(value.args) > 1 else None
        return inner, replace(base, path=joined_path(base.path, (paths or ["/"])[0]))

    def _route_paths(self, mount: Mount) -> list[str] | None:
        """Return the paths of ``app.route("/x").get(...)``."""
        for name, call in mount.receiver.chain:
            if name == "route" and call.args:
                return _paths(call.args[0])[0] or ["/"]
        return None


def _own_prefix(part: _Part) -> str:
    """Return the prefix that a Koa router is made with, or given later."""
    for mount in part.mounts:
        if mount.name == "prefix" and mount.step.node.args:
            first = mount.step.node.args[0].value
            if isinstance(first, ir.Literal) and isinstance(first.value, str):
                return first.value
        for value in mount.receiver.args[:1]:
            if isinstance(value, Record) and "prefix" in value.entries:
                given = value.entries["prefix"].value
                if isinstance(given, Const) and isinstance(given.value, str):
                    return given.value
    return ""


def _flat(value: Value) -> Iterator[Value]:
    """Yield the items of lists within lists."""
    options = list(alternatives(value))
    if len(options) == 1 and isinstance(options[0], Items):
        for item in options[0].items:
            yield from _flat(item)
        if options[0].rest is not None:
            yield options[0].rest
    else:
        yield value


def _paths(value: Value) -> tuple[list[str] | None, bool]:
    """Return the paths that a first argument gives, ``None`` when it is a handler.

    The second part tells whether the path is one that nobody knows.
    """
    if isinstance(value, Const) and isinstance(value.value, str):
        return [value.value], False
    if isinstance(value, Items):
        texts = [item.value for item in value.items if isinstance(item, Const)]
        found = [text for text in texts if isinstance(text, str)]
        if found and len(found) == len(value.items):
            return found, value.rest is not None
        return None, False
    if isinstance(value, Invocation) and value.callee == External("", ("RegExp",)):
        return ["/"], True
    if isinstance(value, _TEXTUAL):
        consts = [item for item in alternatives(value) if isinstance(item, Const)]
        words = [item.value for item in consts if isinstance(item.value, str)]
        if words or not isinstance(value, FirstOf):
            return words[:1] or ["/"], True
    return None, False
