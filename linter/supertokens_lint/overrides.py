"""What the configuration wants differently for some files: its ``overrides``.

A finding belongs to a file when one of its ends lies in it.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from msgspec import Struct

from supertokens_lint.config import Config, Override
from supertokens_lint.errors import ConfigError
from supertokens_lint.finding import Finding, Severity
from supertokens_lint.selection import Rules, choose, graded
from supertokens_lint.workspace.ignores import spec_of

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


class _Resolved(Struct, frozen=True):
    """An override with its patterns compiled and its rules looked up."""

    spec: GitIgnoreSpec
    codes: frozenset[str]
    levels: Mapping[str, Severity]

    def holds(self, paths: Iterable[str]) -> bool:
        return any(self.spec.match_file(path) for path in paths)


def apply(findings: Iterable[Finding], config: Config, rules: Rules) -> list[Finding]:
    """Return the findings that all overrides let pass, with the severities that they give.

    Of several overrides for one file each takes findings out, and the last severity counts.
    Raises :class:`ConfigError` for a word that names no rule.
    """
    if not config.overrides:
        return list(findings)
    resolved = [
        _resolved(override, rules, f"{config.path}: overrides[{index}]")
        for index, override in enumerate(config.overrides)
    ]
    return list(_passing(findings, resolved, config.root or "/"))


def _passing(
    findings: Iterable[Finding], overrides: Iterable[_Resolved], root: str
) -> Iterator[Finding]:
    for finding in findings:
        places = [end.place.path for end in (finding.primary, *finding.counterparts)]
        paths = {posixpath.relpath(path, root) for path in places}
        found = [override for override in overrides if override.holds(paths)]
        if all(finding.code in override.codes for override in found):
            severity = finding.severity
            for override in found:
                severity = override.levels.get(finding.code, severity)
            yield replace(finding, severity=severity)


def _resolved(override: Override, rules: Rules, origin: str) -> _Resolved:
    chosen = choose(rules, override.select, override.ignore, ConfigError, f"{origin}.")
    return _Resolved(
        spec_of(override.paths, f"{origin}.paths"),
        frozenset(rule.code for rule in chosen),
        graded(override.severity, rules, f"{origin}.severity"),
    )
