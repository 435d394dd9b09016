"""One line a finding, as lists of an editor read it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from fakes import FakeProject, make_finding, make_report
from supertokens_lint.finding import Severity
from supertokens_lint.report import render
from supertokens_lint.report.model import RenderOptions, Summary

GUIDE = (Path(__file__).parents[2] / "docs" / "guides" / "editors.md").read_text("utf-8")
PROJECT = FakeProject({"web/a.ts": "x\n  one two\nthree", "api/b.py": "four"})
ONE = PROJECT.place("web/a.ts", "one")
FOUR = PROJECT.place("api/b.py", "four")
NVIM = shutil.which("nvim")
PLAIN = RenderOptions(quiet=True)


def test_a_finding_is_one_line_with_both_places() -> None:
    """Place, rule, severity, message, environments, other ends; then what was read, and counts."""
    finding = make_finding(ONE, FOUR, environments=("production",))
    summary = Summary(errors=1, infos=1, files=3, problems=("c.json:3: no JSON",))
    alone = make_finding(FOUR, severity=Severity.INFO)
    report = make_report(PROJECT, finding, alone, summary=summary)
    assert render("concise", report, RenderOptions()) == (
        "web/a.ts:2:3: ST110[api-domain-mismatch] error: The two sides disagree. "
        "(production; api/b.py:1:1)\n"
        "api/b.py:1:1: ST110[api-domain-mismatch] info: The two sides disagree.\n"
        "note: c.json:3: no JSON\n"
        "1 error, 1 info\n"
    )


def test_a_quiet_run_prints_findings_only_and_a_clean_one_says_so() -> None:
    """With --quiet every line is one of a finding."""
    report = make_report(PROJECT, make_finding(ONE, FOUR))
    assert render("concise", report, RenderOptions(quiet=True)).count("\n") == 1
    clean = make_report(PROJECT)
    assert render("concise", clean, RenderOptions()) == "No findings\n"
    assert render("concise", clean, RenderOptions(quiet=True)) == ""


def test_colour_adds_escapes_and_nothing_else() -> None:
    """Without its escape sequences, the coloured line is the plain one."""
    report = make_report(PROJECT, make_finding(ONE, FOUR))
    colored = render("concise", report, RenderOptions(color=True))
    assert "\x1b[" in colored
    plain = re.sub(r"\x1b\[[0-9;]*m", "", colored)
    assert plain == render("concise", report, RenderOptions())


def test_no_text_of_a_project_breaks_a_line_or_steers_a_terminal() -> None:
    """Line ends and control characters of messages are escapes."""
    text = render("concise", make_report(PROJECT, make_finding(ONE, message="a\nb\x1b[2J")), PLAIN)
    assert text.splitlines()[0].endswith("a\\x0ab\\x1b[2J")


def test_the_problem_matcher_of_the_guide_reads_every_line() -> None:
    """What the guide tells Visual Studio Code finds file, line, column, code, severity, text."""
    block = re.search(r"```json\n(\{\s+\"version\".*?)^```", GUIDE, re.DOTALL | re.MULTILINE)
    assert block is not None
    pattern = json.loads(block[1])["tasks"][0]["problemMatcher"]["pattern"]
    severities = (Severity.ERROR, Severity.WARNING, Severity.INFO)
    findings = [make_finding(ONE, FOUR, severity=severity) for severity in severities]
    for line, severity in zip(
        render("concise", make_report(PROJECT, *findings), PLAIN).splitlines(),
        severities,
        strict=True,
    ):
        match = re.match(pattern["regexp"], line)
        assert match is not None
        assert match[pattern["file"]] == "web/a.ts"
        assert (match[pattern["line"]], match[pattern["column"]]) == ("2", "3")
        assert match[pattern["code"]] == "ST110"
        assert match[pattern["severity"]] == severity.label
        assert match[pattern["message"]] == "The two sides disagree. (api/b.py:1:1)"


@pytest.mark.skipif(NVIM is None, reason="Neovim is not installed (make system-packages)")
def test_the_error_format_of_the_guide_fills_the_quickfix_list(tmp_path: Path) -> None:
    """Vim takes file, line, column, number, type and text out of the lines, and nothing else."""
    assert NVIM is not None
    setting = re.search(r"^set errorformat=.*$", GUIDE, re.MULTILINE)
    assert setting is not None
    findings = (make_finding(ONE, FOUR), make_finding(FOUR, severity=Severity.INFO))
    lines = tmp_path / "lines.txt"
    lines.write_text(render("concise", make_report(PROJECT, *findings), RenderOptions()))
    script = tmp_path / "read.vim"
    script.write_text(
        f"{setting[0]}\ncgetfile lines.txt\n"
        "let items = map(getqflist(), '[bufname(v:val.bufnr), v:val.lnum, v:val.col, "
        "v:val.nr, v:val.type, v:val.text]')\n"
        "call writefile([json_encode(items)], 'read.json')\nqall!\n"
    )
    subprocess.run(
        [NVIM, "--clean", "--headless", "-n", "-c", "source read.vim"],
        env={**os.environ, "HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path / "state")},
        cwd=tmp_path,
        capture_output=True,
        timeout=240,
        check=True,
    )
    assert json.loads((tmp_path / "read.json").read_text()) == [
        ["web/a.ts", 2, 3, 110, "e", "The two sides disagree. (api/b.py:1:1)"],
        ["api/b.py", 1, 1, 110, "i", "The two sides disagree."],
    ]
