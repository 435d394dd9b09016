"""What searches for byte strings have found, kept from one workspace to the next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from supertokens_lint.workspace.files import FileEntry, FileKind

Search: TypeAlias = tuple[tuple[bytes, ...], frozenset[FileKind], "frozenset[str] | None"]
"""Byte strings, the kinds of files to search, and the only paths to look at."""

MAX_IDLE = 8
"""So many workspaces pass on what none of them is asked: runs that end early ask little."""


class Searches:
    """The answers of one workspace."""

    def __init__(self) -> None:
        self._found: dict[Search, tuple[FileEntry, ...]] = {}
        self._idle: dict[Search, int] = {}

    def get(self, search: Search) -> tuple[FileEntry, ...] | None:
        """Return what a search has found, ``None`` where it is not known."""
        found = self._found.get(search)
        if found is not None:
            self._idle[search] = 0
        return found

    def keep(self, search: Search, found: tuple[FileEntry, ...], idle: int = 0) -> None:
        """Remember what a search found; ``idle`` workspaces have not been asked for it."""
        self._found[search] = found
        self._idle[search] = idle

    def recent(self) -> Iterator[tuple[Search, tuple[FileEntry, ...], int]]:
        """Yield what is worth passing on: search, files, and how many have not been asked then.

        Words and lists of paths change as people type. If all that was ever looked for stayed,
        every change would take longer than the one before.
        """
        for search, found in self._found.items():
            idle = self._idle[search] + 1
            if idle <= MAX_IDLE:
                yield search, found, idle
