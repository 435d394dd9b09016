"""Every option of every SDK, with the releases that have it.

Found in the type declarations of each SDK at all its release tags: InputType,
SuperTokensConfig and AppInfoUserInput (types.ts of the frontends), TypeInput, AppInfo and
SuperTokensInfo (supertokens-node), TypeInput, AppInfo and ConnectionInfo (models.go), and the
signatures of InputAppInfo, SupertokensConfig, init and session.init (supertokens_python).
"""

from __future__ import annotations

from msgspec import structs

from supertokens_lint.sdk.names import Sdk
from supertokens_lint.sdk.option_model import Kind, Level, Option

Table = dict[str, Option]


def _table(*options: Option) -> Table:
    return {option.name: option for option in options}


_S, _B, _N, _F = Kind.STRING, Kind.BOOLEAN, Kind.NUMBER, Kind.FUNCTION
_SF, _O, _L = Kind.STRING_OR_FUNCTION, Kind.OBJECT, Kind.LIST

_FRONTEND_DOMAIN = "sessionTokenFrontendDomain"
_BACKEND_DOMAIN = "sessionTokenBackendDomain"

_WEBSITE = _table(
    Option("apiDomain", _S, required=True, since=(5, 0, 0)),
    Option("apiBasePath", _S, since=(5, 0, 0)),
    Option(_FRONTEND_DOMAIN, _S, since=(16, 0, 0)),
    Option("sessionScope", _S, since=(5, 0, 0), removed=(16, 0, 0), renamed_to=_FRONTEND_DOMAIN),
    Option("websiteRootDomain", _S, removed=(5, 0, 0), renamed_to="sessionScope"),
    Option("refreshTokenUrl", _S, removed=(5, 0, 0), renamed_to="apiDomain"),
    Option("viaInterceptor", _B, removed=(5, 0, 0)),
    Option("refreshAPICustomHeaders", _O, removed=(8, 0, 0), renamed_to="preAPIHook"),
    Option("signoutAPICustomHeaders", _O, removed=(8, 0, 0), renamed_to="preAPIHook"),
    Option(_BACKEND_DOMAIN, _S, since=(16, 0, 0)),
    Option("cookieDomain", _S, since=(7, 2, 0), removed=(16, 0, 0), renamed_to=_BACKEND_DOMAIN),
    Option("sessionExpiredStatusCode", _N),
    Option("invalidClaimStatusCode", _N, since=(13, 1, 0)),
    Option("autoAddCredentials", _B, since=(4, 2, 0)),
    Option("isInIframe", _B, since=(7, 1, 0)),
    Option("tokenTransferMethod", _S, since=(16, 0, 0)),
    Option("maxRetryAttemptsForSessionRefresh", _N, since=(20, 1, 0)),
    Option("cookieHandler", _F, since=(10, 1, 0)),
    Option("windowHandler", _F, since=(10, 1, 0)),
    Option("lockFactory", _F, since=(15, 0, 0)),
    Option("dateProvider", _F, since=(18, 0, 0)),
    Option("preAPIHook", _F, since=(8, 0, 0)),
    Option("postAPIHook", _F, since=(12, 0, 0)),
    Option("onHandleEvent", _F, since=(8, 0, 0)),
    Option("override", _O, since=(8, 0, 0)),
    Option("enableDebugLogs", _B, since=(11, 0, 1)),
)

# supertokens-web-js, recipe/session/types.ts: UserInput omits these.
_NOT_IN_WEB_JS_SESSION = frozenset(
    {"apiDomain", "apiBasePath", "enableDebugLogs", "cookieHandler", "windowHandler"}
)

_WEB_JS_SESSION = {
    name: structs.replace(option, of_website=True)
    for name, option in _WEBSITE.items()
    if name not in _NOT_IN_WEB_JS_SESSION
}

_WEB_JS_ROOT = _table(
    Option("appInfo", _O, required=True),
    Option("recipeList", _L, required=True),
    Option("clientType", _S, since=(0, 7, 0)),
    Option("cookieHandler", _F),
    Option("windowHandler", _F),
    Option("dateProvider", _F, since=(0, 9, 0)),
    Option("enableDebugLogs", _B),
    Option("experimental", _O, since=(0, 16, 0)),
)

_WEB_JS_APP_INFO = _table(
    Option("appName", _S, required=True),
    Option("apiDomain", _S, required=True),
    Option("apiBasePath", _S),
    Option("apiGatewayPath", _S),
)

_AUTH_REACT_ROOT = _table(
    Option("appInfo", _O, required=True),
    Option("recipeList", _L, required=True),
    Option("useReactRouterDom", _B, since=(0, 5, 6), removed=(0, 12, 0)),
    Option("languageTranslations", _O, since=(0, 18, 6)),
    Option("cookieHandler", _F, since=(0, 20, 5)),
    Option("windowHandler", _F, since=(0, 20, 5)),
    Option("enableDebugLogs", _B, since=(0, 21, 1)),
    Option("getRedirectionURL", _F, since=(0, 26, 0)),
    Option("clientType", _S, since=(0, 34, 0)),
    Option("usesDynamicLoginMethods", _B, since=(0, 34, 0)),
    Option("dateProvider", _F, since=(0, 37, 0)),
    Option("style", _S, since=(0, 42, 0)),
    Option("useShadowDom", _B, since=(0, 42, 0)),
    Option("disableAuthRoute", _B, since=(0, 42, 0)),
    Option("defaultToSignUp", _B, since=(0, 42, 0)),
    Option("privacyPolicyLink", _S, since=(0, 42, 0)),
    Option("termsOfServiceLink", _S, since=(0, 42, 0)),
    Option("experimental", _O, since=(0, 50, 0)),
)

_AUTH_REACT_APP_INFO = _table(
    Option("appName", _S, required=True),
    Option("apiDomain", _S, required=True),
    Option("websiteDomain", _S, required=True),
    Option("apiBasePath", _S),
    Option("websiteBasePath", _S),
    Option("apiGatewayPath", _S, since=(0, 10, 0)),
)

_AUTH_REACT_SESSION = _WEB_JS_SESSION | _table(
    Option("style", _S, since=(0, 33, 0)),
    Option("accessDeniedScreen", _O, since=(0, 33, 0)),
    Option("useShadowDom", _B, since=(0, 39, 0), removed=(0, 42, 0)),
)

_REACT_NATIVE = _table(
    Option("apiDomain", _S, required=True),
    Option("apiBasePath", _S),
    Option("sessionExpiredStatusCode", _N),
    Option("autoAddCredentials", _B),
    Option("cookieDomain", _S, removed=(4, 0, 0), renamed_to=_BACKEND_DOMAIN),
    Option(_BACKEND_DOMAIN, _S, since=(4, 0, 0)),
    Option("tokenTransferMethod", _S, since=(4, 0, 0)),
    Option("maxRetryAttemptsForSessionRefresh", _N, since=(5, 1, 0)),
    Option("preAPIHook", _F),
    Option("onHandleEvent", _F),
    Option("override", _O),
    Option("enableDebugLogs", _B, since=(4, 1, 0)),
)

_NODE_ROOT = _table(
    Option("framework", _S, since=(7, 0, 0)),
    Option("supertokens", _O, since=(3, 0, 0)),
    Option("appInfo", _O, required=True, since=(3, 0, 0)),
    Option("recipeList", _L, required=True, since=(3, 0, 0)),
    Option("telemetry", _B, since=(3, 4, 2)),
    Option("isInServerlessEnv", _B, since=(4, 2, 0)),
    Option("apiWebProxyPath", _S, since=(4, 2, 0), removed=(5, 0, 0), renamed_to="apiGatewayPath"),
    Option("debug", _B, since=(16, 4, 0)),
    Option("experimental", _O, since=(23, 0, 0)),
)

_NESTJS_ROOT = _NODE_ROOT | _table(
    Option("framework", _S, required=True),
    Option("fastifyAdapter", _O),
    Option("global", _B),
    Option("imports", _L),
    Option("inject", _L),
    Option("useFactory", _F),
    Option("useClass", _O),
    Option("useExisting", _O),
)

_NODE_APP_INFO = _table(
    Option("appName", _S, required=True),
    Option("apiDomain", _S, required=True),
    Option("websiteDomain", _S),
    Option("origin", _SF, since=(16, 3, 0)),
    Option("apiBasePath", _S),
    Option("websiteBasePath", _S),
    Option("apiGatewayPath", _S, since=(4, 4, 0)),
)

_NODE_CONNECTION = _table(
    Option("connectionURI", _S, required=True),
    Option("apiKey", _S),
    Option("networkInterceptor", _F, since=(16, 5, 0)),
    Option("disableCoreCallCache", _B, since=(17, 0, 0)),
)

_NODE_SESSION = _table(
    Option("cookieDomain", _S),
    Option("olderCookieDomain", _S, since=(17, 1, 0)),
    Option("cookieSecure", _B),
    Option("cookieSameSite", _S),
    Option("sessionExpiredStatusCode", _N, since=(3, 0, 0)),
    Option("invalidClaimStatusCode", _N, since=(12, 0, 0)),
    Option("accessTokenPath", _S, since=(13, 5, 0)),
    Option("antiCsrf", _S, since=(5, 0, 0)),
    Option("enableAntiCsrf", _B, since=(3, 4, 0), removed=(5, 0, 0), renamed_to="antiCsrf"),
    Option("getTokenTransferMethod", _F, since=(13, 0, 0)),
    Option("getCookieNameForTokenType", _F, since=(21, 1, 0)),
    Option("getResponseHeaderNameForTokenType", _F, since=(21, 1, 0)),
    Option("errorHandlers", _O, since=(3, 0, 0)),
    Option("useDynamicAccessTokenSigningKey", _B, since=(14, 0, 0)),
    Option("exposeAccessTokenToFrontendInCookieBasedAuth", _B, since=(14, 0, 0)),
    Option("jwksRefreshIntervalSec", _N, since=(19, 0, 0)),
    Option("overwriteSessionDuringSignInUp", _B, since=(17, 0, 0), removed=(21, 0, 0)),
    Option("jwt", _O, since=(8, 3, 0), removed=(14, 0, 0)),
    Option("sessionRefreshFeature", _O, since=(3, 0, 0), removed=(6, 0, 0)),
    Option("signOutFeature", _O, since=(4, 2, 0), removed=(6, 0, 0)),
    Option("override", _O, since=(6, 0, 0)),
)

_PYTHON_ROOT = _table(
    Option("appInfo", _O, required=True),
    Option("framework", _S, required=True),
    Option("supertokens", _O, required=True),
    Option("recipeList", _L, required=True),
    Option("mode", _S),
    Option("telemetry", _B),
    Option("debug", _B, since=(0, 16, 7)),
    Option("experimental", _O, since=(0, 31, 0)),
)

_PYTHON_APP_INFO = _table(
    Option("appName", _S, required=True),
    Option("apiDomain", _S, required=True),
    Option("websiteDomain", _S),
    Option("origin", _SF, since=(0, 18, 0)),
    Option("apiBasePath", _S),
    Option("websiteBasePath", _S),
    Option("apiGatewayPath", _S),
)

_PYTHON_CONNECTION = _table(
    Option("connectionURI", _S, required=True),
    Option("apiKey", _S),
    Option("networkInterceptor", _F, since=(0, 16, 8)),
    Option("disableCoreCallCache", _B, since=(0, 22, 0)),
)

_PYTHON_SESSION = _table(
    Option("cookieDomain", _S),
    Option("olderCookieDomain", _S, since=(0, 20, 0)),
    Option("cookieSecure", _B),
    Option("cookieSameSite", _S),
    Option("sessionExpiredStatusCode", _N),
    Option("antiCsrf", _S),
    Option("getTokenTransferMethod", _F, since=(0, 12, 0)),
    Option("errorHandlers", _O),
    Option("override", _O),
    Option("jwt", _O, removed=(0, 13, 0)),
    Option("invalidClaimStatusCode", _N, since=(0, 11, 0)),
    Option("useDynamicAccessTokenSigningKey", _B, since=(0, 13, 0)),
    Option("exposeAccessTokenToFrontendInCookieBasedAuth", _B, since=(0, 13, 0)),
    Option("jwksRefreshIntervalSec", _N, since=(0, 23, 1)),
)

_GOLANG_ROOT = _table(
    Option("supertokens", _O),
    Option("appInfo", _O, required=True),
    Option("recipeList", _L, required=True),
    Option("telemetry", _B),
    Option("debug", _B, since=(0, 16, 5)),
    Option("onSuperTokensAPIError", _F, since=(0, 7, 0)),
    Option("onGeneralError", _F, removed=(0, 7, 0), renamed_to="onSuperTokensAPIError"),
)

_GOLANG_APP_INFO = _table(
    Option("appName", _S, required=True),
    Option("apiDomain", _S, required=True),
    Option("websiteDomain", _S),
    Option("origin", _S, since=(0, 17, 1)),
    Option("getOrigin", _F, since=(0, 17, 1)),
    Option("apiBasePath", _S),
    Option("websiteBasePath", _S),
    Option("apiGatewayPath", _S),
)

_GOLANG_CONNECTION = _table(
    Option("connectionURI", _S, required=True),
    Option("apiKey", _S),
    Option("networkInterceptor", _F, since=(0, 16, 6)),
    Option("disableCoreCallCache", _B, since=(0, 21, 0)),
)

_GOLANG_SESSION = _table(
    Option("cookieDomain", _S),
    Option("olderCookieDomain", _S, since=(0, 19, 0)),
    Option("cookieSecure", _B),
    Option("cookieSameSite", _S),
    Option("sessionExpiredStatusCode", _N),
    Option("invalidClaimStatusCode", _N, since=(0, 9, 0)),
    Option("antiCsrf", _S),
    Option("override", _O),
    Option("errorHandlers", _O),
    Option("jwt", _O, since=(0, 3, 2), removed=(0, 12, 0)),
    Option("getTokenTransferMethod", _F, since=(0, 10, 0)),
    Option("exposeAccessTokenToFrontendInCookieBasedAuth", _B, since=(0, 12, 0)),
    Option("useDynamicAccessTokenSigningKey", _B, since=(0, 12, 0)),
    Option("jwksRefreshIntervalSec", _N, since=(0, 24, 0)),
)

TABLES: dict[Sdk, dict[Level, Table]] = {
    Sdk.WEBSITE: {Level.ROOT: _WEBSITE},
    Sdk.REACT_NATIVE: {Level.ROOT: _REACT_NATIVE},
    Sdk.WEB_JS: {
        Level.ROOT: _WEB_JS_ROOT,
        Level.APP_INFO: _WEB_JS_APP_INFO,
        Level.SESSION: _WEB_JS_SESSION,
    },
    Sdk.AUTH_REACT: {
        Level.ROOT: _AUTH_REACT_ROOT,
        Level.APP_INFO: _AUTH_REACT_APP_INFO,
        Level.SESSION: _AUTH_REACT_SESSION,
    },
    Sdk.NODE: {
        Level.ROOT: _NODE_ROOT,
        Level.APP_INFO: _NODE_APP_INFO,
        Level.SESSION: _NODE_SESSION,
        Level.CONNECTION: _NODE_CONNECTION,
    },
    Sdk.PYTHON: {
        Level.ROOT: _PYTHON_ROOT,
        Level.APP_INFO: _PYTHON_APP_INFO,
        Level.SESSION: _PYTHON_SESSION,
        Level.CONNECTION: _PYTHON_CONNECTION,
    },
    Sdk.GOLANG: {
        Level.ROOT: _GOLANG_ROOT,
        Level.APP_INFO: _GOLANG_APP_INFO,
        Level.SESSION: _GOLANG_SESSION,
        Level.CONNECTION: _GOLANG_CONNECTION,
    },
}
TABLES[Sdk.PREBUILT_UI] = TABLES[Sdk.AUTH_REACT]
TABLES[Sdk.NESTJS] = {**TABLES[Sdk.NODE], Level.ROOT: _NESTJS_ROOT}
