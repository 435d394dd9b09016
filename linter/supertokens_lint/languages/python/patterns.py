"""Patterns of ``case``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import libcst as cst

from supertokens_lint.languages import ir
from supertokens_lint.languages.python.cursor import NodeReader

_Values = tuple[ir.Expr, ...] | None


class PatternReader:
    """Reads one pattern; ``captures`` and ``children`` hold its names and its expressions."""

    def __init__(self, reader: NodeReader) -> None:
        self.captures: list[ir.Name] = []
        self.children: list[ir.Expr] = []
        self._reader = reader

    def read(self, node: cst.MatchPattern) -> tuple[ir.Expr, ...] | None:
        """Return the values that the pattern is equal to.

        No values when it matches anything, ``None`` when more than equality decides.
        """
        steps: dict[type[cst.MatchPattern], Callable[[Any], _Values]] = {
            cst.MatchValue: self._value,
            cst.MatchSingleton: self._value,
            cst.MatchList: self._sequence,
            cst.MatchTuple: self._sequence,
            cst.MatchMapping: self._mapping,
            cst.MatchClass: self._class,
            cst.MatchAs: self._as,
            cst.MatchOr: self._or,
        }
        step = steps.get(type(node))
        if step is None:
            self._reader.fail(f"{type(node).__name__} is not supported")
        own = step == self._value
        parentheses = [] if own else list(getattr(node, "lpar", ()))
        if isinstance(node, cst.MatchTuple):
            parentheses.pop()
        for _ in parentheses:
            self._reader.take("(")
        values = step(node)
        for _ in parentheses:
            self._reader.take(")")
        return values

    def _value(self, node: cst.MatchValue | cst.MatchSingleton) -> _Values:
        value = self._reader.expression(node.value)
        self.children.append(value)
        return (value,)

    def _sequence(self, node: cst.MatchList | cst.MatchTuple) -> _Values:
        opening, closing = "", ""
        if isinstance(node, cst.MatchTuple):
            opening, closing = "(", ")"
        elif node.lbracket is not None:
            opening, closing = "[", "]"
        self._reader.take(opening)
        self._elements(node.patterns)
        self._reader.take(closing)
        return None

    def _elements(
        self, nodes: Sequence[cst.MatchSequenceElement | cst.MatchOrElement | cst.MatchStar]
    ) -> None:
        for node in nodes:
            if isinstance(node, cst.MatchStar):
                self._reader.take("*")
                self._capture(node.name)
                self._reader.take_comma(node.comma)
            elif isinstance(node, cst.MatchSequenceElement):
                self.read(node.value)
                self._reader.take_comma(node.comma)

    def _mapping(self, node: cst.MatchMapping) -> _Values:
        self._reader.take("{")
        for element in node.elements:
            self.children.append(self._reader.expression(element.key))
            self._reader.take(":")
            self.read(element.pattern)
            self._reader.take_comma(element.comma)
        if node.rest is not None:
            self._reader.take("**")
            self._capture(node.rest)
            if node.trailing_comma is not None:
                self._reader.take_comma(node.trailing_comma)
        self._reader.take("}")
        return None

    def _class(self, node: cst.MatchClass) -> _Values:
        self.children.append(self._reader.expression(node.cls))
        self._reader.take("(")
        self._elements(node.patterns)
        for keyword in node.kwds:
            self._reader.take_words(keyword.key.value, "=")
            self.read(keyword.pattern)
            self._reader.take_comma(keyword.comma)
        self._reader.take(")")
        return None

    def _as(self, node: cst.MatchAs) -> _Values:
        values: _Values = ()
        if node.pattern is not None:
            values = self.read(node.pattern)
            self._reader.take("as")
        self._capture(node.name)
        return values

    def _or(self, node: cst.MatchOr) -> _Values:
        alternatives: list[_Values] = []
        for element in node.patterns:
            alternatives.append(self.read(element.pattern))
            if isinstance(element.separator, cst.BitOr):
                self._reader.take("|")
        joined: list[ir.Expr] = []
        for values in alternatives:
            if values is None:
                return None
            if not values:
                return ()
            joined += values
        return tuple(joined)

    def _capture(self, node: cst.Name | None) -> None:
        if node is None:
            self._reader.take("_")
            return
        start = self._reader.take(node.value)
        self.captures.append(ir.Name(node.value, self._reader.since(start)))
