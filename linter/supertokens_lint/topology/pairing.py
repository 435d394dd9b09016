"""Which frontend talks to which backend."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from contextlib import suppress
from typing import Protocol

from supertokens_lint.config import Config
from supertokens_lint.resolve.outcomes import Environment, Outcome
from supertokens_lint.resolve.values import Value
from supertokens_lint.sdk.domains import canonical_origin
from supertokens_lint.sdk.errors import InvalidDomainError
from supertokens_lint.sdk.names import Side
from supertokens_lint.topology.model import App, Basis, Pair
from supertokens_lint.workspace.paths import is_below

SIGN_IN_RECIPES = frozenset(
    {
        "emailpassword",
        "thirdparty",
        "passwordless",
        "webauthn",
        "thirdpartyemailpassword",
        "thirdpartypasswordless",
    }
)


class Values(Protocol):
    """Tells what settings can be."""

    def environments(self, *apps: App) -> tuple[Environment, ...]:
        """Return the environments in which these apps can run together."""

    def outcomes(self, value: Value, environment: Environment) -> tuple[Outcome, ...]:
        """Return what a value can be in one environment."""


def pairs_of(apps: Sequence[App], config: Config, values: Values) -> tuple[Pair, ...]:
    """Pair every frontend with the backends that it talks to.

    The configuration decides; then one package with both sides, equal API origins, being the only
    candidate, and the nearest directory when it is the only nearest one.
    """
    frontends = [app for app in apps if app.side is Side.FRONTEND and app.inits]
    backends = [app for app in apps if app.side is Side.BACKEND and app.inits]
    configured = _configured(frontends, backends, config)
    if configured:
        return configured
    pairs: list[Pair] = []
    for frontend in frontends:
        found = _backend_of(frontend, backends, values)
        if found is not None:
            pairs.append(Pair(frontend, *found))
    return tuple(pairs)


def api_origins(app: App, values: Values) -> frozenset[str]:
    """Return the canonical API origins that an app names in any environment."""
    found: set[str] = set()
    for init, setting in app.app_info("apiDomain"):
        for environment in values.environments(app):
            for outcome in values.outcomes(setting.value, environment):
                if outcome.text:
                    with suppress(InvalidDomainError):
                        found.add(canonical_origin(outcome.text, init.sdk))
    return frozenset(found)


def _configured(frontends: list[App], backends: list[App], config: Config) -> tuple[Pair, ...]:
    return tuple(
        Pair(frontend, backend, Basis.CONFIG)
        for wanted in config.pairs
        for frontend in frontends
        if is_below(frontend.root, wanted.frontend) or is_below(wanted.frontend, frontend.root)
        for backend in backends
        if is_below(backend.root, wanted.backend) or is_below(wanted.backend, backend.root)
    )


def _backend_of(frontend: App, backends: list[App], values: Values) -> tuple[App, Basis] | None:
    same = [app for app in backends if app.root == frontend.root]
    if same:
        return same[0], Basis.SAME_PACKAGE
    if len(backends) == 1:
        return backends[0], Basis.ONLY_ONES
    mine = api_origins(frontend, values)
    equal = [app for app in backends if mine & api_origins(app, values)]
    if len(equal) == 1:
        return equal[0], Basis.DOMAIN
    candidates = _signing_in(equal or backends)
    if len(candidates) == 1 and len(equal) != 0:
        return candidates[0], Basis.DOMAIN
    return _nearest(frontend, candidates)


def signs_in(app: App) -> bool:
    """Tell whether people may sign in at a backend, which others that verify sessions do not do."""
    return any(
        init.recipes is not None
        and (
            init.recipes.rest is not None
            or any(recipe.name in SIGN_IN_RECIPES for recipe in init.recipes.recipes)
        )
        for init in app.inits
    )


def _signing_in(backends: list[App]) -> list[App]:
    return [app for app in backends if signs_in(app)] or backends


def _nearest(frontend: App, backends: list[App]) -> tuple[App, Basis] | None:
    shared = [(_shared_depth(frontend.root, app.root), app) for app in backends]
    best = max((depth for depth, _ in shared), default=0)
    nearest = [app for depth, app in shared if depth == best]
    return (nearest[0], Basis.DIRECTORY) if len(nearest) == 1 else None


def _shared_depth(left: str, right: str) -> int:
    return len(posixpath.commonpath([left, right]).split("/"))
