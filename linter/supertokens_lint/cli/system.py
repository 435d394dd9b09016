"""From arguments to a configuration and a system: what ``check`` and ``inspect`` share."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from supertokens_lint import config_file
from supertokens_lint.cli.arguments import Arguments
from supertokens_lint.config import Config
from supertokens_lint.errors import UsageError
from supertokens_lint.progress import Progress
from supertokens_lint.topology import build
from supertokens_lint.topology.model import System
from supertokens_lint.workspace.workspace import Workspace


def directory() -> str:
    """Return the working directory, which shown paths are relative to."""
    return Path.cwd().as_posix()


def load_config(arguments: Arguments, progress: Progress) -> Config:
    """Return the configuration of the first path, with what the command line adds to it.

    Raises :class:`UsageError` for a path that is not there, and ``ConfigError``.
    """
    progress.step = "reading the configuration"
    paths = _paths(arguments)
    config = config_file.load(paths[0], arguments.config)
    return replace(
        config,
        exclude=(*config.exclude, *arguments.exclude),
        environments=tuple(arguments.environments) or config.environments,
    )


def open_system(
    arguments: Arguments, config: Config, progress: Progress
) -> tuple[Workspace, System]:
    """Return the files and the apps of one system."""
    progress.step = "listing the files"
    workspace = Workspace.open([str(p) for p in _paths(arguments)], exclude=config.exclude)
    progress.step = "looking for apps and their settings"
    return workspace, build(workspace, config)


def _paths(arguments: Arguments) -> list[Path]:
    paths = [Path(os.path.normpath(Path(word).absolute())) for word in arguments.paths or ["."]]
    for word, path in zip(arguments.paths, paths, strict=False):
        if not path.exists():
            raise UsageError(f"there is no file or directory {word!r}")
        if not os.access(path, os.R_OK):
            raise UsageError(f"{word!r} cannot be read: permission denied")
    return paths
