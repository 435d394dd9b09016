"""What the handlers of all syntax nodes share: text, offsets, depth and problems."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from tree_sitter import Node

from supertokens_lint.languages import ir
from supertokens_lint.source import Span

MAX_DEPTH = 100
"""How many expressions and statements may contain one another; see the package's docstring."""

COMMENT = "comment"
STATEMENTS = "statement_list"

# Nodes whose parts are read one by one, so that an error among them casts no doubt on the rest.
_LISTS = frozenset(("composite_literal", "func_literal"))


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


def _is_torn(node: Node) -> bool:
    return any(child.is_error or child.is_missing for child in node.children)


class Reading:
    """One pass over a syntax tree.

    ``expressions`` and ``statements`` map node types to handlers; a handler takes the reading and
    the node. ``offsets`` maps bytes to character offsets, ``broken`` tells that the tree has
    errors. ``results`` holds the names of the results of the functions around the current node.
    """

    __slots__ = (
        "_expressions",
        "_offsets",
        "_statements",
        "broken",
        "depth",
        "problems",
        "results",
        "text",
    )

    def __init__(
        self,
        text: str,
        offsets: Sequence[int],
        expressions: Mapping[str, ExpressionHandler],
        statements: Mapping[str, StatementHandler],
        *,
        broken: bool,
    ) -> None:
        self.text = text
        self.broken = broken
        self.depth = 0
        self.problems: list[ir.SyntaxProblem] = []
        self.results: list[tuple[str, ...]] = []
        self._offsets = offsets
        self._expressions = expressions
        self._statements = statements

    # --- text ------------------------------------------------------------------------------------

    def span(self, node: Node) -> Span:
        """Return the place of a node in the file."""
        return Span(self._offsets[node.start_byte], self._offsets[node.end_byte])

    def string(self, node: Node) -> str:
        """Return the text of a node."""
        return self.text[self._offsets[node.start_byte] : self._offsets[node.end_byte]]

    # --- expressions -----------------------------------------------------------------------------

    def expression(self, node: Node) -> ir.Expr:
        """Read an expression."""
        if node.type == "parenthesized_expression":
            inner = unwrap(node)
            if inner.id != node.id:
                return self.doubted(node, self.expression(inner))
        handler = self._expressions.get(node.type)
        if handler is None:
            return self._opaque(node)
        if self.depth >= MAX_DEPTH:
            return self.too_deep(node)
        self.depth += 1
        value = handler(self, node)
        self.depth -= 1
        return value if node.type in _LISTS else self.doubted(node, value)

    def doubted(self, node: Node, value: ir.Expr) -> ir.Expr:
        """Wrap the value of a node that has unreadable text directly inside it.

        What stands beside that text may be another value than the one that was meant.
        """
        if self.broken and node.has_error and _is_torn(node):
            return ir.Opaque("error", (value,), value.span)
        return value

    def part(self, node: Node, name: str) -> ir.Expr:
        """Read the expression in a field of a node; half-written text may lack it."""
        child = node.child_by_field_name(name)
        return self.missing(node) if child is None else self.expression(child)

    def expressions_in(self, node: Node | None) -> list[ir.Expr]:
        """Read a list of expressions, or the one expression in its place."""
        if node is None:
            return []
        if node.type == "expression_list":
            return [self.expression(child) for child in parts(node)]
        return [self.expression(node)]

    def missing(self, node: Node) -> ir.Opaque:
        """Return what stands for an expression that half-written text lacks."""
        end = self._offsets[node.end_byte]
        return ir.Opaque("missing", (), Span(end, end))

    def too_deep(self, node: Node) -> ir.Opaque:
        """Return what stands for an expression below the depth limit, and note the problem."""
        self.problem("nested too deeply", node)
        return ir.Opaque("deep", (), self.span(node))

    def room(self) -> int:
        """Return how long a chain that begins here may be: it leaves depth for its operands."""
        return max(1, (MAX_DEPTH - self.depth) * 3 // 4)

    def is_expression(self, node: Node) -> bool:
        """Tell whether a node is one that :meth:`expression` has a handler for."""
        return node.type in self._expressions or node.type == "parenthesized_expression"

    def _opaque(self, node: Node) -> ir.Expr:
        kind = "error" if node.is_error else node.type
        found: list[ir.Expr] = []
        if self.depth < MAX_DEPTH:
            self.depth += 1
            found.extend(self.expression(child) for child in self._expressions_below(node))
            self.depth -= 1
        return ir.Opaque(kind, tuple(found), self.span(node))

    def _expressions_below(self, node: Node) -> Iterator[Node]:
        """Yield the topmost expressions in a node that is none itself."""
        stack = [node]
        while stack:
            current = stack.pop()
            stack.extend(reversed(current.named_children))
            while stack and self.is_expression(stack[-1]):
                yield stack.pop()

    # --- statements and patterns -----------------------------------------------------------------

    def statement(self, node: Node) -> Iterable[ir.Statement]:
        """Read a statement; some give several, some none."""
        handler = self._statements.get(node.type)
        if handler is None:
            return self._stray(node)
        if self.depth >= MAX_DEPTH:
            return (ir.ExpressionStatement(self.too_deep(node), self.span(node)),)
        self.depth += 1
        found = handler(self, node)
        self.depth -= 1
        return found

    def _stray(self, node: Node) -> Iterable[ir.Statement]:
        """Read an expression where half-written text has no statement around it."""
        if not self.is_expression(node):
            return ()
        value = self.expression(node)
        return (ir.ExpressionStatement(value, value.span),)

    def is_statement(self, node: Node) -> bool:
        """Tell whether a node is one that :meth:`statement` has a handler for."""
        return node.type in self._statements

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

    def problem(self, message: str, node: Node) -> None:
        """Note a place that cannot be read in full."""
        self.problems.append(ir.SyntaxProblem(message, self.span(node)))


ExpressionHandler: TypeAlias = Callable[[Reading, Node], ir.Expr]
StatementHandler: TypeAlias = Callable[[Reading, Node], Iterable[ir.Statement]]
