"""The system as rules see it, made of facts and looked at in environments."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from supertokens_lint.config import Config
from supertokens_lint.extract.facts import Facts
from supertokens_lint.extract.reach import Reach
from supertokens_lint.resolve.outcomes import Environment, Mode, Outcome, Outcomes
from supertokens_lint.resolve.values import Value
from supertokens_lint.resolve.variables import FileVariables
from supertokens_lint.source import Place
from supertokens_lint.topology.grouping import apps_of
from supertokens_lint.topology.model import App, Pair
from supertokens_lint.topology.pairing import pairs_of
from supertokens_lint.workspace.paths import is_below
from supertokens_lint.workspace.workspace import Workspace

DEVELOPMENT = Environment("development", Mode.DEVELOPMENT)
PRODUCTION = Environment("production", Mode.PRODUCTION)


class ProjectSystem:
    """Apps, pairs and environments of a workspace."""

    def __init__(
        self,
        workspace: Workspace,
        facts: Facts,
        config: Config,
        reach: Reach,
    ) -> None:
        self._reach = reach
        self._outward: dict[str, frozenset[str]] = {}
        self.workspace = workspace
        self.facts = facts
        self.config = config
        self.variables = FileVariables(workspace)
        self._outcomes = Outcomes(self.variables)

    @cached_property
    def apps(self) -> tuple[App, ...]:
        """All apps, in the order of their roots."""
        return apps_of(self.facts, self.workspace, self._reach.libraries)

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """All pairs, in a stable order."""
        return pairs_of(self.apps, self.config, self)

    def environments(self, *apps: App) -> tuple[Environment, ...]:
        """Return development, production, and each compose file that starts one of the apps."""
        found = [DEVELOPMENT, PRODUCTION, *self._compose_environments(apps)]
        wanted = self.config.environments
        return tuple(item for item in found if not wanted or item.name in wanted)

    def _compose_environments(self, apps: Sequence[App]) -> list[Environment]:
        return [
            environment
            for environment in self.variables.compose_environments
            if any(self.variables.runs(environment, app.root) for app in apps)
        ]

    def outcomes(self, value: Value, environment: Environment) -> tuple[Outcome, ...]:
        """Return what a value can be in one environment; never empty, bounded."""
        return self._outcomes.of(value, environment)

    def linked(self, one: App, other: App) -> bool:
        """Tell whether code of one app imports code of the other."""
        if is_below(one.root, other.root) or is_below(other.root, one.root):
            return True
        return any(
            is_below(path, there.root)
            for here, there in ((one, other), (other, one))
            for path in self._imported_from(here.root)
        )

    def runs(self, path: str) -> bool:
        """Tell whether a file is an entry point, or another one imports it."""
        return self._reach.module(path)

    def _imported_from(self, root: str) -> frozenset[str]:
        """Return the files outside a folder that source files below it import."""
        if root not in self._outward:
            self._outward[root] = frozenset(
                target
                for entry in self.workspace.entries.values()
                if entry.is_source and is_below(entry.path, root)
                for target in self._reach.imports(entry.path)
                if not is_below(target, root)
            )
        return self._outward[root]

    def display(self, path: str) -> str:
        """Return a path as people should see it."""
        return self.workspace.display(path)

    def recorded_address(self, place: Place) -> str | None:
        """Return where a contract says that a place is; ``None`` for files of the system."""
        del place
        return None

    def text(self, place: Place) -> str:
        """Return the source text at a place."""
        return self.workspace.text(place.path).slice(place.span)
