"""The SDK's API in frameworks that route by files: routes that are absent or answer too little."""

from __future__ import annotations

from supertokens_lint.extract.facts import AuthRoute, Init
from supertokens_lint.extract.wiring_facts import HttpApp, LayerKind
from supertokens_lint.resolve.outcomes import Environment
from supertokens_lint.sdk.names import Side
from supertokens_lint.topology.model import App, System
from supertokens_lint_rules.addresses import address_of
from supertokens_lint_rules.wiring.backends import base_paths, covers, running, serves_sdk

TITLES = {
    "next": "Next.js",
    "sveltekit": "SvelteKit",
    "nuxt": "Nuxt",
    "astro": "Astro",
    "solidstart": "SolidStart",
    "remix": "Remix",
}
_NEEDED = ("POST", "GET")


def unanswered(app: App) -> tuple[AuthRoute, str] | None:
    """Return a route that serves the SDK's API and a method that no such route answers."""
    routes = [route for route in app.auth_routes if route.framework.lower() in TITLES]
    if not routes or len(routes) < len(app.auth_routes):
        return None
    if any(not route.methods for route in routes):
        return None
    answered = {method for route in routes for method in route.methods}
    for method in _NEEDED:
        if method not in answered:
            return routes[0], method
    return None


def without_route(app: App, system: System, inits: list[Init]) -> HttpApp | None:
    """Return the full-stack application that surely has to serve the SDK's API, and does not.

    The website and the API have one origin then, and neither a rewrite nor another backend of the
    repository answers in its place.
    """
    found = [http for http in running(app) if http.framework != "custom"]
    if len(found) != 1 or found[0].framework not in TITLES:
        return None
    if found[0].of_kind(LayerKind.SUPERTOKENS):
        return None
    others = [other for other in system.apps if other.side is Side.BACKEND and other is not app]
    if any(serves_sdk(other) for other in others):
        return None
    paths = base_paths(system, app)
    if not paths or any(covers(rule.prefix, path) for rule in app.proxies for path in paths):
        return None
    same = all(_is_own_origin(init, app, system) for init in inits)
    return found[0] if same else None


def _is_own_origin(init: Init, app: App, system: System) -> bool:
    return any(_same(init, system, environment) for environment in system.environments(app))


def _same(init: Init, system: System, environment: Environment) -> bool:
    sides: list[set[str]] = []
    for key in ("apiDomain", "websiteDomain"):
        setting = init.app_info.get(key)
        texts = (
            [] if setting is None else [o.text for o in system.outcomes(setting.value, environment)]
        )
        known = [address_of(text, init.sdk) for text in texts if text]
        if not known or len(known) < len(texts):
            return False
        sides.append({item.origin for item in known if item is not None})
    return sides[0] == sides[1] and len(sides[0]) == 1
