"""What the handlers of all syntax nodes share: text, offsets, depth and problems."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate
from typing import TypeAlias

from tree_sitter import Node

from supertokens_lint.languages import ir
from supertokens_lint.languages.trees import MAX_DEPTH, TreeReading
from supertokens_lint.source import Span

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

_SHORT = 50_000
_NUMBERS: list[int] = []
"""Places of all files share these numbers; new ones for each would take as much as the places."""
_CONTINUATION_BYTES = bytes(range(0x80, 0xC0))
_STARTS = bytes(0 if byte in _CONTINUATION_BYTES else 1 for byte in range(256))


def byte_offsets(source: bytes, base: int) -> Sequence[int]:
    """Return, for each byte offset of UTF-8 text that begins at ``base``, the character offset."""
    if source.isascii():
        end = base + len(source) + 1
        if end > _SHORT:
            return range(base, end)
        _NUMBERS.extend(range(len(_NUMBERS), end))
        return _NUMBERS if base == 0 else _NUMBERS[base:end]
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


def unwrap(node: Node) -> Node:
    """Return the expression inside parentheses and type-level wrappers."""
    while (kind := node.type) in WRAPPERS:
        inner = parts(node)
        if not inner:
            return node
        node = inner[-1] if kind == "type_assertion" else inner[0]
    return node


class Reading(TreeReading):
    """One pass over a syntax tree of a script; see :class:`~..trees.TreeReading`.

    ``patterns`` maps node types to handlers of targets, ``trims`` comes from
    :func:`trimmed_ends`.
    """

    __slots__ = ("_patterns", "_trims")
    wrappers = WRAPPERS
    lists = _LISTS

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
        super().__init__(text, offsets, expressions, statements, broken=broken)
        self._trims = trims
        self._patterns = patterns

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

    def unwrapped(self, node: Node) -> Node:
        """Return the expression inside parentheses and type-level wrappers."""
        return unwrap(node)

    def inside(self, node: Node) -> ir.Expr | None:
        """Read the first expression directly inside a node, such as a ``return``'s."""
        for child in node.named_children:
            if child.type in self._expressions or child.type in WRAPPERS:
                return self.doubted(node, self.expression(child))
        return None

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


ExpressionHandler: TypeAlias = Callable[[Reading, Node], ir.Expr]
StatementHandler: TypeAlias = Callable[[Reading, Node], Iterable[ir.Statement]]
PatternHandler: TypeAlias = Callable[[Reading, Node], ir.Pattern]
