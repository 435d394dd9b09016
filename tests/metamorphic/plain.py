"""Rewritings of files of every kind: line ends, marks of the byte order, spelling of data."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import PurePosixPath

from metamorphic.rewriting import Edits, System

_SOURCES = frozenset(
    (
        ".js",
        ".jsx",
        ".mjs",
        ".cjs",
        ".ts",
        ".tsx",
        ".py",
        ".go",
        ".vue",
        ".svelte",
        ".astro",
        ".html",
    )
)
_DATA = frozenset((".json", ".yml", ".yaml", ".conf", ".toml"))


def _is_environment(path: str) -> bool:
    return PurePosixPath(path).name.startswith(".env")


def windows_lines(system: System) -> Edits:
    """End every line of every text with CR LF."""
    edits = Edits(system)
    for path, text in system.files.items():
        if PurePosixPath(path).suffix in _SOURCES | _DATA or _is_environment(path):
            for match in re.finditer(r"(?<!\r)\n", text):
                edits.insert(path, match.start(), "\r")
    return edits


def byte_order_marks(system: System) -> System:
    """Put a byte order mark before every source."""
    marked = frozenset(p for p in system.files if PurePosixPath(p).suffix in _SOURCES)
    return replace(system, marked=system.marked | marked)


def quoted_variables(system: System) -> Edits:
    """Put the values of env files in quotes, with comments and empty lines between them."""
    edits = Edits(system)
    for path, text in system.files.items():
        if not _is_environment(path):
            continue
        for match in re.finditer(r"^([A-Za-z_]\w*)=([^\s\"'#$`\\]+)$", text, re.MULTILINE):
            edits.insert(path, match.start(), "\n# why\nexport ")
            edits.insert(path, match.start(2), '"')
            edits.insert(path, match.end(2), '"  # so')
    return edits


def spread_json(system: System) -> System:
    """Write manifests with another indentation and the keys in another order."""
    files = dict(system.files)
    for path, text in system.files.items():
        if PurePosixPath(path).name in ("package.json", "app.json"):
            data = json.loads(text)
            turned = {key: data[key] for key in reversed(data)} if isinstance(data, dict) else data
            files[path] = json.dumps(turned, indent=7) + "\n\n"
    return replace(system, files=files)
