"""Lines of styled text, written plainly or in colour."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Literal, TypeAlias

from supertokens_lint.report.model import RenderOptions

StyleName: TypeAlias = Literal[
    "plain", "error", "warning", "info", "strong", "path", "dim", "caret", "value", "good"
]
Part: TypeAlias = tuple[str, StyleName]
Line: TypeAlias = tuple[Part, ...]

BLANK: Line = ()
_RICH: dict[StyleName, str] = {
    "plain": "",
    "error": "bold red",
    "warning": "bold yellow",
    "info": "bold blue",
    "strong": "bold",
    "path": "cyan",
    "dim": "dim",
    "caret": "bold red",
    "value": "magenta",
    "good": "green",
}


def plain(text: str) -> Line:
    """Return a line of plain text."""
    return ((text, "plain"),)


def indent(line: Line, by: int) -> Line:
    """Return ``line`` moved to the right; a blank line stays blank."""
    return ((" " * by, "plain"), *line) if line else line


def compose(lines: Iterable[Line], options: RenderOptions) -> str:
    """Return ``lines`` as text that ends with a line end, or nothing when there are none."""
    return _colored(lines) if options.color else _plain(lines)


def _plain(lines: Iterable[Line]) -> str:
    return "".join("".join(text for text, _ in line).rstrip() + "\n" for line in lines)


def _colored(lines: Iterable[Line]) -> str:
    from rich.console import Console  # noqa: PLC0415 - 40 ms that plain output need not pay
    from rich.text import Text  # noqa: PLC0415

    stream = io.StringIO()
    console = Console(file=stream, force_terminal=True, color_system="standard", no_color=False)
    for line in lines:
        text = Text.assemble(*((part, _RICH[style]) for part, style in line))
        text.rstrip()
        console.print(text, soft_wrap=True, markup=False, highlight=False, emoji=False)
    return stream.getvalue()
