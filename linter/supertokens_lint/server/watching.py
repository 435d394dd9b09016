"""Which files a client is asked to watch, and what a change of one means."""

from __future__ import annotations

from collections.abc import Iterable

from lsprotocol import types

from supertokens_lint.baseline import FILE_NAME as BASELINE
from supertokens_lint.config_file import OWN_FILE, SHARED_FILE
from supertokens_lint.server.buffers import path_of
from supertokens_lint.workspace.workspace import Workspace

_SOURCES = "py,js,jsx,mjs,cjs,ts,tsx,mts,cts,vue,svelte,astro,html,htm,go"
_DATA = "json,jsonc,yaml,yml,toml,lock,mod,cfg,conf,nginx,vhost,tf,env,sh"
_NAMES = "Dockerfile*,Containerfile*,Caddyfile*,Procfile,Pipfile,requirements*.txt,.gitignore"
PATTERNS = (
    f"**/*.{{{_SOURCES}}}",
    f"**/*.{{{_DATA}}}",
    f"**/{{{_NAMES}}}",
    "**/{.env,.env.*,.env-*,.flaskenv,.dev.vars}",
    "**/{requirements,nginx,sites-available,sites-enabled,conf.d}/**",
    "**/{_redirects,_headers,.htaccess}",
)
# Files that decide about a check without being part of the system.
_DECISIVE = frozenset({OWN_FILE, SHARED_FILE, BASELINE})
# Folders in which tools write all the time and nothing is ever read.
_NOISY = ("/node_modules/", "/.git/", "/__pycache__/", "/.venv/", "/.next/", "/.mypy_cache/")


def registration() -> types.Registration:
    """Return the request to be told of changed files."""
    watchers = [types.FileSystemWatcher(pattern) for pattern in PATTERNS]
    return types.Registration(
        id="supertokens-lint-files",
        method=types.WORKSPACE_DID_CHANGE_WATCHED_FILES,
        register_options=types.DidChangeWatchedFilesRegistrationOptions(watchers),
    )


def matters(
    events: Iterable[types.FileEvent], open_paths: Iterable[str], workspace: Workspace | None
) -> tuple[bool, bool]:
    """Tell whether changed files ask for a check, and whether files have to be listed anew.

    What is open in the editor counts as the editor has it, so its file on disk asks for nothing.
    """
    check = relist = False
    opened = set(open_paths)
    for event in events:
        path = path_of(event.uri)
        if path is None or any(folder in path for folder in _NOISY):
            continue
        name = path.rpartition("/")[2]
        if event.type is not types.FileChangeType.Changed or name == ".gitignore":
            check = relist = True
        elif path in opened and name not in _DECISIVE:
            continue
        elif workspace is None or name in _DECISIVE or workspace.exists(path):
            check = True
    return check, relist
