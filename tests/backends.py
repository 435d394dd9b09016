"""Small backends, and a frontend beside them, for rules about wiring."""

from __future__ import annotations

import json
from collections.abc import Mapping

from supertokens_lint.config import Config
from supertokens_lint.finding import Finding
from supertokens_lint.topology import build
from supertokens_lint.workspace.workspace import Workspace
from supertokens_lint_rules import RULES

Files = Mapping[str, str]
NODE_INIT = """
import supertokens from "supertokens-node";
import Session from "supertokens-node/recipe/session";
import EmailPassword from "supertokens-node/recipe/emailpassword";
import EmailVerification from "supertokens-node/recipe/emailverification";
supertokens.init({{
  framework: "{framework}",
  supertokens: {{ connectionURI: "{core}" }},
  appInfo: {{
    appName: "x", apiDomain: "http://localhost:3001", websiteDomain: "http://localhost:3000",
    {info}
  }},
  recipeList: [EmailPassword.init(), Session.init({session}), {recipes}],
}});
"""
PYTHON_INIT = """
from supertokens_python import InputAppInfo, SupertokensConfig, get_all_cors_headers, init
from supertokens_python.recipe import emailpassword, session
init(
    app_info=InputAppInfo(
        app_name="x", api_domain="http://localhost:3001", website_domain="http://localhost:3000"
    ),
    supertokens_config=SupertokensConfig(connection_uri="http://localhost:3567"),
    framework="{framework}",
    recipe_list=[emailpassword.init(), session.init({session})],
)
"""


def node(
    body: str,
    *,
    framework: str = "express",
    core: str = "http://localhost:3567",
    info: str = "",
    session: str = "",
    recipes: str = "",
    more: Files | None = None,
    packages: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Return a Node backend whose only module has the init, then ``body``."""
    known = {"express": "^4.19.2", "cors": "^2.8.5", "supertokens-node": "22.1.0"}
    start = NODE_INIT.format(
        framework=framework, core=core, info=info, session=session, recipes=recipes
    )
    return {
        "api/package.json": json.dumps({"dependencies": known | dict(packages or {})}),
        "api/index.ts": start + body,
        **{f"api/{name}": text for name, text in (more or {}).items()},
    }


def python(
    body: str, *, framework: str = "fastapi", session: str = "", more: Files | None = None
) -> dict[str, str]:
    """Return a Python backend whose only module has the init, then ``body``."""
    start = PYTHON_INIT.format(framework=framework, session=session)
    return {
        "api/requirements.txt": "supertokens-python==0.30.1\nfastapi\nflask\nflask-cors\n",
        "api/main.py": start + body,
        **{f"api/{name}": text for name, text in (more or {}).items()},
    }


def web(session: str = "", *, body: str = "", recipes: str = "", head: str = "") -> dict[str, str]:
    """Return a frontend of supertokens-auth-react that calls the backend."""
    packages = {"react": "^18.3.1", "vite": "^5.4.0", "supertokens-auth-react": "0.49.1"}
    return {
        "web/package.json": json.dumps({"dependencies": packages}),
        "web/src/index.js": f"""{head}
import SuperTokens from "supertokens-auth-react";
import Session from "supertokens-auth-react/recipe/session";
import EmailPassword from "supertokens-auth-react/recipe/emailpassword";
SuperTokens.init({{
  appInfo: {{
    appName: "x", apiDomain: "http://localhost:3001", websiteDomain: "http://localhost:3000"
  }},
  recipeList: [EmailPassword.init(), Session.init({session}), {recipes}],
}});
{body}
""",
    }


def found(code: str, *parts: Files) -> list[Finding]:
    """Return the findings of one rule on a system made of parts; later parts win."""
    files: dict[str, str] = {}
    for part in parts:
        files.update(part)
    system = build(Workspace.in_memory(files), Config())
    rule = next(rule for rule in RULES if rule.code == code)
    return list(rule().check(system))


def line_of(finding: Finding, *parts: Files) -> str:
    """Return the line of source that a finding begins on."""
    files: dict[str, str] = {}
    for part in parts:
        files.update(part)
    place = finding.primary.place
    text = files[place.path.removeprefix("/system/")]
    start = text.rfind("\n", 0, place.span.start) + 1
    return text[start:].split("\n", 1)[0].strip()
