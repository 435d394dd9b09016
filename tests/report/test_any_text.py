"""Whatever stands in a project, each format stays what its readers expect."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from junitparser import JUnitXml

from fakes import FakeProject, make_report
from supertokens_lint.finding import Evidence, Finding, Severity, Step
from supertokens_lint.report import render
from supertokens_lint.report.accepted import Accepted
from supertokens_lint.report.github_summary import summary
from supertokens_lint.report.model import RenderOptions, Report, Summary

HOSTILE = st.sampled_from(
    ["::error::", "##[x]", "%0A", "\n", "\r\n", "]]>", "<!--", "-->", "](", "|", "`", "&lt;", "@a"]
)
TEXTS = st.lists(st.one_of(st.text(max_size=12), HOSTILE), max_size=6).map("".join)
NAMES = st.text(
    st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1, max_size=12
).filter(lambda name: name not in (".", ".."))
SETTINGS = settings(max_examples=120, deadline=None, derandomize=True)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """Return a report on one finding, shown and suppressed, whose texts are anything."""
    name = draw(NAMES)
    project = FakeProject({name: "one two three", "other/b.py": "four"})
    one, two = project.place(name, "one"), project.place(name, "two")
    four = project.place("other/b.py", "four")
    primary = Evidence(draw(TEXTS), one, draw(st.none() | TEXTS), (Step(draw(TEXTS), two),))
    finding = Finding(
        code="ST110",
        rule="api-domain-mismatch",
        severity=draw(st.sampled_from(Severity)),
        message=draw(TEXTS),
        primary=primary,
        counterparts=(Evidence(draw(TEXTS), four, draw(st.none() | TEXTS)),),
        effect=draw(TEXTS),
        help=draw(TEXTS),
        environments=tuple(draw(st.lists(TEXTS, max_size=2))),
    )
    counts = Summary(errors=1, problems=tuple(draw(st.lists(TEXTS, max_size=2))))
    accepted = (Accepted(finding, two, draw(TEXTS)),)
    return replace(make_report(project, finding, summary=counts), accepted=accepted)


@given(reports())
@SETTINGS
def test_github_gets_one_command_a_finding(report: Report) -> None:
    """With the fields that it is meant to have; everything else is no command."""
    command, *others = render("github", report, RenderOptions())[:-1].split("\n")
    match = re.fullmatch(r"::(?:error|warning|notice) ([^:]*)::.*", command)
    assert match is not None
    names = [field.partition("=")[0] for field in match[1].split(",")]
    assert names == ["file", "line", "endLine", "col", "endColumn", "title"]
    assert len(others) == len(report.summary.problems) + 1
    assert not any(line.lstrip().startswith("::") for line in others)
    assert "##[" not in command + "".join(others)


@given(reports())
@SETTINGS
def test_junit_is_xml_with_the_same_cases(report: Report) -> None:
    """Two cases in one suite, and perhaps one for problems."""
    text = render("junit", report, RenderOptions(fail_on=Severity.INFO))
    suites = list(JUnitXml.fromstring(text.encode()))
    assert [suite.tests for suite in suites] == [2, 0][: len(suites)]
    failed, skipped = suites[0]
    assert failed.is_failure
    assert skipped.is_skipped


@given(reports())
@SETTINGS
def test_json_formats_are_ascii(report: Report) -> None:
    """So that no console encoding and no lone surrogate can stop them."""
    for name in ("json", "sarif", "gitlab"):
        text = render(name, report, RenderOptions())
        assert text.isascii()
        json.loads(text)


@given(reports())
@SETTINGS
def test_links_of_sarif_lead_to_related_locations(report: Report) -> None:
    """Read as the standard has it: the only links are those to the other ends."""
    result = json.loads(render("sarif", report, RenderOptions()))["runs"][0]["results"][0]
    message = result["message"]["text"]
    links = re.findall(r"(?<!\\)\]\(([^)]*)\)", message)
    assert links == ["1"]
    assert [item["id"] for item in result["relatedLocations"]][:1] == [1]


@given(reports())
@SETTINGS
def test_the_summary_is_lines_of_text_and_one_table(report: Report) -> None:
    """Each end is a row of three cells; the only elements are those of this program."""
    text = summary(report)
    rows = [line for line in text.split("\n") if line.startswith("|")]
    assert len(rows) == 4
    assert all(len(re.findall(r"(?<!\\)\|", row)) == 4 for row in rows)
    elements = re.findall(r"<(?!!-- -->)[^>]*>?", text)
    assert set(elements) <= {"<code>", "</code>"}
    assert html.unescape(text).count("#### ") >= 1
