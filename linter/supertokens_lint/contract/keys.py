"""The settings that a contract holds: those that rules compare, none of which is a secret."""

from __future__ import annotations

APP_INFO = (
    "apiDomain",
    "websiteDomain",
    "origin",
    "apiBasePath",
    "websiteBasePath",
    "apiGatewayPath",
)
SESSION = (
    "antiCsrf",
    "autoAddCredentials",
    "cookieDomain",
    "cookieSameSite",
    "cookieSecure",
    "exposeAccessTokenToFrontendInCookieBasedAuth",
    "getTokenTransferMethod",
    "invalidClaimStatusCode",
    "isInIframe",
    "olderCookieDomain",
    "sessionExpiredStatusCode",
    "sessionScope",
    "sessionTokenBackendDomain",
    "sessionTokenFrontendDomain",
    "tokenTransferMethod",
)
ROOT = ("autoAddCredentials",)

GENERATED = "getSuperTokensRoutesForReactRouterDom"
UI_MODULES = ("/prebuiltui", "/ui")
REDIRECTION = "getRedirectionURL"
EMAILS = "emailDelivery"
"""Names from which rules tell whether, and where, the SDK's own pages are shown."""
