"""The reader of nginx files, held against the parser that nginx published."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import crossplane
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supertokens_lint.extract.gateways.nginx_text import Directive, NginxFile, read_nginx
from supertokens_lint.source import SourceText

Tree = list[tuple[str, list[str], int, Any]]

CONFIGS = [
    "worker_processes 1;\nevents { worker_connections 1024; }\n",
    'http {\n  server {\n    listen 80;\n    location / { root /srv; try_files $uri "/a b.html"; }\n  }\n}\n',
    "location ~* \\.(css|js)$ {\n    expires 1y;\n    # a comment; with { marks }\n}\n",
    "if ($request_method = OPTIONS) {\n    add_header A 'b; c' always;\n    return 204;\n}\n",
    'set $x "$scheme://${host}/a";\nproxy_pass http://${API}:8000/$1;\n',
    "map $a $b {\n    default 1;\n    ~^x$ 2;\n    '' 3;\n}\n",
    "log_format main '$remote_addr - '\n                '\"$request\"';\n",
    "a b#c d;\n",
    "server {\r\n\tlisten 80;\r\n\tserver_name _;\r\n}\r\n",
]


def _read(text: str) -> NginxFile:
    return read_nginx(SourceText("/nginx.conf", text))


def _ours(directives: tuple[Directive, ...], source: SourceText) -> Tree:
    return [
        (
            item.name,
            list(item.texts),
            source.position(item.span.start).line,
            None if item.block is None else _ours(item.block, source),
        )
        for item in directives
    ]


def _theirs(parsed: list[dict[str, Any]]) -> Tree:
    return [
        (
            item["directive"],
            [text.replace("\\\\", "\\") for text in item["args"]],
            item["line"],
            _theirs(item["block"]) if "block" in item else None,
        )
        for item in parsed
    ]


def _plain_if(tree: Tree) -> Tree:
    """crossplane takes the parentheses off; nginx sees them as parts of words."""
    found: Tree = []
    for name, args, line, block in tree:
        inner = None if block is None else _plain_if(block)
        bare = " ".join(args).removeprefix("(").removesuffix(")").split()
        found.append((name, bare if name == "if" else args, line, inner))
    return found


@pytest.mark.parametrize("text", CONFIGS)
def test_the_tree_is_that_of_crossplane(text: str, tmp_path: Path) -> None:
    """Names, arguments, lines and nesting are those that an independent parser finds."""
    path = tmp_path / "nginx.conf"
    path.write_bytes(text.encode())
    found = crossplane.parse(
        str(path), single=True, check_ctx=False, check_args=False, catch_errors=False
    )
    theirs = _plain_if(_theirs(found["config"][0]["parsed"]))
    assert _plain_if(_ours(_read(text).directives, SourceText("/x", text))) == theirs


def test_places_are_those_of_the_words() -> None:
    """The span of a directive begins with its name and ends with its last argument."""
    source = SourceText("/x", "http {\n  proxy_pass  http://a:80 ;\n}\n")
    (http,) = read_nginx(source).directives
    (item,) = http.block or ()
    assert source.slice(item.span) == "proxy_pass  http://a:80"
    assert source.slice(item.args[0].span) == "http://a:80"


@pytest.mark.parametrize(
    "text", ["server {", "}", "server { location / {", 'a "b', "{% if x %} a b; {% endif %}"]
)
def test_broken_files_are_said_to_be_so(text: str) -> None:
    """What does not fit together, or depends on a template's conditions, is not whole."""
    assert not _read(text).is_whole


def test_slots_of_templates_are_words() -> None:
    """``{{ name }}`` and ``${NAME}`` do not open blocks."""
    file = _read("server { server_name {{ host }}; proxy_pass http://${A}:{{ port }}/; }")
    (server,) = file.directives
    assert [item.texts for item in server.block or ()] == [
        ("{{ host }}",),
        ("http://${A}:{{ port }}/",),
    ]
    assert file.is_whole


def test_code_in_lua_is_skipped() -> None:
    """Braces in Lua do not end the block around it."""
    file = _read("location / { content_by_lua_block { if a then ngx.say({}) end } root /x; }")
    (location,) = file.directives
    assert [item.name for item in location.block or ()] == ["content_by_lua_block", "root"]


@settings(deadline=None)
@given(st.text(alphabet="ab ;{}\"'\\$#\n%é", max_size=200))
def test_any_text_is_read(text: str) -> None:
    """No text raises, and every word lies where its span says."""
    stack = list(_read(text).directives)
    while stack:
        item = stack.pop()
        assert 0 <= item.span.start <= item.span.end <= len(text)
        for word in item.args:
            if not word.is_quoted and "\\" not in word.text:
                written = text[word.span.start : word.span.end]
                assert written.startswith((word.text[:1], "\\"))
        stack.extend(item.block or ())


@pytest.mark.parametrize("text", ["{" * 50_000, "a{" * 50_000, "}" * 50_000, "a;" * 60_000])
def test_depth_and_length_are_bounded(text: str) -> None:
    """Hostile files neither exhaust the stack nor are believed to be whole."""
    assert not _read(text).is_whole


@pytest.mark.parametrize("space", ["\x85", "\xa0", "\u2028", "\x1c"])
def test_spaces_that_nginx_does_not_know_are_text(space: str) -> None:
    """Only the blanks of the format separate words, and reading ends with any other."""
    text = f"server {{ {space} location /a {{ proxy_pass http://x; }} }}"
    assert read_nginx(SourceText("/nginx.conf", text)).directives
