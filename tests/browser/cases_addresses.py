"""Rules about addresses and paths."""

from __future__ import annotations

from browser.case import API, Case, Edit, Fails

_MAIN = "web/src/main.js"
_ORDERS = "web/src/orders.js"
_EXPRESS = "api/index.js"
_LOCAL_SITE = "http://localhost:3000"
_LOCAL_API = "http://localhost:3001"
_NOBODY = "ERR_EMPTY_RESPONSE"

CASES = (
    Case("api-domain-mismatch", "express", short=True),
    Case("api-domain-mismatch", "fastapi", system="fastapi", short=True),
    Case("api-domain-mismatch", "localhost", site=_LOCAL_SITE, api=_LOCAL_API),
    Case(
        "api-domain-mismatch",
        "other-port",
        (Edit(_MAIN, _LOCAL_API, "http://localhost:3002"),),
        Fails("sign up", f"POST /auth/signup: net::{_NOBODY}"),
        site=_LOCAL_SITE,
        api=_LOCAL_API,
        short=True,
    ),
    Case(
        "api-domain-mismatch",
        "other-host",
        (
            Edit(_MAIN, API, "https://backend.example.com"),
            Edit(_ORDERS, API, "https://backend.example.com"),
        ),
        Fails("sign up", f"POST /auth/signup: net::{_NOBODY}"),
    ),
    Case(
        "api-domain-mismatch",
        "plain-http",
        (Edit(_MAIN, API, "http://api.example.com"), Edit(_ORDERS, API, "http://api.example.com")),
        Fails("sign up", "POST /auth/signup: mixed-content"),
    ),
    Case("api-domain-mismatch", "other-spelling", (Edit(_MAIN, API, "API.example.com:443/"),)),
    Case(
        "request-host-mismatch",
        "second-host",
        (Edit(_ORDERS, API, "https://orders.example.com"),),
        Fails("use", "GET /orders: 401"),
        answers_at=(API, "https://orders.example.com"),
    ),
    Case(
        "request-host-mismatch",
        "second-host-covered",
        (
            Edit(_ORDERS, API, "https://orders.example.com"),
            Edit(
                _MAIN,
                "Session.init()",
                'Session.init({ sessionTokenBackendDomain: ".example.com" })',
            ),
            Edit(_EXPRESS, "Session.init()", 'Session.init({ cookieDomain: ".example.com" })'),
        ),
        answers_at=(API, "https://orders.example.com"),
    ),
    Case(
        "loopback-alias",
        "api-by-number",
        (),
        Fails("use", "refused sAccessToken: SchemefulSameSiteLax"),
        site=_LOCAL_SITE,
        api="http://127.0.0.1:3001",
        third_party_cookies=True,
        short=True,
    ),
    Case(
        "loopback-alias",
        "frontend-by-number",
        (
            Edit(_MAIN, _LOCAL_API, "http://127.0.0.1:3001"),
            Edit(_ORDERS, _LOCAL_API, "http://127.0.0.1:3001"),
        ),
        Fails("use", "refused sAccessToken: SchemefulSameSiteLax"),
        site=_LOCAL_SITE,
        api=_LOCAL_API,
        answers_at=(_LOCAL_API, "http://127.0.0.1:3001"),
        third_party_cookies=True,
    ),
    Case(
        "loopback-alias",
        "both-by-number",
        site="http://127.0.0.1:3000",
        api="http://127.0.0.1:3001",
    ),
    Case(
        "api-base-path-mismatch",
        "default-against-prefix",
        (Edit(_EXPRESS, 'apiBasePath: "/auth"', 'apiBasePath: "/api/auth"'),),
        Fails("sign up", "POST /auth/signup: 404"),
        short=True,
    ),
    Case(
        "api-base-path-mismatch",
        "letter-case",
        (Edit(_MAIN, 'apiBasePath: "/auth"', 'apiBasePath: "/Auth"'),),
        Fails("sign up", "POST /Auth/signup: 404"),
    ),
    Case(
        "api-base-path-mismatch",
        "letter-case-of-old-node",
        (
            Edit(_MAIN, 'apiBasePath: "/auth"', 'apiBasePath: "/Auth"'),
            Edit("api/package.json", "24.0.3", "20.1.7"),
            Edit("web/package.json", "0.16.0", "0.13.1"),
        ),
        Fails("refresh", "withheld sRefreshToken from /Auth/session/refresh: NotOnPath"),
    ),
    Case(
        "api-base-path-mismatch",
        "sums-split-differently",
        (
            Edit(_MAIN, 'apiBasePath: "/auth"', 'apiGatewayPath: "/v1", apiBasePath: "auth/"'),
            Edit(_EXPRESS, 'apiBasePath: "/auth"', 'apiBasePath: "/v1/auth"'),
        ),
    ),
    Case(
        "base-path-read-as-tenant",
        "version-in-path",
        (Edit(_MAIN, 'apiBasePath: "/auth"', 'apiBasePath: "/auth/v1"'),),
        Fails("sign up", "POST /auth/v1/signup: 500"),
    ),
)
