"""The report as JUnit XML: a suite a file, a case a finding.

There is no standard; the elements and attributes are those that Jenkins (``junit-10.xsd`` of its
xunit plugin), GitLab and CircleCI read. Times and dates are left out: the same findings give the
same text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from supertokens_lint.finding import Finding, Severity
from supertokens_lint.report import cleaning
from supertokens_lint.report.accepted import Accepted
from supertokens_lint.report.cleaning import clean
from supertokens_lint.report.model import RenderOptions, Report, ends
from supertokens_lint.report.repository import repository_path


def render(report: Report, options: RenderOptions) -> str:
    """Return one XML document.

    Findings below the severity that makes the run fail are cases that pass and say something;
    suppressed ones are skipped. Without findings there is one case that passes, because readers
    take an empty report for a mistake.
    """
    return "".join(f"{line}\n" for line in _document(report, options.fail_on))


def _document(report: Report, fail_on: Severity | None) -> Iterator[str]:
    cases: dict[str, list[Finding | Accepted]] = {}
    items: list[Finding | Accepted] = [*report.findings, *report.accepted]
    for item in items:
        finding = item.finding if isinstance(item, Accepted) else item
        cases.setdefault(finding.primary.place.path, []).append(item)
    total = sum(map(len, cases.values()))
    failures = sum(_fails(finding, fail_on) for finding in report.findings)
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield (
        f'<testsuites name="supertokens-lint" tests="{max(1, total)}" failures="{failures}"'
        f' errors="0" skipped="{len(report.accepted)}">'
    )
    for path in sorted(cases):
        yield from _suite(path, cases[path], report, fail_on)
    if not cases or report.summary.problems:
        yield from _run(report, clean_run=not cases)
    yield "</testsuites>"


def _suite(
    path: str, items: list[Finding | Accepted], report: Report, fail_on: Severity | None
) -> Iterator[str]:
    name = clean(repository_path(path, report))
    failures = sum(not isinstance(item, Accepted) and _fails(item, fail_on) for item in items)
    skipped = sum(isinstance(item, Accepted) for item in items)
    yield (
        f'  <testsuite name={quoteattr(name)} tests="{len(items)}" failures="{failures}"'
        f' errors="0" skipped="{skipped}">'
    )
    titles: Counter[str] = Counter()
    for item in items:
        finding = item.finding if isinstance(item, Accepted) else item
        title = _title(finding, report)
        titles[title] += 1
        number = f" #{titles[title]}" if titles[title] > 1 else ""
        line = report.start(finding.primary.place).line
        yield (
            f"    <testcase name={quoteattr(title + number)} classname={quoteattr(name)}"
            f' file={quoteattr(name)} line="{line}">'
        )
        if isinstance(item, Accepted):
            yield f"      <skipped message={quoteattr(clean(item.reason))}/>"
        elif _fails(item, fail_on):
            message = quoteattr(clean(finding.message))
            yield f'      <failure type="{finding.severity.label}" message={message}>'
            yield from (escape(line) for line in _details(finding, report))
            yield "      </failure>"
        else:
            yield "      <system-out>"
            yield from (escape(line) for line in _details(finding, report))
            yield "      </system-out>"
        yield "    </testcase>"
    yield "  </testsuite>"


def _run(report: Report, *, clean_run: bool) -> Iterator[str]:
    """Yield a suite for the run as a whole: that it is clean, and files that cannot be read."""
    yield (
        f'  <testsuite name="supertokens-lint" tests="{int(clean_run)}" failures="0"'
        ' errors="0" skipped="0">'
    )
    if clean_run:
        yield '    <testcase name="no findings" classname="supertokens-lint"/>'
    if report.summary.problems:
        yield "    <system-err>"
        yield from (escape(clean(problem)) for problem in report.summary.problems)
        yield "    </system-err>"
    yield "  </testsuite>"


def _title(finding: Finding, report: Report) -> str:
    start = report.start(finding.primary.place)
    where = ", ".join((f"{start.line}:{start.column}", *finding.environments))
    return clean(f"{finding.code} {finding.rule} ({where})")


def _details(finding: Finding, report: Report) -> Iterator[str]:
    yield clean(finding.message)
    for end in ends(finding):
        value = "" if end.value is None else f": {cleaning.value(end.value)}"
        path = clean(repository_path(end.place.path, report))
        yield f"{clean(end.label)}{value} ({path}:{report.start(end.place).line})"
    if finding.environments:
        yield f"in: {clean(', '.join(finding.environments))}"
    if finding.effect:
        yield f"effect: {clean(finding.effect)}"
    if finding.help:
        yield f"fix: {clean(finding.help)}"
    if finding.code in report.urls:
        yield f"docs: {clean(report.urls[finding.code])}"


def _fails(finding: Finding, fail_on: Severity | None) -> bool:
    return fail_on is not None and finding.severity >= fail_on
