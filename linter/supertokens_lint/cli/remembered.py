"""``check`` with the cache: an answer from an earlier run where that is certain, else a run.

What would have to be loaded for a run is not needed to give an earlier answer.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from supertokens_lint import ahead
from supertokens_lint.cache import code, digests, folder
from supertokens_lint.cache.memory import Forgetful, Kept, Memory
from supertokens_lint.cache.recorder import digest_of_read
from supertokens_lint.cache.store import Store
from supertokens_lint.cli import bystander
from supertokens_lint.cli.arguments import Arguments
from supertokens_lint.cli.handover import hand_over, look_of, summary_file
from supertokens_lint.cli.opening import listed, written_config
from supertokens_lint.config import Config
from supertokens_lint.errors import SupertokensLintError
from supertokens_lint.progress import Progress
from supertokens_lint.workspace import paths, witness
from supertokens_lint.workspace.filesystem import OsFileSystem

NO_CACHE = "SUPERTOKENS_LINT_NO_CACHE"
_NOT_KEPT = ("fix", "diff", "staged")
"""What changes files, and what asks git for all of them."""
_WITHOUT_EFFECT = frozenset({"cache_dir", "no_cache", "debug", "output_file"})
_LIMIT = 30_000_000


def run(arguments: Arguments, progress: Progress) -> int:
    """Check one system, or say again what an earlier check said; return the exit status."""
    memory = _opened(arguments, progress)
    if memory is None:
        return _anew(arguments, progress, Forgetful())
    progress.step = "looking into the cache"
    outcome = memory.recall()
    if outcome is not None:
        progress.before_output()
        return hand_over(outcome, arguments, os.environ)
    with witness.watching(memory.recorder):
        return _anew(arguments, progress, memory)


def _anew(arguments: Arguments, progress: Progress, memory: Memory) -> int:
    status = bystander.run(arguments, progress, memory)
    if status is not None:
        return status
    with _read_ahead(arguments, progress, memory):
        from supertokens_lint.cli import check  # noqa: PLC0415 - loads all that reads and judges

        return check.run(arguments, progress, memory)


def _read_ahead(
    arguments: Arguments, progress: Progress, memory: Memory
) -> AbstractContextManager[None]:
    """Let a second process read files while rules are loaded; errors are left to the run itself."""
    if any(getattr(arguments, name) for name in _NOT_KEPT):
        return nullcontext()
    progress.step = "listing the files"
    try:
        config = written_config(arguments)
        workspace = memory.listed(lambda files: listed(arguments, config, files))
    except SupertokensLintError:
        return nullcontext()
    return ahead.reading(workspace, memory.recorder)


def _opened(arguments: Arguments, progress: Progress) -> Kept | None:
    """Return the cache for a run; ``None`` where it is not wanted, or cannot be used.

    A run whose settings are wrong is left to itself, so that it says so.
    """
    if arguments.no_cache or os.environ.get(NO_CACHE):
        return None
    if any(getattr(arguments, name) for name in _NOT_KEPT):
        return None
    place = folder.location(arguments.cache_dir, os.environ)
    if place is None:
        return None
    is_chosen = bool(arguments.cache_dir or os.environ.get(folder.VARIABLE))
    usable = folder.opened(place, _starts(arguments), is_chosen=is_chosen)
    if usable is None:
        return None
    progress.step = "reading the configuration"
    try:
        return Kept(
            Store(usable),
            lambda: _name(arguments, written_config(arguments)),
            lambda recorder: listed(arguments, written_config(arguments), recorder),
        )
    except SupertokensLintError:
        return None


def _name(arguments: Arguments, config: Config) -> str:
    """Return the name of all that a run depends on beside the files of the system."""
    options = {key: value for key, value in vars(arguments).items() if key not in _WITHOUT_EFFECT}
    asked = (
        code.interpreter(),
        Path.cwd().as_posix(),
        sorted(options.items()),
        repr(config),
        repr(look_of(arguments, config.fail_on, os.environ)),
        bool(summary_file(arguments, os.environ)),
        tuple(_surroundings(arguments, config)),
    )
    return digests.of_value(asked)


def _surroundings(arguments: Arguments, config: Config) -> Iterator[tuple[str, str]]:
    """Yield the files beside the system that a check looks at, with what they hold.

    These are contracts, every baseline that could be the one in effect, and what tells where the
    repository begins.
    """
    disk = OsFileSystem()
    named = [arguments.baseline, config.baseline, *config.contracts, *arguments.contracts]
    starts = [Path.cwd().as_posix(), *_starts(arguments)]
    starts += [] if config.root is None else [config.root]
    folders = dict.fromkeys(above for start in starts for above in paths.upward(start, "/"))
    found = [paths.normalise(path) for path in named if path is not None]
    found += [paths.join(above, bystander.BASELINE) for above in folders]
    yield from ((path, digest_of_read(disk, path, _LIMIT)[0]) for path in found)
    for path in arguments.paths:
        yield path, f"{os.path.exists(path)} {os.access(path, os.R_OK)}"  # noqa: PTH110 - strings
    for above in folders:
        marker = paths.join(above, ".git")
        yield marker, f"{os.path.lexists(marker)} {os.path.exists(marker)}"  # noqa: PTH110 - strings


def _starts(arguments: Arguments) -> list[str]:
    return [paths.normalise(path) for path in arguments.paths or ["."]]
