"""Tauri and browser extensions: pages under a scheme of their own."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from supertokens_lint.extract.client_facts import Shell, ShellKind
from supertokens_lint.extract.surroundings.packages import Package
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.source import Place, Span, whole_text
from supertokens_lint.workspace.files import FileKind
from supertokens_lint.workspace.jsontext import read_json
from supertokens_lint.workspace.tree import Data, Scalar, at, items, string

_VERSION = re.compile(r"[\"']?manifest_version[\"']?\s*:\s*\d")
_PAGES = re.compile(
    r"default_popup|options_page|options_ui|side_panel|sidebar_action|chrome_url_overrides"
    r"|devtools_page|\baction\b|browser_action"
)
_CONTENT = re.compile(r"(?:^|[/.\-_])content(?:[/.\-_]|script)", re.IGNORECASE)
_PAGE_FILES = ("popup", "options", "sidepanel", "newtab")


def tauri_shell(ev: Evaluator, package: Package, place: Place) -> Shell | None:
    """Return Tauri as the shell of a package, unless its windows load a site."""
    names = [n for n in ("@tauri-apps/api", "@tauri-apps/cli") if package.has(n)]
    path = f"{package.directory}/src-tauri/tauri.conf.json"
    has_config = ev.workspace.exists(path)
    if not names and not has_config:
        return None
    data = ev.workspace.read(path, read_json) if has_config else None
    if data is not None and loads_site(data):
        return None
    evidence = package.dependencies[names[0]][1] if names else Place(path, Span(0, 0))
    certain = data is not None
    return Shell(ShellKind.TAURI, place, evidence, "tauri://localhost", certain=certain)


def loads_site(data: Data) -> bool:
    """Tell whether a Tauri configuration shows pages from an address."""
    for keys in (("build", "frontendDist"), ("build", "distDir")):
        found = at(data, *keys)
        if isinstance(found, Scalar) and found.text.startswith("http"):
            return True
    windows = [*items(data, "app", "windows"), *items(data, "tauri", "windows")]
    urls = [string(window, "url") or "" for window in windows]
    return bool(urls) and all(url.startswith("http") for url in urls)


def extension_shell(ev: Evaluator, package: Package, place: Place) -> Shell | None:
    """Return a browser extension as the shell of a package, where it has pages.

    Content scripts run in the page that they are put into and use its cookies.
    """
    inner = place.path[len(package.directory) :]
    if _CONTENT.search(inner):
        return None
    evidence = next(_manifests(ev, package), None) or _framework(ev, package)
    if evidence is None:
        return None
    return Shell(ShellKind.EXTENSION, place, evidence, "chrome-extension://")


def _manifests(ev: Evaluator, package: Package) -> Iterator[Place]:
    kinds = frozenset({FileKind.JSON, FileKind.TYPESCRIPT, FileKind.JAVASCRIPT})
    for entry in ev.workspace.mentioning(b"manifest_version", kinds=kinds):
        if entry.is_test or not entry.path.startswith(f"{package.directory}/"):
            continue
        source = ev.workspace.read(entry.path, whole_text)
        text = "" if source is None else source.text
        match = _VERSION.search(text)
        if match is not None and _PAGES.search(text):
            yield Place(entry.path, Span(*match.span()))


def _framework(ev: Evaluator, package: Package) -> Place | None:
    """Return the dependency on WXT or Plasmo, which make the manifest from files."""
    folders = {"wxt": ("entrypoints", "src/entrypoints"), "plasmo": ("", "src")}
    for name, places in folders.items():
        if not package.has(name):
            continue
        for folder in places:
            base = posixpath.join(package.directory, folder)
            for page in _PAGE_FILES:
                stem = posixpath.join(base, page)
                files = (
                    f"{stem}{suffix}" for suffix in (".tsx", ".ts", ".html", ".vue", ".svelte")
                )
                if ev.workspace.is_directory(stem) or any(ev.workspace.exists(f) for f in files):
                    return package.dependencies[name][1]
    return None
