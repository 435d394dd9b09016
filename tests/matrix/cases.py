"""Faults of settings, and what looks like them and works."""

from __future__ import annotations

from dataclasses import replace

from matrix.settings import API, SITE, Backend, Case, Frontend

OTHER_SITE = "https://shop.example"
OTHER_API = "https://depot-api.example.net"

B, F = Backend(), Frontend()

TWO_APPS = (
    Case("everything-agrees", B, F),
    Case("other-host", B, replace(F, api="https://backend.depot.example"), "ST110", (API,)),
    Case("other-spelling", B, replace(F, api=f"{API}/")),
    Case(
        "loopback-names",
        replace(B, api="http://127.0.0.1:3001", site="http://localhost:3000",
                origin="http://localhost:3000"),
        replace(F, api="http://localhost:3001", site="http://localhost:3000"),
        "ST113", ("http://127.0.0.1:3001",),
    ),
    Case(
        "one-loopback-name",
        replace(B, api="http://localhost:3001", site="http://localhost:3000",
                origin="http://localhost:3000"),
        replace(F, api="http://localhost:3001", site="http://localhost:3000"),
    ),
    Case("base-path", replace(B, api_base="/api/auth"), F, "ST114", ("/api/auth",)),
    Case("same-base-path", replace(B, api_base="api/auth/"), replace(F, api_base="/api/auth")),
    Case("tenant-in-path", replace(B, api_base="/api"), replace(F, api_base="/api/auth"),
         "ST115", ("/api",)),
    Case("path-in-domain", replace(B, api=f"{API}/v1"), F, "ST106", (f"{API}/v1",)),
    Case("doubled-scheme", replace(B, api=f"https://{API}"), F, "ST106", (f"https://{API}",)),
    Case("cookie-domain", replace(B, cookie_domain=".shop.example"), F, "ST201",
         (".shop.example",)),
    Case("cookie-domain-above", replace(B, cookie_domain=".depot.example"), F),
    Case("insecure-none", replace(B, same_site="none", secure=False), F, "ST204",
         ("none", "false")),
    Case("secure-none", replace(B, same_site="none", secure=True), F),
    Case(
        "secure-over-http",
        replace(B, api="http://api.depot.example", site="http://depot.example",
                origin="http://depot.example", secure=True),
        replace(F, api="http://api.depot.example", site="http://depot.example"),
        "ST205", ("true", "http://api.depot.example"),
    ),
    Case("two-sites", replace(B, api=OTHER_API), replace(F, api=OTHER_API), "ST206",
         (OTHER_API, SITE)),
    Case("two-sites-with-headers", replace(B, api=OTHER_API, transfer="header"),
         replace(F, api=OTHER_API, transfer="header")),
    Case("strict-across-sites", replace(B, api=OTHER_API, same_site="strict"),
         replace(F, api=OTHER_API), "ST207", ("strict", OTHER_API)),
    Case("strict-on-one-site", replace(B, same_site="strict"), F),
    Case("no-anti-csrf", replace(B, same_site="none", anti_csrf="NONE"), F, "ST209",
         ("NONE", "none")),
    Case("anti-csrf-header", replace(B, same_site="none", anti_csrf="VIA_CUSTOM_HEADER"), F),
    Case("lax-in-a-frame", replace(B, same_site="lax"), replace(F, iframe=True), "ST210", ("lax",)),
    Case("forced-cookies", replace(B, transfer="cookie"), replace(F, transfer="header"), "ST211"),
    Case("any-transfer", replace(B, transfer="any"), replace(F, transfer="header")),
    Case("other-website", replace(B, site="https://www.depot.example"), F, "ST112",
         ("https://www.depot.example",)),
    Case("website-base-path", replace(B, website_base="/login"), F, "ST116", ("/login",)),
    Case("same-website-base-path", replace(B, website_base="auth/"), F),
    Case("other-backend-domain", replace(B, cookie_domain=".depot.example"),
         replace(F, backend_domain=".shop.example"), "ST203"),
    Case("cors-origin", replace(B, origin=OTHER_SITE), F, "ST303", (OTHER_SITE,)),
)  # fmt: skip
"""An API and its site, at two addresses."""

ONE = replace(B, api=SITE, origin=SITE, api_base="/api/auth")
ONE_WEB = replace(F, api=SITE, api_base="/api/auth")
ONE_APP = (
    Case("everything-agrees", ONE, ONE_WEB),
    Case("other-host", ONE, replace(ONE_WEB, api="https://backend.depot.example"), "ST110", (SITE,)),
    Case(
        "loopback-names",
        replace(ONE, api="http://127.0.0.1:3000", site="http://localhost:3000"),
        replace(ONE_WEB, api="http://localhost:3000"),
        "ST113", ("http://127.0.0.1:3000",),
    ),
    Case("base-path", ONE, replace(ONE_WEB, api_base="/api/login"), "ST114", ("/api/auth",)),
    Case("route-elsewhere", replace(ONE, api_base="/auth"), replace(ONE_WEB, api_base="/auth"),
         "ST118", ("/auth",)),
    Case("same-base-path", replace(ONE, api_base="api/auth/"), ONE_WEB),
    Case("path-in-domain", replace(ONE, api=f"{SITE}/v1"), ONE_WEB, "ST106", (f"{SITE}/v1",)),
    Case("cookie-domain", replace(ONE, cookie_domain=".shop.example"), ONE_WEB, "ST201",
         (".shop.example",)),
    Case("cookie-domain-itself", replace(ONE, cookie_domain="depot.example"), ONE_WEB),
    Case("insecure-none", replace(ONE, same_site="none", secure=False), ONE_WEB, "ST204",
         ("none", "false")),
    Case(
        "secure-over-http",
        replace(ONE, api="http://depot.example", site="http://depot.example", secure=True),
        replace(ONE_WEB, api="http://depot.example"),
        "ST205", ("true", "http://depot.example"),
    ),
    Case("strict-on-one-site", replace(ONE, same_site="strict"), ONE_WEB),
    Case("no-anti-csrf", replace(ONE, same_site="none", anti_csrf="NONE"), ONE_WEB, "ST209",
         ("NONE", "none")),
    Case("anti-csrf-header", replace(ONE, same_site="none", anti_csrf="VIA_CUSTOM_HEADER"), ONE_WEB),
    Case("lax-in-a-frame", replace(ONE, same_site="lax"), replace(ONE_WEB, iframe=True), "ST210",
         ("lax",)),
    Case("forced-cookies", replace(ONE, transfer="cookie"), replace(ONE_WEB, transfer="header"),
         "ST211"),
    Case("any-transfer", replace(ONE, transfer="any"), replace(ONE_WEB, transfer="header")),
)  # fmt: skip
"""An application that serves its pages and its API at one address."""

SIDE_OF_THE_SITE = (
    Case("everything-agrees", B, F),
    Case("other-host", B, replace(F, api="https://backend.depot.example"), "ST110", (API,)),
    Case(
        "loopback-names",
        replace(B, api="http://localhost:3001", site="http://localhost:3000",
                origin="http://localhost:3000"),
        replace(F, api="http://127.0.0.1:3001", site="http://localhost:3000"),
        "ST113", ("http://localhost:3001",),
    ),
    Case("base-path", B, replace(F, api_base="/api/auth/v2"), "ST114"),
    Case("same-base-path", replace(B, api_base="/api/auth"), replace(F, api_base="api/auth/")),
    Case("two-sites", replace(B, api=OTHER_API), replace(F, api=OTHER_API), "ST206",
         (OTHER_API, SITE)),
    Case("scope", B, replace(F, scope="shop.example"), "ST202"),
    Case("scope-above", B, replace(F, scope=".depot.example")),
    Case("backend-domain", replace(B, cookie_domain=".depot.example"),
         replace(F, backend_domain=".shop.example"), "ST203"),
    Case("same-backend-domain", replace(B, cookie_domain=".depot.example"),
         replace(F, backend_domain="depot.example")),
    Case("lax-in-a-frame", replace(B, same_site="lax"), replace(F, iframe=True), "ST210", ("lax",)),
    Case("forced-cookies", replace(B, transfer="cookie"), replace(F, transfer="header"), "ST211"),
)  # fmt: skip
"""Settings of the frontend, beside one backend."""
