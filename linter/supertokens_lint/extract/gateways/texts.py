"""Texts of configuration files as values, with the variables of templates kept as such."""

from __future__ import annotations

import re
from collections.abc import Mapping

from supertokens_lint.finding import Step
from supertokens_lint.resolve.values import Const, EnvVar, FirstOf, Join, Reason, Unknown, Value
from supertokens_lint.source import Place

_ENVIRONMENT = re.compile(
    r"\$\{\{?(?P<braced>[A-Z][A-Z0-9_]*)(?::-?(?P<default>[^{}$]*))?\}\}?"
    r"|\{\$(?P<caddy>[A-Za-z_]\w*)(?::(?P<other>[^{}$]*))?\}|\$(?P<bare>[A-Z][A-Z0-9_]*)\b"
)
_RUN_TIME = re.compile(r"\$\w|\$\{|\{\{|\{\$")
_OPEN = re.compile(r"[${]")
_REFERENCE = re.compile(r"\$(?:(\w+)|\{(\w+)\})")
_SIZE = re.compile(r"(\d{1,9})\s*([kKmMgG]?)[bB]?")
_FACTORS = {"": 1, "k": 1024, "m": 1024**2, "g": 1024**3}
_URL = re.compile(r"(?P<scheme>[a-z0-9+]+)://(?P<host>[^/?#]*)(?P<path>.*)", re.DOTALL)


def template_value(text: str, place: Place, note: str) -> Value:
    """Return a text as a value; upper-case variables are those of the environment.

    Other variables have their value at run time and make the whole unknown.
    """
    trail = (Step(note, place),)
    parts: list[Value] = []
    at = 0
    for match in _ENVIRONMENT.finditer(text):
        if match.start() > at:
            parts.append(Const(text[at : match.start()], trail))
        name = match["braced"] or match["caddy"] or match["bare"]
        default = match["default"] if match["default"] is not None else match["other"]
        variable: Value = EnvVar(name, place.path, trail)
        if default is not None:
            variable = FirstOf((variable, Const(default, trail)), "falsy", trail)
        parts.append(variable)
        at = match.end()
    if at < len(text) or not parts:
        parts.append(Const(text[at:], trail))
    if any(isinstance(part, Const) and _OPEN.search(str(part.value)) for part in parts):
        return Unknown(Reason.SYNTAX, "a variable of the proxy", trail)
    return parts[0] if len(parts) == 1 else Join(tuple(parts), trail)


def is_literal(text: str) -> bool:
    """Tell whether a text holds no variable of a template or of a proxy."""
    return _RUN_TIME.search(text) is None and _ENVIRONMENT.search(text) is None


def with_variables(text: str, variables: Mapping[str, str]) -> str:
    """Put known variables of nginx in; the others stay as they are."""

    def value_of(match: re.Match[str]) -> str:
        return variables.get(match[1] or match[2], match[0])

    return _REFERENCE.sub(value_of, text)


def split_url(text: str) -> tuple[str, str, str] | None:
    """Return scheme, host with port, and path of an address; ``None`` when it is none."""
    match = _URL.fullmatch(text)
    return None if match is None else (match["scheme"], match["host"], match["path"])


def size_of(text: str) -> int | None:
    """Return a number of bytes from ``16k`` and its like."""
    match = _SIZE.fullmatch(text.strip())
    return None if match is None else int(match.group(1)) * _FACTORS[match.group(2).lower()]


def header_names(text: str) -> tuple[str, ...]:
    """Return the names that a comma-separated header lists, in lower case."""
    return tuple(name for part in text.split(",") if (name := part.strip().strip("'\"").lower()))
