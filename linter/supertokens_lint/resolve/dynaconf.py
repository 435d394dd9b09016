"""dynaconf: what a setting is worth.

Variables with the prefix win over the settings files, later files over earlier ones, and with
``environments`` the section of the environment over ``default``. Source: dynaconf.com,
"Configuration Options", "Environment Variables" and "Settings Files". Tables are not looked into.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from supertokens_lint.finding import Step
from supertokens_lint.resolve.go_files import lookup
from supertokens_lint.resolve.values import (
    ArgumentValue,
    Case,
    Choice,
    Condition,
    Const,
    EnvVar,
    External,
    FirstOf,
    Invocation,
    Items,
    MethodOf,
    Operation,
    Reason,
    Unknown,
    Value,
)
from supertokens_lint.source import Place
from supertokens_lint.workspace.paths import join

if TYPE_CHECKING:
    from supertokens_lint.resolve.evaluator import Evaluator

_MAKERS = frozenset({"Dynaconf", "LazySettings"})
_METHODS = frozenset(
    {"get", "exists", "set", "setenv", "from_env", "using_env", "as_dict", "validators", "reload"}
)
_READ = (".toml", ".yaml", ".yml", ".json")
_PRIVATE = ("secret", "local")
_DEFAULT = tuple(f"settings{end}" for end in _READ)
_PREFIX = "DYNACONF"
_UNSEEN = Unknown(Reason.SYNTAX, "settings of dynaconf that are read at run time")


def is_settings(value: Value) -> bool:
    """Tell whether a value is an object of dynaconf."""
    callee = value.callee if isinstance(value, Invocation) else None
    return (
        isinstance(callee, External)
        and callee.module.partition(".")[0] == "dynaconf"
        and callee.path[-1:] in {(name,) for name in _MAKERS}
    )


def member(ev: Evaluator, value: Invocation, name: str, place: Place) -> Value | None:
    """Return a setting, or ``None`` where the object is not dynaconf's."""
    if not is_settings(value):
        return None
    return MethodOf(value, name) if name in _METHODS else _setting(ev, value, name, place)


def method(
    ev: Evaluator, callee: MethodOf, args: tuple[ArgumentValue, ...], place: Place
) -> Value | None:
    """Return what ``settings.get("NAME", default)`` gives, or ``None`` for other calls."""
    key = args[0].value if args else None
    target = callee.target
    if callee.name != "get" or not isinstance(target, Invocation) or not is_settings(target):
        return None
    if not isinstance(key, Const) or not isinstance(key.value, str):
        return None
    return _setting(ev, target, key.value, place)


def _setting(ev: Evaluator, made: Invocation, name: str, place: Place) -> Value:
    options: list[Value] = []
    prefix = _text(made, "envvar_prefix", _PREFIX)
    if prefix is None or made.open or "." in name or "__" in name:
        return _UNSEEN
    variable = f"{prefix}_{name}".upper() if prefix else name.upper()
    options.append(EnvVar(variable, place.path, (Step(f"reads {variable}", place),)))
    found = _in_files(ev, made, name)
    options.extend(found or (_UNSEEN,))
    return FirstOf(tuple(options), "nullish")


def _in_files(ev: Evaluator, made: Invocation, name: str) -> list[Value]:
    """Return what the files say, the one that wins first."""
    by_section = "environments" in made.keywords or "env" in made.keywords
    found: list[Value] = []
    for file in reversed(_files(made)):
        path = _path(ev, file, made.place.path)
        if path is None or not path.endswith(_READ):
            if file not in _DEFAULT and not any(word in file for word in _PRIVATE):
                found.append(_UNSEEN)
            continue
        value = _by_section(ev, path, name) if by_section else lookup(ev.workspace, path, [name])
        if value is not None:
            found.append(value)
    return found


def _by_section(ev: Evaluator, path: str, name: str) -> Value | None:
    default = lookup(ev.workspace, path, ["default", name])
    cases: list[Case] = []
    for mode in ("development", "production"):
        value = lookup(ev.workspace, path, [mode, name])
        if value is not None:
            test = Operation("==", (EnvVar("ENV", path), Const(mode)))
            cases.append(Case((Condition(test, expected=True),), value))
    if not cases:
        return default
    return Choice((*cases, Case((), default or Const(None))))


def _files(made: Invocation) -> tuple[str, ...]:
    entry = made.keywords.get("settings_files") or made.keywords.get("settings_file")
    if entry is None:
        return _DEFAULT
    items = entry.value.items if isinstance(entry.value, Items) else (entry.value,)
    return tuple(str(item.value) if isinstance(item, Const) else "?" for item in items)


def _path(ev: Evaluator, file: str, reader: str) -> str | None:
    for folder in ev.workspace.directory_chain(reader):
        for path in (join(folder, file), join(folder, f"config/{file}")):
            if ev.workspace.exists(path):
                return path
    return None


def _text(made: Invocation, key: str, absent: str) -> str | None:
    """Return a text option; empty for false, ``None`` when it is not known."""
    entry = made.keywords.get(key)
    if entry is None:
        return absent
    if not isinstance(entry.value, Const):
        return None
    return str(entry.value.value) if isinstance(entry.value.value, str) else ""
