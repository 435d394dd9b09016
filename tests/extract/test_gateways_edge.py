"""HAProxy, Envoy, CloudFront, Firebase and Traefik's own files."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.gateway_facts_of import Gateways, allowed
from supertokens_lint.extract.gateways.documents import read_documents
from supertokens_lint.extract.gateways.haproxy_text import read_haproxy
from supertokens_lint.source import SourceText

API = "http://api:3001"


# --- HAProxy -------------------------------------------------------------------------------------


def _haproxy(front: str, back: str = "") -> Gateways:
    text = (
        f"frontend web\n  bind *:80\n{front}  default_backend site\n"
        f"backend api\n{back}  server a api:3001\nbackend site\n  server w web:80\n"
    )
    return Gateways({"haproxy.cfg": text})


@pytest.mark.parametrize(
    ("front", "way"),
    [
        ("  use_backend api if { path_beg /auth }\n", API),
        ("  use_backend api if { path_beg -i /auth /api }\n", API),
        ("  acl a path_beg /auth\n  use_backend api if a\n", API),
        ("  acl a path_beg /x\n  acl a path_beg /auth\n  use_backend api if a\n", API),
        ("  acl b path_beg /b\n  acl a path_beg /auth\n  use_backend api if b or a\n", API),
        ("  use_backend api if { path_dir auth }\n", API),
        ("  use_backend api if { path_reg ^/au }\n", API),
        ("  use_backend api if { path /auth }\n", "http://web:80"),
        ("  use_backend api if { path_beg /api }\n", "http://web:80"),
        ("  # use_backend api\n", "http://web:80"),
    ],
)
def test_haproxy_takes_the_first_backend_whose_condition_holds(front: str, way: str) -> None:
    """Conditions are lists of paths."""
    found = _haproxy(front)
    assert found.only.listens == (80,)
    assert found.only.is_complete
    assert found.way("/auth/x")[1] == way


@pytest.mark.parametrize(
    "front",
    [
        "  use_backend api if { hdr(host) api.example.com }\n",
        "  acl a path_beg /auth\n  use_backend api if a !b\n",
        "  use_backend api unless { path_beg /auth }\n",
        "  use_backend api if { path_beg -f list.txt }\n",
    ],
)
def test_other_conditions_of_haproxy_leave_the_rest_open(front: str) -> None:
    """Nobody can tell whom they take."""
    assert not _haproxy(front).only.is_complete


@pytest.mark.parametrize(
    ("back", "change"),
    [
        ("", ("", "")),
        ("  http-request replace-path ^/auth/(.*) /\\1\n", ("/auth", "")),
        ("  http-request set-path %[path,regsub(^/auth/,/)]\n", ("/auth", "")),
        ("  http-request set-path /fixed\n", ("?", "")),
        ("  http-request replace-path ^/auth/(.*) /\\1 if { method GET }\n", ("?", "")),
    ],
)
def test_paths_that_haproxy_changes(back: str, change: tuple[str, str]) -> None:
    """In the section of the backend."""
    found = _haproxy("  use_backend api if { path_beg /auth/ }\n", back)
    assert found.way("/auth/x")[2:] == change


@pytest.mark.parametrize(
    ("line", "removed"),
    [
        ("http-request del-header Cookie", ["cookie"]),
        ('http-request set-header Cookie ""', ["cookie"]),
        ("http-request del-header Cookie if { path_end .js }", []),
        ("http-request set-header Cookie %[req.hdr(cookie)]", []),
        ("http-response del-header front-token", ["front-token"]),
    ],
)
def test_headers_that_haproxy_takes_out(line: str, removed: list[str]) -> None:
    """Only what holds for all messages."""
    location = _haproxy(f"  {line}\n").only.routing("/x").location
    assert location is not None
    assert [item.header for item in location.removals] == removed


@given(st.text(alphabet="abc \t\n\"'\\#{}%()[]*/.:", max_size=200))
@settings(deadline=None, max_examples=150)
def test_any_text_of_haproxy_is_read(text: str) -> None:
    """And every line stands where its words are."""
    whole = f"frontend a\n{text}\nbackend b\n{text}"
    for section in read_haproxy(SourceText("/haproxy.cfg", whole)).sections:
        for line in section.lines:
            assert 0 <= line.span.start <= line.span.end <= len(whole)
    tuple(Gateways({"haproxy.cfg": whole}).found)


# --- Envoy ---------------------------------------------------------------------------------------


def _envoy(*routes: Mapping[str, object], **host: object) -> Gateways:
    virtual = {"domains": ["*"], "routes": list(routes), **host}
    address = {"socket_address": {"address": "api", "port_value": 3001}}
    data = {
        "static_resources": {
            "listeners": [
                {
                    "address": {"socket_address": {"address": "0.0.0.0", "port_value": 80}},  # noqa: S104 - text of a file
                    "filter_chains": [{"route_config": {"virtual_hosts": [virtual]}}],
                    "http_filters": [{"name": "envoy.filters.http.cors"}],
                }
            ],
            "clusters": [
                {
                    "name": "api",
                    "load_assignment": {"endpoints": [{"endpoint": {"address": address}}]},
                }
            ],
        }
    }
    return Gateways({"envoy.json": json.dumps(data)})


@pytest.mark.parametrize(
    ("route", "way"),
    [
        ({"match": {"prefix": "/"}, "route": {"cluster": "api"}}, ("FORWARDS", API, "", "")),
        (
            {"match": {"prefix": "/auth"}, "route": {"cluster": "api", "prefix_rewrite": "/x"}},
            ("FORWARDS", API, "/auth", "/x"),
        ),
        (
            {"match": {"prefix": "/"}, "route": {"cluster": "api", "regex_rewrite": {}}},
            ("FORWARDS", API, "?", ""),
        ),
        ({"match": {"prefix": "/"}, "redirect": {}}, ("REDIRECTS", None, "", "")),
        ({"match": {"path": "/auth"}, "route": {"cluster": "api"}}, ("", None, "", "")),
        (
            {"match": {"safe_regex": {"regex": "/au.*"}}, "route": {"cluster": "api"}},
            ("FORWARDS", API, "", ""),
        ),
    ],
)
def test_routes_of_envoy(route: dict[str, object], way: tuple[str, object, str, str]) -> None:
    """With what they do to the path."""
    found = _envoy(route)
    assert found.only.listens == (80,)
    assert found.way("/auth/x") == way


def test_a_route_of_envoy_with_other_conditions_leaves_the_rest_open() -> None:
    """Headers and parameters are not looked at."""
    route = {"match": {"prefix": "/", "headers": [{"name": "x"}]}, "route": {"cluster": "api"}}
    assert not _envoy(route).only.is_complete


def test_cors_of_envoy() -> None:
    """Its filter answers preflights with the lists of the policy."""
    route = {"match": {"prefix": "/"}, "route": {"cluster": "api"}}
    found = _envoy(route, cors={"allow_headers": "a, B", "allow_credentials": True})
    assert allowed(found.only, "/x") == (True, ("a", "b"))


# --- CloudFront ----------------------------------------------------------------------------------

FRONT = """
resource "aws_cloudfront_distribution" "a" {
  aliases = [%s]
  origin {
    domain_name = "origin.example.com"
    origin_id   = "api"
  }
  default_cache_behavior {
    target_origin_id = "api"
    %s
  }
}
"""


@pytest.mark.parametrize(
    ("policies", "removed", "cached"),
    [
        (
            'cache_policy_id = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"',
            ["cookie", "authorization"],
            False,
        ),
        (
            'cache_policy_id = "658327ea-f89d-4fab-a63d-7e88639e58f6"',
            ["cookie", "authorization"],
            True,
        ),
        (
            'cache_policy_id = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"\n'
            '    origin_request_policy_id = "216adef6-5c7f-47e4-b989-5492eafa07d3"',
            [],
            False,
        ),
        ('cache_policy_id = "00000000-0000-0000-0000-000000000000"', [], False),
        ("cache_policy_id = var.policy", [], False),
    ],
)
def test_policies_of_cloudfront(policies: str, removed: list[str], *, cached: bool) -> None:
    """The managed ones by their identifiers; others are not known."""
    gateway = Gateways({"main.tf": FRONT % ('"app.example.com"', policies)}).only
    location = gateway.routing("/auth/x").location
    assert location is not None
    assert [item.header for item in location.removals] == removed
    assert bool(location.caches) is cached


def test_a_distribution_without_a_known_name_says_nothing() -> None:
    """Nobody knows which requests reach it."""
    assert Gateways({"main.tf": FRONT % ("var.name", "")}).found == ()
    assert Gateways({"main.tf": FRONT % ("", "")}).found == ()


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("/auth/*", "/auth/x", True),
        ("auth/*", "/auth/x", True),
        ("/auth/*", "/other", False),
        ("*.js", "/auth/x", False),
        ("/a?th/*", "/auth/x", True),
        ("/auth/x", "/auth/x", True),
    ],
)
def test_path_patterns_of_cloudfront(pattern: str, path: str, *, fits: bool) -> None:
    """The first that fits counts, the default behavior last."""
    behaviour = f'  ordered_cache_behavior {{\n    path_pattern = "{pattern}"\n'
    behaviour += '    target_origin_id = "api"\n  }\n'
    text = (FRONT % ('"a.example.com"', "")).replace("  default", f"{behaviour}  default")
    found = Gateways({"main.tf": text}).only.routing(path).location
    assert found is not None
    assert (found.path != "/") is fits


# --- others --------------------------------------------------------------------------------------


def test_firebase_hands_one_cookie_on() -> None:
    """Whatever else the browser sends."""
    rewrites = [{"source": "/auth/**", "function": "api"}, {"source": "**", "destination": "/i"}]
    data = {"functions": {"source": "f"}, "hosting": {"rewrites": rewrites}}
    gateway = Gateways({"firebase.json": json.dumps(data)}).only
    location = gateway.routing("/auth/x").location
    assert location is not None
    assert [item.header for item in location.removals] == ["cookie"]
    assert location.rule is not None
    assert location.rule.folders == ("/system/f",)
    assert gateway.routing("/").location is not None


def test_traefik_reads_toml_as_yaml() -> None:
    """With the places of its values."""
    text = (
        '[http.routers.a]\nrule = "PathPrefix(`/auth`)"\nservice = "a"\n'
        '[[http.services.a.loadBalancer.servers]]\nurl = "http://api:3001"\n'
    )
    found = Gateways({"dynamic.toml": text})
    assert found.way("/auth/x")[:2] == ("FORWARDS", API)
    place = found.only.place
    assert text[place.span.start : place.span.end] == "PathPrefix(`/auth`)"


@given(
    st.recursive(
        st.text(max_size=5) | st.integers(-9, 9) | st.booleans(),
        lambda inner: st.lists(inner, max_size=3),
        max_leaves=6,
    )
)
@settings(deadline=None, max_examples=60)
def test_values_of_toml_stand_inside_the_file(value: object) -> None:
    """Whatever they hold."""
    text = f"[a.b]\nkey = {json.dumps(value)}\n"
    for document in read_documents(SourceText("/x.toml", text)):
        data = document.child("a", "b", "key")
        assert data is not None
        assert 0 <= data.span.start <= data.span.end <= len(text)
