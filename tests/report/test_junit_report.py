"""The report as JUnit XML, read back by the parsers that others use."""

from __future__ import annotations

from dataclasses import replace

import pytest
from junitparser import Failure, JUnitXml, Skipped, TestCase, TestSuite

import hostile_report as hostile
from fakes import FakeProject, make_finding, make_report
from supertokens_lint.finding import Severity
from supertokens_lint.report import render
from supertokens_lint.report.accepted import Accepted
from supertokens_lint.report.model import RenderOptions, Report, Summary

PROJECT = FakeProject({"web/a.ts": "x\n  one two\nthree", "api/b.py": "four"})
ONE = PROJECT.place("web/a.ts", "one")
TWO = PROJECT.place("web/a.ts", "two")
FOUR = PROJECT.place("api/b.py", "four")


def _suites(report: Report, fail_on: Severity | None = Severity.WARNING) -> list[TestSuite]:
    text = render("junit", report, RenderOptions(fail_on=fail_on))
    document = JUnitXml.fromstring(text.encode())
    suites = list(document)
    for name in ("tests", "failures", "errors", "skipped"):
        counted = sum(getattr(suite, name) for suite in suites)
        assert getattr(document, name) == counted, name
    for suite in suites:
        cases = list(suite)
        assert suite.tests == len(cases)
        assert suite.failures == len([case for case in cases if case.is_failure])
        assert suite.skipped == len([case for case in cases if case.is_skipped])
    return suites


def _cases(report: Report, fail_on: Severity | None = Severity.WARNING) -> list[TestCase]:
    return [case for suite in _suites(report, fail_on) for case in suite]


def test_a_file_is_a_suite_and_a_finding_a_failure() -> None:
    """The failure states both ends."""
    report = make_report(PROJECT, make_finding(ONE, FOUR, environments=("production",)))
    (suite,) = _suites(report)
    assert suite.name == "web/a.ts"
    (case,) = suite
    assert case.name == "ST110 api-domain-mismatch (2:3, production)"
    assert case.classname == "web/a.ts"
    (failure,) = case.result
    assert isinstance(failure, Failure)
    assert failure.type == "error"
    assert failure.message == "The two sides disagree."
    assert (failure.text or "").strip().split("\n") == [
        "The two sides disagree.",
        'frontend apiDomain: "http://localhost:3001" (web/a.ts:2)',
        'backend apiDomain: "http://x:1" (api/b.py:1)',
        "in: production",
        "effect: every request fails",
        "fix: make them equal",
        "docs: https://docs.example/ST110",
    ]


def test_files_are_sorted_and_each_has_one_suite() -> None:
    """Findings come worst first, so those of one file need not stand together."""
    report = make_report(PROJECT, make_finding(ONE), make_finding(FOUR), make_finding(TWO))
    assert [(suite.name, suite.tests) for suite in _suites(report)] == [
        ("api/b.py", 1),
        ("web/a.ts", 2),
    ]


def test_no_two_cases_have_one_name() -> None:
    """Readers take the second for a repetition of the first."""
    names = [case.name for case in _cases(make_report(PROJECT, *[make_finding(ONE)] * 3))]
    assert names == [
        "ST110 api-domain-mismatch (2:3)",
        "ST110 api-domain-mismatch (2:3) #2",
        "ST110 api-domain-mismatch (2:3) #3",
    ]


@pytest.mark.parametrize(
    ("fail_on", "failing"),
    [(Severity.INFO, 3), (Severity.WARNING, 2), (Severity.ERROR, 1), (None, 0)],
)
def test_what_does_not_make_the_run_fail_passes_and_says_something(
    fail_on: Severity | None, failing: int
) -> None:
    """As --fail-on has it."""
    found = [make_finding(ONE, severity=level) for level in reversed(Severity)]
    cases = _cases(make_report(PROJECT, *found), fail_on)
    assert [case.is_failure for case in cases] == [True] * failing + [False] * (3 - failing)
    assert all("disagree" in (case.system_out or "") for case in cases[failing:])


def test_a_suppressed_finding_is_skipped() -> None:
    """With the reason that its comment gives."""
    accepted = (Accepted(make_finding(ONE), TWO, "both names are served"),)
    (case,) = _cases(replace(make_report(PROJECT), accepted=accepted))
    (skipped,) = case.result
    assert isinstance(skipped, Skipped)
    assert skipped.message == "both names are served"


def test_a_run_without_findings_has_one_case_that_passes() -> None:
    """Jenkins fails a build whose report is empty."""
    (case,) = _cases(make_report(PROJECT))
    assert case.is_passed
    assert case.name == "no findings"


def test_problems_of_the_run_are_told() -> None:
    """On the error output of a suite for the run as a whole."""
    summary = Summary(problems=("a.ts:1: binary", "b.ts:1: too large"))
    suites = _suites(make_report(PROJECT, make_finding(ONE), summary=summary))
    (lines,) = [child.text for child in suites[-1]._elem.iter("system-err")]
    assert (lines or "").split() == ["a.ts:1:", "binary", "b.ts:1:", "too", "large"]


def test_nothing_in_a_project_speaks_through_the_report() -> None:
    """No markup, no credentials, and no character that XML 1.0 forbids."""
    report = hostile.report()
    text = render("junit", report, RenderOptions())
    assert hostile.SECRET not in text
    assert hostile.unsafe(text.replace("\n", "")) == []
    failed, skipped = _cases(report)
    (failure,) = failed.result
    assert "<script>" in (failure.message or "")
    assert skipped.is_skipped
