"""The report for GitLab code quality."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import hostile_report as hostile
from fakes import FakeProject, make_finding, make_report
from supertokens_lint.finding import Finding, Severity
from supertokens_lint.report import render
from supertokens_lint.report.model import RenderOptions, Report

PROJECT = FakeProject({"web/a.ts": "x\n  one two\nthree", "api/b.py": "four"})
ONE = PROJECT.place("web/a.ts", "one")
TWO = PROJECT.place("web/a.ts", "two")
FOUR = PROJECT.place("api/b.py", "four")
# docs.gitlab.com, "Code Quality", "Code Quality report format": all of this is required.
SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": "^(?!/|\\./)."},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}


def _issues(report: Report) -> list[dict[str, Any]]:
    issues: list[dict[str, Any]] = json.loads(render("gitlab", report, RenderOptions()))
    Draft202012Validator(SCHEMA).validate(issues)
    return issues


def _fingerprints(*findings: Finding, project: FakeProject = PROJECT) -> list[str]:
    return [issue["fingerprint"] for issue in _issues(make_report(project, *findings))]


def test_a_finding_is_an_issue_that_names_both_ends() -> None:
    """GitLab shows the description and the primary place."""
    (issue,) = _issues(make_report(PROJECT, make_finding(ONE, FOUR, environments=("production",))))
    assert issue["check_name"] == "api-domain-mismatch"
    assert issue["severity"] == "critical"
    assert issue["location"] == {"path": "web/a.ts", "lines": {"begin": 2, "end": 2}}
    assert issue["description"] == (
        'ST110: The two sides disagree. backend apiDomain: "http://x:1" (api/b.py:1). '
        "In: production. make them equal"
    )


def test_a_report_without_findings_is_an_empty_list() -> None:
    """GitLab then knows that what was found before is mended."""
    assert _issues(make_report(PROJECT)) == []


def test_severities() -> None:
    """Errors are critical, and nothing blocks by itself."""
    found = [make_finding(ONE, severity=level) for level in Severity]
    assert [issue["severity"] for issue in _issues(make_report(PROJECT, *found))] == [
        "info",
        "major",
        "critical",
    ]


def test_paths_begin_at_the_root_of_the_repository() -> None:
    """Whatever the working directory of the job is."""
    report = replace(
        make_report(PROJECT, make_finding(ONE)), directory="/project/web", root="/project"
    )
    assert _issues(report)[0]["location"]["path"] == "web/a.ts"


def test_a_fingerprint_does_not_know_lines() -> None:
    """GitLab would report a moved finding as mended and as new."""
    moved = FakeProject({"web/a.ts": "x\n\n\n   one two\n", "api/b.py": "\nfour"})
    there = make_finding(moved.place("web/a.ts", "one"), moved.place("api/b.py", "four"))
    assert _fingerprints(make_finding(ONE, FOUR)) == _fingerprints(there, project=moved)


@pytest.mark.parametrize(
    "other",
    [
        make_finding(ONE),
        make_finding(FOUR, ONE),
        make_finding(ONE, FOUR, code="ST113"),
        make_finding(ONE, FOUR, environments=("production",)),
    ],
)
def test_different_findings_have_different_fingerprints(other: Finding) -> None:
    """Another rule, file, end or environment is another finding."""
    assert _fingerprints(other) != _fingerprints(make_finding(ONE, FOUR))


def test_findings_that_are_alike_are_numbered() -> None:
    """No two issues of a report may have one fingerprint; the first keeps its own."""
    alone = _fingerprints(make_finding(ONE))
    both = _fingerprints(make_finding(ONE), make_finding(TWO))
    assert len(set(both)) == 2
    assert both[:1] == alone


def test_nothing_in_a_project_speaks_through_the_report() -> None:
    """No control characters, no credentials."""
    issues = _issues(hostile.report())
    texts = list(hostile.strings(issues))
    assert [char for text in texts for char in hostile.unsafe(text)] == []
    assert not [text for text in texts if hostile.SECRET in text]
