"""Offsets of a text as positions of the protocol, and back.

A position counts lines from 0 and, in a line, code units of the encoding that client and server
agreed on (LSP 3.17, "Position"): bytes of UTF-8, units of UTF-16, or characters (UTF-32).
"""

from __future__ import annotations

from lsprotocol.types import Position, PositionEncodingKind, Range

from supertokens_lint.source import SourceText, Span

_LAST_OF_BASIC_PLANE = "\uffff"


def position_of(source: SourceText, offset: int, encoding: str) -> Position:
    """Return the position of an offset; one past the end gives the end."""
    where = source.position(offset)
    start = source.line_starts[where.line - 1]
    return Position(where.line - 1, _units(source.text[start : start + where.column - 1], encoding))


def range_of(source: SourceText | None, span: Span, encoding: str) -> Range:
    """Return the range of a span; the beginning of the file when its text is not known."""
    if source is None:
        return Range(Position(0, 0), Position(0, 0))
    start = position_of(source, span.start, encoding)
    return Range(start, position_of(source, span.end, encoding))


def offset_of(source: SourceText, position: Position, encoding: str) -> int:
    """Return the offset of a position; a column past the end of its line gives that end."""
    if position.line >= len(source.line_starts):
        return len(source.text)
    line = source.line(position.line + 1)
    return source.line_starts[position.line] + _characters(line, position.character, encoding)


def _units(text: str, encoding: str) -> int:
    if encoding == PositionEncodingKind.Utf32 or text.isascii():
        return len(text)
    if encoding == PositionEncodingKind.Utf8:
        return len(text.encode("utf-8", "surrogatepass"))
    return len(text) + sum(char > _LAST_OF_BASIC_PLANE for char in text)


def _characters(line: str, units: int, encoding: str) -> int:
    """Return how many characters take up ``units``; the middle of a character counts as its end."""
    if encoding == PositionEncodingKind.Utf32 or line.isascii():
        return min(units, len(line))
    taken = 0
    for count, char in enumerate(line):
        if taken >= units:
            return count
        taken += _units(char, encoding)
    return len(line)
