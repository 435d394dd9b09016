"""Markdown as a terminal shows it: headings, paragraphs and code blocks, nothing more."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from supertokens_lint.report.styled import BLANK, Line, plain

DEFAULT_WIDTH = 80


def lines(text: str, width: int | None) -> Iterator[Line]:
    """Yield the lines of a Markdown text, paragraphs wrapped, code blocks as they are."""
    room = min(width or DEFAULT_WIDTH, 100)
    paragraph: list[str] = []
    in_code = False
    for line in text.splitlines():
        fence = line.lstrip().startswith("```")
        if fence or in_code or not line.strip() or line.startswith("#") or _is_item(line):
            yield from _wrapped(paragraph, room)
            paragraph = []
        if fence:
            in_code = not in_code
        elif in_code:
            yield (("    " + line, "value"),)
        elif not line.strip():
            yield BLANK
        elif line.startswith("#"):
            yield ((line.lstrip("# "), "strong"),)
        else:
            paragraph.append(line)
    yield from _wrapped(paragraph, room)


def _is_item(line: str) -> bool:
    return line.lstrip().startswith(("- ", "* "))


def _wrapped(paragraph: list[str], room: int) -> Iterator[Line]:
    if not paragraph:
        return
    hanging = "  " if _is_item(paragraph[0]) else ""
    text = " ".join(line.strip() for line in paragraph)
    for line in textwrap.wrap(
        text, room, subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False
    ):
        yield plain(line)
