"""Express and what works like it."""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.extract.wiring.javascript.context import Wiring
from supertokens_lint.extract.wiring.javascript.routing import Dialect, routed_apps
from supertokens_lint.extract.wiring_facts import HttpApp

EXPRESS = Dialect(
    "express",
    frozenset({"express", "polka", "restana", "@feathersjs/express"}),
    frozenset({"express-promise-router"}),
    error_arity=4,
    next_index=2,
)


def apps(wiring: Wiring) -> Iterator[HttpApp]:
    """Yield the Express applications."""
    yield from routed_apps(wiring, EXPRESS)
