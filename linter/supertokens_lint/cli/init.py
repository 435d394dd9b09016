"""``supertokens-lint init``."""

from __future__ import annotations

import sys
from pathlib import Path

from supertokens_lint import starter
from supertokens_lint.cli import output
from supertokens_lint.cli.arguments import Arguments
from supertokens_lint.cli.system import directory
from supertokens_lint.cli.writing import write_whole
from supertokens_lint.config import Config
from supertokens_lint.config_file import OWN_FILE, SHARED_FILE, TABLE
from supertokens_lint.errors import ConfigError, UsageError
from supertokens_lint.progress import Progress
from supertokens_lint.report.paths import display_path
from supertokens_lint.topology import build
from supertokens_lint.workspace import paths
from supertokens_lint.workspace.workspace import Workspace

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_TABLE = f"tool.{TABLE}"


def run(arguments: Arguments, progress: Progress) -> int:
    """Write, or show, a first configuration and return the exit status.

    Raises :class:`UsageError` where there is one already, or none can be put.
    """
    folder = Path(paths.normalise(arguments.path))
    if not folder.is_dir():
        raise UsageError(f"there is no directory {arguments.path!r}")
    target = folder / (SHARED_FILE if arguments.pyproject else OWN_FILE)
    before = _before(target, arguments)
    progress.step = "looking for apps and their settings"
    system = build(Workspace.open([folder.as_posix()]), Config())
    progress.step = "writing the configuration"
    progress.before_output()
    text = starter.compose(system, folder.as_posix(), _TABLE if arguments.pyproject else "")
    if arguments.dry_run:
        output.write(text, None)
        return 0
    _write(target, before, text)
    output.write(f"{display_path(target.as_posix(), directory())} is written\n", None)
    return 0


def _before(target: Path, arguments: Arguments) -> str:
    """Return what stands before the new table; refuse where there is no place for it."""
    if not arguments.pyproject:
        if target.exists() and not arguments.force and not arguments.dry_run:
            raise UsageError(f"{target} is there already; --force replaces it")
        return ""
    if (target.parent / OWN_FILE).exists():
        raise UsageError(f"{target.parent / OWN_FILE} goes before {SHARED_FILE}; remove it first")
    text = _read(target)
    tool = _parsed(target, text).get("tool", {})
    if isinstance(tool, dict) and TABLE in tool:
        raise UsageError(f"{target} has a table [{_TABLE}] already; edit it there")
    return text


def _read(target: Path) -> str:
    try:
        return target.read_bytes().decode("utf-8")
    except FileNotFoundError as error:
        raise UsageError(
            f"there is no {target}; without --pyproject, {OWN_FILE} is written"
        ) from error
    except OSError as error:
        raise ConfigError(f"{target}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{target}: is not UTF-8") from error


def _parsed(target: Path, text: str) -> dict[str, object]:
    try:
        document: dict[str, object] = tomllib.loads(text.removeprefix("\ufeff"))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(f"{target}: is not valid TOML: {error}") from error
    return document


def _write(target: Path, before: str, text: str) -> None:
    """Write the text behind what is there, in that file's line ends; all of it or nothing."""
    newline = "\r\n" if "\r\n" in before else "\n"
    gap = "" if not before else "\n" if before.endswith("\n") else "\n\n"
    whole = before + f"{gap}{text}".replace("\n", newline)
    _parsed(target, whole)
    write_whole(target, whole)
