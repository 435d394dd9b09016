"""Shared by tests of extract and topology: build the system of a few in-memory files."""

from __future__ import annotations

from collections.abc import Mapping

from supertokens_lint.config import Config
from supertokens_lint.extract.facts import Init, Setting
from supertokens_lint.topology import build
from supertokens_lint.topology.model import App
from supertokens_lint.topology.system import ProjectSystem
from supertokens_lint.workspace.workspace import Workspace


def system_of(files: Mapping[str, str], config: Config | None = None) -> ProjectSystem:
    """Return the system of files given as texts."""
    return build(Workspace.in_memory(files), config or Config())


def only_init(system: ProjectSystem) -> Init:
    """Return the one live init of a system."""
    inits = [init for app in system.apps for init in app.inits]
    assert len(inits) == 1, inits
    return inits[0]


def app_named(system: ProjectSystem, root: str, side: str) -> App:
    """Return the app of a side whose root ends with ``root``."""
    return next(app for app in system.apps if app.root.endswith(root) and app.side.value == side)


def value_of(
    system: ProjectSystem, setting: Setting | None, environment: str = "development"
) -> object:
    """Return the one value of a setting in an environment: a scalar, or a word for others."""
    assert setting is not None
    found = next(item for item in system.environments(*system.apps) if item.name == environment)
    outcomes = system.outcomes(setting.value, found)
    assert len(outcomes) == 1, outcomes
    outcome = outcomes[0]
    if outcome.unknown is not None:
        return f"unknown: {outcome.unknown.reason.name}"
    return "same origin" if outcome.same_origin else outcome.scalar
