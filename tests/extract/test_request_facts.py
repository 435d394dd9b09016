"""Clients, requests, interceptors and stored fetches as the rules see them."""

from __future__ import annotations

import json

import pytest

from supertokens_lint.config import Config
from supertokens_lint.extract.facts import Facts, InterceptorEffect, Mechanism, Runtime
from supertokens_lint.resolve.outcomes import Environment
from supertokens_lint.source import Place
from supertokens_lint.topology import build
from supertokens_lint.workspace.workspace import Workspace

INIT = """
import SuperTokens from "supertokens-web-js";
import Session from "supertokens-web-js/recipe/session";
import { load } from "./use";
SuperTokens.init({
  appInfo: { appName: "x", apiDomain: "http://localhost:3001" },
  recipeList: [Session.init()],
});
load();
"""
DEVELOPMENT = Environment("development")


def _manifest(**dependencies: str) -> str:
    return json.dumps(
        {"dependencies": {"vite": "^5", "supertokens-web-js": "^0.15"} | dependencies}
    )


class _Read:
    """The facts of a small app, with what tests ask of them."""

    def __init__(self, files: dict[str, str], **dependencies: str) -> None:
        base = {"package.json": _manifest(**dependencies), "src/main.ts": INIT}
        self.workspace = Workspace.in_memory({**base, **files})
        self.system = build(self.workspace, Config())
        self.facts: Facts = self.system.facts

    def at(self, place: Place | None) -> str | None:
        if place is None:
            return None
        line = self.workspace.text(place.path).position(place.span.start).line
        return f"{place.path.removeprefix('/system/')}:{line}"

    def urls(self) -> list[object]:
        return [
            None
            if request.url is None
            else self.system.outcomes(request.url, DEVELOPMENT)[0].scalar
            for request in self.facts.requests
        ]


def _identities(read: _Read) -> set[str | None]:
    return {
        read.at(request.client.identity) if request.client is not None else "no client"
        for request in read.facts.requests
    }


@pytest.mark.parametrize(
    ("files", "identity"),
    [
        (
            {"src/use.ts": 'import axios from "axios"; export const load = () => axios.get("/a");'},
            None,
        ),
        (
            {
                "src/use.ts": 'import http from "./http"; export const load = () => http.get("/a");',
                "src/http.ts": 'import axios from "axios";\nexport default axios.create({});',
            },
            "src/http.ts:2",
        ),
        (
            {
                "src/use.ts": 'import { api } from "./lib"; export const load = () => api.post("/a");',
                "src/lib/index.ts": 'export { http as api } from "./http";',
                "src/lib/http.ts": 'import axios from "axios";\nexport const http = axios.create();',
            },
            "src/lib/http.ts:2",
        ),
        (
            {
                "src/use.ts": 'import { Api } from "./api"; export const load = () => new Api().all();',
                "src/api.ts": 'import axios from "axios";\nexport class Api {\n'
                "  http = axios.create();\n  all() { return this.http.get('/a'); }\n}",
            },
            "src/api.ts:3",
        ),
        (
            {
                "src/use.ts": 'import { useApi } from "./api";\n'
                "export function load() { const api = useApi(); return api.delete('/a'); }",
                "src/api.ts": 'import axios from "axios"; import { useMemo } from "react";\n'
                "export const useApi = () =>\n useMemo(() => axios.create(), []);",
            },
            "src/api.ts:3",
        ),
        (
            {
                "src/use.ts": 'const axios = require("axios");\nlet one;\nfunction client() {\n'
                "if (!one) {\none = axios.create();\n}\nreturn one;\n}\n"
                "module.exports = { load: () => client().get('/a') };",
            },
            "src/use.ts:5",
        ),
        (
            {
                "src/use.ts": 'import axios from "axios";'
                'import { setupCache } from "axios-cache-interceptor";\n'
                "const api = setupCache(axios.create()); export const load = () => api.get('/a');",
            },
            "src/use.ts:2",
        ),
    ],
    ids=["global", "default export", "re-export", "class field", "hook", "lazy", "wrapped"],
)
def test_a_client_is_known_by_the_place_where_it_is_made(
    files: dict[str, str], identity: str | None
) -> None:
    """However an instance reaches a request, its identity is the place of ``axios.create``."""
    assert _identities(_Read(files)) == {identity}


@pytest.mark.parametrize(
    ("code", "url"),
    [
        ('fetch("/a")', "/a"),
        ('window.fetch("/a", {})', "/a"),
        ('globalThis.fetch("/a")', "/a"),
        ('fetch(new URL("/a", "http://localhost:3001"))', "http://localhost:3001/a"),
        ('fetch(new Request("/a"))', "/a"),
        ('axios("/a")', "/a"),
        ('axios({ url: "/a", method: "post" })', "/a"),
        ('axios.request({ url: "/a" })', "/a"),
        ('axios.post("/a", { url: "/b" })', "/a"),
        ('$.ajax({ url: "/a" })', "/a"),
        ('$.get("/a")', "/a"),
        ('ky.get("/a")', "/a"),
        ('$fetch("/a")', "/a"),
        ('request.get("/a")', "/a"),
    ],
)
def test_the_url_of_a_request(code: str, url: str) -> None:
    """Each library's own way to name the URL is read."""
    imports = 'import axios from "axios"; import ky from "ky"; import request from "superagent";\n'
    assert _Read({"src/use.ts": f"{imports}export const load = () => {code};"}).urls() == [url]


@pytest.mark.parametrize(
    "code",
    [
        "cache.get('/a')",
        "params.get('a')",
        "router.push('/a')",
        "new Map().get('a')",
        "form.post('/a')",
    ],
)
def test_calls_that_only_look_like_requests_are_none(code: str) -> None:
    """A method name alone makes no request."""
    text = (
        f'import {{ cache, form, params, router }} from "other";\nexport const load = () => {code};'
    )
    assert not _Read({"src/use.ts": f"{text} // axios fetch"}).facts.requests


def test_a_base_url_that_is_assigned_later_counts() -> None:
    """``instance.defaults.baseURL`` wins over nothing, and the global default is inherited."""
    read = _Read(
        {
            "src/use.ts": 'import axios from "axios"; import { own } from "./own";\n'
            'axios.defaults.baseURL = "http://one.example"; const api = axios.create();\n'
            "export const load = () => { api.get('/a'); own.get('/b'); axios.get('/c'); };",
            "src/own.ts": 'import axios from "axios"; export const own = axios.create();\n'
            'own.defaults.baseURL = "http://two.example";',
        }
    )
    bases = []
    for request in read.facts.requests:
        assert request.client is not None
        assert request.client.base_url is not None
        bases.append(read.system.outcomes(request.client.base_url, DEVELOPMENT)[0].text)
    assert bases == ["http://one.example", "http://two.example", "http://one.example"]


@pytest.mark.parametrize(
    ("phase", "handlers", "effect"),
    [
        ("response", "(r) => r", InterceptorEffect.PASSES),
        ("response", "(r) => r, (e) => Promise.reject(e)", InterceptorEffect.PASSES),
        ("response", "(r) => r, async (e) => { log(e); throw e; }", InterceptorEffect.PASSES),
        ("response", "undefined, (e) => { throw e; }", InterceptorEffect.PASSES),
        ("response", "(r) => r.data", InterceptorEffect.REPLACES),
        ("response", "({ data }) => data", InterceptorEffect.REPLACES),
        ("response", "(r) => { if (r.data.bad) throw r; return r; }", InterceptorEffect.PASSES),
        ("response", "(r) => r, (e) => Promise.reject(e.response)", InterceptorEffect.REPLACES),
        ("response", "(r) => r, (e) => { throw new Error('no'); }", InterceptorEffect.REPLACES),
        ("response", "(r) => r, (e) => { log(e); }", InterceptorEffect.SWALLOWS),
        ("response", "(r) => r, (e) => again(e.config)", InterceptorEffect.SWALLOWS),
        (
            "response",
            "(r) => r, (e) => { location.href = '/login'; throw e; }",
            InterceptorEffect.LEAVES,
        ),
        (
            "response",
            "(r) => r, (e) => { if (e.status) { router.push('/'); } return Promise.reject(e); }",
            InterceptorEffect.LEAVES,
        ),
        (
            "response",
            "(r) => r, async (e) => { await Session.signOut(); throw e; }",
            InterceptorEffect.LEAVES,
        ),
        (
            "response",
            "(r) => r, (e) => { e.message.replace('a', 'b'); throw e; }",
            InterceptorEffect.PASSES,
        ),
        ("response", "handlers.good, handlers.bad", InterceptorEffect.UNKNOWN),
        ("request", "(c) => c", InterceptorEffect.PASSES),
        ("request", "(c) => { console.log(c.url); return c; }", InterceptorEffect.PASSES),
        ("request", "(c) => { c.headers.x = '1'; return c; }", InterceptorEffect.CHANGES),
        ("request", "(c) => { c.headers.set('x', '1'); return c; }", InterceptorEffect.CHANGES),
        ("request", "(c) => ({ ...c, timeout: 1 })", InterceptorEffect.CHANGES),
        ("request", "async (c) => { await sign(c); return c; }", InterceptorEffect.CHANGES),
    ],
)
def test_what_an_interceptor_does(phase: str, handlers: str, effect: InterceptorEffect) -> None:
    """The effect is read from what the handlers return and throw."""
    read = _Read(
        {
            "src/use.ts": 'import axios from "axios"; import { handlers } from "x";\n'
            f"axios.interceptors.{phase}.use({handlers}); export const load = () => axios.get('/');"
        }
    )
    steps = [step for step in read.facts.interceptors if step.kind == "custom"]
    assert [(step.phase, step.effect) for step in steps] == [(phase, effect)]


@pytest.mark.parametrize(
    ("package", "version", "mechanism"),
    [
        ("cross-fetch", "^3.1.5", Mechanism.XHR),
        ("cross-fetch", "^4.0.0", Mechanism.NATIVE),
        ("node-fetch", "2.7.0", Mechanism.NATIVE),
        ("node-fetch", "^3.3.0", Mechanism.NODE),
        ("node-fetch", "latest", Mechanism.NODE),
        ("isomorphic-fetch", "^3.0.0", Mechanism.NATIVE),
        ("unfetch", "^5.0.0", Mechanism.XHR),
        ("undici", "^6.0.0", Mechanism.NODE),
    ],
)
def test_what_a_package_does_in_a_browser(package: str, version: str, mechanism: Mechanism) -> None:
    """The version decides where the package changed its ways."""
    code = f'import fetch from "{package}"; export const load = () => fetch("/a");'
    read = _Read({"src/use.ts": code}, **{package: version})
    assert [found.mechanism for found in read.facts.client_imports] == [mechanism]
    assert [request.library for request in read.facts.requests] == [package]


@pytest.mark.parametrize(
    "statement",
    [
        'import "isomorphic-fetch";',
        'import "cross-fetch/polyfill";',
        'import type { F } from "undici";',
    ],
)
def test_imports_that_bind_nothing_bring_no_fetch(statement: str) -> None:
    """Polyfills and types are no clients."""
    code = f"{statement}\nexport const load = () => fetch('/a');"
    assert not _Read({"src/use.ts": code}).facts.client_imports


@pytest.mark.parametrize(
    ("code", "stored"),
    [
        ("const f = fetch; export const load = () => f('/a');", 1),
        ("const f = window.fetch.bind(window); export const load = () => f('/a');", 1),
        ("const { fetch: f } = window; export const load = () => f('/a');", 1),
        (
            "const f = typeof window === 'undefined' ? null : fetch; export const load = () => f('/a');",
            1,
        ),
        ("const http = { fetch: self.fetch }; export const load = () => http.fetch('/a');", 1),
        ("const f = (...a) => fetch(...a); export const load = () => f('/a');", 0),
        ("export const load = () => { const f = fetch; return f('/a'); };", 0),
        ("const f = cache.fetch; export const load = () => f('/a');", 0),
    ],
)
def test_stored_references_to_fetch(code: str, stored: int) -> None:
    """A reference counts when it is stored while the module is loaded; requests point to it."""
    facts = _Read({"src/use.ts": f'import {{ cache }} from "x";\n{code}'}).facts
    places = {capture.place for capture in facts.captures}
    assert len(places) == stored
    assert {r.captured for r in facts.requests if r.captured is not None} == places


def test_nothing_is_read_where_no_frontend_sdk_is_used() -> None:
    """A project without a frontend SDK costs nothing and has no facts about requests."""
    files = {"package.json": "{}", "src/a.ts": 'import axios from "axios"; axios.get("/a");'}
    facts = build(Workspace.in_memory(files), Config()).facts
    assert not facts.requests
    assert not facts.clients


def test_requests_of_tests_and_tools_are_left_out() -> None:
    """Only what the application runs sends its requests."""
    read = _Read(
        {
            "src/use.ts": "export const load = () => fetch('/a');",
            "src/use.test.ts": "fetch('/b');",
            "vite.config.ts": "fetch('/c');",
            "scripts/seed.ts": "fetch('/d');",
        }
    )
    assert read.urls() == ["/a"]
    assert {request.runtime for request in read.facts.requests} == {Runtime.BROWSER}
