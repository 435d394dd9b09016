"""In which of many searches each file was found; most files share their set of searches."""

from __future__ import annotations

from collections.abc import Iterable


class Masks:
    """Sets of searches, which count from 0. ``searches`` are the files that each has found."""

    def __init__(self, searches: Iterable[Iterable[str]]) -> None:
        self.used: list[tuple[int, ...]] = []
        self._masks: list[tuple[int, ...]] = [()]
        self._of: dict[str, int] = {}
        self._numbers: dict[int, int] = {}
        for number, paths in enumerate(searches):
            self._add(number, frozenset(paths))

    def _add(self, number: int, paths: frozenset[str]) -> None:
        followers: dict[int, int] = {}
        for path in paths:
            before = self._of.get(path, 0)
            after = followers.get(before)
            if after is None:
                after = followers[before] = len(self._masks)
                self._masks.append((*self._masks[before], number))
            self._of[path] = after

    def of(self, path: str) -> int:
        """Return the place in :attr:`used` of the searches that found a file, in their order."""
        mask = self._of.get(path, 0)
        if mask not in self._numbers:
            self._numbers[mask] = len(self.used)
            self.used.append(self._masks[mask])
        return self._numbers[mask]
