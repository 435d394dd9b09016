"""Rules about proxies: what counts as proof that a request meets one, and what it then does."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from rules.small_systems import findings, node, python, web_js
from supertokens_lint.finding import Severity

ALL = "ST110,ST112,ST114,ST115,ST117,ST309,ST601,ST602,ST603"
SITE = 'appName: "a", apiDomain: "http://localhost:8080"'
BACK = f'{SITE}, websiteDomain: "http://localhost:8080"'
COMPOSE = """
services:
  proxy:
    image: nginx
    ports: ["8080:80"]
    volumes: ["./nginx.conf:/etc/nginx/conf.d/default.conf"]
  api:
    build: ./api
  web:
    build: ./web
"""
PAGES = "location / { proxy_pass http://web:3000; }"
LISTEN = {
    "api/Dockerfile": "FROM node\nEXPOSE 3001\n",
    "web/Dockerfile": "FROM node\nEXPOSE 3000\n",
}


def _nginx(*locations: str, head: str = "listen 80;") -> dict[str, str]:
    return {
        "nginx.conf": f"server {{ {head}\n" + "\n".join(locations) + "\n}\n",
        "docker-compose.yml": COMPOSE,
        **LISTEN,
    }


def _codes(directory: Path, *parts: Mapping[str, str], codes: str = ALL) -> list[str]:
    return [item.code for item in findings(directory, *parts, codes=codes)]


def _web(base: str, gateway: str = "", domain: str = SITE, session: str = "") -> dict[str, str]:
    extra = f', apiGatewayPath: "{gateway}"' if gateway else ""
    return web_js(f'{domain}, apiBasePath: "{base}"{extra}', session)


def _api(base: str, gateway: str = "", domain: str = BACK) -> dict[str, str]:
    extra = f', apiGatewayPath: "{gateway}"' if gateway else ""
    return node(f'{domain}, apiBasePath: "{base}"{extra}')


STRIP = "location /api/ { proxy_pass http://api:3001/; }"
KEEP = "location /api/ { proxy_pass http://api:3001; }"


@pytest.mark.parametrize(
    ("location", "web", "api", "expected"),
    [
        (STRIP, ("/api/auth", ""), ("/auth", ""), ["ST117"]),
        (STRIP, ("/api/auth", ""), ("/auth", "/api"), []),
        (STRIP, ("/auth", "/api"), ("/auth", "/api"), []),
        (STRIP, ("/api/auth", ""), ("/api/auth", ""), ["ST117"]),
        (STRIP, ("/auth", ""), ("/auth", ""), ["ST117"]),
        (STRIP, ("/auth", ""), ("/auth", "/api"), ["ST117"]),
        (STRIP, ("/api/v1/auth", ""), ("/auth", ""), ["ST114"]),
        (KEEP, ("/api/auth", ""), ("/api/auth", ""), []),
        (KEEP, ("/auth", "/api"), ("/api/auth", ""), []),
        (KEEP, ("/api/auth", ""), ("/auth", ""), ["ST114"]),
        (KEEP, ("/auth", ""), ("/auth", ""), ["ST603"]),
        (KEEP, ("/auth", ""), ("/api/auth", ""), ["ST114"]),
        ("location /api { proxy_pass http://api:3001/; }", ("/api/auth", ""), ("/auth", "/api"), ["ST117"]),
        ("location /api/ { proxy_pass http://other:9/; }", ("/api/auth", ""), ("/auth", ""), []),
        ("location /api/ { proxy_pass http://other:9/; }", ("/auth", ""), ("/auth", ""), []),
    ],
)  # fmt: skip
def test_sums_decide_and_each_fault_has_one_rule(
    tmp_path: Path,
    location: str,
    web: tuple[str, str],
    api: tuple[str, str],
    expected: list[str],
) -> None:
    """What is accounted for is right; a proxy that leads elsewhere proves nothing."""
    assert _codes(tmp_path, _nginx(location, PAGES), _web(*web), _api(*api)) == expected


def test_a_port_that_nobody_publishes_proves_nothing(tmp_path: Path) -> None:
    """nginx on 80, nobody says that the frontend's address leads there."""
    files = _nginx(KEEP, PAGES)
    del files["docker-compose.yml"]
    assert _codes(tmp_path, files, _web("/auth"), _api("/auth")) == []


def test_calls_past_the_proxy_are_not_its_business(tmp_path: Path) -> None:
    """A frontend that calls the backend's own port does not meet the proxy."""
    direct = 'appName: "a", apiDomain: "http://localhost:3001"'
    back = f'{direct}, websiteDomain: "http://localhost:8080"'
    assert (
        _codes(tmp_path, _nginx(KEEP, PAGES), _web("/auth", "", direct), _api("/auth", "", back))
        == []
    )


def test_a_server_is_met_by_its_name(tmp_path: Path) -> None:
    """In production the name that the frontend calls is proof; another name is none."""
    files = _nginx(KEEP, PAGES, head="listen 443 ssl; server_name app.example.com;")
    for host, expected in (("app", ["ST603"]), ("api", [])):
        domain = f'appName: "a", apiDomain: "https://{host}.example.com"'
        back = f'{domain}, websiteDomain: "https://app.example.com"'
        assert (
            _codes(
                tmp_path, files, _web("/auth", "", domain), _api("/auth", "", back), codes="ST603"
            )
            == expected
        )


def test_pages_call_what_serves_them(tmp_path: Path) -> None:
    """With the page's origin as apiDomain the frontend's own nginx is met, but not by Vite."""
    files = _nginx(KEEP, "location / { try_files $uri /index.html; }")
    files["web/nginx.conf"] = files.pop("nginx.conf")
    files["docker-compose.yml"] = (
        "services:\n  web:\n    build: ./web\n    ports: ['8080:80']\n  api:\n    build: ./api\n"
    )
    files["web/Dockerfile"] = "FROM nginx\nCOPY nginx.conf /etc/nginx/conf.d/default.conf\n"
    own = 'appName: "a", apiDomain: window.location.origin'
    (found,) = findings(tmp_path, files, _web("/auth", "", own), _api("/auth"), codes="ST603")
    assert "development" not in found.environments


def test_an_app_that_forwards_by_itself_may_do_so_behind_the_proxy(tmp_path: Path) -> None:
    """A rewrite of the framework to which the proxy leads takes the auth path on."""
    rewrite = (
        "module.exports = { async rewrites() { return [{ source: '/auth/:path*', "
        "destination: 'http://api:3001/auth/:path*' }]; } };"
    )
    files = {**_nginx(KEEP, PAGES), "web/next.config.js": rewrite}
    web = _web("/auth")
    web["web/package.json"] = '{"dependencies": {"next": "15.0.0", "supertokens-web-js": "0.16.0"}}'
    assert _codes(tmp_path, files, web, _api("/auth"), codes="ST603") == []


@pytest.mark.parametrize(
    ("directive", "session", "expected"),
    [
        ('proxy_set_header Cookie "";', "", ["ST602"]),
        ('proxy_set_header Cookie "";', '{ tokenTransferMethod: "header" }', []),
        ('proxy_set_header Authorization "";', "", []),
        ('proxy_set_header Authorization "";', '{ tokenTransferMethod: "header" }', ["ST602"]),
        ('proxy_set_header st-auth-mode "";', "", ["ST602"]),
        ("proxy_hide_header front-token;", '{ tokenTransferMethod: "header" }', ["ST602"]),
        ("proxy_hide_header st-refresh-token;", "", []),
        ("proxy_hide_header anti-csrf;", "", []),
        ('proxy_set_header Cookie "";', "{ tokenTransferMethod: choose() }", []),
        ("proxy_buffer_size 2k;", "", ["ST601"]),
        ("proxy_buffer_size 4k;", "", []),
    ],
)
def test_what_is_needed_depends_on_how_tokens_travel(
    tmp_path: Path, directive: str, session: str, expected: list[str]
) -> None:
    """Cookies in cookie mode, headers in header mode, front-token always; unknown is not wrong."""
    location = f"location /auth/ {{ proxy_pass http://api:3001; {directive} }}"
    web = _web("/auth", session=session)
    assert _codes(tmp_path, _nginx(location, KEEP, PAGES), web, _api("/auth")) == expected


def test_a_backend_alone_is_enough(tmp_path: Path) -> None:
    """Without a frontend in the system the paths that lead to the backend are looked at."""
    location = "location /api/ { proxy_pass http://api:3001/; proxy_hide_header Set-Cookie; }"
    (found,) = findings(tmp_path, _nginx(location), _api("/auth"), codes="ST602")
    assert found.severity is Severity.ERROR
    assert "'set-cookie'" in found.message


PRE = "add_header Access-Control-Allow-Headers '{0}'; if ($request_method = OPTIONS) {{ return 204; }}"


@pytest.mark.parametrize(
    ("names", "session", "expected"),
    [
        ("content-type", "", "fdi-version, rid and st-auth-mode"),
        ("content-type, rid, fdi-version", "", "st-auth-mode"),
        ("Content-Type,RID,FDI-version,St-Auth-Mode", "", None),
        ("content-type,rid,fdi-version,st-auth-mode", '{ tokenTransferMethod: "header" }', "authorization"),
        ("$http_access_control_request_headers", "", None),
        ("*", "", None),
    ],
)  # fmt: skip
def test_lists_of_gateways_name_what_the_frontend_sends(
    tmp_path: Path, names: str, session: str, expected: str | None
) -> None:
    """By the version and mode of the frontend; names of headers have no case."""
    location = f"location / {{ proxy_pass http://api:3001; {PRE.format(names)} }}"
    back = f'{SITE}, websiteDomain: "http://localhost:5173"'
    found = findings(
        tmp_path,
        _nginx(location),
        _web("/auth", session=session),
        _api("/auth", "", back),
        codes="ST309",
    )
    assert [item.message.rpartition("lacks ")[2].rstrip(".") for item in found] == (
        [] if expected is None else [expected]
    )


def test_a_wildcard_is_no_wildcard_with_credentials(tmp_path: Path) -> None:
    """The Fetch standard takes ``*`` by the letter then."""
    more = "add_header Access-Control-Allow-Credentials true;"
    location = f"location / {{ proxy_pass http://api:3001; {more} {PRE.format('*')} }}"
    back = f'{SITE}, websiteDomain: "http://localhost:5173"'
    assert _codes(tmp_path, _nginx(location), _web("/auth"), _api("/auth", "", back), codes="ST309")


def test_old_frontends_do_not_send_the_mode(tmp_path: Path) -> None:
    """st-auth-mode came with supertokens-website 16 (web-js 0.5)."""
    location = (
        f"location / {{ proxy_pass http://api:3001; {PRE.format('content-type,rid,fdi-version')} }}"
    )
    back = f'{SITE}, websiteDomain: "http://localhost:5173"'
    web = web_js(SITE, version="0.4.0")
    assert _codes(tmp_path, _nginx(location), web, _api("/auth", "", back), codes="ST309") == []


def test_one_origin_needs_no_cors(tmp_path: Path) -> None:
    """Lists are not looked at where the site and the API have one address."""
    location = f"location / {{ proxy_pass http://api:3001; {PRE.format('content-type')} }}"
    assert _codes(tmp_path, _nginx(location), _web("/auth"), _api("/auth"), codes="ST309") == []


def test_a_proxy_explains_a_public_port(tmp_path: Path) -> None:
    """nginx on 80 forwards to the backend on 8000, wherever its file lies; another port is wrong."""
    back = python(
        'app_name="a", api_domain="http://localhost:8000", website_domain="http://localhost:3000"'
    )
    back["api/main.py"] += "import uvicorn\nuvicorn.run('main:app', port=8000)\n"
    conf = "server { listen 80; location / { proxy_pass http://api:8000; } }"
    proxy = {"deploy/nginx/nginx.conf": conf}
    for port, expected in (("", []), (":8001", ["ST110"])):
        front = web_js(f'appName: "a", apiDomain: "http://localhost{port}"')
        assert _codes(tmp_path, front, back, proxy, codes="ST110") == expected


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ('server: { port: 8080, proxy: { "/api": "http://localhost:3001" } }', ["ST603"]),
        ('server: { port: 8080, proxy: { "/api": "http://localhost:3001", ...more } }', []),
        ('server: { port: 8080, proxy: { "/api": "http://localhost:9999" } }', []),
        ('server: { port: 8080, proxy: { "/api": "http://localhost:3001", "^/(auth|x)": "http://localhost:3001" } }', []),
        ('server: { port: 8080, proxy: { "/auth": "http://localhost:3001" } }', []),
    ],
)  # fmt: skip
def test_a_development_server_that_leaves_the_auth_path_out(
    tmp_path: Path, config: str, expected: list[str]
) -> None:
    """Only where the whole table is known and one of its rules leads to the backend."""
    vite = {
        "web/vite.config.js": f'import {{ more }} from "elsewhere";\nexport default {{ {config} }};'
    }
    api = _api("/auth")
    api["api/index.js"] += (
        'import express from "express";\nconst app = express();\napp.listen(3001);\n'
    )
    own = 'appName: "a", apiDomain: window.location.origin'
    assert _codes(tmp_path, vite, _web("/auth", "", own), api, codes="ST603,ST117") == expected
