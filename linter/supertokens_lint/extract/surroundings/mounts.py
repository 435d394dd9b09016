"""Where a mount point is, with what the routers around it are mounted at.

``router.use("/auth", middleware())`` tells only the last part of the path: which routers it is
below is known once the application is put together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from supertokens_lint.extract.facts import AuthRoute
from supertokens_lint.extract.wiring_facts import HttpApp, LayerKind
from supertokens_lint.source import Place

MOUNT = "Express"


def with_routers(routes: Iterable[AuthRoute], apps: Iterable[HttpApp]) -> Iterator[AuthRoute]:
    """Yield routes, and each mount point at every path at which an application has it.

    One that no application is seen to have may be below any path, and counts for all.
    """
    layers = [layer for app in apps for layer in app.layers if layer.kind is LayerKind.SUPERTOKENS]
    for route in routes:
        if route.framework != MOUNT or route.path == "/":
            yield route
            continue
        found = {layer.path for layer in layers if _is_within(layer.place, route.place)}
        for path in sorted(found) or ["/"]:
            yield replace(route, path=path)


def _is_within(inner: Place, outer: Place) -> bool:
    return (
        inner.path == outer.path
        and outer.span.start <= inner.span.start
        and inner.span.end <= outer.span.end
    )
