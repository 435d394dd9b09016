"""Agreements that are looked at environment by environment, whatever their two ends are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec import structs

from supertokens_lint.extract.facts import Init
from supertokens_lint.finding import Severity
from supertokens_lint.resolve.outcomes import Environment
from supertokens_lint.sdk.versions import SdkVersion
from supertokens_lint.source import Place
from supertokens_lint.topology.model import Basis, Pair
from supertokens_lint_rules.ends import Disagreement, End

Verdict = tuple[End, End] | bool | None
"""Two ends that disagree; true when they agree; ``None`` when it is not known."""
Compare = Callable[[Init, Environment], Verdict]


def version_of(init: Init) -> SdkVersion | None:
    """Return the version of an init's SDK."""
    return None if init.version is None else init.version.version


def disagreements(
    environments: Sequence[Environment], inits: Sequence[Init], compare: Compare
) -> Iterator[Disagreement]:
    """Yield where no init of an app agrees in an environment, once a pair of places.

    An SDK ignores every init after the first, so one that agrees is enough.
    """
    found: dict[tuple[Place, Place], Disagreement] = {}
    agreeing: list[str] = []
    for environment in environments:
        verdicts = [compare(init, environment) for init in inits]
        if True in verdicts:
            agreeing.append(environment.name)
            continue
        for verdict in verdicts:
            if isinstance(verdict, tuple):
                _note(found, verdict, environment)
    for item in found.values():
        names = () if len(item.environments) == len(environments) else item.environments
        yield structs.replace(item, environments=names, agreeing=tuple(agreeing))


def _note(
    found: dict[tuple[Place, Place], Disagreement],
    ends: tuple[End, End],
    environment: Environment,
) -> None:
    left, right = ends
    known = found.get((left.place, right.place))
    if known is None:
        known = Disagreement(left, right, ())
    names = dict.fromkeys((*known.environments, environment.name))
    found[left.place, right.place] = structs.replace(known, environments=tuple(names))


def severity_between(pair: Pair, found: Disagreement) -> Severity | None:
    """Return a warning where the pair is only probable, else as the disagreement has it."""
    return Severity.WARNING if pair.basis is Basis.DIRECTORY else found.severity


def first_disagreement(
    left: Sequence[End] | None,
    right: Sequence[End] | None,
    agree: Callable[[End, End], bool | None],
) -> Verdict:
    """Compare all values of two ends: true when one pairing agrees, two ends when none can."""
    if not left or not right:
        return None
    answers = {agree(mine, theirs) for mine in left for theirs in right}
    if True in answers:
        return True
    return None if None in answers else (left[0], right[0])
