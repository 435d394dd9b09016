"""CORS and SDK middleware somewhere in a package, though nobody can tell for which application."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from supertokens_lint.extract.surroundings.homes import Homes
from supertokens_lint.extract.texts import text_of_file
from supertokens_lint.extract.wiring.go.context import Wiring
from supertokens_lint.extract.wiring.go.names import is_sdk_middleware, name_of
from supertokens_lint.extract.wiring.go.policies import is_cors_maker
from supertokens_lint.extract.wiring_facts import HttpApp, LayerKind
from supertokens_lint.languages import ir
from supertokens_lint.resolve.values import Value
from supertokens_lint.source import Place

_HEADERS = ("access-control-allow-origin", "accesscontrolalloworigin")
_NEEDLES = (b"cors", b"CORS", b"Access-Control-Allow-Origin", b"access-control-allow-origin",
            b"AccessControlAllowOrigin")  # fmt: skip


def with_doubts(wiring: Wiring, homes: Homes, apps: Iterable[HttpApp]) -> Iterator[HttpApp]:
    """Yield applications; those that may have more than was seen are not complete."""
    known = list(apps)
    if not known:
        return
    cors = set(_cors_elsewhere(wiring, homes))
    mounted = None
    for app in known:
        root = _root(homes, app.place.path)
        unsure = root in cors
        if not unsure and not app.of_kind(LayerKind.SUPERTOKENS):
            mounted = set(_mounted(wiring, homes)) if mounted is None else mounted
            unsure = root in mounted
        yield replace(app, complete=False) if unsure else app


def _cors_elsewhere(wiring: Wiring, homes: Homes) -> Iterator[str | None]:
    """Yield the packages with CORS calls or headers that belong to no application."""
    seen = {place.path for place in wiring.used}
    for entry in homes.mentioning(*_NEEDLES):
        if not entry.path.endswith(".go"):
            continue
        text = text_of_file(wiring.ev.workspace, entry.path).lower()
        unseen = entry.path not in seen and any(header in text for header in _HEADERS)
        if unseen or any(place not in wiring.used for place in _makers(wiring, entry.path)):
            yield _root(homes, entry.path)


def _makers(wiring: Wiring, path: str) -> Iterator[Place]:
    for node, site in wiring.ev.sites.calls(path):
        if not isinstance(node.callee, ir.Member) or node.is_new:
            continue
        if is_cors_maker(name_of(wiring.ev.evaluate(node.callee, site.scope))):
            yield Place(path, node.span)


def _mounted(wiring: Wiring, homes: Homes) -> Iterator[str | None]:
    """Yield the packages that use ``supertokens.Middleware`` anywhere."""
    for entry in homes.mentioning(b"Middleware"):
        if not entry.path.endswith(".go"):
            continue
        for site in wiring.ev.sites.of(entry.path):
            node = site.node
            if isinstance(node, ir.Member | ir.Name) and _may_be(node):
                value: Value = wiring.ev.evaluate(node, site.scope)
                if is_sdk_middleware(value):
                    yield _root(homes, entry.path)
                    break


def _may_be(node: ir.Member | ir.Name) -> bool:
    return (node.name if isinstance(node, ir.Member) else node.id) == "Middleware"


def _root(homes: Homes, path: str) -> str | None:
    """Return the innermost package that holds a file."""
    roots = [root for root in homes.roots if path.startswith(root.rstrip("/") + "/")]
    return max(roots, key=len, default=None)
