"""Which version of each SDK brought what: the ladder that rules ask.

Source: the SDKs' own change logs, and their sources at each release tag.
"""

from __future__ import annotations

from enum import Enum, auto

from supertokens_lint.sdk.generations import website_generation
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.sdk.versions import ZERO, Release, SdkVersion, at_least


class Feature(Enum):
    """A behaviour that some versions have and some have not."""

    HEADER_SESSIONS = auto()
    """st-auth-mode and header sessions; id-refresh-token gone; new names of the domain keys."""
    JWT_ACCESS_TOKENS = auto()
    """Access tokens are JWTs; exposeAccessTokenToFrontendInCookieBasedAuth exists."""
    XHR_INTERCEPTION = auto()
    """XMLHttpRequest, and with it axios, is intercepted without addAxiosInterceptors."""
    PORT_AGNOSTIC_INTERCEPTION = auto()
    """Interception compares host names without ports and covers subdomains."""
    INTERCEPTION_OPT_OUT = auto()
    """A URL that contains superTokensDoNotDoInterception is left alone."""
    RETRY_CAP = auto()
    """Refreshing stops after maxRetryAttemptsForSessionRefresh tries instead of never."""
    CLAIMS = auto()
    """Session claims; 403 and invalidClaimStatusCode."""
    TENANT_IN_PATH = auto()
    """API paths may be basePath/tenantId/..., so one extra segment reads as a tenant."""
    ORIGIN_OPTION = auto()
    """appInfo.origin exists and wins over websiteDomain."""
    LAZY_WEBSITE_DOMAIN = auto()
    """The website's domain is checked at the first request that needs it, not at init."""
    OLDER_COOKIE_DOMAIN = auto()
    """olderCookieDomain exists."""
    COMBINATION_RECIPES_REMOVED = auto()
    """thirdpartyemailpassword and thirdpartypasswordless are gone."""
    CASE_SENSITIVE_PATHS = auto()
    """Base paths keep their letter case instead of being lower-cased."""
    CASE_KEPT_IN_DOMAINS = auto()
    """Domains are not lower-cased first, so an upper-case scheme is not recognised."""
    SCHEME_AWARE_SAME_SITE = auto()
    """Different schemes of API and website make the computed SameSite "none"."""
    INSECURE_COOKIE_CHECK_AT_INIT = auto()
    """SameSite=None without Secure throws at init."""
    INSECURE_COOKIE_CHECK_AT_SIGN_IN = auto()
    """SameSite=None without Secure throws when a session is created."""
    TYPED_ANTI_CSRF = auto()
    """antiCsrf (a mode) exists in place of enableAntiCsrf (a boolean)."""
    EXACT_SAME_SITE_SPELLING = auto()
    """cookie_same_site accepts only the exact lower-case words."""
    MEMOISED_SAME_SITE = auto()
    """The first computed SameSite holds for the whole process, even with a callable origin."""
    SCOPE_KEEPS_DOT = auto()
    """A cookie domain written with a leading dot keeps it."""


_Ladder = dict[Sdk, Release]

_LADDER: dict[Feature, _Ladder] = {
    Feature.HEADER_SESSIONS: {
        Sdk.WEBSITE: (16, 0, 0),
        Sdk.WEB_JS: (0, 5, 0),
        Sdk.AUTH_REACT: (0, 31, 0),
        Sdk.REACT_NATIVE: (4, 0, 0),
        Sdk.NODE: (13, 0, 0),
        Sdk.PYTHON: (0, 12, 0),
        Sdk.GOLANG: (0, 10, 0),
    },
    Feature.JWT_ACCESS_TOKENS: {
        Sdk.NODE: (14, 0, 0),
        Sdk.PYTHON: (0, 13, 0),
        Sdk.GOLANG: (0, 12, 0),
    },
    Feature.XHR_INTERCEPTION: {
        Sdk.WEBSITE: (14, 0, 0),
        Sdk.WEB_JS: (0, 3, 0),
        Sdk.AUTH_REACT: (0, 27, 0),
    },
    Feature.PORT_AGNOSTIC_INTERCEPTION: {
        Sdk.WEBSITE: (20, 0, 0),
        Sdk.WEB_JS: (0, 11, 0),
        Sdk.AUTH_REACT: (0, 41, 0),
        Sdk.REACT_NATIVE: (5, 0, 0),
    },
    Feature.INTERCEPTION_OPT_OUT: {Sdk.WEBSITE: (14, 0, 0), Sdk.REACT_NATIVE: (5, 0, 0)},
    Feature.RETRY_CAP: {Sdk.WEBSITE: (20, 1, 0), Sdk.REACT_NATIVE: (5, 1, 0)},
    Feature.CLAIMS: {
        Sdk.WEBSITE: (13, 1, 0),
        Sdk.WEB_JS: (0, 2, 0),
        Sdk.AUTH_REACT: (0, 26, 0),
        Sdk.NODE: (12, 0, 0),
        Sdk.PYTHON: (0, 11, 0),
        Sdk.GOLANG: (0, 9, 0),
    },
    Feature.TENANT_IN_PATH: {
        Sdk.WEBSITE: (17, 0, 2),
        Sdk.WEB_JS: (0, 7, 0),
        Sdk.AUTH_REACT: (0, 34, 0),
        Sdk.REACT_NATIVE: (4, 0, 5),
        Sdk.NODE: (15, 0, 0),
        Sdk.PYTHON: (0, 15, 0),
        Sdk.GOLANG: (0, 13, 0),
    },
    Feature.ORIGIN_OPTION: {
        Sdk.NODE: (16, 3, 0),
        Sdk.PYTHON: (0, 18, 0),
        Sdk.GOLANG: (0, 17, 1),
    },
    Feature.LAZY_WEBSITE_DOMAIN: {
        Sdk.NODE: (16, 3, 0),
        Sdk.PYTHON: (0, 18, 0),
        Sdk.GOLANG: (0, 17, 1),
    },
    Feature.OLDER_COOKIE_DOMAIN: {
        Sdk.NODE: (17, 1, 0),
        Sdk.PYTHON: (0, 20, 0),
        Sdk.GOLANG: (0, 19, 0),
    },
    Feature.COMBINATION_RECIPES_REMOVED: {
        Sdk.WEB_JS: (0, 12, 0),
        Sdk.AUTH_REACT: (0, 42, 0),
        Sdk.NODE: (18, 0, 0),
        Sdk.PYTHON: (0, 21, 0),
        Sdk.GOLANG: (0, 20, 0),
    },
    Feature.CASE_SENSITIVE_PATHS: {
        Sdk.WEBSITE: (8, 0, 0),
        Sdk.WEB_JS: ZERO,
        Sdk.AUTH_REACT: (0, 13, 1),
        Sdk.REACT_NATIVE: ZERO,
        Sdk.NODE: (22, 0, 0),
        Sdk.PYTHON: (0, 29, 0),
    },
    Feature.CASE_KEPT_IN_DOMAINS: {
        Sdk.WEBSITE: (8, 0, 0),
        Sdk.WEB_JS: ZERO,
        Sdk.AUTH_REACT: (0, 13, 1),
        Sdk.REACT_NATIVE: ZERO,
    },
    Feature.SCHEME_AWARE_SAME_SITE: {
        Sdk.NODE: (7, 3, 1),
        Sdk.PYTHON: (0, 2, 0),
        Sdk.GOLANG: (0, 0, 5),
    },
    Feature.INSECURE_COOKIE_CHECK_AT_INIT: {
        Sdk.NODE: (3, 4, 0),
        Sdk.PYTHON: (0, 0, 1),
        Sdk.GOLANG: (0, 0, 1),
    },
    Feature.INSECURE_COOKIE_CHECK_AT_SIGN_IN: {
        Sdk.NODE: (13, 0, 0),
        Sdk.PYTHON: (0, 12, 0),
        Sdk.GOLANG: (0, 10, 0),
    },
    Feature.TYPED_ANTI_CSRF: {Sdk.NODE: (5, 0, 0), Sdk.PYTHON: ZERO, Sdk.GOLANG: ZERO},
    Feature.EXACT_SAME_SITE_SPELLING: {Sdk.PYTHON: (0, 31, 0)},
    Feature.MEMOISED_SAME_SITE: {Sdk.PYTHON: (0, 18, 0)},
    Feature.SCOPE_KEEPS_DOT: {
        Sdk.WEBSITE: ZERO,
        Sdk.WEB_JS: ZERO,
        Sdk.AUTH_REACT: ZERO,
        Sdk.REACT_NATIVE: ZERO,
        Sdk.NODE: ZERO,
        Sdk.PYTHON: (0, 20, 0),
        Sdk.GOLANG: (0, 19, 0),
    },
}

_ENDED: dict[Feature, _Ladder] = {
    Feature.INSECURE_COOKIE_CHECK_AT_INIT: _LADDER[Feature.INSECURE_COOKIE_CHECK_AT_SIGN_IN],
}


def has(feature: Feature, sdk: Sdk, version: SdkVersion | None) -> bool | None:
    """Tell whether ``version`` of ``sdk`` has ``feature``.

    None where the version's range lies on both sides of the change, or ``version`` is None and
    the feature came with some version. web-js and auth-react answer for the supertokens-website
    that they bring, where they have no entry of their own.
    """
    engine = sdk.engine
    since = _LADDER[feature].get(engine)
    if since is None:
        if Sdk.WEBSITE in _LADDER[feature] and engine in {Sdk.WEB_JS, Sdk.AUTH_REACT}:
            return has(feature, Sdk.WEBSITE, website_generation(sdk, version))
        return False
    begun = True if since == ZERO else at_least(sdk, version, since)
    end = _ENDED.get(feature, {}).get(engine)
    if end is None or begun is False:
        return begun
    ended = at_least(sdk, version, end)
    if ended is None or begun is None:
        return None
    return not ended


def introduced_in(feature: Feature, sdk: Sdk) -> Release | None:
    """Return the first release of ``sdk`` with ``feature``; None if it has no entry."""
    return _LADDER[feature].get(sdk.engine)
