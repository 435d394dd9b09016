"""Nest: what ``main.ts`` does to the application, and what its modules mount.

Middleware that modules apply is registered when the application starts to listen, after
everything that was used on it before (nest: packages/core/nest-application.ts, ``init``).
"""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.extract.facts import Setting
from supertokens_lint.extract.wiring.javascript.context import Mount, Receiver, Wiring
from supertokens_lint.extract.wiring.javascript.fastify import FastifyReader, by_phase
from supertokens_lint.extract.wiring.javascript.handlers import (
    Handlers,
    Spot,
    distinct,
    place_of,
)
from supertokens_lint.extract.wiring.javascript.nest_modules import NestModules, is_sdk_filter
from supertokens_lint.extract.wiring.javascript.policies import policy_from
from supertokens_lint.extract.wiring_facts import HttpApp, Layer, LayerKind
from supertokens_lint.resolve.values import (
    Const,
    External,
    Invocation,
    Record,
    Unknown,
    Value,
    alternatives,
)
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.sdk.versions import at_least
from supertokens_lint.source import Place

_CORE = "@nestjs/core"
_FASTIFY = "@nestjs/platform-fastify"
_PREFIXED_SINCE = (9, 0, 0)
_ERROR_HANDLERS = frozenset({LayerKind.ERROR_HANDLER, LayerKind.OWN_ERROR_HANDLER})


def apps(wiring: Wiring) -> Iterator[HttpApp]:
    """Yield the Nest applications."""
    parts: dict[Place, list[Mount]] = {}
    for mount in wiring.mounts:
        receiver = mount.receiver
        if receiver.module == _CORE and receiver.path[-2:] == ("NestFactory", "create"):
            parts.setdefault(receiver.made, []).append(mount)
    modules = NestModules(wiring) if parts else None
    for made, mounts in parts.items():
        if modules is not None:
            yield _app(wiring, modules, made, mounts)


def _app(wiring: Wiring, modules: NestModules, made: Place, mounts: list[Mount]) -> HttpApp:
    receiver = mounts[0].receiver
    fastify = _adapter(receiver)
    own = [layer for mount in mounts for layer in _mounted(wiring, mount, fastify is not None)]
    adapter = _adapter_mounts(wiring, fastify) if fastify is not None else []
    plugins = FastifyReader(wiring, [*mounts, *adapter]) if fastify is not None else None
    more = () if plugins is None else plugins.layers()
    applied = modules.layers(made.path)
    layers = (*_created_with_cors(wiring, receiver, fastify is not None), *own, *more, *applied)
    joined = sorted(distinct(layers), key=lambda layer: layer.kind in _ERROR_HANDLERS)
    ordered = by_phase(joined) if fastify is not None else tuple(joined)
    return HttpApp(
        framework="nest",
        place=made,
        layers=ordered,
        complete=modules.complete and (plugins is None or plugins.complete),
        reached=wiring.reach.module(made.path),
        prefix=None if fastify is not None else _prefix(wiring, mounts, own, applied),
    )


def _prefix(
    wiring: Wiring, mounts: list[Mount], used: list[Layer], applied: tuple[Layer, ...]
) -> Setting | None:
    """Return the global prefix when the SDK's middleware runs below it alone.

    Run with Nest 8 to 11 on Express: since 9, what a module applies with ``forRoutes("*")`` sees
    only paths below the prefix. What ``app.use`` is given sees all, and excluded routes differ
    between the releases.
    """
    kinds = [layer for layer in used if layer.kind is LayerKind.SUPERTOKENS]
    if kinds or not any(layer.kind is LayerKind.SUPERTOKENS for layer in applied):
        return None
    found = [mount for mount in mounts if mount.name == "setGlobalPrefix"]
    if len(found) != 1 or found[0].step.conditional:
        return None
    version = wiring.version(found[0].step.place.path, _CORE)
    if version is None or at_least(Sdk.NODE, version.version, _PREFIXED_SINCE) is not True:
        return None
    args = wiring.arguments(found[0].step)
    options = args[1].value if len(args) > 1 else None
    plain = (
        isinstance(options, Record) and options.rest is None and "exclude" not in options.entries
    )
    if not args or (options is not None and not plain):
        return None
    return Setting("globalPrefix", "setGlobalPrefix", args[0].value, found[0].step.place)


def _adapter(receiver: Receiver) -> Invocation | None:
    """Return the Fastify adapter that an application is made with."""
    for arg in receiver.args[1:]:
        for value in alternatives(arg):
            callee = value.callee if isinstance(value, Invocation) else None
            if isinstance(callee, External) and callee.module == _FASTIFY:
                return value if isinstance(value, Invocation) else None
    return None


def _adapter_mounts(wiring: Wiring, adapter: Invocation) -> list[Mount]:
    return [mount for mount in wiring.mounts if mount.receiver.made == adapter.place]


def _library(fastify: bool) -> str:
    return "@fastify/cors" if fastify else "cors"


def _cors(wiring: Wiring, value: Value | None, place: Place, fastify: bool) -> Layer:
    library = _library(fastify)
    version = wiring.version(place.path, library)
    policy = policy_from(library, value, place, version, "nest")
    return Layer(LayerKind.CORS, place, cors=policy, name="nest")


def _created_with_cors(wiring: Wiring, receiver: Receiver, fastify: bool) -> Iterator[Layer]:
    for arg in receiver.args[1:]:
        for value in alternatives(arg):
            entry = value.entries.get("cors") if isinstance(value, Record) else None
            off = entry is None or (isinstance(entry.value, Const) and not entry.value.value)
            if entry is not None and not off:
                yield _cors(wiring, entry.value, entry.place, fastify)


def _mounted(wiring: Wiring, mount: Mount, fastify: bool) -> Iterator[Layer]:
    args = wiring.arguments(mount.step)
    place = mount.step.place
    if mount.name == "enableCors":
        layer = _cors(wiring, args[0].value if args else None, place, fastify)
        yield Layer(LayerKind.CORS, place, "/", (), mount.step.conditional, layer.cors, name="nest")
    elif mount.name == "use":
        for arg in args:
            base = Layer(
                LayerKind.OTHER,
                place_of(place, arg.place),
                conditional=mount.step.conditional,
            )
            spot = Spot(base, "nest", error_arity=4)
            if not isinstance(arg.value, Const | Unknown):
                yield from Handlers(wiring).layers(arg.value, spot)
    elif mount.name == "useGlobalFilters":
        for arg in args:
            yield from _filter(wiring, arg.value, place)


def _filter(wiring: Wiring, value: Value, place: Place) -> Iterator[Layer]:
    kind = LayerKind.OWN_ERROR_HANDLER
    if is_sdk_filter(wiring, value):
        kind = LayerKind.ERROR_HANDLER
    yield Layer(kind, place, name="filter")
