"""Koa with its routers."""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.extract.wiring.javascript.context import Wiring
from supertokens_lint.extract.wiring.javascript.routing import Dialect, routed_apps
from supertokens_lint.extract.wiring_facts import HttpApp

KOA = Dialect("koa", frozenset({"koa"}), frozenset({"@koa/router", "koa-router"}))


def apps(wiring: Wiring) -> Iterator[HttpApp]:
    """Yield the Koa applications."""
    yield from routed_apps(wiring, KOA)
