"""What well-known functions of Go's standard library and of packages do to values.

Sources: the documentation of the packages os, fmt, strings, strconv, net, net/url, path, cmp and
flag, of joho/godotenv and gin-contrib/cors, and of the pointer helpers of samber/lo, aws-sdk-go
and their like.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from supertokens_lint.finding import Step
from supertokens_lint.resolve import go_viper, lists, structures
from supertokens_lint.resolve.go_constants import gin_mode
from supertokens_lint.resolve.go_scopes import BUILTIN
from supertokens_lint.resolve.values import (
    ArgumentValue,
    Choice,
    Const,
    Entry,
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

if TYPE_CHECKING:
    from supertokens_lint.resolve.evaluator import Evaluator

Args: TypeAlias = tuple[ArgumentValue, ...]
Handler: TypeAlias = Callable[["Evaluator", list[Value], Place], Value | None]

ENVIRONMENT = External("os", ("environ",))
_VERB = re.compile(r"%(?:([sdvqt])|(%)|[-+# 0]{0,9}[\d.*\[\]]{0,40}[a-zA-Z])")
_VARIABLE = re.compile(r"\$(?:\{(\w+)\}|(\w+))")
# Functions of packages that return a pointer to their only argument, under their usual names.
_POINTERS = frozenset(
    {"ToPtr", "Ptr", "To", "Of", "Pointer", "PointerTo", "PtrTo", "String", "Bool", "Int", "Int64",
     "StringPtr", "BoolPtr", "StringPointer", "BoolPointer", "P", "Addr", "Ref"}
)  # fmt: skip


def call(ev: Evaluator, callee: External | MethodOf, args: Args, place: Place) -> Value | None:
    """Return the result of a known call, or ``None``."""
    asked = go_viper.call(ev, callee, args, place)
    if asked is not None:
        return asked
    if any(arg.spread for arg in args) and not _is_append(callee):
        return None
    values = [arg.value for arg in args]
    if isinstance(callee, MethodOf):
        return _method(ev, callee, values, place)
    handler = _FUNCTIONS.get((callee.module, ".".join(callee.path)))
    if handler is not None:
        return _append(ev, args, place) if handler is _appended else handler(ev, values, place)
    is_package = "." in callee.module.split("/", 1)[0]
    if is_package and len(values) == 1 and callee.path[-1:] and callee.path[-1] in _POINTERS:
        return values[0]
    return None


def is_environment(value: External) -> bool:
    """Tell whether a value is the environment as a map."""
    return (value.module, value.path) == (ENVIRONMENT.module, ENVIRONMENT.path)


def _is_append(callee: External | MethodOf) -> bool:
    return isinstance(callee, External) and callee.path == ("append",)


# --- environment ---------------------------------------------------------------------------------


def _variable(name: Value, place: Place) -> EnvVar | None:
    if not isinstance(name, Const) or not isinstance(name.value, str):
        return None
    return EnvVar(name.value, place.path, (Step(f"reads {name.value}", place),))


def _getenv(_ev: Evaluator, values: list[Value], place: Place) -> Value | None:
    return _variable(values[0], place) if values else None


def _lookup_env(_ev: Evaluator, values: list[Value], place: Place) -> Value | None:
    variable = _variable(values[0], place) if values else None
    if variable is None:
        return None
    return Items((variable, Operation("!=", (variable, Const(None)))), place)


def _expand_env(ev: Evaluator, values: list[Value], place: Place) -> Value | None:
    text = values[0] if values else None
    if not isinstance(text, Const) or not isinstance(text.value, str):
        return None
    parts: list[Value] = []
    position = 0
    for match in _VARIABLE.finditer(text.value):
        name = match.group(1) or match.group(2)
        parts.append(Const(text.value[position : match.start()], text.trail))
        parts.append(EnvVar(name, place.path, (Step(f"reads {name}", place),)))
        position = match.end()
    parts.append(Const(text.value[position:], text.trail))
    kept = [part for part in parts if not isinstance(part, Const) or part.value]
    return kept[0] if len(kept) == 1 else ev.joined(tuple(kept), place)


def _dotenv(_ev: Evaluator, _values: list[Value], place: Place) -> Value | None:
    return Items((ENVIRONMENT, Const(None)), place)


# --- text ----------------------------------------------------------------------------------------


def _sprintf(ev: Evaluator, values: list[Value], place: Place) -> Value | None:
    form = values[0] if values else None
    if not isinstance(form, Const) or not isinstance(form.value, str):
        return None
    parts: list[Value] = []
    rest = list(values[1:])
    position = 0
    for match in _VERB.finditer(form.value):
        parts.append(Const(form.value[position : match.start()], form.trail))
        position = match.end()
        if match.group(2):
            parts.append(Const("%"))
        elif match.group(1) is None or not rest:
            return Unknown(Reason.SYNTAX, f"format {match.group(0)}")
        else:
            parts.append(rest.pop(0))
    parts.append(Const(form.value[position:], form.trail))
    kept = tuple(part for part in parts if not isinstance(part, Const) or part.value != "")
    return ev.joined(kept, place)


def _sprint(ev: Evaluator, values: list[Value], place: Place) -> Value | None:
    return ev.joined(tuple(values), place) if values else None


def _join(ev: Evaluator, values: list[Value], place: Place) -> Value | None:
    if len(values) != 2 or not isinstance(values[0], Items) or values[0].rest is not None:
        return None
    parts: list[Value] = []
    for index, item in enumerate(values[0].items):
        parts.extend((values[1], item) if index else (item,))
    return ev.joined(tuple(parts), place)


def _split(_ev: Evaluator, values: list[Value], place: Place) -> Value | None:
    return lists.split(values[0], values[1] if len(values) > 1 else None, place)


def _operation(op: str, count: int) -> Handler:
    def handler(ev: Evaluator, values: list[Value], place: Place) -> Value | None:
        return ev.operation(op, tuple(values[:count]), place) if len(values) >= count else None

    return handler


def _equal_fold(ev: Evaluator, values: list[Value], place: Place) -> Value | None:
    if len(values) != 2:
        return None
    lower = tuple(ev.operation(".lower", (value,), place) for value in values)
    return ev.operation("==", lower, place)


def _parse_bool(ev: Evaluator, values: list[Value], place: Place) -> Value | None:
    if not values:
        return None
    lower = ev.operation(".lower", (values[0],), place)
    return Items(
        (ev.operation("==", (lower, Const("true")), place), _failed(ev, values, place)), place
    )


def _parse_int(ev: Evaluator, values: list[Value], place: Place) -> Value | None:
    if not values:
        return None
    number = ev.operation("number", (values[0],), place)
    return Items((number, _failed(ev, values, place)), place)


def _failed(ev: Evaluator, values: list[Value], place: Place) -> Value:
    """Return the error of a conversion: there is one when the text is empty."""
    if isinstance(values[0], Const):
        return Const(None)
    return ev.operation("!", (values[0],), place)


def _host_port(ev: Evaluator, values: list[Value], place: Place) -> Value | None:
    return ev.joined((values[0], Const(":"), values[1]), place) if len(values) == 2 else None


def _path_join(_ev: Evaluator, values: list[Value], _place: Place) -> Value | None:
    texts = [item.value for item in values if isinstance(item, Const)]
    if len(texts) != len(values) or not all(isinstance(text, str) for text in texts):
        return Unknown(Reason.SYNTAX, "path of unknown parts")
    joined = posixpath.join("", *(str(text).lstrip("/") if i else str(text) for i, text in
                                  enumerate(texts)))  # fmt: skip
    trail = next((item.trail for item in values if item.trail), ())
    return Const(posixpath.normpath(joined) if joined else "", trail)


def _url_path_join(ev: Evaluator, values: list[Value], place: Place) -> Value | None:
    if not values:
        return None
    parts: list[Value] = [ev.operation(".rstrip", (values[0], Const("/")), place)]
    for value in values[1:]:
        parts.extend((Const("/"), ev.operation(".strip", (value, Const("/")), place)))
    return Items((ev.joined(tuple(parts), place), Const(None)), place)


# --- values --------------------------------------------------------------------------------------


def _same(_ev: Evaluator, values: list[Value], _place: Place) -> Value | None:
    return values[0] if values else None


def _second(_ev: Evaluator, values: list[Value], _place: Place) -> Value | None:
    return values[1] if len(values) > 1 else None


def _first_set(_ev: Evaluator, values: list[Value], _place: Place) -> Value | None:
    return FirstOf(tuple(values), "falsy") if values else None


def _appended(_ev: Evaluator, _values: list[Value], _place: Place) -> Value | None:
    return None  # needs the spreads: see _append


def _append(_ev: Evaluator, args: Args, place: Place) -> Value | None:
    if not args:
        return None
    base = args[0].value
    if isinstance(base, Const) and base.value is None:
        base = Items((), place)
    more: list[Value] = []
    rest: Unknown | None = None
    for arg in args[1:]:
        if arg.spread and isinstance(arg.value, Unknown | Invocation):
            rest = Unknown(Reason.EXTERNAL, "appended items that nobody can see")
        else:
            more.append(arg.value)
    return structures.merged(base, Items(tuple(more), place, rest))


def _gin_cors(_ev: Evaluator, _values: list[Value], place: Place) -> Value | None:
    """Return the struct that ``DefaultConfig`` of gin-contrib/cors (cors.go) makes."""
    trail = (Step("default of gin-contrib/cors", place),)
    fields: dict[str, Entry] = {}
    for name, texts in _GIN_CORS.items():
        items = Items(tuple(Const(text, trail) for text in texts), place, trail=trail)
        fields[name] = Entry(items, place)
    callee = External("github.com/gin-contrib/cors", ("Config",))
    return Invocation(callee, (), fields, place, is_new=True, trail=trail)


def _concatenated(_ev: Evaluator, values: list[Value], _place: Place) -> Value | None:
    result = values[0] if values else None
    for value in values[1:]:
        result = None if result is None else structures.merged(result, value)
    return result


def _method(ev: Evaluator, callee: MethodOf, values: list[Value], place: Place) -> Value | None:
    target = callee.target
    if callee.name == "String" and not values and isinstance(target, Invocation):
        return _url_text(ev, target, place)
    if isinstance(target, Const | EnvVar | FirstOf | Choice | Operation):
        from supertokens_lint.resolve import calling, go_structs  # noqa: PLC0415 - mutual rooms

        method = go_structs.of_scalar(ev, target, callee.name, place)
        if method is not None:
            args = tuple(ArgumentValue(value) for value in values)
            return calling.apply(ev, method, args, place)
    return None


def _url_text(ev: Evaluator, value: Invocation, place: Place) -> Value | None:
    """Return the text of a ``url.URL{Scheme: ..., Host: ..., Path: ...}``."""
    if value.callee != External("net/url", ("URL",), value.callee.trail):
        return None
    parts = [value.keywords[key].value for key in ("Scheme", "Host") if key in value.keywords]
    if len(parts) != 2 or set(value.keywords) - {"Scheme", "Host", "Path"}:
        return None
    path = value.keywords.get("Path")
    tail = () if path is None else (path.value,)
    return ev.joined((parts[0], Const("://"), parts[1], *tail), place)


_GIN_CORS = {
    "AllowMethods": ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"),
    "AllowHeaders": ("Origin", "Content-Length", "Content-Type"),
}
_FUNCTIONS: Mapping[tuple[str, str], Handler] = {
    ("github.com/gin-contrib/cors", "DefaultConfig"): _gin_cors,
    ("os", "Getenv"): _getenv,
    ("os", "LookupEnv"): _lookup_env,
    ("os", "ExpandEnv"): _expand_env,
    ("syscall", "Getenv"): _lookup_env,
    ("github.com/joho/godotenv", "Read"): _dotenv,
    ("github.com/joho/godotenv", "Unmarshal"): _dotenv,
    ("fmt", "Sprintf"): _sprintf,
    ("fmt", "Sprint"): _sprint,
    ("strings", "TrimSuffix"): _operation(".removesuffix", 2),
    ("strings", "TrimPrefix"): _operation(".removeprefix", 2),
    ("strings", "TrimRight"): _operation(".rstrip", 2),
    ("strings", "TrimLeft"): _operation(".lstrip", 2),
    ("strings", "Trim"): _operation(".strip", 2),
    ("strings", "TrimSpace"): _operation(".strip", 1),
    ("strings", "ToLower"): _operation(".lower", 1),
    ("strings", "ToUpper"): _operation(".upper", 1),
    ("strings", "ReplaceAll"): _operation(".replaceAll", 3),
    ("strings", "HasPrefix"): _operation(".startswith", 2),
    ("strings", "HasSuffix"): _operation(".endswith", 2),
    ("strings", "Contains"): _operation(".includes", 2),
    ("strings", "EqualFold"): _equal_fold,
    ("strings", "Join"): _join,
    ("strings", "Split"): _split,
    ("strings", "Clone"): _same,
    ("strconv", "Itoa"): _operation("str", 1),
    ("strconv", "FormatInt"): _operation("str", 1),
    ("strconv", "FormatBool"): _operation("str", 1),
    ("strconv", "Atoi"): _parse_int,
    ("strconv", "ParseInt"): _parse_int,
    ("strconv", "ParseBool"): _parse_bool,
    ("net", "JoinHostPort"): _host_port,
    ("net/url", "JoinPath"): _url_path_join,
    ("path", "Join"): _path_join,
    ("cmp", "Or"): _first_set,
    ("github.com/gin-gonic/gin", "Mode"): lambda _ev, _values, place: gin_mode(place),
    ("flag", "String"): _second,
    ("flag", "Bool"): _second,
    ("flag", "Int"): _second,
    ("github.com/spf13/pflag", "String"): _second,
    ("github.com/spf13/pflag", "Bool"): _second,
    ("github.com/spf13/pflag", "Int"): _second,
    ("slices", "Concat"): _concatenated,
    ("slices", "Clone"): _same,
    (BUILTIN, "append"): _appended,
    (BUILTIN, "string"): _same,
    (BUILTIN, "int"): _same,
    (BUILTIN, "int64"): _same,
    (BUILTIN, "uint64"): _same,
    (BUILTIN, "bool"): _same,
    (BUILTIN, "any"): _same,
}
