"""Alternatives that say nothing more than "this, or else that"."""

from __future__ import annotations

from msgspec import structs

from supertokens_lint.resolve.scopes import Guards
from supertokens_lint.resolve.values import (
    Choice,
    Condition,
    Const,
    EnvVar,
    FirstOf,
    Operation,
    Value,
)

MAX_GUARDS = 16


def simplified(value: Value) -> Value:
    """Turn ``x if x else y`` and ``y if not x else x`` into the first of ``x`` and ``y``.

    Tests for null alone skip only what is unset, all others also what is empty.
    """
    if not isinstance(value, Choice) or len(value.cases) != 2:
        return value
    chosen, otherwise = value.cases
    if len(chosen.conditions) != 1 or otherwise.conditions:
        return value
    test, expected, only_null = _plain(chosen.conditions[0])
    first, second = (chosen, otherwise) if expected else (otherwise, chosen)
    if not _same(test, first.value):
        return value
    skips = "nullish" if only_null else "falsy"
    options = (*_options(first.value, skips), *_options(second.value, skips))
    return FirstOf(options, "nullish" if only_null else "falsy", value.trail)


def _plain(condition: Condition) -> tuple[Value, bool, bool]:
    """Return what is tested without negations, what is expected of it, and if only for null."""
    test, expected = condition.test, condition.expected
    while isinstance(test, Operation) and test.op == "!":
        test, expected = test.operands[0], not expected
    if isinstance(test, Operation) and test.op in ("!=", "==") and len(test.operands) == 2:
        operand, other = test.operands
        if isinstance(other, Const) and other.value is None:
            return operand, expected == (test.op == "!="), True
    return test, expected, False


def _same(left: Value, right: Value) -> bool:
    if isinstance(left, EnvVar) and isinstance(right, EnvVar):
        return left.name == right.name and left.reader == right.reader
    if isinstance(left, FirstOf) and isinstance(right, FirstOf):
        same = len(left.options) == len(right.options) and left.skips == right.skips
        return same and all(map(_same, left.options, right.options))
    if isinstance(left, Operation) and isinstance(right, Operation):
        return structs.replace(left, trail=()) == structs.replace(right, trail=())
    return False


def _options(value: Value, skips: str) -> tuple[Value, ...]:
    if isinstance(value, FirstOf) and value.skips == skips:
        return value.options
    return (value,)


def are_exhaustive(guards: list[Guards]) -> bool:
    """Tell whether one of some sequences of guards always holds, by their tests alone.

    Of many sequences nothing is told.
    """
    if len(guards) > MAX_GUARDS:
        return False
    if any(not item for item in guards):
        return True
    tests = {id(item[0].test): item[0].test for item in guards if item[0].test is not None}
    for test in tests.values():
        then = [item[1:] for item in guards if item[0].test is test and item[0].expected]
        otherwise = [item[1:] for item in guards if item[0].test is test and not item[0].expected]
        if then and otherwise and are_exhaustive(then) and are_exhaustive(otherwise):
            return True
    return False
