"""Small systems for rules about agreements between a frontend and a backend."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from linting import lint
from supertokens_lint.finding import Finding


def manifest(**packages: str) -> str:
    """Return a ``package.json`` with these dependencies."""
    names = {name.replace("__", "-"): version for name, version in packages.items()}
    return json.dumps({"dependencies": names})


def web_js(app_info: str, session: str = "", *, version: str = "0.16.0") -> dict[str, str]:
    """Return a frontend that uses supertokens-web-js."""
    return {
        "web/package.json": manifest(supertokens__web__js=version),
        "web/main.js": 'import SuperTokens from "supertokens-web-js";\n'
        'import Session from "supertokens-web-js/recipe/session";\n'
        f"SuperTokens.init({{ appInfo: {{ {app_info} }}, recipeList: [Session.init({session})] }});\n",
    }


def auth_react(
    app_info: str, session: str = "", root: str = "", *, version: str = "0.50.0"
) -> dict[str, str]:
    """Return a frontend that uses supertokens-auth-react."""
    return {
        "web/package.json": manifest(supertokens__auth__react=version),
        "web/index.js": 'import SuperTokens from "supertokens-auth-react";\n'
        "import { EmailPasswordPreBuiltUI } from "
        '"supertokens-auth-react/recipe/emailpassword/prebuiltui";\n'
        'import Session from "supertokens-auth-react/recipe/session";\n'
        f"SuperTokens.init({{ appInfo: {{ {app_info} }}, {root}\n"
        f"  recipeList: [Session.init({session})] }});\n",
    }


def website(options: str, *, version: str = "20.1.6") -> dict[str, str]:
    """Return a frontend that uses supertokens-website."""
    return {
        "web/package.json": manifest(supertokens__website=version),
        "web/main.js": 'import SuperTokens from "supertokens-website";\n'
        f"SuperTokens.init({{ {options} }});\n",
    }


def node(app_info: str, session: str = "", *, version: str = "23.0.1") -> dict[str, str]:
    """Return a backend that uses supertokens-node."""
    return {
        "api/package.json": manifest(supertokens__node=version),
        "api/index.js": 'import supertokens from "supertokens-node";\n'
        'import Session from "supertokens-node/recipe/session";\n'
        f"supertokens.init({{ appInfo: {{ {app_info} }}, recipeList: [Session.init({session})] }});\n",
    }


def python(app_info: str, session: str = "", *, version: str = "0.30.0") -> dict[str, str]:
    """Return a backend that uses supertokens-python."""
    return {
        "api/requirements.txt": f"supertokens-python=={version}\n",
        "api/main.py": "import os\nfrom supertokens_python import InputAppInfo, init\n"
        "from supertokens_python.recipe import session\n"
        f"init(app_info=InputAppInfo({app_info}), framework='fastapi',\n"
        f"     recipe_list=[session.init({session})])\n",
    }


def findings(directory: Path, *parts: Mapping[str, str], codes: str) -> list[Finding]:
    """Return the findings of some rules on a system made of parts; later parts win."""
    files: dict[str, str] = {}
    for part in parts:
        files.update(part)
    for name, text in files.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    wanted = codes.split(",")
    return [finding for finding in lint(directory).findings if finding.code in wanted]
