"""Places in source text, shared by every room.

Paths are absolute, normalised POSIX strings: one spelling a file, usable as a key.
Spans are half-open ranges of character offsets into the decoded text.
Lines and columns, where people see them, count from 1.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property

from msgspec import Struct

_LINE_END = re.compile(r"\r\n|\r|\n")


class Span(Struct, frozen=True, order=True, gc=False):
    """Half-open range of character offsets in one text."""

    start: int
    end: int


class Place(Struct, frozen=True, order=True, gc=False):
    """A range in a file."""

    path: str
    span: Span


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """Line and column as people count them, from 1."""

    line: int
    column: int


@dataclass(frozen=True)
class SourceText:
    """The decoded text of one file.

    ``text`` has no byte order mark; line ends are kept as they are.
    """

    path: str
    text: str = field(repr=False)

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """Offsets at which lines begin; a line ends with LF, CR LF or CR."""
        return (0, *(end.end() for end in _LINE_END.finditer(self.text)))

    def position(self, offset: int) -> Position:
        """Return the position of a character offset; offsets past the end give the end."""
        offset = max(0, min(offset, len(self.text)))
        line = bisect_right(self.line_starts, offset)
        return Position(line, offset - self.line_starts[line - 1] + 1)

    def offset(self, line: int, column: int) -> int:
        """Return the offset of a 1-based line and column, clamped to the text."""
        if line < 1:
            return 0
        if line > len(self.line_starts):
            return len(self.text)
        return min(self.line_starts[line - 1] + max(0, column - 1), len(self.text))

    def line(self, number: int) -> str:
        """Return one line without its line end; an empty string for lines that are not there."""
        if not 1 <= number <= len(self.line_starts):
            return ""
        start = self.line_starts[number - 1]
        end = self.line_starts[number] if number < len(self.line_starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")

    def slice(self, span: Span) -> str:
        """Return the text of a span."""
        return self.text[span.start : span.end]


def whole_text(source: SourceText) -> SourceText:
    """Return a source as it is: the reader for files that need no parsing."""
    return source
