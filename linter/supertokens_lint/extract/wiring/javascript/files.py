"""Files that serve the SDK's API by themselves: routes of full-stack frameworks, and workers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from supertokens_lint.extract.surroundings.auth_routes import (
    HANDLERS,
    is_handler,
    route_reader,
    serves,
)
from supertokens_lint.extract.surroundings.file_routes import full_stack
from supertokens_lint.extract.surroundings.homes import Homes
from supertokens_lint.extract.wiring.javascript.bodies import BodyCall
from supertokens_lint.extract.wiring.javascript.context import Wiring
from supertokens_lint.extract.wiring.javascript.handlers import package_of
from supertokens_lint.extract.wiring.javascript.headers import manual_policy
from supertokens_lint.extract.wiring.javascript.policies import policy_from
from supertokens_lint.extract.wiring.javascript.sdk_names import cors_library
from supertokens_lint.extract.wiring_facts import HttpApp, Layer, LayerKind
from supertokens_lint.languages import ir
from supertokens_lint.resolve.sites import Site
from supertokens_lint.resolve.values import External, Invocation
from supertokens_lint.source import Place

_NEXT_CORS = "nextjs-cors"
_SDKS = ("supertokens-node", "supertokens-nestjs")


def apps(wiring: Wiring, homes: Homes, nest: Sequence[HttpApp]) -> Iterator[HttpApp]:
    """Yield one application a file that serves no other application.

    A class of Nest that no module applies serves nothing. Packages of frameworks that route by
    files, and in which no file serves the SDK's API, are applications without layers.
    """
    serving: set[str] = set()
    needles = tuple(name.encode() for name in sorted(HANDLERS))
    for entry in homes.mentioning(*needles):
        if entry.path in wiring.served or entry.path.endswith((".py", ".go")):
            continue
        package = homes.package_of(entry.path)
        route = None if package is None else route_reader(wiring.ev, package)(entry.path)
        if route is None and any(_together(homes, app.place.path, entry.path) for app in nest):
            continue
        framework = "custom" if route is None else route.framework.lower()
        path = "/" if route is None else route.path
        layers = list(_layers(wiring, entry.path, framework, path))
        if any(layer.kind is LayerKind.SUPERTOKENS for layer in layers):
            serving.add("" if package is None else package.path)
            yield HttpApp(
                framework=framework,
                place=layers[0].place,
                layers=tuple(layers),
                complete=route is not None,
                reached=wiring.reach.module(entry.path),
            )
    for package in homes.packages():
        found = full_stack(package)
        if found is not None and package.path not in serving and package.has(*_SDKS):
            name, title = found
            yield HttpApp(title.lower(), package.dependencies[name][1], ())


def _together(homes: Homes, left: str, right: str) -> bool:
    """Tell whether two files are in one package."""
    packages = homes.package_of(left), homes.package_of(right)
    return None not in packages and packages[0] == packages[1]


def _layers(wiring: Wiring, path: str, framework: str, at: str) -> Iterator[Layer]:
    found: list[Layer] = []
    bodies: list[BodyCall] = []
    for node, site in wiring.ev.sites.calls(path):
        bodies.append(BodyCall(node, site.scope, bool(site.guards)))
        layer = _layer(wiring, node, site, framework, at)
        if layer is not None:
            found.append(layer)
    policy = manual_policy(wiring.ev, bodies, framework)
    if policy is not None:
        found.append(Layer(LayerKind.CORS, policy.place, at, cors=policy, name="manual"))
    seen: set[LayerKind] = set()
    for layer in sorted(found, key=lambda item: item.place.span):
        if layer.kind is not LayerKind.SUPERTOKENS or layer.kind not in seen:
            yield layer
        seen.add(layer.kind)


def _layer(wiring: Wiring, node: ir.Call, site: Site, framework: str, at: str) -> Layer | None:
    callee = wiring.ev.evaluate(node.callee, site.scope)
    place = Place(site.scope.path, node.span)
    conditional = bool(site.guards)
    library = cors_library(callee)
    if library is not None and isinstance(callee, External):
        index = 2 if library == _NEXT_CORS else 0
        given = node.args[index].value if index < len(node.args) else None
        value = None if given is None else wiring.ev.evaluate(given, site.scope)
        version = wiring.version(place.path, package_of(callee.module), "cors")
        policy = policy_from(library, value, place, version, framework)
        return Layer(LayerKind.CORS, place, at, (), conditional, policy, name=library)
    made = callee.callee if isinstance(callee, Invocation) else callee
    if is_handler(made) or serves(wiring.ev, callee):
        return Layer(LayerKind.SUPERTOKENS, place, at, name=framework)
    return None
