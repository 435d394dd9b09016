"""Where the report of ``check`` goes: standard output or a file, and GitHub's step summary."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from supertokens_lint.cli import output
from supertokens_lint.cli.arguments import Arguments
from supertokens_lint.errors import UsageError
from supertokens_lint.finding import Severity
from supertokens_lint.report import render
from supertokens_lint.report.counts import statistics, unseen
from supertokens_lint.report.github_summary import summary
from supertokens_lint.report.model import Report
from supertokens_lint.report.repository import repository_root

STEP_SUMMARY = "GITHUB_STEP_SUMMARY"
_LINES = frozenset({"text", "concise", "github"})
"""Formats that people read line by line; all others are one document for a tool."""
_SAID = frozenset({"text", "json"})
"""Formats that tell themselves how many apps and pairs there are."""


def deliver(
    report: Report, arguments: Arguments, fail_on: Severity | None, environ: Mapping[str, str]
) -> None:
    """Write the report in the format asked for.

    Counts by rule go to standard error where the format has no lines to put them on, and so does,
    where the format does not tell, that nothing could be compared. With the format ``github``, a
    summary is added to the file that ``GITHUB_STEP_SUMMARY`` names.

    Raises :class:`UsageError` for a file that cannot be written.
    """
    to_file = arguments.output_file is not None
    look = replace(
        output.options(arguments.color, sys.stdout, environ, to_file=to_file),
        quiet=arguments.quiet,
        statistics=arguments.statistics,
        fail_on=fail_on,
        unsafe_fixes=arguments.unsafe_fixes,
    )
    rooted = replace(report, root=repository_root(report.directory))
    text = render(arguments.output_format, rooted, look)
    is_document = arguments.output_format not in _LINES
    output.write(text, arguments.output_file, is_document=is_document)
    if arguments.statistics and arguments.output_format not in _LINES:
        sys.stderr.write("".join(f"{line}\n" for line in statistics(report)))
    told = arguments.output_format in _SAID or arguments.quiet
    if not told and (text := unseen(report)):
        sys.stderr.write(f"supertokens-lint: {text[0].lower()}{text[1:]}\n")
    path = environ.get(STEP_SUMMARY)
    if arguments.output_format == "github" and path:
        _append(summary(rooted), path)


def _append(text: str, path: str) -> None:
    try:
        with Path(path).open("a", encoding="utf-8", errors="backslashreplace") as stream:
            stream.write(text)
    except OSError as error:
        message = f"${STEP_SUMMARY}: {path} cannot be written: {error.strerror}"
        raise UsageError(message) from error
