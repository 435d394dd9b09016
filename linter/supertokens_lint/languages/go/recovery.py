"""What half-written text still tells: the readable pieces inside error nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from supertokens_lint.languages import ir
from supertokens_lint.languages.go.composites import property_of
from supertokens_lint.languages.go.reading import Reading, StatementHandler
from supertokens_lint.source import Span

if TYPE_CHECKING:
    from tree_sitter import Node

_Statements = tuple[ir.Statement, ...]

# Expressions worth keeping: the others tell nothing alone.
_TELLING = frozenset(("call_expression", "composite_literal", "func_literal", "unary_expression"))


def _error(reading: Reading, node: Node) -> _Statements:
    """Read the statements, the calls and the elements of literals directly inside an error."""
    found: list[ir.Statement] = []
    entries: list[ir.Property] = []
    for child in node.named_children:
        if child.type == "keyed_element":
            entry = property_of(reading, child)
            entries.extend(() if entry is None else (entry,))
            continue
        _close(entries, found)
        if reading.is_statement(child):
            found.extend(reading.statement(child))
        elif child.type in _TELLING:
            value = reading.expression(child)
            found.append(ir.ExpressionStatement(value, value.span))
    _close(entries, found)
    return tuple(found)


def _close(entries: list[ir.Property], found: list[ir.Statement]) -> None:
    """Make an object of adjacent elements."""
    if entries:
        span = Span(entries[0].span.start, entries[-1].span.end)
        found.append(ir.ExpressionStatement(ir.Object(tuple(entries), span), span))
        entries.clear()


HANDLERS: dict[str, StatementHandler] = {"ERROR": _error}
