"""Findings by what they are about: a pair of apps, one app, or the system as a whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from supertokens_lint.finding import Finding
from supertokens_lint.report.model import Report, ends
from supertokens_lint.source import Place

if TYPE_CHECKING:
    from supertokens_lint.topology.model import App, Pair, System


@dataclass(frozen=True)
class Subject:
    """What findings are about. ``apps`` is empty where their places lie in no app.

    ``pair`` is set when it is a frontend and its backend; both may lie in one directory.
    """

    apps: tuple[App, ...] = ()
    pair: Pair | None = None

    @property
    def key(self) -> tuple[object, ...]:
        """What is equal for equal subjects; the apps themselves are too large to compare."""
        return self.pair is not None, *((app.root, app.side) for app in self.apps)

    @property
    def title(self) -> str:
        """The words for a heading."""
        if not self.apps:
            return "the system as a whole"
        if self.pair is not None:
            names = dict.fromkeys((self.pair.frontend.name, self.pair.backend.name))
            return " <-> ".join(names)
        return ", ".join(dict.fromkeys(app.name for app in self.apps))


@dataclass(frozen=True)
class Group:
    """The findings about one subject, worst first."""

    subject: Subject
    findings: tuple[Finding, ...]

    @property
    def rank(self) -> tuple[int, int]:
        """What groups are sorted by."""
        kind = 0 if self.subject.pair is not None else 1 if self.subject.apps else 2
        return kind, -max(finding.severity for finding in self.findings)


def grouped(report: Report) -> tuple[Group, ...]:
    """Return the findings of pairs, then those of single apps, then the others; worst first."""
    found: dict[tuple[object, ...], tuple[Subject, list[Finding]]] = {}
    for finding in report.findings:
        subject = Subject() if report.system is None else subject_of(finding, report.system)
        found.setdefault(subject.key, (subject, []))[1].append(finding)
    groups = [Group(subject, tuple(findings)) for subject, findings in found.values()]
    return tuple(sorted(groups, key=lambda group: group.rank))


def subject_of(finding: Finding, system: System) -> Subject:
    """Return what a finding is about: its ends tell, or the way of its values where they do not.

    An end often stands in a file outside all apps, an environment file of the whole repository
    for example, and the trail of its value leads to the app that reads it.
    """
    near = _roots((end.place for end in ends(finding)), system)
    far = near | _roots(finding.places, system)
    for roots in (near, far):
        for pair in system.pairs:
            if {pair.frontend.root, pair.backend.root} == roots:
                return Subject((pair.frontend, pair.backend), pair)
    for pair in system.pairs:
        if {pair.frontend.root, pair.backend.root} <= far:
            return Subject((pair.frontend, pair.backend), pair)
    roots = near or far
    return Subject(tuple(app for app in system.apps if app.root in roots))


def _roots(places: Iterable[Place], system: System) -> set[str]:
    roots = {app.root for app in system.apps}
    found = {_innermost(place.path, roots) for place in places}
    return {root for root in found if root is not None}


def _innermost(path: str, roots: set[str]) -> str | None:
    holding = (root for root in roots if f"{path}/".startswith(f"{root.rstrip('/')}/"))
    return max(holding, key=len, default=None)
