"""What the SDKs of a pair send and must be able to read across origins."""

from __future__ import annotations

from supertokens_lint.extract.facts import Init
from supertokens_lint.resolve.outcomes import Environment
from supertokens_lint.resolve.values import Const
from supertokens_lint.sdk.defaults import AntiCsrf, TransferMethod
from supertokens_lint.sdk.headers import (
    AUTH_MODE,
    required_allow_headers,
    required_expose_headers,
)
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.topology.model import App, System
from supertokens_lint_rules.agreements import version_of
from supertokens_lint_rules.cors.crossings import Crossing
from supertokens_lint_rules.transfer import uses_only_headers


def needed_request_headers(
    crossing: Crossing, backend: App, environment: Environment, system: System
) -> frozenset[str]:
    """Return the request headers that must be allowed; without a frontend, those of every one."""
    csrf = _anti_csrf(backend, environment, system)
    init = crossing.frontend
    if init is None:
        return required_allow_headers(Sdk.WEBSITE, None, "cookie", csrf) - {AUTH_MODE}
    transfer: TransferMethod = "header" if _in_headers(init, backend) else "cookie"
    return required_allow_headers(init.sdk, version_of(init), transfer, csrf)


def needed_response_headers(
    crossing: Crossing, backend: App, environment: Environment, system: System
) -> frozenset[str]:
    """Return the response headers that the frontend must be able to read."""
    csrf = _anti_csrf(backend, environment, system)
    own = next(iter(backend.inits), None)
    if own is None:
        return frozenset({"front-token"})
    init = crossing.frontend
    is_header = _in_headers(init, backend) if init is not None else uses_only_headers(own)
    given = (
        None
        if own.session is None
        else own.session.get("exposeAccessTokenToFrontendInCookieBasedAuth")
    )
    exposes = given is not None and isinstance(given.value, Const) and given.value.value is True
    return required_expose_headers(
        own.sdk,
        version_of(own),
        "header" if is_header else "cookie",
        csrf,
        exposes_access_token=exposes,
    )


def _in_headers(frontend: Init, backend: App) -> bool:
    return uses_only_headers(frontend) or any(uses_only_headers(init) for init in backend.inits)


def _anti_csrf(backend: App, environment: Environment, system: System) -> AntiCsrf:
    for init in backend.inits:
        given = None if init.session is None else init.session.get("antiCsrf")
        if given is not None:
            outcomes = system.outcomes(given.value, environment)
            if all(outcome.text == "VIA_TOKEN" for outcome in outcomes):
                return "VIA_TOKEN"
    return "NONE"
