"""``${NAME:-default}`` in env files, compose files and Dockerfiles."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

MAX_DEPTH = 8
MAX_LENGTH = 20_000
MAX_UNCLOSED = 20
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_BRACES = re.compile(r"\$\{|\}")
_OPERATOR = re.compile(r":?[-?+=]")


class Style(Enum):
    """How a literal dollar sign is written, and whether ``$NAME`` without braces counts."""

    COMPOSE = "$$"
    """compose file reference, "Interpolation": ``$NAME``, ``${NAME}``, ``$$``."""
    SHELL = "\\"
    """Dockerfile and dotenv-expand: ``$NAME``, ``${NAME}``, ``\\$``."""
    BRACES = ""
    """python-dotenv: ``${NAME}`` alone."""


@dataclass(frozen=True, slots=True)
class Variable:
    """A reference to a variable.

    ``operator`` is ``""``, ``"-"`` (default when unset), ``"+"`` (other value when set) or
    ``"?"`` (error when unset), with a colon in front when empty counts as unset.
    """

    name: str
    operator: str = ""
    operand: Interpolation | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Expansion:
    """What an interpolated text is worth.

    ``value`` is ``None`` when it depends on variables that nobody states; ``missing`` names them.
    ``used`` names all variables whose values are in it, ``defaulted`` those that were not stated
    and for which a default stands.
    """

    value: str | None = field(repr=False)
    missing: tuple[str, ...] = ()
    used: tuple[str, ...] = ()
    defaulted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Interpolation:
    """A text with references to variables; its texts may be secret and are not in ``repr``."""

    parts: tuple[str | Variable, ...] = field(repr=False)

    @property
    def variables(self) -> tuple[str, ...]:
        """The names that the text refers to, those in defaults included."""
        names: list[str] = []
        for part in self.parts:
            if isinstance(part, Variable):
                names.append(part.name)
                if part.operand is not None:
                    names.extend(part.operand.variables)
        return tuple(dict.fromkeys(names))

    @property
    def literal(self) -> str | None:
        """The text when it refers to nothing, else ``None``."""
        if any(isinstance(part, Variable) for part in self.parts):
            return None
        return "".join(part for part in self.parts if isinstance(part, str))

    def expand(self, lookup: Callable[[str], str | None]) -> Expansion:
        """Put values in; ``lookup`` returns ``None`` for variables that nobody states."""
        texts: list[str] = []
        missing: list[str] = []
        used: list[str] = []
        defaulted: list[str] = []
        length = 0
        for part in self.parts:
            if isinstance(part, str):
                texts.append(part)
                length += len(part)
                continue
            found = _expand_variable(part, lookup)
            if length < MAX_LENGTH:
                texts.append(found.value or "")
                length += len(texts[-1])
            missing.extend(found.missing)
            used.extend(found.used)
            defaulted.extend(found.defaulted)
        value = None if missing else "".join(texts)[:MAX_LENGTH]
        return Expansion(value, _unique(missing), _unique(used), _unique(defaulted))


def parse_interpolation(text: str, style: Style) -> Interpolation:
    """Split a text into literal parts and references; what is no reference stays literal."""
    return _parse(text, style, 0)


def _parse(text: str, style: Style, depth: int) -> Interpolation:
    parts: list[str | Variable] = []
    literal: list[str] = []
    at = 0
    unclosed = 0
    while unclosed < MAX_UNCLOSED and (dollar := text.find("$", at)) >= 0:
        if style is Style.SHELL and dollar > at and text[dollar - 1] == "\\":
            literal.append(text[at : dollar - 1] + "$")
            at = dollar + 1
            continue
        literal.append(text[at:dollar])
        if style is Style.COMPOSE and text.startswith("$$", dollar):
            literal.append("$")
            at = dollar + 2
            continue
        variable, at = _reference(text, dollar, style, depth)
        if variable is None:
            unclosed += text.startswith("${", dollar)
            literal.append(text[dollar:at])
            continue
        if any(literal):
            parts.append("".join(literal))
        literal = []
        parts.append(variable)
    literal.append(text[at:])
    if any(literal):
        parts.append("".join(literal))
    return Interpolation(tuple(parts))


def _reference(text: str, dollar: int, style: Style, depth: int) -> tuple[Variable | None, int]:
    """Return the reference at a dollar sign and where it ends; ``None`` when it is none."""
    if text.startswith("${", dollar):
        name = _NAME.match(text, dollar + 2)
        if name is None or depth >= MAX_DEPTH:
            return None, dollar + 2
        end = _closing(text, dollar + 2)
        if end < 0:
            return None, dollar + 2
        rest = text[name.end() : end]
        operator = _OPERATOR.match(rest)
        if not rest:
            return Variable(name.group()), end + 1
        if operator is None:
            return None, end + 1
        operand = _parse(rest[operator.end() :], style, depth + 1)
        return Variable(name.group(), operator.group().replace("=", "-"), operand), end + 1
    name = _NAME.match(text, dollar + 1)
    if name is None or style is Style.BRACES:
        return None, dollar + 1
    return Variable(name.group()), name.end()


def _closing(text: str, at: int) -> int:
    depth = 1
    for match in _BRACES.finditer(text, at):
        depth += 1 if match.group() == "${" else -1
        if depth == 0:
            return match.start()
    return -1


def _expand_variable(variable: Variable, lookup: Callable[[str], str | None]) -> Expansion:
    value = lookup(variable.name)
    is_set = value is not None and (bool(value) or not variable.operator.startswith(":"))
    kind = variable.operator.lstrip(":")
    if kind == "+" and variable.operand is not None:
        if value is None:
            return Expansion(None, missing=(variable.name,))
        return variable.operand.expand(lookup) if is_set else Expansion("")
    if is_set:
        return Expansion(value, used=(variable.name,))
    if kind == "-" and variable.operand is not None:
        found = variable.operand.expand(lookup)
        defaulted = (variable.name, *found.defaulted)
        return Expansion(found.value, found.missing, found.used, defaulted)
    if value is None or kind == "?":
        return Expansion(None, missing=(variable.name,))
    return Expansion(value, used=(variable.name,))


def _unique(names: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
