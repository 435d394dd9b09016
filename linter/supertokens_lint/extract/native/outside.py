"""Shells in a package of their own, which load what another package of the repository builds.

The shell names the folder: ``loadFile(path.join(__dirname, "../../web/dist/index.html"))``,
Capacitor's ``webDir``, Tauri's ``frontendDist``.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from supertokens_lint.extract.client_facts import Shell, ShellKind
from supertokens_lint.extract.native.electron import FILE
from supertokens_lint.extract.native.mobile import capacitor_shell, capacitor_text
from supertokens_lint.extract.native.webview import loads_site
from supertokens_lint.extract.requests.context import callee_name
from supertokens_lint.extract.surroundings.packages import Package, read_package
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.values import Const, Invocation, Join, Value, alternatives
from supertokens_lint.source import Place, Span
from supertokens_lint.workspace.files import FileKind
from supertokens_lint.workspace.jsontext import read_json
from supertokens_lint.workspace.tree import string

_BUILT = ("", "dist", "build", "out", "dist-electron", ".webpack/main")


def outside_shells(ev: Evaluator, package: Package, place: Place) -> Iterator[Shell]:
    """Yield the shells of other packages that load what a package builds."""
    for entry in ev.workspace.files(FileKind.PACKAGE_JSON):
        other = ev.workspace.read(entry.path, read_package)
        if (
            other is None
            or other.directory == package.directory
            or _holds(package, other.directory)
        ):
            continue
        if other.has("electron"):
            yield from _electron(ev, other, package, place)
        if other.has("@capacitor/core"):
            folder = capacitor_text(ev, other.directory, "webDir")
            shell = capacitor_shell(ev, other, place)
            inside = bool(folder) and _holds(package, posixpath.join(other.directory, folder))
            if shell is not None and inside:
                yield shell
    for entry in ev.workspace.named("tauri.conf.json"):
        data = ev.workspace.read(entry.path, read_json)
        if data is None or loads_site(data):
            continue
        folder = string(data, "build", "frontendDist") or string(data, "build", "distDir") or ""
        outside = not _holds(package, entry.directory)
        if outside and folder and _holds(package, posixpath.join(entry.directory, folder)):
            evidence = Place(entry.path, Span(0, 0))
            yield Shell(ShellKind.TAURI, place, evidence, "tauri://localhost")


def _holds(package: Package, path: str) -> bool:
    """Tell whether a path, after its dots are resolved, is inside a package."""
    return posixpath.normpath(path).startswith(f"{package.directory}/")


def _electron(ev: Evaluator, other: Package, package: Package, place: Place) -> Iterator[Shell]:
    for entry in ev.workspace.mentioning(b"loadFile", b"loadURL"):
        if entry.is_test or not entry.path.startswith(f"{other.directory}/"):
            continue
        bases = (entry.directory, *(posixpath.join(other.directory, name) for name in _BUILT))
        for node, site in ev.sites.calls(entry.path):
            if callee_name(node) not in ("loadFile", "loadURL") or not node.args:
                continue
            target = "/".join(_texts(ev.evaluate(node.args[0].value, site.scope), 0))
            relative = target.removeprefix("file:").lstrip("/")
            if any(_holds(package, posixpath.join(base, relative)) for base in bases if relative):
                evidence = Place(entry.path, node.span)
                yield Shell(ShellKind.ELECTRON, place, evidence, FILE)
                return


def _texts(value: Value, depth: int) -> Iterator[str]:
    """Yield the texts that a path is put together from; what nobody knows is left out."""
    if depth > 4:
        return
    first = next(alternatives(value))
    if isinstance(first, Const) and isinstance(first.value, str):
        yield first.value.strip("/") if depth else first.value
    elif isinstance(first, Join):
        for part in first.parts:
            yield from _texts(part, depth + 1)
    elif isinstance(first, Invocation):
        for argument in first.args:
            yield from _texts(argument, depth + 1)
