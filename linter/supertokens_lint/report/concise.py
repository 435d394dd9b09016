"""The report for lists of an editor and for ``grep``: one line a finding.

A line begins as compilers write it, ``path:line:column: ``, so that ``errorformat`` of Vim, problem
matchers and terminals find the place. Paths are relative to the working directory.
"""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.finding import Finding
from supertokens_lint.report.cleaning import clean
from supertokens_lint.report.counts import counts, statistics
from supertokens_lint.report.model import RenderOptions, Report
from supertokens_lint.report.styled import Line, compose, plain
from supertokens_lint.report.text import STYLES, fixable, is_fixable
from supertokens_lint.report.wrapping import file_link


def render(report: Report, options: RenderOptions) -> str:
    """Return a line for each finding, then problems of the run, then the counts."""
    return compose(_lines(report, options), options)


def _lines(report: Report, options: RenderOptions) -> Iterator[Line]:
    for finding in report.findings:
        yield _finding(finding, report, options)
    for problem in report.summary.problems:
        yield plain(f"note: {clean(problem)}")
    if options.statistics:
        yield from map(plain, statistics(report))
    if not options.quiet:
        text = counts(report.summary)
        yield plain(f"{text[0].upper()}{text[1:]}")
        yield from fixable(report, options)


def _finding(finding: Finding, report: Report, options: RenderOptions) -> Line:
    place = finding.primary.place
    start = report.start(place)
    url = report.urls.get(finding.code, "")
    beside = _beside(finding, report)
    return (
        (f"{clean(report.path(place.path))}:{start.line}:{start.column}", "path", file_link(place)),
        (": ", "plain"),
        (f"{finding.code}[{finding.rule}]", "strong", url),
        (" ", "plain"),
        (finding.severity.label, STYLES[finding.severity]),
        (": ", "plain"),
        ("[*] " if is_fixable(finding, options) else "", "good"),
        (clean(finding.message), "plain"),
        (f" ({beside})" if beside else "", "dim"),
    )


def _beside(finding: Finding, report: Report) -> str:
    """Return where the finding holds, and the places of the other ends."""
    addresses = dict.fromkeys(report.address(end.place) for end in finding.counterparts)
    parts = [clean(", ".join(items)) for items in (finding.environments, addresses)]
    return "; ".join(part for part in parts if part)
