"""Effect's ``Config``: descriptions of variables, combined by pipes and run as effects.

Source: effect.website, "Configuration" (basic types, default values, nested and combined
configurations). What a description stands for is given as soon as it is made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from supertokens_lint.finding import Step
from supertokens_lint.resolve.values import (
    ArgumentValue,
    Choice,
    Closure,
    Const,
    Entry,
    EnvVar,
    External,
    FirstOf,
    Invocation,
    Items,
    Join,
    Operation,
    Record,
    Value,
)
from supertokens_lint.source import Place

if TYPE_CHECKING:
    from supertokens_lint.resolve.evaluator import Evaluator

MODULE = "effect"
_VARIABLES = frozenset({"string", "nonEmptyString", "number", "integer", "boolean", "port"})
_RUNNERS = frozenset({"runSync", "runPromise", "orDie", "runSyncExit"})
_UNCHANGED = frozenset({"withDescription", "validate", "orDie"})
_MADE = (EnvVar, FirstOf, Record, Items, Const, Choice, Join, Operation)


def call(ev: Evaluator, callee: External, args: tuple[Value, ...], place: Place) -> Value | None:
    """Return what a call of a function of Effect stands for, or ``None``."""
    room, name = _named(callee)
    if room == "" and name == "pipe" and args:
        return piped(ev, args[0], args[1:], place)
    if room == "Effect" and name in _RUNNERS and args:
        return args[0] if isinstance(args[0], _MADE) else None
    if room == "Effect" and name == "gen" and args and isinstance(args[0], Closure):
        return _generated(ev, args[0])
    if room != "Config" or not args:
        return None
    if name in _VARIABLES and isinstance(args[0], Const) and isinstance(args[0].value, str):
        variable = args[0].value
        return EnvVar(variable, place.path, (Step(f"reads {variable}", place),))
    if name in ("succeed", "all", "unwrap"):
        return args[0]
    return _changed(ev, name, args[0], args[1:], place) if len(args) > 1 else None


def piped(ev: Evaluator, value: Value, steps: tuple[Value, ...], place: Place) -> Value | None:
    """Return a description after the steps of a pipe; ``None`` where one is not known."""
    current: Value | None = value if isinstance(value, _MADE) else None
    for step in steps:
        if current is None:
            return None
        if isinstance(step, External):
            current = current if _named(step) in (("Effect", "orDie"), *_RUN) else None
        elif isinstance(step, Invocation) and isinstance(step.callee, External):
            room, name = _named(step.callee)
            known = room == "Config" or name in _UNCHANGED
            current = _changed(ev, name, current, step.args, place) if known else None
        else:
            current = None
    return current


def yielded(ev: Evaluator, value: Value, path: str) -> Value | None:
    """Return what ``yield*`` gives for a description of a configuration, or ``None``."""
    of_effect = b'"effect"' in ev.workspace.data(path) or b"'effect'" in ev.workspace.data(path)
    return value if of_effect and isinstance(value, _MADE) else None


def _named(callee: External) -> tuple[str, str]:
    """Return the namespace and the name: ``Config.string`` from the root or ``effect/Config``."""
    package, _, inner = callee.module.partition("/")
    if package != MODULE or not callee.path:
        return "?", ""
    return (inner or ".".join(callee.path[:-1])), callee.path[-1]


def _changed(
    ev: Evaluator, name: str, value: Value, args: tuple[Value, ...], place: Place
) -> Value | None:
    from supertokens_lint.resolve import calling  # noqa: PLC0415 - mutual rooms

    if name in _UNCHANGED:
        return value
    given = args[0] if args else None
    if given is None:
        return None
    if name == "withDefault":
        return FirstOf((value, given), "nullish")
    if name == "orElse" and isinstance(given, Closure):
        return FirstOf((value, calling.invoke(ev, given, ())), "nullish")
    if name == "map" and isinstance(given, Closure):
        return calling.apply(ev, given, (ArgumentValue(value),), place)
    if name == "nested" and isinstance(given, Const) and isinstance(given.value, str):
        return _with_prefix(value, f"{given.value}_")
    return None


def _with_prefix(value: Value, prefix: str) -> Value | None:
    if isinstance(value, EnvVar):
        return EnvVar(prefix + value.name, value.reader, value.trail)
    if isinstance(value, FirstOf):
        options = [_with_prefix(option, prefix) or option for option in value.options]
        return FirstOf(tuple(options), value.skips, value.trail)
    if isinstance(value, Record):
        entries = {
            key: Entry(_with_prefix(entry.value, prefix) or entry.value, entry.place)
            for key, entry in value.entries.items()
        }
        return Record(entries, value.place, value.rest, value.trail)
    return None


def _generated(ev: Evaluator, closure: Closure) -> Value | None:
    """Return what the generator of ``Effect.gen`` returns, which the effect then gives."""
    from supertokens_lint.resolve import calling  # noqa: PLC0415 - mutual rooms

    found = calling.finished(ev, closure)
    return found if isinstance(found, _MADE) else None


_RUN = tuple(("Effect", name) for name in sorted(_RUNNERS))
