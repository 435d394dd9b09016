"""Values of string, template and number literals as ECMAScript reads them."""

from __future__ import annotations

import re
from html.entities import name2codepoint

# ECMA-262 12.9.4: what may follow a backslash in a string.
_ESCAPE = re.compile(
    r"\\(?:u\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})"
    r"|([0-3][0-7]{0,2}|[4-7][0-7]?)|(\r\n|[\s\S]))"
)
_SINGLE = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v"}
_LINE_ENDS = frozenset(("\r\n", "\n", "\r", "\u2028", "\u2029"))
_SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]")
_IDENTIFIER_ESCAPE = re.compile(r"\\u(?:\{([0-9a-fA-F]+)\}|([0-9a-fA-F]{4}))")
_ENTITY = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|([A-Za-z][A-Za-z0-9]*));")
_LAST_CODE_POINT = 0x10FFFF
_MOST_DIGITS = 300
_BASES = {"0x": 16, "0o": 8, "0b": 2}


def string_value(raw: str) -> str:
    """Return the value of a quoted string; a missing closing quote is forgiven."""
    end = len(raw) - 1 if len(raw) > 1 and raw[-1] == raw[0] else len(raw)
    body = raw[1:end]
    return unescape(body) if "\\" in body else body


def template_value(raw: str) -> str:
    """Return the value of the text between two parts of a template string."""
    if "\r" in raw:
        raw = raw.replace("\r\n", "\n").replace("\r", "\n")
    return unescape(raw) if "\\" in raw else raw


def unescape(body: str) -> str:
    """Apply the escapes of a string. Halves of surrogate pairs become U+FFFD."""
    return _SURROGATES.sub(_join, _ESCAPE.sub(_escaped, body))


def identifier_value(raw: str) -> str:
    """Apply the Unicode escapes that an identifier may hold."""
    return _IDENTIFIER_ESCAPE.sub(lambda m: _character(int(m[1] or m[2], 16)), raw)


def attribute_value(raw: str) -> str:
    """Return the value of a JSX attribute string: character references, no escapes."""
    end = len(raw) - 1 if len(raw) > 1 and raw[-1] == raw[0] else len(raw)
    body = raw[1:end]
    return _ENTITY.sub(_entity, body) if "&" in body else body


def number_value(raw: str) -> int | float:
    """Return the value of a number literal; integers stay exact."""
    text = raw.replace("_", "").lower()
    if text.endswith("n") and not text.startswith("0x"):
        text = text[:-1]
    base = _BASES.get(text[:2])
    if base is not None:
        return _whole(text[2:].rstrip("n"), base)
    if text.isdigit():
        if len(text) > 1 and text[0] == "0" and not set(text) & {"8", "9"}:
            return _whole(text, 8)
        return _whole(text, 10)
    try:
        return float(text)
    except ValueError:
        return 0


def number_key(raw: str) -> str:
    """Return the property name that a number literal stands for (ECMA-262 Number::toString)."""
    value = number_value(raw)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e21:
        value = int(value)
    return str(value)


def _whole(digits: str, base: int) -> int | float:
    if not digits:
        return 0
    if len(digits) > _MOST_DIGITS:
        return float("inf")
    try:
        return int(digits, base)
    except ValueError:
        return 0


def _escaped(match: re.Match[str]) -> str:
    braced, four, two, octal, single = match.groups()
    code = braced or four or two
    if code is not None:
        return _character(int(code, 16))
    if octal is not None:
        return chr(int(octal, 8))
    return "" if single in _LINE_ENDS else _SINGLE.get(single, single)


def _character(code: int) -> str:
    return chr(code) if code <= _LAST_CODE_POINT else "\ufffd"


def _join(match: re.Match[str]) -> str:
    pair = match[0]
    if len(pair) == 1:
        return "\ufffd"
    return chr(0x10000 + ((ord(pair[0]) - 0xD800) << 10) + (ord(pair[1]) - 0xDC00))


def _entity(match: re.Match[str]) -> str:
    hexadecimal, decimal, name = match.groups()
    if name is not None:
        code = 39 if name == "apos" else name2codepoint.get(name)
        return match[0] if code is None else chr(code)
    return _character(int(hexadecimal, 16) if hexadecimal is not None else int(decimal))
