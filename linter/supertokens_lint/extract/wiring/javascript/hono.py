"""Hono, on which the SDK is mounted by functions of the project."""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.extract.wiring.javascript.context import Wiring
from supertokens_lint.extract.wiring.javascript.routing import Dialect, routed_apps
from supertokens_lint.extract.wiring_facts import HttpApp

HONO = Dialect("hono", frozenset({"hono", "hono/tiny", "hono/quick", "@hono/zod-openapi"}))


def apps(wiring: Wiring) -> Iterator[HttpApp]:
    """Yield the Hono applications."""
    yield from routed_apps(wiring, HONO)
