"""What recognisers of Go's frameworks do with a call of a router's method."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from msgspec import Struct

from supertokens_lint.extract.wiring.go.chains import Chain, Chains
from supertokens_lint.extract.wiring.go.collected import Collected, Collection, Included
from supertokens_lint.extract.wiring.go.context import Wiring
from supertokens_lint.extract.wiring.go.middleware import Middlewares, Mounted
from supertokens_lint.extract.wiring.go.names import joined, text_of
from supertokens_lint.extract.wiring.go.subjects import Subject, subject_of
from supertokens_lint.extract.wiring_facts import Fault, Layer, LayerKind
from supertokens_lint.resolve.values import Closure, Const, Invocation, Value
from supertokens_lint.source import Place

_WILD = re.compile(r"[*+]|\{[^{}]*(?:\.\.\.|:\.[*+])\}")
_MEANT = (LayerKind.SUPERTOKENS, LayerKind.CORS)


class Registration(Struct, frozen=True):
    """A call of a method of a router: ``call`` with its arguments, ``subject`` what it is for."""

    call: Invocation
    name: str
    subject: Subject
    item: Collected
    place: Place
    conditional: bool = False

    def text(self, index: int = 0) -> str | None:
        """Return an argument as text when it is a known string."""
        return text_of(self.call.args[index]) if index < len(self.call.args) else None

    def mounted(self, start: int = 0, stop: int | None = None) -> list[Mounted]:
        """Return arguments as what is mounted."""
        places = self.call.arg_places or (self.place,) * len(self.call.args)
        pairs = list(zip(self.call.args, places, strict=False))[start:stop]
        return [Mounted(value, place, self.conditional) for value, place in pairs]


Enter = Callable[[Closure, Value], None]


class Building:
    """Adds what is registered to the routers that it is registered with."""

    def __init__(self, wiring: Wiring, collection: Collection, enter: Enter) -> None:
        self.wiring = wiring
        self.collection = collection
        self.chains = Chains(wiring)
        self.middlewares = Middlewares(wiring, self.chains)
        self._enter = enter

    def use(
        self, made: Registration, items: Sequence[Mounted], path: str = "", *, late: bool = False
    ) -> None:
        """Add middleware in the order in which requests pass it."""
        subject = made.subject
        if made.call.open:
            made.item.complete = False
        framework = subject.framework
        where = joined(subject.prefix, path)
        layers = [
            layer for item in items for layer in self.middlewares.layers(item, framework, where)
        ]
        if subject.matched_only or (framework in ("mux", "go-zero") and not late):
            layers = [_for_matched_paths(layer) for layer in layers]
        if subject.unknown and any(layer.kind in _MEANT for layer in layers):
            made.item.complete = False
        if late:
            made.item.late.extend(layers)
        else:
            made.item.add(made.place, *layers)

    def route(
        self,
        made: Registration,
        path: str | None,
        methods: tuple[str, ...],
        handlers: Sequence[Mounted],
    ) -> None:
        """Add a route; one whose handler wraps more adds what a request passes there."""
        item, subject = made.item, made.subject
        if path is None or subject.unknown:
            item.open_routes = True
            if path is None:
                return
        full = joined(subject.prefix, path)
        prefix, is_wild = split(full)
        item.patterns.append(full)
        item.registered.add(subject.prefix)
        found: list[Layer | Included] = []
        endpoint = Chain()
        for handler in handlers:
            endpoint = self._endpoint(handler, subject.framework)
            layers = [layer for layer in endpoint.layers if layer.kind in _MEANT]
            found.extend(
                replace(layer, path=prefix, methods=methods, fault=None) for layer in layers
            )
            if not endpoint.known and layers:
                item.complete = False
        if endpoint.end is not None and endpoint.end.place != subject.place:
            found.append(Included(endpoint.end, prefix, made.place))
        if not found:
            kind = LayerKind.CATCH_ALL if is_wild else LayerKind.ROUTE
            found.append(
                Layer(
                    kind,
                    made.place,
                    prefix if is_wild else full,
                    methods,
                    made.conditional,
                    answers=endpoint.answers,
                )
            )
        item.add(made.place, *found)

    def _endpoint(self, handler: Mounted, framework: str) -> Chain:
        if isinstance(handler.value, Const):
            return Chain()
        if framework in ("gin", "fiber", "echo"):
            layers = self.middlewares.layers(handler, framework, "/")
            if any(layer.kind in _MEANT for layer in layers):
                return Chain(tuple(layers))
        return self.middlewares.handler(handler.value, framework)

    def include(self, made: Registration, path: str | None, value: Value) -> bool:
        """Add another router below a path; tell whether that is what the value is."""
        other = subject_of(value)
        if other is None or other.place == made.subject.place:
            return False
        if path is None:
            made.item.complete = False
        full = joined(made.subject.prefix, path or "")
        made.item.patterns.append(joined(full, "*"))
        made.item.registered.add(made.subject.prefix)
        self.collection.of(other)
        made.item.add(made.place, Included(other, full, made.place))
        return True

    def enter(self, value: Value, given: Value) -> None:
        """Follow a function of the project that a router calls at once with a part of itself."""
        if isinstance(value, Closure):
            self._enter(value, given)


def split(path: str) -> tuple[str, bool]:
    """Return the fixed beginning of a path, and whether anything may follow it."""
    match = _WILD.search(path)
    if match is None:
        return path, False
    return joined(path[: match.start()].rpartition("/")[0]), True


def _for_matched_paths(layer: Layer) -> Layer:
    """Return a layer that only runs where a route matches."""
    if layer.kind is LayerKind.SUPERTOKENS and layer.fault is None:
        return replace(layer, fault=Fault.NOT_WRAPPING)
    return layer
