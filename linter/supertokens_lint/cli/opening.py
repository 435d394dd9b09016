"""The configuration and the files that arguments name, without what reads and judges them."""

from __future__ import annotations

from pathlib import Path

from supertokens_lint import config_file
from supertokens_lint.cli import excludes
from supertokens_lint.cli.arguments import Arguments
from supertokens_lint.config import Config
from supertokens_lint.workspace.filesystem import FileSystem
from supertokens_lint.workspace.workspace import Workspace


def written_config(arguments: Arguments) -> Config:
    """Return the configuration that holds for the first path; raises ``ConfigError``."""
    start = Path(arguments.paths[0] if arguments.paths else ".").absolute()
    return config_file.load(start, arguments.config)


def listed(
    arguments: Arguments, config: Config, file_system: FileSystem | None = None
) -> Workspace:
    """Return the files of one system, read from the disk unless told otherwise."""
    here = Path.cwd().as_posix()
    patterns, base = excludes.merged(config.exclude, config.root, arguments.exclude, here)
    return Workspace.open(
        arguments.paths, excludes=patterns, exclude_base=base, file_system=file_system
    )
