from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError

from fakes import FakeProject, make_finding, make_report
from supertokens_lint import __version__
from supertokens_lint.finding import Step
from supertokens_lint.report import render
from supertokens_lint.report.model import RenderOptions, Report, Summary

SCHEMA = Path(__file__).parents[2] / "schema" / "findings.schema.json"
PROJECT = FakeProject({"web/a.ts": "x\n  one two\n", "api/b.py": "three four", ".env": "A=five"})
ONE = PROJECT.place("web/a.ts", "one")
TWO = PROJECT.place("web/a.ts", "two")
THREE = PROJECT.place("api/b.py", "three")
FIVE = PROJECT.place(".env", "five")


def _rendered(report: Report) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(render("json", report, RenderOptions()))
    Draft202012Validator(json.loads(SCHEMA.read_text())).validate(document)
    return document


def test_a_report_has_the_published_shape() -> None:
    """Every field of a finding, with lines and columns from 1 and paths from the directory."""
    trail = (Step("written here", FIVE), Step("renamed", TWO), Step("given to init", ONE))
    finding = make_finding(ONE, THREE, environments=("production",), trail=trail)
    summary = Summary(1, 0, 0, files=3, apps=2, pairs=1, suppressed=4, problems=("x",))
    document = _rendered(make_report(PROJECT, finding, summary=summary))

    def location(path: str, line: int, first: int, last: int) -> dict[str, object]:
        start, end = {"line": line, "column": first}, {"line": line, "column": last}
        return {"path": path, "start": start, "end": end}

    assert document == {
        "version": __version__,
        "findings": [
            {
                "code": "ST110",
                "rule": "api-domain-mismatch",
                "severity": "error",
                "message": "The two sides disagree.",
                "help": "make them equal",
                "url": "https://docs.example/ST110",
                "environments": ["production"],
                "location": location("web/a.ts", 2, 3, 6),
                "related": [
                    {
                        "message": 'backend apiDomain: "http://x:1"',
                        "location": location("api/b.py", 1, 1, 6),
                    },
                    {"message": "written here", "location": location(".env", 1, 3, 7)},
                    {"message": "renamed", "location": location("web/a.ts", 2, 7, 10)},
                ],
                "fix": None,
            }
        ],
        "summary": {
            "error": 1,
            "warning": 0,
            "info": 0,
            "files": 3,
            "apps": 2,
            "pairs": 1,
            "suppressed": 4,
            "baselined": 0,
            "fixed": 0,
            "elsewhere": 0,
            "rules": {"ST110": 1},
            "errors": ["x"],
        },
    }


def test_credentials_never_get_through() -> None:
    """Messages are masked, and control characters are escaped by JSON itself."""
    finding = make_finding(ONE, message="\x1b http://me:pw@host")
    text = render("json", make_report(PROJECT, finding), RenderOptions())
    assert "pw" not in text
    assert "\x1b" not in text
    assert "\\u001b http://***@host" in text


@pytest.mark.parametrize("change", [{"findings": [{}]}, {"version": 1}, {"more": 1}])
def test_the_schema_rejects_other_shapes(change: dict[str, object]) -> None:
    """The schema is strict enough to notice a missing, wrong or additional field."""
    document = {**_rendered(make_report(PROJECT)), **change}
    with pytest.raises(ValidationError):
        Draft202012Validator(json.loads(SCHEMA.read_text())).validate(document)


def test_the_schema_is_valid() -> None:
    """The published schema is itself a schema."""
    Draft202012Validator.check_schema(json.loads(SCHEMA.read_text()))
