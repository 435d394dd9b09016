"""Expressions: which node is read by which function, and chains that nest to the left.

``a.b.c()``, ``a + b + c`` and their like nest once for every link. They are read in a loop, so
that their length costs no stack.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import libcst as cst

from supertokens_lint.languages import ir
from supertokens_lint.languages.python import atoms, chains, displays, operators
from supertokens_lint.languages.python.cursor import NodeReader

# A tuple's and a generator's innermost parentheses are part of them.
_OWN_PARENTHESES = (cst.Tuple, cst.GeneratorExp)

_Start = Callable[[Any, Any, int], ir.Expr]
_Link = Callable[[Any, Any, ir.Expr, int], ir.Expr]

_STARTS: Mapping[type[cst.BaseExpression], _Start] = {
    **atoms.READERS,
    **displays.READERS,
    **operators.READERS,
}
_LINKS: Mapping[type[cst.BaseExpression], tuple[str, _Link]] = chains.READERS


class ExpressionReader(NodeReader):
    """Reads expressions off the text."""

    def expression(self, node: cst.BaseExpression) -> ir.Expr:
        """Read an expression together with the parentheses around it, which leave no trace.

        Raises ``ReaderError`` for expressions that this reader does not know.
        """
        links: list[tuple[cst.BaseExpression, _Link, int]] = []
        while True:
            for _ in range(_outer(node, len(node.lpar))):
                self.take("(")
            start = self.start()
            leftmost = _LINKS.get(type(node))
            if leftmost is None:
                break
            links.append((node, leftmost[1], start))
            node = getattr(node, leftmost[0])
        read = _STARTS.get(type(node))
        if read is None:
            self.fail(f"{type(node).__name__} is not supported")
        value = read(self, node, start)
        self._close(node)
        for link, extend, begin in reversed(links):
            value = extend(self, link, value, begin)
            self._close(link)
        return value

    def _close(self, node: cst.BaseExpression) -> None:
        for _ in range(_outer(node, len(node.rpar))):
            self.take(")")


def _outer(node: cst.BaseExpression, parentheses: int) -> int:
    if parentheses and isinstance(node, _OWN_PARENTHESES):
        return parentheses - 1
    return parentheses
