"""``.gitignore`` files and configured excludes, for folders that git does not list for us."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import lru_cache
from stat import S_ISREG
from typing import TYPE_CHECKING

from supertokens_lint.errors import UsageError
from supertokens_lint.workspace import paths

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

_MAX_BYTES = 1_000_000
_MAX_STARS = 3
_MAX_DEEP_STARS = 3


def may_take_long(pattern: str) -> bool:
    """Tell whether a gitignore pattern has so many stars that a long name is hard to match."""
    parts = pattern.split("/")
    stars = max((part.count("*") for part in parts if part != "**"), default=0)
    return stars > _MAX_STARS or parts.count("**") > _MAX_DEEP_STARS


class Excludes:
    """Patterns of the configuration, in gitignore syntax, relative to one folder."""

    def __init__(self, patterns: Iterable[str], base: str) -> None:
        self._base = base
        lines = [line for line in patterns if line.strip()]
        self._spec = spec_of(lines, "exclude") if lines else None

    def matches(self, path: str, *, is_directory: bool = False) -> bool:
        """Tell whether a file or folder is excluded. Folders above it are not looked at."""
        if self._spec is None or not paths.is_below(path, self._base) or path == self._base:
            return False
        relative = path[len(self._base.rstrip("/")) + 1 :]
        return self._spec.match_file(relative + "/" if is_directory else relative)


def spec_of(patterns: Iterable[str], source: str) -> GitIgnoreSpec:
    """Return gitignore patterns compiled; raises :class:`UsageError` for one that is none.

    ``source`` says where they stand, for the message.
    """
    lines = list(patterns)
    if (long := next(filter(may_take_long, lines), None)) is not None:
        raise UsageError(f"{source}: too many stars in {long!r}")
    return _compile(lines, source)


class IgnoreRules:
    """The nested ``.gitignore`` files of one tree; the deepest that has an opinion decides."""

    def __init__(self) -> None:
        self._specs: dict[str, GitIgnoreSpec | None] = {}

    def read(self, directory: str) -> None:
        """Read the ``.gitignore`` of a folder."""
        self._specs[directory] = _read_spec(f"{directory.rstrip('/')}/.gitignore")

    def ignores(self, path: str, top: str, *, is_directory: bool) -> bool:
        """Tell whether the files read so far, from ``top`` downward, ignore a path."""
        suffix = "/" if is_directory else ""
        for directory in paths.upward(paths.parent(path), top):
            spec = self._specs.get(directory)
            if spec is None:
                continue
            relative = path[len(directory.rstrip("/")) + 1 :] + suffix
            verdict = spec.check_file(relative).include
            if verdict is not None:
                return verdict
        return False


def _read_spec(path: str) -> GitIgnoreSpec | None:
    """Read one file; as git does, not through a symbolic link. A pipe is never opened."""
    try:
        if not S_ISREG(os.lstat(path).st_mode):
            return None
        with open(path, "rb") as stream:  # noqa: PTH123 - paths are strings here
            data = stream.read(_MAX_BYTES)
    except OSError:
        return None
    lines = data.decode("utf-8", "replace").splitlines()
    usable = [line for line in lines if _is_pattern(line)]
    return _compile(usable, path) if usable else None


@lru_cache(maxsize=1024)
def _is_pattern(line: str) -> bool:
    if not line.strip() or line.startswith("#") or may_take_long(line):
        return False
    try:
        _compile([line], "")
    except UsageError:
        return False
    return True


def _compile(lines: list[str], source: str) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec  # noqa: PLC0415 - needed in few runs, costs 40 ms

    try:
        return GitIgnoreSpec.from_lines(lines)
    except ValueError as error:
        message = f"{source}: not a gitignore pattern: {error}"
        raise UsageError(message) from error
