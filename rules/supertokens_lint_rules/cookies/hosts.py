"""The hosts of API and website that cookies of a pair belong to."""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.extract.facts import Init
from supertokens_lint.resolve.outcomes import Environment, Mode
from supertokens_lint.sdk.domains import is_loopback, is_private_lan
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.topology.model import App, Pair, System
from supertokens_lint_rules.addresses import address, is_sample, website_ends
from supertokens_lint_rules.ends import End, ends_of

API = "apiDomain"


def host_at(end: End) -> str | None:
    """Return the host of a domain setting, ``None`` for the page's own and container names."""
    found = address(end)
    return None if found is None or found.is_container else found.host


def is_excused(scope: End, scope_host: str, domain: End) -> bool:
    """Tell whether a developer's machine beside a public scope, or the reverse, proves nothing.

    In production it is the domain that is wrong, which is ``development-domain-in-production``;
    an example file, which nobody is bound to copy, may hold both.
    """
    found = address(domain)
    is_local = is_loopback(scope_host) or is_private_lan(scope_host)
    if found is None or found.is_development == is_local:
        return False
    if found.is_development and domain.environment.mode is Mode.PRODUCTION:
        return True
    return found.is_tunnel or is_sample(scope) or is_sample(domain)


def api_ends(
    system: System, app: App, init: Init, environment: Environment
) -> tuple[End, ...] | None:
    """Return the apiDomain of a backend's init, or of the frontends that call it."""
    own = ends_of(system, app, init, API, environment)
    if own:
        return own
    for pair in system.pairs:
        if pair.backend is app:
            for other in pair.frontend.inits:
                ends = ends_of(system, pair.frontend, other, API, environment)
                if ends:
                    return ends
    return None


def site_ends(
    system: System, app: App, init: Init, environment: Environment
) -> tuple[End, ...] | None:
    """Return where the website of a frontend's init is: as it says itself, or as its backend says.

    Of the frontend SDKs only auth-react has a websiteDomain; what others are given under that
    name proves nothing. A frontend that uses the origin of the page says nothing either.
    """
    if init.sdk.engine is Sdk.AUTH_REACT:
        own = website_ends(system, app, init, environment)
        if own and not any(end.outcome.same_origin for end in own):
            return own
    for backend in backends_of(app, system):
        found = [
            end
            for other in backend.inits
            for end in website_ends(system, backend, other, environment) or ()
        ]
        if found:
            return tuple(found)
    return None


def backends_of(app: App, system: System) -> Iterator[App]:
    """Yield the backends of a frontend."""
    for pair in system.pairs:
        if pair.frontend is app:
            yield pair.backend


def pairs_of(app: App, system: System) -> Iterator[Pair]:
    """Yield the pairs that an app takes part in."""
    for pair in system.pairs:
        if app in (pair.frontend, pair.backend):
            yield pair
