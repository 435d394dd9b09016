"""AWS Lambda handlers, alone or wrapped by middy.

What middy uses sees the answer of the handler whatever the order (@middy/core: ``after`` phases),
so that CORS always stands outside of the SDK's middleware.
"""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.extract.wiring.javascript.context import Wiring
from supertokens_lint.extract.wiring.javascript.handlers import Handlers, Spot, distinct, place_of
from supertokens_lint.extract.wiring.javascript.sdk_names import sdk_function
from supertokens_lint.extract.wiring.javascript.trace import Step
from supertokens_lint.extract.wiring_facts import Fault, HttpApp, Layer, LayerKind
from supertokens_lint.languages import ir
from supertokens_lint.resolve.values import External, Invocation, Value, alternatives
from supertokens_lint.source import Place

_MIDDY = "@middy/core"
_LAMBDA = "awsLambda"


def apps(wiring: Wiring) -> Iterator[HttpApp]:
    """Yield the Lambda handlers that the SDK's middleware wraps."""
    wrapped: set[Place] = set()
    for step in wiring.steps:
        if isinstance(step.node.callee, ir.Name) and _module(wiring, step) == _MIDDY:
            layers = [*_used(wiring, step.place), *_handled(wiring, step, wrapped)]
            if any(layer.kind is LayerKind.SUPERTOKENS for layer in layers):
                yield _app(wiring, step, layers, complete=True)
    for step in wiring.steps:
        if step.place in wrapped or step.name != "middleware":
            continue
        known = sdk_function(wiring.ev.evaluate(step.node.callee, step.scope))
        if known == (_LAMBDA, "middleware"):
            layer = Layer(LayerKind.SUPERTOKENS, step.place, name=_LAMBDA)
            yield _app(wiring, step, [layer], complete=False)


def _app(wiring: Wiring, step: Step, layers: list[Layer], *, complete: bool) -> HttpApp:
    return HttpApp(
        framework=_LAMBDA,
        place=step.place,
        layers=tuple(distinct(layers)),
        complete=complete and any(layer.kind is LayerKind.CORS for layer in layers),
        reached=wiring.reach.module(step.place.path),
    )


def _module(wiring: Wiring, step: Step) -> str:
    value = wiring.ev.evaluate(step.node.callee, step.scope)
    return value.module if isinstance(value, External) else ""


def _used(wiring: Wiring, made: Place) -> Iterator[Layer]:
    for mount in wiring.mounts:
        if mount.receiver.made != made or mount.name != "use":
            continue
        for arg in wiring.arguments(mount.step):
            place = place_of(mount.step.place, arg.place)
            base = Layer(LayerKind.OTHER, place, conditional=mount.step.conditional)
            yield from Handlers(wiring).layers(arg.value, Spot(base, _LAMBDA, may_serve=False))


def _handled(wiring: Wiring, step: Step, wrapped: set[Place]) -> Iterator[Layer]:
    for arg in wiring.arguments(step):
        for value in alternatives(arg.value):
            yield from _sdk(value, step, wrapped)


def _sdk(value: Value, step: Step, wrapped: set[Place]) -> Iterator[Layer]:
    called = value.callee if isinstance(value, Invocation) else value
    if sdk_function(called) != (_LAMBDA, "middleware"):
        return
    if isinstance(value, Invocation):
        wrapped.add(value.place)
        yield Layer(LayerKind.SUPERTOKENS, value.place, name=_LAMBDA)
    else:
        yield Layer(LayerKind.SUPERTOKENS, step.place, name=_LAMBDA, fault=Fault.NOT_CALLED)
