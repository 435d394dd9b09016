"""What rules about backends share: the applications that run, and where the SDK's API is."""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.extract.facts import Init
from supertokens_lint.extract.wiring_facts import HttpApp, Layer, LayerKind
from supertokens_lint.sdk.names import Sdk, Side
from supertokens_lint.topology.model import App, Pair, System
from supertokens_lint.topology.pairing import SIGN_IN_RECIPES

DEFAULT_BASE_PATH = "/auth"


def running(app: App) -> Iterator[HttpApp]:
    """Yield the applications of a backend that something starts, tests left out."""
    if app.side is Side.BACKEND:
        yield from (http for http in app.http_apps if http.reached and not http.is_test)


def signs_in(init: Init) -> bool:
    """Tell whether an init certainly has a recipe whose API signs users in."""
    recipes = init.recipes
    return recipes is not None and any(item.name in SIGN_IN_RECIPES for item in recipes.recipes)


def pairs_with(system: System, backend: App) -> list[Pair]:
    """Return the pairs in which a backend stands."""
    return [pair for pair in system.pairs if pair.backend is backend]


def base_paths(system: System, app: App) -> frozenset[str]:
    """Return the paths that the SDK's API is known to be at, in whatever environment.

    Empty when one of them is not known.
    """
    found: set[str] = set()
    for init in app.inits:
        given = init.app_info.get("apiBasePath")
        if given is None:
            if init.app_info.rest is not None:
                return frozenset()
            found.add(DEFAULT_BASE_PATH)
            continue
        for environment in system.environments(app):
            for outcome in system.outcomes(given.value, environment):
                if outcome.text is None:
                    return frozenset()
                found.add("/" + outcome.text.strip("/"))
    return frozenset(found)


def covers(prefix: str, path: str) -> bool:
    """Tell whether a layer mounted at ``prefix`` sees the requests below ``path``."""
    return prefix in ("/", path) or path.startswith(prefix.rstrip("/") + "/")


def takes_post(layer: Layer) -> bool:
    """Tell whether a route answers POST requests."""
    return not layer.methods or bool({"POST", "ALL", "ANY", "*"} & set(layer.methods))


def serves_sdk(app: App) -> bool:
    """Tell whether anything in a backend may serve the SDK's API."""
    if app.auth_routes or any(init.sdk is Sdk.NESTJS for init in app.inits):
        return True
    if _is_bare_nest(app):
        return False
    if any(http.of_kind(LayerKind.SUPERTOKENS) for http in app.http_apps):
        return True
    return any(item.mounts and item.used for item in app.sessions.framework_imports)


def _is_bare_nest(app: App) -> bool:
    """Tell whether a backend is one Nest application, known in full, without the SDK's middleware.

    A class that wraps the middleware does nothing until a module applies it.
    """
    found = [http for http in running(app) if http.framework != "custom"]
    return bool(found) and all(
        http.framework == "nest" and http.complete and not http.of_kind(LayerKind.SUPERTOKENS)
        for http in found
    )
