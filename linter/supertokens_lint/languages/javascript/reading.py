"""What the handlers of all syntax nodes share: text, offsets, depth and problems."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import TypeAlias

from tree_sitter import Node

from supertokens_lint.languages import ir
from supertokens_lint.source import Span

MAX_DEPTH = 100
"""How many expressions and statements may contain one another; see the package's docstring."""

COMMENTS = frozenset(("comment", "html_comment"))

# Nodes that stand for the expression inside them.
WRAPPERS = frozenset(
    (
        "parenthesized_expression",
        "as_expression",
        "satisfies_expression",
        "non_null_expression",
        "type_assertion",
        "instantiation_expression",
    )
)

# Nodes whose parts are read one by one, so that an error among them casts no doubt on the rest.
_LISTS = frozenset(
    (
        "object",
        "array",
        "template_string",
        "sequence_expression",
        "function_expression",
        "generator_function",
        "arrow_function",
        "class",
        "jsx_element",
        "jsx_self_closing_element",
    )
)

_CONTINUATION_BYTES = bytes(range(0x80, 0xC0))
_STARTS = bytes(0 if byte in _CONTINUATION_BYTES else 1 for byte in range(256))


def byte_offsets(source: bytes, base: int) -> Sequence[int]:
    """Return, for each byte offset of UTF-8 text that begins at ``base``, the character offset."""
    if source.isascii():
        return range(base, base + len(source) + 1)
    # A character's first byte counts one; summing up to a byte counts the characters before it.
    return list(accumulate(source.translate(_STARTS), initial=base))


def trimmed_ends(source: bytes, comments: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Map the end of each comment to the end of the text before it.

    The grammars count comments after a block, and before a semicolon that is left out, to the
    statement.
    """
    trims: dict[int, int] = {}
    for start, end in comments:
        before = start
        while before and source[before - 1] in b" \t\r\n":
            before -= 1
        trims[end] = trims.get(before, before)
    return trims


def parts(node: Node) -> list[Node]:
    """Return the named children that are not comments."""
    children = node.named_children
    for child in children:
        if child.type in COMMENTS:
            return [child for child in children if child.type not in COMMENTS]
    return children


def _is_torn(node: Node) -> bool:
    return any(child.is_error or child.is_missing for child in node.children)


def unwrap(node: Node) -> Node:
    """Return the expression inside parentheses and type-level wrappers."""
    while (kind := node.type) in WRAPPERS:
        inner = parts(node)
        if not inner:
            return node
        node = inner[-1] if kind == "type_assertion" else inner[0]
    return node


class Reading:
    """One pass over a syntax tree.

    ``expressions``, ``statements`` and ``patterns`` map node types to handlers; a handler takes
    the reading and the node. ``text`` is the whole file, ``offsets`` maps bytes of the parsed
    part to character offsets in it, ``trims`` comes from :func:`trimmed_ends`, ``broken`` tells
    that the tree has errors.
    """

    __slots__ = (
        "_expressions",
        "_offsets",
        "_patterns",
        "_statements",
        "_trims",
        "broken",
        "depth",
        "problems",
        "text",
    )

    def __init__(
        self,
        text: str,
        offsets: Sequence[int],
        trims: Mapping[int, int],
        expressions: Mapping[str, ExpressionHandler],
        statements: Mapping[str, StatementHandler],
        patterns: Mapping[str, PatternHandler],
        *,
        broken: bool,
    ) -> None:
        self.text = text
        self.broken = broken
        self.depth = 0
        self.problems: list[ir.SyntaxProblem] = []
        self._offsets = offsets
        self._trims = trims
        self._expressions = expressions
        self._statements = statements
        self._patterns = patterns

    # --- text ------------------------------------------------------------------------------------

    def span(self, node: Node) -> Span:
        """Return the place of a node in the file."""
        offsets = self._offsets
        start = node.start_byte
        end = node.end_byte
        if end in self._trims:
            end = max(self._trims[end], start)
        return Span(offsets[start], offsets[end])

    def between(self, start: int, end: int) -> Span:
        """Return the place of a range of bytes."""
        return Span(self._offsets[start], self._offsets[end])

    def string(self, node: Node) -> str:
        """Return the text of a node."""
        offsets = self._offsets
        return self.text[offsets[node.start_byte] : offsets[node.end_byte]]

    # --- expressions -----------------------------------------------------------------------------

    def expression(self, node: Node) -> ir.Expr:
        """Read an expression."""
        kind = node.type
        if kind in WRAPPERS:
            inner = unwrap(node)
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
        return value if kind in _LISTS else self.doubted(node, value)

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

    def inside(self, node: Node) -> ir.Expr | None:
        """Read the first expression directly inside a node, such as a ``return``'s."""
        for child in node.named_children:
            if child.type in self._expressions or child.type in WRAPPERS:
                return self.doubted(node, self.expression(child))
        return None

    def missing(self, node: Node) -> ir.Expr:
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
        return node.type in self._expressions or node.type in WRAPPERS

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
        """Read a statement; declarations give several, type declarations none."""
        handler = self._statements.get(node.type)
        if handler is None:
            return ()
        if self.depth >= MAX_DEPTH:
            return (ir.ExpressionStatement(self.too_deep(node), self.span(node)),)
        self.depth += 1
        found = handler(self, node)
        self.depth -= 1
        return found

    def is_statement(self, node: Node) -> bool:
        """Tell whether a node is one that :meth:`statement` has a handler for."""
        return node.type in self._statements

    def statements(self, nodes: Iterable[Node]) -> tuple[ir.Statement, ...]:
        """Read statements in order."""
        found: list[ir.Statement] = []
        for node in nodes:
            found.extend(self.statement(node))
        return tuple(found)

    def body(self, node: Node | None) -> tuple[ir.Statement, ...]:
        """Read a block or the single statement in its place."""
        if node is None:
            return ()
        if node.type == "statement_block":
            return self.statements(node.named_children)
        return tuple(self.statement(node))

    def pattern(self, node: Node) -> ir.Pattern:
        """Read the target of an assignment or a parameter."""
        node = unwrap(node)
        handler = self._patterns.get(node.type)
        if handler is not None and self.depth >= MAX_DEPTH:
            return self.too_deep(node)
        if handler is None:
            value = self.expression(node)
            if isinstance(value, ir.Name | ir.Member | ir.Index | ir.Opaque):
                return value
            return ir.Opaque("pattern", (value,), value.span)
        self.depth += 1
        target = handler(self, node)
        self.depth -= 1
        return target

    def problem(self, message: str, node: Node) -> None:
        """Note a place that cannot be read in full."""
        self.problems.append(ir.SyntaxProblem(message, self.span(node)))


ExpressionHandler: TypeAlias = Callable[[Reading, Node], ir.Expr]
StatementHandler: TypeAlias = Callable[[Reading, Node], Iterable[ir.Statement]]
PatternHandler: TypeAlias = Callable[[Reading, Node], ir.Pattern]
