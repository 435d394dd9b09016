"""CORS libraries: what the cors room says of their options is what they answer on the wire."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import real_cors
from cors.cors_options import given as option
from real_cors import LIBRARIES, CorsOracle, Library, Reply
from real_sdks import EXAMPLES
from supertokens_lint.cors import CorsBehaviour, behaviour
from supertokens_lint.cors.model import ExposeKind, HeaderKind, OriginKind

SITE = "http://localhost:3000"
OTHER = "https://app.example.com"
ASKED = ("content-type", "rid", "fdi-version", "st-auth-mode", "anti-csrf")
OWN = "front-token"
ORIGIN = "access-control-allow-origin"
EXPOSED = "access-control-expose-headers"
SAFE = {"GET", "HEAD", "POST"}

_lists = st.sampled_from(
    ([SITE], [OTHER], [SITE, OTHER], ["*"], [f"{SITE}/"], ["http://LOCALHOST:3000"], [])
)
_headers = st.sampled_from(
    (list(ASKED), [*ASKED, "authorization"], ["content-type"], ["Content-Type", "RID"], ["*"])
)
_methods = st.sampled_from(
    (["GET"], ["GET", "POST", "PUT", "DELETE", "OPTIONS"], ["GET", "POST"], ["POST"])
)
_exposed = st.sampled_from((["x-total"], ["x-total", OWN], ["*"]))


def _optional(key: str, values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.just({}) | values.map(lambda value: {key: value})


def _merged(parts: tuple[dict[str, Any], ...]) -> dict[str, Any]:
    return {key: value for part in parts for key, value in part.items()}


def policies(library: Library) -> st.SearchStrategy[dict[str, Any]]:
    """Return options as applications give them to a library, by their canonical names."""
    origins = _lists
    if library.name in ("cors", "@fastify/cors"):
        origins = _lists | st.sampled_from((True, False, "*", SITE, OTHER))
    elif library.name == "@koa/cors":
        origins = st.sampled_from(("*", SITE, OTHER))
    elif library.name == "hono":
        origins = _lists | st.sampled_from(("*", SITE, OTHER))
    elif library.name == "hapi":
        origins = st.sampled_from(([SITE], [OTHER], [SITE, OTHER], ["*"], ["http://*:3000"]))
    elif library.name == "django-cors-headers":
        origins = st.sampled_from(([SITE], [OTHER], [SITE, OTHER], []))
    parts = [
        _optional("origins", origins),
        _optional("credentials", st.booleans()),
        _optional("allow_headers", _headers),
        _optional("expose_headers", _exposed),
    ]
    if library.name != "hapi":
        parts.append(_optional("methods", _methods))
    if library.name == "django-cors-headers":
        parts.append(_optional("all_origins", st.booleans()))
    return st.tuples(*parts).map(_merged)


@pytest.fixture(scope="module")
def wire() -> Iterator[CorsOracle]:
    """Return the real libraries; skip where they are not installed."""
    reason = real_cors.missing()
    if reason is not None:
        pytest.skip(reason)
    with real_cors.running() as running:
        yield running


def _read(library: Library, options: dict[str, Any]) -> CorsBehaviour:
    known = {key: option(value) for key, value in options.items()}
    return behaviour(library.name, known, library.version)


def _plain(cookie: bool) -> dict[str, Any]:
    more = {"Cookie": "sAccessToken=x"} if cookie else {}
    return {"method": "GET", "headers": {"Origin": SITE, **more}}


def _preflight(method: str) -> dict[str, Any]:
    asked = {
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": ",".join(ASKED),
    }
    return {"method": "OPTIONS", "headers": {"Origin": SITE, **asked}}


@pytest.mark.parametrize("library", LIBRARIES, ids=str)
@settings(
    max_examples=max(30, EXAMPLES // 20),
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def test_answers(wire: CorsOracle, library: Library, data: st.DataObject) -> None:
    """Origins, credentials, headers, methods and exposed headers are as the library sends them."""
    options = data.draw(policies(library))
    method = data.draw(st.sampled_from(("GET", "POST", "PUT", "DELETE")))
    ours = _read(library, options)
    requests = (_plain(cookie=False), _plain(cookie=True), _preflight(method))
    bare, cookie, preflight = wire.ask(library, options, *requests)
    _check_origin(ours, bare, cookie)
    if ours.credentials is not None and ours.origins.allows(SITE):
        sent = cookie.headers.get("access-control-allow-credentials") == "true"
        assert sent is ours.credentials
    if ours.origins.allows(SITE):
        _check_headers(ours, preflight, method)
        _check_methods(ours, preflight, method)
        _check_exposed(ours, cookie)


def _check_origin(ours: CorsBehaviour, bare: Reply, cookie: Reply) -> None:
    kind = ours.origins.kind
    if kind is OriginKind.UNKNOWN:
        return
    if kind is OriginKind.ANY:
        assert cookie.headers.get(ORIGIN) == "*"
    elif kind is OriginKind.ANY_WITHOUT_COOKIE:
        assert (bare.headers.get(ORIGIN), cookie.headers.get(ORIGIN)) == ("*", SITE)
    else:
        allowed = ours.origins.allows(SITE)
        if allowed is not None:
            assert (cookie.headers.get(ORIGIN) == SITE) is allowed


def _check_headers(ours: CorsBehaviour, preflight: Reply, method: str) -> None:
    if ours.allow_headers.kind is HeaderKind.UNKNOWN or ours.methods.refuses(method):
        return
    missing = ours.allow_headers.missing(ASKED)
    allowed = preflight.words("access-control-allow-headers")
    refused = set(ASKED) - allowed
    assert bool(missing) is bool(refused), (missing, preflight)
    if refused and allowed:
        assert refused == set(missing)


def _check_methods(ours: CorsBehaviour, preflight: Reply, method: str) -> None:
    unclear = ours.allow_headers.kind is HeaderKind.UNKNOWN or ours.allow_headers.missing(ASKED)
    if ours.methods.names is None or unclear:
        return
    listed = {word.upper() for word in preflight.words("access-control-allow-methods")}
    headers = set(ASKED) <= preflight.words("access-control-allow-headers")
    works = preflight.status < 300 and headers and (method in listed or method in SAFE)
    assert ours.methods.refuses(method) is not works, (method, preflight)


def _check_exposed(ours: CorsBehaviour, reply: Reply) -> None:
    rule = ours.expose_headers
    if rule.kind is ExposeKind.UNKNOWN:
        return
    visible = reply.words(EXPOSED)
    assert {name.lower() for name in rule.names} <= visible
    assert (OWN in visible) is not bool(rule.hidden({OWN}))
