"""Gateways of small systems that are given as texts."""

from __future__ import annotations

from collections.abc import Mapping

from supertokens_lint.extract.gateway_facts import Gateway, Location
from supertokens_lint.extract.gateways import gateways_of
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.outcomes import Environment, Outcomes
from supertokens_lint.resolve.variables import FileVariables
from supertokens_lint.workspace.workspace import Workspace


class Gateways:
    """All gateways of a system, with what they forward to as plain texts."""

    def __init__(self, files: Mapping[str, str | bytes]) -> None:
        self.workspace = Workspace.in_memory(files)
        self.found = tuple(gateways_of(Evaluator(self.workspace)))
        self._outcomes = Outcomes(FileVariables(self.workspace))

    @property
    def only(self) -> Gateway:
        """The one gateway that there is."""
        (gateway,) = self.found
        return gateway

    def target(self, location: Location) -> object:
        """Return what a location forwards to in development; ``None`` when it is not known."""
        if location.rule is None:
            return None
        (outcome, *_) = self._outcomes.of(location.rule.target, Environment("development"))
        return outcome.scalar

    def way(self, path: str, gateway: Gateway | None = None) -> tuple[str, object, str, str]:
        """Return action, target, and what is taken off and put on, for a public path."""
        found = (gateway or self.only).routing(path)
        if not found.is_certain:
            return "?", None, "", ""
        if found.location is None:
            return "", None, "", ""
        rule = found.location.rule
        removes, adds = ("", "") if rule is None else (rule.removes, rule.adds)
        removes = "?" if rule is not None and rule.rewrite == "unknown" else removes
        return found.location.action.name, self.target(found.location), removes, adds


def allowed(gateway: Gateway, path: str) -> tuple[bool, tuple[str, ...] | None]:
    """Return whether preflights for a path are answered, and the headers that are allowed."""
    location = gateway.routing(path).location
    cors = None if location is None else location.cors
    if cors is None:
        return False, None
    return cors.answers, None if cors.allow_headers is None else cors.allow_headers.names
