"""Shared by tests of how Node backends are put together."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from building import system_of
from supertokens_lint.extract.wiring_facts import CorsPolicy, HttpApp, Layer, LayerKind

SDK_INIT = (
    'import supertokens from "supertokens-node";\n'
    'import Session from "supertokens-node/recipe/session";\n'
    'supertokens.init({ appInfo: { appName: "a", apiDomain: "http://localhost:3001",'
    ' websiteDomain: "http://localhost:3000" }, recipeList: [Session.init()] });\n'
)


@dataclass(frozen=True)
class Wired:
    """The HTTP applications of a few files, in short notation."""

    apps: tuple[HttpApp, ...]

    @property
    def app(self) -> HttpApp:
        """The only application."""
        assert len(self.apps) == 1, self.apps
        return self.apps[0]

    def shown(self, *kinds: LayerKind) -> list[str]:
        """Return the layers of the only application as ``KIND path``."""
        return [short(layer) for layer in self.app.layers if not kinds or layer.kind in kinds]

    def policy(self) -> CorsPolicy:
        """Return the only CORS policy."""
        found = [layer.cors for layer in self.app.layers if layer.cors is not None]
        assert len(found) == 1, found
        return found[0]


def short(layer: Layer) -> str:
    """Return a layer as ``KIND path``, with methods and what else is out of the ordinary."""
    parts = [layer.kind.name, layer.path, *layer.methods]
    if layer.fault is not None:
        parts.append(layer.fault.name)
    if layer.conditional:
        parts.append("?")
    return " ".join(parts)


def wired(files: Mapping[str, str], **packages: str) -> Wired:
    """Return the applications of a package with an init of the SDK and these files."""
    dependencies = {"supertokens-node": "23.0.1", **packages}
    manifest = json.dumps({"dependencies": dependencies, "scripts": {"start": "node index.js"}})
    system = system_of({"package.json": manifest, "init.js": SDK_INIT, **files})
    return Wired(tuple(app for found in system.apps for app in found.http_apps))
