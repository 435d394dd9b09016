"""Read JSON and JSON with comments, keeping the place of every value."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from supertokens_lint.errors import ReaderError
from supertokens_lint.source import SourceText, Span
from supertokens_lint.workspace.tree import Data, Mapping, Scalar, Sequence

MAX_DEPTH = 200
_BLANK = re.compile(r"(?:[\s\ufeff]+|//[^\r\n]*|/\*.*?\*/)*", re.DOTALL)
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?")
_WORD = re.compile(r"true|false|null")
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None}
_MAX_DIGITS = 300
_DECODER = json.JSONDecoder(strict=False)


def read_json(source: SourceText) -> Data:
    """Return the data of a JSON text; comments and commas before a closing bracket are allowed.

    TypeScript, VS Code, wrangler and bun read their files in that way, and for the others a
    comment is the owner's own affair. Raises :class:`ReaderError` with the place of the mistake.
    """
    return _Scanner(source).document()


def load_json(source: SourceText) -> object:
    """Return plain JSON data without places, faster: for lockfiles, which are large."""
    try:
        return json.loads(source.text)
    except json.JSONDecodeError as error:
        raise ReaderError(
            source.path, f"not valid JSON: {error.msg}", error.lineno, error.colno
        ) from error
    except RecursionError as error:
        raise ReaderError(source.path, "JSON nested too deeply") from error
    except ValueError as error:  # more digits than Python converts
        raise ReaderError(source.path, f"not valid JSON: {error}") from error


class _Scanner:
    def __init__(self, source: SourceText) -> None:
        self._source = source
        self._text = source.text
        self._at = 0

    def document(self) -> Data:
        self._skip()
        data = self._value(0)
        self._skip()
        if self._at < len(self._text):
            raise self._error("text after the end of the data")
        return data

    def _error(self, message: str, at: int | None = None) -> ReaderError:
        position = self._source.position(self._at if at is None else at)
        return ReaderError(
            self._source.path, f"not valid JSON: {message}", position.line, position.column
        )

    def _skip(self) -> None:
        match = _BLANK.match(self._text, self._at)
        if match is not None:
            self._at = match.end()

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]

    def _value(self, depth: int) -> Data:
        if depth > MAX_DEPTH:
            raise self._error("nested too deeply")
        char = self._peek()
        if char == "{":
            return self._object(depth)
        if char == "[":
            return self._array(depth)
        return self._string() if char == '"' else self._plain()

    def _string(self) -> Scalar:
        start = self._at
        try:
            value, self._at = _DECODER.raw_decode(self._text, start)
        except json.JSONDecodeError as error:
            raise self._error(error.msg, error.pos) from error
        return Scalar(value, Span(start, self._at), value)

    def _plain(self) -> Scalar:
        start = self._at
        word = _WORD.match(self._text, start)
        if word is not None:
            self._at = word.end()
            return Scalar(_WORDS[word.group()], Span(start, self._at), word.group())
        number = _NUMBER.match(self._text, start)
        if number is None or number.end() - start > _MAX_DIGITS:
            raise self._error("a value was expected" if self._peek() else "the text ends too early")
        self._at = number.end()
        text = number.group()
        value = float(text) if number.group(1) or number.group(2) else int(text)
        return Scalar(value, Span(start, self._at), text)

    def _array(self, depth: int) -> Sequence:
        start = self._at
        found: list[Data] = []
        self._list("]", lambda: found.append(self._value(depth + 1)))
        return Sequence(tuple(found), Span(start, self._at))

    def _object(self, depth: int) -> Mapping:
        start = self._at
        found: list[tuple[Scalar, Data]] = []

        def entry() -> None:
            if self._peek() != '"':
                raise self._error("a key in double quotes was expected")
            key = self._string()
            self._skip()
            if self._peek() != ":":
                raise self._error('":" was expected')
            self._at += 1
            self._skip()
            found.append((key, self._value(depth + 1)))

        self._list("}", entry)
        return Mapping(tuple(found), Span(start, self._at))

    def _list(self, end: str, item: Callable[[], None]) -> None:
        self._at += 1
        self._skip()
        while self._peek() != end:
            item()
            self._skip()
            if self._peek() == ",":
                self._at += 1
                self._skip()
            elif self._peek() != end:
                raise self._error(f'"," or "{end}" was expected')
        self._at += 1
