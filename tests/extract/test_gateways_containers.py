"""Traefik, Apache and ingresses of Kubernetes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.gateway_facts_of import Gateways, allowed
from supertokens_lint.extract.gateways.apache import read_hosts
from supertokens_lint.source import SourceText

API = "http://api:3001"


def _traefik(*labels: str, extra: str = "") -> Gateways:
    lines = "".join(f'      - "{label}"\n' for label in labels)
    text = (
        "services:\n"
        "  proxy:\n    image: traefik:v3\n"
        '    command: ["--entrypoints.web.address=:8000"]\n    ports: ["9000:8000", "8080:8080"]\n'
        f"  api:\n    build: ./api\n    labels:\n{lines}{extra}"
    )
    return Gateways({"compose.yaml": text})


PORT = "traefik.http.services.api.loadbalancer.server.port=3001"


@pytest.mark.parametrize(
    ("rule", "public", "expected"),
    [
        ("PathPrefix(`/api`)", "/api/x", "FORWARDS"),
        ("PathPrefix(`/api`)", "/auth/x", ""),
        ("PathPrefix(`/api`) || PathPrefix(`/auth`)", "/auth/x", "FORWARDS"),
        ("Host(`a.com`) && (PathPrefix(`/api`) || Path(`/auth`))", "/auth", "FORWARDS"),
        ("Host(`a.com`) && Path(`/auth`)", "/auth/x", ""),
        ("Host(`a.com`)", "/x", "FORWARDS"),
        ("PathRegexp(`^/a`)", "/a", ""),
    ],
)
def test_rules_of_routers(rule: str, public: str, expected: str) -> None:
    """Hosts and paths; a rule that asks for anything else leaves the gateway open."""
    found = _traefik(f"traefik.http.routers.api.rule={rule}", PORT)
    if "Regexp" in rule:
        assert not found.only.is_complete
    else:
        assert found.way(public)[0] == expected
        assert found.only.is_complete
        assert found.only.published == (9000,)
        assert [item.folders for item in found.only.rules][:1] == [("/system/api",)]


@pytest.mark.parametrize(
    ("options", "removes", "adds"),
    [
        (("m.stripprefix.prefixes=/api",), "/api", ""),
        (("m.stripprefix.prefixes=/x,/api",), "/api", ""),
        (("m.stripprefix.prefixes=/x",), "", ""),
        (("m.addprefix.prefix=/v1",), "", "/v1"),
        (("m.stripprefixregex.regex=/a",), "?", ""),
        (("m.replacepath.path=/a",), "?", ""),
        (("m.compress=true",), "", ""),
        (("m.chain.middlewares=n@docker", "n.stripprefix.prefixes=/api"), "/api", ""),
        (("other.compress=true",), "?", ""),
    ],
)
def test_middlewares_change_paths(options: tuple[str, ...], removes: str, adds: str) -> None:
    """Those that are known; one that is defined elsewhere may do anything."""
    found = _traefik(
        "traefik.http.routers.api.rule=PathPrefix(`/api`)",
        "traefik.http.routers.api.middlewares=m",
        *(f"traefik.http.middlewares.{option}" for option in options),
        PORT,
    )
    assert found.way("/api/x") == ("FORWARDS", API, removes, adds)


def test_the_longest_rule_or_the_priority_decides() -> None:
    """As Traefik sorts routers."""
    labels = ["traefik.http.routers.a.rule=PathPrefix(`/api`)", PORT]
    other = "traefik.http.routers.b.rule=PathPrefix(`/`)"
    redirect = [
        "traefik.http.routers.b.middlewares=r",
        "traefik.http.middlewares.r.redirectscheme.scheme=https",
    ]
    assert _traefik(*labels, other, *redirect).way("/api/x")[0] == "FORWARDS"
    first = "traefik.http.routers.b.priority=1000"
    assert _traefik(*labels, other, *redirect, first).way("/api/x")[0] == "REDIRECTS"


def test_headers_middleware() -> None:
    """It answers preflights once it is told about CORS, and takes out what it sets empty."""
    found = _traefik(
        "traefik.http.routers.api.rule=PathPrefix(`/`)",
        "traefik.http.routers.api.middlewares=h",
        "traefik.http.middlewares.h.headers.accessControlAllowHeaders=A,b",
        "traefik.http.middlewares.h.headers.customRequestHeaders.Cookie=",
        PORT,
    )
    assert allowed(found.only, "/x") == (True, ("a", "b"))
    location = found.only.routing("/x").location
    assert location is not None
    assert [item.header for item in location.removals] == ["cookie"]


def test_dynamic_files_are_read_like_labels() -> None:
    """The options of a YAML file are those of labels with other marks."""
    text = """
http:
  routers:
    api: {rule: "PathPrefix(`/api`)", service: api, middlewares: [bare]}
  middlewares:
    bare: {stripPrefix: {prefixes: [/api]}}
  services:
    api: {loadBalancer: {servers: [{url: "http://api:3001"}]}}
"""
    assert Gateways({"traefik/dynamic.yml": text}).way("/api/x") == ("FORWARDS", API, "/api", "")


def _apache(*lines: str, name: str = "httpd.conf") -> Gateways:
    text = "<VirtualHost *:80>\nServerName a.com\n" + "\n".join(lines) + "\n</VirtualHost>\n"
    return Gateways({name: text})


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("ProxyPass /api/ http://api:3001/", ("FORWARDS", API, "/api", "")),
        ('ProxyPass "/api" "http://api:3001"', ("FORWARDS", API, "/api", "")),
        ("ProxyPass /api http://api:3001/api", ("FORWARDS", API, "", "")),
        ("ProxyPass /api/ http://api:3001/v1/", ("FORWARDS", API, "/api", "/v1")),
        ("ProxyPass /api !", ("ANSWERS", None, "", "")),
        ("<Location /api>\nProxyPass http://api:3001/api\n</Location>", ("FORWARDS", API, "", "")),
        ("ProxyPassMatch ^/api/(.*)$ http://api:3001/$1", ("FORWARDS", API, "/api", "")),
        ("RewriteRule ^/api/(.*)$ http://api:3001/$1 [P,L]", ("FORWARDS", API, "/api", "")),
        ("RewriteRule ^/api/(.*)$ http://api:3001/$1 [R,L]", None),
    ],
)
def test_apache_hands_paths_on(line: str, expected: tuple[str, object, str, str] | None) -> None:
    """ProxyPass in both places, and rewriting with the proxy flag."""
    found = _apache(line, "ProxyPass /other http://b")
    assert found.way("/api/x") == (expected or ("ANSWERS", None, "", ""))


def test_apache_headers() -> None:
    """What the host sets and takes out; sections for single paths do not count."""
    found = _apache(
        "ProxyPass / http://api:3001/",
        "RequestHeader unset Cookie",
        "<Location /x>\nHeader unset Set-Cookie\n</Location>",
        "LimitRequestFieldSize 2048",
        'Header always set Access-Control-Allow-Headers "A, \\\n b"',
        "RewriteCond %{REQUEST_METHOD} OPTIONS",
        "RewriteRule ^ - [R=204,L]",
    )
    location = found.only.routing("/y").location
    assert location is not None
    assert [item.header for item in location.removals] == ["cookie"]
    assert [item.size for item in location.limits] == [2048]
    assert allowed(found.only, "/y") == (True, ("a", "b"))


def test_apache_files_are_known_by_their_text_where_names_are_shared() -> None:
    """``default.conf`` may be nginx's or Apache's."""
    assert _apache("ProxyPass / http://b/", name="conf.d/default.conf").only.tool == "Apache"


@settings(deadline=None)
@given(st.text(alphabet='aP <>/"\\\n#', max_size=200))
def test_any_apache_text_is_read(text: str) -> None:
    """No text raises."""
    read_hosts(SourceText("/httpd.conf", text))


SERVICE = (
    "---\nkind: Service\nmetadata: {name: api}\nspec:\n  ports: [{port: 80, targetPort: 3001}]\n"
)


def _ingress(path: str, annotations: str = "", kind: str = "Prefix") -> Gateways:
    text = (
        f"kind: Ingress\nmetadata:\n  annotations:\n    a: b\n{annotations}"
        "spec:\n  rules:\n    - host: A.com\n      http:\n        paths:\n"
        f"          - path: {path}\n            pathType: {kind}\n"
        "            backend: {service: {name: api, port: {number: 80}}}\n"
    )
    return Gateways({"k8s/ingress.yaml": text + SERVICE})


def _annotation(name: str, value: str) -> str:
    return f"    nginx.ingress.kubernetes.io/{name}: {value}\n"


@pytest.mark.parametrize(
    ("path", "target", "public", "removes"),
    [
        ("/api", None, "/api/x", ""),
        ("/api(/|$)(.*)", "/$2", "/api/x", "/api"),
        ("/api/(.*)", "/$1", "/api/x", "/api"),
        ("/api/?(.*)", "/$1", "/api/x", "/api"),
        ("/api", "/", "/api/x", "?"),
        ("/(.*)", "/$1", "/api/x", ""),
    ],
)
def test_ingress_paths(path: str, target: str | None, public: str, removes: str) -> None:
    """rewrite-target with the usual groups; the container's port from the service."""
    note = "" if target is None else _annotation("rewrite-target", target)
    found = _ingress(path, note)
    assert found.way(public) == ("FORWARDS", API, removes, "")
    assert found.only.hosts == ("a.com",)


def test_ingress_prefixes_are_whole_segments() -> None:
    """``/api`` does not take ``/apix``, as the documentation of Ingress says."""
    assert _ingress("/api").way("/apix")[0] == ""
    assert _ingress("/api", kind="Exact").way("/api/x")[0] == ""


def test_ingress_annotations() -> None:
    """CORS with the controller's list, buffers, and snippets of nginx."""
    found = _ingress(
        "/",
        _annotation("enable-cors", '"true"')
        + _annotation("proxy-buffer-size", "2k")
        + _annotation("configuration-snippet", "|\n      proxy_hide_header Set-Cookie;"),
    )
    answers, names = allowed(found.only, "/x")
    assert answers
    assert names is not None
    assert "authorization" in names
    assert "rid" not in names
    location = found.only.routing("/x").location
    assert location is not None
    assert [item.size for item in location.limits] == [2048]
    assert [item.header for item in location.removals] == ["set-cookie"]


def test_charts_that_are_no_yaml_are_passed_over_in_silence() -> None:
    """A template of a chart is nobody's mistake."""
    found = Gateways({"chart/ingress.yaml": "kind: Ingress\n{{ if .Values.x }}\nspec: {{\n"})
    assert found.found == ()
    assert found.workspace.problems == []
