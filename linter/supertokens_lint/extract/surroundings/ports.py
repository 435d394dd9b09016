"""Port numbers as text."""

from __future__ import annotations

import re

from supertokens_lint.finding import Step
from supertokens_lint.resolve.values import Const, EnvVar, FirstOf, Value
from supertokens_lint.source import Place

_VARIABLE = re.compile(r"\$(?:(\w+)|\{(\w+)(?::?-(\d+))?\}|\((\w+)\))")
_ADDRESS = re.compile(r"(?:tcp://)?(?:\[[0-9A-Fa-f:]*\]|[\w.*-]*)?:(\S+)")


def port_value(text: str, place: Place, note: str) -> Value | None:
    """Return a port from a number or a shell variable with an optional default."""
    trail = (Step(note, place),)
    text = text.strip().strip("'\"")
    if text.isdecimal() and len(text) <= 5:
        return Const(int(text), trail)
    match = _VARIABLE.fullmatch(text)
    if match is None:
        return None
    name = match.group(1) or match.group(2) or match.group(4)
    variable = EnvVar(name, place.path, trail)
    if match.group(3) is None:
        return variable
    return FirstOf((variable, Const(int(match.group(3)), trail)), "falsy")


def address_port(text: str, place: Place, note: str) -> Value | None:
    """Return the port of ``HOST:PORT``, or of a bare port."""
    match = _ADDRESS.fullmatch(text.strip().strip("'\""))
    return port_value(match.group(1) if match else text, place, note)
