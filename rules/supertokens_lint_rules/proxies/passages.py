"""The places in proxies through which requests of a session reach a backend."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from supertokens_lint.extract.facts import Init
from supertokens_lint.extract.gateway_facts import Gateway, Location
from supertokens_lint.resolve.outcomes import Environment
from supertokens_lint.sdk.names import Side
from supertokens_lint.source import Place
from supertokens_lint.topology.model import App, Pair, System
from supertokens_lint_rules.ends import End
from supertokens_lint_rules.gateways import (
    entrances_of,
    gateways_of,
    leads_to,
    public_path,
    routing_of,
)
from supertokens_lint_rules.paths.effective import BaseEnd, base_ends


class Passage(Struct, frozen=True):
    """A location that requests of the auth API go through, and one environment where they do.

    ``end`` is the frontend's base path where a frontend is known to call through it.
    """

    gateway: Gateway
    location: Location
    backend: App
    environment: Environment
    end: End | None = None
    pair: Pair | None = None

    @property
    def frontend(self) -> Init | None:
        """The frontend's init, if any is known."""
        return None if self.end is None else self.end.init


def passages(system: System, backend: App) -> Iterator[Passage]:
    """Yield the passages of a backend, once a location and frontend.

    A proxy in the files counts unless the frontends certainly go past it. The paths looked at are
    those that frontends call and those that the proxy turns into the backend's.
    """
    if backend.side is not Side.BACKEND or not backend.inits:
        return
    pairs = [pair for pair in system.pairs if pair.backend is backend]
    seen: set[tuple[Place, Place | None]] = set()
    for passage in _all(system, backend, pairs):
        key = (passage.location.place, passage.end.place if passage.end is not None else None)
        if key not in seen:
            seen.add(key)
            yield passage


def _all(system: System, backend: App, pairs: list[Pair]) -> Iterator[Passage]:
    if not gateways_of(backend, *(pair.frontend for pair in pairs)):
        return
    for environment in system.environments(backend, *(pair.frontend for pair in pairs)):
        for pair in pairs:
            for init in pair.frontend.inits:
                ends = base_ends(system)(pair.frontend, init, environment) or ()
                for end in ends:
                    yield from _of_end(system, pair, end, environment)
        if not pairs:
            yield from _of_backend(system, backend, environment)


def _of_end(system: System, pair: Pair, end: End, environment: Environment) -> Iterator[Passage]:
    if not isinstance(end, BaseEnd):
        return
    for entrance in entrances_of(system, pair, end):
        location = routing_of(entrance.gateway, end.effective).location
        if location is not None and _may_lead(system, pair.backend, location, environment):
            yield Passage(entrance.gateway, location, pair.backend, environment, end, pair)


def _of_backend(system: System, backend: App, environment: Environment) -> Iterator[Passage]:
    ends = [
        end
        for init in backend.inits
        for end in base_ends(system)(backend, init, environment) or ()
        if isinstance(end, BaseEnd)
    ]
    for gateway in gateways_of(backend):
        for end in ends:
            public = {end.effective: None}
            for rule in gateway.rules:
                path = public_path(rule, end.own)
                public.update({} if path is None else {path: None})
            for path in public:
                location = routing_of(gateway, path).location
                if location is not None and _may_lead(system, backend, location, environment):
                    yield Passage(gateway, location, backend, environment)


def _may_lead(system: System, backend: App, location: Location, environment: Environment) -> bool:
    rule = location.rule
    return rule is not None and leads_to(system, backend, rule, environment) is not False
