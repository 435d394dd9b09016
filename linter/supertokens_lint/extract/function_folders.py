"""Modules that hosts of functions start because of where they stand, or of what they register with.

Sources: Netlify, "Get started with functions" (``netlify/functions`` or the folder that
netlify.toml names) and "Edge Functions"; Vercel, "Vercel Functions" (``api``); Cloudflare Pages,
"Functions" (``functions``); Supabase, "Edge Functions" (``supabase/functions``); Azure Functions,
"Node.js developer guide" of programming model 4 (``app.http`` of @azure/functions).
"""

from __future__ import annotations

import posixpath
import re
from itertools import pairwise

from supertokens_lint.extract.texts import text_of_file
from supertokens_lint.workspace.files import SCRIPT_KINDS
from supertokens_lint.workspace.workspace import Workspace

_PAIRS = frozenset(
    {("netlify", "functions"), ("netlify", "edge-functions"), ("supabase", "functions")}
)
_BESIDE = {
    "api": ("vercel.json",),
    "functions": ("wrangler.toml", "wrangler.json", "wrangler.jsonc"),
}
_NETLIFY = "netlify.toml"
_FOLDER = re.compile(r"^[ \t]*functions[ \t]*=[ \t]*[\"']([^\"'\n]+)[\"']", re.MULTILINE)
_VERCEL = re.compile(r"[\"']@vercel/(?:node|functions)[\"']")


class FunctionFolders:
    """Tells functions of hosts from other modules."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._azure = {
            entry.path for entry in workspace.mentioning(b"@azure/functions", kinds=SCRIPT_KINDS)
        }

    def has(self, path: str) -> bool:
        """Tell whether a host starts a module."""
        if path in self._azure:
            return True
        parts = posixpath.dirname(path).split("/")
        if any(pair in _PAIRS for pair in pairwise(parts)):
            return True
        return any(
            self._is_named("/".join(parts[:index]), name)
            for index, name in enumerate(parts)
            if name
        )

    def _is_named(self, parent: str, name: str) -> bool:
        exists = self._workspace.exists
        if any(exists(f"{parent}/{file}") for file in _BESIDE.get(name, ())):
            return True
        if name == "api" and exists(f"{parent}/package.json"):
            return (
                _VERCEL.search(text_of_file(self._workspace, f"{parent}/package.json")) is not None
            )
        if not exists(f"{parent}/{_NETLIFY}"):
            return False
        folders = _FOLDER.findall(text_of_file(self._workspace, f"{parent}/{_NETLIFY}"))
        return any(folder.strip("./").split("/")[0] == name for folder in folders)
