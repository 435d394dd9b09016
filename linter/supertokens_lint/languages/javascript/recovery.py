"""What half-written text still tells: the readable pieces inside error nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from supertokens_lint.languages import ir
from supertokens_lint.languages.javascript.expressions import object_entries
from supertokens_lint.languages.javascript.reading import Reading, StatementHandler
from supertokens_lint.source import Span

if TYPE_CHECKING:
    from tree_sitter import Node

_Statements = tuple[ir.Statement, ...]

# Alone, these tell nothing.
_BARE = frozenset(
    ("identifier", "string", "number", "this", "super", "undefined", "true", "false", "null")
)
_ENTRIES = frozenset(("pair", "spread_element", "method_definition"))


def _error(reading: Reading, node: Node) -> _Statements:
    """Read the statements, the expressions and the object entries directly inside an error."""
    found: list[ir.Statement] = []
    entries: list[ir.Property | ir.Spread] = []
    for child in node.named_children:
        if child.type in _ENTRIES:
            entries.extend(object_entries(reading, child))
            continue
        _close(entries, found)
        if reading.is_statement(child):
            found.extend(reading.statement(child))
        elif reading.is_expression(child) and child.type not in _BARE:
            value = reading.expression(child)
            found.append(ir.ExpressionStatement(value, value.span))
    _close(entries, found)
    return tuple(found)


def _close(entries: list[ir.Property | ir.Spread], found: list[ir.Statement]) -> None:
    """Make an object of adjacent entries."""
    if entries:
        span = Span(entries[0].span.start, entries[-1].span.end)
        found.append(ir.ExpressionStatement(ir.Object(tuple(entries), span), span))
        entries.clear()


HANDLERS: dict[str, StatementHandler] = {"ERROR": _error}
