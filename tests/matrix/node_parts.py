"""Parts that backends in JavaScript and TypeScript share."""

from __future__ import annotations

import json
from collections.abc import Callable

from matrix import settings as named
from matrix.settings import Backend

APP_INFO = {
    named.API_DOMAIN: "apiDomain",
    named.WEBSITE_DOMAIN: "websiteDomain",
    named.API_BASE_PATH: "apiBasePath",
    named.WEBSITE_BASE_PATH: "websiteBasePath",
}
SESSION = {
    named.COOKIE_DOMAIN: "cookieDomain",
    named.COOKIE_SAME_SITE: "cookieSameSite",
    named.ANTI_CSRF: "antiCsrf",
}
RECIPES = """import EmailPassword from "supertokens-node/recipe/emailpassword";
import Session from "supertokens-node/recipe/session";
"""

Read = Callable[[str], str]


def options(backend: Backend, framework: str, read: Read, more: str = "") -> str:
    """Return the object that ``init`` is given, each value as ``read`` writes it."""
    given = backend.variables
    info = "".join(f"    {key}: {read(name)},\n" for name, key in APP_INFO.items() if name in given)
    return (
        f'{{\n  framework: "{framework}" as const,\n'
        '  supertokens: { connectionURI: "http://localhost:3567" },\n'
        f'  appInfo: {{\n    appName: "Depot",\n{info}  }},\n'
        f"  recipeList: [EmailPassword.init(), Session.init({session(backend, read)})],\n{more}}}"
    )


def session(backend: Backend, read: Read) -> str:
    """Return what ``Session.init`` is given."""
    given = backend.variables
    lines = [f"{key}: {read(name)}," for name, key in SESSION.items() if name in given]
    if named.COOKIE_SECURE in given:
        lines.append(f'cookieSecure: {read(named.COOKIE_SECURE)} === "true",')
    if backend.transfer is not None:
        lines.append(f'getTokenTransferMethod: () => "{backend.transfer}",')
    inner = "".join(f"\n    {line}" for line in lines)
    return f"{{{inner}\n  }}" if lines else ""


def package(name: str, start: str, dependencies: dict[str, str]) -> str:
    """Return a package.json with a start script."""
    content = {
        "name": name,
        "private": True,
        "type": "module",
        "scripts": {"start": start},
        "dependencies": dependencies,
    }
    return json.dumps(content, indent=2) + "\n"
