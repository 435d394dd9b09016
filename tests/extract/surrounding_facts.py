"""Facts about small systems that are given as texts."""

from __future__ import annotations

import json
from collections.abc import Mapping

from supertokens_lint.extract import extract
from supertokens_lint.extract.facts import Facts, ProxyRule
from supertokens_lint.extract.reach import Reach
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.outcomes import Environment, Outcomes
from supertokens_lint.resolve.values import Value
from supertokens_lint.resolve.variables import FileVariables
from supertokens_lint.workspace.workspace import Workspace

USE = 'import SuperTokens from "supertokens-web-js";\nSuperTokens.init({});\n'
NODE_USE = 'import supertokens from "supertokens-node";\nsupertokens.init({});\n'
PYTHON_USE = "from supertokens_python import init\ninit()\n"


class Found:
    """The facts of a system, with ports and targets as plain values."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.workspace = Workspace.in_memory(files)
        ev = Evaluator(self.workspace)
        self.facts: Facts = extract(self.workspace, ev, Reach(ev))
        self._outcomes = Outcomes(FileVariables(self.workspace))

    def values(self, value: Value) -> list[object]:
        """Return what a value can be in development."""
        return [item.scalar for item in self._outcomes.of(value, Environment("development"))]

    @property
    def ports(self) -> dict[str, list[object]]:
        """The ports of servers by tool."""
        found: dict[str, list[object]] = {}
        for server in self.facts.servers:
            found.setdefault(server.tool, []).extend(self.values(server.port))
        return found

    @property
    def proxies(self) -> list[tuple[str, list[object], str, str, str]]:
        """Prefix, target, and what happens to the path, for each rule."""
        return [self._proxy(rule) for rule in self.facts.proxies]

    def _proxy(self, rule: ProxyRule) -> tuple[str, list[object], str, str, str]:
        return rule.prefix, self.values(rule.target), rule.rewrite, rule.removes, rule.adds

    @property
    def public(self) -> set[str]:
        """Paths that browsers have to call, where they differ."""
        return {route.public for route in self.facts.auth_routes if route.public}

    @property
    def routes(self) -> set[tuple[str, bool]]:
        """Path and catch-all of routes of the auth API."""
        return {(route.path, route.catch_all) for route in self.facts.auth_routes}

    @property
    def screens(self) -> set[str]:
        """Paths at which the UI is shown."""
        return {route.path for route in self.facts.ui_routes}

    @property
    def origins(self) -> list[object]:
        """Origins that a backend allows."""
        return [item for fact in self.facts.cors_origins for item in self.values(fact.value)]

    def line(self, text: str, path: str) -> str:
        """Return the line of a file in which a text stands, to compare places with."""
        source = self.workspace.text(f"/system/{path}")
        return source.line(source.position(source.text.index(text)).line)


def package(*dependencies: str, scripts: Mapping[str, str] | None = None, **more: object) -> str:
    """Return a ``package.json`` that lists the SDKs besides."""
    names = {name.rpartition("@")[0] or name: name.rpartition("@")[2] for name in dependencies}
    names |= {"supertokens-node": "latest", "supertokens-web-js": "latest"}
    return json.dumps({"dependencies": names, "scripts": dict(scripts or {}), **more})
