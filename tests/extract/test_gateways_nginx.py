"""What nginx does with public paths and headers."""

from __future__ import annotations

import pytest

from extract.gateway_facts_of import Gateways, allowed
from supertokens_lint.extract.gateway_facts import Direction, Gateway

API = "http://api:3001"


def _server(block: str, *, head: str = "listen 80;", around: str = "") -> Gateways:
    text = f"{around}\nserver {{ {head}\n{block}\n}}\n"
    return Gateways({"nginx.conf": text})


def _location(inside: str, *, around: str = "", path: str = "/api/") -> Gateway:
    return _server(f"location {path} {{ proxy_pass {API}; {inside} }}", around=around).only


@pytest.mark.parametrize(
    ("path", "target", "removes", "adds"),
    [
        ("/api/", f"{API}", "", ""),
        ("/api/", f"{API}/", "/api", ""),
        ("/api", f"{API}/", "/api", "/"),
        ("/api/", f"{API}/v1/", "/api", "/v1"),
        ("/api/", f"{API}/v1", "/api/", "/v1"),
        ("/api/", f"{API}/api/", "", ""),
        ("/api/", f"{API}$request_uri", "", ""),
        ("/api/", f"{API}/$1", "?", ""),
        ("/", f"{API}/", "", ""),
    ],
)
def test_a_uri_in_proxy_pass_replaces_what_the_location_matched(
    path: str, target: str, removes: str, adds: str
) -> None:
    """As ngx_http_proxy_module says, letter by letter; without a URI the path is kept."""
    found = _server(f"location {path} {{ proxy_pass {target}; }}")
    expected = (API, removes, adds) if removes != "?" else (API, "?", "")
    assert found.way("/api/auth")[1:] == expected


@pytest.mark.parametrize(
    ("rewrite", "removes", "adds"),
    [
        ("rewrite ^/api/(.*)$ /$1 break;", "/api", ""),
        ("rewrite ^/api/?(.*)$ /$1 break;", "/api", ""),
        ("rewrite ^/api(/.*)$ $1 break;", "/api", ""),
        ("rewrite ^/api/(.*) /v1/$1 break;", "/api", "/v1"),
        ("rewrite ^/api/(.*)$ /$1 last;", "?", ""),
        ("rewrite ^/(a|api)/(.*)$ /$2 break;", "?", ""),
        ("rewrite ^ /one break;", "?", ""),
        ("if ($x) { rewrite ^/api/(.*)$ /$1 break; }", "", ""),
    ],
)
def test_rewrites_of_a_location_are_read(rewrite: str, removes: str, adds: str) -> None:
    """The usual forms are understood; everything else is said to be unknown."""
    found = _server(f"location /api/ {{ {rewrite} proxy_pass {API}; }}")
    assert found.way("/api/auth")[2:] == (removes, adds)


@pytest.mark.parametrize(
    ("public", "expected"),
    [
        ("/api/auth", "FORWARDS"),
        ("/exact", "FORWARDS"),
        ("/exact/x", "ANSWERS"),
        ("/static/a.js", "ANSWERS"),
        ("/kept/a.js", "FORWARDS"),
        ("/old/x", "REDIRECTS"),
        ("/gone", "ANSWERS"),
        ("/spa", "FORWARDS"),
        ("/odd", "UNKNOWN"),
        ("/", "ANSWERS"),
    ],
)
def test_locations_are_chosen_as_nginx_does(public: str, expected: str) -> None:
    """Exact, then final prefix, then pattern, then longest prefix."""
    found = _server(
        f"""
        location / {{ root /srv; try_files $uri /index.html; }}
        location /api {{ proxy_pass {API}; }}
        location = /exact {{ proxy_pass {API}; }}
        location ~ \\.js$ {{ expires 1y; }}
        location ^~ /kept/ {{ proxy_pass {API}; }}
        location /old/ {{ return 301 /new/; }}
        location /gone {{ return 410; }}
        location /spa {{ try_files $uri @app; }}
        location @app {{ proxy_pass {API}; }}
        location /odd {{ content_by_lua_file x.lua; }}
        """
    )
    assert found.way(public)[0] == expected


def test_patterns_that_may_run_for_ever_are_not_tried() -> None:
    """A pattern with nested repetition leaves the way uncertain."""
    found = _server(f"location ~ ^/((a+)+)$ {{ proxy_pass {API}; }}")
    assert found.way("/api/auth")[0] == "?"


@pytest.mark.parametrize("reference", ["backend", "$target", "${API_HOST}"])
def test_targets_are_followed(reference: str) -> None:
    """Upstreams, variables of ``set``, and variables of templates with a value in an env file."""
    text = (
        "upstream backend { server api:3001; server b:1; }\n"
        "server { set $target api:3001;\n"
        f"location / {{ proxy_pass http://{reference}; }} }}\n"
    )
    found = Gateways({"nginx.conf.template": text, ".env": "API_HOST=api:3001\n"})
    assert found.way("/x")[1] == API


@pytest.mark.parametrize("reference", ["$backend", "$1", "{{ host }}"])
def test_targets_that_are_known_at_run_time_only_are_unknown(reference: str) -> None:
    """No guess is made about them."""
    found = _server(f"location / {{ proxy_pass http://{reference}; }}")
    assert found.way("/x")[:2] == ("FORWARDS", None)


def test_names_and_ports_are_those_of_the_server() -> None:
    """``_`` stands for any name; patterns and variables leave the names open."""
    found = Gateways(
        {
            "a.nginx": "server { listen 8080; listen [::]:8443 ssl; server_name A.example.com; }",
            "b.nginx": "server { server_name _; }",
            "c.nginx": "server { listen 443 ssl; server_name ~^x ${NAME}; }",
        }
    )
    shown = [(item.hosts, item.open_hosts, item.listens, item.secure) for item in found.found]
    assert shown == [
        (("a.example.com",), False, (8080, 8443), True),
        ((), False, (80,), False),
        ((), True, (443,), True),
    ]


def test_a_server_that_redirects_everything_has_no_other_locations() -> None:
    """``return`` in the server comes before its locations."""
    found = _server("location /api { proxy_pass http://a; } return 301 https://$host$request_uri;")
    assert found.way("/api")[0] == "REDIRECTS"


def test_included_files_are_put_in_place() -> None:
    """An include that names one file of the system counts; another one leaves the server open."""
    files = {
        "nginx/nginx.conf": "http { server { include snippets/api.conf; } }",
        "nginx/snippets/api.conf": f"location /api/ {{ proxy_pass {API}; }}",
    }
    found = Gateways(files)
    assert found.way("/api/auth")[:2] == ("FORWARDS", API)
    assert found.only.is_complete
    assert not _server("include /etc/nginx/conf.d/*.locations;").only.is_complete
    assert _server("include mime.types; include proxy_params;").only.is_complete


def test_files_that_include_one_another_end() -> None:
    """A circle of includes is bounded."""
    files = {"nginx/a.conf": "include b.conf;", "nginx/b.conf": "include a.conf;"}
    assert Gateways(files).found == ()


def test_a_part_without_a_server_is_a_gateway_of_its_own() -> None:
    """Locations that some server includes are read, but nothing is said to be missing there."""
    found = Gateways({"nginx/locations.conf": f"location /api/ {{ proxy_pass {API}; }}"})
    assert found.way("/api/auth")[0] == "FORWARDS"
    assert not found.only.is_complete


def _removed(gateway: Gateway) -> list[tuple[str, str]]:
    location = gateway.routing("/api/x").location
    assert location is not None
    return [(item.header, item.direction.value) for item in location.removals]


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ('proxy_set_header Cookie "";', [("cookie", "request")]),
        ("proxy_set_header Cookie a=b;", [("cookie", "request")]),
        ("proxy_set_header Cookie $http_cookie;", []),
        ("proxy_set_header X-A a;", []),
        ("proxy_hide_header Set-Cookie;", [("set-cookie", "response")]),
        ("proxy_hide_header Set-Cookie; proxy_pass_header Set-Cookie;", []),
        ("proxy_hide_header X-A; add_header X-A $upstream_http_x_a;", []),
        ("proxy_pass_request_headers off;", [("*", "request")]),
        ("more_clear_input_headers Cookie;", [("cookie", "request")]),
        ("proxy_ignore_headers Set-Cookie;", []),
    ],
)
def test_headers_that_are_taken_out(inside: str, expected: list[tuple[str, str]]) -> None:
    """Empty, hidden and cleared headers; what is set to a variable or added again passes."""
    assert _removed(_location(inside)) == expected


def test_lists_of_headers_are_inherited_only_without_own_ones() -> None:
    """``proxy_set_header`` in a location puts all of those around it out of force."""
    around = 'proxy_set_header Cookie "";'
    assert _removed(_location("", around=around)) == [("cookie", "request")]
    assert _removed(_location("proxy_set_header Host $host;", around=around)) == []


@pytest.mark.parametrize(
    ("inside", "around", "expected"),
    [
        ("proxy_buffer_size 2k;", "", [("proxy_buffer_size", 2048, Direction.RESPONSE)]),
        ("", "proxy_buffer_size 1m;", [("proxy_buffer_size", 1 << 20, Direction.RESPONSE)]),
        ("proxy_buffer_size 8k;", "proxy_buffer_size 1k;", [("proxy_buffer_size", 8192, Direction.RESPONSE)]),
        ("", "large_client_header_buffers 4 1000;", [("large_client_header_buffers", 1000, Direction.REQUEST)]),
        ("uwsgi_buffer_size 1k; client_header_buffer_size 1k;", "", []),
        ("proxy_buffer_size $x;", "", []),
    ],
)  # fmt: skip
def test_sizes_of_buffers(
    inside: str, around: str, expected: list[tuple[str, int, Direction]]
) -> None:
    """The size in force for the handler of the location, in bytes."""
    location = _location(inside, around=around).routing("/api/x").location
    assert location is not None
    assert [(item.setting, item.size, item.direction) for item in location.limits] == expected


PREFLIGHT = "if ($request_method = 'OPTIONS') {{ {0} return 204; }}"


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("add_header Access-Control-Allow-Headers 'A, b';", (False, ("a", "b"))),
        (
            PREFLIGHT.format("add_header Access-Control-Allow-Headers a;"),
            (True, ("a",)),
        ),
        (
            "add_header Access-Control-Allow-Headers b;" + PREFLIGHT.format(""),
            (True, ("b",)),
        ),
        (
            "add_header Access-Control-Allow-Headers b;"
            + PREFLIGHT.format("add_header Access-Control-Allow-Origin x;"),
            (True, None),
        ),
        ("add_header X-A a;" + PREFLIGHT.format(""), (False, None)),
        ("if ($request_method != OPTIONS) { return 204; }", (False, None)),
    ],
)
def test_preflight_answers(inside: str, expected: tuple[bool, tuple[str, ...] | None]) -> None:
    """Headers of the ``if`` count when it has any, else those around it."""
    assert allowed(_location(inside), "/api/x") == expected


def test_values_of_run_time_leave_a_list_open() -> None:
    """A list that repeats the request's, or holds a variable, may hold anything."""
    gateway = _location("add_header Access-Control-Allow-Headers $http_x;")
    cors = gateway.locations[0].cors
    assert cors is not None
    assert cors.allow_headers is not None
    assert cors.allow_headers.is_open


COMPOSE = """
services:
  proxy:
    image: nginx
    ports: ["8080:80", "9000:90"]
    volumes: ["./nginx:/etc/nginx/conf.d"]
  api:
    build: ./backend
  web:
    build: {context: ., dockerfile: apps/web/Dockerfile}
"""


def test_compose_files_tell_the_public_port_and_what_is_behind() -> None:
    """The port that is published for the one that nginx listens on; folders of the services."""
    conf = (
        f"server {{ location / {{ proxy_pass {API}; }} location /w {{ proxy_pass http://web; }} }}"
    )
    gateway = Gateways({"compose.yaml": COMPOSE, "nginx/default.conf": conf}).only
    assert gateway.published == (8080,)
    assert gateway.composes == ("/system/compose.yaml",)
    assert [rule.folders for rule in gateway.rules] == [
        ("/system/backend",),
        ("/system/apps/web",),
    ]


@pytest.mark.parametrize(
    ("copy", "is_found"),
    [
        ("COPY nginx.conf /etc/nginx/nginx.conf", True),
        ('COPY ["nginx.conf", "/etc/nginx/"]', True),
        ("COPY *.conf /etc/nginx/", True),
        ("COPY --from=build /app/nginx.conf /etc/nginx/", False),
        ("COPY . /app", False),
    ],
)
def test_images_are_built_with_a_configuration(copy: str, *, is_found: bool) -> None:
    """A service whose last stage copies the file runs it."""
    files = {
        "compose.yaml": "services:\n  web:\n    build: ./web\n    ports: ['3000:80']\n",
        "web/Dockerfile": f"FROM node AS build\nFROM nginx\n{copy}\n",
        "web/nginx.conf": "server { listen 80; }",
    }
    assert Gateways(files).only.published == ((3000,) if is_found else ())
