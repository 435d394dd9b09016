"""Rules about requests that reach the API without their session: one shape a case."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rules.small_systems import auth_react, findings, manifest, node, web_js, website
from supertokens_lint.finding import Finding, Severity

API = "http://localhost:4100"
SITE = "http://localhost:4200"
REACT_INFO = f'appName: "x", apiDomain: "{API}", websiteDomain: "{SITE}"'
INFO = f'appName: "x", apiDomain: "{API}"'
SESSION = 'import Session from "supertokens-auth-react/recipe/session";\n'


def _api(routes: str = "", session: str = "") -> dict[str, str]:
    files = node(REACT_INFO, session)
    files["api/routes.js"] = (
        'const express = require("express");\nconst app = express();\n'
        'const { verifySession } = require("supertokens-node/recipe/session/framework/express");\n'
        'app.get("/private", verifySession(), (req, res) => res.json({}));\n'
        f'app.get("/public", (req, res) => res.json({{}}));\n{routes}'
    )
    return files


def _react(directory: Path, use: str, session: str = "", **more: str) -> list[Finding]:
    web = auth_react(REACT_INFO, session)
    web["web/use.js"] = use
    web["web/index.js"] += 'import("./use");\n'
    backend = _api(session=more.pop("backend", ""))
    return findings(directory, web, backend, more, codes="ST407,ST408,ST409")


def _graded(found: list[Finding]) -> list[tuple[str, Severity]]:
    return [(finding.code, finding.severity) for finding in found]


ERROR_407 = [("ST407", Severity.ERROR)]
CREDENTIALS = 'import axios from "axios"; import ky from "ky"; import { Link } from "./other";\n'


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (f'fetch("{API}/private", {{ credentials: "same-origin" }})', ERROR_407),
        (f'fetch("{API}/private", {{ credentials: "omit" }})', ERROR_407),
        (f'fetch("{API}/other", {{ credentials: "same-origin" }})', ERROR_407),
        (f'fetch("{API}/other", {{ credentials: "omit" }})', [("ST407", Severity.WARNING)]),
        (f'fetch("{API}/public", {{ credentials: "omit" }})', []),
        (f'fetch("{API}/private", {{ credentials: "include" }})', []),
        (f'fetch("{API}/private", {{ credentials: undefined }})', []),
        (f'fetch("{API}/private", {{ credentials: window.mode }})', []),
        (f'fetch("{API}/private", {{ credentials: "omit", ...window.more }})', []),
        (f'fetch("{API}/private", {{ ...window.more, credentials: "omit" }})', ERROR_407),
        (f'fetch(new Request("{API}/private", {{ credentials: "omit" }}))', []),
        (f'fetch(new Request("{API}/private"), {{ credentials: "omit" }})', ERROR_407),
        ('fetch("/private", { credentials: "omit" })', []),
        (f'fetch("{SITE}/private", {{ credentials: "same-origin" }})', []),
        ('fetch("https://other.org/private", { credentials: "omit" })', []),
        (f'axios.get("{API}/private", {{ withCredentials: false }})', []),
        (f'ky.get("{API}/private", {{ credentials: "omit" }})', []),
        (f'$fetch("{API}/private", {{ credentials: "omit" }})', ERROR_407),
        (f'new Link({{ uri: "{API}/private", credentials: "omit" }})', []),
    ],
)
def test_credentials(tmp_path: Path, call: str, expected: list[tuple[str, Severity]]) -> None:
    """Only what the browser does to an API on another origin in cookie mode is reported."""
    use = f"{CREDENTIALS}export const load = () => {call};"
    assert _graded(_react(tmp_path, use)) == expected


@pytest.mark.parametrize(
    "call",
    [
        'import { HttpLink } from "@apollo/client";\n'
        f'export const a = new HttpLink({{ uri: "{API}/private", credentials: "same-origin" }});',
        'import { createHttpLink as link } from "@apollo/client/link/http";\n'
        f'export const a = link({{ uri: "{API}/x", fetchOptions: {{ credentials: "omit" }} }});',
        'import { ApolloClient } from "@apollo/client/core";\n'
        f'export const a = new ApolloClient({{ uri: "{API}/x", credentials: "omit" }});',
        'import createUploadLink from "apollo-upload-client/createUploadLink.mjs";\n'
        f'export const a = createUploadLink({{ uri: "{API}/x", credentials: "omit" }});',
        'import { createClient } from "@urql/vue";\n'
        f'export const a = createClient({{ url: "{API}/x", fetchOptions: {{ credentials: "omit" }} }});',
        'import { GraphQLClient } from "graphql-request";\n'
        f'export const a = new GraphQLClient("{API}/x", {{ credentials: "omit" }});',
        'import { Configuration } from "./generated";\n'
        f'export const a = new Configuration({{ basePath: "{API}", credentials: "omit" }});',
        'import { OpenAPI } from "./generated";\nOpenAPI.WITH_CREDENTIALS = true;\n'
        f'OpenAPI.BASE = "{API}";\nOpenAPI.CREDENTIALS = "omit";',
    ],
)
def test_clients_that_are_told_once(tmp_path: Path, call: str) -> None:
    """GraphQL and generated clients hand their credentials to fetch."""
    assert _graded(_react(tmp_path, call)) == ERROR_407


@pytest.mark.parametrize(
    "call",
    [
        'import { ApolloClient } from "@apollo/client";\n'
        f'export const a = new ApolloClient({{ link: b, uri: "{API}/x", credentials: "omit" }});',
        'import { HttpLink } from "@apollo/client";\n'
        f'export const a = new HttpLink({{ uri: "{API}/x", credentials: "omit",\n'
        '  fetch: (url, init) => fetch(url, { ...init, credentials: "include" }) });',
        'import { Configuration } from "openai";\n'
        f'export const a = new Configuration({{ basePath: "{API}", credentials: "omit" }});',
        'import { Configuration } from "./generated";\n'
        f'export const a = new Configuration({{ basePath: "{API}", credentials: "omit",\n'
        '  fetchApi: (url, init) => fetch(url, { ...init, credentials: "include" }) });',
        'import { OpenAPI } from "./generated";\n'
        f'OpenAPI.BASE = "{API}";\nOpenAPI.CREDENTIALS = "omit";',
    ],
)
def test_clients_whose_credentials_are_not_used(tmp_path: Path, call: str) -> None:
    """An option that the client does not look at, or that is overruled, changes nothing."""
    assert _react(tmp_path, call) == []


@pytest.mark.parametrize(
    ("session", "backend"),
    [
        ('{ tokenTransferMethod: "header" }', ""),
        ("{ tokenTransferMethod: window.mode }", ""),
        ("", '{ getTokenTransferMethod: () => "header" }'),
        ("", "{ getTokenTransferMethod: choose }"),
    ],
)
def test_sessions_that_may_travel_in_headers(tmp_path: Path, session: str, backend: str) -> None:
    """Credentials matter in cookie mode alone."""
    use = f'export const load = () => fetch("{API}/private", {{ credentials: "omit" }});'
    assert _react(tmp_path, use, session, backend=backend) == []


@pytest.mark.parametrize(
    ("session", "use", "fires"),
    [
        ("{ autoAddCredentials: false }", "", True),
        ("{ autoAddCredentials: false, preAPIHook: hook }", "", False),
        (
            "{ autoAddCredentials: false, preAPIHook: hook }",
            f'export const load = () => fetch("{API}/private");',
            True,
        ),
        ('{ autoAddCredentials: false, tokenTransferMethod: "header" }', "", False),
        ("{ autoAddCredentials: true }", "", False),
        ("{ autoAddCredentials: window.add }", "", False),
    ],
)
def test_auto_add_credentials(tmp_path: Path, session: str, use: str, *, fires: bool) -> None:
    """Without credentials the SDK's own sign-in fails, unless a hook adds them."""
    assert _graded(_react(tmp_path, use, session)) == (ERROR_407 if fires else [])


def test_auto_add_credentials_of_the_bare_website_sdk(tmp_path: Path) -> None:
    """It signs nobody in: only the application's own requests count."""
    options = f'apiDomain: "{API}", autoAddCredentials: false'
    web = website(options)
    web["web/main.js"] += f'fetch("{API}/private", {{ credentials: "include" }});\n'
    assert findings(tmp_path, web, _api(), codes="ST407") == []
    web["web/main.js"] += f'fetch("{API}/private");\n'
    assert len(findings(tmp_path, web, _api(), codes="ST407")) == 1


def test_an_origin_that_nobody_knows_is_not_another_one(tmp_path: Path) -> None:
    """web-js has no websiteDomain: without a backend nobody says where the page is."""
    web = web_js('appName: "x", apiDomain: "https://api.example.com"')
    web["web/main.js"] += (
        'export const load = () => fetch("https://api.example.com/a", { credentials: "omit" });\n'
    )
    assert findings(tmp_path, web, codes="ST407") == []


KEEP_409 = "const inner = window.fetch;\nwindow.fetch = async (input, init) => {{ {body} }};\n"


@pytest.mark.parametrize(
    ("use", "code", "severity"),
    [
        ("let t; export async function a() { t = await Session.getAccessToken(); }\n"
         "export const b = () => fetch('/x', { headers: { Authorization: `Bearer ${t}` } });",
         "ST408", Severity.WARNING),
        ("let t; export async function a() { t = await Session.getAccessToken(); }", None, None),
        ("export async function a() { const t = await Session.getAccessToken();\n"
         "fetch('/x', { headers: { Authorization: `Bearer ${t}` } }); }", None, None),
        ("let t; export async function a() { t = await Session.getAccessToken();\n"
         "fetch('/x', { headers: { Authorization: `Bearer ${t}` } }); }", None, None),
        ("const t = Session.getAccessToken();\n"
         "export const b = async () => fetch('/x', { headers: { authorization: 'Bearer ' + (await t) } });",
         "ST408", Severity.WARNING),
        ("export class A { async a() { this.t = await Session.getAccessToken(); }\n"
         "b() { return fetch('/x', { headers: { Authorization: this.t } }); } }",
         "ST408", Severity.WARNING),
        ("export class A { async a() { this.t = await Session.getAccessToken(); } }\n"
         "export class B { b() { return fetch('/x', { headers: { Authorization: this.t } }); } }",
         None, None),
        ("export const a = async () => { sessionStorage.token = await Session.getAccessToken(); };\n"
         "export const b = (c) => { c.headers['Authorization'] = sessionStorage['token']; };",
         "ST408", Severity.WARNING),
        ("export const a = async () => localStorage.setItem('a', await Session.getAccessToken());\n"
         "export const b = (x) => x.setRequestHeader('Authorization', localStorage.getItem('b'));",
         None, None),
        ("import axios from 'axios';\nexport const a = async () => {\n"
         "axios.defaults.headers.common.Authorization = 'Bearer ' + (await Session.getAccessToken()); };",
         "ST408", Severity.WARNING),
        ("import axios from 'axios';\nconst api = axios.create();\n"
         "api.interceptors.request.use(async (config) => {\n"
         "config.headers.Authorization = 'Bearer ' + (await Session.getAccessToken()); return config; });",
         None, None),
        ("let t; export const a = async () => { if (Date.now() > until) t = await Session.getAccessToken(); };\n"
         "export const b = () => fetch('/x', { headers: { Authorization: t } });", None, None),
    ],
)  # fmt: skip
def test_stale_access_token(
    tmp_path: Path, use: str, code: str | None, severity: Severity | None
) -> None:
    """A token counts as stale where it outlives a call and a request takes it from there."""
    found = _graded(_react(tmp_path, SESSION + use))
    assert found == ([] if code is None else [(code, severity)])


@pytest.mark.parametrize(
    ("body", "severity"),
    [
        ("return inner(input, init);", Severity.INFO),
        ("const r = await inner(input, init); console.log(r.status); return r;", Severity.INFO),
        ("return inner(input, { ...init, cache: 'no-store' });", Severity.WARNING),
        ("const r = await inner(input, init); return r.json();", Severity.WARNING),
        ("const r = await inner(input, init); if (!r.ok) throw r; return r;", Severity.WARNING),
        ("const r = await inner(input, init); return r.status === 401 ? leave() : r;",
         Severity.WARNING),
        ("init.headers['x'] = '1'; return inner(input, init);", Severity.WARNING),
        ("return other(input);", Severity.WARNING),
    ],
)  # fmt: skip
def test_fetch_overridden(tmp_path: Path, body: str, severity: Severity) -> None:
    """What the replacement does decides how grave it is that it was there first."""
    web = auth_react(REACT_INFO)
    web["web/patch.js"] = KEEP_409.format(body=body)
    web["web/index.js"] = 'import "./patch";\n' + web["web/index.js"]
    found = findings(tmp_path, web, codes="ST409")
    assert _graded(found) == [("ST409", severity)]


@pytest.mark.parametrize(
    "patch",
    [
        "if (!window.fetch) { window.fetch = polyfill; }",
        "window.fetch = window.fetch;",
        "const api = {}; api.fetch = () => 1;",
        "window.fetch ??= polyfill;",
    ],
)
def test_what_replaces_nothing(tmp_path: Path, patch: str) -> None:
    """Gaps that are filled and other objects' methods are no replacements."""
    web = auth_react(REACT_INFO)
    web["web/patch.js"] = f'import polyfill from "unfetch";\n{patch}\n'
    web["web/index.js"] = 'import "./patch";\n' + web["web/index.js"]
    assert findings(tmp_path, web, codes="ST409") == []


def test_fetch_put_back_after_init(tmp_path: Path) -> None:
    """A replacement that goes past the SDK is an error, wherever the old fetch was kept."""
    web = auth_react(REACT_INFO)
    web["web/native.js"] = "export const native = window.fetch;\n"
    web["web/index.js"] = (
        'import { native } from "./native";\n'
        + web["web/index.js"]
        + "window.fetch = (...args) => native(...args);\n"
    )
    assert _graded(findings(tmp_path, web, codes="ST409")) == [("ST409", Severity.ERROR)]


NEXT = json.dumps(
    {"dependencies": {"next": "14", "react": "18", "supertokens-auth-react": "0.49.0"}}
)
NEXT_APP = f"""
import SuperTokens from "supertokens-auth-react";
import Session from "supertokens-auth-react/recipe/session";
if (typeof window !== "undefined") {{
  SuperTokens.init({{ appInfo: {{ {REACT_INFO} }}, recipeList: [Session.init()] }});
}}
export default function App({{ Component, pageProps }}) {{ return <Component {{...pageProps}} />; }}
"""


@pytest.mark.parametrize(
    ("body", "fires"),
    [
        (f'await fetch("{API}/private")', True),
        (f'await fetch("{API}/public")', False),
        (f'await fetch("{API}/other")', False),
        (f'await fetch("{API}/other", {{ credentials: "include" }})', True),
        (f'await fetch("{API}/public", {{ credentials: "include" }})', False),
        (f'await fetch("{API}/private", {{ headers: {{ cookie: req.headers.cookie }} }})', False),
        (f'await fetch("{API}/private", {{ headers: {{ Authorization: "Bearer x" }} }})', False),
        (f'await fetch("{API}/private", {{ headers: {{ accept: "text/html" }} }})', True),
        (f'await fetch("{API}/private", {{ headers: req.headers }})', False),
        (f'await fetch("{API}/private", {{ headers: {{ ...req.headers }} }})', False),
        (f'await fetch("{API}/private", {{ headers: new Headers({{ a: "b" }}) }})', True),
        ('await fetch("https://cms.org/private")', False),
        (f'await axios.get("{API}/private")', True),
        (
            f'await axios.get("{API}/private", {{ headers: {{ Cookie: req.headers.cookie }} }})',
            False,
        ),
        ("await Session.doesSessionExist()", True),
        ('typeof window === "undefined" ? null : await Session.getUserId()', False),
        ("await Session.getClaimValue({ claim })", True),
        ("Session.useSessionContext", False),
    ],
)
def test_server_side_session_requests(tmp_path: Path, body: str, *, fires: bool) -> None:
    """A server's request is reported when it asks for a session and hands nothing on."""
    web = {
        "web/package.json": NEXT,
        "web/pages/_app.js": NEXT_APP,
        "web/pages/index.js": f"{SESSION}import axios from 'axios';\n"
        f"export async function getServerSideProps({{ req }}) {{\n  const a = {body};\n"
        "  return { props: { a } };\n}\nexport default function Page() { return null; }\n",
    }
    found = findings(tmp_path, web, _api(), codes="ST405")
    assert _graded(found) == ([("ST405", Severity.WARNING)] if fires else [])


KIT = manifest(supertokens__web__js="0.16.0").replace(
    '"supertokens-web-js"', '"@sveltejs/kit": "^2.0.0", "supertokens-web-js"'
)


@pytest.mark.parametrize(
    ("load", "fires"),
    [
        (f"({{ fetch }}) => fetch('{API}/private')", True),
        (f"({{ fetch: send }}) => send('{API}/private')", True),
        (f"(event) => event.fetch('{API}/private')", True),
        (f"(event) => {{ const {{ fetch }} = event; return fetch('{API}/private'); }}", True),
        (f"({{ fetch }}) => fetch('{API}/other')", True),
        (f"({{ fetch }}) => fetch('{API}/public')", False),
        ("({ fetch }) => fetch('https://cms.org/private')", False),
        (f"() => fetch('{API}/private')", False),
        (f"({{ fetch }}) => {{ const f = (fetch) => fetch('{API}/private'); }}", False),
        ("({ fetch }) => help(fetch)", True),
        ("({ fetch }) => help2({ fetch })", True),
    ],
)  # fmt: skip
def test_sveltekit_load_fetch(tmp_path: Path, load: str, *, fires: bool) -> None:
    """Only the fetch that load is given is kept from before the SDK's init."""
    web = web_js(INFO)
    web["web/package.json"] = KIT
    web["web/src/routes/+page.js"] = (
        f"const help = (f) => f('{API}/private');\n"
        f"const help2 = ({{ fetch }}) => fetch('{API}/private');\nexport const load = {load};\n"
    )
    found = findings(tmp_path, web, _api(), codes="ST404")
    assert _graded(found) == ([("ST404", Severity.ERROR)] if fires else [])
