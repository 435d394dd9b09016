from __future__ import annotations

import re
from dataclasses import replace

import pytest

from fakes import ROOT, FakeProject, FakeSystem, make_app, make_finding, make_report
from supertokens_lint.finding import Severity, Step
from supertokens_lint.report import render
from supertokens_lint.report.model import RenderOptions, Summary
from supertokens_lint.sdk.names import Side
from supertokens_lint.source import Place, Span
from supertokens_lint.topology.model import Basis, Pair

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
        "  frontend apiDomain --> web/config.ts:2:14\n"
        '    2 |   apiDomain: "http://localhost:3001",\n'
        "      |              ^^^^^^^^^^^^^^^^^^^^^^^\n"
        "    how: written here (web/url.ts:1) -> given to init\n"
        "  backend apiDomain --> api/main.py:2:16\n"
        '    2 |     api_domain="http://x:1",\n'
        "      |                ^^^^^^^^^^^^\n"
        "  in: production\n"
        "  effect: every request fails\n"
        "  fix: make them equal\n"
        "  docs: https://docs.example/ST110\n"
        "\n"
        "1 error, 1 suppressed (3 files, 2 apps, 1 pair)\n"
        "Next: supertokens-lint explain ST110  (what it means, how to mend it)\n"
    )


def test_a_value_that_the_code_does_not_spell_stands_beside_its_label() -> None:
    """A value that was worked out, or that is a default, is not to be read off the code."""
    project = FakeProject({"a.ts": "const url = HOST + 1;\n"})
    finding = make_finding(project.place("a.ts", "HOST + 1"))
    text = render("text", make_report(project, finding), PLAIN)
    assert '  frontend apiDomain: "http://localhost:3001" --> a.ts:1:13\n    1 | const' in text


def test_what_was_shown_once_is_not_shown_again() -> None:
    """A line, the way of a value and a page; a later finding has its places and values still."""
    steps = (Step("written here", PROJECT.place("web/url.ts", "1")), Step("given on", FRONTEND))
    first = make_finding(FRONTEND, BACKEND, trail=steps)
    second = make_finding(FRONTEND, BACKEND, trail=steps, environments=("production",))
    text = render("text", make_report(PROJECT, first, second), PLAIN)
    for once in ("2 |   apiDomain", "2 |     api_domain", "how: written here", "docs: "):
        assert text.count(once) == 1
    later = text.partition("docs: ")[2].partition("\n\n")[2]
    assert '  frontend apiDomain: "http://localhost:3001" --> web/config.ts:2:14\n' in later
    assert '  backend apiDomain: "http://x:1" --> api/main.py:2:16\n' in later
    assert "  effect: every request fails\n  fix: make them equal\n" in later


def test_the_code_of_two_ends_is_shown_and_the_place_of_any_other() -> None:
    """A finding is about two lines; what else takes part is a line of the report each."""
    other = PROJECT.place("web/url.ts", "1")
    text = render("text", make_report(PROJECT, make_finding(FRONTEND, BACKEND, other)), PLAIN)
    assert text.count(" | ") == 4
    assert " --> web/url.ts:1:20\n  effect" in text


def test_steps_on_one_line_share_their_place() -> None:
    """The file is named behind the last of them."""
    line = PROJECT.place("web/url.ts", "const url")
    steps = (Step("read", PROJECT.place("web/url.ts", "1")), Step("kept", line), Step("", FRONTEND))
    text = render("text", make_report(PROJECT, make_finding(FRONTEND, trail=steps)), PLAIN)
    assert "    how: read -> kept (web/url.ts:1)\n" in text


def test_a_clean_run_says_so_and_a_quiet_one_nothing() -> None:
    """With nothing to report there is one line, or none with --quiet."""
    report = make_report(PROJECT, summary=Summary(files=1, apps=4, pairs=2))
    assert render("text", report, PLAIN) == "No findings (1 file, 4 apps, 2 pairs)\n"
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


def test_links_are_added_where_a_terminal_knows_them_and_the_long_address_goes() -> None:
    """Codes lead to the documentation and paths to their files; the text stays the same."""
    report = make_report(PROJECT, make_finding(FRONTEND, BACKEND))
    linked = render("text", report, RenderOptions(hyperlinks=True))
    assert "\x1b]8;;https://docs.example/ST110\x1b\\ST110\x1b]8;;\x1b\\" in linked
    assert f"\x1b]8;;file://{ROOT}/web/config.ts\x1b\\web/config.ts:2:14\x1b]8;;" in linked
    bare = re.sub(r"\x1b\]8;;.*?\x1b\\", "", linked)
    assert bare == render("text", report, PLAIN).replace("  docs: https://docs.example/ST110\n", "")


@pytest.mark.parametrize("width", [40, 50, 60, 100])
def test_a_narrow_terminal_gets_lines_that_fit(width: int) -> None:
    """Prose, values, trails, frames and the last lines keep to the width; nothing is lost."""
    steps = (Step("written here", PROJECT.place("web/url.ts", "1")), Step("given on", FRONTEND))
    finding = make_finding(FRONTEND, BACKEND, trail=steps, environments=("development",) * 6)
    summary = Summary(errors=1, files=1234, apps=20, pairs=10, problems=("word " * 30,))
    report = make_report(PROJECT, finding, summary=summary)
    text = render("text", report, RenderOptions(width=width))
    assert max(map(len, text.splitlines())) <= width
    assert text.count("word") == 30
    assert "-> given on" in text
    assert "(1234 files, 20 apps, 10 pairs)" in text


def test_findings_stand_below_the_apps_that_they_are_about() -> None:
    """Pairs come first, each under its own heading; --quiet prints findings only."""
    web, api = make_app(Side.FRONTEND, "web"), make_app(Side.BACKEND, "api")
    system = FakeSystem((web, api), (Pair(web, api, Basis.ONLY_ONES),))
    alone = make_finding(BACKEND, code="ST204")
    both = make_finding(FRONTEND, BACKEND, severity=Severity.WARNING)
    report = replace(make_report(PROJECT, alone, both), system=system)
    headings = [line for line in render("text", report, PLAIN).splitlines() if "===" in line]
    assert headings == ["=== web <-> api: 1 warning ===", "=== api: 1 error ==="]
    quiet = render("text", report, RenderOptions(quiet=True))
    assert "===" not in quiet
    assert quiet.index("ST110") < quiet.index("ST204")


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
    assert '  frontend apiDomain: "http://localhost:3001" --> ../gone:1:1\n  effect: ' in text


def test_paths_outside_the_working_directory_are_relative_too() -> None:
    """A path above the working directory begins with two dots."""
    report = make_report(PROJECT)
    assert report.path(f"{ROOT}/a/b.ts") == "a/b.ts"
    assert report.path("/other/c.ts") == "../other/c.ts"
