"""The texts that the editor has open, saved or not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pygls.uris import from_fs_path, to_fs_path

from supertokens_lint.workspace import paths


def path_of(uri: str) -> str | None:
    """Return the path of a file, ``None`` for anything else that an editor shows."""
    path = to_fs_path(uri)
    return None if not path or "\0" in path else paths.normalise(path)


@dataclass(frozen=True, slots=True)
class Buffer:
    """One open text: the address by which the editor knows it, and its version."""

    uri: str
    text: str
    version: int | None


class Buffers:
    """All open texts, by path.

    Texts come whole with every change: the editor's idea of what ends a line is then of no
    importance, and the files that this program reads are small.
    """

    def __init__(self) -> None:
        self._open: dict[str, Buffer] = {}

    def __iter__(self) -> Iterator[str]:
        return iter(self._open)

    def put(self, uri: str, text: str, version: int | None) -> bool:
        """Set the text of a buffer; tell whether it is that of a file."""
        path = path_of(uri)
        if path is None:
            return False
        self._open[path] = Buffer(uri, text.removeprefix("\ufeff"), version)
        return True

    def drop(self, uri: str) -> bool:
        """Forget a buffer; tell whether there was one."""
        path = path_of(uri)
        return path is not None and self._open.pop(path, None) is not None

    def snapshot(self) -> Mapping[str, Buffer]:
        """Return what is open now."""
        return dict(self._open)

    def uri(self, path: str) -> str:
        """Return the address of a file, as the editor spells it where it has the file open."""
        known = self._open.get(path)
        return known.uri if known is not None else uri_of(path)

    def version(self, path: str) -> int | None:
        """Return the version of an open text."""
        known = self._open.get(path)
        return None if known is None else known.version


def uri_of(path: str) -> str:
    """Return the address of a file."""
    return str(from_fs_path(path))
