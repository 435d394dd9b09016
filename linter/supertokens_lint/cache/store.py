"""Entries of the cache as files: whole or not there at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from stat import S_ISREG
from typing import BinaryIO

MAX_BYTES = 64_000_000
MAX_AGE_SECONDS = 14 * 24 * 60 * 60
# Neither a link is followed nor a pipe waited for, whoever has put it there.
_OPENING = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
)
_HEAD = b"supertokens-lint cache 1\n"
_END = ".supertokens-lint-entry"
_UNFINISHED = ".supertokens-lint-new"
_FORGOTTEN_SECONDS = 60 * 60
_DIGEST_BYTES = 32


class Store:
    """The entries in one folder, by name. No method raises for what the disk does."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load(self, name: str) -> bytes | None:
        """Return what an entry holds; ``None`` when there is none, or it is not as it was kept."""
        path = self._path(name)
        try:
            with os.fdopen(os.open(path, _OPENING), "rb") as stream:
                status = os.fstat(stream.fileno())
                if not S_ISREG(status.st_mode) or status.st_size > MAX_BYTES:
                    return None
                data = stream.read(MAX_BYTES + 1)
        except OSError:
            return None
        start = len(_HEAD) + _DIGEST_BYTES
        content = data[start:]
        if not data.startswith(_HEAD) or data[len(_HEAD) : start] != sha256(content).digest():
            return None
        with contextlib.suppress(OSError):
            os.utime(path)
        return content

    def save(self, name: str, content: Iterable[bytes]) -> bool:
        """Put an entry in the place of the one that is there; tell whether that was possible.

        ``content`` comes in pieces. Others see the old entry or the new one, whatever runs at the
        same time.
        """
        try:
            descriptor, temporary = tempfile.mkstemp(suffix=_UNFINISHED, dir=self._folder)
        except OSError:
            return False
        try:
            with os.fdopen(descriptor, "wb") as stream:
                if not _write_entry(stream, content):
                    return False
            Path(temporary).replace(self._path(name))
        except OSError:
            return False
        finally:
            with contextlib.suppress(OSError):
                Path(temporary).unlink(missing_ok=True)
        self._prune()
        return True

    def clear(self) -> int:
        """Remove all entries; return how many there were."""
        return sum(_removed(path) for _, _, path in self._found())

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}{_END}"

    def _prune(self) -> None:
        """Remove what nobody has used for long, and the oldest until the rest is small enough."""
        now = time.time()
        left = MAX_BYTES
        for used, size, path in sorted(self._found(), reverse=True):
            left -= size
            is_old = now - used > MAX_AGE_SECONDS
            is_forgotten = path.suffix == _UNFINISHED and now - used > _FORGOTTEN_SECONDS
            if is_old or is_forgotten or (left < 0 and path.suffix == _END):
                _removed(path)

    def _found(self) -> list[tuple[float, int, Path]]:
        """Return the times, sizes and paths of the entries, and of what writers left."""
        found: list[tuple[float, int, Path]] = []
        with contextlib.suppress(OSError), os.scandir(self._folder) as items:
            for item in items:
                if item.name.endswith((_END, _UNFINISHED)):
                    with contextlib.suppress(OSError):
                        status = item.stat(follow_symlinks=False)
                        found.append((status.st_mtime, status.st_size, Path(item.path)))
        return found


def _removed(path: Path) -> bool:
    try:
        path.unlink()
    except OSError:
        return False
    return path.suffix == _END


def _write_entry(stream: BinaryIO, content: Iterable[bytes]) -> bool:
    """Write an entry and tell whether it is not too large; its digest comes in front of it."""
    digest = sha256()
    size = stream.write(_HEAD + bytes(_DIGEST_BYTES))
    for piece in content:
        size += len(piece)
        if size > MAX_BYTES:
            return False
        digest.update(piece)
        stream.write(piece)
    stream.seek(len(_HEAD))
    stream.write(digest.digest())
    return True
