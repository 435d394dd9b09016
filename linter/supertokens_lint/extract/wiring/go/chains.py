"""Handlers of net/http that wrap others: which layers a request passes, and where it ends.

Sources: net/http (Handler, HandlerFunc, StripPrefix, TimeoutHandler), rs/cors, go-chi/cors,
gorilla/handlers (``CORS``), justinas/alice (``New(...).Then``), h2c.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from msgspec import Struct, structs

from supertokens_lint.extract.wiring.go.bodies import BodyCall, answer_of, calls_of, depends
from supertokens_lint.extract.wiring.go.context import Wiring
from supertokens_lint.extract.wiring.go.names import (
    called,
    is_sdk_middleware,
    name_of,
)
from supertokens_lint.extract.wiring.go.policies import cors_of, manual_policy
from supertokens_lint.extract.wiring.go.subjects import DEFAULT_MUX, Subject, subject_of
from supertokens_lint.extract.wiring_facts import Layer, LayerKind
from supertokens_lint.resolve import calling
from supertokens_lint.resolve.go_packages import is_sdk
from supertokens_lint.resolve.values import (
    ArgumentValue,
    Closure,
    Const,
    External,
    Instance,
    Invocation,
    Items,
    MethodOf,
    Value,
    alternatives,
)
from supertokens_lint.source import Place

MAX_DEPTH = 24
NEXT = External("<next>")
_ALICE = "github.com/justinas/alice"


class Chain(Struct, frozen=True):
    """What a handler does with a request.

    ``end`` is the router that it comes to, ``passes`` whether it comes to :data:`NEXT`,
    ``answers`` the status that a handler of the project certainly answers. ``known`` is false when
    nobody could follow it to its end.
    """

    layers: tuple[Layer, ...] = ()
    end: Subject | None = None
    passes: bool = False
    known: bool = True
    answers: int | None = None

    def behind(self, *layers: Layer) -> Chain:
        """Return the same chain with layers around it."""
        return structs.replace(self, layers=(*layers, *self.layers))

    @property
    def leads_on(self) -> bool:
        """Whether a request comes to more than a handler of the project."""
        sdk = any(layer.kind is LayerKind.SUPERTOKENS for layer in self.layers)
        return self.passes or self.end is not None or sdk


UNKNOWN = Chain(known=False)


def is_next(value: Value) -> bool:
    """Tell whether a value is the handler that a middleware is put around."""
    return isinstance(value, External) and value.module == NEXT.module


class Chains:
    """Follows handlers of net/http."""

    def __init__(self, wiring: Wiring) -> None:
        self._wiring = wiring
        self._ev = wiring.ev

    def of(self, value: Value, depth: int = 0) -> Chain:
        """Return what a handler does."""
        if depth > MAX_DEPTH:
            return UNKNOWN
        if is_next(value):
            return Chain(passes=True)
        options = list(alternatives(value))
        if len(options) > 1:
            return _merged([self.of(option, depth + 1) for option in options])
        subject = subject_of(value)
        if subject is not None:
            return Chain(end=subject)
        if isinstance(value, Const):
            return Chain(end=DEFAULT_MUX) if value.value is None else UNKNOWN
        if isinstance(value, Closure):
            return self._function(value, None, depth)
        if isinstance(value, Instance):
            served = self._ev.member(
                value, "ServeHTTP", Place(value.cls.scope.path, value.cls.definition.span)
            )
            return self._function(served, None, depth) if isinstance(served, Closure) else UNKNOWN
        if isinstance(value, MethodOf):
            return self.of(value.target, depth + 1) if value.name == "ServeHTTP" else UNKNOWN
        return self._made(value, depth) if isinstance(value, Invocation) else UNKNOWN

    def middleware(self, value: Value, place: Place) -> Chain:
        """Return what ``func(http.Handler) http.Handler`` puts around a handler."""
        return self._put_around(value, NEXT, place, 0)

    # --- wrapping --------------------------------------------------------------------------------

    def _made(self, value: Invocation, depth: int) -> Chain:
        callee = value.callee
        first = value.args[0] if value.args else None
        if is_sdk_middleware(callee):
            return self._guarded(first or Const(None), value.place, depth)
        name = name_of(callee)
        if name is not None:
            return self._by_package(value, name, depth)
        if not isinstance(callee, MethodOf):
            return UNKNOWN
        if callee.name in ("Then", "ThenFunc"):
            stack = self._stack(callee.target, depth)
            return self._through(stack, first or Const(None), depth)
        if first is None:
            return UNKNOWN
        around = callee.target if callee.name == "" else callee
        return self._put_around(around, first, value.place, depth)

    def _by_package(self, value: Invocation, name: tuple[str, str], depth: int) -> Chain:
        module, function = name
        if (module, function) == ("net/http", "HandlerFunc") and value.args:
            return self.of(value.args[0], depth + 1)
        if (module, function) == ("net/http", "NotFoundHandler"):
            return Chain(answers=404)
        if (module, function) == ("net/http", "FileServer"):
            return Chain()
        inner = [chain for item in value.args if (chain := self._handler(item, depth)) is not None]
        if len(inner) != 1:
            return UNKNOWN
        if module == "net/http":
            return inner[0]
        label = function if not is_sdk(module) else f"{module.rpartition('/')[2]}.{function}"
        return inner[0].behind(Layer(LayerKind.OTHER, value.place, name=label))

    def _handler(self, value: Value, depth: int) -> Chain | None:
        """Return the chain of an argument that is certainly a handler."""
        is_handler = isinstance(value, Closure | Instance) or is_next(value)
        is_made = isinstance(value, Invocation) and not value.is_new
        if not (is_handler or is_made or subject_of(value) is not None):
            return None
        if is_made and called(value) is not None and cors_of(self._wiring, value) is not None:
            return None
        chain = self.of(value, depth + 1)
        return chain if chain.known or is_handler else None

    def _stack(self, value: Value, depth: int) -> list[tuple[Value, Place]]:
        """Return the middleware of ``alice.New(a, b).Append(c)``, outermost first."""
        if not isinstance(value, Invocation) or depth > MAX_DEPTH:
            return []
        places = value.arg_places or (value.place,) * len(value.args)
        own = list(zip(value.args, places, strict=False))
        if isinstance(value.callee, MethodOf):
            return [*self._stack(value.callee.target, depth + 1), *own]
        return own if (called(value) or ("",))[0] == _ALICE else []

    def _through(self, stack: list[tuple[Value, Place]], inner: Value, depth: int) -> Chain:
        if not stack:
            return UNKNOWN
        chain = self.of(inner, depth + 1)
        for value, at in reversed(stack):
            around = self._put_around(value, NEXT, at, depth + 1)
            known = chain.known and around.known and around.passes
            chain = structs.replace(chain.behind(*around.layers), known=known)
        return chain

    def _put_around(self, value: Value, inner: Value, place: Place, depth: int) -> Chain:
        """Return what a middleware does when it is put around a handler."""
        if is_sdk_middleware(value):
            return self._guarded(inner, place, depth)
        cors = cors_of(self._wiring, value)
        if cors is not None:
            layer = Layer(LayerKind.CORS, cors.place, cors=cors.policy)
            return self.of(inner, depth + 1).behind(layer)
        if isinstance(value, Closure) and depth < MAX_DEPTH:
            result = calling.invoke(self._ev, value, (ArgumentValue(inner, place=place),))
            return self.of(result, depth + 1)
        if isinstance(value, External | MethodOf | Invocation):
            label = value.path[-1] if isinstance(value, External) and value.path else ""
            label = value.name if isinstance(value, MethodOf) else label
            name = called(value)
            label = name[1] if name is not None else label
            return self.of(inner, depth + 1).behind(Layer(LayerKind.OTHER, place, name=label))
        return structs.replace(self.of(inner, depth + 1), known=False)

    def _guarded(self, inner: Value, place: Place, depth: int) -> Chain:
        """Return the SDK's middleware around a handler.

        What stands behind it cannot change its answers any more, so that it need not be known.
        """
        chain = Chain() if isinstance(inner, Const) else self.of(inner, depth + 1)
        return structs.replace(chain.behind(Layer(LayerKind.SUPERTOKENS, place)), known=True)

    # --- functions of the project ----------------------------------------------------------------

    def _function(
        self, closure: Closure, args: tuple[ArgumentValue, ...] | None, depth: int
    ) -> Chain:
        calls = calls_of(self._ev, closure, args)
        onward = self._onward(calls, depth)
        policy = manual_policy(self._wiring, calls)
        if len(onward) > 1:
            chain = _merged([chain for _, chain in onward])
        elif onward:
            call, chain = onward[0]
            if depends(self._ev, call):
                chain = structs.replace(chain, layers=_doubted(chain.layers))
        else:
            chain = Chain(answers=answer_of(self._ev, calls))
        if policy is None:
            return chain
        layer = Layer(LayerKind.CORS, policy.place, cors=policy)
        late = onward and onward[0][0].node.span.end < policy.place.span.start
        if late and chain.layers:
            return structs.replace(chain, layers=(*chain.layers, layer))
        return chain.behind(layer)

    def _onward(self, calls: Sequence[BodyCall], depth: int) -> list[tuple[BodyCall, Chain]]:
        """Return the handlers that a function hands requests on to, each once."""
        found: list[tuple[BodyCall, Chain]] = []
        seen: list[Value] = []
        for call in calls:
            for option in alternatives(call.callee):
                target = _served(option)
                if target is None or target in seen or (call.depth and not is_next(target)):
                    continue
                seen.append(target)
                chain = self.of(target, depth + 1)
                if chain.leads_on:
                    found.append((call, chain))
        return found


def _served(callee: Value) -> Value | None:
    """Return the handler that is called: ``h.ServeHTTP(w, r)``, ``h(w, r)``."""
    if is_next(callee):
        return NEXT
    if isinstance(callee, MethodOf):
        return callee.target if callee.name == "ServeHTTP" else None
    return callee if isinstance(callee, Invocation) else None


def _doubted(layers: tuple[Layer, ...]) -> tuple[Layer, ...]:
    return tuple(replace(layer, conditional=True) for layer in layers)


def _merged(chains: list[Chain]) -> Chain:
    """Return what several handlers do of which each request gets to one."""
    first = chains[0]
    if all(chain == first for chain in chains):
        return first
    layers = tuple(layer for chain in chains for layer in _doubted(chain.layers))
    ends = {chain.end for chain in chains if chain.end is not None}
    return Chain(
        tuple(dict.fromkeys(layers)),
        ends.pop() if len(ends) == 1 else None,
        passes=any(chain.passes for chain in chains),
        known=False,
    )


def texts_in(value: Value | None) -> tuple[str, ...]:
    """Return the texts of a list that are known."""
    items = value.items if isinstance(value, Items) else () if value is None else (value,)
    return tuple(
        item.value for item in items if isinstance(item, Const) and isinstance(item.value, str)
    )
