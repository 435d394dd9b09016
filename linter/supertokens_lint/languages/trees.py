"""What readers of tree-sitter's syntax trees share: text, offsets, depth, problems and dispatch.

A reader of a language derives its pass from :class:`TreeReading` and says which nodes only wrap an
expression, and which are lists of parts. The handlers of single nodes are the language's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from supertokens_lint.languages import ir
from supertokens_lint.source import Span

if TYPE_CHECKING:
    from tree_sitter import Node

MAX_DEPTH = 100
"""How many expressions and statements may contain one another; see the readers' docstrings."""


class TreeReading:
    """One pass over a syntax tree.

    ``expressions`` and ``statements`` map node types to handlers; a handler takes the reading and
    the node. ``text`` is the whole file, ``offsets`` maps bytes of the parsed part to character
    offsets in it, ``broken`` tells that the tree has errors.
    """

    __slots__ = (
        "_expressions",
        "_offsets",
        "_statements",
        "_strings",
        "broken",
        "depth",
        "problems",
        "text",
    )

    wrappers: ClassVar[frozenset[str]]
    """Nodes that stand for the expression inside them."""
    lists: ClassVar[frozenset[str]]
    """Nodes whose parts are read one by one: an error among them casts no doubt on the rest."""

    def __init__(
        self,
        text: str,
        offsets: Sequence[int],
        expressions: Mapping[str, Callable[[Any, Node], ir.Expr]],
        statements: Mapping[str, Callable[[Any, Node], Iterable[ir.Statement]]],
        *,
        broken: bool,
    ) -> None:
        self.text = text
        self.broken = broken
        self.depth = 0
        self.problems: list[ir.SyntaxProblem] = []
        self._offsets = offsets
        self._strings: dict[str, str] = {}
        self._expressions = expressions
        self._statements = statements

    # --- text ------------------------------------------------------------------------------------

    def span(self, node: Node) -> Span:
        """Return the place of a node in the file."""
        return Span(self._offsets[node.start_byte], self._offsets[node.end_byte])

    def string(self, node: Node) -> str:
        """Return the text of a node; equal ones are one object."""
        offsets = self._offsets
        found = self.text[offsets[node.start_byte] : offsets[node.end_byte]]
        return self._strings.setdefault(found, found)

    # --- expressions -----------------------------------------------------------------------------

    def unwrapped(self, node: Node) -> Node:
        """Return the expression inside a node that only wraps one."""
        raise NotImplementedError

    def expression(self, node: Node) -> ir.Expr:
        """Read an expression."""
        kind = node.type
        if kind in self.wrappers:
            inner = self.unwrapped(node)
            if inner.id != node.id:
                return self.doubted(node, self.expression(inner))
        handler = self._expressions.get(kind)
        if handler is None:
            return self._opaque(node)
        if self.depth >= MAX_DEPTH:
            return self.too_deep(node)
        self.depth += 1
        value = handler(self, node)
        self.depth -= 1
        return value if kind in self.lists else self.doubted(node, value)

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

    def flat(self, links: Iterable[ir.Expr], first: ir.Expr, whole: Node) -> ir.Opaque:
        """Return the operands of a chain too long to follow as the children of one node.

        ``links`` are its links, innermost first, each built around ``first``.
        """
        self.problem("a chain too long to follow", whole)
        operands = [first]
        for link in links:
            if isinstance(link, ir.Binary):
                operands.append(link.right)
            elif isinstance(link, ir.Index):
                operands.append(link.index)
            elif isinstance(link, ir.Call):
                operands.extend(argument.value for argument in link.args)
        return ir.Opaque("chain", tuple(operands), self.span(whole))

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
        return node.type in self._expressions or node.type in self.wrappers

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

    # --- statements ------------------------------------------------------------------------------

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

    def _stray(self, _node: Node) -> Iterable[ir.Statement]:
        """Read what stands in the place of a statement and is none."""
        return ()

    def is_statement(self, node: Node) -> bool:
        """Tell whether a node is one that :meth:`statement` has a handler for."""
        return node.type in self._statements

    def statements(self, nodes: Iterable[Node]) -> tuple[ir.Statement, ...]:
        """Read statements in order."""
        found: list[ir.Statement] = []
        for node in nodes:
            found.extend(self.statement(node))
        return tuple(found)

    def problem(self, message: str, node: Node) -> None:
        """Note a place that cannot be read in full."""
        self.problems.append(ir.SyntaxProblem(message, self.span(node)))


def _is_torn(node: Node) -> bool:
    return any(child.is_error or child.is_missing for child in node.children)
