"""Hand-built projects, findings and reports for tests of what comes after the rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from supertokens_lint.errors import ReaderError
from supertokens_lint.finding import Evidence, Finding, Severity, Step
from supertokens_lint.languages import ir
from supertokens_lint.report.model import Report, Summary
from supertokens_lint.resolve.outcomes import Environment, Outcome
from supertokens_lint.resolve.values import Const, Value
from supertokens_lint.rule import Documentation, Rule
from supertokens_lint.sdk.names import Side
from supertokens_lint.source import Place, SourceText, Span
from supertokens_lint.topology.model import App, Pair, System

ROOT = "/project"
DOCUMENTATION = Documentation(
    summary="It breaks.", why="Because.", fix="Mend it.", bad="`a`", good="`b`", quiet="Never."
)


@dataclass(frozen=True)
class FakeProject:
    """Files by path below ``ROOT``; nothing is parsed unless ``modules`` says so."""

    files: Mapping[str, str]
    problems: Sequence[ReaderError] = ()
    syntax_problems: Sequence[ReaderError] = ()
    modules: Mapping[str, ir.Module] = field(default_factory=dict)

    @property
    def file_count(self) -> int:
        return len(self.files)

    def source(self, path: str) -> SourceText | None:
        text = self.files.get(path.removeprefix(f"{ROOT}/"))
        return None if text is None else SourceText(path, text)

    def module(self, path: str) -> ir.Module | None:
        return self.modules.get(path)

    def may_change(self, path: str) -> bool:
        return True

    def mentioning(self, needle: bytes) -> Sequence[str]:
        return [f"{ROOT}/{p}" for p, text in self.files.items() if needle.decode() in text]

    def place(self, path: str, text: str) -> Place:
        """Return the place of the only occurrence of ``text``."""
        whole = self.files[path]
        assert whole.count(text) == 1, f"{text!r} is not there exactly once"
        start = whole.index(text)
        return Place(f"{ROOT}/{path}", Span(start, start + len(text)))


@dataclass(frozen=True)
class FakeSystem:
    """Apps and pairs as given; constants are the only values."""

    apps: tuple[App, ...] = ()
    pairs: tuple[Pair, ...] = ()
    results: Mapping[Value, tuple[Outcome, ...]] = field(default_factory=dict)

    def environments(self, *apps: App) -> tuple[Environment, ...]:
        return (Environment("development"), Environment("production"))

    def outcomes(self, value: Value, environment: Environment) -> tuple[Outcome, ...]:
        if value in self.results:
            return self.results[value]
        assert isinstance(value, Const)
        return (Outcome(scalar=value.value, trail=value.trail),)

    def runs(self, path: str) -> bool:
        """Every file runs."""
        del path
        return True

    def linked(self, one: App, other: App) -> bool:
        return True

    def recorded_address(self, place: Place) -> str | None:
        return None

    def display(self, path: str) -> str:
        return path.removeprefix(f"{ROOT}/")

    def text(self, place: Place) -> str:
        return ""


def make_app(side: Side, name: str) -> App:
    """Return an app without facts in the directory ``name``."""
    return App(side, f"{ROOT}/{name}", name, ())


def make_rule(
    code: str, name: str, found: Iterable[Finding] = (), severity: Severity = Severity.ERROR
) -> type[Rule]:
    """Return a rule class that yields the given findings."""
    results = tuple(found)

    def check(self: Rule, system: System) -> Iterable[Finding]:
        return results

    members = {
        "code": code,
        "name": name,
        "severity": severity,
        "documentation": DOCUMENTATION,
        "check": check,
    }
    return type(name.title().replace("-", ""), (Rule,), members)


def make_finding(
    primary: Place,
    *others: Place,
    code: str = "ST110",
    rule: str = "api-domain-mismatch",
    severity: Severity = Severity.ERROR,
    message: str = "The two sides disagree.",
    environments: tuple[str, ...] = (),
    trail: tuple[Step, ...] = (),
) -> Finding:
    """Return a finding with one end a place."""
    return Finding(
        code=code,
        rule=rule,
        severity=severity,
        message=message,
        primary=Evidence("frontend apiDomain", primary, '"http://localhost:3001"', trail),
        counterparts=tuple(Evidence("backend apiDomain", p, '"http://x:1"') for p in others),
        effect="every request fails",
        help="make them equal",
        environments=environments,
    )


def make_report(project: FakeProject, *findings: Finding, summary: Summary | None = None) -> Report:
    """Return a report on ``findings``, seen from ``ROOT``."""
    return Report(
        findings,
        Summary(errors=len(findings)) if summary is None else summary,
        project.source,
        ROOT,
        {"ST110": "https://docs.example/ST110"},
    )
