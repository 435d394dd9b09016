"""Statements and blocks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import libcst as cst

from supertokens_lint.languages import ir
from supertokens_lint.languages.python import compound, definitions, imports, matching, simple
from supertokens_lint.languages.python.expressions import ExpressionReader

_Reader = Callable[[Any, Any], list[ir.Statement]]

_READERS: Mapping[type[cst.CSTNode], _Reader] = {
    **simple.READERS,
    **imports.READERS,
    **compound.READERS,
    **matching.READERS,
    **definitions.READERS,
}


class StatementReader(ExpressionReader):
    """Reads statements off the text."""

    def suite(self, node: cst.BaseSuite) -> tuple[ir.Statement, ...]:
        """Read a colon and the block behind it."""
        self.take(":")
        return tuple(self.statements(node.body))

    def statements(self, nodes: Sequence[cst.CSTNode]) -> list[ir.Statement]:
        """Read statements; those without meaning here, such as ``pass``, leave none behind."""
        found: list[ir.Statement] = []
        for node in nodes:
            if isinstance(node, cst.SimpleStatementLine):
                found += self.statements(node.body)
            else:
                found += self.statement(node)
        return found

    def statement(self, node: cst.CSTNode) -> list[ir.Statement]:
        """Read one statement and its semicolon.

        Raises ``ReaderError`` for statements that this reader does not know.
        """
        read = _READERS.get(type(node))
        if read is None:
            self.start()
            self.fail(f"{type(node).__name__} is not supported")
        found = read(self, node)
        if isinstance(getattr(node, "semicolon", None), cst.Semicolon):
            self.take(";")
        return found
