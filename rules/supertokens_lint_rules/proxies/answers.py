"""Where proxies answer requests of the auth API themselves."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from supertokens_lint.extract.gateway_facts import Gateway, Location, OwnAnswer
from supertokens_lint.topology.model import App, Pair, System
from supertokens_lint_rules.ends import End
from supertokens_lint_rules.gateways import entrances_of, routing_of
from supertokens_lint_rules.paths.effective import BaseEnd, base_ends


class Answered(Struct, frozen=True):
    """A proxy that certainly answers the refresh of sessions itself with 200."""

    gateway: Gateway
    location: Location
    answer: OwnAnswer
    end: BaseEnd


def answered(system: System, backend: App) -> Iterator[Answered]:
    """Yield the proxies that requests of frontends certainly end at, once a line."""
    seen: set[OwnAnswer] = set()
    for pair in system.pairs:
        if pair.backend is not backend:
            continue
        for environment in system.environments(backend, pair.frontend):
            for init in pair.frontend.inits:
                for end in base_ends(system)(pair.frontend, init, environment) or ():
                    found = _at(system, pair, end)
                    if found is not None and found.answer not in seen:
                        seen.add(found.answer)
                        yield found


def _at(system: System, pair: Pair, end: End) -> Answered | None:
    """Return the proxy that answers, when all that may be reached do."""
    if not isinstance(end, BaseEnd):
        return None
    found: Answered | None = None
    for entrance in entrances_of(system, pair, end):
        gateway = entrance.gateway
        routing = routing_of(gateway, end.effective)
        location = routing.location
        is_known = entrance.is_certain and routing.is_certain and gateway.is_complete
        if not is_known or location is None or location.answer is None:
            return None
        found = found or Answered(gateway, location, location.answer, end)
    return found
