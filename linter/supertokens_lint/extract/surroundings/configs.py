"""Configuration files of bundlers and frameworks, as the objects they export."""

from __future__ import annotations

import posixpath

from supertokens_lint.extract.options import record_of
from supertokens_lint.finding import Step
from supertokens_lint.resolve import calling, structures
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.values import (
    ArgumentValue,
    Closure,
    Const,
    Entry,
    EnvVar,
    External,
    Instance,
    Invocation,
    Items,
    MethodOf,
    Record,
    Unknown,
    Value,
    alternatives,
)
from supertokens_lint.source import Place, Span
from supertokens_lint.workspace.workspace import Workspace

EXTENSIONS = ("ts", "js", "mjs", "cjs", "mts", "cts")
MAX_WRAPPERS = 6


def config_path(workspace: Workspace, directory: str, *stems: str) -> str | None:
    """Return the configuration file with one of some stems in a folder."""
    for stem in stems:
        for extension in EXTENSIONS:
            path = posixpath.join(directory, f"{stem}.{extension}")
            if workspace.exists(path):
                return path
    return None


def exported_config(ev: Evaluator, path: str) -> Value:
    """Return the object that a configuration file exports; wrappers and functions are opened."""
    return _opened(ev, ev.exported(path, "default"), Place(path, Span(0, 0)), 0)


def entry_at(value: Value, *keys: str) -> Entry | None:
    """Return what lies under nested keys of an object, or ``None``."""
    entry: Entry | None = None
    place = Place("", Span(0, 0))
    for key in keys:
        if isinstance(value, Unknown | Const):
            return None
        record = record_of(value, place)
        entry = record.entries.get(key)
        if entry is None or (isinstance(entry.value, Const) and entry.value.value is None):
            return None
        value, place = entry.value, entry.place
    return entry


def entries_of(value: Value) -> list[tuple[str, Entry]]:
    """Return the entries of an object, of all its alternatives."""
    return [
        item
        for option in alternatives(value)
        if isinstance(option, Record)
        for item in option.entries.items()
    ]


def options_of(value: Value) -> tuple[Value, ...]:
    """Return the alternatives of a value where one is a structure; scalars stay one value."""
    options = tuple(alternatives(value))
    return options if any(is_object(option) for option in options) else (value,)


def items_of(value: Value) -> list[Value]:
    """Return the items of a list, of all its alternatives; anything else is a list of one."""
    found: list[Value] = []
    for option in options_of(value):
        found.extend(option.items if isinstance(option, Items) else [option])
    return found


def called(ev: Evaluator, value: Value, place: Place, *args: Value) -> Value:
    """Return what a function gives when it is called; other values stay as they are."""
    if not isinstance(value, Closure):
        return value
    return calling.apply(ev, value, tuple(ArgumentValue(arg) for arg in args), place)


def text_of(value: Value) -> str | None:
    """Return a value as text when it is a known string."""
    return value.value if isinstance(value, Const) and isinstance(value.value, str) else None


def _opened(ev: Evaluator, value: Value, place: Place, depth: int) -> Value:
    if depth > MAX_WRAPPERS:
        return value
    if isinstance(value, Closure):
        return _opened(ev, called(ev, value, place, *_context(place)), place, depth + 1)
    if isinstance(value, Invocation):
        return _unwrapped(ev, value, place, depth)
    return value


def _context(place: Place) -> tuple[Value, ...]:
    mode = EnvVar("import.meta.env.MODE", place.path, (Step("mode", place),))
    entries = {"mode": Entry(mode, place), "command": Entry(Const("serve"), place)}
    phase = Const("phase-development-server")
    return (Record(entries, place), phase) if "next.config" not in place.path else (phase,)


def _unwrapped(ev: Evaluator, value: Invocation, place: Place, depth: int) -> Value:
    parts = [_opened(ev, arg, place, depth + 1) for arg in value.args]
    records = [part for part in parts if isinstance(part, Record)]
    if not records:
        return value
    if _name(value).startswith("merge"):
        merged: Value = records[0]
        for record in records[1:]:
            merged = _merged(merged, record)
        return merged
    return records[0]


def _name(value: Invocation) -> str:
    callee = value.callee
    if isinstance(callee, MethodOf):
        return callee.name
    return callee.path[-1] if isinstance(callee, External) and callee.path else ""


def _merged(first: Value, second: Value) -> Value:
    if not isinstance(first, Record) or not isinstance(second, Record):
        return second
    entries = dict(first.entries)
    for key, entry in second.entries.items():
        mine = entries.get(key)
        value = entry.value if mine is None else _merged(mine.value, entry.value)
        entries[key] = Entry(value, entry.place)
    return Record(entries, second.place, first.rest or second.rest)


def is_object(value: Value) -> bool:
    """Tell whether a value is a structure and no scalar."""
    return structures.is_structure(value) or isinstance(value, Instance)
