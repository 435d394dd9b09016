"""esprima with the syntax of ES2020 and later that small servers use.

esprima 4 stops at ES2017. This adds ``?.``, ``??``, ``??=`` and its like, ``import.meta`` and an
``await`` outside of functions, as ECMA-262 has them.
"""

from __future__ import annotations

from typing import Any

from esprima.comment_handler import CommentHandler
from esprima.jsx_parser import JSXParser
from esprima.nodes import CallExpression, ComputedMemberExpression, StaticMemberExpression
from esprima.nodes import MetaProperty as Meta
from esprima.scanner import RawToken, Scanner
from esprima.token import Token

_LONGER = ("??=", "||=", "&&=", "??", "?.")
_ASSIGNMENTS = frozenset(("??=", "||=", "&&="))

Node = Any


class _Scanner(Scanner):  # type: ignore[misc] # esprima has no types
    """Knows punctuators that are newer than esprima."""

    index: int

    def scanPunctuator(self) -> Any:  # noqa: N802 - the name that esprima calls
        for text in _LONGER:
            after = self.source[self.index + 2 : self.index + 3]
            if self.source.startswith(text, self.index) and not (text == "?." and after.isdigit()):
                start, self.index = self.index, self.index + len(text)
                return RawToken(
                    type=Token.Punctuator,
                    value=text,
                    lineNumber=self.lineNumber,
                    lineStart=self.lineStart,
                    start=start,
                    end=self.index,
                )
        return super().scanPunctuator()


class _Parser(JSXParser):  # type: ignore[misc] # as above
    """Parses modules with newer syntax; ``optional`` is set on what stands after a ``?.``."""

    scanner: Scanner

    def __init__(self, text: str, options: dict[str, bool], delegate: Any) -> None:
        super().__init__(text, options=options, delegate=delegate)
        scanner = _Scanner.__new__(_Scanner)
        scanner.__dict__.update(self.scanner.__dict__)
        self.scanner = scanner
        self.operatorPrecedence["??"] = 1
        self.context.allowAwait = True

    def matchAssign(self) -> bool:  # noqa: N802
        token = self.lookahead
        newer = token.type is Token.Punctuator and token.value in _ASSIGNMENTS
        return newer or bool(super().matchAssign())

    def parsePrimaryExpression(self) -> Node:  # noqa: N802
        if not self.matchKeyword("import") or self.matchImportCall():
            return super().parsePrimaryExpression()
        node = self.createNode()
        owner = self.parseIdentifierName()
        self.expect(".")
        return self.finalize(node, Meta(owner, self.parseIdentifierName()))

    def parseLeftHandSideExpressionAllowCall(self) -> Node:  # noqa: N802
        start = self.lookahead
        value = super().parseLeftHandSideExpressionAllowCall()
        before, self.context.allowIn = self.context.allowIn, True
        while self.match("?.") or (value.optional_chain and self._goes_on()):
            optional = bool(self.match("?."))
            if optional:
                self.nextToken()
            value = self.finalize(self.startNode(start), self._link(value, optional=optional))
            value.optional, value.optional_chain = optional, True
            self.context.isBindingElement = self.context.isAssignmentTarget = False
        self.context.allowIn = before
        return value

    def _goes_on(self) -> bool:
        return any(self.match(text) for text in (".", "(", "["))

    def _link(self, value: Node, *, optional: bool) -> Node:
        if self.match("("):
            return CallExpression(value, self.parseArguments())
        if self.match("["):
            self.expect("[")
            index = self.isolateCoverGrammar(self.parseExpression)
            self.expect("]")
            return ComputedMemberExpression(value, index)
        if not optional:
            self.expect(".")
        return StaticMemberExpression(value, self.parseIdentifierName())


def parse(text: str) -> Node:
    """Return the program of a module, with its comments; raises ``esprima.Error``."""
    handler = CommentHandler()

    def noted(node: Node, metadata: object) -> Node:
        handler.visit(node, metadata)
        return node

    options = {"range": True, "jsx": True, "comment": True, "tolerant": False}
    program = _Parser(text, options, noted).parseModule()
    program.comments = handler.comments
    return program
