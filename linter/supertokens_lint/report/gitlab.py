"""The report as GitLab code quality, a list of issues.

Source: docs.gitlab.com, "Code Quality", "Code Quality report format".
"""

from __future__ import annotations

import json

from supertokens_lint.finding import Finding, Severity
from supertokens_lint.report import cleaning
from supertokens_lint.report.cleaning import clean
from supertokens_lint.report.fingerprints import fingerprints
from supertokens_lint.report.json_format import Json
from supertokens_lint.report.model import RenderOptions, Report
from supertokens_lint.report.repository import repository_path

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "major", Severity.INFO: "info"}


def render(report: Report, options: RenderOptions) -> str:
    """Return the findings as issues, the same whatever ``options`` say."""
    del options
    names = fingerprints(report.findings, report)
    issues = [
        _issue(finding, name, report) for finding, name in zip(report.findings, names, strict=True)
    ]
    return json.dumps(issues, indent=2) + "\n"


def _issue(finding: Finding, fingerprint: str, report: Report) -> Json:
    place = finding.primary.place
    return {
        "description": _description(finding, report),
        "check_name": finding.rule,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[finding.severity],
        "location": {
            "path": clean(repository_path(place.path, report)),
            "lines": {"begin": report.start(place).line, "end": report.end(place).line},
        },
    }


def _description(finding: Finding, report: Report) -> str:
    """Return the message with the code and the other ends: GitLab shows nothing but this."""
    parts = [f"{finding.code}: {clean(finding.message)}"]
    for end in finding.counterparts:
        value = "" if end.value is None else f": {cleaning.value(end.value)}"
        path = clean(repository_path(end.place.path, report))
        parts.append(f"{clean(end.label)}{value} ({path}:{report.start(end.place).line}).")
    if finding.environments:
        parts.append(f"In: {clean(', '.join(finding.environments))}.")
    if finding.help:
        parts.append(clean(finding.help))
    return " ".join(parts)
