"""What a check has to say, made of its report in the format asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from supertokens_lint.cli.arguments import Arguments
from supertokens_lint.cli.handover import LINES, look_of, summary_file
from supertokens_lint.finding import Severity
from supertokens_lint.outcome import Outcome
from supertokens_lint.report import render
from supertokens_lint.report.counts import statistics, unseen
from supertokens_lint.report.github_summary import summary
from supertokens_lint.report.model import Report
from supertokens_lint.report.repository import repository_root

_SAID = frozenset({"text", "json"})
"""Formats that tell themselves how many apps and pairs there are."""


def prepared(
    report: Report,
    arguments: Arguments,
    fail_on: Severity | None,
    environ: Mapping[str, str],
    *,
    failed: bool = False,
) -> Outcome:
    """Return the report in the format asked for, with what goes beside it.

    Counts by rule go to standard error where the format has no lines to put them on, and so does,
    where the format does not tell, that nothing could be compared. With the format ``github``, a
    summary is added to the file that ``GITHUB_STEP_SUMMARY`` names. ``failed`` says that the run
    could not do all that it was to do.
    """
    rooted = replace(report, root=repository_root(report.directory))
    text = render(arguments.output_format, rooted, look_of(arguments, fail_on, environ))
    told = summary(rooted) if summary_file(arguments, environ) else ""
    notes = "".join(f"{line}\n" for line in _notes(report, arguments))
    return Outcome(text, notes, told, 2 if failed else _status(report, arguments, fail_on))


def _notes(report: Report, arguments: Arguments) -> Iterator[str]:
    if arguments.statistics and arguments.output_format not in LINES:
        yield from statistics(report)
    told = arguments.output_format in _SAID or arguments.quiet
    if not told and (text := unseen(report)):
        yield f"supertokens-lint: {text[0].lower()}{text[1:]}"


def _status(report: Report, arguments: Arguments, fail_on: Severity | None) -> int:
    worst = max((finding.severity for finding in report.findings), default=Severity(1) - 1)
    return 0 if arguments.exit_zero or fail_on is None else int(worst >= fail_on)
