"""The counts of a run in words, for formats without style."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from supertokens_lint.report.model import Report, Summary

_UNPAIRED = "ST004"


def counted(number: int, noun: str) -> str:
    """Return a number with its noun in the right form: ``1 file``, ``2 files``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def counts(summary: Summary) -> str:
    """Return how many findings of each severity there are, and how many are not shown."""
    levels = ((summary.errors, "error"), (summary.warnings, "warning"), (summary.infos, "info"))
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


def unseen(report: Report) -> str:
    """Return what is said where nothing could be checked or compared, or an empty text.

    That an app has no counterpart is said by its rule, where that runs and the app has an init.
    """
    summary = report.summary
    if not summary.apps and not report.findings:
        return (
            "Nothing was checked: no app that uses a SuperTokens SDK was found. Give the "
            "directories of the frontend and the backend."
        )
    told = any(finding.code == _UNPAIRED for finding in report.findings)
    hidden = summary.suppressed or summary.baselined or summary.elsewhere
    if not summary.pairs and _UNPAIRED in report.ran and not told and not hidden:
        return (
            "Nothing was compared: there is no frontend with its backend. "
            '"supertokens-lint inspect" shows what was found.'
        )
    return ""


def statistics(report: Report) -> Iterator[str]:
    """Yield a line for each rule that found something, the most frequent first."""
    found = Counter((finding.code, finding.rule) for finding in report.findings)
    for (code, rule), count in sorted(found.items(), key=lambda item: (-item[1], item[0])):
        yield f"{count:>5}  {code}  {rule}"
