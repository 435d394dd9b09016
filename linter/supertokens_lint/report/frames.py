"""Code frames: the lines around a place, with carets under it."""

from __future__ import annotations

from dataclasses import dataclass

from supertokens_lint.report.cells import tab_width, visible, width
from supertokens_lint.report.secrets import MASK, is_code, secret_spans
from supertokens_lint.report.styled import Line
from supertokens_lint.source import Place, SourceText, Span

CONTEXT = 1
DEFAULT_WIDTH = 100
_CUT = "…"
_REACH = 3000


@dataclass(frozen=True, slots=True)
class _Cell:
    """What is shown for one character of the source; ``source`` is its index in the line."""

    text: str
    source: int
    width: int


def frame(
    source: SourceText,
    place: Place,
    *,
    value_shown: bool,
    limit: int | None,
    context: int = CONTEXT,
) -> list[Line]:
    """Return the lines of a code frame.

    ``context`` is the number of lines shown before and after. They are shown for source code
    only: in other files they may hold secrets. ``value_shown`` says that the finding shows the
    value at this place; ``limit`` is the number of cells that a line may take.
    """
    start = source.position(place.span.start)
    around = context if is_code(place.path) else 0
    first = max(1, start.line - around)
    last = min(len(source.line_starts), start.line + around)
    numbers = [n for n in range(first, last + 1) if n == start.line or source.line(n).strip()]
    gutter = len(str(numbers[-1]))
    room = max(20, (limit or DEFAULT_WIDTH) - gutter - 3)
    marked = _columns(source, place)
    lines: list[Line] = []
    for number in numbers:
        focus = number == start.line
        at = marked.start if focus else 0
        cells = _cells(source.line(number), at, place.path, value_shown=value_shown and focus)
        begin, before, after = _window(cells, at, room)
        shown = cells[begin : begin + _fitting(cells[begin:], room - before - after)]
        text = _CUT * before + "".join(cell.text for cell in shown) + _CUT * after
        lines.append(((f"{number:>{gutter}} | ", "dim"), (text.rstrip(), "plain")))
        if focus:
            carets = " " * before + _carets(shown, marked)
            lines.append(((" " * gutter + " | ", "dim"), (carets, "caret")))
    return lines


def _columns(source: SourceText, place: Place) -> Span:
    """Return the marked columns of the first line, from 0; at least one."""
    start = source.position(place.span.start)
    end = source.position(place.span.end)
    first = start.column - 1
    text = source.line(start.line)
    last = end.column - 1 if end.line == start.line else len(text.rstrip())
    return Span(first, max(first + 1, last))


def _cells(line: str, focus: int, path: str, *, value_shown: bool) -> list[_Cell]:
    """Return the cells of a line, of a very long one those around ``focus``."""
    first = max(0, focus - _REACH)
    spans = secret_spans(line[: focus + _REACH], path, value_shown=value_shown)
    cells: list[_Cell] = []
    column = 0
    for index, char in enumerate(line[first : focus + _REACH], first):
        text = _shown(index, char, column, spans)
        cells.append(_Cell(text, index, width(text)))
        column += cells[-1].width
    return cells


def _shown(index: int, char: str, column: int, secrets: tuple[Span, ...]) -> str:
    for span in secrets:
        if index == span.start:
            return MASK
        if span.start < index < span.end:
            return ""
    return " " * tab_width(column) if char == "\t" else visible(char)


def _window(cells: list[_Cell], focus: int, room: int) -> tuple[int, int, int]:
    """Return where the shown part begins, and whether it is cut before and after (0 or 1)."""
    total = sum(cell.width for cell in cells)
    if total <= room:
        return 0, 0, 0
    lead = room // 3
    begin = next((i for i, cell in enumerate(cells) if cell.source >= focus), len(cells))
    taken = 0
    while begin > 0 and taken + cells[begin - 1].width <= lead:
        begin -= 1
        taken += cells[begin].width
    before = int(begin > 0 or cells[0].source > 0)
    rest = sum(cell.width for cell in cells[begin:])
    return begin, before, int(rest > room - before)


def _fitting(cells: list[_Cell], room: int) -> int:
    """Return how many cells fit into ``room``."""
    taken = 0
    for count, cell in enumerate(cells):
        taken += cell.width
        if taken > room:
            return count
    return len(cells)


def _carets(shown: list[_Cell], marked: Span) -> str:
    """Return spaces and carets that stand under the marked characters."""
    lead = sum(cell.width for cell in shown if cell.source < marked.start)
    under = sum(cell.width for cell in shown if marked.start <= cell.source < marked.end)
    return " " * lead + "^" * max(1, under)
