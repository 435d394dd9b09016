"""One run: what the rules find in a system, less what is accepted, as a report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Protocol

from msgspec import Struct

from supertokens_lint import comments, findings, fixes, overrides
from supertokens_lint.baseline import Baseline, stale_finding
from supertokens_lint.config import Config
from supertokens_lint.errors import ReaderError
from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.languages import ir
from supertokens_lint.progress import Progress
from supertokens_lint.registry import Registry
from supertokens_lint.report.accepted import Accepted
from supertokens_lint.report.model import Report, Summary
from supertokens_lint.report.paths import display_path
from supertokens_lint.rule import Rule
from supertokens_lint.selection import Rules, severities
from supertokens_lint.source import Place, Position, SourceText, Span
from supertokens_lint.suppressions import MARK, Mistake, Suppression, Suppressions, read
from supertokens_lint.topology.model import System

SYNTAX_ERROR = "ST001"
UNUSED_SUPPRESSION = "ST002"


class Project(Protocol):
    """What the engine asks of a workspace."""

    @property
    def problems(self) -> Sequence[ReaderError]:
        """Files that could not be read or parsed, as far as anybody asked for them."""

    @property
    def syntax_problems(self) -> Sequence[ReaderError]:
        """Source files that take part in the system and cannot be parsed, once a file."""

    @property
    def file_count(self) -> int:
        """How many files belong to the system."""

    def source(self, path: str) -> SourceText | None:
        """Return the text of a file, or ``None`` when it cannot be read."""

    def module(self, path: str) -> ir.Module | None:
        """Return a file in the neutral form, or ``None`` when no language reader takes it."""

    def may_change(self, path: str) -> bool:
        """Tell whether a fix may change a file."""

    def mentioning(self, needle: bytes) -> Sequence[str]:
        """Return the files whose bytes contain ``needle``."""


class Run(Struct, frozen=True, dict=True):
    """One system, the rules to run on it, and the configuration.

    ``registry`` holds all rules that exist, also those that do not run: suppressions may name
    them. ``directory`` is the one that shown paths are relative to. ``baseline`` holds findings
    that are known and not reported again. ``look`` runs a rule where that takes more than the
    system; the report then goes by ``system`` alone.
    """

    project: Project
    system: System
    registry: Registry
    rules: Rules
    config: Config
    directory: str
    progress: Progress
    baseline: Baseline | None = None
    look: Callable[[type[Rule]], Iterable[Finding]] | None = None

    def report(self) -> Report:
        """Run the rules and return what they found."""
        raw = [*self._rule_findings(), *self._syntax_findings()]
        self.progress.step = "reading suppression comments"
        sifted = findings.sift(raw, self._suppressions, self._line)
        kept = [*sifted.findings]
        accepted = sifted.accepted
        if (rule := self._rule(UNUSED_SUPPRESSION)) is not None:
            stale = self._stale(rule, sifted.used)
            kept += stale.findings
            accepted += stale.accepted
        self.progress.step = "putting the findings in order"
        kept = findings.without_ignored_files(kept, self.config, self.registry.rules)
        kept = findings.regrade(kept, severities(self.config, self.registry.rules))
        kept = overrides.apply(kept, self.config, self.registry.rules)
        ordered = findings.in_order(kept, self._start)
        if self.baseline is not None:
            left, known = self._not_known(self.baseline, ordered)
            return self._report(left, (*accepted, *known))
        return self._report(ordered, accepted)

    def _not_known(
        self, baseline: Baseline, ordered: tuple[Finding, ...]
    ) -> tuple[tuple[Finding, ...], tuple[Accepted, ...]]:
        """Return the findings that the baseline does not know, its idle entries, and the others."""
        sifted = baseline.sift(ordered, self.project)
        rule = self._rule(UNUSED_SUPPRESSION)
        if rule is None:
            return sifted.findings, sifted.known
        ran = frozenset(rule.code for rule in self.rules)
        idle = [stale_finding(rule, item) for item in baseline.stale(sifted.unused, ran)]
        graded = findings.regrade(idle, severities(self.config, self.registry.rules))
        return findings.in_order((*sifted.findings, *graded), self._start), sifted.known

    def _rule_findings(self) -> Iterator[Finding]:
        for rule in self.rules:
            self.progress.step = f"running the rule {rule.code} {rule.name}"
            yield from rule().check(self.system) if self.look is None else self.look(rule)

    def _syntax_findings(self) -> Iterator[Finding]:
        """Yield ST001 for each file that takes part and does not parse."""
        self.progress.step = "looking for syntax errors"
        rule = self._rule(SYNTAX_ERROR)
        if rule is not None:
            for problem in self.project.syntax_problems:
                yield _syntax_finding(rule, problem, self.project.source(problem.path))

    def _stale(self, rule: type[Rule], used: frozenset[Suppression]) -> findings.Sifted:
        """Return ST002 findings; they can be suppressed, except for those about ST002 itself."""
        ran = frozenset(rule.code for rule in self.rules) - {rule.code}
        reported = findings.stale(rule, self._suppressions, used, ran)
        sifted = findings.sift(reported, self._suppressions, self._line)
        own = Suppressions(self._suppressions.entries)
        idle = findings.stale(rule, own, sifted.used, frozenset({rule.code}))
        return findings.Sifted((*sifted.findings, *idle), sifted.accepted)

    @cached_property
    def _suppressions(self) -> Suppressions:
        names = {rule.name: rule.code for rule in self.registry.rules}
        entries: list[Suppression] = []
        mistakes: list[Mistake] = []
        for path in self.project.mentioning(MARK.encode()):
            source = self.project.source(path)
            if source is None:
                continue
            module = self.project.module(path)
            found = comments.of(source, module, MARK)
            for item in read(source, found, names):
                if isinstance(item, Suppression):
                    entries.append(item)
                else:
                    mistakes.append(item)
        return Suppressions(tuple(entries), tuple(mistakes))

    def _rule(self, code: str) -> type[Rule] | None:
        return next((rule for rule in self.rules if rule.code == code), None)

    def _start(self, place: Place) -> Position:
        source = self.project.source(place.path)
        return Position(1, 1) if source is None else source.position(place.span.start)

    def _line(self, place: Place) -> int:
        return self._start(place).line

    def _report(self, ordered: tuple[Finding, ...], accepted: tuple[Accepted, ...]) -> Report:
        ordered = fixes.filled(ordered, self.project)
        counts = {level: sum(f.severity is level for f in ordered) for level in Severity}
        told = {f.primary.place.path for f in ordered if f.code == SYNTAX_ERROR}
        problems = (
            f"{display_path(problem.path, self.directory)}:{problem.line}: {problem.message}"
            for problem in self.project.problems
            if problem.path not in told
        )
        summary = Summary(
            errors=counts[Severity.ERROR],
            warnings=counts[Severity.WARNING],
            infos=counts[Severity.INFO],
            files=self.project.file_count,
            apps=len(self.system.apps),
            pairs=len(self.system.pairs),
            suppressed=sum(item.in_source for item in accepted),
            baselined=sum(not item.in_source for item in accepted),
            problems=tuple(dict.fromkeys(problems)),
        )
        return Report(
            ordered,
            summary,
            self.project.source,
            self.directory,
            self.registry.urls(),
            self.system,
            frozenset(rule.code for rule in self.rules),
            accepted,
        )


def _syntax_finding(rule: type[Rule], problem: ReaderError, source: SourceText | None) -> Finding:
    start = 0 if source is None else source.offset(problem.line, problem.column)
    end = start if source is None else min(len(source.text), start + 1)
    return Finding(
        code=rule.code,
        rule=rule.name,
        severity=rule.severity,
        message=f"The file cannot be parsed: {problem.message}.",
        primary=Evidence("cannot be read here", Place(problem.path, Span(start, end))),
        effect="What this file says is not checked; the rest of the system is.",
        help="Mend what is wrong, or exclude the file when it is no part of the system.",
    )
