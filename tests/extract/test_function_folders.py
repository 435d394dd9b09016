"""Modules that hosts of functions start."""

from __future__ import annotations

import pytest

from supertokens_lint.extract.function_folders import FunctionFolders
from supertokens_lint.workspace.workspace import Workspace

MODULE = "export default () => new Response();"
STARTED = {
    "netlify/functions/auth.mjs": {},
    "netlify/edge-functions/auth.ts": {},
    "lambda/auth.ts": {"netlify.toml": '[build]\n  functions = "./lambda/"\n'},
    "supabase/functions/auth/auth.ts": {},
    "api/orders/list.ts": {"vercel.json": "{}"},
    "site/api/orders.ts": {"site/package.json": '{"devDependencies": {"@vercel/node": "^3"}}'},
    "functions/auth.ts": {"wrangler.toml": 'name = "shop"'},
}
ON_THEIR_OWN = {
    "functions/auth.ts": {"package.json": "{}"},
    "api/orders.ts": {"package.json": '{"dependencies": {"express": "^4"}}'},
    "src/api/orders.ts": {"vercel.json": "{}"},
    "lambda/auth.ts": {"netlify.toml": '[build]\n  publish = "lambda"\n'},
    "src/netlify.ts": {},
}


@pytest.mark.parametrize("path", STARTED)
def test_started(path: str) -> None:
    """A file in a folder that its host looks in is started."""
    workspace = Workspace.in_memory({path: MODULE, **STARTED[path]})
    assert FunctionFolders(workspace).has(f"/system/{path}")


@pytest.mark.parametrize("path", ON_THEIR_OWN)
def test_not_started(path: str) -> None:
    """Other files need somebody who imports them, also in folders of the same names."""
    workspace = Workspace.in_memory({path: MODULE, **ON_THEIR_OWN[path]})
    assert not FunctionFolders(workspace).has(f"/system/{path}")


def test_registered() -> None:
    """A module that registers with Azure is started wherever it stands."""
    text = 'import { app } from "@azure/functions"; app.http("a", { handler });'
    workspace = Workspace.in_memory({"src/functions/a.ts": text, "src/b.ts": MODULE})
    folders = FunctionFolders(workspace)
    assert folders.has("/system/src/functions/a.ts")
    assert not folders.has("/system/src/b.ts")
