"""Schemas that environments are checked against.

Those of zod, Joi, yup, valibot, envalid, envsafe, znv and t3-env.

Sources: each package's documentation.
"""

from __future__ import annotations

from supertokens_lint.finding import Step
from supertokens_lint.resolve.values import (
    ArgumentValue,
    Const,
    Entry,
    EnvVar,
    External,
    FirstOf,
    Invocation,
    Items,
    MethodOf,
    Reason,
    Record,
    Unknown,
    Value,
)
from supertokens_lint.source import Place

_PARSERS = frozenset({"parse", "parseAsync", "validateSync", "cast"})
_SAFE_PARSERS = {"safeParse": "data", "safeParseAsync": "data", "validate": "value"}
_UNSEEN = Unknown(Reason.EXTERNAL, "schema")
_REMAKING = frozenset({"transform", "pipe"})
_JOINING = frozenset({"merge", "and", "concat", "intersection", "extend", "safeExtend"})
_CHECKING = frozenset(
    {
        "refine", "superRefine", "check", "pick", "omit", "options", "prefs", "describe", "meta",
        "messages", "unknown", "default", "catch",
    }
)  # fmt: skip
"""Steps whose objects are no fields."""
_VALIBOT = (("parse",), ("safeParse",))
_OPTIONAL = frozenset({"optional", "nullish", "fallback", "exactOptional"})
_PACKAGES = ("zod:", "zod/", "joi:", "@hapi/joi:", "yup:")


def method(callee: MethodOf, args: tuple[ArgumentValue, ...], place: Place) -> Value | None:
    """Return what checking an environment against a schema gives, or ``None``."""
    if not args or not _root(callee.target).startswith(_PACKAGES):
        return None
    if callee.name in _PARSERS:
        return _checked(callee.target, args, place)
    key = _SAFE_PARSERS.get(callee.name)
    if key is None:
        return None
    found = _checked(callee.target, args, place)
    if found is None or _root(callee.target).startswith("yup:"):
        return found
    entries = {key: Entry(found, place), "error": Entry(Const(None), place)}
    return Record({**entries, "success": Entry(Const(value=True), place)}, place)


def call(callee: External, args: tuple[ArgumentValue, ...], place: Place) -> Value | None:
    """Return what functions of packages give for an environment and its schema, or ``None``."""
    function = (callee.module, *callee.path[-1:])
    if function in (("envalid", "cleanEnv"), ("znv", "parseEnv")) and len(args) > 1:
        return _record(args[1].value, place)
    if function == ("envsafe", "envsafe") and args:
        return _record(args[0].value, place)
    if callee.module == "valibot" and callee.path[-1:] in _VALIBOT and len(args) > 1:
        return _valibot(callee.path[-1], args[0].value, place)
    if callee.path[-1:] == ("createEnv",) and callee.module.startswith("@t3-oss/"):
        return _t3(args, place)
    if callee.module in ("joi", "@hapi/joi") and callee.path[-1:] == ("attempt",):
        return record_of(args[1].value, place) if len(args) > 1 else None
    return None


def _valibot(name: str, schema: Value, place: Place) -> Value | None:
    found = record_of(schema, place)
    if found is None or name == "parse":
        return found
    entries = {"output": Entry(found, place), "success": Entry(Const(value=True), place)}
    return Record(entries, place)


def record_of(schema: Value, place: Place) -> Value | None:
    """Return the variables that an object schema describes, each with its default."""
    return _record(_object_schema(schema), place)


def _root(value: Value) -> str:
    while isinstance(value, Invocation | MethodOf):
        value = value.callee if isinstance(value, Invocation) else value.target
    return value.dotted if isinstance(value, External) else ""


def _checked(schema: Value, args: tuple[ArgumentValue, ...], place: Place) -> Value | None:
    """Return what a schema makes of what it is given: the environment, or an object of it."""
    found = record_of(schema, place)
    given = args[0].value if args else None
    if not isinstance(found, Record) or not isinstance(given, Record):
        return found
    entries = {name: _read_as(name, entry, given) for name, entry in found.entries.items()}
    return Record(entries, found.place, found.rest)


def _object_schema(value: Value) -> Value:
    """Return the fields of an object schema and of those that it is joined with.

    A step that makes something else of the object leaves nothing known.
    """
    parts: list[Record] = []
    unseen: Unknown | None = None
    while isinstance(value, Invocation):
        callee = value.callee
        name = callee.name if isinstance(callee, MethodOf) else ""
        if name in _REMAKING:
            return Unknown(Reason.EXTERNAL, "schema")
        for arg in value.args if name not in _CHECKING else ():
            if isinstance(arg, Record):
                parts.append(arg)
            elif name in _JOINING:
                other = _object_schema(arg)
                parts.extend([other] if isinstance(other, Record) else [])
                unseen = unseen if isinstance(other, Record) else _UNSEEN
        if not isinstance(callee, MethodOf):
            break
        value = callee.target
    if not parts:
        return _UNSEEN
    entries = {key: entry for part in reversed(parts) for key, entry in part.entries.items()}
    rest = unseen or next((part.rest for part in parts if part.rest is not None), None)
    return Record(entries, parts[0].place, rest)


def _record(schema: Value, place: Place) -> Value | None:
    if not isinstance(schema, Record):
        return None
    entries = {
        name: Entry(_value(name, entry, place.path), entry.place)
        for name, entry in schema.entries.items()
    }
    return Record(entries, place, schema.rest)


def _value(name: str, entry: Entry, reader: str) -> Value:
    variable = EnvVar(name, reader, (Step(f"reads {name}", entry.place),))
    default = _default(entry.value)
    return variable if default is None else FirstOf((variable, default), "nullish")


def _default(value: Value) -> Value | None:
    while isinstance(value, Invocation):
        callee = value.callee
        if isinstance(callee, MethodOf):
            if callee.name in ("default", "catch", "prefault") and value.args:
                return value.args[0]
            value = callee.target
            continue
        if callee.module == "valibot":
            given = callee.path[-1] in _OPTIONAL and len(value.args) > 1
            return value.args[1] if given else None
        for arg in value.args:
            if isinstance(arg, Record):
                for key in ("devDefault", "default"):
                    if key in arg.entries:
                        return arg.entries[key].value
        return None
    return None


def _t3(args: tuple[ArgumentValue, ...], place: Place) -> Value | None:
    """Return what t3-env gives. Source: env.t3.gg, "Customization" (extends, runtimeEnv)."""
    config = args[0].value if args else None
    if not isinstance(config, Record):
        return None
    entries, rest = _extended(config)
    for group in ("shared", "server", "client"):
        schema = config.entries.get(group)
        record = None if schema is None else _record(schema.value, place)
        if isinstance(record, Record):
            entries.update(record.entries)
    for key in ("runtimeEnv", "runtimeEnvStrict", "experimental__runtimeEnv"):
        given = config.entries.get(key)
        if given is not None and isinstance(given.value, Record):
            entries = {name: _read_as(name, entry, given.value) for name, entry in entries.items()}
    return Record(entries, place, rest)


def _extended(config: Record) -> tuple[dict[str, Entry], Unknown | None]:
    """Return the variables of what an environment extends, and why others may be there."""
    extends = config.entries.get("extends")
    items = extends.value.items if extends and isinstance(extends.value, Items) else ()
    entries: dict[str, Entry] = {}
    for item in items:
        entries.update(item.entries if isinstance(item, Record) else {})
    known = extends is None or (bool(items) and all(isinstance(item, Record) for item in items))
    return entries, None if known else Unknown(Reason.EXTERNAL, "extended environment")


def _read_as(name: str, entry: Entry, given: Record) -> Entry:
    """Return a variable as the table that hands variables over reads it, with its default."""
    read = given.entries.get(name)
    if read is None:
        return entry
    default = entry.value.options[-1] if isinstance(entry.value, FirstOf) else None
    value = read.value if default is None else FirstOf((read.value, default), "nullish")
    return Entry(value, entry.place)
