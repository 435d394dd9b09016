"""The report for tools, as ``schema/findings.schema.json`` describes it."""

from __future__ import annotations

import json
from collections import Counter
from typing import TypeAlias

from supertokens_lint import __version__
from supertokens_lint.finding import Finding, Fix
from supertokens_lint.report.model import RenderOptions, Report
from supertokens_lint.report.related import related
from supertokens_lint.report.secrets import mask_text
from supertokens_lint.source import Place, Position

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"


def render(report: Report, options: RenderOptions) -> str:
    """Return the report as one JSON object, the same whatever ``options`` say."""
    del options
    document: dict[str, Json] = {
        "version": __version__,
        "findings": [_finding(finding, report) for finding in report.findings],
        "summary": _summary(report),
    }
    return json.dumps(document, indent=2) + "\n"


def _finding(finding: Finding, report: Report) -> Json:
    return {
        "code": finding.code,
        "rule": finding.rule,
        "severity": finding.severity.label,
        "message": mask_text(finding.message),
        "help": mask_text(finding.help),
        "url": report.urls.get(finding.code, ""),
        "environments": list(finding.environments),
        "location": location(finding.primary.place, report),
        "related": _related(finding, report),
        "fix": None if finding.fix is None else _fix(finding.fix, report),
    }


def _fix(fix: Fix, report: Report) -> Json:
    return {
        "message": mask_text(fix.message),
        "applicability": "safe" if fix.safe else "unsafe",
        "edits": [
            {"location": location(edit.place, report), "content": edit.replacement}
            for edit in fix.edits
        ],
    }


def _related(finding: Finding, report: Report) -> list[Json]:
    return [
        {"message": mask_text(item.text), "location": location(item.place, report)}
        for item in related(finding)
    ]


def location(place: Place, report: Report) -> Json:
    """Return a place as every JSON output spells it."""
    return {
        "path": report.path(place.path),
        "start": _position(report.start(place)),
        "end": _position(report.end(place)),
    }


def _position(position: Position) -> Json:
    return {"line": position.line, "column": position.column}


def _summary(report: Report) -> Json:
    summary = report.summary
    return {
        "error": summary.errors,
        "warning": summary.warnings,
        "info": summary.infos,
        "files": summary.files,
        "apps": summary.apps,
        "pairs": summary.pairs,
        "suppressed": summary.suppressed,
        "baselined": summary.baselined,
        "fixed": summary.fixed,
        "elsewhere": summary.elsewhere,
        "rules": _counts(report),
        "errors": [mask_text(problem) for problem in summary.problems],
    }


def _counts(report: Report) -> Json:
    counts = Counter(finding.code for finding in report.findings)
    return {code: counts[code] for code in sorted(counts)}
