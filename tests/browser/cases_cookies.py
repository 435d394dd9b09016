"""Rules about cookies and tokens."""

from __future__ import annotations

from browser.case import API, Case, Edit, Fails

_MAIN = "web/src/main.js"
_EXPRESS = "api/index.js"
_OTHER_API = "https://api.shop-backend.net"
_PLAIN_SITE = "http://app.example.com"
_PLAIN_API = "http://api.example.com"
_LOCAL_SITE = "http://localhost:3000"
_LOCAL_API = "http://localhost:3001"


def _session(options: str, file: str = _EXPRESS) -> Edit:
    return Edit(file, "Session.init()", f"Session.init({{ {options} }})")


CASES = (
    Case(
        "cookie-domain-mismatch",
        "domain-of-the-site",
        (_session('cookieDomain: "app.example.com"'),),
        Fails("use", "refused sAccessToken: InvalidDomain"),
        short=True,
    ),
    Case(
        "cookie-domain-mismatch",
        "public-suffix",
        (_session('cookieDomain: ".com"'),),
        Fails("use", "refused sAccessToken: InvalidDomain"),
    ),
    Case("cookie-domain-mismatch", "parent", (_session('cookieDomain: ".example.com"'),)),
    Case(
        "session-scope-mismatch",
        "domain-of-the-api",
        (_session('sessionTokenFrontendDomain: "api.example.com"', _MAIN),),
        Fails("use", "Failed to retrieve local session state from cookies"),
    ),
    Case(
        "session-scope-mismatch",
        "parent",
        (_session('sessionTokenFrontendDomain: ".example.com"', _MAIN),),
    ),
    Case(
        "backend-domain-mismatch",
        "backend-host-only",
        (
            Edit("web/src/orders.js", API, "https://orders.example.com"),
            _session('sessionTokenBackendDomain: ".example.com"', _MAIN),
        ),
        Fails("use", "GET /orders: 401"),
        answers_at=(API, "https://orders.example.com"),
    ),
    Case(
        "insecure-same-site-none",
        "sdk-refuses",
        (_session("cookieSecure: false"),),
        Fails("sign up", "POST /auth/signup: 500"),
        api=_OTHER_API,
    ),
    Case(
        "insecure-same-site-none",
        "browser-refuses",
        (_session('cookieSameSite: "none"'),),
        Fails("use", "refused sAccessToken: SameSiteNoneInsecure"),
        site=_LOCAL_SITE,
        api=_LOCAL_API,
    ),
    Case(
        "secure-cookie-over-http",
        "plain-api",
        (_session("cookieSecure: true"),),
        Fails("use", "refused sAccessToken: SecureOnly"),
        site=_PLAIN_SITE,
        api=_PLAIN_API,
    ),
    Case("secure-cookie-over-http", "computed", (), site=_PLAIN_SITE, api=_PLAIN_API),
    Case(
        "secure-cookie-over-http",
        "localhost",
        (_session("cookieSecure: true"),),
        site=_LOCAL_SITE,
        api=_LOCAL_API,
    ),
    Case(
        "cross-site-cookies",
        "browser-blocks-them",
        (),
        Fails("use", "refused sAccessToken: UserPreferences"),
        api=_OTHER_API,
    ),
    Case(
        "cross-site-cookies",
        "browser-allows-them",
        (),
        api=_OTHER_API,
        warned=True,
        third_party_cookies=True,
    ),
    Case(
        "cross-site-cookies",
        "header-mode",
        (_session('tokenTransferMethod: "header"', _MAIN),),
        api=_OTHER_API,
    ),
    Case(
        "same-site-too-strict",
        "lax",
        (_session('cookieSameSite: "lax"'),),
        Fails("use", "refused sAccessToken: SchemefulSameSiteLax"),
        api=_OTHER_API,
        third_party_cookies=True,
    ),
    Case(
        "same-site-too-strict",
        "strict",
        (_session('cookieSameSite: "strict"'),),
        Fails("use", "refused sAccessToken: SchemefulSameSiteStrict"),
        api=_OTHER_API,
        third_party_cookies=True,
        short=True,
    ),
    Case(
        "same-site-too-strict",
        "old-suffix-list",
        (
            Edit("api/package.json", "24.0.3", "16.3.0"),
            Edit("web/package.json", "0.16.0", "0.9.0"),
        ),
        Fails("use", "refused sAccessToken: SchemefulSameSiteLax"),
        site="https://shop-web.vercel.app",
        api="https://shop-api.vercel.app",
        third_party_cookies=True,
    ),
    Case("same-site-too-strict", "strict-in-one-site", (_session('cookieSameSite: "strict"'),)),
    Case(
        "token-transfer-conflict",
        "backend-forces-cookies",
        (
            _session('tokenTransferMethod: "header"', _MAIN),
            _session('getTokenTransferMethod: () => "cookie"'),
        ),
        Fails("use", "refused sAccessToken: UserPreferences"),
        api=_OTHER_API,
        also=("cross-site-cookies",),
    ),
    Case(
        "token-transfer-conflict",
        "backend-forces-cookies-in-one-site",
        (
            _session('tokenTransferMethod: "header"', _MAIN),
            _session('getTokenTransferMethod: () => "cookie"'),
        ),
        warned=True,
    ),
    Case(
        "token-transfer-conflict",
        "backend-forces-headers",
        (_session('getTokenTransferMethod: () => "header"'),),
    ),
    Case(
        "status-code-mismatch",
        "other-code-of-the-frontend",
        (_session("sessionExpiredStatusCode: 440", _MAIN),),
        Fails("refresh", "GET /orders: 401"),
    ),
    Case(
        "status-code-mismatch",
        "other-code-of-both",
        (
            _session("sessionExpiredStatusCode: 440", _MAIN),
            _session("sessionExpiredStatusCode: 440"),
        ),
        refusal=440,
    ),
)
