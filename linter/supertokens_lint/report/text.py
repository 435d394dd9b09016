"""The report for people: every finding with code frames of both ends, grouped by pair."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from supertokens_lint.finding import Finding, Severity
from supertokens_lint.report.cleaning import clean
from supertokens_lint.report.counts import counted, elsewhere, statistics, unseen
from supertokens_lint.report.end_lines import FRAMED, Told, end_lines
from supertokens_lint.report.grouping import Group, grouped
from supertokens_lint.report.model import RenderOptions, Report, ends
from supertokens_lint.report.styled import (
    BLANK,
    Line,
    Part,
    StyleName,
    compose,
    indent,
    plain,
)
from supertokens_lint.report.wrapping import NARROW, wrapped

STYLES: dict[Severity, StyleName] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "info",
}


def render(report: Report, options: RenderOptions) -> str:
    """Return the report as text: findings, then problems of the run, then the counts."""
    return compose(_lines(report, options), options)


def _lines(report: Report, options: RenderOptions) -> Iterator[Line]:
    groups = grouped(report)
    told = Told(report, options)
    named = not options.quiet and report.system is not None and len(report.system.apps) > 1
    for group in groups:
        if named:
            yield from _heading(group)
        for finding in group.findings:
            yield from _finding(finding, told, options)
            yield BLANK
    for problem in report.summary.problems:
        yield from _problem(problem, options)
    if options.statistics:
        yield from map(plain, statistics(report))
    if not options.quiet:
        yield from _counts(report, options)
        if text := unseen(report):
            yield from map(plain, wrapped(text, options, 0))
        if report.summary.elsewhere:
            yield plain(f"{elsewhere(report.summary)}.")
        yield from fixable(report, options)
        yield from _next_steps(groups, options)


def _heading(group: Group) -> Iterator[Line]:
    counts = ", ".join(text for text, _ in _severities(group.findings))
    yield ((f"=== {clean(group.subject.title)}", "strong"), (f": {counts} ===", "dim"))
    yield BLANK


def _finding(finding: Finding, told: Told, options: RenderOptions) -> Iterator[Line]:
    url = told.report.urls.get(finding.code, "")
    yield (
        (finding.severity.label, STYLES[finding.severity]),
        (" ", "plain"),
        (finding.code, "plain", url),
        (" ", "plain"),
        (finding.rule, "strong", url),
        (" [*]" if is_fixable(finding, options) else "", "good"),
    )
    yield from _prose("", finding.message, options)
    for number, end in enumerate(ends(finding)):
        yield from end_lines(end, told, framed=number < FRAMED)
    if finding.environments:
        yield from _prose("in: ", ", ".join(finding.environments), options)
    if finding.effect:
        yield from _prose("effect: ", finding.effect, options)
    if finding.help:
        yield from _prose("fix: ", finding.help, options)
    if told.first(url) and not options.hyperlinks and (options.width or NARROW) >= NARROW:
        yield indent((("docs: ", "dim"), (url, "path")), 2)


def _prose(title: str, text: str, options: RenderOptions) -> Iterator[Line]:
    """Yield one paragraph, wrapped where a terminal's width is known."""
    style: StyleName = "dim" if title else "plain"
    first, *others = wrapped(title + clean(text), options, 2)
    yield indent(((title, style), (first[len(title) :], "plain")), 2)
    for line in others:
        yield indent(plain(line), 4)


def _problem(problem: str, options: RenderOptions) -> Iterator[Line]:
    first, *others = wrapped(f"note {clean(problem)}", options, 0)
    yield (("note ", "strong"), (first[len("note ") :], "plain"))
    for line in others:
        yield indent(plain(line), 2)


def _severities(findings: Sequence[Finding]) -> list[tuple[str, StyleName]]:
    """Return how many findings there are of each severity that occurs, worst first."""
    counts = Counter(finding.severity for finding in findings)
    words = ((Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.INFO, "info"))
    return [(counted(counts[level], word), STYLES[level]) for level, word in words if counts[level]]


def _counts(report: Report, options: RenderOptions) -> Iterator[Line]:
    summary = report.summary
    parts: list[Part] = []
    for text, style in _severities(report.findings):
        parts += [(", ", "plain")] if parts else []
        parts.append((text, style))
    if not parts:
        parts.append(("No findings", "good"))
    if summary.fixed:
        parts.append((f", {summary.fixed} fixed", "good"))
    if summary.suppressed:
        parts.append((f", {summary.suppressed} suppressed", "plain"))
    if summary.baselined:
        parts.append((f", {summary.baselined} in the baseline", "plain"))
    scope = ", ".join(
        (
            counted(summary.files, "file"),
            counted(summary.apps, "app"),
            counted(summary.pairs, "pair"),
        )
    )
    taken = sum(len(part[0]) for part in parts) + len(scope) + 3
    if options.width is not None and taken > options.width:
        yield tuple(parts)
        yield ((f"({scope})", "dim"),)
        return
    yield (*parts, (f" ({scope})", "dim"))


def is_fixable(finding: Finding, options: RenderOptions) -> bool:
    """Tell whether ``--fix``, with the options given, mends a finding."""
    return finding.fix is not None and (finding.fix.safe or options.unsafe_fixes)


def fixable(report: Report, options: RenderOptions) -> Iterator[Line]:
    """Yield how many findings the program can mend itself."""
    now = sum(is_fixable(finding, options) for finding in report.findings)
    more = sum(finding.fix is not None for finding in report.findings) - now
    flags = "--fix --unsafe-fixes" if options.unsafe_fixes else "--fix"
    if now:
        rest = f" ({more} more with --unsafe-fixes)" if more else ""
        yield ((f"[*] {now} fixable with {flags}{rest}", "good"),)
    elif more:
        yield ((f"{more} fixable with --fix --unsafe-fixes", "dim"),)


def _next_steps(groups: Sequence[Group], options: RenderOptions) -> Iterator[Line]:
    """Yield what to do now, where there is anything to do."""
    if not groups:
        return
    worst = max((group.findings[0] for group in groups), key=lambda finding: finding.severity)
    yield from _step_line(
        "Next: ", f"supertokens-lint explain {worst.code}", "what it means, how to mend it", options
    )


def _step_line(title: str, command: str, purpose: str, options: RenderOptions) -> Iterator[Line]:
    lead: Line = ((title, "dim"), (command, "strong"))
    if options.width is None or len(title) + len(command) + len(purpose) + 4 <= options.width:
        yield (*lead, (f"  ({purpose})", "dim"))
        return
    yield lead
    yield indent(((f"({purpose})", "dim"),), len(title))
