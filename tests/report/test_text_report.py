from __future__ import annotations

import re

from fakes import ROOT, FakeProject, make_finding, make_report
from supertokens_lint.finding import Step
from supertokens_lint.report import render
from supertokens_lint.report.model import RenderOptions, Summary
from supertokens_lint.source import Place, Span

PROJECT = FakeProject(
    {
        "web/config.ts": 'init({\n  apiDomain: "http://localhost:3001",\n});\n',
        "api/main.py": 'init(\n    api_domain="http://x:1",\n)\n',
        "web/url.ts": "export const url = 1;\n",
    }
)
FRONTEND = PROJECT.place("web/config.ts", '"http://localhost:3001"')
BACKEND = PROJECT.place("api/main.py", '"http://x:1"')
PLAIN = RenderOptions()


def test_a_finding_shows_both_ends_what_happens_and_the_change_that_mends_it() -> None:
    """The whole of a finding, as people see it."""
    steps = (
        Step("written here", PROJECT.place("web/url.ts", "1")),
        Step("given to init", FRONTEND),
    )
    finding = make_finding(FRONTEND, BACKEND, environments=("production",), trail=steps)
    summary = Summary(errors=1, files=3, apps=2, pairs=1, suppressed=1)
    assert render("text", make_report(PROJECT, finding, summary=summary), PLAIN) == (
        "error ST110 api-domain-mismatch\n"
        "  The two sides disagree.\n"
        '  frontend apiDomain: "http://localhost:3001"\n'
        "    --> web/config.ts:2:14\n"
        "    1 | init({\n"
        '    2 |   apiDomain: "http://localhost:3001",\n'
        "      |              ^^^^^^^^^^^^^^^^^^^^^^^\n"
        "    3 | });\n"
        "    how: written here (web/url.ts:1) -> given to init\n"
        '  backend apiDomain: "http://x:1"\n'
        "    --> api/main.py:2:16\n"
        "    1 | init(\n"
        '    2 |     api_domain="http://x:1",\n'
        "      |                ^^^^^^^^^^^^\n"
        "    3 | )\n"
        "  in: production\n"
        "  effect: every request fails\n"
        "  fix: make them equal\n"
        "  docs: https://docs.example/ST110\n"
        "\n"
        "1 error, 1 suppressed (3 files, 2 apps, 1 pair)\n"
    )


def test_a_clean_run_says_so_and_a_quiet_one_nothing() -> None:
    """With nothing to report there is one line, or none with --quiet."""
    report = make_report(PROJECT, summary=Summary(files=1, apps=0, pairs=2))
    assert render("text", report, PLAIN) == "No findings (1 file, 0 apps, 2 pairs)\n"
    assert render("text", report, RenderOptions(quiet=True)) == ""


def test_statistics_count_findings_by_rule() -> None:
    """The most frequent rule comes first."""
    other = make_finding(BACKEND, code="ST112", rule="website-domain-mismatch")
    findings = [other, make_finding(FRONTEND), make_finding(FRONTEND, BACKEND)]
    text = render("text", make_report(PROJECT, *findings), RenderOptions(statistics=True))
    assert "    2  ST110  api-domain-mismatch\n    1  ST112  website-domain-mismatch\n" in text


def test_colour_adds_escapes_and_nothing_else() -> None:
    """Without its escape sequences, the coloured report is the plain one."""
    report = make_report(PROJECT, make_finding(FRONTEND, BACKEND))
    colored = render("text", report, RenderOptions(color=True))
    assert "\x1b[" in colored
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == render("text", report, PLAIN)


def test_prose_is_wrapped_to_the_terminal() -> None:
    """No line of prose is wider than the terminal, and no word is lost."""
    long = "word " * 60
    report = make_report(PROJECT, make_finding(FRONTEND, message=long))
    text = render("text", report, RenderOptions(width=50))
    assert max(map(len, text.splitlines())) <= 50
    assert text.count("word") == 60


def test_escape_sequences_and_credentials_never_get_through() -> None:
    """What rules or files say is made safe wherever it is shown."""
    finding = make_finding(FRONTEND, message="\x1b[2J http://me:pw@host")
    report = make_report(PROJECT, finding, summary=Summary(problems=("\x1b x://u:p@h",)))
    text = render("text", report, PLAIN)
    assert "\x1b" not in text
    assert "pw@" not in text
    assert "\\x1b[2J http://***@host" in text
    assert "x://***@h" in text


def test_a_file_that_is_gone_still_has_its_address() -> None:
    """A place whose text cannot be read is shown without a frame."""
    text = render("text", make_report(PROJECT, make_finding(Place("/gone", Span(3, 4)))), PLAIN)
    assert "    --> ../gone:1:1\n  effect: " in text


def test_paths_outside_the_working_directory_are_relative_too() -> None:
    """A path above the working directory begins with two dots."""
    report = make_report(PROJECT)
    assert report.path(f"{ROOT}/a/b.ts") == "a/b.ts"
    assert report.path("/other/c.ts") == "../other/c.ts"
