"""Values of Python's numbers and strings.

Escapes follow https://docs.python.org/3/reference/lexical_analysis.html#escape-sequences.
"""

from __future__ import annotations

import re
import unicodedata

_OPENING = re.compile(r"([A-Za-z]*)('''|\"\"\"|'|\")")
_LINE_END = re.compile(r"\r\n?")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPE = re.compile(
    r"\\(?:(?P<line>\n)|(?P<octal>[0-7]{1,3})|x(?P<x>[0-9a-fA-F]{2})|u(?P<u>[0-9a-fA-F]{4})"
    r"|U(?P<big>[0-9a-fA-F]{8})|N\{(?P<name>[^}]{1,100})\}|(?P<one>[\\'\"abfnrtv]))"
)
_ONE = {
    "\\": "\\",
    "'": "'",
    '"': '"',
    "a": "\a",
    "b": "\b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "v": "\v",
}


def string_prefix(token: str) -> str:
    """Return the lower-case prefix of a string token, or of its opening (``rb"`` gives ``rb``)."""
    found = _OPENING.match(token)
    return found.group(1).lower() if found else ""


def string_value(token: str) -> str:
    """Return the value of a string token without placeholders."""
    found = _OPENING.match(token)
    if found is None:
        return token
    prefix, quote = found.groups()
    return unescape(token[found.end() : len(token) - len(quote)], raw="r" in prefix.lower())


def unescape(text: str, *, raw: bool) -> str:
    """Return the value of the text between quotes.

    Line ends become LF. Escapes that Python does not know stay as they are. Lone surrogates,
    which no encoding can write, become U+FFFD.
    """
    if "\r" in text:
        text = _LINE_END.sub("\n", text)
    if raw or "\\" not in text:
        return text
    return _SURROGATE.sub("\ufffd", _ESCAPE.sub(_decoded, text))


def integer_value(token: str) -> int | None:
    """Return the value of an integer token; ``None`` if it has more digits than Python reads."""
    try:
        return int(token, 0)
    except ValueError:
        return None


def _decoded(found: re.Match[str]) -> str:
    kind = found.lastgroup
    text = found.group(kind) if kind else ""
    if kind == "line":
        return ""
    if kind == "one":
        return _ONE[text]
    if kind == "name":
        try:
            return unicodedata.lookup(text)
        except KeyError:
            return found.group()
    code = int(text, 8 if kind == "octal" else 16)
    return chr(code) if code <= 0x10FFFF else found.group()
