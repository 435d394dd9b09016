"""Sites of Caddyfiles."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.gateway_facts_of import Gateways, allowed
from supertokens_lint.extract.gateways.caddy_text import read_caddyfile
from supertokens_lint.source import SourceText

API = "http://api:3001"


def _site(block: str, *, address: str = ":80", head: str = "") -> Gateways:
    return Gateways({"Caddyfile": f"{head}\n{address} {{\n{block}\n}}\n"})


@pytest.mark.parametrize(
    ("block", "public", "expected"),
    [
        ("reverse_proxy api:3001", "/auth/x", ("FORWARDS", API, "", "")),
        ("reverse_proxy /api/* api:3001", "/api/x", ("FORWARDS", API, "", "")),
        ("reverse_proxy /api/* api:3001", "/auth/x", ("ANSWERS", None, "", "")),
        ("handle /api/* {\nreverse_proxy http://api:3001\n}", "/api/x", ("FORWARDS", API, "", "")),
        ("handle_path /api/* {\nreverse_proxy api:3001\n}", "/api/x", ("FORWARDS", API, "/api", "")),
        (
            "handle /api/* {\nuri strip_prefix /api\nreverse_proxy api:3001\n}",
            "/api/x",
            ("FORWARDS", API, "/api", ""),
        ),
        (
            "handle /api/* {\nrewrite * /v1{uri}\nreverse_proxy api:3001\n}",
            "/api/x",
            ("FORWARDS", API, "", "/v1"),
        ),
        (
            "handle /api/* {\nuri replace /a /b\nreverse_proxy api:3001\n}",
            "/api/x",
            ("FORWARDS", API, "?", ""),
        ),
        ("@api path /api/* /auth/*\nreverse_proxy @api api:3001", "/auth/x", ("FORWARDS", API, "", "")),
        ("@api {\npath /auth/*\n}\nreverse_proxy @api api:3001", "/auth/x", ("FORWARDS", API, "", "")),
        ("reverse_proxy {\nto api:3001 b:1\n}", "/x", ("FORWARDS", API, "", "")),
        ("reverse_proxy {$HOST:api}:3001", "/x", ("FORWARDS", API, "", "")),
        ("reverse_proxy {env.HOST}:3001", "/x", ("FORWARDS", None, "", "")),
        ("redir https://example.com{uri}", "/x", ("REDIRECTS", None, "", "")),
        ("php_fastcgi php:9000", "/x", ("UNKNOWN", None, "", "")),
        ("handle {\nreverse_proxy api:3001\n}\nhandle /a/* {\nfile_server\n}", "/a/x", ("ANSWERS", None, "", "")),
        ("import shared\n", "/x", ("FORWARDS", API, "", "")),
    ],
)  # fmt: skip
def test_paths_lead_where_directives_say(
    block: str, public: str, expected: tuple[str, object, str, str]
) -> None:
    """Matchers, handlers and rewrites, with snippets put in."""
    found = _site(block, head="(shared) {\nreverse_proxy api:3001\n}")
    assert found.way(public) == expected


@pytest.mark.parametrize(
    ("address", "hosts", "ports", "is_open"),
    [
        (":8080", (), (8080,), False),
        ("example.com", ("example.com",), (443, 80), False),
        ("http://example.com", ("example.com",), (80,), False),
        ("a.com, b.com:444", ("a.com", "b.com"), (443, 80, 444), False),
        ("{$SITE}", (), (), True),
        ("localhost", ("localhost",), (443, 80), False),
    ],
)
def test_addresses_give_names_and_ports(
    address: str, hosts: tuple[str, ...], ports: tuple[int, ...], *, is_open: bool
) -> None:
    """Without a port a name is served with TLS, and redirected without."""
    gateway = _site("file_server", address=address).only
    assert (gateway.hosts, gateway.listens, gateway.open_hosts) == (hosts, ports, is_open)


def test_matchers_that_nobody_can_judge_leave_a_site_open() -> None:
    """A matcher on headers may hand on any path."""
    found = _site("@x header X-A a\nreverse_proxy @x api:3001").only
    assert not found.is_complete
    assert _site("@x path /a/*\nreverse_proxy @x api:3001").only.is_complete


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("header_up -Cookie", [("cookie", "request")]),
        ("header_down -Set-Cookie", [("set-cookie", "response")]),
        ('header_up Cookie ""', [("cookie", "request")]),
        ("header_up Host {host}", []),
        ("header_down +X-A a", []),
    ],
)
def test_headers_that_reverse_proxy_takes_out(inside: str, expected: list[tuple[str, str]]) -> None:
    """Those with a minus, and those that are set to nothing."""
    location = _site(f"reverse_proxy api:3001 {{\n{inside}\n}}").only.routing("/x").location
    assert location is not None
    assert [(item.header, item.direction.value) for item in location.removals] == expected


def test_headers_of_blocks_around_count() -> None:
    """What a site takes out and sets holds for its handlers."""
    block = "header -Set-Cookie\nrequest_header -Cookie\nhandle /api/* {\nreverse_proxy api:1\n}"
    location = _site(block).only.routing("/api/x").location
    assert location is not None
    assert {item.header for item in location.removals} == {"set-cookie", "cookie"}


def test_preflights_are_answered_by_a_matcher_on_methods() -> None:
    """``respond`` for OPTIONS keeps them from the application."""
    cors = 'header Access-Control-Allow-Headers "A, {x}"\n'
    answer = "@o method OPTIONS\nrespond @o 204\n"
    assert allowed(_site(cors + answer + "reverse_proxy api:1").only, "/x") == (True, ("a",))
    assert allowed(_site(cors + "reverse_proxy api:1").only, "/x") == (False, ("a",))


@settings(deadline=None)
@given(st.text(alphabet='ab {}"`#\n\\@/*é', max_size=200))
def test_any_text_is_read(text: str) -> None:
    """No text raises, and every directive lies in the text."""
    stack = list(read_caddyfile(SourceText("/Caddyfile", text)).directives)
    while stack:
        item = stack.pop()
        assert 0 <= item.span.start <= item.span.end <= len(text)
        stack.extend(item.block or ())


@pytest.mark.parametrize(
    "text", ["a {\n" * 5000, "(a) {\nimport a\n}\n:80 {\nimport a\n}", '"' * 9999]
)
def test_hostile_files_end(text: str) -> None:
    """Depth, snippets that import themselves and open quotes are bounded."""
    read_caddyfile(SourceText("/Caddyfile", text))
