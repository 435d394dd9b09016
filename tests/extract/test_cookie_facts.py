"""Facts about frames, requests without an SDK, guarded routes and transfer methods."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supertokens_lint.extract import extract
from supertokens_lint.extract.cookie_facts import CookieFacts
from supertokens_lint.extract.cookies.framing import framings
from supertokens_lint.extract.reach import Reach
from supertokens_lint.extract.transfer import answers
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.workspace.workspace import Workspace

INIT = """
import SuperTokens from "supertokens-auth-react";
import Session from "supertokens-auth-react/recipe/session";
SuperTokens.init({ appInfo: {}, recipeList: [Session.init()] });
"""


def facts(files: dict[str, str]) -> CookieFacts:
    workspace = Workspace.in_memory({"web/main.js": INIT, **files})
    ev = Evaluator(workspace)
    found = extract(workspace, ev, Reach(ev)).cookies
    assert found is not None
    return found


def ancestors(files: dict[str, str]) -> list[str]:
    return [framing.ancestor for framing in facts(files).framings]


POLICY = "default-src 'self'; frame-ancestors 'self' https://a.test *.b.test:8080; img-src *"
FOUND = ["https://a.test", "*.b.test:8080"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("next.config.js", f'module.exports = [{{ key: "C", value: "{POLICY}" }}];'),
        ("server.ts", f"res.setHeader(`Content-Security-Policy`, `{POLICY}`);"),
        (
            "server.ts",
            "helmet({ directives: { frameAncestors: [\"'self'\", 'https://a.test', '*.b.test:8080'] } })",
        ),
        ("nginx.conf", f'add_header Content-Security-Policy "{POLICY}";'),
        ("Caddyfile", f'header Content-Security-Policy "{POLICY}"'),
        ("vercel.json", json.dumps({"headers": [{"value": POLICY}]}, indent=1)),
        ("netlify.toml", f'[headers.values]\nContent-Security-Policy = "{POLICY}"\n'),
        ("public/_headers", f"/*\n  Content-Security-Policy: {POLICY}\n"),
    ],
)
def test_frames_are_found_wherever_headers_are_set(name: str, text: str) -> None:
    """Sources that name an origin count; keywords and wildcards do not."""
    assert ancestors({name: text}) == FOUND


def test_places_of_frames_are_exact() -> None:
    """The place is the directive, or the literal that holds it."""
    text = f'server {{\n  add_header Content-Security-Policy "{POLICY}";\n}}\n'
    (framing, _) = facts({"nginx.conf": text}).framings
    shown = text[framing.place.span.start : framing.place.span.end]
    assert shown.startswith("frame-ancestors 'self' https://a.test")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.js", f"// {POLICY}"),
        ("nginx.conf", f"# {POLICY}"),
        ("a.js", "const x = \"frame-ancestors 'none'\";"),
        ("a.js", 'const x = "frame-src https://a.test";'),
        ("a.test.js", f'const x = "{POLICY}";'),
    ],
)
def test_what_frames_nobody(name: str, text: str) -> None:
    """Comments, other directives and tests say nothing about who embeds the site."""
    assert ancestors({name: text}) == []


@given(st.text(max_size=60))
def test_any_text_after_the_directive_is_read(text: str) -> None:
    """Nothing that stands in a file makes the reading fail."""
    for name in ("nginx.conf", "a.js", "_headers"):
        workspace = Workspace.in_memory({name: f"frame-ancestors {text}"})
        for framing in framings(Evaluator(workspace)):
            assert framing.ancestor in text


KIOSK = """
const body = { method: "PUT", credentials: "include", headers: { "X-A": "1" } };
fetch("https://api.test/a", body);
window.fetch("https://api.test/b", { ...body, method: "GET" });
fetch("https://api.test/c", { method: "POST" });
"""


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"kiosk/package.json": '{"dependencies": {"react": "18"}}', "kiosk/a.js": KIOSK}, 1),
        ({"kiosk/a.js": KIOSK}, 0),
        ({"kiosk/package.json": '{"dependencies": {"express": "4"}}', "kiosk/a.js": KIOSK}, 0),
        (
            {
                "kiosk/package.json": '{"dependencies": {"react": "18", "supertokens-web-js": "1"}}',
                "kiosk/a.js": KIOSK,
            },
            0,
        ),
    ],
)
def test_bare_requests_are_those_of_packages_without_an_sdk(
    files: dict[str, str], expected: int
) -> None:
    """Servers and packages with an SDK are left out, as are reads and requests without cookies."""
    found = facts(
        {"web/package.json": '{"dependencies": {"supertokens-auth-react": "1"}}', **files}
    )
    assert [(item.method, set(item.headers)) for item in found.bare_requests] == [
        ("PUT", {"x-a"})
    ] * expected


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        ('() => "header"', {"header"}),
        ('({ req }) => (req ? "header" : "cookie")', {"header", "cookie"}),
        ('function () { if (a) { return "any"; } return "cookie"; }', {"any", "cookie"}),
        ('async () => "header"', {"header"}),
        ("() => mode", None),
        ("() => {}", None),
        ("imported", None),
        ("() => sessmodels.HeaderTransferMethod", {"header"}),
    ],
)
def test_what_a_chooser_answers(function: str, expected: set[str] | None) -> None:
    """All words that are returned, or nothing when one is not written out."""
    workspace = Workspace.in_memory({"a.js": f"const f = {function};\n"})
    ev = Evaluator(workspace)
    scope = ev.program.scope("/system/a.js")
    assert scope is not None
    value = ev.module_value("/system/a.js")
    binding = scope.names.bindings["f"][-1].value
    assert value is not None
    assert binding is not None
    found = answers(ev.evaluate(binding, scope))
    assert found == (None if expected is None else frozenset(expected))
