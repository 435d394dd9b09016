"""Findings of a system and of the same system rewritten, compared place by place."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from linting import lint
from metamorphic.rewriting import Rewritten, System, load
from supertokens_lint.finding import Finding
from supertokens_lint.report.model import Report
from supertokens_lint.source import Place, SourceText

Line = tuple[str, int]


@dataclass(frozen=True)
class Found:
    """A finding without what a rewriting may change: how things are named, and where they are.

    ``at`` is the line of the original at which the finding stands, ``None`` when that is new
    text; ``lines`` are all lines of the original that it touches.
    """

    code: str
    severity: int
    environments: tuple[str, ...]
    message: str
    at: Line | None
    lines: frozenset[Line]

    @property
    def key(self) -> tuple[str, int, tuple[str, ...], str]:
        """What must be the same."""
        return self.code, self.severity, self.environments, self.message

    def __str__(self) -> str:
        environments = ",".join(self.environments)
        return f"{self.code} {self.severity} [{environments}] {self.message} @ {self.at}"


def findings_of(system: System, directory: Path, rewritten: Rewritten | None = None) -> list[Found]:
    """Write a system, lint it, and return its findings by the places of the original."""
    system.write(directory)
    report = lint(directory)
    return [_found(report, finding, rewritten) for finding in report.findings]


def _found(report: Report, finding: Finding, rewritten: Rewritten | None) -> Found:
    lines = {_line(report, place, rewritten) for place in finding.places}
    return Found(
        finding.code,
        finding.severity,
        finding.environments,
        _plain(finding.message),
        _line(report, finding.primary.place, rewritten),
        frozenset(line for line in lines if line is not None),
    )


def _line(report: Report, place: Place, rewritten: Rewritten | None) -> Line | None:
    name = report.path(place.path)
    if rewritten is None:
        return name, report.start(place).line
    text = rewritten.system.files[name]
    start, end = place.span.start, max(place.span.end, place.span.start + 1)
    first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    around = (*range(start, end), *range(start, first, -1), *range(end, last))
    for offset in around:
        origin = rewritten.origin(name, offset)
        if origin is not None and text[offset : offset + 1].strip():
            path, before = origin
            return path, SourceText(path, rewritten.before.files[path]).position(before).line
    return None


def _plain(message: str) -> str:
    """Return a message without what rewritings add to names."""
    return re.sub(r"(?<=\w)(Meta|_meta)\b", "", message)


def differences(before: list[Found], after: list[Found]) -> list[str]:
    """Say how two lists of findings differ; an empty list when they do not."""
    said: list[str] = []
    missing = Counter(found.key for found in before)
    missing.subtract(Counter(found.key for found in after))
    said += [f"gone: {found}" for found in before if missing[found.key] > 0]
    said += [f"new: {found}" for found in after if missing[found.key] < 0]
    return said or _moved(before, after)


def _moved(before: list[Found], after: list[Found]) -> list[str]:
    """Say which findings stand elsewhere now."""
    said = []
    left = list(after)
    for found in before:
        same = [other for other in left if other.key == found.key and found.at in other.lines]
        if same:
            left.remove(same[0])
        else:
            said.append(f"moved: {found} to {[o.at for o in left if o.key == found.key]}")
    return said


__all__ = ["Found", "differences", "findings_of", "load"]
