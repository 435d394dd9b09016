"""The positional arguments of supertokens_python, which changed their order over time.

Found in the signatures of InputAppInfo, SupertokensConfig, init and session.init at all tags.
"""

from __future__ import annotations

from supertokens_lint.sdk.names import Sdk
from supertokens_lint.sdk.option_model import Level
from supertokens_lint.sdk.versions import SdkVersion, at_least

# Each step: the first release with this order.
PYTHON_INIT_ORDER = (
    ((0, 0, 0), ("appInfo", "framework", "supertokens", "recipeList", "mode", "telemetry")),
    (
        (0, 16, 7),
        ("appInfo", "framework", "supertokens", "recipeList", "mode", "telemetry", "debug"),
    ),
    (
        (0, 31, 0),
        (
            "appInfo",
            "framework",
            "supertokens",
            "recipeList",
            "mode",
            "telemetry",
            "debug",
            "experimental",
        ),
    ),
)
PYTHON_APP_INFO_ORDER = (
    (
        (0, 0, 0),
        (
            "appName",
            "apiDomain",
            "websiteDomain",
            "apiGatewayPath",
            "apiBasePath",
            "websiteBasePath",
        ),
    ),
    (
        (0, 18, 0),
        (
            "appName",
            "apiDomain",
            "apiGatewayPath",
            "apiBasePath",
            "websiteBasePath",
            "websiteDomain",
            "origin",
        ),
    ),
)
PYTHON_CONNECTION_ORDER = (
    ((0, 0, 0), ("connectionURI", "apiKey")),
    ((0, 16, 8), ("connectionURI", "apiKey", "networkInterceptor")),
    ((0, 22, 0), ("connectionURI", "apiKey", "networkInterceptor", "disableCoreCallCache")),
)
_COOKIES = ("cookieSecure", "cookieSameSite", "sessionExpiredStatusCode", "antiCsrf")
_TRANSFER = (*_COOKIES, "getTokenTransferMethod", "errorHandlers", "override")
_SIGNING = (
    "invalidClaimStatusCode",
    "useDynamicAccessTokenSigningKey",
    "exposeAccessTokenToFrontendInCookieBasedAuth",
)
PYTHON_SESSION_ORDER = (
    ((0, 0, 0), ("cookieDomain", *_COOKIES, "errorHandlers", "override", "jwt")),
    (
        (0, 11, 0),
        (
            "cookieDomain",
            *_COOKIES,
            "errorHandlers",
            "override",
            "jwt",
            "invalidClaimStatusCode",
        ),
    ),
    ((0, 12, 0), ("cookieDomain", *_TRANSFER, "jwt", "invalidClaimStatusCode")),
    ((0, 13, 0), ("cookieDomain", *_TRANSFER, *_SIGNING)),
    ((0, 20, 0), ("cookieDomain", "olderCookieDomain", *_TRANSFER, *_SIGNING)),
    (
        (0, 23, 1),
        ("cookieDomain", "olderCookieDomain", *_TRANSFER, *_SIGNING, "jwksRefreshIntervalSec"),
    ),
)


def positional_order(
    sdk: Sdk, level: Level, version: SdkVersion | None = None
) -> tuple[str, ...] | None:
    """Return the canonical names of positional arguments: Python's only, () for the others.

    None where the versions of a range differ. An unknown version is read as the newest. In
    0.18.0 InputAppInfo moved websiteDomain behind the paths; in 0.20.0 session.init took
    olderCookieDomain in as its second argument.
    """
    if sdk is not Sdk.PYTHON:
        return ()
    orders = {
        Level.ROOT: PYTHON_INIT_ORDER,
        Level.APP_INFO: PYTHON_APP_INFO_ORDER,
        Level.CONNECTION: PYTHON_CONNECTION_ORDER,
        Level.SESSION: PYTHON_SESSION_ORDER,
    }[level]
    if version is None:
        return orders[-1][1]
    found: tuple[str, ...] = orders[0][1]
    for since, order in orders[1:]:
        reached = at_least(sdk, version, since)
        if reached is None:
            # Arguments that were only added at the end move none of the earlier ones.
            if order[: len(found)] != found:
                return None
            continue
        if reached:
            found = order
    return found
