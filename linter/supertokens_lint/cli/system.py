"""From arguments to a configuration and a system: what ``check`` and ``inspect`` share."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from supertokens_lint.cli.arguments import COMMANDS, Arguments
from supertokens_lint.cli.opening import listed, written_config
from supertokens_lint.config import Config
from supertokens_lint.errors import ConfigError, UsageError
from supertokens_lint.progress import Progress
from supertokens_lint.project import WorkspaceProject
from supertokens_lint.suggest import did_you_mean
from supertokens_lint.topology import build
from supertokens_lint.topology.model import System
from supertokens_lint.topology.system import DEVELOPMENT, PRODUCTION, ProjectSystem
from supertokens_lint.workspace.workspace import Workspace


def directory() -> str:
    """Return the working directory, which shown paths are relative to."""
    return Path.cwd().as_posix()


def load_config(arguments: Arguments, progress: Progress) -> Config:
    """Return the configuration that holds for the first path, with the environments asked for.

    Raises :class:`UsageError` for a path that is not there, and ``ConfigError``.
    """
    progress.step = "reading the configuration"
    for path in arguments.paths:
        if not Path(path).exists():
            # The first word may be a command that is misspelled.
            hint = did_you_mean(path, COMMANDS) if path == arguments.paths[0] else ""
            raise UsageError(f"there is no file or directory {path!r}{hint}")
        if not os.access(path, os.R_OK):
            raise UsageError(f"{path!r} cannot be read: permission denied")
    config = written_config(arguments)
    return replace(config, environments=tuple(arguments.environments) or config.environments)


def open_system(
    arguments: Arguments,
    config: Config,
    progress: Progress,
    workspace: Workspace | None = None,
) -> tuple[WorkspaceProject, System]:
    """Return the files and the apps of one system; the files are those on disk unless given."""
    if workspace is None:
        progress.step = "listing the files"
        workspace = listed(arguments, config)
    progress.step = "looking for apps and their settings"
    system = build(workspace, config)
    _check_environments(system, arguments, config)
    return WorkspaceProject(workspace, system), system


def _check_environments(system: ProjectSystem, arguments: Arguments, config: Config) -> None:
    """Refuse an environment that the system does not have: nothing would be checked in it."""
    known = [DEVELOPMENT, PRODUCTION, *system.variables.compose_environments]
    names = [environment.name for environment in known]
    for name in config.environments:
        if name not in names:
            hint = did_you_mean(name, names)
            problem = f"there is no environment {name!r} here{hint}; known: {', '.join(names)}"
            if arguments.environments:
                raise UsageError(f"--environment: {problem}")
            raise ConfigError(f"{config.path}: environments: {problem}")
