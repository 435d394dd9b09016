"""What the functions that a framework calls for each request do: layers of an application."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from msgspec import Struct, structs

from supertokens_lint.extract.surroundings.auth_routes import serves
from supertokens_lint.extract.wiring.javascript.answers import (
    answered_status,
    passes_on,
    status_for_errors,
)
from supertokens_lint.extract.wiring.javascript.bodies import BodyCall, calls_in, parameter_names
from supertokens_lint.extract.wiring.javascript.context import Wiring
from supertokens_lint.extract.wiring.javascript.headers import manual_policy
from supertokens_lint.extract.wiring.javascript.policies import policy_from
from supertokens_lint.extract.wiring.javascript.sdk_names import (
    SESSION_FUNCTIONS,
    SESSION_PACKAGES,
    cors_library,
    is_session_function,
    sdk_function,
)
from supertokens_lint.extract.wiring_facts import Fault, Layer, LayerKind
from supertokens_lint.languages import ir
from supertokens_lint.resolve.values import (
    Closure,
    External,
    Invocation,
    Items,
    MethodOf,
    Unknown,
    Value,
    alternatives,
)
from supertokens_lint.source import Place

_SDK_LAYERS = {
    "middleware": LayerKind.SUPERTOKENS,
    "plugin": LayerKind.SUPERTOKENS,
    "errorHandler": LayerKind.ERROR_HANDLER,
}
_SOUNDS_LIKE_CORS = re.compile(r"cors", re.IGNORECASE)


class Spot(Struct, frozen=True):
    """Where a handler is mounted: the layer that it makes when nothing more is known of it.

    ``error_arity`` is the number of parameters by which the framework knows error handlers, and
    ``next_index`` the position of the function that passes a request on. ``may_serve`` tells that
    a function mounted here may answer the SDK's API by other means than its middleware.
    """

    layer: Layer
    framework: str
    error_arity: int | None = None
    next_index: int = 2
    may_serve: bool = True

    def made(self, kind: LayerKind, **changes: object) -> Layer:
        """Return the layer with another kind."""
        return replace(self.layer, kind=kind, **changes)  # type: ignore[arg-type]


class Handlers:
    """Reads handlers."""

    def __init__(self, wiring: Wiring) -> None:
        self._wiring = wiring
        self._ev = wiring.ev

    def layers(self, value: Value, spot: Spot) -> Iterator[Layer]:
        """Yield the layers that a handler, or a list of them, makes; alternatives all of theirs."""
        options = list(alternatives(value))
        if len(options) > 1:
            spot = structs.replace(spot, layer=replace(spot.layer, conditional=True))
        for option in options:
            if isinstance(option, Items):
                for item in option.items:
                    yield from self.layers(item, spot)
            elif isinstance(option, Invocation):
                yield self._made(option, spot)
            elif isinstance(option, External):
                yield self._uncalled(option, spot)
            elif isinstance(option, Closure):
                yield from self._closure(option, spot)
            elif isinstance(option, Unknown | MethodOf):
                yield spot.made(LayerKind.OTHER)

    def _made(self, value: Invocation, spot: Spot) -> Layer:
        callee = value.callee
        known = sdk_function(callee)
        if known is not None:
            return spot.made(_SDK_LAYERS[known[1]], name=known[0], place=value.place)
        library = cors_library(callee)
        if library is not None and isinstance(callee, External):
            argument = value.args[0] if value.args else None
            version = self._wiring.version(value.place.path, package_of(callee.module))
            policy = policy_from(library, argument, value.place, version, spot.framework)
            return spot.made(LayerKind.CORS, cors=policy, name=library, place=value.place)
        if isinstance(callee, External):
            return spot.made(_kind_of_package(callee.module), name=callee.module)
        return spot.made(LayerKind.OTHER)

    def _uncalled(self, value: External, spot: Spot) -> Layer:
        known = sdk_function(value)
        if known is not None:
            fault = Fault.NOT_CALLED
            return spot.made(_SDK_LAYERS[known[1]], name=known[0], fault=fault)
        if cors_library(value) is not None:
            return spot.made(LayerKind.CORS, fault=Fault.NOT_CALLED, name=value.module)
        return spot.made(_kind_of_package(value.module), name=value.module)

    # --- functions of the project ----------------------------------------------------------------

    def _closure(self, closure: Closure, spot: Spot) -> Iterator[Layer]:
        calls = list(calls_in(self._ev, closure))
        known = [layer for call in calls for layer in self._handed_on(call, closure, spot)]
        policy = manual_policy(self._ev, calls, spot.framework)
        if policy is not None:
            known.append(spot.made(LayerKind.CORS, cors=policy, name="manual", place=policy.place))
        if known:
            yield from sorted(known, key=lambda layer: layer.place.span)
            return
        if spot.may_serve and serves(self._ev, closure):
            self._wiring.served.add(closure.scope.path)
            yield spot.made(LayerKind.SUPERTOKENS, name="custom")
            return
        yield self._plain(closure, calls, spot)

    def _handed_on(self, call: BodyCall, closure: Closure, spot: Spot) -> Iterator[Layer]:
        """Yield what a request is handed on to: ``middleware()(req, res, next)``."""
        params = set(parameter_names(closure.function)) - {""}
        names = [arg.value.id for arg in call.node.args if isinstance(arg.value, ir.Name)]
        if len(params.intersection(names)) < 2:
            return
        inner = structs.replace(
            spot, layer=replace(spot.layer, conditional=spot.layer.conditional or call.guarded)
        )
        value = self._ev.evaluate(call.node.callee, call.scope)
        for option in alternatives(value):
            if isinstance(option, Invocation):
                layer = self._made(option, inner)
                if layer.kind is not LayerKind.OTHER:
                    yield replace(layer, place=call.place)

    def _plain(self, closure: Closure, calls: Sequence[BodyCall], spot: Spot) -> Layer:
        function = closure.function
        throwing = [call for call in calls if self._throws(call)]
        throws = bool(throwing)
        if spot.error_arity is not None and len(function.params) == spot.error_arity:
            status = status_for_errors(self._ev, function, calls)
            return spot.made(LayerKind.OWN_ERROR_HANDLER, name=function.name or "", answers=status)
        if spot.layer.kind is LayerKind.ROUTE:
            return spot.made(
                LayerKind.ROUTE,
                name=function.name or "",
                throws_session_errors=throws,
                loses_session_errors=spot.framework == "express"
                and any(call.loose for call in throwing),
            )
        if _SOUNDS_LIKE_CORS.search(function.name or ""):
            return spot.made(LayerKind.CORS, name=function.name or "")
        if not passes_on(function, spot.next_index):
            status = answered_status(self._ev, function, calls)
            return spot.made(LayerKind.CATCH_ALL, name=function.name or "", answers=status)
        return spot.made(LayerKind.OTHER, name=function.name or "", throws_session_errors=throws)

    def _throws(self, call: BodyCall) -> bool:
        callee = call.node.callee
        if call.caught or not isinstance(callee, ir.Member | ir.Name):
            return False
        name = callee.name if isinstance(callee, ir.Member) else callee.id
        return name in SESSION_FUNCTIONS and is_session_function(
            self._ev.evaluate(callee, call.scope)
        )


def _kind_of_package(module: str) -> LayerKind:
    """Return what middleware of a package is; a CORS package that nobody read has no policy."""
    if module in SESSION_PACKAGES:
        return LayerKind.SESSION_LAYER
    return LayerKind.CORS if _SOUNDS_LIKE_CORS.search(module) else LayerKind.OTHER


def distinct(layers: Iterable[Layer]) -> list[Layer]:
    """Return layers without those that are the same again, in order."""
    found: dict[tuple[object, ...], Layer] = {}
    for layer in layers:
        key = (layer.kind, layer.place, layer.path, layer.methods, layer.name)
        found.setdefault(key, layer)
    return list(found.values())


def package_of(module: str) -> str:
    """Return the package that a module belongs to."""
    parts = module.split("/")
    return "/".join(parts[:2]) if module.startswith("@") else parts[0]


def joined_path(prefix: str, path: str) -> str:
    """Return one path below another, with one slash between them and none at the end."""
    parts = [part for part in (*prefix.split("/"), *path.split("/")) if part]
    return "/" + "/".join(parts)


def place_of(step_place: Place, arg_place: Place | None) -> Place:
    """Return where a handler is written: its argument, or the call where it has no own place."""
    same = arg_place is not None and arg_place.path == step_place.path
    return arg_place if same and arg_place is not None else step_place
