"""The counts of a run in words, for formats without style."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from supertokens_lint.report.model import Report, Summary


def counted(number: int, noun: str) -> str:
    """Return a number with its noun in the right form: ``1 file``, ``2 files``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def counts(summary: Summary) -> str:
    """Return how many findings of each severity there are, and how many are not shown."""
    levels = ((summary.errors, "error"), (summary.warnings, "warning"), (summary.infos, "note"))
    found = [counted(number, noun) for number, noun in levels if number]
    text = ", ".join(found) or "no findings"
    if summary.fixed:
        text += f", {summary.fixed} fixed"
    if summary.suppressed:
        text += f", {summary.suppressed} suppressed"
    if summary.baselined:
        text += f", {summary.baselined} in the baseline"
    if summary.elsewhere:
        text += f"; {elsewhere(summary)}"
    return text


def elsewhere(summary: Summary) -> str:
    """Return what is said of findings that lie in no staged file."""
    more = counted(summary.elsewhere, "more finding")
    return f"{more} elsewhere, run without --staged"


def statistics(report: Report) -> Iterator[str]:
    """Yield a line for each rule that found something, the most frequent first."""
    found = Counter((finding.code, finding.rule) for finding in report.findings)
    for (code, rule), count in sorted(found.items(), key=lambda item: (-item[1], item[0])):
        yield f"{count:>5}  {code}  {rule}"
