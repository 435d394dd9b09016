"""Shells that a frontend is packed into, where ``document.cookie`` does not work.

Sources: Electron "BrowserWindow.loadFile", Capacitor "Configuration" (``server.url``,
``plugins.CapacitorCookies``), Tauri "Configuration" (``build.frontendDist``, ``app.windows``),
Cordova "config.xml" (``content``), the extensions' ``manifest.json``; supertokens-website
CHANGELOG 10.1.0 for ``cookieHandler``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from supertokens_lint.extract.client_facts import Shell
from supertokens_lint.extract.facts import Init
from supertokens_lint.extract.native.electron import electron_shell
from supertokens_lint.extract.native.mobile import capacitor_shell, cordova_shell
from supertokens_lint.extract.native.outside import outside_shells
from supertokens_lint.extract.native.webview import extension_shell, tauri_shell
from supertokens_lint.extract.surroundings.packages import Package, read_package
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.source import whole_text

_FINDERS = (electron_shell, capacitor_shell, cordova_shell, tauri_shell, extension_shell)


def shells_of(ev: Evaluator, inits: Sequence[Init]) -> Iterator[Shell]:
    """Yield the shells that the pages of some inits are packed into."""
    known: dict[str, tuple[Shell, ...]] = {}
    for init in inits:
        for package in _packages(ev, init.place.path):
            if package.path not in known:
                known[package.path] = tuple(_found(ev, package, init))
            for shell in known[package.path]:
                yield Shell(shell.kind, init.place, shell.evidence, shell.origin, shell.certain)


def _found(ev: Evaluator, package: Package, init: Init) -> Iterator[Shell]:
    for finder in _FINDERS:
        shell = finder(ev, package, init.place)
        if shell is not None:
            yield shell
    yield from outside_shells(ev, package, init.place)


def _packages(ev: Evaluator, path: str) -> Iterator[Package]:
    """Yield the package of a file, and the one around it unless that is a whole monorepo's."""
    first = True
    for directory in ev.workspace.directory_chain(path):
        manifest = f"{directory}/package.json"
        package = (
            ev.workspace.read(manifest, read_package) if ev.workspace.exists(manifest) else None
        )
        if package is None:
            continue
        if not first and _is_monorepo(ev, directory):
            return
        yield package
        if not first:
            return
        first = False


def _is_monorepo(ev: Evaluator, directory: str) -> bool:
    if ev.workspace.exists(f"{directory}/pnpm-workspace.yaml"):
        return True
    source = ev.workspace.read(f"{directory}/package.json", whole_text)
    return source is not None and '"workspaces"' in source.text
