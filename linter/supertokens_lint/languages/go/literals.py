"""Values of string, rune and number literals as the Go specification reads them."""

from __future__ import annotations

import re

# Go specification, "Rune literals": what may follow a backslash.
_ESCAPE = re.compile(
    r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})|([\s\S]))"
)
_SINGLE = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_LAST_CODE_POINT = 0x10FFFF
_LAST_ASCII = 0x7F
_MOST_DIGITS = 300
_BASES = {"0x": 16, "0o": 8, "0b": 2}


def string_value(raw: str) -> str:
    """Return the value of a string in double quotes; a missing closing quote is forgiven."""
    end = len(raw) - 1 if len(raw) > 1 and raw.endswith('"') else len(raw)
    body = raw[1:end]
    return _unescape(body) if "\\" in body else body


def raw_value(raw: str) -> str:
    """Return the value of a string in back quotes: carriage returns are left out."""
    end = len(raw) - 1 if len(raw) > 1 and raw.endswith("`") else len(raw)
    return raw[1:end].replace("\r", "")


def rune_value(raw: str) -> int:
    """Return the code point of a rune; 0 for half-written ones."""
    body = raw[1:-1] if len(raw) > 1 and raw.endswith("'") else raw[1:]
    text = _unescape(body)
    return ord(text[0]) if text else 0


def integer_value(raw: str) -> int:
    """Return the value of an integer literal."""
    digits = raw.replace("_", "").lower()
    base = _BASES.get(digits[:2], 0)
    if base:
        digits = digits[2:]
    elif len(digits) > 1 and digits.startswith("0"):
        base = 8
    if len(digits) > _MOST_DIGITS:
        return 0
    try:
        return int(digits, base or 10)
    except ValueError:
        return 0


def float_value(raw: str) -> float:
    """Return the value of a floating-point literal."""
    text = raw.replace("_", "").lower()
    try:
        return float.fromhex(text) if text.startswith("0x") else float(text)
    except (ValueError, OverflowError):
        return 0.0


def _unescape(body: str) -> str:
    """Apply escapes; bytes that hexadecimal and octal escapes give are read as UTF-8."""
    text = _ESCAPE.sub(_escaped, body)
    if not any("\udc80" <= char <= "\udcff" for char in text):
        return text
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _escaped(match: re.Match[str]) -> str:
    byte, four, eight, octal, single = match.groups()
    if byte is not None or octal is not None:
        code = int(byte, 16) if byte is not None else int(octal, 8) & 0xFF
        return chr(code) if code <= _LAST_ASCII else chr(0xDC00 + code)
    if single is not None:
        return _SINGLE.get(single, single)
    code = int(four or eight, 16)
    is_surrogate = 0xD800 <= code <= 0xDFFF
    return chr(code) if code <= _LAST_CODE_POINT and not is_surrogate else "\ufffd"
