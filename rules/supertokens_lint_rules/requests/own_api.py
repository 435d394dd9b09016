"""Whether a host that requests go to is surely part of the system's own API."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from supertokens_lint.extract.facts import DevServer
from supertokens_lint.finding import Evidence
from supertokens_lint.resolve.outcomes import Environment
from supertokens_lint.sdk.domains import is_loopback
from supertokens_lint.sdk.names import Side
from supertokens_lint.sdk.scope import covers
from supertokens_lint.sdk.site import registrable_domain
from supertokens_lint.topology.model import App, System
from supertokens_lint_rules.addresses import Address, address
from supertokens_lint_rules.ends import End, ends_of


class Proof(Struct, frozen=True):
    """Why a host is the system's own; ``evidence`` is the place that says so."""

    reason: str
    evidence: tuple[Evidence, ...] = ()
    is_certain: bool = True


def api_ends(system: System, app: App, environment: Environment) -> Iterator[tuple[End, Address]]:
    """Yield the known API addresses of an app."""
    for init in app.inits:
        for end in ends_of(system, app, init, "apiDomain", environment) or ():
            here = address(end)
            if here is not None:
                yield end, here


def backend_at(system: System, target: Address, environment: Environment) -> Proof | None:
    """Return the backend that says it is at an address, or listens there on this machine."""
    for app in system.apps:
        if app.side is not Side.BACKEND:
            continue
        for end, here in api_ends(system, app, environment):
            if here.host == target.host and (
                here.port == target.port or not is_loopback(here.host)
            ):
                return Proof("the address of a backend of this system", (end.evidence(),))
        if is_loopback(target.host):
            server = _listening(system, app, target.port, environment)
            if server is not None:
                evidence = Evidence(f"{server.tool} port", server.place, str(target.port))
                return Proof("a port that a backend of this system listens on", (evidence,))
    return None


def serves_pages(system: System, app: App, target: Address, environment: Environment) -> bool:
    """Tell whether the app's own pages come from an address."""
    return is_loopback(target.host) and (
        _listening(system, app, target.port, environment) is not None
    )


def _listening(system: System, app: App, port: int, environment: Environment) -> DevServer | None:
    for server in app.servers:
        if port in server.published:
            return server
        for outcome in system.outcomes(server.port, environment):
            if str(outcome.scalar) == str(port):
                return server
    return None


def is_same_family(target: Address, api: Address) -> bool:
    """Tell whether two hosts share a registrable domain."""
    family = registrable_domain(target.host)
    return family is not None and family == registrable_domain(api.host)


def shares_cookies(system: System, app: App, target: Address, environment: Environment) -> bool:
    """Tell whether a backend of the app spreads its cookies over a host on purpose."""
    for pair in system.pairs:
        if pair.frontend == app:
            for init in pair.backend.inits:
                ends = ends_of(
                    system, pair.backend, init, "cookieDomain", environment, session=True
                )
                if any(end.text and covers(end.text, target.host) for end in ends or ()):
                    return True
    return False
