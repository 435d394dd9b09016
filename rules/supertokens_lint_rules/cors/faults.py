"""From faults in single environments to findings, once a place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from msgspec import Struct

from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.remedy import Remedy
from supertokens_lint.resolve.outcomes import Environment
from supertokens_lint.rule import Rule
from supertokens_lint.source import Place
from supertokens_lint.topology.model import App, Basis, System


class Fault(Struct, frozen=True):
    """One thing that breaks in one environment."""

    message: str
    primary: Evidence
    counterparts: tuple[Evidence, ...]
    effect: str
    help: str
    severity: Severity | None = None
    remedy: Remedy | None = None


class Sound(Struct, frozen=True):
    """What is known to be right at a place in one environment."""

    place: Place


Check = Callable[[Environment], Iterator[Fault | Sound]]


def findings(rule: Rule, system: System, backend: App, check: Check) -> Iterator[Finding]:
    """Yield a finding for each place at which ``check`` sees a fault in some environment.

    A place that is known to be right in another environment makes it a warning, and so does a
    frontend that only lies near the backend.
    """
    pairs = [pair for pair in system.pairs if pair.backend is backend]
    environments = system.environments(backend, *(pair.frontend for pair in pairs))
    guessed = bool(pairs) and all(pair.basis is Basis.DIRECTORY for pair in pairs)
    faults: dict[Place, Fault] = {}
    names: dict[Place, list[str]] = {}
    sound: set[Place] = set()
    for environment in environments:
        for result in check(environment):
            if isinstance(result, Sound):
                sound.add(result.place)
                continue
            place = result.primary.place
            faults.setdefault(place, result)
            known = names.setdefault(place, [])
            if environment.name not in known:
                known.append(environment.name)
    for place, fault in faults.items():
        everywhere = len(names[place]) == len(environments)
        softened = Severity.WARNING if place in sound or guessed else None
        yield rule.finding(
            fault.message,
            fault.primary,
            *fault.counterparts,
            effect=fault.effect,
            help=fault.help,
            severity=fault.severity or softened,
            environments=() if everywhere else tuple(names[place]),
            remedy=_remedy(fault, is_certain=everywhere and softened is None),
        )


def _remedy(fault: Fault, *, is_certain: bool) -> Remedy | None:
    """Return the remedy of a fault; it is safe only where nothing makes the fault doubtful."""
    remedy = fault.remedy
    return None if remedy is None else replace(remedy, safe=remedy.safe and is_certain)
