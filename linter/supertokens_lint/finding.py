"""What a rule hands to a report: a finding with its proof at both ends."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from supertokens_lint.remedy import Remedy
from supertokens_lint.source import Place


class Severity(IntEnum):
    """How sure and how bad; the order is the one ``--fail-on`` compares by."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def label(self) -> str:
        """The lower-case word used in every output format."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Step:
    """One place that a value came through, with a few words on what happens there."""

    note: str
    place: Place


@dataclass(frozen=True, slots=True)
class Evidence:
    """One end of a finding.

    ``label`` names the end ("frontend apiDomain"), ``value`` is the text shown for it (``None``
    when there is none to show; never a secret), ``place`` is where a person would change it, and
    ``trail`` leads from where the value is written to where the SDK takes it.
    """

    label: str
    place: Place
    value: str | None = None
    trail: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Edit:
    """The text that takes the place of a span; an empty span is an insertion."""

    place: Place
    replacement: str


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that mend a finding, applied all together or not at all.

    ``message`` is an imperative sentence without a full stop. A fix is ``safe`` when the right
    value is proven by the other end or by the SDK and nothing else of the program changes.
    Edits do not overlap and may lie in several files.
    """

    message: str
    edits: tuple[Edit, ...]
    safe: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that breaks.

    ``message`` is one sentence with both values. ``effect`` says what a user of the application
    will see at run time, ``help`` the change that mends it. ``environments`` names those in which
    it holds, empty when it holds in all of them. ``remedy`` is the change as the rule states it,
    ``fix`` the edits that it comes to, where it is known how.
    """

    code: str
    rule: str
    severity: Severity
    message: str
    primary: Evidence
    counterparts: tuple[Evidence, ...] = ()
    effect: str = ""
    help: str = ""
    environments: tuple[str, ...] = ()
    fix: Fix | None = None
    remedy: Remedy | None = None

    @property
    def places(self) -> tuple[Place, ...]:
        """Every place at which a suppression of this finding may stand."""
        ends = (self.primary, *self.counterparts)
        steps = [step.place for end in ends for step in end.trail]
        return tuple(dict.fromkeys([*(end.place for end in ends), *steps]))
