"""Bounds on the work that a reader does, counted in calls and not by the clock."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from types import FrameType
from typing import TypeVar

from records import field_names

T = TypeVar("T")
_COUNTED = frozenset({"call", "c_call"})


class TooMuchError(AssertionError):
    """Raised when more steps are taken, or more is made, than the input is worth."""


class _Counter:
    def __init__(self, budget: int) -> None:
        self._budget = budget
        self.taken = 0

    def __call__(self, frame: FrameType, event: str, argument: object) -> None:
        del argument
        if event not in _COUNTED:
            return
        self.taken += 1
        if self.taken > self._budget:
            sys.setprofile(None)
            where = f"{frame.f_code.co_filename}:{frame.f_lineno}"
            raise TooMuchError(f"more than {self._budget} calls, the last one at {where}")


def counted(work: Callable[[], T], budget: int) -> tuple[T, int]:
    """Return what ``work`` returns and how many calls it took, those of built-ins included.

    Raises :class:`TooMuchError` in the middle of it when there are more than ``budget``.
    """
    counter = _Counter(budget)
    before = sys.getprofile()
    sys.setprofile(counter)
    try:
        result = work()
    finally:
        sys.setprofile(before)
    return result, counter.taken


def bulk(value: object, most: int) -> int:
    """Return how much there is in a value: its parts and the characters of its texts, each once.

    Raises :class:`TooMuchError` as soon as there is more than ``most``.
    """
    seen: set[int] = set()
    kept: list[object] = []  # no identity is reused while values that are made on the way live
    pending: list[object] = [value]
    found = 0
    while pending:
        item = pending.pop()
        if id(item) in seen:
            continue
        seen.add(id(item))
        kept.append(item)
        found += 1 + (len(item) if isinstance(item, str | bytes) else 0)
        if found > most:
            raise TooMuchError(f"the result holds more than {most} parts and characters")
        pending.extend(_parts(item))
    return found


def _parts(item: object) -> Iterable[object]:
    if isinstance(item, dict):
        return [*item.keys(), *item.values()]
    if isinstance(item, list | tuple | set | frozenset):
        return item
    return [getattr(item, name, None) for name in field_names(item)]
