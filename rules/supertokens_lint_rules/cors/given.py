"""What the options of a CORS policy are in one environment, and what its library makes of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from supertokens_lint.cors import CorsBehaviour, Given, behaviour
from supertokens_lint.cors.model import UNKNOWN, Kind
from supertokens_lint.extract.facts import Setting
from supertokens_lint.extract.wiring_facts import CorsPolicy
from supertokens_lint.resolve.outcomes import Environment, Outcome
from supertokens_lint.resolve.values import Closure, Items
from supertokens_lint.topology.model import System

MAX_COMBINATIONS = 16


def behaviours(
    system: System,
    policy: CorsPolicy,
    environment: Environment,
    forced: Mapping[str, Given] | None = None,
) -> tuple[CorsBehaviour, ...]:
    """Return everything that a policy may do in an environment; never empty.

    ``forced`` takes the place of options, to ask what would be if they were so.
    """
    keys = list(policy.options.settings)
    rows = [alternatives_of(system, policy.options.settings[key], environment) for key in keys]
    combinations = 1
    for row in rows:
        combinations *= len(row)
    if combinations > MAX_COMBINATIONS:
        rows = [row if len(row) == 1 else (UNKNOWN,) for row in rows]
    version = policy.version
    found: dict[CorsBehaviour, None] = {}
    for row in product(*rows):
        options = {**dict(zip(keys, row, strict=True)), **(forced or {})}
        answer = behaviour(
            policy.library,
            options,
            None if version is None else version.version,
            package="" if version is None else version.package,
            is_open=policy.options.rest is not None,
        )
        found[answer] = None
    return tuple(found)


def alternatives_of(
    system: System, setting: Setting, environment: Environment
) -> tuple[Given, ...]:
    """Return what an option can be in an environment; never empty."""
    found = {
        _given(system, outcome, environment): None
        for outcome in system.outcomes(setting.value, environment)
    }
    return tuple(found)


def _given(system: System, outcome: Outcome, environment: Environment) -> Given:
    if isinstance(outcome.structure, Items):
        return _list(system, outcome.structure, environment)
    if isinstance(outcome.structure, Closure):
        return Given(Kind.FUNCTION)
    if outcome.unknown is not None or outcome.structure is not None or outcome.same_origin:
        return UNKNOWN
    scalar = outcome.scalar
    if scalar is None:
        return Given(Kind.UNSET)
    if isinstance(scalar, bool):
        return Given(Kind.TRUE if scalar else Kind.FALSE)
    if isinstance(scalar, str):
        return Given(Kind.TEXT, (scalar,))
    return Given(Kind.TRUE if scalar else Kind.FALSE)


def _list(system: System, items: Items, environment: Environment) -> Given:
    texts: list[str] = []
    is_open = items.rest is not None
    for item in items.items:
        outcomes = system.outcomes(item, environment)
        found = [outcome.text for outcome in outcomes if outcome.text is not None]
        texts.extend(found)
        blank = all(outcome.scalar is None and _is_plain(outcome) for outcome in outcomes)
        is_open = is_open or not (len(found) == len(outcomes) == 1 or blank)
    return Given(Kind.TEXTS, tuple(texts), is_open)


def _is_plain(outcome: Outcome) -> bool:
    return outcome.unknown is None and outcome.structure is None and not outcome.same_origin


def listed_outcomes(
    system: System, setting: Setting, environment: Environment
) -> Iterator[Outcome]:
    """Yield the texts of an option, each with the trail that it came by; lists are opened."""
    for outcome in system.outcomes(setting.value, environment):
        if isinstance(outcome.structure, Items):
            for item in outcome.structure.items:
                yield from (o for o in system.outcomes(item, environment) if o.text is not None)
        elif outcome.text is not None:
            yield outcome
