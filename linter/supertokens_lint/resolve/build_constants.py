"""Names that Vite puts values in the place of: ``define: { __API__: JSON.stringify("...") }``.

Source: vite.dev, "Shared Options", define: a value is an expression, or is made into JSON.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from supertokens_lint.resolve import calling
from supertokens_lint.resolve.values import (
    ArgumentValue,
    Closure,
    Const,
    Entry,
    EnvVar,
    External,
    Invocation,
    Record,
    Value,
)
from supertokens_lint.source import Place

if TYPE_CHECKING:
    from supertokens_lint.resolve.evaluator import Evaluator

_NAMES = re.compile(r"_*[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*_*")
_FILES = tuple(f"vite.config.{extension}" for extension in ("ts", "js", "mts", "mjs"))
_STRINGIFY = ("JSON", "stringify")


def defined(ev: Evaluator, name: str, place: Place) -> Value | None:
    """Return what the nearest configuration of Vite defines a name as, ``None`` if it does not."""
    if "_" not in name or _NAMES.fullmatch(name) is None:
        return None
    files = {entry.path for entry in ev.workspace.named(*_FILES)}
    for directory in ev.workspace.directory_chain(place.path) if files else ():
        for file in _FILES:
            path = f"{directory.rstrip('/')}/{file}"
            if path in files:
                return None if path == place.path else _entry(ev, path, name, place)
    return None


def _entry(ev: Evaluator, path: str, name: str, place: Place) -> Value | None:
    table = opened(ev, ev.exported(path, "default"), place)
    given = table.entries.get("define") if isinstance(table, Record) else None
    values = given.value if given is not None else None
    entry = values.entries.get(name) if isinstance(values, Record) else None
    return None if entry is None else _written(entry.value)


def opened(ev: Evaluator, value: Value, place: Place) -> Value:
    """Return the object that a configuration file exports; wrappers and functions are opened."""
    if isinstance(value, Invocation) and value.args:
        value = value.args[0]
    if not isinstance(value, Closure):
        return value
    mode = Entry(EnvVar("import.meta.env.MODE", place.path, ()), place)
    command = Entry(Const("serve"), place)
    given = Record({"mode": mode, "command": command}, place)
    return calling.apply(ev, value, (ArgumentValue(given),), place)


def _written(value: Value) -> Value | None:
    if isinstance(value, Invocation):
        callee = value.callee
        is_json = isinstance(callee, External) and callee.path == _STRINGIFY
        return value.args[0] if is_json and value.args else None
    if not isinstance(value, Const) or not isinstance(value.value, str):
        return value if isinstance(value, Const) else None
    try:
        text = json.loads(value.value)
    except ValueError:
        return None
    return Const(text, value.trail) if isinstance(text, str | int | bool) else None
