"""Rules about what stands between browser and backend: here nginx itself, on the file shown."""

from __future__ import annotations

from functools import partial

from browser.case import Case, Edit, Fails

_HERE = "http://localhost:8080"
_CONF = "proxy/default.conf"
_API = "api/index.js"
_GATEWAY = '    apiGatewayPath: "/api",\n'
_FORWARD = "proxy_pass http://api:3001/;\n"
_behind = partial(Case, system="nginx", site=_HERE, api=_HERE)


def _also(directive: str) -> tuple[Edit]:
    return (Edit(_CONF, _FORWARD, f"{_FORWARD}        {directive}\n"),)


CASES = (
    _behind("gateway-path-missing", "nginx-told"),
    _behind(
        "gateway-path-missing",
        "nginx-refresh-path",
        (Edit(_API, _GATEWAY, ""),),
        Fails("refresh", "withheld sRefreshToken from /api/auth/session/refresh: NotOnPath"),
        short=True,
    ),
    _behind(
        "gateway-path-missing",
        "nginx-route",
        (Edit(_API, f'{_GATEWAY}    apiBasePath: "/auth"', '    apiBasePath: "/api/auth"'),),
        Fails("sign up", "POST /api/auth/signup: 404"),
    ),
    _behind(
        "gateway-path-missing",
        "nginx-moves-cookies",
        (Edit(_API, _GATEWAY, ""), *_also("proxy_cookie_path /auth /api/auth;")),
    ),
    _behind(
        "proxy-route-missing",
        "nginx-other-prefix",
        (
            Edit(_CONF, "location /api/ {", "location /api/orders {"),
            Edit(_CONF, _FORWARD, "proxy_pass http://api:3001/orders;\n"),
        ),
        Fails("sign up", "POST /api/auth/signup: 405"),
    ),
    _behind(
        "proxy-strips-session-headers",
        "nginx-cookie",
        _also('proxy_set_header Cookie "";'),
        Fails("use", "GET /api/orders: 401"),
    ),
    _behind(
        "proxy-strips-session-headers",
        "nginx-set-cookie",
        _also("proxy_hide_header Set-Cookie;"),
        Fails("use", "GET /api/orders: 401"),
    ),
    _behind(
        "proxy-strips-session-headers",
        "nginx-front-token",
        _also("proxy_hide_header front-token;"),
        Fails("use", "POST /api/auth/signup: 200"),
    ),
    _behind(
        "proxy-strips-session-headers",
        "nginx-other-header",
        _also("proxy_hide_header X-Powered-By;"),
    ),
    _behind(
        "proxy-header-limit",
        "nginx-buffer",
        _also("proxy_buffer_size 2k;"),
        Fails("refresh", "POST /api/auth/session/refresh: 502"),
    ),
    _behind(
        "proxy-header-limit",
        "nginx-client-buffers",
        (Edit(_CONF, "listen 80;", "listen 80;\n    large_client_header_buffers 4 1k;"),),
        Fails("use", "GET /api/orders: 400"),
    ),
    _behind(
        "proxy-header-limit",
        "nginx-large-buffer",
        _also("proxy_buffer_size 16k; proxy_busy_buffers_size 16k;"),
    ),
)
