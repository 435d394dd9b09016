"""The ends of a finding in the text report: where they are, what is there, how it came about.

What a report has shown once is not shown again: a line of code, and the way of a value.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence

from supertokens_lint.finding import Evidence, Step
from supertokens_lint.report.cells import width
from supertokens_lint.report.cleaning import clean, value
from supertokens_lint.report.frames import frame
from supertokens_lint.report.model import RenderOptions, Report
from supertokens_lint.report.styled import Line, Part, indent
from supertokens_lint.report.wrapping import file_link, trail, wrapped
from supertokens_lint.source import Place

FRAMED = 2
"""How many ends of a finding are shown with their code: the two lines that disagree."""
_QUOTES = "\"'`"


class Told:
    """What one report has shown so far."""

    def __init__(self, report: Report, options: RenderOptions) -> None:
        self.report = report
        self.options = options
        self._known: set[Hashable] = {""}

    def first(self, thing: Hashable) -> bool:
        """Tell whether something is to be shown now, because it was not shown before."""
        if thing in self._known:
            return False
        self._known.add(thing)
        return True


def end_lines(end: Evidence, told: Told, *, framed: bool) -> Iterator[Line]:
    """Yield one end: its label, value and address, the code where it is wanted, and the way."""
    code = _code(end, told) if framed else []
    yield from _head(end, told, in_code=bool(code) and _is_visible(end, told.report))
    yield from code
    yield from _way(end, told)


def _code(end: Evidence, told: Told) -> list[Line]:
    """Return the line of an end with its mark, nothing where that line was shown before."""
    source = told.report.source(end.place.path)
    if source is None or not source.text:
        return []
    line = source.position(end.place.span.start).line
    if not told.first((end.place.path, line)):
        return []
    width_of_all = told.options.width
    limit = None if width_of_all is None else width_of_all - 4
    shown = end.value is not None
    lines = frame(source, end.place, value_shown=shown, limit=limit, context=0)
    return [indent(line, 4) for line in lines]


def _is_visible(end: Evidence, report: Report) -> bool:
    """Tell whether the marked code spells the value as the finding does."""
    source = report.source(end.place.path)
    if source is None or end.value is None:
        return False
    span = end.place.span
    return source.text[span.start : span.end].strip(_QUOTES) == end.value.strip(_QUOTES)


def _head(end: Evidence, told: Told, *, in_code: bool) -> Iterator[Line]:
    """Yield label, value and address, on one line where a terminal has room."""
    label: list[Part] = [(clean(end.label), "strong")]
    if end.value is not None and not in_code:
        label += [(": ", "plain"), (value(end.value), "value")]
    address: Part = (clean(told.report.address(end.place)), "path", file_link(end.place))
    arrow: list[Part] = [("--> ", "dim"), address]
    one: Line = (*label, (" ", "plain"), *arrow)
    if _fits(one, told.options):
        yield indent(one, 2)
        return
    if _fits(tuple(label), told.options):
        yield indent(tuple(label), 2)
    else:
        yield indent((label[0], (":", "plain")), 2)
        for line in wrapped(label[-1][0], told.options, 4):
            yield indent(((line, "value"),), 4)
    yield indent(tuple(arrow), 4)


def _fits(line: Line, options: RenderOptions) -> bool:
    return options.width is None or sum(width(part[0]) for part in line) + 2 <= options.width


def _way(end: Evidence, told: Told) -> Iterator[Line]:
    """Yield the way of a value, unless all of it is on the line that is shown."""
    steps = [step for step in end.trail if step.note]
    report = told.report
    if all(_same_line(step.place, end.place, report) for step in steps):
        return
    if told.first(tuple(steps)):
        words = list(_words(steps, end, report))
        yield from (indent(line, 4) for line in trail(words, told.options, 4))


def _words(steps: Sequence[Step], end: Evidence, report: Report) -> Iterator[str]:
    """Yield each step, with its place behind the last of those that lie on one line."""
    for step, after in zip(steps, [*steps[1:], None], strict=True):
        note = clean(step.note)
        here = step.place == end.place
        if here or (after is not None and _same_line(step.place, after.place, report)):
            yield note
        else:
            start = report.start(step.place)
            yield f"{note} ({clean(report.path(step.place.path))}:{start.line})"


def _same_line(one: Place, other: Place, report: Report) -> bool:
    return one.path == other.path and report.start(one).line == report.start(other).line
