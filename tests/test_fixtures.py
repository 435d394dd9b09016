"""Every fixture breaks where it says so, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from expectations import Mark, marks_of
from histories import with_history
from linting import installed, lint
from supertokens_lint.finding import Finding, Severity
from supertokens_lint.report import render
from supertokens_lint.report.model import RenderOptions, Report
from supertokens_lint.source import Place

FIXTURES = Path(__file__).parents[1] / "fixtures"
CASES = sorted(path for path in FIXTURES.glob("*/*") if path.is_dir())


def _name(case: Path) -> str:
    return case.relative_to(FIXTURES).as_posix()


def _mark(report: Report, place: Place, code: str) -> Mark:
    return Mark(report.path(place.path), report.start(place).line, code)


def _listed(title: str, lines: Iterable[object]) -> str:
    return "\n".join([title, *(f"  {line}" for line in lines)])


def _shown(report: Report, findings: list[Finding]) -> str:
    return render("text", replace(report, findings=tuple(findings)), RenderOptions(quiet=True))


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_findings_are_where_they_are_expected(case: Path, tmp_path: Path) -> None:
    """Each finding starts on a line marked with its code; each marked line is in a finding."""
    report = lint(with_history(case, tmp_path))
    marks = marks_of(case)
    unexpected = [
        finding
        for finding in report.findings
        if finding.severity >= Severity.WARNING
        and _mark(report, finding.primary.place, finding.code) not in marks
    ]
    touched = {_mark(report, p, f.code) for f in report.findings for p in f.places}
    missing = sorted(marks - touched)
    problems = []
    if unexpected:
        wanted = [_mark(report, f.primary.place, f.code) for f in unexpected]
        problems.append(_listed("findings whose line is not marked:", wanted))
        problems.append(_shown(report, unexpected))
    if missing:
        problems.append(_listed("marked lines without a finding:", missing))
        problems.append(f"all findings:\n{_shown(report, list(report.findings))}")
    if problems:
        pytest.fail(f"fixtures/{_name(case)}\n" + "\n".join(problems), pytrace=False)


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_a_case_is_what_its_name_says(case: Path) -> None:
    """``breaks-`` cases mark a finding of their own rule, ``works-`` cases no fault at all."""
    rule = installed().find(case.parent.name)
    assert rule is not None, f"there is no rule {case.parent.name}"
    codes = {mark.code for mark in marks_of(case)}
    if case.name.startswith("breaks-"):
        assert rule.code in codes, f"no line is marked with {rule.code}"
    else:
        assert case.name.startswith("works-"), "case names start with breaks- or works-"
        severities = [r.severity for r in installed().rules if r.code in codes - {rule.code}]
        assert rule.code not in codes
        assert all(severity is Severity.INFO for severity in severities)


def test_every_rule_has_cases_that_break_and_that_work() -> None:
    """A rule without a correct system beside it has not been shown to stay quiet."""
    kinds = {(case.parent.name, case.name.partition("-")[0]) for case in CASES}
    lacking = [
        f"fixtures/{rule.name}/{kind}-..."
        for rule in installed().rules
        for kind in ("breaks", "works")
        if (rule.name, kind) not in kinds
    ]
    if lacking:
        pytest.fail(_listed("cases that are lacking:", lacking), pytrace=False)
