"""Electron: from where a window loads its page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from supertokens_lint.extract.client_facts import Shell, ShellKind
from supertokens_lint.extract.requests.context import callee_name
from supertokens_lint.extract.surroundings.packages import Package
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.values import (
    Const,
    External,
    Invocation,
    Join,
    MethodOf,
    Record,
    Value,
    alternatives,
)
from supertokens_lint.source import Place

_DEVELOPMENT = re.compile(r"https?://(?:localhost|127\.|0\.0\.0\.0|\[::1\])", re.IGNORECASE)
_SCHEME = re.compile(r"([a-z][a-z\d+.\-]*):", re.IGNORECASE)
_SERVERS = ("electron-serve", "nextron", "electron-next")
MAX_PARTS = 8
FILE = "file://"
UNKNOWN = ""


def electron_shell(ev: Evaluator, package: Package, place: Place) -> Shell | None:
    """Return Electron as the shell of a package, unless its windows load a site."""
    if not package.has("electron"):
        return None
    dependency = package.dependencies["electron"][1]
    for name in _SERVERS:
        if package.has(name):
            evidence = package.dependencies[name][1]
            return Shell(ShellKind.ELECTRON, place, evidence, "app://")
    loads = list(_loads(ev, package))
    origins = {origin for origin, _ in loads}
    if any(origin.startswith("http") and not _DEVELOPMENT.match(origin) for origin in origins):
        return None
    for origin, where in loads:
        if origin != UNKNOWN and not origin.startswith("http"):
            return Shell(ShellKind.ELECTRON, place, where, origin)
    if UNKNOWN in origins:
        where = next(item for origin, item in loads if origin == UNKNOWN)
        return Shell(ShellKind.ELECTRON, place, where, FILE, certain=False)
    return None if loads else _without_windows(ev, package, place, dependency)


def _without_windows(
    ev: Evaluator, package: Package, place: Place, dependency: Place
) -> Shell | None:
    """Return the shell of a package that names Electron's windows where nobody could follow."""
    opens = any(
        entry.path.startswith(f"{package.directory}/") and not entry.is_test
        for entry in ev.workspace.mentioning(b"BrowserWindow")
    )
    return Shell(ShellKind.ELECTRON, place, dependency, FILE, certain=False) if opens else None


def _loads(ev: Evaluator, package: Package) -> Iterator[tuple[str, Place]]:
    for entry in ev.workspace.mentioning(b"loadURL", b"loadFile"):
        if entry.is_test or not entry.path.startswith(f"{package.directory}/"):
            continue
        for node, site in ev.sites.calls(entry.path):
            name = callee_name(node)
            if name not in ("loadURL", "loadFile") or not node.args:
                continue
            place = Place(entry.path, node.span)
            if name == "loadFile":
                yield FILE, place
                continue
            value = ev.evaluate(node.args[0].value, site.scope)
            for origin in _origins(value):
                yield origin, place


def _heads(value: Value, depth: int = 0) -> Iterator[Value]:
    """Yield the first parts of what a value can be."""
    for option in alternatives(value):
        if isinstance(option, Join) and option.parts and depth < MAX_PARTS:
            yield from _heads(option.parts[0], depth + 1)
        else:
            yield option


def _origins(value: Value) -> Iterator[str]:
    """Yield what a URL begins with, for each alternative; empty when nobody knows."""
    for option in _heads(value):
        if isinstance(option, Const) and isinstance(option.value, str):
            match = _SCHEME.match(option.value.strip())
            scheme = "" if match is None else match[1].lower()
            if scheme in ("http", "https"):
                yield option.value
            else:
                yield f"{scheme}://" if scheme and scheme not in ("data", "about") else UNKNOWN
        elif isinstance(option, External) and option.path[-1:]:
            yield _bundled(option.path[-1])
        elif isinstance(option, Invocation):
            yield _formatted(option)
        else:
            yield UNKNOWN


def _bundled(name: str) -> str:
    """Return the origin behind a constant that Electron Forge's plugins define.

    Source: @electron-forge/plugin-webpack, ``MAIN_WINDOW_WEBPACK_ENTRY``: a file in production.
    """
    if name.endswith("_WEBPACK_ENTRY"):
        return FILE
    return "http://localhost" if name.endswith("_VITE_DEV_SERVER_URL") else UNKNOWN


def _formatted(value: Invocation) -> str:
    """Return the scheme that ``url.format({ protocol: "file:" })`` or ``pathToFileURL`` gives."""
    callee = value.callee
    name = callee.name if isinstance(callee, MethodOf) else (callee.path or ("",))[-1]
    if name == "pathToFileURL":
        return FILE
    config = value.args[0] if value.args else None
    entry = config.entries.get("protocol") if isinstance(config, Record) else None
    if name == "format" and entry is not None and isinstance(entry.value, Const):
        scheme = str(entry.value.value).rstrip(":/")
        return f"{scheme}://"
    if name == "URL" and value.args and isinstance(value.args[0], Const):
        text = str(value.args[0].value)
        return FILE if text.startswith("file:") else text if text.startswith("http") else UNKNOWN
    return UNKNOWN
