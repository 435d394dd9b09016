"""Methods of strings, lists and dicts, in JavaScript and Python."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from supertokens_lint.resolve import lists, regexes, structures, urls
from supertokens_lint.resolve.flask_config import is_config, setting
from supertokens_lint.resolve.values import (
    ArgumentValue,
    Choice,
    Const,
    EnvVar,
    External,
    FirstOf,
    Invocation,
    Items,
    Join,
    MethodOf,
    Operation,
    PageLocation,
    Reason,
    Record,
    Unknown,
    Value,
)
from supertokens_lint.source import Place

if TYPE_CHECKING:
    from supertokens_lint.resolve.evaluator import Evaluator

TEXTUAL = (Const, EnvVar, FirstOf, Choice, Join, Operation, PageLocation)
TEXT_METHODS = frozenset(
    {
        "trim", "trimEnd", "trimStart", "strip", "rstrip", "lstrip", "lower", "toLowerCase",
        "casefold", "upper", "toUpperCase", "replace", "replaceAll", "removesuffix",
        "removeprefix", "startswith", "startsWith", "endswith", "endsWith", "includes", "concat",
        "toString", "unicode_string", "slice", "substring",
    }
)  # fmt: skip
SAME_LIST = frozenset({"filter", "flat", "sort", "reverse", "slice", "copy", "toSorted"})
_MODEL_DUMPS = frozenset({"dict", "model_dump"})
PLACEHOLDER = re.compile(r"\{(\w*)(?:![rsa])?\}")
_DIRECTIVE = re.compile(r"%(?:\((\w+)\))?([sd%])")


def call(
    ev: Evaluator, callee: MethodOf, args: tuple[ArgumentValue, ...], place: Place
) -> Value | None:
    """Return the result of a method of a built-in type, or ``None`` when it is not known."""
    target, name = callee.target, callee.name
    if isinstance(target, Record):
        return _of_record(ev, target, name, args, place)
    if isinstance(target, Items):
        return _of_items(ev, target, name, args, place)
    if isinstance(target, Invocation):
        return _of_object(ev, target, name, args, place)
    if name == "toString" and isinstance(target, External):
        return None
    if isinstance(target, TEXTUAL):
        return _of_text(ev, target, name, args, place)
    if name == "get" and args and isinstance(args[0].value, Const) and is_config(target):
        return setting(ev, str(args[0].value.value), place)
    if name in _MODEL_DUMPS and not args:
        return target
    return None


def _of_object(
    ev: Evaluator, target: Invocation, name: str, args: tuple[ArgumentValue, ...], place: Place
) -> Value | None:
    expression = regexes.operands_of(target)
    if expression is not None and name == "test" and args:
        return ev.operation("regex.test", (args[0].value, *expression), place)
    if name == "toString" and urls.is_web_url(target):
        return urls.text_of(ev, target, place)
    return target if name in _MODEL_DUMPS and not args else None


def _of_record(
    ev: Evaluator, target: Record, name: str, args: tuple[ArgumentValue, ...], place: Place
) -> Value | None:
    if name == "get" and args and isinstance(args[0].value, Const):
        found = ev.member(target, str(args[0].value.value), place)
        missing = isinstance(found, Const) and found.value is None
        return args[1].value if missing and len(args) > 1 else found
    if name == "copy":
        return target
    return None


def _of_items(
    ev: Evaluator, target: Items, name: str, args: tuple[ArgumentValue, ...], place: Place
) -> Value | None:
    if name in SAME_LIST:
        return target
    if name == "map":
        return lists.mapped(target, args)
    if name == "concat":
        result: Value = target
        for arg in args:
            result = structures.merged(result, arg.value)
        return result
    if name == "join" and target.rest is None:
        separator = args[0].value if args else Const(",")
        parts: list[Value] = []
        for index, item in enumerate(target.items):
            parts.extend((separator, item) if index else (item,))
        return ev.joined(tuple(parts), place)
    return None


def _of_text(
    ev: Evaluator, target: Value, name: str, args: tuple[ArgumentValue, ...], place: Place
) -> Value | None:
    if name == "split":
        separator = args[0].value if args else None
        return lists.split(target, separator, place)
    if name == "map":
        return lists.mapped(target, args)
    if lists.is_split(target):
        return target if name in SAME_LIST else None
    if name == "join" and args and isinstance(args[0].value, Items):
        return _of_items(ev, args[0].value, "join", (ArgumentValue(target),), place)
    if name == "format":
        return _formatted(ev, target, args, place)
    if name not in TEXT_METHODS:
        return None
    expression = regexes.operands_of(args[0].value) if args else None
    if expression is not None:
        if name not in ("replace", "replaceAll") or len(args) < 2:
            return Unknown(Reason.SYNTAX, f"{name} with a regular expression")
        operands = (target, *expression, args[1].value)
        return ev.operation("regex.replace", operands, place)
    op = "replaceFirst" if name == "replace" and not place.path.endswith(".py") else name
    return ev.operation(f".{op}", (target, *(arg.value for arg in args)), place)


def _formatted(
    ev: Evaluator, target: Value, args: tuple[ArgumentValue, ...], place: Place
) -> Value | None:
    if not isinstance(target, Const) or not isinstance(target.value, str):
        return None
    parts: list[Value] = []
    position = automatic = 0
    for match in PLACEHOLDER.finditer(target.value):
        parts.append(Const(target.value[position : match.start()]))
        key = match.group(1)
        found = _format_argument(args, key, automatic)
        automatic += not key
        if found is None:
            return None
        parts.append(found)
        position = match.end()
    parts.append(Const(target.value[position:]))
    return ev.joined(tuple(parts), place)


def _format_argument(args: tuple[ArgumentValue, ...], key: str, automatic: int) -> Value | None:
    if key and not (key.isdecimal() and len(key) <= 9):
        return next((arg.value for arg in args if arg.name == key), None)
    index = int(key) if key else automatic
    positional = [arg.value for arg in args if arg.name is None]
    return positional[index] if index < len(positional) else None


def percent_format(ev: Evaluator, target: Value, given: Value, place: Place) -> Value | None:
    """Return ``"%s:%d" % (a, b)`` of Python, ``None`` when a directive is no plain one."""
    if not isinstance(target, Const) or not isinstance(target.value, str):
        return None
    pieces = _DIRECTIVE.split(target.value)
    texts, directives = pieces[::3], list(zip(pieces[1::3], pieces[2::3], strict=True))
    arguments = list(given.items) if isinstance(given, Items) else [given]
    if any("%" in text for text in texts):
        return None
    parts: list[Value] = []
    for text, (key, kind) in zip(texts, [*directives, ("", "")], strict=True):
        parts.append(Const(text))
        if kind == "%":
            parts.append(Const("%"))
        elif kind and key:
            parts.append(ev.member(given, key, place))
        elif kind:
            if not arguments:
                return None
            parts.append(arguments.pop(0))
    return ev.joined(tuple(parts), place)
