"""Structs given to the Go SDK, as the records that options are read from."""

from __future__ import annotations

from collections.abc import Mapping

from supertokens_lint.resolve.values import (
    Case,
    Choice,
    Const,
    Entry,
    External,
    FirstOf,
    Invocation,
    Reason,
    Record,
    Unknown,
    Value,
)

# supertokens/models.go, AppInfo: fields of type string, whose zero value means "not given".
PLAIN_TEXTS = frozenset({"AppName", "WebsiteDomain", "Origin", "APIDomain"})


def as_record(value: Value) -> Value:
    """Return struct literals as records; alternatives stay alternatives."""
    if isinstance(value, Invocation) and value.is_new and isinstance(value.callee, External):
        rest = None
        if value.args or value.open:
            rest = Unknown(Reason.SYNTAX, "a struct literal without the names of its fields")
        return Record(_given(value.keywords), value.place, rest, value.trail)
    if isinstance(value, Choice):
        cases = tuple(Case(case.conditions, as_record(case.value)) for case in value.cases)
        return Choice(cases, value.trail)
    if isinstance(value, FirstOf):
        return FirstOf(tuple(as_record(item) for item in value.options), value.skips, value.trail)
    return value


def _given(fields: Mapping[str, Entry]) -> dict[str, Entry]:
    return {
        name: Entry(as_record(entry.value), entry.place)
        for name, entry in fields.items()
        if not (name in PLAIN_TEXTS and isinstance(entry.value, Const) and entry.value.value == "")
    }
