"""Faults that more than two settings prove, looked for environment by environment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Generic, TypeVar

from msgspec import Struct, structs

from supertokens_lint.extract.facts import Init
from supertokens_lint.finding import Evidence, Severity
from supertokens_lint.resolve.outcomes import Environment, Mode
from supertokens_lint.sdk import option_names
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.source import Place
from supertokens_lint.topology.model import Basis, Pair
from supertokens_lint_rules.ends import End

Kind = TypeVar("Kind")


class Trouble(Struct, Generic[Kind], frozen=True):
    """One fault.

    ``kind`` says which, to the rule that looked; ``ends`` prove it, first the one to change;
    ``local`` tells that it rests on the address of a developer's machine, so that it proves
    nothing about production alone. ``environments`` is empty where it holds in all of them;
    ``agreeing`` names those that are known to be right.
    """

    kind: Kind
    ends: tuple[End, ...]
    local: bool = False
    environments: tuple[str, ...] = ()
    agreeing: tuple[str, ...] = ()

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The ends as proof, each place once."""
        found: dict[Place, Evidence] = {}
        for end in self.ends:
            found.setdefault(end.place, replace(end.evidence(), value=shown(end)))
        return tuple(found.values())

    def severity(self, usual: Severity) -> Severity:
        """Return the usual severity, at most a warning where another environment is right."""
        return min(usual, Severity.WARNING) if self.agreeing else usual


Look = Callable[[Init, Environment], "Trouble[Kind] | bool | None"]
"""Looks at one init in one environment: a fault, true when all is right, ``None`` when unknown."""


def troubles(
    environments: Sequence[Environment], inits: Sequence[Init], look: Look[Kind]
) -> Iterator[Trouble[Kind]]:
    """Yield the faults of an app, each kind at each place once.

    An SDK ignores every init after the first, so one that is right is enough.
    """
    found: dict[tuple[Kind, tuple[Place, ...]], Trouble[Kind]] = {}
    modes: dict[tuple[Kind, tuple[Place, ...]], set[Mode]] = {}
    agreeing: list[str] = []
    for environment in environments:
        verdicts = [look(init, environment) for init in inits]
        if True in verdicts:
            agreeing.append(environment.name)
            continue
        for verdict in verdicts:
            if not isinstance(verdict, Trouble):
                continue
            key = (verdict.kind, tuple(end.place for end in verdict.ends))
            known = found.setdefault(key, verdict)
            both = dict.fromkeys((*known.environments, environment.name))
            found[key] = structs.replace(known, environments=tuple(both))
            modes.setdefault(key, set()).add(environment.mode)
    for key, item in found.items():
        if item.local and modes[key] == {Mode.PRODUCTION}:
            continue
        everywhere = len(item.environments) == len(environments)
        names = () if everywhere else item.environments
        yield structs.replace(item, environments=names, agreeing=tuple(agreeing))


def shown(end: End) -> str:
    """Return the value of an end as its language writes it."""
    scalar = end.outcome.scalar
    if isinstance(scalar, bool):
        return str(scalar) if end.init.sdk is Sdk.PYTHON else str(scalar).lower()
    return end.shown if scalar is None or isinstance(scalar, str) else str(scalar)


def spelled(end: End) -> str:
    """Return the name of a setting as its language writes it."""
    return end.setting.spelled if end.setting else option_names.spelled(end.init.sdk, end.key)


def distinct(ends: Iterable[End]) -> tuple[End, ...]:
    """Return the ends of different settings or places, in order."""
    found: dict[tuple[str, Place], End] = {}
    for end in ends:
        found.setdefault((end.key, end.place), end)
    return tuple(found.values())


def first_of_kind(found: Iterator[Trouble[Kind]]) -> Iterator[Trouble[Kind]]:
    """Yield the first fault of each kind: two inits of one app repeat the same values."""
    seen: list[Kind] = []
    for item in found:
        if item.kind not in seen:
            seen.append(item.kind)
            yield item


def all_bad(
    verdicts: Sequence[Trouble[Kind] | bool | None],
) -> Trouble[Kind] | bool | None:
    """Return the first of several faults when every possible value is at fault.

    True when one of them is right, ``None`` when one is unknown or there is none.
    """
    if True in verdicts:
        return True
    faults = [verdict for verdict in verdicts if isinstance(verdict, Trouble)]
    return faults[0] if faults and len(faults) == len(verdicts) else None


def severity_in(pair: Pair, severity: Severity) -> Severity:
    """Return a severity, at most a warning where the pair is only probable."""
    return min(severity, Severity.WARNING) if pair.basis is Basis.DIRECTORY else severity
