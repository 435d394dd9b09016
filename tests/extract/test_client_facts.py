"""Endpoints, wrappers of fetch, shells and other facts around sessions."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from supertokens_lint.config import Config
from supertokens_lint.extract.client_facts import ClientFacts
from supertokens_lint.extract.facts import Facts
from supertokens_lint.languages import ir
from supertokens_lint.topology import build
from supertokens_lint.workspace.workspace import Workspace

FIXTURES = Path(__file__).parents[2] / "fixtures"
INIT = """
import SuperTokens from "supertokens-web-js";
import Session from "supertokens-web-js/recipe/session";
SuperTokens.init({
  appInfo: { appName: "x", apiDomain: "http://localhost:3001" },
  recipeList: [Session.init()],
});
"""
ASKS = 'fetch("http://localhost:3001/a/notes/7/end", { credentials: "include" });\n'


def _facts(files: dict[str, str]) -> ClientFacts:
    web = {
        "web/package.json": json.dumps(
            {"dependencies": {"vite": "5", "supertokens-web-js": "0.16"}}
        ),
        "web/main.ts": INIT + ASKS,
    }
    facts: Facts = build(Workspace.in_memory({**web, **files}), Config()).facts
    assert facts.client is not None
    return facts.client


NODE = {
    "api/package.json": json.dumps({"dependencies": {"supertokens-node": "23", "express": "4"}}),
    "api/init.js": 'import supertokens from "supertokens-node";\nsupertokens.init({});\n',
}
VERIFY = 'import { verifySession } from "supertokens-node/recipe/session/framework/express";\n'


@pytest.mark.parametrize(
    ("code", "path", "needs"),
    [
        ("app.get('/notes', verifySession(), (req, res) => 1);", "/notes", True),
        ("app.get('/notes', (req, res) => 1);", "/notes", False),
        ("app.route('/notes', [auth, handler]);", "/notes", False),
        ("const auth = verifySession(); app.get('/notes', auth, h);", "/notes", False),
        ("const h = async (req) => Session.getSession(req); app.get('/notes', h);", "/notes", True),
        ("import { h } from './gone'; app.get('/notes', h);", "/notes", None),
        ("app.use(verifySession()); app.get('/notes', (req, res) => 1);", "/notes", None),
        ("router.post('/notes/:id', requireAuth, h);", "/notes/:id", True),
        (
            "@Controller('notes') class A { @Get(':id') @UseGuards(new AuthGuard()) one() {} }",
            "/notes/:id",
            True,
        ),
        ("@UseGuards(AuthGuard) @Controller('notes') class A { @Get() all() {} }", "/notes", True),
        ("@Controller('notes') class A { @Get('end') all() {} }", "/notes/end", False),
        ("app.get('notes');", None, None),
        ("cache.get(`notes-${id}`, () => 1);", None, None),
        ("const path = `/notes`; app.get(path, (req, res) => 1);", "/notes", False),
    ],
)
def test_endpoints_of_node(code: str, path: str | None, needs: bool | None) -> None:
    """A route needs a session when something in it checks one, and does not when nothing can."""
    found = _facts({**NODE, "api/routes.ts": VERIFY + code}).endpoints
    assert [(item.path, item.needs_session) for item in found] == (
        [] if path is None else [(path, needs)]
    )


@pytest.mark.parametrize(
    ("code", "path", "needs"),
    [
        ("@app.get('/notes')\nasync def a(s: SessionContainer = Depends(verify_session())): ...",
         "/notes", True),
        ("@app.get('/notes')\nasync def a(s: SessionContainer): ...", "/notes", True),
        ("@app.get('/notes')\nasync def a(): ...", "/notes", False),
        ("@app.route('/notes', methods=['GET'])\n@verify_session()\ndef a(): ...", "/notes", True),
        ("@app.route('/notes', methods=['GET'])\ndef a(): ...", "/notes", False),
        ("async def a(request):\n    await get_session(request)\nurls = [path('notes/', a)]",
         "/notes", True),
        ("r = APIRouter(dependencies=[Depends(verify_session())])\n"
         "@r.get('/notes')\nasync def a(): ...", "/notes", None),
    ],
)  # fmt: skip
def test_endpoints_of_python(code: str, path: str, needs: bool | None) -> None:
    """Decorators, dependencies, annotations and bodies count alike."""
    api = {
        "api/requirements.txt": "supertokens-python==0.30.0\n",
        "api/main.py": f"from supertokens_python import init\ninit()\n{code}\n",
    }
    found = _facts(api).endpoints
    assert [(item.path, item.needs_session) for item in found] == [(path, needs)]


def test_endpoints_are_only_looked_for_when_somebody_asks() -> None:
    """Without a request that some rule doubts, no backend is read for its routes."""
    files = {**NODE, "api/routes.ts": "app.get('/notes', (req, res) => 1);", "web/main.ts": INIT}
    assert _facts(files).endpoints == ()


@cache
def _systems() -> list[tuple[str, dict[str, str]]]:
    rules = (
        "credentials-not-sent", "sveltekit-load-fetch", "server-side-session-request",
        "stale-access-token", "fetch-overridden", "cookie-handler-missing", "webview-cookie-leak",
        "native-manual-cookies", "web-sdk-in-native",
    )  # fmt: skip
    found = []
    for rule in rules:
        for case in sorted((FIXTURES / rule).iterdir())[::3]:
            files = {
                path.relative_to(case).as_posix(): path.read_text(encoding="utf-8")
                for path in case.rglob("*")
                if path.is_file()
            }
            found.append((f"{rule}/{case.name}", files))
    return found


@pytest.mark.parametrize("share", [0.2, 0.45, 0.6, 0.75, 0.9])
def test_half_written_systems_are_no_trap(share: float) -> None:
    """Files that end anywhere, manifests among them, give fewer facts and never an error."""
    for _, files in _systems():
        cut = {name: text[: int(len(text) * share)] for name, text in files.items()}
        system = build(Workspace.in_memory(cut), Config())
        assert isinstance(system.facts.client, ClientFacts)


@pytest.mark.parametrize(
    "junk", ["", "\0\1\2", "{" * 3_000, "\ufeff[1,", "<<<<<<< HEAD\n", "x" * 90_000]
)
def test_junk_in_configuration_files_is_no_trap(junk: str) -> None:
    """Configuration of shells that nobody can read says nothing, or what is the default."""
    names = (
        "capacitor.config.json", "capacitor.config.ts", "config.xml", "manifest.json",
        "src-tauri/tauri.conf.json", "nuxt.config.ts",
    )  # fmt: skip
    manifest = {"@capacitor/core": "6", "@tauri-apps/api": "2", "supertokens-web-js": "0.16"}
    files = {f"web/{name}": junk for name in names}
    files["web/package.json"] = json.dumps({"dependencies": manifest})
    assert isinstance(_facts(files), ClientFacts)


def test_await_before_type_arguments_is_read() -> None:
    """``await fetch<T>(...)`` is a call of fetch, whatever its grammar makes of it."""
    workspace = Workspace.in_memory({"a.ts": "const a = await http.get<T[]>('/x');"})
    module = workspace.module("/system/a.ts")
    assert module is not None
    (call,) = [node for node in ir.walk(*module.body) if isinstance(node, ir.Call)]
    assert isinstance(call.callee, ir.Member)
