"""Hapi, whose CORS is configuration of the server and of single routes."""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.extract.surroundings.auth_routes import fixed_path
from supertokens_lint.extract.surroundings.configs import entry_at
from supertokens_lint.extract.wiring.javascript.context import Mount, Receiver, Wiring
from supertokens_lint.extract.wiring.javascript.handlers import distinct
from supertokens_lint.extract.wiring.javascript.policies import policy_from
from supertokens_lint.extract.wiring.javascript.sdk_names import sdk_function
from supertokens_lint.extract.wiring_facts import Fault, HttpApp, Layer, LayerKind
from supertokens_lint.resolve.values import (
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

MODULES = frozenset({"@hapi/hapi", "hapi"})
_CORS_PLUGINS = frozenset({"hapi-cors", "hapi-cors-headers"})


def apps(wiring: Wiring) -> Iterator[HttpApp]:
    """Yield the Hapi servers."""
    parts: dict[Place, list[Mount]] = {}
    for mount in wiring.mounts:
        if mount.receiver.module in MODULES and mount.receiver.call is not None:
            parts.setdefault(mount.receiver.made, []).append(mount)
    for made, mounts in parts.items():
        server = mounts[0].receiver
        own = [layer for mount in mounts for layer in _mounted(wiring, mount)]
        layers = (*_server_cors(wiring, server), *own)
        if own:
            yield HttpApp(
                framework="hapi",
                place=made,
                layers=tuple(distinct(layers)),
                complete=all(layer.name != "unknown" for layer in own),
                reached=wiring.reach.module(made.path),
            )


def _server_cors(wiring: Wiring, server: Receiver) -> Iterator[Layer]:
    options = server.args[0] if server.args else None
    if options is None:
        return
    if isinstance(options, Unknown):
        yield Layer(LayerKind.OTHER, server.made, name="unknown")
        return
    entry = entry_at(options, "routes", "cors")
    if entry is not None and not _is_off(entry.value):
        yield _cors(wiring, entry.value, entry.place, "/")


def _is_off(value: Value) -> bool:
    return isinstance(value, Const) and not value.value


def _cors(
    wiring: Wiring, value: Value, place: Place, path: str, methods: tuple[str, ...] = ()
) -> Layer:
    version = wiring.version(place.path, *sorted(MODULES))
    policy = policy_from("hapi", value, place, version, "hapi")
    return Layer(LayerKind.CORS, place, path, methods, cors=policy, name="hapi")


def _mounted(wiring: Wiring, mount: Mount) -> Iterator[Layer]:
    args = wiring.arguments(mount.step)
    if not args:
        return
    for value in alternatives(args[0].value):
        items = value.items if isinstance(value, Items) else (value,)
        for item in items:
            if mount.name == "register":
                yield from _plugin(item, mount)
            elif mount.name == "route":
                yield from _route(wiring, item, mount)


def _plugin(value: Value, mount: Mount) -> Iterator[Layer]:
    entry = entry_at(value, "plugin") if isinstance(value, Record) else None
    plugin = value if entry is None else entry.value
    called = plugin.callee if isinstance(plugin, Invocation) else plugin
    known = sdk_function(called)
    place, conditional = mount.step.place, mount.step.conditional
    if known is not None:
        fault = Fault.CALLED if isinstance(plugin, Invocation) else None
        yield Layer(
            LayerKind.SUPERTOKENS, place, conditional=conditional, name=known[0], fault=fault
        )
    elif isinstance(called, External) and called.module in _CORS_PLUGINS:
        yield Layer(LayerKind.CORS, place, conditional=conditional, name=called.module)
    elif isinstance(called, External):
        yield Layer(LayerKind.OTHER, place, name=called.module)
    elif isinstance(plugin, Unknown):
        yield Layer(LayerKind.OTHER, place, name="unknown")


def _route(wiring: Wiring, value: Value, mount: Mount) -> Iterator[Layer]:
    path, method = entry_at(value, "path"), entry_at(value, "method")
    text = path.value.value if path is not None and isinstance(path.value, Const) else None
    if not isinstance(text, str):
        return
    fixed, _ = fixed_path(text)
    methods = _methods(method.value) if method is not None else ()
    cors = entry_at(value, "options", "cors") or entry_at(value, "config", "cors")
    if cors is not None and not _is_off(cors.value):
        yield _cors(wiring, cors.value, cors.place, fixed, methods or ("*",))
    yield Layer(LayerKind.ROUTE, mount.step.place, fixed, methods)


def _methods(value: Value) -> tuple[str, ...]:
    items = value.items if isinstance(value, Items) else (value,)
    texts = [item.value for item in items if isinstance(item, Const)]
    found = tuple(text.upper() for text in texts if isinstance(text, str))
    return () if "*" in found else found
