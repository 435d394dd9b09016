"""Websites that call an API of another origin: only these need CORS."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from supertokens_lint.extract.facts import Init
from supertokens_lint.resolve.outcomes import Environment
from supertokens_lint.resolve.values import Const
from supertokens_lint.sdk.names import Sdk, Side
from supertokens_lint.topology.model import App, Pair, System
from supertokens_lint_rules.addresses import Address, address, website_ends
from supertokens_lint_rules.ends import End, ends_of
from supertokens_lint_rules.transfer import uses_only_headers

API = "apiDomain"


class Site(Struct, frozen=True):
    """An address at which a website may be opened, and the setting that says so."""

    end: End
    address: Address

    @property
    def origin(self) -> str:
        """What a browser sends as ``Origin``."""
        return self.address.origin


class Crossing(Struct, frozen=True):
    """A website and an API of another origin, in one environment.

    ``sites`` are all addresses that are given for the website, those of the frontend first.
    ``frontend`` is the init that sends the requests, ``None`` when only the backend is known.
    """

    environment: Environment
    sites: tuple[Site, ...]
    api: End
    frontend: Init | None = None
    pair: Pair | None = None

    @property
    def sends_credentials(self) -> bool:
        """Whether browsers attach credentials, as the SDK has them do unless told otherwise."""
        init = self.frontend
        if init is None or init.session is None:
            return True
        given = init.session.get("autoAddCredentials") or init.root.get("autoAddCredentials")
        off = given is not None and not (
            isinstance(given.value, Const) and given.value.value is True
        )
        return not (off and uses_only_headers(init))


def crossings(system: System, backend: App, environment: Environment) -> Iterator[Crossing]:
    """Yield what is certainly cross-origin between a backend and its websites.

    The frontend says where browsers call the API. A backend without a frontend in the system is
    taken at its own word; one that is not paired with the frontends there are says nothing.
    """
    pairs = [pair for pair in system.pairs if pair.backend is backend]
    for pair in pairs:
        for init in pair.frontend.inits:
            if init.sdk is not Sdk.REACT_NATIVE:
                yield from _of_frontend(system, pair, init, environment)
    if not pairs and not any(app.side is Side.FRONTEND for app in system.apps):
        yield from stated_by_backend(system, backend, environment)


def stated_by_backend(system: System, backend: App, environment: Environment) -> Iterator[Crossing]:
    """Yield the crossings that a backend's own appInfo states, whatever its frontends do."""
    for init in backend.inits:
        sites = _sites(system, backend, init, environment)
        yield from _crossing(system, backend, init, tuple(sites), environment)


def _of_frontend(
    system: System, pair: Pair, init: Init, environment: Environment
) -> Iterator[Crossing]:
    sites: list[Site] = []
    for other in pair.frontend.inits:
        sites.extend(_sites(system, pair.frontend, other, environment))
    for other in pair.backend.inits:
        sites.extend(_sites(system, pair.backend, other, environment))
    found = _crossing(system, pair.frontend, init, tuple(sites), environment)
    for crossing in found:
        yield Crossing(environment, crossing.sites, crossing.api, init, pair)


def _sites(system: System, app: App, init: Init, environment: Environment) -> Iterator[Site]:
    for end in website_ends(system, app, init, environment) or ():
        here = address(end)
        if here is not None and not here.is_container:
            yield Site(end, here)


def _crossing(
    system: System, app: App, init: Init, sites: tuple[Site, ...], environment: Environment
) -> Iterator[Crossing]:
    apis = ends_of(system, app, init, API, environment)
    if not apis or not sites:
        return
    there = [address(end) for end in apis]
    if any(known is None or known.is_container for known in there):
        return
    origins = {known.origin for known in there if known is not None}
    if not origins & {site.origin for site in sites}:
        yield Crossing(environment, sites, apis[0])


def is_same_origin(system: System, backend: App, environment: Environment) -> bool:
    """Tell whether a website of a backend calls it at its own origin, so that CORS is not asked.

    A frontend that calls the origin of its page does, also through a proxy.
    """
    pairs = [pair for pair in system.pairs if pair.backend is backend]
    for pair in pairs:
        for init in pair.frontend.inits:
            apis = ends_of(system, pair.frontend, init, API, environment) or ()
            sites = [
                site.origin
                for app in (pair.frontend, backend)
                for other in app.inits
                for site in _sites(system, app, other, environment)
            ]
            known = [address(end) for end in apis]
            if any(end.outcome.same_origin for end in apis) or any(
                here is not None and here.origin in sites for here in known
            ):
                return True
    for init in () if pairs else backend.inits:
        sites = [site.origin for site in _sites(system, backend, init, environment)]
        for end in ends_of(system, backend, init, API, environment) or ():
            here = address(end)
            if here is not None and here.origin in sites:
                return True
    return False
