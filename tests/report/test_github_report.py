"""Annotations and the step summary of GitHub Actions."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest
from msgspec import structs

import hostile_report as hostile
from fakes import FakeProject, make_finding, make_report
from supertokens_lint.finding import Severity, Step
from supertokens_lint.report import render
from supertokens_lint.report.github_summary import MAX_FINDINGS, summary
from supertokens_lint.report.model import RenderOptions, Report, Summary

LINES = "".join(f"line{number}\n" for number in range(1, 41))
PROJECT = FakeProject({"web/a.ts": "x\n  one two\nthree", "api/b.py": "four", "many.ts": LINES})
ONE = PROJECT.place("web/a.ts", "one")
FOUR = PROJECT.place("api/b.py", "four")
COMMAND = re.compile(r"::(error|warning|notice) ([^:]*)::(.*)")


def _lines(report: Report, *, quiet: bool = False, statistics: bool = False) -> list[str]:
    text = render("github", report, RenderOptions(quiet=quiet, statistics=statistics))
    assert text.endswith("\n")
    return text[:-1].split("\n")


def _unescaped(text: str) -> str:
    """Return what the runner makes of an escaped text (``ActionCommand.cs``)."""
    for code, char in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, char)
    return text


def _parsed(line: str) -> tuple[str, dict[str, str], str]:
    match = COMMAND.fullmatch(line)
    assert match is not None, line
    fields = dict(field.split("=", 1) for field in match[2].split(","))
    return match[1], {name: _unescaped(text) for name, text in fields.items()}, _unescaped(match[3])


def test_a_finding_is_one_command_that_states_both_ends() -> None:
    """The place, the rule as the title, then message, ends, environments, effect, fix, page."""
    step = Step("written here", FOUR)
    finding = make_finding(ONE, FOUR, environments=("production",), trail=(step,))
    line, total = _lines(make_report(PROJECT, finding))
    level, fields, message = _parsed(line)
    assert level == "error"
    assert fields == {
        "file": "web/a.ts",
        "line": "2",
        "endLine": "2",
        "col": "3",
        "endColumn": "6",
        "title": "ST110 api-domain-mismatch",
    }
    assert message.split("\n") == [
        "The two sides disagree.",
        'frontend apiDomain: "http://localhost:3001" (web/a.ts:2)',
        'backend apiDomain: "http://x:1" (api/b.py:1)',
        "In: production",
        "every request fails",
        "make them equal",
        "https://docs.example/ST110",
    ]
    assert total == "supertokens-lint: 1 error"


def test_columns_are_left_out_when_lines_differ() -> None:
    """GitHub takes columns only for annotations of one line."""
    place = structs.replace(ONE, span=structs.replace(ONE.span, end=ONE.span.end + 8))
    _, fields, _ = _parsed(_lines(make_report(PROJECT, make_finding(place)))[0])
    assert (fields["line"], fields["endLine"]) == ("2", "3")
    assert "col" not in fields
    assert "endColumn" not in fields


def test_levels_have_the_names_of_github() -> None:
    """Info is a notice."""
    found = [make_finding(ONE, severity=level) for level in reversed(Severity)]
    lines = _lines(make_report(PROJECT, *found))
    assert [_parsed(line)[0] for line in lines[:3]] == ["error", "warning", "notice"]


def test_paths_begin_at_the_root_of_the_repository() -> None:
    """Whatever the working directory of the step is."""
    report = replace(make_report(PROJECT, make_finding(ONE)), directory="/project/web")
    _, fields, message = _parsed(_lines(replace(report, root="/project"))[0])
    assert fields["file"] == "web/a.ts"
    assert "(web/a.ts:2)" in message


def test_what_is_beyond_ten_annotations_of_a_level_is_a_plain_line() -> None:
    """The runner would drop it in silence; no level takes the place of another."""
    many = [PROJECT.place("many.ts", f"line{number}\n") for number in range(10, 35)]
    errors = [make_finding(place) for place in many[:12]]
    warnings = [make_finding(place, severity=Severity.WARNING) for place in many[12:]]
    counts = Summary(errors=12, warnings=13)
    lines = _lines(make_report(PROJECT, *errors, *warnings, summary=counts))
    levels = [match[1] if (match := COMMAND.fullmatch(line)) else "plain" for line in lines]
    assert levels == ["error"] * 10 + ["warning"] * 10 + ["plain"] * 6
    assert lines[20].startswith("error ST110 api-domain-mismatch: many.ts:20:1: The two sides")
    assert lines[-1] == "supertokens-lint: 12 errors, 13 warnings; 5 of them only in this log"


def test_quiet_and_statistics() -> None:
    """As in the text format."""
    report = make_report(PROJECT, make_finding(ONE))
    assert len(_lines(report, quiet=True)) == 1
    assert _lines(report, statistics=True)[1] == "    1  ST110  api-domain-mismatch"
    assert _lines(make_report(PROJECT)) == ["supertokens-lint: no findings"]


def test_findings_elsewhere_are_counted() -> None:
    """Those that --staged does not show."""
    report = make_report(PROJECT, summary=Summary(elsewhere=3))
    assert _lines(report) == [
        "supertokens-lint: no findings; 3 more findings elsewhere, run without --staged"
    ]


def test_nothing_in_a_project_gives_a_command() -> None:
    """Neither as a line of its own nor as a field; credentials are masked."""
    report = hostile.report()
    text = render("github", report, RenderOptions())
    assert hostile.SECRET not in text
    assert hostile.unsafe(text.replace("\n", "")) == []
    assert "##[" not in text
    command, *others = text[:-1].split("\n")
    level, fields, _ = _parsed(command)
    assert level == "error"
    assert set(fields) == {"file", "line", "endLine", "col", "endColumn", "title"}
    assert fields["file"].startswith("a::b,c%0A\\x0a::error::")
    assert all(line.startswith(("note: ", "supertokens-lint: ")) for line in others)


def test_plain_lines_give_no_command_either() -> None:
    """A finding beyond the limit is written with its path and message."""
    report = make_report(hostile.PROJECT, *[hostile.finding()] * 12)
    lines = render("github", report, RenderOptions())[:-1].split("\n")
    assert all(line.startswith("error ST110 api-domain-mismatch: ") for line in lines[10:12])
    assert not any("##[" in line for line in lines)


def test_the_summary_states_both_ends() -> None:
    """As a table, with the page of the rule."""
    finding = make_finding(ONE, FOUR, environments=("production",))
    text = summary(make_report(PROJECT, finding))
    shown = html.unescape(text.replace("\\", ""))
    assert shown.startswith("### supertokens-lint: 1 error\n")
    assert "#### error ST110 [api-domain-mismatch](https://docs.example/ST110)" in shown
    assert (
        '| frontend apiDomain | <code>"http://localhost:3001"</code> | <code>web/a.ts:2</code> |'
        in shown
    )
    assert '| backend apiDomain | <code>"http://x:1"</code> | <code>api/b.py:1</code> |' in shown
    assert "In: production." in shown
    assert "**Fix:** make them equal" in shown


def test_a_summary_without_findings_says_so() -> None:
    """It is the only thing that a green step shows."""
    assert summary(make_report(PROJECT)) == "### supertokens-lint: no findings\n\n"


def test_a_summary_is_bounded() -> None:
    """GitHub drops a summary of more than 1 MiB."""
    found = [make_finding(ONE, FOUR, message="x" * 30_000)] * (MAX_FINDINGS + 7)
    text = summary(make_report(PROJECT, *found))
    assert text.count("#### ") == MAX_FINDINGS
    assert text.endswith("7 more in the log of this step.\n")
    assert len(text.encode()) < 1024 * 1024


@pytest.mark.parametrize("mark", ["<script", "<b>", "[click]", "[x](", "`x`", "@everyone"])
def test_nothing_in_a_project_becomes_markup(mark: str) -> None:
    """Markdown, HTML and mentions are shown as the text that they are."""
    text = summary(hostile.report())
    assert mark not in text
    assert hostile.SECRET not in text
    assert hostile.unsafe(text.replace("\n", "")) == []
    rows = [line for line in text.split("\n") if line.startswith("| ")]
    assert all(len(re.findall(r"(?<!\\)\|", row)) == 4 for row in rows)
