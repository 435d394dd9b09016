"""The report as SARIF 2.1.0, with what GitHub code scanning asks for.

Sources: the OASIS standard "Static Analysis Results Interchange Format (SARIF) Version 2.1.0",
errata 01, and docs.github.com, "SARIF support for code scanning".
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from supertokens_lint import __version__
from supertokens_lint.finding import Finding
from supertokens_lint.report.cleaning import clean
from supertokens_lint.report.fingerprints import fingerprints
from supertokens_lint.report.json_format import Json
from supertokens_lint.report.line_hash import line_hashes
from supertokens_lint.report.model import RenderOptions, Report
from supertokens_lint.report.sarif_places import BASE
from supertokens_lint.report.sarif_results import result
from supertokens_lint.report.sarif_rules import descriptor

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
CATEGORY = "supertokens-lint/"
"""``automationDetails.id``: GitHub takes what stands before the last slash for the category."""
HOME = "https://github.com/supertokens/supertokens-lint"


def render(report: Report, options: RenderOptions) -> str:
    """Return the report as one SARIF log with one run, the same whatever ``options`` say."""
    del options
    document: Json = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(report)]}
    return json.dumps(document, indent=2) + "\n"


def _run(report: Report) -> Json:
    rules = report.rules
    return {
        "tool": {
            "driver": {
                "name": "supertokens-lint",
                "fullName": f"supertokens-lint {__version__}",
                "version": __version__,
                "semanticVersion": __version__,
                "informationUri": HOME,
                "rules": [descriptor(rule) for rule in rules],
            }
        },
        "automationDetails": {"id": CATEGORY},
        "invocations": [_invocation(report)],
        "originalUriBaseIds": {BASE: {"description": {"text": "The root of the repository."}}},
        "columnKind": "unicodeCodePoints",
        "results": _results(report, {rule.code: index for index, rule in enumerate(rules)}),
    }


def _invocation(report: Report) -> Json:
    notifications: list[Json] = [
        {"level": "warning", "message": {"text": clean(problem)}}
        for problem in report.summary.problems
    ]
    return {"executionSuccessful": True, "toolExecutionNotifications": notifications}


def _results(report: Report, indexes: Mapping[str, int]) -> list[Json]:
    """Return the findings, worst first, then those that are suppressed."""
    shown: list[Finding] = [*report.findings, *(item.finding for item in report.accepted)]
    accepted = [*(None for _ in report.findings), *report.accepted]
    names = fingerprints(shown, report)
    hashes: dict[str, Mapping[int, str]] = {}
    found: list[Json] = []
    for finding, name, acceptance in zip(shown, names, accepted, strict=True):
        marks: dict[str, Json] = {"fingerprints": {"supertokens-lint/v1": name}}
        line = _line_hash(finding, report, hashes)
        if line is not None:
            marks["partialFingerprints"] = {"primaryLocationLineHash": line}
        found.append(result(finding, report, indexes.get(finding.code), marks, acceptance))
    return found


def _line_hash(finding: Finding, report: Report, known: dict[str, Mapping[int, str]]) -> str | None:
    place = finding.primary.place
    source = report.source(place.path)
    if source is None:
        return None
    if place.path not in known:
        known[place.path] = line_hashes(source)
    return known[place.path].get(report.start(place).line)
