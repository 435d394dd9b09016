"""Express and what works like it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from supertokens_lint.extract.wiring.javascript.context import Wiring
from supertokens_lint.extract.wiring.javascript.routing import Dialect, routed_apps
from supertokens_lint.extract.wiring_facts import HttpApp
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.sdk.versions import at_least

_PROMISES_SINCE = (5, 0, 0)
_PATCHES = ("express-async-errors", "express-async-patch")
EXPRESS = Dialect(
    "express",
    frozenset({"express", "polka", "restana", "@feathersjs/express"}),
    frozenset({"express-promise-router"}),
    error_arity=4,
    next_index=2,
    awaiting=frozenset({"express-promise-router"}),
)


def apps(wiring: Wiring) -> Iterator[HttpApp]:
    """Yield the Express applications.

    Express waits for the promises of handlers since 5.0.0, or when a package patches it (express:
    History.md, "router: handle rejected promises").
    """
    for app in routed_apps(wiring, EXPRESS):
        if _loses_promises(wiring, app):
            yield app
        else:
            yield replace(
                app,
                layers=tuple(replace(layer, loses_session_errors=False) for layer in app.layers),
            )


def _loses_promises(wiring: Wiring, app: HttpApp) -> bool:
    if app.version is None or wiring.version(app.place.path, *_PATCHES) is not None:
        return False
    return at_least(Sdk.NODE, app.version.version, _PROMISES_SINCE) is False
