"""convict: what a key of a schema is worth.

A variable wins over what is loaded, and that over the default; what is loaded later wins. Source:
convict's README, "Precedence order", ``loadFile`` and ``load``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from supertokens_lint.finding import Step
from supertokens_lint.languages import ir
from supertokens_lint.resolve.data_files import value_in
from supertokens_lint.resolve.values import (
    ArgumentValue,
    Const,
    Entry,
    EnvVar,
    External,
    FirstOf,
    Invocation,
    Reason,
    Record,
    Unknown,
    Value,
)
from supertokens_lint.source import Place
from supertokens_lint.workspace.paths import join

if TYPE_CHECKING:
    from supertokens_lint.resolve.evaluator import Evaluator

_LOADERS = frozenset({"load", "loadFile"})
_UNSEEN = Unknown(Reason.SYNTAX, "configuration that is loaded at run time")


def get(
    ev: Evaluator, target: Invocation, args: tuple[ArgumentValue, ...], place: Place
) -> Value | None:
    """Return what ``get("a.b")`` or ``getProperties()`` gives; ``None`` for keys that vary."""
    if not target.args or (args and not isinstance(args[0].value, Const)):
        return None
    key = args[0].value if args else None
    keys = tuple(str(key.value).split(".")) if isinstance(key, Const) else ()
    value: Value = target.args[0]
    for part in keys:
        value = ev.member(value, part, place)
    if not isinstance(value, Record):
        return value
    return _leaf(value, keys, _loaded(ev, target.place.path), ev, place)


def _leaf(
    value: Record, keys: tuple[str, ...], loaded: list[Value | str], ev: Evaluator, place: Place
) -> Value:
    if "default" not in value.entries and "env" not in value.entries:
        entries = {
            key: Entry(
                _leaf(entry.value, (*keys, key), loaded, ev, place)
                if isinstance(entry.value, Record)
                else entry.value,
                entry.place,
            )
            for key, entry in value.entries.items()
        }
        return Record(entries, value.place, value.rest)
    options: list[Value] = []
    env = value.entries.get("env")
    if env is not None and isinstance(env.value, Const) and isinstance(env.value.value, str):
        step = Step(f"reads {env.value.value}", env.place)
        options.append(EnvVar(env.value.value, env.place.path, (step,)))
    for source in reversed(loaded):
        found = _under(source, keys, ev)
        options.extend(() if found is None else (found,))
    if "default" in value.entries:
        options.append(value.entries["default"].value)
    return options[0] if len(options) == 1 else FirstOf(tuple(options), "nullish")


def _under(source: Value | str, keys: tuple[str, ...], ev: Evaluator) -> Value | None:
    if isinstance(source, str):
        return value_in(ev.workspace, source, keys)
    for key in keys:
        if not isinstance(source, Record):
            return source if isinstance(source, Unknown) else _UNSEEN
        entry = source.entries.get(key)
        if entry is None:
            return source.rest
        source = entry.value
    return source


def _loaded(ev: Evaluator, path: str) -> list[Value | str]:
    """Return what the module of a schema loads into it, in order: values, and paths of files."""
    found: list[Value | str] = []
    for node, site in ev.sites.calls(path):
        if not isinstance(node.callee, ir.Member) or node.callee.name not in _LOADERS:
            continue
        owner = ev.evaluate(node.callee.object, site.scope)
        if not isinstance(owner, Invocation) or not _is_convict(owner):
            continue
        given = ev.evaluate(node.args[0].value, site.scope) if node.args else _UNSEEN
        if node.callee.name == "load":
            found.append(given if isinstance(given, Record) else _UNSEEN)
        else:
            found.append(_file(ev, given, path) or _UNSEEN)
    return found


def _is_convict(owner: Invocation) -> bool:
    return isinstance(owner.callee, External) and owner.callee.module == "convict"


def _file(ev: Evaluator, given: Value, reader: str) -> str | None:
    if not isinstance(given, Const) or not isinstance(given.value, str):
        return None
    for folder in ev.workspace.directory_chain(reader):
        path = join(folder, given.value)
        if path.endswith((".json", ".yaml", ".yml")) and ev.workspace.exists(path):
            return path
    return None
