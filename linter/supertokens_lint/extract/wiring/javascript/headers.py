"""CORS headers that the application sets itself, as a policy of library ``manual``."""

from __future__ import annotations

from collections.abc import Iterable

from supertokens_lint.extract.wiring.javascript.bodies import BodyCall
from supertokens_lint.extract.wiring.javascript.policies import policy_of
from supertokens_lint.extract.wiring_facts import CorsPolicy
from supertokens_lint.resolve import calling
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.values import (
    Case,
    Choice,
    Condition,
    Const,
    Entry,
    Items,
    Reason,
    Record,
    Unknown,
    Value,
)
from supertokens_lint.source import Place

SETTERS = frozenset({"setHeader", "header", "set", "append", "headers", "writeHead", "add", "Set"})
KEYS = {
    "access-control-allow-origin": "origins",
    "access-control-allow-credentials": "credentials",
    "access-control-allow-headers": "allow_headers",
    "access-control-expose-headers": "expose_headers",
    "access-control-allow-methods": "methods",
}


def manual_policy(
    ev: Evaluator, calls: Iterable[BodyCall], framework: str = ""
) -> CorsPolicy | None:
    """Return the policy that the calls of a function set header by header, or ``None``.

    What only some requests get may be anything for the others.
    """
    found: dict[str, Entry] = {}
    place: Place | None = None
    for call in calls:
        for name, value, at in _headers(ev, call):
            key = KEYS.get(name.lower())
            if key is None:
                continue
            place = place or call.place
            unset = Unknown(Reason.SYNTAX, "set for some requests")
            given = _either(value, unset) if call.guarded else value
            earlier = found.get(key)
            found[key] = Entry(given if earlier is None else _either(earlier.value, given), at)
    if place is None or "origins" not in found:
        return None
    return policy_of("manual", found, place, None, framework=framework)


def _either(first: Value, second: Value) -> Value:
    test = Condition(Unknown(Reason.SYNTAX, "depends on the request"), expected=True)
    return Choice((Case((test,), first), Case((), second)))


def _headers(ev: Evaluator, call: BodyCall) -> list[tuple[str, Value, Place]]:
    callee = call.node.callee
    name = getattr(callee, "name", "")
    if name not in SETTERS or not call.node.args:
        return []
    args = calling.arguments(ev, call.node, call.scope)
    pairs: list[tuple[str, Value, Place]] = []
    first = args[0].value
    if isinstance(first, Const) and isinstance(first.value, str) and len(args) > 1:
        pairs.append((first.value, args[1].value, args[1].place or call.place))
    for arg in args:
        if isinstance(arg.value, Record):
            pairs.extend(
                (key, entry.value, entry.place) for key, entry in arg.value.entries.items()
            )
        elif isinstance(arg.value, Items):
            pairs.extend(_listed(arg.value, call.place))
    return pairs


def _listed(value: Items, place: Place) -> list[tuple[str, Value, Place]]:
    found: list[tuple[str, Value, Place]] = []
    for item in value.items:
        if isinstance(item, Items) and len(item.items) == 2:
            name = item.items[0]
            if isinstance(name, Const) and isinstance(name.value, str):
                found.append((name.value, item.items[1], item.place))
    return found or _flat(value, place)


def _flat(value: Items, place: Place) -> list[tuple[str, Value, Place]]:
    """``writeHead(200, ["name", "value", ...])``."""
    found: list[tuple[str, Value, Place]] = []
    for name, item in zip(value.items[::2], value.items[1::2], strict=False):
        if isinstance(name, Const) and isinstance(name.value, str):
            found.append((name.value, item, place))
    return found
