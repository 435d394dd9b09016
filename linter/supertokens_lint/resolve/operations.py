"""Operators and string methods on known scalars."""

from __future__ import annotations

import re
from collections.abc import Callable

from supertokens_lint.resolve.values import Scalar

MAX_LENGTH = 100_000
MAX_NUMBER = 2**64


class CannotFoldError(Exception):
    """Raised when an operation has no result that can be told from its operands."""


def text_of(value: Scalar, *, python: bool = False) -> str:
    """Return the string that a template makes of a scalar."""
    if isinstance(value, bool):
        return str(value) if python else str(value).lower()
    if value is None:
        raise CannotFoldError
    if isinstance(value, float) and value.is_integer() and not python:
        return str(int(value))
    return str(value)


def truthy(value: Scalar) -> bool:
    """Tell whether a scalar counts as true in JavaScript and Python alike."""
    return bool(value)


def fold(op: str, operands: tuple[Scalar, ...]) -> Scalar:
    """Return the result of an operation on scalars.

    Raises CannotFoldError for operations and operands without a result of their own.
    """
    if op.startswith("."):
        return _method(op[1:], operands)
    if len(operands) == 1:
        return _unary(op, operands[0])
    if len(operands) == 2:
        return _binary(op, operands[0], operands[1])
    raise CannotFoldError


def _unary(op: str, operand: Scalar) -> Scalar:
    if op == "!":
        return not truthy(operand)
    if op == "bool":
        return truthy(operand)
    if op == "str":
        return text_of(operand)
    if op == "number":
        return _number(operand)
    if op == "-" and isinstance(operand, int | float):
        return -operand
    if op == "typeof":
        return _typeof(operand)
    raise CannotFoldError


def _typeof(operand: Scalar) -> str:
    if isinstance(operand, bool):
        return "boolean"
    if isinstance(operand, str):
        return "string"
    return "undefined" if operand is None else "number"


def _number(operand: Scalar) -> int | float:
    if isinstance(operand, int | float):
        return operand
    if isinstance(operand, str):
        match = re.match(r"\s*([+-]?\d{1,18})(?!\d)", operand)
        if match:
            return int(match.group(1))
    raise CannotFoldError


def _binary(op: str, left: Scalar, right: Scalar) -> Scalar:
    if op == "==":
        return left == right
    if op == "!=":
        return left != right
    if op == "&&":
        return right if truthy(left) else left
    if op == "||":
        return left if truthy(left) else right
    if op == "??":
        return right if left is None else left
    if op == "+":
        return _add(left, right)
    if op in ("in", "not in") and isinstance(left, str) and isinstance(right, str):
        return (left in right) == (op == "in")
    if op in _ARITHMETIC and isinstance(left, int | float) and isinstance(right, int | float):
        return _small(_ARITHMETIC[op](left, right))
    raise CannotFoldError


def _short(*texts: str) -> str:
    """Put texts together; a program may double them again and again."""
    if sum(map(len, texts)) > MAX_LENGTH:
        raise CannotFoldError
    return "".join(texts)


def _small(value: Scalar) -> Scalar:
    if isinstance(value, int) and abs(value) > MAX_NUMBER:
        raise CannotFoldError
    return value


def _add(left: Scalar, right: Scalar) -> Scalar:
    if isinstance(left, str) or isinstance(right, str):
        return _short(text_of(left), text_of(right))
    if isinstance(left, int | float) and isinstance(right, int | float):
        return _small(left + right)
    raise CannotFoldError


_ARITHMETIC: dict[str, Callable[[float, float], Scalar]] = {
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    ">": lambda a, b: a > b,
    "<": lambda a, b: a < b,
    ">=": lambda a, b: a >= b,
    "<=": lambda a, b: a <= b,
}


def _method(name: str, operands: tuple[Scalar, ...]) -> Scalar:
    receiver, args = operands[0], operands[1:]
    if name in ("toString", "str") and not args:
        return text_of(receiver)
    if not isinstance(receiver, str):
        raise CannotFoldError
    if name in ("slice", "substring"):
        return _slice(receiver, args, clamp=name == "substring")
    texts = tuple(arg for arg in args if isinstance(arg, str))
    if len(texts) != len(args):
        raise CannotFoldError
    simple = _SIMPLE_METHODS.get(name)
    if simple is not None and not texts:
        return simple(receiver)
    return _text_method(name, receiver, texts)


_SIMPLE_METHODS: dict[str, Callable[[str], Scalar]] = {
    "trim": str.strip,
    "trimEnd": str.rstrip,
    "trimStart": str.lstrip,
    "strip": str.strip,
    "rstrip": str.rstrip,
    "lstrip": str.lstrip,
    "lower": str.lower,
    "toLowerCase": str.lower,
    "casefold": str.casefold,
    "upper": str.upper,
    "toUpperCase": str.upper,
    "unicode_string": str,
}


def _text_method(name: str, receiver: str, texts: tuple[str, ...]) -> Scalar:
    if len(texts) == 1:
        one = _ONE_TEXT_METHODS.get(name)
        if one is not None:
            return one(receiver, texts[0])
    if name in ("replace", "replaceFirst", "replaceAll") and len(texts) == 2:
        times = 1 if name == "replaceFirst" else receiver.count(texts[0])
        if len(receiver) + times * len(texts[1]) > MAX_LENGTH:
            raise CannotFoldError
        return receiver.replace(*texts, times)
    if name == "concat":
        return _short(receiver, *texts)
    raise CannotFoldError


_ONE_TEXT_METHODS: dict[str, Callable[[str, str], Scalar]] = {
    "strip": str.strip,
    "rstrip": str.rstrip,
    "lstrip": str.lstrip,
    "removesuffix": str.removesuffix,
    "removeprefix": str.removeprefix,
    "startswith": str.startswith,
    "startsWith": str.startswith,
    "endswith": str.endswith,
    "endsWith": str.endswith,
    "includes": str.__contains__,
}


def _slice(text: str, args: tuple[Scalar, ...], *, clamp: bool) -> str:
    """``slice`` of JavaScript counts from the end as Python does; ``substring`` does not."""
    bounds = [arg for arg in args if arg is None or isinstance(arg, int)]
    if len(bounds) != len(args) or len(bounds) > 2:
        raise CannotFoldError
    if clamp:
        bounds = [None if bound is None else max(bound, 0) for bound in bounds]
    low, high = (*bounds, None, None)[:2]
    return text[low:high]
