"""What the middleware of Go's frameworks does: gin, chi, gorilla/mux, echo, fiber, go-zero.

Sources: context.go of gin (``Next``, ``Abort``: a handler that does not abort goes on to the next
one when it returns), ``WrapMiddleware`` of echo, middleware/adaptor of fiber, ``ToMiddleware`` of
go-zero, gwatts/gin-adapter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from msgspec import Struct

from supertokens_lint.extract.wiring.go.bodies import BodyCall, answer_of, calls_of, depends
from supertokens_lint.extract.wiring.go.chains import NEXT, Chain, Chains, is_next
from supertokens_lint.extract.wiring.go.context import Wiring
from supertokens_lint.extract.wiring.go.names import called, is_sdk_middleware
from supertokens_lint.extract.wiring.go.policies import cors_of, manual_policy
from supertokens_lint.extract.wiring_facts import Fault, Layer, LayerKind
from supertokens_lint.languages import ir
from supertokens_lint.resolve import calling
from supertokens_lint.resolve.values import (
    ArgumentValue,
    Closure,
    External,
    Invocation,
    MethodOf,
    Value,
    alternatives,
)
from supertokens_lint.source import Place

# Functions that make a framework's middleware of one for net/http.
_ADAPTING = frozenset({"HTTPMiddleware", "WrapMiddleware", "ToMiddleware", "Wrap"})
_ADAPTING_HANDLERS = frozenset({"WrapH", "WrapF", "WrapHandler", "HTTPHandler", "HTTPHandlerFunc"})
_OF_HTTP = frozenset({"chi", "mux", "go-zero", "net/http"})
_GOES_ON = frozenset({"Next", "RestartRouting", "NextHandler"})


class Mounted(Struct, frozen=True):
    """A handler or middleware that is given to a framework, and where."""

    value: Value
    place: Place
    conditional: bool = False


class Middlewares:
    """Reads handlers and middleware in the form of their framework."""

    def __init__(self, wiring: Wiring, chains: Chains) -> None:
        self._wiring = wiring
        self._chains = chains

    def layers(self, item: Mounted, framework: str, path: str) -> list[Layer]:
        """Return the layers that a middleware is."""
        options = list(alternatives(item.value))
        unsure = item.conditional or len(options) > 1
        found = [layer for option in options for layer in self._layers(option, item, framework)]
        return [
            replace(layer, path=path or "/", conditional=layer.conditional or unsure)
            for layer in found
        ]

    def handler(self, value: Value, framework: str) -> Chain:
        """Return what the handler of a route does: only those of net/http are followed."""
        name = called(value)
        if name is not None and name[1] in _ADAPTING_HANDLERS and isinstance(value, Invocation):
            return self._chains.of(value.args[0]) if value.args else Chain()
        if framework in _OF_HTTP:
            return self._chains.of(value)
        if isinstance(value, Closure):
            calls = calls_of(self._wiring.ev, value, None)
            return Chain(answers=None if _hands_on(calls, value) else self._answer(calls))
        return Chain()

    def _answer(self, calls: Sequence[BodyCall]) -> int | None:
        return answer_of(self._wiring.ev, calls)

    def _layers(self, value: Value, item: Mounted, framework: str) -> list[Layer]:
        if is_sdk_middleware(value):
            return [Layer(LayerKind.SUPERTOKENS, item.place)]
        name = called(value)
        if name is not None and name[1] in _ADAPTING and isinstance(value, Invocation):
            inner = value.args[0] if value.args else NEXT
            return list(self._chains.middleware(inner, item.place).layers)
        if name is not None and name[1] in _ADAPTING_HANDLERS and isinstance(value, Invocation):
            fault = Fault.NO_ABORT if framework == "gin" else None
            return [replace(one, fault=fault) for one in self.handler(value, framework).layers]
        cors = cors_of(self._wiring, value)
        if cors is not None:
            return [Layer(LayerKind.CORS, cors.place, cors=cors.policy)]
        if framework in _OF_HTTP:
            return list(self._chains.middleware(value, item.place).layers)
        if framework == "echo":
            return self._around(value, item)
        if isinstance(value, Closure):
            return self._in_turn(value, item, framework)
        return [Layer(LayerKind.OTHER, item.place, name=_label(value))]

    # --- functions of the project ----------------------------------------------------------------

    def _around(self, value: Value, item: Mounted) -> list[Layer]:
        """Read ``func(next echo.HandlerFunc) echo.HandlerFunc``."""
        if not isinstance(value, Closure):
            return [Layer(LayerKind.OTHER, item.place, name=_label(value))]
        ev = self._wiring.ev
        result = calling.invoke(ev, value, (ArgumentValue(NEXT, place=item.place),))
        while isinstance(result, Invocation) and (called(result) or ("", ""))[1] == "HandlerFunc":
            result = result.args[0] if result.args else NEXT
        if not isinstance(result, Closure):
            return [Layer(LayerKind.OTHER, item.place)]
        calls = calls_of(ev, result, None)
        passes = any(is_next(call.callee) for call in calls)
        return self._own(calls, item, result, passes=passes)

    def _in_turn(self, value: Closure, item: Mounted, framework: str) -> list[Layer]:
        """Read a handler of gin or fiber, which are called one after the other."""
        calls = calls_of(self._wiring.ev, value, None)
        passes = framework == "gin" or _hands_on(calls, value)
        layers = self._own(calls, item, value, passes=passes)
        if framework != "gin" or _aborts(calls, value):
            return layers
        return [
            replace(layer, fault=Fault.NO_ABORT) if layer.kind is LayerKind.SUPERTOKENS else layer
            for layer in layers
        ]

    def _own(
        self, calls: Sequence[BodyCall], item: Mounted, closure: Closure, *, passes: bool
    ) -> list[Layer]:
        found: list[Layer] = []
        policy = manual_policy(self._wiring, calls)
        if policy is not None:
            found.append(Layer(LayerKind.CORS, policy.place, cors=policy))
        sdk = next((call for call in calls if _serves_sdk(call)), None)
        if sdk is not None:
            unsure = depends(self._wiring.ev, sdk)
            found.append(Layer(LayerKind.SUPERTOKENS, item.place, conditional=unsure))
        if found:
            return found
        name = closure.function.name or ""
        if passes:
            return [Layer(LayerKind.OTHER, item.place, name=name)]
        answers = answer_of(self._wiring.ev, calls)
        kind = LayerKind.OTHER if answers is None else LayerKind.CATCH_ALL
        return [Layer(kind, item.place, name=name, answers=answers)]


def _serves_sdk(call: BodyCall) -> bool:
    """Tell whether a call is ``supertokens.Middleware(...).ServeHTTP(w, r)``."""
    callee = call.callee
    target = callee.target if isinstance(callee, MethodOf) else None
    if isinstance(callee, MethodOf) and callee.name != "ServeHTTP":
        return False
    made = target if target is not None else callee
    return isinstance(made, Invocation) and is_sdk_middleware(made.callee)


def _context(closure: Closure) -> str | None:
    """Return the name of the request's context in a handler of gin or fiber."""
    params = closure.function.params
    target = params[0].target if params else None
    return target.id if isinstance(target, ir.Name) else None


def _is_given(calls: Sequence[BodyCall], name: str | None) -> bool:
    """Tell whether the context is handed to something that may do anything with it."""
    return name is None or any(
        isinstance(argument.value, ir.Name) and argument.value.id == name
        for call in calls
        for argument in call.node.args
    )


def _aborts(calls: Sequence[BodyCall], closure: Closure) -> bool:
    return any(call.name.startswith("Abort") for call in calls) or _is_given(
        calls, _context(closure)
    )


def _hands_on(calls: Sequence[BodyCall], closure: Closure) -> bool:
    return any(call.name in _GOES_ON for call in calls) or _is_given(calls, _context(closure))


def _label(value: Value) -> str:
    if isinstance(value, Invocation):
        name = called(value)
        return (
            value.callee.name
            if name is None and isinstance(value.callee, MethodOf)
            else (name[1] if name is not None else "")
        )
    if isinstance(value, MethodOf):
        return value.name
    return value.path[-1] if isinstance(value, External) and value.path else ""
