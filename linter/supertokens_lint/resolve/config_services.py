"""Configuration packages: what their look-ups give.

convict, node-config, Nest's ConfigService and Nuxt's runtime configuration; :mod:`.schemas` and
:mod:`.env_readers` know the others. Sources: each package's documentation.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from supertokens_lint.finding import Step
from supertokens_lint.resolve import (
    calling,
    convict,
    dynaconf,
    effect_config,
    env_readers,
    node_config,
    schemas,
)
from supertokens_lint.resolve.values import (
    ArgumentValue,
    Closure,
    Const,
    Entry,
    EnvVar,
    External,
    FirstOf,
    Invocation,
    Items,
    MethodOf,
    Record,
    Value,
)
from supertokens_lint.source import Place

if TYPE_CHECKING:
    from supertokens_lint.resolve.evaluator import Evaluator


_CONVICT = frozenset({"get", "getProperties"})
NEST_SERVICE = External("@nestjs/config", ("ConfigService",))


def call(
    ev: Evaluator, callee: External, args: tuple[ArgumentValue, ...], place: Place
) -> Value | None:
    """Return the result of a call of a configuration package, or ``None``."""
    read = schemas.call(callee, args, place)
    if read is not None:
        return _with_made_defaults(ev, read)
    read = env_readers.function(ev, callee, args, place)
    if read is not None:
        return read
    if callee.module.partition("/")[0] == effect_config.MODULE:
        return effect_config.call(ev, callee, tuple(arg.value for arg in args), place)
    if callee.module == "config" and callee.path[-1:] == ("get",):
        return _node_config(ev, args, place)
    if callee.path[-2:] in (("ConfigService", "get"), ("ConfigService", "getOrThrow")):
        return nest_config(ev, args, place)
    return None


def method(
    ev: Evaluator, callee: MethodOf, args: tuple[ArgumentValue, ...], place: Place
) -> Value | None:
    """Return the result of a method of a configuration object, or ``None``."""
    target = callee.target
    if not isinstance(target, Invocation):
        return None
    read = schemas.method(callee, args, place)
    if read is not None:
        return _with_made_defaults(ev, read)
    read = env_readers.method(ev, callee, args, place) or dynaconf.method(ev, callee, args, place)
    if read is not None:
        return read
    if callee.name in _CONVICT and _root(target).startswith("convict:"):
        return convict.get(ev, target, args, place)
    if callee.name in ("get", "getOrThrow") and _makes(target, "ConfigService"):
        return nest_config(ev, args, place)
    if callee.name in ("get", "resolve") and args and _is_service(args[0].value):
        return Invocation(NEST_SERVICE, (), {}, place)
    return None


def _is_service(value: Value) -> bool:
    """Tell whether a value is Nest's own service, which ``app.get(ConfigService)`` asks for."""
    named = isinstance(value, External) and (value.module, value.path)
    return named == (NEST_SERVICE.module, NEST_SERVICE.path)


def member(ev: Evaluator, value: Invocation, name: str, place: Place) -> Value | None:
    """Return a member of a configuration object, or ``None``."""
    setting = dynaconf.member(ev, value, name, place)
    if setting is not None:
        return setting
    if isinstance(value.callee, External) and value.callee.path[-1:] == ("ConfigService",):
        return MethodOf(value, name)
    return env_readers.member(value, name, place) or ev.fastify_env.member(value, name, place)


def _with_made_defaults(ev: Evaluator, value: Value) -> Value:
    """Return a checked environment with what its default functions return.

    Source: zod.dev, "Defaults": ``default`` takes a function as well, called for what is missing.
    """
    if isinstance(value, Record):
        entries = {
            key: Entry(_with_made_defaults(ev, entry.value), entry.place)
            for key, entry in value.entries.items()
        }
        return Record(entries, value.place, value.rest, value.trail)
    if isinstance(value, FirstOf) and isinstance(value.options[-1], Closure):
        made = calling.invoke(ev, value.options[-1], ())
        return FirstOf((*value.options[:-1], made), value.skips, value.trail)
    return value


def _root(value: Value) -> str:
    while isinstance(value, Invocation | MethodOf):
        value = value.callee if isinstance(value, Invocation) else value.target
    return value.dotted if isinstance(value, External) else ""


def _makes(value: Invocation, name: str) -> bool:
    return isinstance(value.callee, External) and value.callee.path[-1:] == (name,)


def _node_config(ev: Evaluator, args: tuple[ArgumentValue, ...], place: Place) -> Value | None:
    if not args or not isinstance(args[0].value, Const):
        return None
    return node_config.get(ev, str(args[0].value.value), place)


def nest_config(ev: Evaluator, args: tuple[ArgumentValue, ...], place: Place) -> Value | None:
    """Return what Nest's ``ConfigService.get(key, default)`` gives.

    A dotted key is looked for in the factories given to ``ConfigModule.forRoot({ load })`` and in
    ``registerAs`` namespaces; a plain one in the same places, else it is a variable.
    """
    if not args or not isinstance(args[0].value, Const):
        return None
    key = args[0].value.value
    if not isinstance(key, str):
        return None
    found = ev.callers.nest_configuration(key, place)
    positional = [arg.value for arg in args if arg.name is None]
    default = positional[1] if len(positional) > 1 else None
    if isinstance(default, Record):
        default = None
    value = found
    if value is None:
        value = EnvVar(key, place.path, (Step(f"reads {key}", place),))
    return value if default is None else FirstOf((value, default), "nullish")


def nuxt_runtime_config(ev: Evaluator, place: Place) -> Value | None:
    """Return the ``runtimeConfig`` of the nearest Nuxt configuration.

    ``NUXT_`` and ``NUXT_PUBLIC_`` variables override its leaves at run time.
    """
    for directory in ev.workspace.directory_chain(place.path):
        for extension in ("ts", "js", "mjs"):
            path = posixpath.join(directory, f"nuxt.config.{extension}")
            if ev.workspace.exists(path):
                config = ev.member(ev.exported(path, "default"), "runtimeConfig", place)
                return _with_overrides(config, "NUXT", place.path)
    return None


def _with_overrides(value: Value, prefix: str, reader: str) -> Value:
    if not isinstance(value, Record):
        return value
    entries: dict[str, Entry] = {}
    for key, entry in value.entries.items():
        name = f"{prefix}_{_snake(key)}"
        if isinstance(entry.value, Record):
            inner = _with_overrides(entry.value, name, reader)
        elif isinstance(entry.value, Items):
            inner = entry.value
        else:
            inner = FirstOf((EnvVar(name, reader), entry.value), "falsy")
        entries[key] = Entry(inner, entry.place)
    return Record(entries, value.place, value.rest, value.trail)


def _snake(key: str) -> str:
    return "".join(f"_{char}" if char.isupper() else char.upper() for char in key).lstrip("_")
