"""Base paths of two sides: each fault has one rule, and what fits is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.small_systems import auth_react, findings, node, python, web_js, website
from supertokens_lint.finding import Finding, Severity

PATHS = "ST114,ST115,ST116,ST117,ST118"
API = 'appName: "a", apiDomain: "http://localhost:3001"'
SITE = f'{API}, websiteDomain: "http://localhost:3000"'
PY = 'app_name="a", api_domain="http://localhost:3001", website_domain="http://localhost:3000"'


def _codes(found: list[Finding]) -> list[str]:
    return [finding.code for finding in found]


@pytest.mark.parametrize(
    ("frontend", "backend", "codes"),
    [
        ("", "", []),
        ('apiBasePath: "/auth"', "", []),
        ('apiBasePath: "auth/"', 'apiBasePath: "/auth"', []),
        ('apiBasePath: "/x/auth"', 'apiGatewayPath: "/x"', []),
        ('apiGatewayPath: "/x"', 'apiBasePath: "/x/auth"', []),
        ('apiGatewayPath: "x/", apiBasePath: "/"', 'apiBasePath: "/x"', []),
        ('apiBasePath: "/api/auth"', "", ["ST114"]),
        ('apiGatewayPath: "/x"', 'apiGatewayPath: "/y"', ["ST114"]),
        ('apiBasePath: "/"', "", ["ST114"]),
        ('apiBasePath: "/api/v1/auth"', 'apiBasePath: "/api"', ["ST114"]),
        ('apiBasePath: "/api/auth"', 'apiBasePath: "/api"', ["ST115"]),
        ("", 'apiBasePath: "/"', ["ST115"]),
        ('apiBasePath: "/api/my_auth"', 'apiBasePath: "/api"', ["ST114"]),
        ('apiBasePath: "/authx"', "", ["ST114"]),
        ("apiBasePath: process.env.A", 'apiBasePath: "/x"', []),
        ('apiBasePath: "/x"', "...other", []),
        ('apiBasePath: chosen() ? "/x" : "/y"', 'apiBasePath: "/x"', []),
        ('apiBasePath: chosen() ? "/x" : "/y"', 'apiBasePath: "/z"', ["ST114"]),
    ],
)
def test_sums_of_gateway_and_base_path_are_compared(
    tmp_path: Path, frontend: str, backend: str, codes: list[str]
) -> None:
    """Only the sum counts; one more segment is a tenant; what is unknown is no fault."""
    found = findings(
        tmp_path, web_js(f"{API}, {frontend}"), node(f"{SITE}, {backend}"), codes=PATHS
    )
    assert _codes(found) == codes


@pytest.mark.parametrize(
    ("version", "codes"),
    [("20.1.3", ["ST114"]), ("21.9.9", ["ST114"]), ("22.0.0", []), ("^23.0.0", [])],
)
def test_letter_case_depends_on_the_version(tmp_path: Path, version: str, codes: list[str]) -> None:
    """supertokens-node turned base paths into lower case before version 22."""
    base = 'apiBasePath: "/Auth"'
    backend = node(f"{SITE}, {base}", version=version)
    assert _codes(findings(tmp_path, web_js(f"{API}, {base}"), backend, codes=PATHS)) == codes


@pytest.mark.parametrize(
    ("version", "codes"), [("0.28.2", ["ST114"]), ("0.29.0", []), ("0.30.0", [])]
)
def test_letter_case_in_python(tmp_path: Path, version: str, codes: list[str]) -> None:
    """supertokens-python did so before version 0.29, and says so in the message."""
    backend = python(f'{PY}, api_base_path="/Auth"', version=version)
    found = findings(tmp_path, web_js(f'{API}, apiBasePath: "/Auth"'), backend, codes=PATHS)
    assert _codes(found) == codes
    assert all(f"supertokens-python {version} turns" in finding.message for finding in found)


@pytest.mark.parametrize(("version", "code"), [("14.1.3", "ST114"), ("15.0.0", "ST115")])
def test_tenants_depend_on_the_version(tmp_path: Path, version: str, code: str) -> None:
    """Before tenants the extra segment was a path that nobody serves."""
    backend = node(f'{SITE}, apiBasePath: "/api"', version=version)
    frontend = web_js(f'{API}, apiBasePath: "/api/auth"')
    assert _codes(findings(tmp_path, frontend, backend, codes=PATHS)) == [code]


def test_supertokens_website_has_no_gateway_path(tmp_path: Path) -> None:
    """The key is ignored there, so only its base path counts."""
    frontend = website('apiDomain: "http://localhost:3001", apiGatewayPath: "/x"')
    found = findings(tmp_path, frontend, node(f'{SITE}, apiGatewayPath: "/x"'), codes=PATHS)
    assert _codes(found) == ["ST114"]


def test_both_ends_are_named_with_their_values(tmp_path: Path) -> None:
    """The message has both paths, the evidence both places, a default included."""
    backend = python(PY)
    (found,) = findings(tmp_path, web_js(f'{API}, apiBasePath: "/v1/x"'), backend, codes="ST114")
    assert "'/v1/x'" in found.message
    assert "'/auth' (the SDK's default)" in found.message
    assert found.primary.place.path.endswith("web/main.js")
    assert found.counterparts[0].place.path.endswith("api/main.py")


def test_environments_are_compared_one_by_one(tmp_path: Path) -> None:
    """A path that is wrong in production alone is reported there, as a warning."""
    frontend = web_js(f'{API}, apiBasePath: process.env.NODE_ENV === "production" ? "/x" : "/auth"')
    (found,) = findings(tmp_path, frontend, node(SITE), codes=PATHS)
    assert found.environments == ("production",)
    assert found.severity is Severity.WARNING


def test_an_init_that_agrees_is_enough(tmp_path: Path) -> None:
    """An SDK ignores every init after the first, and which one that is nobody can tell."""
    backend = node(SITE)
    more = 'supertokens.init({ appInfo: { apiBasePath: "/x" }, recipeList: [Session.init()] });\n'
    backend["api/index.js"] += more
    assert findings(tmp_path, web_js(f'{API}, apiBasePath: "/x"'), backend, codes=PATHS) == []


# --- proxies -------------------------------------------------------------------------------------


def _vite(rewrite: str, target: str = "http://localhost:3001") -> dict[str, str]:
    option = f", rewrite: {rewrite}" if rewrite else ""
    return {
        "web/vite.config.js": "export default { server: { port: 3000, proxy: { "
        f'"/api": {{ target: "{target}"{option} }} }} }} }};\n'
    }


STRIP = r'(path) => path.replace(/^\/api/, "")'
PROXIED = 'appName: "a", apiDomain: "http://localhost:3000", websiteDomain: "http://localhost:3000"'
LISTEN = {
    "api/server.js": 'import express from "express";\nexpress().listen(3001); // supertokens\n'
}


@pytest.mark.parametrize(
    ("rewrite", "frontend", "backend", "codes"),
    [
        ("", "/api/auth", 'apiBasePath: "/api/auth"', []),
        ("", "/api/auth", 'apiBasePath: "/x/y"', ["ST114"]),
        (STRIP, "/api/auth", 'apiGatewayPath: "/api"', []),
        (STRIP, "/api/auth", "", ["ST117"]),
        (STRIP, "/api/auth", 'apiBasePath: "/api/auth"', ["ST117"]),
        (STRIP, "/api/auth", 'apiBasePath: "/x/y"', ["ST114"]),
        (STRIP, "/auth", "", ["ST117"]),
        ('(path) => "/v1" + path', "/api/auth", 'apiBasePath: "/v1/api/auth"', ["ST117"]),
        ("(path) => lookUp(path)", "/api/auth", "", []),
        ("(path) => lookUp(path)", "/api/auth", 'apiBasePath: "/api/auth"', []),
    ],
)
def test_a_proxy_that_rewrites_is_part_of_the_road(
    tmp_path: Path, rewrite: str, frontend: str, backend: str, codes: list[str]
) -> None:
    """What the backend sees and what the browser sees both have to fit."""
    found = findings(
        tmp_path,
        web_js(f'{PROXIED}, apiBasePath: "{frontend}"'),
        _vite(rewrite),
        node(f"{PROXIED}, {backend}"),
        LISTEN,
        codes=PATHS,
    )
    assert _codes(found) == codes


def test_a_proxy_to_another_server_says_nothing(tmp_path: Path) -> None:
    """A target that is not the backend may do anything with the path."""
    parts = (
        web_js(f'{PROXIED}, apiBasePath: "/api/auth"'),
        _vite(STRIP, "http://localhost:9999"),
        node(PROXIED),
        LISTEN,
    )
    assert findings(tmp_path, *parts, codes="ST117") == []


def test_requests_past_the_proxy_are_compared_directly(tmp_path: Path) -> None:
    """A frontend that calls the backend's own address does not use its development proxy."""
    parts = (
        web_js(f'{API}, apiBasePath: "/api/auth"'),
        _vite(STRIP),
        node(f'{SITE}, apiBasePath: "/api/auth"'),
        LISTEN,
    )
    assert findings(tmp_path, *parts, codes=PATHS) == []


def test_header_sessions_need_no_cookie_path(tmp_path: Path) -> None:
    """Without cookies only routing counts, and the proxy makes that fit."""
    parts = (
        web_js(f'{PROXIED}, apiBasePath: "/api/auth"', '{ tokenTransferMethod: "header" }'),
        _vite(STRIP),
        node(PROXIED, '{ getTokenTransferMethod: () => "header" }'),
        LISTEN,
    )
    assert findings(tmp_path, *parts, codes=PATHS) == []


# --- websiteBasePath -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("frontend", "backend", "root", "codes"),
    [
        ("", "", "", []),
        ('websiteBasePath: "/in"', 'websiteBasePath: "in/"', "", []),
        ('websiteBasePath: "/in"', "", "", ["ST116"]),
        ("", 'websiteBasePath: "/in"', "", ["ST116"]),
        ('websiteBasePath: "/in"', "", "...options,", []),
        ('websiteBasePath: "/in"', "", 'getRedirectionURL: async () => "/in",', []),
        (
            'websiteBasePath: "/in"',
            "",
            'getRedirectionURL: async (c) => c.action === "SUCCESS" ? "/" : undefined,',
            ["ST116"],
        ),
    ],
)
def test_website_base_paths(
    tmp_path: Path, frontend: str, backend: str, root: str, codes: list[str]
) -> None:
    """Both sides name one path, unless the frontend leads users elsewhere itself."""
    found = findings(
        tmp_path,
        auth_react(f"{SITE}, {frontend}", root=root),
        node(f"{SITE}, {backend}"),
        codes=PATHS,
    )
    assert _codes(found) == codes
    assert all(finding.severity is Severity.WARNING for finding in found)


def test_a_ui_of_its_own_has_its_own_paths(tmp_path: Path) -> None:
    """auth-react without its prebuilt UI shows nothing at its websiteBasePath."""
    frontend = auth_react(SITE)
    head, _, rest = frontend["web/index.js"].partition("import { EmailPasswordPreBuiltUI }")
    frontend["web/index.js"] = head + rest.partition("\n")[2]
    backend = node(f'{SITE}, websiteBasePath: "/in"')
    assert findings(tmp_path, frontend, backend, codes=PATHS) == []


def test_web_js_has_no_website_base_path(tmp_path: Path) -> None:
    """What is no option of the SDK is compared with nothing."""
    frontend = web_js(f'{API}, websiteBasePath: "/in"')
    assert findings(tmp_path, frontend, node(SITE), codes=PATHS) == []


# --- routes --------------------------------------------------------------------------------------

ROUTE = (
    'import { getAppDirRequestHandler } from "supertokens-node/nextjs";\n'
    "const handle = getAppDirRequestHandler();\nexport const GET = (r) => handle(r);\n"
)


@pytest.mark.parametrize(
    ("folder", "base", "codes"),
    [
        ("app/api/auth/[[...path]]", '"/api/auth"', []),
        ("app/api/auth/[...path]", '"/api/auth/"', []),
        ("app/api/[...path]", '"/api/auth"', []),
        ("app/[[...path]]", '"/api/auth"', []),
        ("app/api/session/[...path]", '"/api/auth"', ["ST118"]),
        ("app/api/auth/login/[...path]", '"/api/auth"', ["ST118"]),
        ("app/api/authentication/[...path]", '"/api/auth"', ["ST118"]),
        ("app/api/session/[...path]", "process.env.BASE", []),
    ],
)
def test_routes_are_at_the_base_path(
    tmp_path: Path, folder: str, base: str, codes: list[str]
) -> None:
    """A route serves the base path when it is at it or catches all above it."""
    backend = node(f"{SITE}, apiBasePath: {base}")
    files = {
        "api/package.json": '{"dependencies": {"next": "15.0.0", "supertokens-node": "23.0.1"}}',
        f"api/{folder}/route.js": ROUTE,
    }
    assert _codes(findings(tmp_path, backend, files, codes=PATHS)) == codes


def test_the_odd_one_of_three_is_reported_once(tmp_path: Path) -> None:
    """Frontend and route agree, so the backend's path is the fault, and one rule says so."""
    files = {
        "api/package.json": '{"dependencies": {"next": "15.0.0", "supertokens-node": "23.0.1"}}',
        "api/app/api/auth/[...path]/route.js": ROUTE,
    }
    frontend = web_js(f'{API}, apiBasePath: "/api/auth"')
    found = findings(tmp_path, frontend, node(f'{SITE}, apiBasePath: "/x/y"'), files, codes=PATHS)
    assert _codes(found) == ["ST114"]


@pytest.mark.parametrize(
    ("image", "codes"),
    [
        ("docker.tyk.io/tyk-gateway/tyk-gateway:v5.3", []),
        ("kong:3.7", []),
        ("krakend", []),
        ("acme/api-gateway@sha256:0a1b", []),
        ("redis:7", ["ST110", "ST114"]),
        ("kongress/web", ["ST110", "ST114"]),
    ],
)
def test_a_gateway_that_cannot_be_read(tmp_path: Path, image: str, codes: list[str]) -> None:
    """What an API gateway at the address that the frontend calls makes of paths is not known."""
    compose = {
        "compose.yaml": f'services:\n  edge:\n    image: {image}\n    ports: ["8080:8080"]\n'
    }
    mine = 'appName: "a", apiDomain: "http://localhost:8080", apiBasePath: "/user/auth"'
    found = findings(tmp_path, web_js(mine), node(SITE), compose, codes=f"ST110,{PATHS}")
    assert _codes(found) == codes
