"""``value.name`` for every kind of value."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING

from msgspec import structs

from supertokens_lint.finding import Step
from supertokens_lint.languages import ir
from supertokens_lint.resolve import (
    django_settings,
    expo_config,
    flask_config,
    go_constants,
    go_functions,
    instances,
    intrinsics,
    lists,
)
from supertokens_lint.resolve.values import (
    Case,
    Choice,
    ClassRef,
    Closure,
    Condition,
    Const,
    EnvVar,
    External,
    FirstOf,
    Instance,
    Invocation,
    Items,
    MethodOf,
    ModuleRef,
    Operation,
    PageLocation,
    Reason,
    Record,
    Unknown,
    Value,
    through,
)
from supertokens_lint.source import Place

if TYPE_CHECKING:
    from supertokens_lint.resolve.evaluator import Evaluator

RUN_TIME_ENVIRONMENT = re.compile(r"^[a-z_]*(?:env|config|settings)_*$", re.IGNORECASE)
VARIABLE = re.compile(r"^[A-Z][A-Z0-9_]*$")
BUILD_VARIABLES = frozenset({"DEV", "PROD", "MODE", "BASE_URL", "SSR"})
LOCATION_PARTS = frozenset(
    {"origin", "host", "hostname", "port", "protocol", "href", "pathname", "search", "hash"}
)

_INDEX = re.compile(r"-?\d{1,9}")
_STATUS = re.compile(r"HTTP_(\d{3})_[A-Z_]+$")
_WITH_STATUS = frozenset({"fastapi", "starlette", "rest_framework"})


def member(ev: Evaluator, value: Value, name: str, place: Place) -> Value:
    """Return ``value.name``; alternatives give alternatives."""
    if isinstance(value, Record):
        return _of_record(value, name, place)
    if isinstance(value, External):
        in_go = place.path.endswith(".go") and not go_functions.is_environment(value)
        found = go_constants.member(value, name, place) if in_go else None
        return found or of_external(ev, value, name, place)
    if isinstance(value, ModuleRef):
        return through(ev.exported(value.path, name), f"read as {name}", place)
    if isinstance(value, Choice):
        return _of_choice(ev, value, name, place)
    if isinstance(value, FirstOf):
        return _of_fallback(ev, value, name, place)
    if isinstance(value, Instance | ClassRef):
        return instances.member(ev, value, name, place)
    if isinstance(value, Items) and _INDEX.fullmatch(name):
        return _of_items(value, int(name))
    if isinstance(value, Operation) and lists.is_split(value) and _INDEX.fullmatch(name):
        return lists.part(value, int(name))
    if isinstance(value, Invocation):
        return _of_invocation(ev, value, name, place)
    of_enumeration = isinstance(value, Const) and name == "value" and place.path.endswith(".py")
    return (
        value if of_enumeration or isinstance(value, Unknown) else _unread(ev, value, name, place)
    )


def _unread(ev: Evaluator, value: Value, name: str, place: Place) -> Value:
    """Return a member of something that nobody looks inside, but for a configuration of Flask."""
    filled = flask_config.setting(ev, name, place) if flask_config.is_config(value) else None
    return MethodOf(value, name) if filled is None else filled


def _of_record(value: Record, name: str, place: Place) -> Value:
    entry = value.entries.get(name)
    if entry is not None:
        if isinstance(entry.value, Closure) and entry.value.this is None:
            return structs.replace(entry.value, this=value)
        return through(entry.value, f"read as {name}", place)
    if value.rest is not None:
        return value.rest
    if name in intrinsics.OBJECT_METHODS:
        return MethodOf(value, name)
    return Const(None, value.trail)


def _status_code(value: External, name: str, place: Place) -> Value | None:
    """Return a status code of Python: ``HTTPStatus.FORBIDDEN``, ``status.HTTP_403_FORBIDDEN``."""
    if (value.module, value.path) == ("http", ("HTTPStatus",)) and name in HTTPStatus.__members__:
        return Const(HTTPStatus[name].value, (Step("written here", place),))
    match = _STATUS.match(name) if value.module.split(".")[0] in _WITH_STATUS else None
    return None if match is None else Const(int(match[1]), (Step("written here", place),))


def of_external(ev: Evaluator, value: External, name: str, place: Place) -> Value:
    """Return a member of a package or global, which may be an environment variable."""
    path = (*value.path, name)
    found = _of_global(path, name, place) if not value.module else None
    if found is None and value.module == "django.conf" and value.path == ("settings",):
        found = django_settings.setting(ev, name, place)
    if found is None and len(value.path) > 1:
        found = expo_config.constant(ev, value, name, place)
    if found is None and flask_config.is_config(value):
        found = flask_config.setting(ev, name, place)
    if found is None:
        found = _status_code(value, name, place)
    if found is not None:
        return found
    if (value.module, value.path) in intrinsics.ENVIRONMENT_OBJECTS and name not in ("get", "copy"):
        return EnvVar(name, place.path, (Step(f"reads {name}", place),))
    if name == "default" and value.path[-1:] == ("default",):
        return value
    inner = None
    if not value.path and value.module and not value.module.startswith("."):
        inner = ev.program.resolve(place.path, f"{value.module}.{name}", _language(place))
    if inner is not None:
        return ModuleRef(inner)
    return External(value.module, path, value.trail)


def _of_global(path: tuple[str, ...], name: str, place: Place) -> Value | None:
    step = (Step(f"reads {name}", place),)
    if path[:3] == ("import", "meta", "env") and len(path) == 4:
        full = f"import.meta.env.{name}" if name in BUILD_VARIABLES else name
        return EnvVar(full, place.path, step)
    if len(path) == 2 and path[0] == "location" and name in LOCATION_PARTS:
        return PageLocation(name, step)
    if path == ("origin",):  # of the window
        return PageLocation(name, step)
    if path == ("document", "location"):
        return External("", ("location",))
    is_variable = (
        (path[:2] == ("process", "env") and len(path) == 3)
        or (path[:2] in (("Bun", "env"), ("Deno", "env")) and len(path) == 3 and name != "get")
        or (len(path) == 2 and _is_run_time_environment(path[0], name))
    )
    return EnvVar(name, place.path, step) if is_variable else None


def _is_run_time_environment(owner: str, name: str) -> bool:
    """Tell whether a global such as ``window.ENV`` is filled where the page is served."""
    if not RUN_TIME_ENVIRONMENT.match(owner):
        return False
    return VARIABLE.match(name) is not None or not owner.islower() or owner.startswith("_")


def _language(place: Place) -> ir.Language:
    return ir.Language.PYTHON if place.path.endswith(".py") else ir.Language.JAVASCRIPT


def _of_choice(ev: Evaluator, value: Choice, name: str, place: Place) -> Value:
    cases = tuple(
        Case(case.conditions, member(ev, case.value, name, place)) for case in value.cases
    )
    return Choice(cases, value.trail)


def _of_fallback(ev: Evaluator, value: FirstOf, name: str, place: Place) -> Value:
    first = value.options[0]
    if isinstance(first, Record | Instance | ModuleRef | ClassRef):
        return member(ev, first, name, place)
    parts = tuple(member(ev, option, name, place) for option in value.options)
    if any(isinstance(part, MethodOf) for part in parts):
        return MethodOf(value, name)
    return FirstOf(parts, "nullish", value.trail)


def _of_items(value: Items, index: int) -> Value:
    try:
        return value.items[index]
    except IndexError:
        return Const(None) if value.rest is None else value.rest


def _of_invocation(ev: Evaluator, value: Invocation, name: str, place: Place) -> Value:
    known = intrinsics.member_of_invocation(ev, value, name, place)
    if known is not None:
        return known
    entry = value.keywords.get(name)
    if entry is not None:
        return through(entry.value, f"read as {name}", place)
    return MethodOf(value, name)


def by_symbol(value: Value, index: Value, place: Place) -> Value:
    """Return ``value[index]`` where the index depends on the environment.

    A record indexed by a variable becomes a choice over its keys. In Go, a function indexed by
    something is the function with its type arguments.
    """
    if place.path.endswith(".go") and isinstance(value, Closure | External):
        return value
    if isinstance(value, Record) and not isinstance(index, Unknown):
        cases = [
            Case(
                (Condition(Operation("==", (index, Const(key))), expected=True),),
                through(entry.value, f"read as {key}", place),
            )
            for key, entry in value.entries.items()
        ]
        if value.rest is not None:
            cases.append(Case((), value.rest))
        return Choice(tuple(cases)) if cases else Const(None)
    if isinstance(value, Choice | FirstOf | Unknown):
        return value if isinstance(value, Unknown) else Unknown(Reason.SYNTAX, "computed key")
    return Unknown(Reason.SYNTAX, "computed key")
