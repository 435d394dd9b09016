"""The headers and cookies of a SuperTokens session, and what CORS must let through.

Sources: getAllCORSHeaders and cookieAndHeaders of the backend SDKs, fetch.ts of
supertokens-website; Fetch standard for what credentials change.
"""

from __future__ import annotations

from supertokens_lint.sdk.defaults import AntiCsrf, TransferMethod
from supertokens_lint.sdk.features import Feature, has
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.sdk.versions import SdkVersion, at_least

CONTENT_TYPE = "content-type"
RID = "rid"
FDI_VERSION = "fdi-version"
ANTI_CSRF = "anti-csrf"
AUTHORIZATION = "authorization"
AUTH_MODE = "st-auth-mode"
FRONT_TOKEN = "front-token"  # noqa: S105 - a header name
ACCESS_TOKEN = "st-access-token"  # noqa: S105 - a header name
REFRESH_TOKEN = "st-refresh-token"  # noqa: S105 - a header name
ID_REFRESH_TOKEN = "id-refresh-token"  # noqa: S105 - a header name

# Lists by name of what API gateways need, which the documentation tells to add.
GATEWAY_HEADERS = (RID, FDI_VERSION, ANTI_CSRF, AUTH_MODE)

# The methods of the auth API that browsers preflight or send; MFA also uses PUT.
AUTH_API_METHODS = frozenset({"GET", "POST"})

_OLD_CORS_HEADERS = (RID, FDI_VERSION, ANTI_CSRF)
_CORS_HEADERS = (*_OLD_CORS_HEADERS, AUTHORIZATION, AUTH_MODE)


def cors_headers(sdk: Sdk, version: SdkVersion | None = None) -> tuple[str, ...] | None:
    """Return what getAllCORSHeaders of a backend returns; never ``content-type``.

    In the order of supertokens-node; Python and Go give no order. None where the versions of a
    range differ. An unknown version is read as the newest.
    """
    if sdk is Sdk.PYTHON:
        new = at_least(sdk, version, (0, 12, 1))
    else:
        new = has(Feature.HEADER_SESSIONS, sdk, version)
    if new is None and version is not None:
        return None
    return _OLD_CORS_HEADERS if new is False else _CORS_HEADERS


def required_allow_headers(
    frontend: Sdk,
    version: SdkVersion | None,
    transfer: TransferMethod = "cookie",
    anti_csrf: AntiCsrf = "NONE",
) -> frozenset[str]:
    """Return what a cross-origin preflight of ``frontend`` asks for, in lower case.

    These must be in Access-Control-Allow-Headers. ``*`` there does not stand for them in
    requests with credentials, and never for ``authorization``. A version that is unknown, or a
    range across a change, is read as the newest.
    """
    needed = {CONTENT_TYPE, RID, FDI_VERSION}
    if has(Feature.HEADER_SESSIONS, frontend, version) is not False:
        needed.add(AUTH_MODE)
    if transfer == "header":
        needed.add(AUTHORIZATION)
    if anti_csrf == "VIA_TOKEN":
        needed.add(ANTI_CSRF)
    return frozenset(needed)


def required_expose_headers(
    backend: Sdk,
    version: SdkVersion | None,
    transfer: TransferMethod = "cookie",
    anti_csrf: AntiCsrf = "NONE",
    *,
    exposes_access_token: bool = False,
) -> frozenset[str]:
    """Return what the frontend must be able to read from cross-origin responses, in lower case.

    The backend adds them to Access-Control-Expose-Headers itself; only something that replaces
    the header can leave one out. ``exposes_access_token`` is
    exposeAccessTokenToFrontendInCookieBasedAuth.
    """
    needed = {FRONT_TOKEN}
    if anti_csrf == "VIA_TOKEN":
        needed.add(ANTI_CSRF)
    if has(Feature.HEADER_SESSIONS, backend, version) is False:
        return frozenset(needed | {ID_REFRESH_TOKEN})
    if transfer == "header":
        needed |= {ACCESS_TOKEN, REFRESH_TOKEN}
    elif exposes_access_token:
        needed.add(ACCESS_TOKEN)
    return frozenset(needed)


def backend_cookies(sdk: Sdk, version: SdkVersion | None = None) -> tuple[str, ...]:
    """Return the names of the HttpOnly cookies that a backend sets on the API's host."""
    if has(Feature.HEADER_SESSIONS, sdk, version) is False:
        return ("sAccessToken", "sRefreshToken", "sIdRefreshToken")
    return ("sAccessToken", "sRefreshToken")


def frontend_cookies(sdk: Sdk, version: SdkVersion | None = None) -> tuple[str, ...]:
    """Return the names of the cookies that a web SDK writes on the website's host."""
    if has(Feature.HEADER_SESSIONS, sdk, version) is False:
        return ("sIRTFrontend", "sFrontToken", "sAntiCsrf")
    return (
        "sFrontToken",
        "st-last-access-token-update",
        "sAntiCsrf",
        ACCESS_TOKEN,
        REFRESH_TOKEN,
    )
