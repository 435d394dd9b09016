"""Options of SDK calls, by their canonical names."""

from __future__ import annotations

from collections.abc import Mapping

from supertokens_lint.extract.facts import Options, Setting
from supertokens_lint.resolve.values import (
    Case,
    Choice,
    Const,
    Entry,
    FirstOf,
    Invocation,
    Reason,
    Record,
    Unknown,
    Value,
    through,
)
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.sdk.option_model import Level
from supertokens_lint.sdk.options import canonical_key, positional_order, spelled
from supertokens_lint.sdk.versions import SdkVersion
from supertokens_lint.source import Place


def record_of(value: Value, place: Place) -> Record:
    """Return a value as one record.

    Alternatives become a record whose entries are alternatives; what is no record becomes an
    empty one whose ``rest`` says why nothing is seen.
    """
    if isinstance(value, Record):
        return value
    if isinstance(value, FirstOf):
        return record_of(value.options[0], place)
    if isinstance(value, Choice):
        return _merged_cases(value, place)
    if isinstance(value, Unknown):
        return Record({}, place, value)
    if isinstance(value, Const) and value.value is None:
        return Record({}, place)
    return Record({}, place, Unknown(Reason.EXTERNAL, "no object literal", value.trail))


def _merged_cases(value: Choice, place: Place) -> Record:
    records = [(case.conditions, record_of(case.value, place)) for case in value.cases]
    keys = list(dict.fromkeys(key for _, record in records for key in record.entries))
    entries: dict[str, Entry] = {}
    for key in keys:
        cases: list[Case] = []
        spot = place
        for conditions, record in records:
            entry = record.entries.get(key)
            if entry is not None:
                spot = entry.place
            missing: Value = record.rest or Const(None)
            cases.append(Case(conditions, missing if entry is None else entry.value))
        entries[key] = Entry(Choice(tuple(cases)), spot)
    rest = next((record.rest for _, record in records if record.rest is not None), None)
    first = next((record.place for _, record in records if record.entries), place)
    return Record(entries, first, rest)


def options_of(value: Value, sdk: Sdk, level: Level | None, place: Place) -> Options:
    """Return the options of an object given to a script SDK.

    ``level`` is ``None`` for recipes whose options the SDK tables do not list.
    """
    record = record_of(value, place)
    return _options(record.entries, sdk, level, record.place, record.rest)


def call_options(
    call: Invocation, sdk: Sdk, level: Level | None, version: SdkVersion | None
) -> Options:
    """Return the options of a Python call with keyword and positional arguments."""
    entries: dict[str, Entry] = dict(call.keywords)
    order = () if level is None else positional_order(sdk, level, version)
    rest: Unknown | None = None
    if call.open:
        rest = Unknown(Reason.SYNTAX, "arguments spread into the call")
    if call.args and order is None:
        rest = Unknown(Reason.SYNTAX, "positional arguments of an unknown SDK version")
    places = call.arg_places or (call.place,) * len(call.args)
    for name, argument, place in zip(order or (), call.args, places, strict=False):
        entries.setdefault(spelled(sdk, name), Entry(argument, place))
    return _options(entries, sdk, level, call.place, rest)


def _options(
    entries: Mapping[str, Entry], sdk: Sdk, level: Level | None, place: Place, rest: Unknown | None
) -> Options:
    settings: dict[str, Setting] = {}
    for name, entry in entries.items():
        if isinstance(entry.value, Const) and entry.value.value is None:
            continue
        key = name if level is None else canonical_key(sdk, level, name)
        value = through(entry.value, f"given as {name}", entry.place)
        settings[key] = Setting(key, name, value, entry.place)
    return Options(settings, place, rest)
