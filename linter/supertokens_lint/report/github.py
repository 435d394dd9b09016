"""Annotations of GitHub Actions: one workflow command a finding, worst first.

Source: docs.github.com, "Workflow commands for GitHub Actions"; what is escaped, and how, is in
``packages/core/src/command.ts`` of actions/toolkit. The runner also obeys ``##[command]`` anywhere
in a line (``ActionCommand.cs`` of actions/runner), so that mark is written as an escape.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.report import cleaning
from supertokens_lint.report.counts import counts, statistics
from supertokens_lint.report.model import RenderOptions, Report, ends
from supertokens_lint.report.repository import repository_path
from supertokens_lint.source import Place

LIMIT = 10
"""How many annotations of one level a step may add; the runner drops all others in silence."""
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_NEWLINE = "%0A"


def render(report: Report, options: RenderOptions) -> str:
    """Return the commands, a plain line for each finding beyond the limit, and the counts."""
    return "".join(f"{line}\n" for line in _lines(report, options))


def _lines(report: Report, options: RenderOptions) -> Iterator[str]:
    given: Counter[Severity] = Counter()
    left: list[Finding] = []
    for finding in report.findings:
        if given[finding.severity] < LIMIT:
            given[finding.severity] += 1
            yield _annotation(finding, report)
        else:
            left.append(finding)
    for finding in left:
        where = _clean(report.address(finding.primary.place))
        title = f"{finding.severity.label} {finding.code} {finding.rule}"
        yield f"{title}: {where}: {_clean(finding.message)}"
    for problem in report.summary.problems:
        yield f"note: {_clean(problem)}"
    if options.statistics:
        yield from statistics(report)
    if not options.quiet:
        beyond = f"; {len(left)} of them only in this log" if left else ""
        yield f"supertokens-lint: {counts(report.summary)}{beyond}"


def _annotation(finding: Finding, report: Report) -> str:
    place = finding.primary.place
    start, end = report.start(place), report.end(place)
    fields = {"file": _clean(repository_path(place.path, report)), "line": str(start.line)}
    fields["endLine"] = str(end.line)
    if start.line == end.line:  # columns of several lines are refused
        fields |= {"col": str(start.column), "endColumn": str(max(end.column, start.column))}
    fields["title"] = _clean(f"{finding.code} {finding.rule}")
    written = ",".join(f"{name}={_property(text)}" for name, text in fields.items())
    message = _NEWLINE.join(_data(line) for line in _message(finding, report))
    return f"::{_COMMANDS[finding.severity]} {written}::{message}"


def _message(finding: Finding, report: Report) -> Iterator[str]:
    yield _clean(finding.message)
    for end in ends(finding):
        yield f"{_end(end)} ({_address(end.place, report)})"
    if finding.environments:
        yield _clean(f"In: {', '.join(finding.environments)}")
    for text in (finding.effect, finding.help):
        if text:
            yield _clean(text)
    if finding.code in report.urls:
        yield _clean(report.urls[finding.code])


def _end(end: Evidence) -> str:
    label = _clean(end.label)
    if end.value is None:
        return label
    return f"{label}: {_unmarked(cleaning.value(end.value))}"


def _address(place: Place, report: Report) -> str:
    return _clean(f"{repository_path(place.path, report)}:{report.start(place).line}")


def _clean(text: str) -> str:
    return _unmarked(cleaning.clean(text))


def _unmarked(text: str) -> str:
    return text.replace("##[", "##\\x5b")


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
