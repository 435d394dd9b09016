"""How an app's sessions travel, and whether its requests cross an origin."""

from __future__ import annotations

from supertokens_lint.extract.facts import Init
from supertokens_lint.extract.transfer import answers
from supertokens_lint.resolve.outcomes import Environment
from supertokens_lint.sdk.domains import is_loopback
from supertokens_lint.sdk.features import Feature, has
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.topology.model import App, System
from supertokens_lint_rules.addresses import Address, address, address_of, website_ends
from supertokens_lint_rules.ends import ends_of
from supertokens_lint_rules.requests.own_api import serves_pages
from supertokens_lint_rules.requests.targets import Target

HEADER = "header"


def uses_cookies(system: System, app: App, init: Init, environment: Environment) -> bool | None:
    """Tell whether the sessions of a frontend travel in cookies, ``None`` when nobody knows.

    The backend decides; what a frontend asks for counts where the backend takes either.
    Source: getTokenTransferMethod of the backends, ``tokenTransferMethod`` of the frontends,
    which is ``"cookie"`` by default and ``"header"`` in React Native since 4.0.
    """
    own = _asks_for_cookies(system, app, init, environment)
    for pair in system.pairs:
        if pair.frontend != app:
            continue
        for other in pair.backend.inits:
            given = None if other.session is None else other.session.get("getTokenTransferMethod")
            if given is None:
                if other.session is not None and other.session.rest is not None:
                    return None
                continue
            words = answers(given.value)
            if words is None:
                return None
            if words == {HEADER}:
                return False
            if words == {"cookie"}:
                return True
    return own


def _asks_for_cookies(
    system: System, app: App, init: Init, environment: Environment
) -> bool | None:
    ends = ends_of(system, app, init, "tokenTransferMethod", environment, session=True)
    if ends is None:
        return None
    if not ends:
        if init.sdk is not Sdk.REACT_NATIVE:
            return True
        version = None if init.version is None else init.version.version
        has_headers = has(Feature.HEADER_SESSIONS, init.sdk, version)
        return None if has_headers is None and version is not None else has_headers is False
    words = {end.text for end in ends}
    return words != {HEADER} if len(words) == 1 else None


def crosses_origin(
    system: System, app: App, target: Target, environment: Environment
) -> bool | None:
    """Tell whether a request leaves the origin of the page that sends it.

    ``None`` when nobody says where the pages are. Another name of the same machine is not said
    to be another origin: which one people type is not in the files.
    """
    if not target.is_absolute:
        return False
    here = address_of(target.url, app.inits[0].sdk)
    if here is None:
        return None
    if serves_pages(system, app, here, environment):
        return False
    pages = page_addresses(system, app, environment) or _served(system, app, here, environment)
    if any(page.origin == here.origin for page in pages):
        return False
    return bool(pages) or None


def page_addresses(system: System, app: App, environment: Environment) -> tuple[Address, ...]:
    """Return the addresses of an app's pages that its settings and its backends' tell."""
    apps = [app, *(pair.backend for pair in system.pairs if pair.frontend == app)]
    return tuple(
        page
        for each in apps
        for init in each.inits
        for page in map(address, website_ends(system, each, init, environment) or ())
        if page is not None
    )


def _served(
    system: System, app: App, here: Address, environment: Environment
) -> tuple[Address, ...]:
    """Return where an app's own server listens on the machine that an address is of."""
    if not is_loopback(here.host):
        return ()
    ports = {
        str(outcome.scalar)
        for server in app.servers
        for outcome in system.outcomes(server.port, environment)
    }
    return tuple(
        Address(f"http://{here.host}:{port}", "http", here.host, int(port))
        for port in sorted(ports)
        if port.isascii() and port.isdecimal()
    )
