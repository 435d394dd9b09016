"""From arguments to a configuration and a system: what ``check`` and ``inspect`` share."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from supertokens_lint import config_file
from supertokens_lint.cli import excludes
from supertokens_lint.cli.arguments import Arguments
from supertokens_lint.config import Config
from supertokens_lint.errors import UsageError
from supertokens_lint.progress import Progress
from supertokens_lint.project import WorkspaceProject
from supertokens_lint.topology import build
from supertokens_lint.topology.model import System
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
            raise UsageError(f"there is no file or directory {path!r}")
    start = Path(arguments.paths[0] if arguments.paths else ".").absolute()
    config = config_file.load(start, arguments.config)
    return replace(config, environments=tuple(arguments.environments) or config.environments)


def open_system(
    arguments: Arguments, config: Config, progress: Progress
) -> tuple[WorkspaceProject, System]:
    """Return the files and the apps of one system."""
    progress.step = "listing the files"
    patterns, base = excludes.merged(config.exclude, config.root, arguments.exclude, directory())
    workspace = Workspace.open(arguments.paths, excludes=patterns, exclude_base=base)
    progress.step = "looking for apps and their settings"
    system = build(workspace, config)
    return WorkspaceProject(workspace, system), system
