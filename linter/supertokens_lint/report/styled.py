"""Lines of styled text, written plainly or for a terminal with colours and links."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

from supertokens_lint.report.model import RenderOptions

StyleName: TypeAlias = Literal[
    "plain", "error", "warning", "info", "strong", "path", "dim", "caret", "value", "good"
]
Part: TypeAlias = tuple[str, StyleName] | tuple[str, StyleName, str]
"""A text, its style and, in the second form, the address that it links to."""
Line: TypeAlias = tuple[Part, ...]

BLANK: Line = ()

# ECMA-48, 8.3.117 (SGR): the sixteen colours that every terminal lets its user choose.
_SGR: dict[StyleName, str] = {
    "plain": "",
    "error": "1;31",
    "warning": "1;33",
    "info": "1;34",
    "strong": "1",
    "path": "36",
    "dim": "2",
    "caret": "1;31",
    "value": "35",
    "good": "32",
}


def plain(text: str) -> Line:
    """Return a line of plain text."""
    return ((text, "plain"),)


def indent(line: Line, by: int) -> Line:
    """Return ``line`` moved to the right; a blank line stays blank."""
    return ((" " * by, "plain"), *line) if line else line


def compose(lines: Iterable[Line], options: RenderOptions) -> str:
    """Return ``lines`` as text that ends with a line end, or nothing when there are none."""
    return "".join(_line(line, options) + "\n" for line in lines)


def _line(line: Line, options: RenderOptions) -> str:
    parts = list(line)
    while parts and not parts[-1][0].rstrip():
        parts.pop()
    last = len(parts) - 1
    return "".join(
        _part(part[0].rstrip() if index == last else part[0], part, options)
        for index, part in enumerate(parts)
    )


def _part(text: str, part: Part, options: RenderOptions) -> str:
    code = _SGR[part[1]] if options.color and text else ""
    if code:
        text = f"\x1b[{code}m{text}\x1b[0m"
    if len(part) == 3 and part[2] and options.hyperlinks:
        return _linked(text, part[2])
    return text


def _linked(text: str, address: str) -> str:
    """Return ``text`` as a link.

    Source: "Hyperlinks in terminal emulators" (OSC 8). An address holds characters 32 to 126
    only; anything else would end it or be read as a command.
    """
    safe = "".join(char if " " <= char <= "~" else "" for char in address)
    return f"\x1b]8;;{safe}\x1b\\{text}\x1b]8;;\x1b\\"
