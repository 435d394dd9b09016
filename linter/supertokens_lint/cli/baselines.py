"""Where the baseline of a run is, and what it holds: for ``check`` and ``baseline``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from msgspec import structs

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
    return structs.replace(known, judges=judge(known.directory, arguments))


def location(arguments: Arguments, config: Config) -> Path:
    """Return where the baseline is, or is to be written.

    That is what ``--baseline`` or the configuration says, else beside the configuration. Without
    a configuration it is the nearest one in the folder that holds all paths or above it, up to
    the repository's root or the working directory; a new one is put in that folder.
    """
    named = arguments.baseline or config.baseline
    if named is not None:
        return Path(paths.normalise(named))
    if config.root is not None:
        return Path(config.root) / FILE_NAME
    folders = _folders(arguments)
    return next(
        (f / FILE_NAME for f in folders if (f / FILE_NAME).exists()), folders[0] / FILE_NAME
    )


def _folders(arguments: Arguments) -> list[Path]:
    """Return the folder that holds all paths, and those above it in which a baseline may be."""
    common = Path(paths.common(_roots(arguments)))
    folders = [common, *common.parents]
    repository = next((n for n, folder in enumerate(folders) if (folder / ".git").exists()), 0)
    here = Path(directory())
    return folders[: max(repository, folders.index(here) if here in folders else 0) + 1]


def _roots(arguments: Arguments) -> list[str]:
    """Return the folders that a run looks at."""
    given = [paths.normalise(path) for path in arguments.paths or ["."]]
    return [paths.parent(path) if Path(path).is_file() else path for path in given]


def judge(base: str, arguments: Arguments) -> Callable[[str], bool]:
    """Return what tells whether a run sees all that there is to see of a file.

    A run on part of the files or environments cannot know that an entry is stale.
    """
    if arguments.exclude or arguments.environments:
        return lambda _: False
    roots = _roots(arguments)
    return lambda path: any(paths.is_below(paths.normalise(path, base), root) for root in roots)
