"""Packages that read environment variables one at a time, each with a default.

django-environ, environs, python-decouple, starlette's Config, python-dotenv's ``dotenv_values``,
env-var and Vite's ``loadEnv``. Sources: each package's documentation.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec import structs

from supertokens_lint.finding import Step
from supertokens_lint.languages import ir
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
    Unknown,
    Value,
)
from supertokens_lint.source import Place, Span

if TYPE_CHECKING:
    from supertokens_lint.resolve.evaluator import Evaluator
    from supertokens_lint.resolve.scopes import MemberBinding, Scope

READERS = frozenset(
    {
        ("environ", "Env"),
        ("environ", "FileAwareEnv"),
        ("environs", "Env"),
        ("starlette.config", "Config"),
        ("decouple", "Config"),
        ("decouple", "AutoConfig"),
        ("dotenv", "dotenv_values"),
    }
)
_NO_READS = frozenset({"read_env", "get_value", "prefixed", "seal", "items", "keys", "values"})
_ENV_VAR = "env-var"
_FOLDER = 2


def method(
    ev: Evaluator, callee: MethodOf, args: tuple[ArgumentValue, ...], place: Place
) -> Value | None:
    """Return the result of a method of a reader (``env.str``) or of an env-var chain."""
    target = callee.target
    if isinstance(target, Invocation):
        if _is_reader(target) and callee.name not in _NO_READS:
            return _read(ev, args, place, target)
        if callee.name.startswith("as"):
            return _env_var_chain(target, place)
    return None


def function(
    ev: Evaluator, callee: External, args: tuple[ArgumentValue, ...], place: Place
) -> Value | None:
    """Return the result of a call of environs' ready-made reader: ``env("NAME", "default")``."""
    if callee.module == "environs" and callee.path[:1] == ("env",):
        return None if callee.path[-1] in _NO_READS else _read(ev, args, place, None)
    return None


def apply_reader(
    ev: Evaluator, value: Invocation, args: tuple[ArgumentValue, ...], place: Place
) -> Value | None:
    """Return the result of calling a reader itself: ``env("NAME", default=...)``."""
    return _read(ev, args, place, value) if _is_reader(value) else None


def member(value: Invocation, name: str, place: Place) -> Value | None:
    """Return an entry of what ``dotenv_values`` or Vite's ``loadEnv`` read.

    ``loadEnv(mode, folder, prefixes)`` leaves out what has no such prefix; it is ``VITE_`` by
    default.
    """
    callee = value.callee
    if isinstance(callee, External) and (callee.module, callee.path[-1:]) == ("vite", ("loadEnv",)):
        is_read = name.startswith("VITE_") or len(value.args) > _FOLDER
        return _variable(name, place) if is_read else None
    if not isinstance(callee, External) or callee.path[-1:] != ("dotenv_values",):
        return None
    if name in _NO_READS or name == "get":
        return MethodOf(value, name)
    return _variable(name, place)


def with_prefix(
    ev: Evaluator, value: Invocation, members: Iterable[MemberBinding], scope: Scope
) -> Invocation:
    """Return a reader of django-environ with the prefix that ``env.prefix = "X_"`` gives it.

    Of several, or one under a condition, nobody knows which holds where the reader is used.
    """
    callee = value.callee
    if not isinstance(callee, External) or callee.module != "environ" or not _is_reader(value):
        return value
    given = [member for member in members if member.path == ("prefix",)]
    if not given:
        return value
    only = given[0]
    certain = len(given) == 1 and not only.guards
    prefix = ev.evaluate(only.value, scope) if certain else Unknown(Reason.SYNTAX, "prefix")
    entry = Entry(prefix, Place(scope.path, only.span))
    return structs.replace(value, keywords={**value.keywords, "prefix": entry})


def _is_reader(value: Invocation) -> bool:
    callee = value.callee
    return isinstance(callee, External) and (callee.module, *callee.path[-1:]) in READERS


def _variable(name: str, place: Place) -> EnvVar:
    return EnvVar(name, place.path, (Step(f"reads {name}", place),))


def _read(
    ev: Evaluator, args: tuple[ArgumentValue, ...], place: Place, reader: Invocation | None
) -> Value | None:
    name = args[0].value.value if args and isinstance(args[0].value, Const) else None
    if not isinstance(name, str):
        return None
    given = _given_prefix(reader, place)
    if given is None:
        return Unknown(Reason.SYNTAX, "prefix of variables that is not written out")
    name = given + _prefix(ev, place) + name
    default = next((arg.value for arg in args if arg.name == "default"), None)
    if default is None and len(args) > 1 and args[1].name is None:
        default = args[1].value
    if default is None and reader is not None:
        default = _default_of_scheme(reader, name)
    variable = _variable(name, place)
    return variable if default is None else FirstOf((variable, default), "nullish")


def _given_prefix(reader: Invocation | None, place: Place) -> str | None:
    """Return the prefix that a reader has: ``Env(prefix=...)``, ``env.prefix = ...``.

    ``None`` when it is not known, or given further down than the reader is used.
    """
    keywords = {} if reader is None else reader.keywords
    entry = keywords.get("prefix") or keywords.get("env_prefix")
    if entry is None:
        return ""
    if entry.place.path == place.path and place.span.start < entry.place.span.start:
        return None
    value = entry.value.value if isinstance(entry.value, Const) else None
    return value if isinstance(value, str) else None


def _prefix(ev: Evaluator, place: Place) -> str:
    """Return what ``with env.prefixed("X_"):`` blocks of a module put before a name read there."""
    module = ev.program.scope(place.path)
    found = ""
    for placed in module.names.statements if module is not None else ():
        block = placed.statement
        if not isinstance(block, ir.Block) or not _holds(block.span, place.span):
            continue
        for call in block.context:
            callee = call.callee if isinstance(call, ir.Call) else None
            if isinstance(call, ir.Call) and isinstance(callee, ir.Member) and call.args:
                text = call.args[0].value
                if callee.name == "prefixed" and isinstance(text, ir.Literal):
                    found += str(text.value)
    return found


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _default_of_scheme(reader: Invocation, name: str) -> Value | None:
    """Return what ``environ.Env(NAME=(str, "default"))`` says of a variable."""
    entry = reader.keywords.get(name)
    if entry is None or not isinstance(entry.value, Items) or len(entry.value.items) < 2:
        return None
    return entry.value.items[1]


def _env_var_chain(value: Value, place: Place) -> Value | None:
    """Return what ``get("NAME").default("x").required()`` of env-var stands for."""
    default: Value | None = None
    while isinstance(value, Invocation):
        callee = value.callee
        if isinstance(callee, External):
            name = value.args[0] if value.args else None
            if callee.module != _ENV_VAR or callee.path[-1:] != ("get",):
                return None
            if not isinstance(name, Const) or not isinstance(name.value, str):
                return None
            variable = _variable(name.value, place)
            return variable if default is None else FirstOf((variable, default), "nullish")
        if callee.name == "default" and value.args and default is None:
            default = value.args[0]
        value = callee.target
    return None
