"""Findings as diagnostics: one at each end, each telling of the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from lsprotocol import types

from supertokens_lint.errors import SupertokensLintError
from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.report.model import Report, ends
from supertokens_lint.report.secrets import mask_text
from supertokens_lint.server.positions import range_of
from supertokens_lint.source import Place, Position

SOURCE = "supertokens-lint"
CONFIG_ERROR = "config-error"

_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}
# What can go without any effect: editors show it faded.
_UNNECESSARY = frozenset({"ST002"})


@dataclass(frozen=True)
class Shown:
    """One diagnostic with the finding and the end that it shows."""

    diagnostic: types.Diagnostic
    finding: Finding
    end: Evidence


@dataclass(frozen=True)
class Look:
    """How a client wants to be told: its position encoding, addresses, and what it can show."""

    encoding: str
    uri: Callable[[str], str]
    related: bool = True

    def location(self, place: Place, report: Report) -> types.Location:
        """Return a place as the client knows it."""
        source = report.source(place.path)
        return types.Location(self.uri(place.path), range_of(source, place.span, self.encoding))


def by_path(report: Report, look: Look) -> dict[str, list[Shown]]:
    """Return the diagnostics of every file that an end of a finding lies in.

    The ends of one finding in one file at one place are shown once.
    """
    found: dict[str, list[Shown]] = {}
    for finding in report.findings:
        seen: set[Place] = set()
        for end in ends(finding):
            if end.place not in seen:
                seen.add(end.place)
                shown = Shown(_diagnostic(finding, end, report, look), finding, end)
                found.setdefault(end.place.path, []).append(shown)
    return found


def of_problem(error: SupertokensLintError) -> tuple[str, types.Diagnostic] | None:
    """Return the file that a message about the configuration names, with a diagnostic for it."""
    path, separator, message = str(error).partition(": ")
    if not separator or PurePosixPath(path).suffix != ".toml":
        return None
    start = types.Position(0, 0)
    return path, types.Diagnostic(
        range=types.Range(start, start),
        message=message,
        severity=types.DiagnosticSeverity.Error,
        code=CONFIG_ERROR,
        source=SOURCE,
    )


def _diagnostic(finding: Finding, end: Evidence, report: Report, look: Look) -> types.Diagnostic:
    others = list(_others(finding, end, report, look))
    url = report.urls.get(finding.code)
    message = _message(finding)
    if not look.related:
        message += "".join(f"\n{_line(other, report)}" for other in ends(finding) if other != end)
    return types.Diagnostic(
        range=look.location(end.place, report).range,
        message=message,
        severity=_SEVERITIES[finding.severity],
        code=finding.code,
        code_description=types.CodeDescription(url) if url else None,
        source=SOURCE,
        tags=[types.DiagnosticTag.Unnecessary] if finding.code in _UNNECESSARY else None,
        related_information=others if look.related else None,
        data={
            "rule": finding.rule,
            "environments": list(finding.environments),
            "end": mask_text(end.label),
            "fix": None if finding.fix is None else mask_text(finding.fix.message),
        },
    )


def _message(finding: Finding) -> str:
    where = f" [{', '.join(finding.environments)}]" if finding.environments else ""
    lines = [f"{finding.message}{where}"]
    if finding.effect:
        lines.append(f"Effect: {finding.effect}")
    if finding.help:
        lines.append(f"Fix: {finding.help}")
    return mask_text("\n".join(lines))


def _others(
    finding: Finding, end: Evidence, report: Report, look: Look
) -> Iterator[types.DiagnosticRelatedInformation]:
    """Yield the other ends, then the steps of all trails, each place once."""
    told = {end.place}
    for other in ends(finding):
        if other.place not in told:
            told.add(other.place)
            yield _related(_label(other), other.place, report, look)
    for step in (step for one in ends(finding) for step in one.trail):
        if step.note and step.place not in told:
            told.add(step.place)
            yield _related(step.note, step.place, report, look)


def _related(
    text: str, place: Place, report: Report, look: Look
) -> types.DiagnosticRelatedInformation:
    return types.DiagnosticRelatedInformation(look.location(place, report), mask_text(text))


def _label(end: Evidence) -> str:
    return end.label if end.value is None else f"{end.label}: {end.value}"


def _line(end: Evidence, report: Report) -> str:
    start: Position = report.start(end.place)
    return mask_text(f"{_label(end)} ({report.path(end.place.path)}:{start.line})")
