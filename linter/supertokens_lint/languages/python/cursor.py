"""A position in Python source text that moves from token to token.

libcst's tree keeps every token but no offsets. Reading the tree in the order of its text and
taking each token off the text gives every node its exact place for the price of one pass.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from typing import NoReturn

import libcst as cst

from supertokens_lint.errors import ReaderError
from supertokens_lint.languages import ir
from supertokens_lint.source import SourceText, Span

_TRIVIA = re.compile(r"(?:[ \t\f\r\n]+|\\(?:\r\n?|\n)|#[^\r\n]*)*")
_COMMENT = re.compile(r"#[^\r\n]*")


class Cursor:
    """Takes tokens off a text in order, passing over white space and collecting comments.

    ``end`` is the offset behind the token taken last.
    """

    def __init__(self, path: str, text: str, offset: int = 0) -> None:
        self.path = path
        self.text = text
        self.end = offset
        self.comments: list[ir.Comment] = []
        self._next = offset

    def start(self) -> int:
        """Pass over white space and comments and return the offset of the next token."""
        begin = self._next
        found = _TRIVIA.match(self.text, begin)
        if found is None or found.end() == begin:
            return begin
        self._next = found.end()
        if "#" in found.group():
            for comment in _COMMENT.finditer(self.text, begin, self._next):
                self.comments.append(ir.Comment(comment.group(), Span(*comment.span())))
        return self._next

    def take(self, token: str) -> int:
        """Take ``token``, which must come next, and return its offset.

        The empty token takes nothing. Raises ``ReaderError`` when something else comes next.
        """
        start = self.start()
        return self.take_here(token) if token else start

    def take_here(self, token: str) -> int:
        """As :meth:`take`, for tokens in front of which white space counts (inside strings)."""
        begin = self._next
        if not self.text.startswith(token, begin):
            self.fail(f"expected {token!r}")
        self.end = self._next = begin + len(token)
        return begin

    def take_words(self, *tokens: str) -> None:
        """Take several tokens."""
        for token in tokens:
            self.take(token)

    def take_comma(self, comma: cst.Comma | cst.MaybeSentinel) -> None:
        """Take the comma of a node if it has one."""
        if isinstance(comma, cst.Comma):
            self.take(",")

    def since(self, start: int) -> Span:
        """Return the span from ``start`` to the end of the token taken last."""
        return Span(start, self.end)

    def finish(self) -> None:
        """Pass over the rest of the text; raise ``ReaderError`` unless it is white space."""
        if self.start() != len(self.text):
            self.fail("expected the end of the file")

    def fail(self, message: str) -> NoReturn:
        """Raise ``ReaderError`` at the next token."""
        place = SourceText(self.path, self.text).position(self._next)
        raise ReaderError(self.path, message, place.line, place.column)


class NodeReader(Cursor, ABC):
    """What readers of single kinds of nodes may ask for.

    ``yields`` turns true when a ``yield`` is read; readers of functions save and restore it.
    """

    yields = False

    @abstractmethod
    def expression(self, node: cst.BaseExpression) -> ir.Expr:
        """Read an expression together with the parentheses around it."""

    @abstractmethod
    def suite(self, node: cst.BaseSuite) -> tuple[ir.Statement, ...]:
        """Read a colon and the block behind it."""

    def annotation(self, node: cst.Annotation, mark: str = ":") -> str:
        """Read ``mark`` and a type, and return the type as written."""
        self.take(mark)
        start = self.start()
        self.expression(node.annotation)
        return self.text[start : self.end]
