"""Prose and paths as terminals of any width show them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path

from supertokens_lint.report.model import RenderOptions
from supertokens_lint.report.styled import Line, indent
from supertokens_lint.source import Place

NARROW = 72
"""Terminals with fewer columns get shorter lines at the price of more of them."""


def wrapped(text: str, options: RenderOptions, margin: int) -> list[str]:
    """Return ``text`` in lines that fit beside ``margin``, later ones with two cells more.

    A word that is longer than a line, an address for example, is left whole: terminals break it
    themselves, and it can still be copied.
    """
    if options.width is None:
        return [text]
    room = max(20, options.width - margin - 2)
    lines = textwrap.wrap(text, room, break_long_words=False, break_on_hyphens=False)
    return lines or [text]


def trail(steps: Sequence[str], options: RenderOptions, margin: int) -> Iterator[Line]:
    """Yield the way of a value: on one line, wrapped, or a step a line in a narrow terminal."""
    if options.width is not None and options.width < NARROW:
        yield (("how:", "dim"),)
        for step in steps:
            for index, line in enumerate(wrapped(f"-> {step}", options, margin + 2)):
                yield indent(((line, "dim"),), 5 if index else 2)
        return
    for index, line in enumerate(wrapped(f"how: {' -> '.join(steps)}", options, margin)):
        yield indent(((line, "dim"),), 2 if index else 0)


def file_link(place: Place) -> str:
    """Return the address of a file, nothing for a path that is not absolute."""
    path = Path(place.path)
    return path.as_uri() if path.is_absolute() else ""
