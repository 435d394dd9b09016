"""LoopBack 4, which has CORS built in."""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.extract.surroundings.configs import entry_at
from supertokens_lint.extract.wiring.javascript.context import Mount, Receiver, Wiring
from supertokens_lint.extract.wiring.javascript.policies import policy_from
from supertokens_lint.extract.wiring.javascript.sdk_names import sdk_function
from supertokens_lint.extract.wiring_facts import Fault, HttpApp, Layer, LayerKind
from supertokens_lint.resolve.values import Const, Invocation, Unknown, alternatives
from supertokens_lint.source import Place

MODULE = "@loopback/rest"
_MOUNTS = frozenset({"middleware", "expressMiddleware"})


def apps(wiring: Wiring) -> Iterator[HttpApp]:
    """Yield the LoopBack applications."""
    parts: dict[Place, list[Mount]] = {}
    for mount in wiring.mounts:
        if mount.receiver.module == MODULE and "RestApplication" in mount.receiver.path:
            parts.setdefault(mount.receiver.made, []).append(mount)
    for made, mounts in parts.items():
        own = [layer for mount in mounts for layer in _mounted(wiring, mount)]
        if own:
            receiver = max((mount.receiver for mount in mounts), key=lambda item: len(item.args))
            yield HttpApp(
                framework="loopback",
                place=made,
                layers=(*_cors(wiring, receiver), *own),
                complete=not any(isinstance(arg, Unknown) for arg in receiver.args),
                reached=wiring.reach.module(made.path),
            )


def _cors(wiring: Wiring, receiver: Receiver) -> Iterator[Layer]:
    """Yield the layer of ``rest.cors``; without it LoopBack has a default of its own."""
    options = receiver.args[0] if receiver.args else None
    place = receiver.made
    version = wiring.version(place.path, MODULE)
    if isinstance(options, Unknown) or (options is None and receiver.call is None):
        yield Layer(LayerKind.CORS, place, name="loopback")
        return
    entry = None if options is None else entry_at(options, "rest", "cors")
    if entry is not None and isinstance(entry.value, Const) and not entry.value.value:
        return
    where = place if entry is None else entry.place
    given = None if entry is None else entry.value
    policy = policy_from(MODULE, given, where, version, "loopback")
    yield Layer(LayerKind.CORS, where, cors=policy, name="loopback")


def _mounted(wiring: Wiring, mount: Mount) -> Iterator[Layer]:
    if mount.name not in _MOUNTS:
        return
    for arg in wiring.arguments(mount.step)[:1]:
        for value in alternatives(arg.value):
            called = value.callee if isinstance(value, Invocation) else value
            known = sdk_function(called)
            if known is not None:
                fault = Fault.CALLED if isinstance(value, Invocation) else None
                yield Layer(
                    LayerKind.SUPERTOKENS,
                    mount.step.place,
                    conditional=mount.step.conditional,
                    name=known[0],
                    fault=fault,
                )
            else:
                yield Layer(LayerKind.OTHER, mount.step.place)
