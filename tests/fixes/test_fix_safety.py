"""Which fixes may be applied without a look at them, and what they must not change."""

from __future__ import annotations

from pathlib import Path

import pytest

from linting import lint
from supertokens_lint.finding import Finding
from supertokens_lint.fixes.apply import edited

WEB = """\
import SuperTokens from "supertokens-auth-react";
import Session from "supertokens-auth-react/recipe/session";
SuperTokens.init({
  appInfo: { appName: "x", apiDomain: "http://localhost:8080", websiteDomain: "http://localhost:3000" },
  recipeList: [Session.init()],
});
"""
INIT = """\
supertokens.init({
  framework: "express",
  supertokens: { connectionURI: "http://localhost:3567" },
  appInfo: { appName: "x", apiDomain: "http://localhost:8080", websiteDomain: "http://localhost:3000" },
  recipeList: [Session.init()],
});
"""
HEAD = """\
const express = require("express");
const cors = require("cors");
const supertokens = require("supertokens-node");
const Session = require("supertokens-node/recipe/session");
const { middleware } = require("supertokens-node/framework/express");
"""
BARE = 'app.use(cors({ origin: "http://localhost:3000", credentials: true, allowedHeaders: ["content-type"] }));\n'
SDK_CORS = (
    'app.use(cors({ origin: "http://localhost:3000", credentials: true, allowedHeaders: '
    '["content-type", ...supertokens.getAllCORSHeaders()] }));\n'
)
MOUNT = "app.use(middleware());\n"
APP = "const app = express();\n"
LISTEN = "app.listen(8080);\n"


def _finding(tmp_path: Path, code: str, files: dict[str, str]) -> Finding:
    """Return the only finding of a rule in an Express project with a site."""
    given = {
        "web/package.json": '{"name": "web", "dependencies": {"supertokens-auth-react": "0.49.1"}}',
        "web/index.js": WEB,
        "api/package.json": '{"name": "api", "main": "index.js", "scripts": {"start": "node '
        'index.js"}, "dependencies": {"supertokens-node": "21.1.1", "express": "4.21.0", "cors": '
        '"2.8.5"}}',
    }
    for name, text in {**given, **files}.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (found,) = [finding for finding in lint(tmp_path).findings if finding.code == code]
    return found


@pytest.mark.parametrize(
    ("index", "auth", "safe"),
    [
        (HEAD + INIT + APP + BARE + MOUNT + LISTEN, "", True),
        (HEAD + "const { start } = require('./auth');\nstart();\n" + APP + BARE + MOUNT, "f", True),
        (HEAD + "const { start } = require('./auth');\n" + APP + BARE + "start();\n" + MOUNT, "f", False),
        (HEAD + "require('./auth');\n" + APP + BARE + MOUNT + LISTEN, "m", True),
        (HEAD + "if (process.env.AUTH) {\n" + INIT + "}\n" + APP + BARE + MOUNT + LISTEN, "", False),
        (HEAD + 'const HEADERS = ["content-type"];\n' + INIT + APP
         + BARE.replace('["content-type"]', "HEADERS") + MOUNT + LISTEN, "", False),
    ],
    ids=["above", "called before", "called after", "imported", "perhaps", "list above"],
)  # fmt: skip
def test_the_list_of_the_sdk_is_safe_after_init_alone(
    tmp_path: Path, index: str, auth: str, safe: bool
) -> None:
    """``getAllCORSHeaders`` throws before init, so that only a proven order makes its call safe."""
    begin = HEAD + ("function start() {\n" + INIT + "}\n" if auth == "f" else INIT)
    ending = "module.exports = { start };\n" if auth == "f" else ""
    files = {"api/index.js": index, **({"api/auth.js": begin + ending} if auth else {})}
    fix = _finding(tmp_path, "ST305", files).fix
    assert fix is not None
    assert fix.safe is safe


@pytest.mark.parametrize(
    ("use", "safe"),
    [
        ("", True),
        ('fetch("http://elsewhere", { headers: { a: HEADERS.join() } });\n', False),
        ("module.exports = { HEADERS };\n", False),
    ],
)
def test_a_list_that_something_else_uses_is_not_changed_without_a_look(
    tmp_path: Path, use: str, safe: bool
) -> None:
    """A fix is safe only when nothing else of the program depends on what it changes."""
    listed = 'const HEADERS = ["content-type"];\n'
    named = BARE.replace('["content-type"]', "HEADERS")
    text = HEAD + INIT + APP + listed + named + use + MOUNT + LISTEN
    fix = _finding(tmp_path, "ST305", {"api/index.js": text}).fix
    assert fix is not None
    assert fix.safe is safe


@pytest.mark.parametrize(
    ("between", "moves"),
    [
        ("app.use(express.json());\n", True),
        ("const port = 8080;\nfunction later() { start(); }\n", True),
        ("if (process.env.DEBUG) {\n  app.use(express.json());\n}\n", True),
        ('require("dotenv").config();\n', False),
        ("prepare();\n", False),
        ("if (process.env.DEBUG) {\n  prepare();\n}\n", False),
        ('process.env.MODE = "x";\n', False),
    ],
)
def test_a_middleware_passes_nothing_that_it_may_need(
    tmp_path: Path, between: str, moves: bool
) -> None:
    """CORS moves up past other mounts, never past code that may load variables or start the SDK."""
    text = HEAD + INIT + APP + MOUNT + between + SDK_CORS + LISTEN
    assert (_finding(tmp_path, "ST307", {"api/index.js": text}).fix is not None) is moves


def test_comments_move_with_their_items(tmp_path: Path) -> None:
    """What explains an item of a list stands beside that item afterwards."""
    sdk = '    # The SDK.\n    "supertokens_python.framework.django.django_middleware.middleware",  # a\n'
    cors = '    "corsheaders.middleware.CorsMiddleware",  # b\n'
    settings = (
        "from corsheaders.defaults import default_headers\n"
        "from supertokens_python import InputAppInfo, SupertokensConfig, get_all_cors_headers, init\n"
        "from supertokens_python.recipe import session\n\n"
        'init(app_info=InputAppInfo(app_name="x", api_domain="http://localhost:8080", '
        'website_domain="http://localhost:3000"), framework="django", '
        'supertokens_config=SupertokensConfig(connection_uri="x"), recipe_list=[session.init()])\n'
        f"MIDDLEWARE = [\n{sdk}{cors}]\n"
        'INSTALLED_APPS = ["corsheaders", "supertokens_python"]\n'
        'CORS_ALLOWED_ORIGINS = ["http://localhost:3000"]\nCORS_ALLOW_CREDENTIALS = True\n'
        "CORS_ALLOW_HEADERS = [*default_headers, *get_all_cors_headers()]\n"
    )
    files = {
        "api/package.json": "{}",
        "api/requirements.txt": "supertokens-python==0.29.2\ndjango==5.0\ndjango-cors-headers==4.3\n",
        "api/manage.py": 'import os\nos.environ["DJANGO_SETTINGS_MODULE"] = "app.settings"\n',
        "api/app/__init__.py": "",
        "api/app/settings.py": settings,
    }
    fix = _finding(tmp_path, "ST307", files).fix
    assert fix is not None
    assert edited(settings, fix.edits)[0] == settings.replace(sdk + cors, cors + sdk)
