"""Requests of clients without an SDK that a backend's anti-CSRF mode refuses."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from supertokens_lint.extract.cookie_facts import BareRequest
from supertokens_lint.extract.facts import Init
from supertokens_lint.finding import Evidence
from supertokens_lint.resolve.outcomes import Environment
from supertokens_lint.sdk.errors import InvalidPathError
from supertokens_lint.sdk.headers import ANTI_CSRF, AUTH_MODE, AUTHORIZATION, RID
from supertokens_lint.sdk.paths import refresh_path
from supertokens_lint.topology.model import App, System
from supertokens_lint_rules.addresses import Address, address, address_of
from supertokens_lint_rules.agreements import version_of
from supertokens_lint_rules.ends import ends_of
from supertokens_lint_rules.requests.targets import CUT, heads

NEEDED = {"VIA_CUSTOM_HEADER": RID, "VIA_TOKEN": ANTI_CSRF}


class Refused(Struct, frozen=True):
    """A request that lacks the header which the mode asks for, and what shows that it matters."""

    request: BareRequest
    header: str
    evidence: tuple[Evidence, ...]


def refused_requests(
    system: System, app: App, init: Init, mode: str, environment: Environment
) -> Iterator[Refused]:
    """Yield the requests without a needed header to routes that surely verify the session."""
    header = NEEDED.get(mode)
    apis = ends_of(system, app, init, "apiDomain", environment)
    here = address(apis[0]) if apis and len(apis) == 1 else None
    if header is None or here is None:
        return
    refresh = _refresh(system, app, init, environment)
    for request in app.cookies.bare_requests:
        if request.headers & {header, AUTHORIZATION, AUTH_MODE}:
            continue
        path = _path_at(system, request, here, init, environment)
        if path is None:
            continue
        shown = Evidence("request without an SDK", request.place, f"{request.method} {path}")
        if path == refresh:
            yield Refused(request, header, (shown,))
        for route in app.cookies.guarded_routes:
            if (route.method, route.path) == (request.method, path):
                guarded = Evidence("route that verifies the session", route.place, route.path)
                yield Refused(request, header, (shown, guarded))


def _refresh(system: System, app: App, init: Init, environment: Environment) -> str | None:
    bases = ends_of(system, app, init, "apiBasePath", environment, default="/auth")
    gateways = ends_of(system, app, init, "apiGatewayPath", environment, default="")
    if not bases or not gateways or len(bases) > 1 or len(gateways) > 1:
        return None
    try:
        return refresh_path(gateways[0].text, bases[0].text, init.sdk, version_of(init))
    except InvalidPathError:
        return None


def _path_at(
    system: System, request: BareRequest, here: Address, init: Init, environment: Environment
) -> str | None:
    """Return the path of a request that certainly goes to an address."""
    found = heads(system, request.url, environment)
    if found is None or len(found) != 1:
        return None
    text = found[0][0]
    target = address_of(text, init.sdk)
    if CUT in text or target != here:
        return None
    path = text.partition("://")[2].partition("/")[2]
    return "/" + path.partition("?")[0].partition("#")[0].rstrip("/")
