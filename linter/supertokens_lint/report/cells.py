"""Text as a terminal shows it: width in cells, and nothing that steers the terminal."""

from __future__ import annotations

import unicodedata

TAB_SIZE = 4
_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def visible(text: str) -> str:
    """Return ``text`` with control, format and unassigned characters written as escapes.

    Source text may hold terminal escape sequences, or direction marks that make code look like
    other code (CVE-2021-42574); neither reaches the terminal.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_escaped(char) for char in text)


def escaped_in_strings(document: str) -> str:
    """Return a document in ASCII white space with what is unsafe in its strings as escapes.

    That is right for JSON, and for TOML as far as characters of the first plane go.
    """
    if document.isascii():
        return document.replace("\x7f", "\\u007f")
    return "".join(
        char if char == "\n" or unicodedata.category(char) not in _UNSAFE else _unicode_escape(char)
        for char in document
    )


def _unicode_escape(char: str) -> str:
    data = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{data[at]:02x}{data[at + 1]:02x}" for at in range(0, len(data), 2))


def width(text: str) -> int:
    """Return how many cells ``text`` takes, after :func:`visible`."""
    if text.isascii():
        return len(text)
    return sum(_char_width(char) for char in text)


def tab_width(column: int) -> int:
    """Return how many cells a tab takes that begins at cell ``column``, counted from 0."""
    return TAB_SIZE - column % TAB_SIZE


def _escaped(char: str) -> str:
    if unicodedata.category(char) not in _UNSAFE:
        return char
    code = ord(char)
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def _char_width(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1
