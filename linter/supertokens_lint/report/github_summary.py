"""The summary of a step on GitHub: every finding with both ends, as Markdown.

Source: docs.github.com, "Workflow commands for GitHub Actions", "Adding a job summary". A summary
of more than 1 MiB is dropped as a whole.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from supertokens_lint.finding import Evidence, Finding
from supertokens_lint.report import cleaning
from supertokens_lint.report.counts import counts
from supertokens_lint.report.model import Report, ends
from supertokens_lint.report.repository import repository_path

MAX_FINDINGS = 100
_LONGEST_TEXT = 1000
_MARKS = re.compile(r"([\\`*_{}\[\]()#!|~@:]|^[-+])")


def summary(report: Report) -> str:
    """Return the summary; it names the findings beyond ``MAX_FINDINGS`` by number only."""
    return "".join(f"{line}\n" for line in _lines(report))


def _lines(report: Report) -> Iterator[str]:
    yield f"### supertokens-lint: {counts(report.summary)}"
    yield ""
    for finding in report.findings[:MAX_FINDINGS]:
        yield from _finding(finding, report)
    more = len(report.findings) - MAX_FINDINGS
    if more > 0:
        yield f"{more} more in the log of this step."
    for problem in report.summary.problems[:MAX_FINDINGS]:
        yield f"- {_text(problem)}"


def _finding(finding: Finding, report: Report) -> Iterator[str]:
    url = report.urls.get(finding.code)
    name = f"[{finding.rule}]({url})" if url else finding.rule
    yield f"#### {finding.severity.label} {finding.code} {name}"
    yield ""
    yield _text(finding.message)
    yield ""
    yield "| | Value | Place |"
    yield "| --- | --- | --- |"
    for end in ends(finding):
        yield _row(end, report)
    yield ""
    if finding.environments:
        yield f"In: {_text(', '.join(finding.environments))}."
        yield ""
    if finding.effect:
        yield _text(finding.effect)
        yield ""
    if finding.help:
        yield f"**Fix:** {_text(finding.help)}"
        yield ""


def _row(end: Evidence, report: Report) -> str:
    line = report.start(end.place).line
    place = _code(cleaning.clean(f"{repository_path(end.place.path, report)}:{line}"))
    value = "" if end.value is None else _code(cleaning.value(end.value))
    return f"| {_text(end.label)} | {value} | {place} |"


def _text(text: str) -> str:
    """Return a text in which nothing is Markdown, HTML or a mention."""
    cleaned = cleaning.clean(text)[:_LONGEST_TEXT]
    marked = html.escape(_MARKS.sub(r"\\\1", cleaned), quote=False)
    return marked.replace("\\@", "@<!-- -->")  # an escape does not keep GitHub from a mention


def _code(text: str) -> str:
    """Return a text as code; as HTML, because a code span of Markdown cannot hold every text."""
    escaped = html.escape(text[:_LONGEST_TEXT], quote=False)
    return f"<code>{_MARKS.sub(_reference, escaped)}</code>"


def _reference(match: re.Match[str]) -> str:
    return f"&#{ord(match[1])};"
