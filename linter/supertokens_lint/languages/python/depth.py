"""How deep a Python file nests, found before libcst sees it.

libcst's parser recurses natively: too deep a file would overflow the stack and end the process,
and the patterns of ``case`` take it time exponential in their depth. One pass over the tokens
bounds both. It knows the tokens of https://docs.python.org/3/reference/lexical_analysis.html as
far as brackets, operators and strings go.
"""

from __future__ import annotations

import re

from msgspec import Struct

MAX_BRACKETS = 100
"""Brackets inside one another; CPython itself stops at 200."""

MAX_OPERATORS = 3200
"""Operators and adjacent strings in one expression.

Attributes and calls, ``for`` and ``lambda`` count more, as libcst takes longer for chains of
them. The bound also holds for the ``elif`` and ``case`` of one file.
"""

MAX_PATTERN_BRACKETS = 8
"""Brackets inside one another in a ``case``."""

# Stack that libcst 1.9 takes for a bracket, and for the hungriest operator (lambda).
_BRACKET_BYTES = 8192
_OPERATOR_BYTES = 2816

_TOKEN = re.compile(
    r"""
  (?P<skip>[ \t\f]+|\\(?:\r\n?|\n)|\#[^\r\n]*|[0-9][0-9A-Za-z_.]*)
| (?P<placeholders>(?:[fFtT][rR]?|[rR][fFtT])(?:'''|\"""|'|"))
| (?P<string>(?:[bBuU][rR]?|[rR][bB]?)?(?:
      '''[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*'''
    | \"""[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*\"""
    | '(?!'')[^'\\\r\n]*(?:\\(?:\r\n|.)[^'\\\r\n]*)*'
    | "(?!"")[^"\\\r\n]*(?:\\(?:\r\n|.)[^"\\\r\n]*)*"))
| (?P<word>\w+)
| (?P<open>[(\[{])
| (?P<close>[)\]}])
| (?P<separator>[,;])
| (?P<line>\r\n?|\n)
| (?P<operator>.)
""",
    re.VERBOSE | re.DOTALL,
)
_STRAY = re.compile(r"['\"\\$?`\x00-\x1f\x7f]|[^\x00-\x7f]")
_OPERATORS = frozenset(
    ["and", "await", "else", "for", "if", "in", "is", "lambda", "not", "or", "yield"]
)
_NESTING = frozenset(["for", "lambda"])
_CLOSING = {"(": ")", "[": "]", "{": "}"}
# The kinds of token that may end a string: a placeholder's brace is followed by the string's end.
_STRING_ENDS = frozenset(["string", "placeholders", "close"])
_NESTING_WEIGHT = 4
_LINK_WEIGHT = 2


class Depth(Struct, frozen=True):
    """What was found.

    ``too_deep`` is the offset at which a bound is exceeded, ``None`` for ordinary files.
    ``suspect`` is the offset of a bracket or quote without its partner, or of a character that
    Python has no use for: the likely place of a syntax error. ``stack`` bounds the bytes of stack
    that parsing takes.
    """

    too_deep: int | None
    suspect: int | None
    stack: int


class _Level(Struct):
    """An open bracket and the operators in it since the last comma.

    ``nesting`` counts those that commas do not end. A placeholder of an f-string keeps the
    string's opening in ``string`` and tells whether it stands in a format specification.
    """

    opened: int
    string: str = ""
    in_format: bool = False
    operators: int = 0
    nesting: int = 0


def measure(text: str) -> Depth:
    """Measure how deep a file nests; takes any text, also such that is not Python."""
    return _Scan(text).run()


class _Scan:
    def __init__(self, text: str) -> None:
        self.text = text
        self.levels = [_Level(0)]
        self.operators = 0
        self.branches = 0
        self.in_case = False
        self.previous = "line"
        self.suspect: int | None = None

    def run(self) -> Depth:
        steps = {
            "word": self._word,
            "line": self._line,
            "separator": self._separator,
            "open": self._open,
            "close": self._close,
            "placeholders": self._placeholders,
            "string": self._string,
            "operator": self._operator,
        }
        match = _TOKEN.match
        text = self.text
        stack = position = 0
        while found := match(text, position):
            kind = found.lastgroup
            position = found.end()
            if kind == "skip" or kind is None:
                continue
            position = steps[kind](found, position)
            self.previous = kind
            brackets = len(self.levels) - 1
            stack = max(stack, brackets * _BRACKET_BYTES + self.operators * _OPERATOR_BYTES)
            if self._exceeded(brackets):
                return Depth(found.start(), self.suspect, stack)
        if self.suspect is None and len(self.levels) > 1:
            self.suspect = self.levels[-1].opened
        return Depth(None, self.suspect, stack)

    def _exceeded(self, brackets: int) -> bool:
        return (
            brackets > MAX_BRACKETS
            or self.operators > MAX_OPERATORS
            or self.branches > MAX_OPERATORS
            or (self.in_case and brackets > MAX_PATTERN_BRACKETS)
        )

    def _word(self, found: re.Match[str], position: int) -> int:
        word = found.group()
        if word in _OPERATORS:
            nests = word in _NESTING
            self._count(_NESTING_WEIGHT if nests else 1)
            self.levels[-1].nesting += _NESTING_WEIGHT * nests
        elif word == "elif":
            self.branches += 1
        elif word == "case" and self.previous == "line" and len(self.levels) == 1:
            self.in_case = True
            self.branches += 1
        return position

    def _operator(self, found: re.Match[str], position: int) -> int:
        level = self.levels[-1]
        if found.group() == ":":
            if level.string:
                return self._string_text(position, level.string, in_format=True)
            if len(self.levels) == 1:
                self.in_case = False
        elif _STRAY.fullmatch(found.group()):
            self._suspect(found.start())
        self._count(_LINK_WEIGHT if found.group() == "." else 1)
        return position

    def _string(self, _found: re.Match[str], position: int) -> int:
        if self.previous in _STRING_ENDS:
            self._count()
        return position

    def _line(self, _found: re.Match[str], position: int) -> int:
        if len(self.levels) == 1:
            self.in_case = False
            self._reset(keep=0)
        return position

    def _separator(self, _found: re.Match[str], position: int) -> int:
        self._reset(keep=self.levels[-1].nesting)
        return position

    def _open(self, found: re.Match[str], position: int) -> int:
        self._count(_LINK_WEIGHT)
        self.levels.append(_Level(found.start()))
        return position

    def _close(self, found: re.Match[str], position: int) -> int:
        if len(self.levels) == 1:
            self._suspect(found.start())
            return position
        level = self._leave()
        if found.group() != _CLOSING[self.text[level.opened]]:
            self._suspect(level.opened)
        if level.string:
            return self._string_text(position, level.string, in_format=level.in_format)
        return position

    def _placeholders(self, found: re.Match[str], position: int) -> int:
        self._count()
        return self._string_text(position, found.group(), in_format=False)

    def _string_text(self, position: int, string: str, *, in_format: bool) -> int:
        """Pass over the text of an f-string up to its end or into its next placeholder."""
        while True:
            end = _text_pattern(string, in_format=in_format).match(self.text, position)
            position = end.end() if end else position
            if self.text.startswith("{", position):
                self.levels.append(_Level(position, string, in_format))
                return position + 1
            if not (in_format and self.text.startswith("}", position)):
                break
            in_format = self._leave().in_format
            position += 1
        quote = string.lstrip("fFtTrR")
        if self.text.startswith(quote, position):
            return position + len(quote)
        self._suspect(position)
        return position

    def _suspect(self, offset: int) -> None:
        if self.suspect is None:
            self.suspect = offset

    def _leave(self) -> _Level:
        level = self.levels.pop()
        self.operators -= level.operators
        return level

    def _count(self, weight: int = 1) -> None:
        self.levels[-1].operators += weight
        self.operators += weight

    def _reset(self, *, keep: int) -> None:
        level = self.levels[-1]
        self.operators -= level.operators - keep
        level.operators = level.nesting = keep


def _text_pattern(string: str, *, in_format: bool) -> re.Pattern[str]:
    return _TEXT_PATTERNS[string.lstrip("fFtTrR"), "r" in string.lower(), in_format]


def _compile_text(quote: str, *, raw: bool, in_format: bool) -> re.Pattern[str]:
    """Compile what may stand in an f-string before its next placeholder or closing quotes."""
    mark = quote[0]
    plain = rf"[^{{}}\\{mark}]" if len(quote) == 3 else rf"[^{{}}\\{mark}\r\n]"
    choices = [plain, r"\\(?:\r\n|[^{}])", r"\\(?=[{}])"]
    if not raw:
        choices.insert(1, r"\\N\{[^{}]*\}")
    if len(quote) == 3:
        choices.append(rf"{mark}(?!{mark}{mark})")
    if not in_format:
        choices.append(r"\{\{|\}")
    return re.compile(f"(?:{'|'.join(choices)})*", re.DOTALL)


_TEXT_PATTERNS = {
    (quote, raw, in_format): _compile_text(quote, raw=raw, in_format=in_format)
    for quote in ("'''", '"""', "'", '"')
    for raw in (False, True)
    for in_format in (False, True)
}
