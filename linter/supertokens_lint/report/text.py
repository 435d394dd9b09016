"""The report for people: every finding with code frames of both ends."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator

from supertokens_lint.finding import Evidence, Finding, Severity, Step
from supertokens_lint.report.cells import visible
from supertokens_lint.report.frames import frame
from supertokens_lint.report.model import RenderOptions, Report, ends
from supertokens_lint.report.secrets import mask_text
from supertokens_lint.report.styled import BLANK, Line, StyleName, compose, indent, plain
from supertokens_lint.source import Place

_LONGEST_VALUE = 200
_STYLES: dict[Severity, StyleName] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "info",
}


def render(report: Report, options: RenderOptions) -> str:
    """Return the report as text: findings, then problems of the run, then the counts."""
    return compose(_lines(report, options), options)


def _lines(report: Report, options: RenderOptions) -> Iterator[Line]:
    for finding in report.findings:
        yield from _finding(finding, report, options)
        yield BLANK
    for problem in report.summary.problems:
        yield (("note ", "strong"), (_clean(problem), "plain"))
    if options.statistics:
        yield from _statistics(report)
    if not options.quiet:
        yield from _counts(report)


def _finding(finding: Finding, report: Report, options: RenderOptions) -> Iterator[Line]:
    yield (
        (finding.severity.label, _STYLES[finding.severity]),
        (f" {finding.code} ", "plain"),
        (finding.rule, "strong"),
    )
    yield from _prose("", finding.message, options)
    for end in ends(finding):
        yield from _end(end, report, options)
    if finding.environments:
        yield from _prose("in: ", ", ".join(finding.environments), options)
    if finding.effect:
        yield from _prose("effect: ", finding.effect, options)
    if finding.help:
        yield from _prose("fix: ", finding.help, options)
    url = report.urls.get(finding.code)
    if url is not None:
        yield indent((("docs: ", "dim"), (url, "path")), 2)


def _end(end: Evidence, report: Report, options: RenderOptions) -> Iterator[Line]:
    value: Line = () if end.value is None else ((": ", "plain"), (_cut(_clean(end.value)), "value"))
    yield indent(((_clean(end.label), "strong"), *value), 2)
    yield indent((("--> ", "dim"), (_clean(report.address(end.place)), "path")), 4)
    source = report.source(end.place.path)
    if source is not None and source.text:
        limit = None if options.width is None else options.width - 4
        shown = end.value is not None
        for line in frame(source, end.place, value_shown=shown, limit=limit):
            yield indent(line, 4)
    yield from _trail(end, report, options)


def _trail(end: Evidence, report: Report, options: RenderOptions) -> Iterator[Line]:
    """Yield the way of a value on one line, wrapped where a terminal's width is known."""
    steps = [step for step in end.trail if step.note]
    if all(_same_line(step.place, end.place, report) for step in steps):
        return
    text = "how: " + " -> ".join(_step(step, end, report) for step in steps)
    for index, line in enumerate(_wrapped(text, options, 4)):
        yield indent(((line, "dim"),), 6 if index else 4)


def _same_line(one: Place, other: Place, report: Report) -> bool:
    return one.path == other.path and report.start(one).line == report.start(other).line


def _step(step: Step, end: Evidence, report: Report) -> str:
    note = _clean(step.note)
    if step.place == end.place:
        return note
    start = report.start(step.place)
    return f"{note} ({_clean(report.path(step.place.path))}:{start.line})"


def _prose(title: str, text: str, options: RenderOptions) -> Iterator[Line]:
    """Yield one paragraph, wrapped where a terminal's width is known."""
    style: StyleName = "dim" if title else "plain"
    text = _clean(text)
    first, *others = _wrapped(title + text, options, 2)
    yield indent(((title, style), (first[len(title) :], "plain")), 2)
    for line in others:
        yield indent(plain(line), 4)


def _wrapped(text: str, options: RenderOptions, margin: int) -> list[str]:
    """Return ``text`` in lines that fit beside ``margin``; later lines are moved in by two."""
    if options.width is None:
        return [text]
    room = max(20, options.width - margin - 2)
    wrapped = textwrap.wrap(text, room, break_long_words=False, break_on_hyphens=False)
    return wrapped or [text]


def _statistics(report: Report) -> Iterator[Line]:
    counts = Counter((finding.code, finding.rule) for finding in report.findings)
    for (code, rule), count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        yield plain(f"{count:>5}  {code}  {rule}")


def _counts(report: Report) -> Iterator[Line]:
    summary = report.summary
    found = [
        (counted(number, word), style)
        for number, word, style in (
            (summary.errors, "error", _STYLES[Severity.ERROR]),
            (summary.warnings, "warning", _STYLES[Severity.WARNING]),
            (summary.infos, "note", _STYLES[Severity.INFO]),
        )
        if number
    ]
    parts: list[tuple[str, StyleName]] = []
    for index, (text, style) in enumerate(found):
        parts += [(", ", "plain")] if index else []
        parts.append((text, style))
    if not parts:
        parts.append(("No findings", "good"))
    if summary.suppressed:
        parts.append((f", {summary.suppressed} suppressed", "plain"))
    scope = ", ".join(
        (
            counted(summary.files, "file"),
            counted(summary.apps, "app"),
            counted(summary.pairs, "pair"),
        )
    )
    yield (*parts, (f" ({scope})", "dim"))


def counted(number: int, noun: str) -> str:
    """Return a number with its noun in the right form: ``1 file``, ``2 files``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"


def _clean(text: str) -> str:
    return visible(mask_text(text))
