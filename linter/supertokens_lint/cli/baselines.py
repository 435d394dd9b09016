"""Where the baseline of a run is, and what it holds: for ``check`` and ``baseline``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from supertokens_lint import baseline_file
from supertokens_lint.baseline import FILE_NAME, Baseline
from supertokens_lint.cli.arguments import Arguments
from supertokens_lint.cli.system import directory
from supertokens_lint.config import Config
from supertokens_lint.workspace import paths


def opened(arguments: Arguments, config: Config) -> Baseline | None:
    """Return the baseline that a check applies; ``None`` without one.

    Raises :class:`ConfigError` when one is named that cannot be used.
    """
    if arguments.no_baseline:
        return None
    path = location(arguments, config)
    if not path.exists() and arguments.baseline is None and config.baseline is None:
        return None
    known = baseline_file.load(path)
    return replace(known, judges=judge(known.directory, arguments))


def location(arguments: Arguments, config: Config) -> Path:
    """Return where the baseline is, or is to be written.

    That is what ``--baseline`` or the configuration says, the file that is there already, or a
    new one beside the configuration; without one, in the working directory when it holds the
    first path.
    """
    named = arguments.baseline or config.baseline
    if named is not None:
        return Path(paths.normalise(named))
    start = Path(paths.normalise(arguments.paths[0] if arguments.paths else "."))
    found = baseline_file.find(start, config.root)
    if found is not None:
        return found
    if config.root is not None:
        return Path(config.root) / FILE_NAME
    here = Path(directory())
    folder = start if start.is_dir() else start.parent
    return (here if start.is_relative_to(here) else folder) / FILE_NAME


def judge(base: str, arguments: Arguments) -> Callable[[str], bool]:
    """Return what tells whether a run sees all that there is to see of a file.

    A run on part of the files or environments cannot know that an entry is stale.
    """
    if arguments.exclude or arguments.environments:
        return lambda _: False
    given = [paths.normalise(path) for path in arguments.paths or ["."]]
    roots = [paths.parent(path) if Path(path).is_file() else path for path in given]
    return lambda path: any(paths.is_below(paths.normalise(path, base), root) for root in roots)
