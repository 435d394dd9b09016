"""What a check has to say goes out: to standard output or a file, and to GitHub's step summary.

This is apart from what makes the texts, so that an answer of the cache needs none of that.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from supertokens_lint.cli import output
from supertokens_lint.cli.arguments import Arguments
from supertokens_lint.errors import UsageError
from supertokens_lint.finding import Severity
from supertokens_lint.outcome import Outcome
from supertokens_lint.report.model import RenderOptions

STEP_SUMMARY = "GITHUB_STEP_SUMMARY"
LINES = frozenset({"text", "concise", "github"})
"""Formats that people read line by line; all others are one document for a tool."""


def look_of(
    arguments: Arguments, fail_on: Severity | None, environ: Mapping[str, str]
) -> RenderOptions:
    """Return how the report is to look where it goes."""
    to_file = arguments.output_file is not None
    return replace(
        output.options(arguments.color, sys.stdout, environ, to_file=to_file),
        quiet=arguments.quiet,
        statistics=arguments.statistics,
        fail_on=fail_on,
        unsafe_fixes=arguments.unsafe_fixes,
    )


def summary_file(arguments: Arguments, environ: Mapping[str, str]) -> str:
    """Return the file that GitHub shows as a summary; empty where none is to be written."""
    return environ.get(STEP_SUMMARY, "") if arguments.output_format == "github" else ""


def hand_over(outcome: Outcome, arguments: Arguments, environ: Mapping[str, str]) -> int:
    """Write it all and return the exit status.

    Raises :class:`UsageError` for a file that cannot be written.
    """
    is_document = arguments.output_format not in LINES
    output.write(outcome.text, arguments.output_file, is_document=is_document)
    sys.stderr.write(outcome.notes)
    path = summary_file(arguments, environ)
    if path:
        _append(outcome.summary, path)
    return outcome.status


def _append(text: str, path: str) -> None:
    try:
        with Path(path).open("a", encoding="utf-8", errors="backslashreplace") as stream:
            stream.write(text)
    except OSError as error:
        message = f"${STEP_SUMMARY}: {path} cannot be written: {error.strerror}"
        raise UsageError(message) from error
