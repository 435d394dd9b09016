"""CORS that is set up somewhere in a package, though nobody can tell for which application."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from supertokens_lint.extract.surroundings.homes import Homes
from supertokens_lint.extract.wiring.javascript.sdk_names import cors_library
from supertokens_lint.extract.wiring_facts import HttpApp, LayerKind
from supertokens_lint.languages import ir
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.source import Place
from supertokens_lint.workspace.files import SCRIPT_KINDS

_HEADERS = (b"Access-Control-Allow-Origin", b"access-control-allow-origin")


def with_doubts(ev: Evaluator, homes: Homes, apps: Iterable[HttpApp]) -> Iterator[HttpApp]:
    """Yield applications; those without CORS in a package that has some are not complete."""
    known = list(apps)
    used = {layer.cors.place for app in known for layer in app.layers if layer.cors is not None}
    lacking = [app for app in known if not app.of_kind(LayerKind.CORS)]
    doubtful = set(_elsewhere(ev, homes, used)) if lacking else set()
    for app in known:
        unsure = app in lacking and _root(homes, app.place.path) in doubtful
        yield replace(app, complete=False) if unsure else app


def _elsewhere(ev: Evaluator, homes: Homes, used: set[Place]) -> Iterator[str | None]:
    """Yield the packages with CORS calls or headers that belong to no application."""
    files = {place.path for place in used}
    for entry in homes.mentioning(*_HEADERS):
        if entry.kind in SCRIPT_KINDS and entry.path not in files:
            yield _root(homes, entry.path)
    for entry in homes.mentioning(b"cors"):
        known = entry.path in files
        if entry.kind in SCRIPT_KINDS and (
            _has_other_cors(ev, entry.path, used) or (not known and _has_option(ev, entry.path))
        ):
            yield _root(homes, entry.path)


def _has_other_cors(ev: Evaluator, path: str, used: set[Place]) -> bool:
    for node, site in ev.sites.calls(path):
        if isinstance(node.callee, ir.Name) and Place(path, node.span) not in used:
            library = cors_library(ev.evaluate(node.callee, site.scope))
            if library is not None:
                return True
    return False


def _has_option(ev: Evaluator, path: str) -> bool:
    """Tell whether something is given an option ``cors``, as ``onRequest({ cors: true }, app)``.

    That of socket.io is for its own connections.
    """
    if "socket.io" in ev.workspace.text(path).text:
        return False
    return any(
        isinstance(entry, ir.Property) and entry.key == "cors"
        for site in ev.sites.of(path)
        if isinstance(site.node, ir.Object)
        for entry in site.node.entries
    )


def _root(homes: Homes, path: str) -> str | None:
    """Return the innermost package that holds a file."""
    roots = [root for root in homes.roots if path.startswith(root.rstrip("/") + "/")]
    return max(roots, key=len, default=None)
