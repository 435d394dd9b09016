"""What every output format is given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.report.accepted import Accepted
from supertokens_lint.report.paths import display_path
from supertokens_lint.report.rule_text import RuleText
from supertokens_lint.source import Place, Position, SourceText

if TYPE_CHECKING:  # topology takes a quarter of a second to import, which `explain` need not pay
    from supertokens_lint.topology.model import System


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts of one run.

    ``problems`` are messages about files that could not be read; ``elsewhere`` counts the findings
    that are not shown because the next commit has nothing to do with them, ``baselined`` those that
    the baseline knows, ``fixed`` those that the run has mended.
    """

    errors: int = 0
    warnings: int = 0
    infos: int = 0
    files: int = 0
    apps: int = 0
    pairs: int = 0
    suppressed: int = 0
    problems: tuple[str, ...] = ()
    elsewhere: int = 0
    baselined: int = 0
    fixed: int = 0


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """How to write.

    ``width`` is the width of a terminal, ``None`` when there is none; ``hyperlinks`` tells whether
    it knows links. ``fail_on`` is the least severity that makes the run fail, if any does.
    ``unsafe_fixes`` counts fixes that a person has to look at as fixes.
    """

    color: bool = False
    width: int | None = None
    hyperlinks: bool = False
    quiet: bool = False
    statistics: bool = False
    fail_on: Severity | None = Severity.WARNING
    unsafe_fixes: bool = False


@dataclass(frozen=True)
class Report:
    """The findings of one run, worst first, with what is needed to show them.

    ``source`` returns the text of a file or ``None`` when it cannot be read; ``urls`` maps a
    rule's code to its documentation; ``directory`` is the one that shown paths are relative to.
    ``system`` is what was checked, where it is known, and ``ran`` the codes of the rules that ran.
    ``accepted`` are the findings that comments or the baseline suppress. ``rules`` tells of the
    rules that ran, and ``root`` is the root of the repository, both where the format asks for them.
    """

    findings: tuple[Finding, ...]
    summary: Summary
    source: Callable[[str], SourceText | None]
    directory: str
    urls: Mapping[str, str] = field(default_factory=dict)
    system: System | None = None
    ran: frozenset[str] = frozenset()
    accepted: tuple[Accepted, ...] = ()
    rules: tuple[RuleText, ...] = ()
    root: str = ""

    def path(self, path: str) -> str:
        """Return ``path`` as it is shown."""
        return display_path(path, self.directory)

    def start(self, place: Place) -> Position:
        """Return where ``place`` begins; the first position of the file when it has no text."""
        source = self.source(place.path)
        return Position(1, 1) if source is None else source.position(place.span.start)

    def end(self, place: Place) -> Position:
        """Return where ``place`` ends."""
        source = self.source(place.path)
        return Position(1, 1) if source is None else source.position(place.span.end)

    def address(self, place: Place) -> str:
        """Return ``path:line:column`` of a place, behind its contract's path if that has it."""
        recorded = None if self.system is None else self.system.recorded_address(place)
        if recorded is not None:
            return recorded
        start = self.start(place)
        return f"{self.path(place.path)}:{start.line}:{start.column}"


def ends(finding: Finding) -> tuple[Evidence, ...]:
    """Return both ends of a finding, the primary one first."""
    return (finding.primary, *finding.counterparts)
