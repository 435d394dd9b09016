"""What a rule is, for this project's rule pack and for anybody else's.

A rule pack is a sequence of :class:`Rule` classes, published under the entry-point group
``supertokens_lint.rules``.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.remedy import Fixable, Remedy
from supertokens_lint.topology.model import App, Pair, System

CODE = re.compile(r"ST\d{3}")
NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
DOCS_URL = "https://github.com/supertokens/supertokens-lint/blob/main/docs/rules/{name}.md"


@dataclass(frozen=True, slots=True)
class Documentation:
    """The one text from which ``explain``, the docs pages, SARIF help and the README are made.

    All fields are Markdown. ``summary`` is one line; ``bad`` and ``good`` are code examples with
    their language as the fence's info string; ``quiet`` says when the rule says nothing and why.
    """

    summary: str
    why: str
    fix: str
    bad: str
    good: str
    quiet: str


class Rule(ABC):
    """One rule: its public names, its documentation and its check."""

    code: ClassVar[str]
    name: ClassVar[str]
    severity: ClassVar[Severity]
    reasons: ClassVar[tuple[str, ...]] = ()
    fixable: ClassVar[Fixable] = Fixable.NONE
    security_severity: ClassVar[float | None] = None
    """A score from 0 to 10, as that of CVSS, when sessions are not only broken but exposed."""
    documentation: ClassVar[Documentation]

    @abstractmethod
    def check(self, system: System) -> Iterable[Finding]:
        """Yield what breaks in ``system``."""

    @classmethod
    def url(cls) -> str:
        """Return the address of the rule's documentation."""
        return DOCS_URL.format(name=cls.name)

    def finding(
        self,
        message: str,
        primary: Evidence,
        *counterparts: Evidence,
        effect: str,
        help: str,  # noqa: A002 - the field's name in every output format
        severity: Severity | None = None,
        environments: tuple[str, ...] = (),
        remedy: Remedy | None = None,
    ) -> Finding:
        """Return a finding of this rule; ``severity`` overrides the rule's own."""
        return Finding(
            code=self.code,
            rule=self.name,
            severity=self.severity if severity is None else severity,
            message=message,
            primary=primary,
            counterparts=counterparts,
            effect=effect,
            help=help,
            environments=environments,
            remedy=remedy,
        )


class AppRule(Rule):
    """A rule about one app at a time."""

    @abstractmethod
    def check_app(self, app: App, system: System) -> Iterable[Finding]:
        """Yield what breaks in ``app``."""

    def check(self, system: System) -> Iterator[Finding]:
        """Yield what breaks in each app."""
        for app in system.apps:
            yield from self.check_app(app, system)


class PairRule(Rule):
    """A rule about a frontend and the backend that it talks to."""

    @abstractmethod
    def check_pair(self, pair: Pair, system: System) -> Iterable[Finding]:
        """Yield what breaks between the two."""

    def check(self, system: System) -> Iterator[Finding]:
        """Yield what breaks in each pair."""
        for pair in system.pairs:
            yield from self.check_pair(pair, system)
