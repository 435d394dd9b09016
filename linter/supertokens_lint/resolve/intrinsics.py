"""What well-known functions of languages and packages do to values, without running them.

Each handler takes the evaluator, the receiver or callee, the arguments and the place, and returns
a value, or ``None`` when the call has to stay as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from supertokens_lint.finding import Step
from supertokens_lint.languages import ir
from supertokens_lint.resolve import (
    config_services,
    effect_config,
    go_functions,
    methods,
    sdk_calls,
    structures,
    urls,
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
    Reason,
    Record,
    Unknown,
    Value,
)
from supertokens_lint.source import Place

if TYPE_CHECKING:
    from supertokens_lint.resolve.evaluator import Evaluator

Args: TypeAlias = tuple[ArgumentValue, ...]
Handler: TypeAlias = Callable[["Evaluator", Args, Place], Value | None]

OBJECT_METHODS = frozenset(
    {"get", "items", "keys", "values", "copy", "update", "hasOwnProperty", "toString", "setdefault"}
)
ENVIRONMENT_OBJECTS = frozenset(
    {
        ("os", ("environ",)),
        ("$env/dynamic/public", ("env",)),
        ("$env/dynamic/private", ("env",)),
        ("process", ("env",)),
        ("process", ("default", "env")),
        ("node:process", ("env",)),
        ("node:process", ("default", "env")),
    }
)


def virtual_import(module: str, name: ir.ImportedName | None, importer: str) -> Value | None:
    """Return what a framework's virtual module gives: SvelteKit's ``$env/static/*``."""
    if name is not None and module in ("$env/static/public", "$env/static/private"):
        place = Place(importer, name.span)
        return EnvVar(name.imported, importer, (Step(f"reads {name.imported}", place),))
    return None


def call(ev: Evaluator, callee: External | MethodOf, args: Args, place: Place) -> Value | None:
    """Return the result of a known call, or ``None``."""
    if place.path.endswith(".go"):
        found = go_functions.call(ev, callee, args, place)
        of_go = found is None and isinstance(callee, External)
        return sdk_calls.call(callee, place) if of_go and isinstance(callee, External) else found
    if isinstance(callee, MethodOf):
        if callee.name == "pipe":
            return _piped(ev, callee, args, place)
        service = config_services.method(ev, callee, args, place)
        return methods.call(ev, callee, args, place) if service is None else service
    handler = _BY_NAME.get((callee.module, callee.path))
    if handler is not None:
        return handler(ev, args, place)
    environment = _environment_method(callee, args, place)
    if environment is not None:
        return environment
    if callee.path[-1:] and callee.path[-1] in _IDENTITY_NAMES:
        return _identity(ev, args, place)
    if callee.path[-1:] and callee.path[-1] in _PYDANTIC_URLS and callee.module[:8] == "pydantic":
        return _identity(ev, args, place)
    if (callee.module, *callee.path[-1:]) in _MERGES or callee.module in _MERGE_MODULES:
        return _merge(args)
    of_sdk = sdk_calls.call(callee, place)
    return config_services.call(ev, callee, args, place) if of_sdk is None else of_sdk


def _piped(ev: Evaluator, callee: MethodOf, args: Args, place: Place) -> Value | None:
    steps = tuple(arg.value for arg in args if not arg.spread)
    return effect_config.piped(ev, callee.target, steps, place)


def argument(args: Args, index: int, name: str | None = None) -> Value | None:
    """Return a positional or keyword argument."""
    for arg in args:
        if name is not None and arg.name == name:
            return arg.value
    positional = [arg for arg in args if arg.name is None]
    if index < len(positional) and not any(arg.spread for arg in positional[: index + 1]):
        return positional[index].value
    return None


def env_read(name: Value | None, default: Value | None, place: Place) -> Value | None:
    """Return the value of a look-up of an environment variable with an optional default."""
    if not isinstance(name, Const) or not isinstance(name.value, str):
        return None
    variable = EnvVar(name.value, place.path, (Step(f"reads {name.value}", place),))
    return variable if default is None else FirstOf((variable, default), "nullish")


def variable_of(name: Value, container: Value, place: Place) -> Value | None:
    """Return the variable that is asked for in ``name in os.environ``."""
    if not isinstance(container, External):
        return None
    is_environment = (container.module, container.path) in ENVIRONMENT_OBJECTS or (
        not container.module and container.path == ("process", "env")
    )
    return env_read(name, None, place) if is_environment else None


def _getenv(_ev: Evaluator, args: Args, place: Place) -> Value | None:
    return env_read(argument(args, 0, "key"), argument(args, 1, "default"), place)


def _environment_method(callee: External, args: Args, place: Place) -> Value | None:
    owner = (callee.module, callee.path[:-1])
    if callee.path[-1:] == ("get",):
        if owner in ENVIRONMENT_OBJECTS:
            return env_read(argument(args, 0), argument(args, 1), place)
        if owner in (("", ("Deno", "env")), ("", ("process", "env"))):
            return env_read(argument(args, 0), None, place)
    return None


def _getattr(ev: Evaluator, args: Args, place: Place) -> Value | None:
    target, name = argument(args, 0), argument(args, 1)
    if target is None or not isinstance(name, Const) or not isinstance(name.value, str):
        return None
    found = ev.member(target, name.value, place)
    default = argument(args, 2)
    if default is None:
        return found
    if isinstance(found, Unknown) and found.reason is Reason.MISSING_NAME:
        return default
    return FirstOf((found, default), "nullish") if isinstance(found, External) else found


def _decouple(_ev: Evaluator, args: Args, place: Place) -> Value | None:
    return env_read(argument(args, 0), argument(args, 1, "default"), place)


def _to_text(ev: Evaluator, args: Args, place: Place) -> Value | None:
    value = argument(args, 0)
    if isinstance(value, Const) and isinstance(value.value, str):
        return value
    if isinstance(value, Invocation) and urls.is_web_url(value):
        return urls.text_of(ev, value, place)
    return None if value is None else ev.operation("str", (value,), place)


def _to_number(ev: Evaluator, args: Args, place: Place) -> Value | None:
    value = argument(args, 0)
    return None if value is None else ev.operation("number", (value,), place)


def _to_bool(ev: Evaluator, args: Args, place: Place) -> Value | None:
    value = argument(args, 0)
    if value is None:
        return Const(value=False)
    if structures.is_structure(value):
        return Const(value=True)
    return ev.operation("bool", (value,), place)


def _join_urls(ev: Evaluator, args: Args, place: Place) -> Value | None:
    base, url = argument(args, 0, "base"), argument(args, 1, "url")
    return None if base is None or url is None else urls.joined(ev, (base, url), place)


def _identity(_ev: Evaluator, args: Args, _place: Place) -> Value | None:
    return argument(args, 0)


def _define_config(ev: Evaluator, args: Args, place: Place) -> Value | None:
    from supertokens_lint.resolve import calling  # noqa: PLC0415 - mutual rooms

    value = argument(args, 0)
    if isinstance(value, Closure):
        return calling.apply(ev, value, (), place)
    return value


def _assign(_ev: Evaluator, args: Args, _place: Place) -> Value | None:
    result = argument(args, 0)
    for index in range(1, len(args)):
        more = argument(args, index)
        if result is None or more is None:
            return None
        result = structures.merged(result, more)
    return result


def _merge(args: Args) -> Value | None:
    result = argument(args, 0)
    for index in range(1, len(args)):
        more = argument(args, index)
        if result is None or more is None:
            return None
        result = structures.deeply_merged(result, more)
    return result


def _dict(_ev: Evaluator, args: Args, place: Place) -> Value | None:
    base = argument(args, 0)
    keywords = {arg.name: Entry(arg.value, place) for arg in args if arg.name is not None}
    record = Record(keywords, place)
    return record if base is None else structures.merged(base, record)


def _list(_ev: Evaluator, args: Args, place: Place) -> Value | None:
    value = argument(args, 0)
    return Items((), place) if value is None else value


def _use_runtime_config(ev: Evaluator, _args: Args, place: Place) -> Value | None:
    return config_services.nuxt_runtime_config(ev, place)


_BY_NAME: Mapping[tuple[str, tuple[str, ...]], Handler] = {
    ("os", ("getenv",)): _getenv,
    ("os", ("environ", "get")): _getenv,
    ("decouple", ("config",)): _decouple,
    ("builtins", ("str",)): _to_text,
    ("builtins", ("int",)): _to_number,
    ("builtins", ("bool",)): _to_bool,
    ("builtins", ("getattr",)): _getattr,
    ("builtins", ("dict",)): _dict,
    ("builtins", ("list",)): _list,
    ("builtins", ("tuple",)): _list,
    ("builtins", ("set",)): _list,
    ("copy", ("deepcopy",)): _identity,
    ("copy", ("copy",)): _identity,
    ("urllib.parse", ("urljoin",)): _join_urls,
    ("typing", ("cast",)): lambda _ev, args, _place: argument(args, 1),
    ("", ("String",)): _to_text,
    ("", ("String", "raw")): _identity,
    ("", ("Number",)): _to_number,
    ("", ("parseInt",)): _to_number,
    ("", ("Boolean",)): _to_bool,
    ("", ("Object", "assign")): _assign,
    ("", ("Object", "freeze")): _identity,
    ("", ("Object", "seal")): _identity,
    ("", ("structuredClone",)): _identity,
    ("", ("useRuntimeConfig",)): _use_runtime_config,
    ("#imports", ("useRuntimeConfig",)): _use_runtime_config,
    ("#app", ("useRuntimeConfig",)): _use_runtime_config,
    ("vite", ("defineConfig",)): _define_config,
    ("vitest/config", ("defineConfig",)): _define_config,
    ("astro/config", ("defineConfig",)): _define_config,
    ("", ("defineNuxtConfig",)): _define_config,
    ("nuxt/config", ("defineNuxtConfig",)): _define_config,
}
_PYDANTIC_URLS = frozenset({"AnyHttpUrl", "HttpUrl", "AnyUrl"})
_MERGES = frozenset({("lodash", "merge"), ("lodash-es", "merge"), ("ts-deepmerge", "merge")})
_MERGE_MODULES = frozenset({"lodash/merge", "lodash.merge", "deepmerge"})
_IDENTITY_NAMES = frozenset({"markRaw", "readonly", "deepFreeze"})


def member_of_invocation(ev: Evaluator, value: Invocation, name: str, place: Place) -> Value | None:
    """Return a member of a known package's object, or ``None``."""
    part = urls.member(ev, value, name, place)
    if part is not None:
        return part
    return config_services.member(ev, value, name, place)
