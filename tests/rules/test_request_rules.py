"""Rules about requests on small apps: one shape a case."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from supertokens_lint.config import Config
from supertokens_lint.finding import Finding, Severity
from supertokens_lint.topology import build
from supertokens_lint.workspace.workspace import Workspace
from supertokens_lint_rules import requests

OLD = "^0.26.0"
NEW = "^0.49.0"
AXIOS = 'import axios from "axios";\n'
SESSION = 'import Session from "supertokens-auth-react/recipe/session";\n'
API = 'const api = axios.create({ baseURL: "http://localhost:3001" });\n'
LOAD = "export const load = () => api.get('/x');\n"
ADD = "Session.addAxiosInterceptors(api);\n"
FIXTURES = Path(__file__).parents[2] / "fixtures"


def _app(domain: str, site: str, session: str) -> str:
    return f"""
import SuperTokens from "supertokens-auth-react";
import Session from "supertokens-auth-react/recipe/session";
import {{ load, setUp }} from "./use";

// before
SuperTokens.init({{
  appInfo: {{ appName: "x", apiDomain: {domain}, websiteDomain: "{site}" }},
  recipeList: [Session.init({session})],
}});
// after

export default function App() {{
  load();
}}
"""


def _web(
    use: str,
    version: str,
    *,
    domain: str = '"http://localhost:3001"',
    site: str = "http://localhost:3000",
    session: str = "",
    dependencies: dict[str, str] | None = None,
    more: dict[str, str] | None = None,
) -> dict[str, str]:
    known = {"react": "^18", "vite": "^5", "supertokens-auth-react": version}
    return {
        "web/package.json": json.dumps({"dependencies": known | (dependencies or {})}),
        "web/src/index.js": 'import App from "./App";\nApp();\n',
        "web/src/App.js": _app(domain, site, session),
        "web/src/use.js": use,
        **{f"web/{name}": text for name, text in (more or {}).items()},
    }


def _backend(
    folder: str, domain: str, port: int = 8080, *, recipes: str = "Session.init()"
) -> dict[str, str]:
    return {
        f"{folder}/package.json": json.dumps(
            {"dependencies": {"express": "^4", "supertokens-node": "^22.0.0"}}
        ),
        f"{folder}/index.js": f"""
const express = require("express");
const supertokens = require("supertokens-node");
const Session = require("supertokens-node/recipe/session");
const EmailPassword = require("supertokens-node/recipe/emailpassword");

supertokens.init({{
  framework: "express",
  supertokens: {{ connectionURI: "http://localhost:3567" }},
  appInfo: {{ appName: "x", apiDomain: "{domain}", websiteDomain: "https://www.x.com" }},
  recipeList: [{recipes}],
}});

express().listen({port});
""",
    }


def _findings(files: dict[str, str]) -> list[Finding]:
    system = build(Workspace.in_memory(files), Config())
    return [finding for rule in requests.RULES for finding in rule().check(system)]


def _codes(files: dict[str, str]) -> list[tuple[str, Severity]]:
    return [(finding.code, finding.severity) for finding in _findings(files)]


ERROR_401 = [("ST401", Severity.ERROR)]


@pytest.mark.parametrize(
    ("use", "expected"),
    [
        (AXIOS + "export const load = () => axios.get('http://localhost:3001/a');", ERROR_401),
        (
            AXIOS
            + 'export const load = () => axios({ url: "/a", baseURL: "http://localhost:3001" });',
            ERROR_401,
        ),
        (AXIOS + API + LOAD, ERROR_401),
        (AXIOS + API + LOAD.replace("'/x'", "'/auth/authorisationurl?a=b'"), []),
        (AXIOS + API + LOAD.replace("'/x'", "'/auth/signup'"), ERROR_401),
        (AXIOS + SESSION + "Session.addAxiosInterceptors(axios);\n" + API + LOAD, ERROR_401),
        (AXIOS + SESSION + API + ADD + LOAD, []),
        (
            AXIOS
            + 'import { addAxiosInterceptors as add } from "supertokens-auth-react/recipe/session";'
            f"\n{API}add(api);\n{LOAD}",
            [],
        ),
        (
            AXIOS
            + SESSION
            + API
            + f"[api, axios].forEach((one) => {{ {ADD.replace('api', 'one')} }});"
            + LOAD,
            [],
        ),
        (
            AXIOS
            + SESSION
            + f"function secure(one) {{ {ADD.replace('api', 'one')} return one; }}\n"
            'const api = secure(axios.create({ baseURL: "http://localhost:3001" }));\n' + LOAD,
            [],
        ),
        (AXIOS + SESSION + API + "[api].forEach(Session.addAxiosInterceptors);\n" + LOAD, []),
        (AXIOS + 'const api = axios.create({ baseURL: "https://maps.example.org" });\n' + LOAD, []),
        (AXIOS + "export const load = () => axios.get('/api/x');", []),
        (
            AXIOS + "const api = axios.create({ baseURL: process.env.BACKEND });\n" + LOAD,
            [("ST401", Severity.WARNING)],
        ),
        (
            AXIOS + "const api = axios.create({ baseURL: process.env.BACKEND });\n"
            "export const load = () => { fetch('http://localhost:3001/y'); api.get('/x'); };",
            [],
        ),
        ("export const load = () => fetch('http://localhost:3001/a');", []),
        (AXIOS + API.replace("({", '({ adapter: "fetch",') + LOAD, []),
        (AXIOS + 'axios.defaults.adapter = "fetch";\n' + API + LOAD, []),
        (AXIOS + API + "export const load = () => api.get('/x', { adapter: 'fetch' });", []),
        (AXIOS + API.replace("({", '({ adapter: "xhr",') + LOAD, ERROR_401),
        (
            AXIOS + 'import Old from "supertokens-website/axios";\n'
            "Old.makeSuper(axios); export const load = () => axios.get('http://localhost:3001/a');",
            [],
        ),
    ],
)
def test_axios_not_intercepted(use: str, expected: list[tuple[str, Severity]]) -> None:
    """Each instance that calls the API needs the interceptors, and only those do."""
    assert _codes(_web(use, OLD)) == expected


@pytest.mark.parametrize("version", [NEW, "^0.27.0", "latest", "*", ">=0.20.0", "workspace:*"])
def test_axios_is_left_alone_where_the_sdk_may_intercept_it(version: str) -> None:
    """A version, or a range that reaches one, that intercepts XMLHttpRequest needs nothing."""
    assert _codes(_web(AXIOS + API + LOAD, version)) == []


def test_both_places_of_a_mistaken_instance_are_shown() -> None:
    """The instance comes first, the call for the other instance beside it."""
    use = AXIOS + SESSION + "Session.addAxiosInterceptors(axios);\n" + API + LOAD
    (finding,) = _findings(_web(use, OLD))
    labels = [end.label for end in (finding.primary, *finding.counterparts)]
    assert labels[0] == "axios instance"
    assert "addAxiosInterceptors" in labels
    assert "supertokens-auth-react version" in labels


def test_an_address_from_the_same_variable_is_the_api() -> None:
    """Nobody needs to know a value to see that two settings take it from one variable."""
    use = AXIOS + "const api = axios.create({ baseURL: process.env.API + '/v1' });\n" + LOAD
    assert _codes(_web(use, OLD, domain="process.env.API")) == ERROR_401


@pytest.mark.parametrize(
    ("use", "severity"),
    [
        (API + "api.interceptors.response.use((r) => r.data);\n" + ADD, Severity.ERROR),
        (
            API
            + "api.interceptors.response.use((r) => r, (e) => { location = '/in'; throw e; });\n"
            + ADD,
            Severity.ERROR,
        ),
        (
            API + "api.interceptors.response.use(undefined, unknown.handler);\n" + ADD,
            Severity.WARNING,
        ),
        (
            API + "api.interceptors.request.use((c) => { c.headers.x = '1'; return c; });\n" + ADD,
            Severity.WARNING,
        ),
        (API + ADD + "api.interceptors.response.use((r) => r.data);\n", Severity.ERROR),
        (API + "api.interceptors.response.use((r) => r);\n" + ADD, Severity.INFO),
    ],
    ids=["data", "leaves", "unknown", "request", "between call and init", "passes"],
)
def test_interceptor_order(use: str, severity: Severity) -> None:
    """An interceptor that surely comes first is as grave as what it does."""
    text = AXIOS + SESSION + 'import { unknown } from "other";\n' + use + LOAD
    assert _codes(_web(text, OLD)) == [("ST402", severity)]
    assert _codes(_web(text, NEW)) == []


def test_an_interceptor_behind_that_of_the_sdk_is_fine() -> None:
    """Nothing is fragile about an interceptor that comes after both calls."""
    use = AXIOS + API + LOAD
    use += "export function setUp() { api.interceptors.response.use((r) => r); }\n"
    use += SESSION + ADD
    files = _web(use, OLD)
    files["web/src/App.js"] = files["web/src/App.js"].replace("// after", "setUp();")
    assert _codes(files) == []


@pytest.mark.parametrize(("where", "expected"), [("// before", ["ST402"]), ("// after", [])])
def test_an_interceptor_that_a_function_adds(where: str, expected: list[str]) -> None:
    """The call of the function decides, not where the function stands."""
    use = AXIOS + SESSION + API + ADD + LOAD
    use += "export function setUp() { api.interceptors.response.use((r) => r.data); }\n"
    files = _web(use, OLD)
    files["web/src/App.js"] = files["web/src/App.js"].replace(where, "setUp();")
    assert [code for code, _ in _codes(files)] == expected


@pytest.mark.parametrize(
    ("use", "dependencies", "severity"),
    [
        ('import fetch from "cross-fetch"; export const load = () => fetch("http://localhost:3001/a");',
         {"cross-fetch": "^4.0.0"}, Severity.ERROR),
        ('import * as cf from "cross-fetch"; export const load = () => cf.fetch("http://localhost:3001/a");',
         {"cross-fetch": "^4.0.0"}, Severity.ERROR),
        ('import fetch from "cross-fetch"; export const load = () => fetch("http://localhost:3001/a");',
         {"cross-fetch": "^3.1.5"}, Severity.INFO),
        ('const fetch = require("node-fetch"); export const load = () => fetch("http://localhost:3001/a");',
         {"node-fetch": "^2.6.0"}, Severity.ERROR),
        ('import got from "got"; export const load = () => got.get("http://localhost:3001/a");',
         {"got": "^14.0.0"}, Severity.ERROR),
        ('import fetch from "node-fetch"; export const load = () => fetch("https://weather.org/a");',
         {"node-fetch": "^2.6.0"}, None),
        ('import "isomorphic-fetch"; export const load = () => fetch("http://localhost:3001/a");',
         {"isomorphic-fetch": "^3.0.0"}, None),
        ('export const load = async () => { const { default: f } = await import("node-fetch");'
         ' return f("http://localhost:3001/a"); };', {"node-fetch": "^2.6.0"}, Severity.INFO),
        ('import fetch from "cross-fetch"; import { GraphQLClient } from "graphql-request";'
         'const c = new GraphQLClient("http://localhost:3001/graphql", { fetch });'
         "export const load = () => c.request('x');", {"cross-fetch": "^4.0.0"}, Severity.ERROR),
    ],
)  # fmt: skip
def test_node_fetch_in_browser(
    use: str, dependencies: dict[str, str], severity: Severity | None
) -> None:
    """A package's fetch is an error where the SDK does not see it, and an information elsewhere."""
    found = _codes(_web(use, NEW, dependencies=dependencies))
    assert found == ([] if severity is None else [("ST403", severity)])


@pytest.mark.parametrize(
    ("use", "fires"),
    [
        ("const f = window.fetch; export const load = () => f('http://localhost:3001/a');", True),
        ("const f = window.fetch; export const load = () => f('https://status.org/a');", False),
        ("const f = (...a) => window.fetch(...a); export const load = () => f('http://localhost:3001/a');", False),
        ("export const load = () => { const f = fetch; f('http://localhost:3001/a'); };", False),
        ("const f = window.fetch; window.fetch = (url, o) => f(url, o);"
         "export const load = () => fetch('http://localhost:3001/a');", False),
        ('import createClient from "openapi-fetch";'
         'const c = createClient({ baseUrl: "http://localhost:3001" });'
         "export const load = () => c.GET('/a');", True),
        ('import createClient from "openapi-fetch";'
         'const c = createClient({ baseUrl: "http://localhost:3001", fetch: (r) => fetch(r) });'
         "export const load = () => c.GET('/a');", False),
        ('import createClient from "openapi-fetch";'
         'export const load = () => createClient({ baseUrl: "http://localhost:3001" }).GET("/a");', False),
    ],
)  # fmt: skip
def test_fetch_captured_before_init(use: str, *, fires: bool) -> None:
    """Only a reference that is stored before init and used for the API matters."""
    found = [item for item in _codes(_web(use, NEW)) if item != ("ST409", Severity.INFO)]
    assert found == ([("ST406", Severity.ERROR)] if fires else [])


SITE = "https://www.x.com"
AUTH = {**_backend("auth", "https://auth.x.com", recipes="EmailPassword.init(), Session.init()")}
TWO = {**AUTH, **_backend("api", "https://api.x.com", 8081)}


@pytest.mark.parametrize(
    ("url", "session", "backends", "severity"),
    [
        ('"https://api.x.com/a"', "", TWO, Severity.ERROR),
        ('"https://api.x.com/a"', '{ sessionTokenBackendDomain: ".x.com" }', TWO, None),
        ('"https://api.x.com/a"', "{ sessionTokenBackendDomain: process.env.SCOPE }", TWO, None),
        ('"http://localhost:8081/a"', "", TWO, Severity.ERROR),
        ('"http://localhost:9999/a"', "", TWO, None),
        ('"https://cms.x.com/a"', "", TWO, Severity.WARNING),
        ('"https://www.x.com/words.json"', "", TWO, None),
        ('"/words.json"', "", TWO, None),
        ('"https://other.org/a", { credentials: "include" }', "", TWO, None),
        ('"https://api.x.com/a?superTokensDoNotDoInterception=1"', "", TWO, None),
        ("`https://${tenant}.x.com/a`", "", TWO, None),
        ('new URL("/a", "https://api.x.com")', "", TWO, Severity.ERROR),
        ('"https://AUTH.x.com:443/a"', "", TWO, None),
    ],
)
def test_request_host_mismatch(
    url: str, session: str, backends: dict[str, str], severity: Severity | None
) -> None:
    """A host is reported when it is surely the system's own and surely not intercepted."""
    use = f"export const load = (tenant) => fetch({url});"
    web = _web(use, NEW, domain='"https://auth.x.com"', site=SITE, session=session)
    assert _codes({**web, **backends}) == ([] if severity is None else [("ST111", severity)])


def test_one_request_to_a_host_of_the_family_proves_nothing() -> None:
    """Beside requests to the API, a status page or content host is left alone."""
    use = "export const load = () => { fetch('https://cms.x.com/a'); fetch('https://auth.x.com/b'); };"
    assert _codes({**_web(use, NEW, domain='"https://auth.x.com"', site=SITE), **TWO}) == []


def test_sides_that_disagree_are_left_to_the_rule_about_domains() -> None:
    """When apiDomain itself is wrong, the requests to the right host are not what is wrong."""
    use = "export const load = () => fetch('https://auth.x.com/a');"
    assert _codes({**_web(use, NEW, domain='"https://wrong.x.com"', site=SITE), **AUTH}) == []


def test_names_of_one_machine_are_left_to_the_rule_about_them() -> None:
    """localhost against 127.0.0.1 is another rule's."""
    use = "export const load = () => fetch('http://127.0.0.1:3001/a');"
    assert _codes(_web(use, NEW)) == []


def test_ports_count_for_old_versions_only() -> None:
    """Before supertokens-website 20 the port has to be equal too."""
    backends = {
        **_backend("api", "http://localhost:3001", 3001),
        **_backend("b", "http://localhost:4001", 4001),
    }
    use = "export const load = () => fetch('http://localhost:4001/a');"
    assert _codes({**_web(use, OLD), **backends}) == [("ST111", Severity.ERROR)]
    assert _codes({**_web(use, NEW), **backends}) == []


def test_a_host_is_wrong_in_the_environments_that_say_so() -> None:
    """Like is compared with like: the production file decides about production alone."""
    use = "const base = import.meta.env.VITE_DATA ?? 'http://localhost:3001';\n"
    use += "export const load = () => fetch(`${base}/a`);"
    more = {".env.production": "VITE_API=https://auth.x.com\nVITE_DATA=https://api.x.com\n"}
    domain = 'import.meta.env.VITE_API ?? "http://localhost:3001"'
    (finding,) = _findings({**_web(use, NEW, domain=domain, site=SITE, more=more), **TWO})
    assert finding.environments == ("production",)
    assert finding.primary.place.path.endswith("/.env.production")


@cache
def _texts() -> list[tuple[str, str]]:
    folders = ("axios-not-intercepted", "interceptor-order", "fetch-captured-before-init")
    paths = [path for name in folders for path in sorted((FIXTURES / name).rglob("*.*s"))]
    return [(path.name, path.read_text(encoding="utf-8")) for path in paths]


@pytest.mark.parametrize("share", [0.15, 0.35, 0.5, 0.65, 0.8, 0.95])
def test_half_written_files_are_no_trap(share: float) -> None:
    """A file that ends anywhere gives fewer facts, never an error."""
    for name, text in _texts():
        cut = text[: int(len(text) * share)]
        assert isinstance(_findings({**_web(cut, OLD), f"web/src/half/{name}": cut}), list)
