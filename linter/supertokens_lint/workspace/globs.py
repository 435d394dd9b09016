"""Globs of workspace manifests, matched in time that no pattern can make long."""

from __future__ import annotations

import re
from functools import lru_cache

MAX_LENGTH = 500
MAX_ALTERNATIVES = 64
_BRACES = re.compile(r"\{([^{}]*)\}")
_PIECE = re.compile(r"\*\*/|\*\*|\*|.", re.DOTALL)


def matches(pattern: str, path: str) -> bool:
    """Tell whether a glob matches a whole relative path.

    ``*`` stays inside a folder, ``**`` does not, ``**/`` is also nothing, and ``{a,b}`` is either.
    """
    return any(_fits(pieces, path) for pieces in _compiled(pattern))


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> tuple[tuple[str, ...], ...]:
    cleaned = pattern.removeprefix("./").rstrip("/")
    if len(cleaned) > MAX_LENGTH:
        return ()
    plain = [cleaned]
    while len(plain) <= MAX_ALTERNATIVES and (braces := _BRACES.search(plain[0])) is not None:
        head, tail = plain[0][: braces.start()], plain[0][braces.end() :]
        plain = [*plain[1:], *(head + word + tail for word in braces[1].split(","))]
    return tuple(tuple(_PIECE.findall(item)) for item in plain[:MAX_ALTERNATIVES])


def _fits(pieces: tuple[str, ...], path: str) -> bool:
    """Follow all ways through the pieces at once.

    A place is the number of the piece that comes next; ``~number`` stands inside of a ``**/``.
    """
    here = _entered({0}, pieces)
    for char in path:
        inside: set[int] = set()
        after: set[int] = set()
        for place in here:
            at = max(place, ~place)
            piece = pieces[at] if at < len(pieces) else ""
            if piece == "**/":
                inside.add(~at)
                if char == "/":
                    after.add(at + 1)
            elif piece == "**" or (piece == "*" and char != "/"):
                after.add(at)
            elif piece == char:
                after.add(at + 1)
        here = inside | _entered(after, pieces)
        if not here:
            return False
    return len(pieces) in here


def _entered(places: set[int], pieces: tuple[str, ...]) -> set[int]:
    """Return places with those behind stars that stand for nothing."""
    found = set(places)
    for place in places:
        at = place
        while at < len(pieces) and pieces[at] in ("*", "**", "**/"):
            at += 1
            found.add(at)
    return found
