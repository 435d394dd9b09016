"""What happens to findings between the rules and the report."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from msgspec import Struct, field

from supertokens_lint.config import Config
from supertokens_lint.errors import ConfigError
from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.report.accepted import Accepted
from supertokens_lint.rule import Rule
from supertokens_lint.selection import Rules, named
from supertokens_lint.source import Place, Position
from supertokens_lint.suppressions import Mistake, Suppression, Suppressions
from supertokens_lint.workspace.ignores import spec_of

LineOf = Callable[[Place], int]


class Sifted(Struct, frozen=True):
    """Findings after suppressions: those left, and those that were accepted."""

    findings: tuple[Finding, ...]
    accepted: tuple[Accepted, ...]
    used: frozenset[Suppression] = field(default_factory=frozenset)


def sift(findings: Iterable[Finding], suppressions: Suppressions, line_of: LineOf) -> Sifted:
    """Take out the findings that a suppression accepts at one of their places."""
    left: list[Finding] = []
    used: set[Suppression] = set()
    accepted: list[Accepted] = []
    for finding in dict.fromkeys(findings):
        matching = suppressions.matching(finding, line_of)
        used.update(matching)
        if matching:
            accepted.append(Accepted(finding, matching[0].place, matching[0].reason))
        else:
            left.append(finding)
    return Sifted(tuple(left), tuple(accepted), frozenset(used))


def stale(
    rule: type[Rule], suppressions: Suppressions, used: frozenset[Suppression], ran: frozenset[str]
) -> list[Finding]:
    """Return a finding for each suppression without effect, and for each that is a mistake.

    A suppression of a rule that did not run may have an effect when it does, and is left alone.
    """
    idle = [
        Mistake(f'the suppression of "{entry.word}" suppresses nothing', entry.place)
        for entry in suppressions.entries
        if entry.code in ran and entry not in used
    ]
    return [
        Finding(
            code=rule.code,
            rule=rule.name,
            severity=rule.severity,
            message=_sentence(mistake.message),
            primary=Evidence("suppression", mistake.place),
            help="Remove it." if mistake in idle else "Mend it or remove it.",
        )
        for mistake in (*suppressions.mistakes, *idle)
    ]


def _sentence(text: str) -> str:
    """Return a text as a sentence, which may end with a question."""
    return f"{text[0].upper()}{text[1:]}{'' if text.endswith('?') else '.'}"


def regrade(findings: Iterable[Finding], levels: Mapping[str, Severity]) -> list[Finding]:
    """Return the findings with the severities that the configuration gives to their rules."""
    return [
        replace(finding, severity=levels.get(finding.code, finding.severity))
        for finding in findings
    ]


def without_ignored_files(
    findings: Iterable[Finding], config: Config, rules: Rules
) -> list[Finding]:
    """Return the findings that no ``per-file-ignores`` entry covers at either end."""
    if not config.per_file_ignores:
        return list(findings)
    specs = [
        (
            spec_of([glob], f"{config.path}: per-file-ignores"),
            {
                code
                for word in words
                for code in named(word, rules, ConfigError, f"{config.path}: per-file-ignores")
            },
        )
        for glob, words in config.per_file_ignores
    ]
    root = config.root or "/"

    def ignored(finding: Finding) -> bool:
        paths = {end.place.path for end in (finding.primary, *finding.counterparts)}
        return any(
            finding.code in codes
            and any(spec.match_file(posixpath.relpath(path, root)) for path in paths)
            for spec, codes in specs
        )

    return [finding for finding in findings if not ignored(finding)]


def in_order(
    findings: Iterable[Finding], position: Callable[[Place], Position]
) -> tuple[Finding, ...]:
    """Return the findings worst first, then by rule and place."""

    def key(finding: Finding) -> tuple[object, ...]:
        place = finding.primary.place
        where = position(place)
        return (
            -finding.severity,
            finding.code,
            place.path,
            where.line,
            where.column,
            finding.message,
            [(end.place.path, end.place.span) for end in finding.counterparts],
            finding.environments,
        )

    return tuple(sorted(findings, key=key))
