"""What the handlers of all syntax nodes share: text, offsets, depth and problems."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

from tree_sitter import Node

from supertokens_lint.languages import ir
from supertokens_lint.languages.trees import TreeReading

COMMENT = "comment"
STATEMENTS = "statement_list"

# Nodes whose parts are read one by one, so that an error among them casts no doubt on the rest.
_LISTS = frozenset(("composite_literal", "func_literal"))
_WRAPPERS = frozenset(("parenthesized_expression",))


def parts(node: Node) -> list[Node]:
    """Return the named children that are not comments."""
    return [child for child in node.named_children if child.type != COMMENT]


def unwrap(node: Node) -> Node:
    """Return the expression inside parentheses."""
    while node.type == "parenthesized_expression":
        inner = parts(node)
        if not inner:
            return node
        node = inner[0]
    return node


class Reading(TreeReading):
    """One pass over a syntax tree of Go; see :class:`~..trees.TreeReading`.

    ``results`` holds the names of the results of the functions around the current node.
    """

    __slots__ = ("results",)
    wrappers = _WRAPPERS
    lists = _LISTS

    def __init__(
        self,
        text: str,
        offsets: Sequence[int],
        expressions: Mapping[str, ExpressionHandler],
        statements: Mapping[str, StatementHandler],
        *,
        broken: bool,
    ) -> None:
        super().__init__(text, offsets, expressions, statements, broken=broken)
        self.results: list[tuple[str, ...]] = []

    def unwrapped(self, node: Node) -> Node:
        """Return the expression inside parentheses."""
        return unwrap(node)

    def expressions_in(self, node: Node | None) -> list[ir.Expr]:
        """Read a list of expressions, or the one expression in its place."""
        if node is None:
            return []
        if node.type == "expression_list":
            return [self.expression(child) for child in parts(node)]
        return [self.expression(node)]

    def _stray(self, node: Node) -> Iterable[ir.Statement]:
        """Read an expression where half-written text has no statement around it."""
        if not self.is_expression(node):
            return ()
        value = self.expression(node)
        return (ir.ExpressionStatement(value, value.span),)

    def statements(self, nodes: Iterable[Node]) -> tuple[ir.Statement, ...]:
        """Read statements in order."""
        found: list[ir.Statement] = []
        for node in nodes:
            if node.type == STATEMENTS:
                found.extend(self.statements(node.named_children))
            else:
                found.extend(self.statement(node))
        return tuple(found)

    def body(self, node: Node | None) -> tuple[ir.Statement, ...]:
        """Read the statements of a block."""
        return () if node is None else self.statements(node.named_children)

    def pattern(self, node: Node) -> ir.Pattern | None:
        """Read the target of an assignment; the blank identifier is ``None``."""
        node = unwrap(node)
        if node.type == "blank_identifier" or (
            node.type == "identifier" and self.string(node) == "_"
        ):
            return None
        value = self.expression(node)
        if isinstance(value, ir.Name | ir.Member | ir.Index | ir.Opaque):
            return value
        return ir.Opaque("pattern", (value,), value.span)


ExpressionHandler: TypeAlias = Callable[[Reading, Node], ir.Expr]
StatementHandler: TypeAlias = Callable[[Reading, Node], Iterable[ir.Statement]]
