"""The disk under an editor's buffers, with a memory of which version of each file was read."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from typing import TypeAlias

from supertokens_lint.workspace.filesystem import OsFileSystem, OverlayFileSystem
from supertokens_lint.workspace.ignores import Excludes
from supertokens_lint.workspace.listing import Listing

_Stamp: TypeAlias = "tuple[int, ...] | str"
# File systems keep times no finer than this: a second write in between would not show.
_GRAIN_NANOSECONDS = 50_000_000


def _nothing() -> None:
    """Stand in for the check of a run that is over."""


class StampedFiles:
    """A file system that tells whether a file is still what it was at an earlier time.

    ``check`` is called before each file is read and may end the run with an exception.
    """

    def __init__(self, buffers: Mapping[str, str], check: Callable[[], None]) -> None:
        self._buffers = buffers
        self._files = OverlayFileSystem(OsFileSystem(), buffers)
        self._check = check
        self._stamps: dict[str, _Stamp | None] = {}

    def release(self) -> None:
        """Let files be read without a check from now on: the run is over."""
        self._check = _nothing

    def list_root(self, root: str, excludes: Excludes) -> Listing:
        """Return the files and buffers below a folder."""
        return self._files.list_root(root, excludes)

    def kind_of(self, path: str) -> str:
        """Return what is at a path."""
        return self._files.kind_of(path)

    def read(self, path: str, limit: int) -> bytes:
        """Return the bytes of a buffer or a file."""
        self._check()
        if path not in self._stamps:
            self._stamps[path] = self._stamp(path)
        return self._files.read(path, limit)

    def is_unchanged_since(self, earlier: StampedFiles, path: str) -> bool:
        """Tell whether a path surely holds what it held when ``earlier`` read it, if it did."""
        if path not in earlier._stamps:
            return True
        before, now = earlier._stamps[path], self._stamp(path)
        if before is None or before != now:
            return False
        self._stamps[path] = before
        return True

    def _stamp(self, path: str) -> _Stamp | None:
        """Return what changes when a file does; ``None`` when it is too young to tell."""
        buffer = self._buffers.get(path)
        if buffer is not None:
            return buffer
        try:
            status = os.stat(path)  # noqa: PTH116 - paths are strings here
        except (OSError, ValueError):
            return ()
        if time.time_ns() - status.st_mtime_ns < _GRAIN_NANOSECONDS:
            return None
        return (status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino)
