"""Regular expressions on known texts, for the simple forms that settings are cleaned with.

A pattern is applied only where JavaScript and Python read it alike, and where it cannot take long:
no group is repeated, there are few ways to try, and text and pattern are short.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from supertokens_lint.patterns import may_take_long
from supertokens_lint.resolve.operations import CannotFoldError
from supertokens_lint.resolve.values import Const, External, Invocation, Scalar, Value
from supertokens_lint.source import Place

MAX_PATTERN = 120
MAX_TEXT = 300
_LITERAL = re.compile(
    r"/(?P<pattern>(?:[^/\\\[\r\n]|\\.|\[(?:[^\]\\\r\n]|\\.)*\])+)/(?P<flags>[a-z]*)"
)
_TOKEN = re.compile(
    r"""
    \\[/.\-+*?^$()\[\]{}|:\\] | \\[dDwWsSb] | \(\?: | [()|^$.]
    | \[\^?(?:[^\]\\\[&~|]|\\[/.\-+*?^$()\[\]{}|:\\dDwWsS])+\]
    | [+*?]\?? | \{\d{1,2}(?:,\d{0,2})?\}
    | [^\\()\[\]{}|+*?^$.]
    """,
    re.VERBOSE,
)
_REFERENCE = re.compile(r"\$(?:(\d)|(&)|(\$))")
_REPEATED_GROUP = re.compile(r"(?<!\\)\)[+*{]")


def literal(text: str, place: Place) -> Value | None:
    """Return ``/pattern/flags`` as the call of ``RegExp`` that it stands for."""
    match = _LITERAL.fullmatch(text)
    if match is None:
        return None
    args = (Const(match["pattern"]), Const(match["flags"]))
    return Invocation(External("", ("RegExp",)), args, {}, place, is_new=True)


def operands_of(value: Value) -> tuple[Value, Value] | None:
    """Return pattern and flags of a regular expression, ``None`` for any other value."""
    callee = value.callee if isinstance(value, Invocation) else None
    if not isinstance(value, Invocation) or not isinstance(callee, External):
        return None
    if callee.module or callee.path != ("RegExp",):
        return None
    pattern, *rest = value.args or (Const(None),)
    return pattern, rest[0] if rest else Const("")


def fold(op: str, operands: Sequence[Scalar]) -> Scalar:
    """Return the result of ``"regex.test"`` or ``"regex.replace"`` on known texts.

    Operands are the text, the pattern, the flags, and the replacement. Raises CannotFoldError
    where the result cannot be told.
    """
    texts = [item for item in operands if isinstance(item, str)]
    if len(texts) != len(operands):
        raise CannotFoldError
    text, pattern, flags, *rest = texts
    if len(text) > MAX_TEXT or set(flags) - set("giu"):
        raise CannotFoldError
    compiled = _compiled(pattern, re.IGNORECASE if "i" in flags else 0, len(text))
    if op == "regex.test":
        return compiled.search(text) is not None
    replacement = _REFERENCE.sub(_python_reference, rest[0].replace("\\", "\\\\"))
    try:
        return compiled.sub(replacement, text, count=0 if "g" in flags else 1)
    except re.error as error:
        raise CannotFoldError from error


def _compiled(pattern: str, flags: int, length: int) -> re.Pattern[str]:
    if len(pattern) > MAX_PATTERN or _REPEATED_GROUP.search(pattern):
        raise CannotFoldError
    if may_take_long(pattern, length):
        raise CannotFoldError
    tokens: list[str] = []
    at = 0
    while at < len(pattern):
        match = _TOKEN.match(pattern, at)
        if match is None:
            raise CannotFoldError
        tokens.append({"$": r"\Z", "^": r"\A"}.get(match[0], match[0]))
        at = match.end()
    try:
        return re.compile("".join(tokens), flags | re.ASCII)
    except re.error as error:
        raise CannotFoldError from error


def _python_reference(match: re.Match[str]) -> str:
    if match[3]:
        return "$"
    return r"\g<0>" if match[2] else rf"\g<{match[1]}>"
