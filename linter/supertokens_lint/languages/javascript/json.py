"""Reader of JSON as configuration files write it: comments and trailing commas are allowed."""

from __future__ import annotations

import re

from supertokens_lint.languages import ir
from supertokens_lint.languages.javascript.literals import string_value
from supertokens_lint.languages.trees import MAX_DEPTH
from supertokens_lint.source import Span

_BLANK = re.compile(r"(?:[\s\ufeff]+|//[^\r\n]*|/\*[\s\S]*?(?:\*/|\Z))*")
_COMMENT = re.compile(r"//[^\r\n]*|/\*[\s\S]*?(?:\*/|\Z)")
_STRING = re.compile(r'"(?:[^"\\\r\n]|\\[^\r\n])*"|\'(?:[^\'\\\r\n]|\\[^\r\n])*\'')
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_WORD = re.compile(r"[A-Za-z_$][\w$]*")
_WORDS = {"true": True, "false": False, "null": None}
_LONGEST_INTEGER = 300


class _BadJsonError(Exception):
    """Raised inside this module where the text stops being JSON."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset


class _Scanner:
    """A position in the text, the comments passed on the way, and the depth of nesting."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.depth = 0
        self.comments: list[ir.Comment] = []

    def skip(self) -> str:
        """Pass white space and comments; return the character there, or nothing at the end."""
        match = _BLANK.match(self.text, self.at)
        end = self.at if match is None else match.end()
        if "/" in self.text[self.at : end]:
            self.comments.extend(
                ir.Comment(found[0], Span(*found.span()))
                for found in _COMMENT.finditer(self.text, self.at, end)
            )
        self.at = end
        return self.text[end : end + 1]

    def take(self, character: str) -> bool:
        """Pass a character if it comes next."""
        if self.skip() != character:
            return False
        self.at += 1
        return True

    def match(self, pattern: re.Pattern[str], what: str) -> Span:
        """Pass text that must match."""
        found = pattern.match(self.text, self.at)
        if found is None:
            raise _BadJsonError(f"expected {what}", self.at)
        self.at = found.end()
        return Span(*found.span())


def read_json(path: str, text: str) -> ir.Module:
    """Read JSON into one ``ExportDefault`` of its value.

    Text that is no JSON gives a problem at the place where it stops being some, and no body.
    """
    scanner = _Scanner(text)
    body: tuple[ir.Statement, ...] = ()
    problems: tuple[ir.SyntaxProblem, ...] = ()
    try:
        value = _value(scanner)
        if scanner.skip():
            raise _BadJsonError("expected the end", scanner.at)
        body = (ir.ExportDefault(value, value.span),)
    except _BadJsonError as error:
        place = Span(error.offset, min(error.offset + 1, len(text)))
        problems = (ir.SyntaxProblem(error.message, place),)
    block = ir.ScriptBlock("module", body, Span(0, len(text)))
    return ir.Module(path, ir.Language.JAVASCRIPT, (block,), tuple(scanner.comments), problems)


def _value(scanner: _Scanner) -> ir.Expr:
    first = scanner.skip()
    if first in {"{", "["}:
        if scanner.depth >= MAX_DEPTH:
            raise _BadJsonError("nested too deeply", scanner.at)
        scanner.depth += 1
        value = _object(scanner) if first == "{" else _array(scanner)
        scanner.depth -= 1
        return value
    if first in {'"', "'"}:
        span = scanner.match(_STRING, "a string")
        return ir.Literal(string_value(scanner.text[span.start : span.end]), span)
    if first.isalpha():
        span = scanner.match(_WORD, "a value")
        word = scanner.text[span.start : span.end]
        if word not in _WORDS:
            raise _BadJsonError("expected a value", span.start)
        return ir.Literal(_WORDS[word], span)
    span = scanner.match(_NUMBER, "a value")
    return ir.Literal(_number(scanner.text[span.start : span.end]), span)


def _number(text: str) -> int | float:
    digits = text.lstrip("+-")
    if digits.isdecimal() and len(digits) < _LONGEST_INTEGER:
        return int(text)
    return float(text)


def _object(scanner: _Scanner) -> ir.Object:
    start = scanner.at
    scanner.at += 1
    entries: list[ir.Property | ir.Spread] = []
    while not scanner.take("}"):
        if entries and not scanner.take(","):
            raise _BadJsonError("expected a comma or a closing brace", scanner.at)
        if scanner.take("}"):
            break
        entries.append(_entry(scanner))
    return ir.Object(tuple(entries), Span(start, scanner.at))


def _entry(scanner: _Scanner) -> ir.Property:
    quoted = scanner.skip() in {'"', "'"}
    key_span = scanner.match(_STRING if quoted else _WORD, "a key")
    raw = scanner.text[key_span.start : key_span.end]
    if not scanner.take(":"):
        raise _BadJsonError("expected a colon", scanner.at)
    value = _value(scanner)
    key = string_value(raw) if quoted else raw
    return ir.Property(key, value, Span(key_span.start, value.span.end), key_span)


def _array(scanner: _Scanner) -> ir.Array:
    start = scanner.at
    scanner.at += 1
    items: list[ir.Expr | ir.Spread] = []
    while not scanner.take("]"):
        if items and not scanner.take(","):
            raise _BadJsonError("expected a comma or a closing bracket", scanner.at)
        if scanner.take("]"):
            break
        items.append(_value(scanner))
    return ir.Array(tuple(items), Span(start, scanner.at))
