"""Findings as SARIF results."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from supertokens_lint.finding import Edit, Finding, Fix
from supertokens_lint.report.accepted import Accepted
from supertokens_lint.report.cleaning import clean, value
from supertokens_lint.report.json_format import Json
from supertokens_lint.report.model import Report, ends
from supertokens_lint.report.related import Related, related
from supertokens_lint.report.sarif_places import artifact, location, region
from supertokens_lint.report.sarif_rules import LEVELS
from supertokens_lint.report.secrets import mask_text


def result(
    finding: Finding,
    report: Report,
    rule_index: int | None,
    marks: Mapping[str, Json],
    accepted: Accepted | None,
) -> Json:
    """Return one result; ``marks`` are its fingerprints, ``accepted`` tells what suppresses it."""
    others = related(finding)
    found: dict[str, Json] = {"ruleId": finding.code}
    if rule_index is not None:
        found["ruleIndex"] = rule_index
    found |= {
        "level": LEVELS[finding.severity],
        "message": {"text": _message(finding, others)},
        "locations": [location(finding.primary.place, report, _primary_note(finding))],
    }
    if others:
        found["relatedLocations"] = [
            location(item.place, report, item.text, number) for number, item in enumerate(others, 1)
        ]
    flows = list(_flows(finding, report))
    if flows:
        found["codeFlows"] = flows
    found |= marks
    fix = finding.fix
    if fix is not None and _may_be_shown(fix):
        found["fixes"] = [_fix(fix, report)]
    if report.accepted:  # SARIF 3.27.23: either all results of a run say so, or none
        found["suppressions"] = [] if accepted is None else [_suppression(accepted, report)]
    found["properties"] = _properties(finding)
    return found


def _message(finding: Finding, others: tuple[Related, ...]) -> str:
    """Return the message with a link to each other end; its number is its related location's."""
    links = [
        _link(item.end.label, number)
        for number, item in enumerate(others, 1)
        if item.end is not None
    ]
    parts = [_text(finding.message)]
    if links:
        parts.append(f"Compare with {', '.join(links)}.")
    if finding.environments:
        parts.append(f"In: {_text(', '.join(finding.environments))}.")
    parts += [_text(text) for text in (finding.effect, finding.help) if text]
    return " ".join(parts)


def _text(text: str) -> str:
    """Return a text in which nothing reads as a link (SARIF 3.11.6)."""
    return clean(text).replace("](", "] (")


def _link(label: str, number: int) -> str:
    text = _text(label).replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    return f"[{text}]({number})"


def _primary_note(finding: Finding) -> str:
    end = finding.primary
    return end.label if end.value is None else f"{end.label}: {value(end.value)}"


def _flows(finding: Finding, report: Report) -> Iterator[Json]:
    """Yield the way of each end's value, where it is longer than one step."""
    for end in ends(finding):
        steps = [step for step in end.trail if step.note]
        if len(steps) < 2:
            continue
        locations: list[Json] = [
            {"location": location(step.place, report, step.note)} for step in steps
        ]
        yield {"message": {"text": _text(end.label)}, "threadFlows": [{"locations": locations}]}


def _may_be_shown(fix: Fix) -> bool:
    """Tell whether no edit holds credentials: masked, it would write the mask into the file."""
    return all(mask_text(edit.replacement) == edit.replacement for edit in fix.edits)


def _fix(fix: Fix, report: Report) -> Json:
    files: dict[str, list[Edit]] = {}
    for edit in fix.edits:
        files.setdefault(edit.place.path, []).append(edit)
    changes: list[Json] = [
        {
            "artifactLocation": artifact(path, report),
            "replacements": [
                {
                    "deletedRegion": region(edit.place, report),
                    "insertedContent": {"text": edit.replacement},
                }
                for edit in edits
            ],
        }
        for path, edits in files.items()
    ]
    return {"description": {"text": _text(fix.message)}, "artifactChanges": changes}


def _suppression(accepted: Accepted, report: Report) -> Json:
    return {
        "kind": "inSource" if accepted.in_source else "external",
        "status": "accepted",
        "justification": clean(accepted.reason),
        "location": location(accepted.place, report),
    }


def _properties(finding: Finding) -> Json:
    properties: dict[str, Json] = {"environments": [clean(name) for name in finding.environments]}
    if finding.fix is not None:
        properties["fix"] = "safe" if finding.fix.safe else "unsafe"
    return properties
