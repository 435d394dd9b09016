"""The CORS layers that decide about requests to the SDK's API, application by application."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from supertokens_lint.cors import CorsBehaviour
from supertokens_lint.extract.wiring_facts import CorsPolicy, HttpApp, Layer, LayerKind
from supertokens_lint.resolve.outcomes import Environment
from supertokens_lint.sdk.names import Side
from supertokens_lint.topology.model import App, System
from supertokens_lint_rules.cors.given import behaviours

DEFAULT_BASE_PATH = "/auth"


class Guarded(Struct, frozen=True):
    """An application that the SDK's middleware is mounted on, with the CORS layers before it all.

    ``layers`` are those that requests to the SDK's API pass, or would if they stood before it.
    """

    app: App
    http: HttpApp
    layers: tuple[Layer, ...]

    @property
    def policies(self) -> tuple[tuple[Layer, CorsPolicy], ...]:
        """The layers with their policies, none when one of them is not known."""
        found = [(layer, layer.cors) for layer in self.layers if layer.fault is None]
        if any(policy is None for _, policy in found):
            return ()
        return tuple((layer, policy) for layer, policy in found if policy is not None)

    @property
    def sdk(self) -> Layer:
        """The first layer of the SDK."""
        return self.http.of_kind(LayerKind.SUPERTOKENS)[0]


def guarded_apps(app: App, environment: Environment, system: System) -> Iterator[Guarded]:
    """Yield the applications of a backend that the SDK's middleware is mounted on."""
    if app.side is not Side.BACKEND:
        return
    for http in app.http_apps:
        sdk = http.of_kind(LayerKind.SUPERTOKENS)
        if not sdk or not http.reached or http.is_test:
            continue
        bases = {*_base_paths(app, environment, system), *(layer.path for layer in sdk)}
        layers = tuple(
            layer
            for layer in http.of_kind(LayerKind.CORS)
            if _answers_all_methods(layer) and any(_covers(layer.path, base) for base in bases)
        )
        yield Guarded(app, http, layers)


def _answers_all_methods(layer: Layer) -> bool:
    return not layer.methods or {"GET", "POST"} <= set(layer.methods)


def _covers(prefix: str, path: str) -> bool:
    return prefix in ("/", path) or path.startswith(prefix.rstrip("/") + "/")


def _base_paths(app: App, environment: Environment, system: System) -> Iterator[str]:
    """Yield the paths that the SDK's API may be at; ``/auth`` when nothing else is known."""
    for init in app.inits:
        given = init.app_info.get("apiBasePath")
        for outcome in () if given is None else system.outcomes(given.value, environment):
            if outcome.text:
                yield "/" + outcome.text.strip("/")
        if given is None:
            yield DEFAULT_BASE_PATH
    if not app.inits:
        yield DEFAULT_BASE_PATH


def certain(
    system: System,
    policy: CorsPolicy,
    environment: Environment,
    holds: Callable[[CorsBehaviour], bool],
) -> bool:
    """Tell whether something holds of everything that a policy may do in an environment."""
    return all(holds(answer) for answer in behaviours(system, policy, environment))
