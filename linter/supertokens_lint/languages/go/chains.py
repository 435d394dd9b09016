"""Operator, selector and call chains, read along their left edge without recursion."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from tree_sitter import Node

from supertokens_lint.languages import ir
from supertokens_lint.languages.go.composites import made
from supertokens_lint.languages.go.reading import COMMENT, ExpressionHandler, Reading, unwrap
from supertokens_lint.source import Span

_BINARY = {"binary_expression": "left"}
_ACCESS = {
    "selector_expression": "operand",
    "index_expression": "operand",
    "slice_expression": "operand",
    "type_assertion_expression": "operand",
    "call_expression": "function",
}

# Puts one more link around what is to its left.
_Link: TypeAlias = Callable[[Reading, Node, ir.Expr], ir.Expr]


def _binary(reading: Reading, node: Node) -> ir.Expr:
    return _chain(reading, node, _BINARY, _binary_link)


def _access(reading: Reading, node: Node) -> ir.Expr:
    return made(reading, node) or _chain(reading, node, _ACCESS, _access_link)


def _chain(reading: Reading, node: Node, edges: Mapping[str, str], build: _Link) -> ir.Expr:
    """Read a chain; of one too long, the far end becomes flat."""
    links = [node]
    innermost = node
    left = node.child_by_field_name(edges[node.type])
    while left is not None:
        innermost = unwrap(left)
        edge = edges.get(innermost.type)
        if edge is None:
            break
        links.append(innermost)
        left = innermost.child_by_field_name(edge)
    depth = reading.depth
    room = reading.room()
    flat = links[room:]
    links = links[:room]
    reading.depth = depth + len(links)
    value = reading.missing(innermost) if left is None else reading.expression(innermost)
    if flat:
        value = reading.flat(
            [build(reading, link, value) for link in reversed(flat)], value, flat[0]
        )
    while links:
        link = links.pop()
        reading.depth = depth + len(links)
        value = build(reading, link, value)
    reading.depth = depth
    return value


def _binary_link(reading: Reading, node: Node, left: ir.Expr) -> ir.Expr:
    operator = node.child_by_field_name("operator")
    op = "" if operator is None else operator.type
    return ir.Binary(op, left, reading.part(node, "right"), reading.span(node))


def _access_link(reading: Reading, node: Node, left: ir.Expr) -> ir.Expr:
    kind = node.type
    span = reading.span(node)
    if kind == "call_expression":
        return ir.Call(left, _arguments(reading, node), span)
    if kind == "selector_expression":
        name = node.child_by_field_name("field")
        if name is None:
            return ir.Member(left, "", span, Span(span.end, span.end))
        return ir.Member(left, reading.string(name), span, reading.span(name))
    if kind == "index_expression":
        return ir.Index(left, reading.part(node, "index"), span)
    if kind == "slice_expression":
        return ir.Index(left, _slice(reading, node), span)
    return left


def _slice(reading: Reading, node: Node) -> ir.Expr:
    found = [
        reading.expression(child)
        for name in ("start", "end", "capacity")
        if (child := node.child_by_field_name(name)) is not None
    ]
    brackets = [child for child in node.children if child.type in ("[", "]")]
    inside = reading.span(node)
    if len(brackets) == 2:
        inside = Span(reading.span(brackets[0]).end, reading.span(brackets[1]).start)
    return ir.Opaque("slice", tuple(found), inside)


def _arguments(reading: Reading, node: Node) -> tuple[ir.Argument, ...]:
    arguments = node.child_by_field_name("arguments")
    found: list[ir.Argument] = []
    for child in () if arguments is None else arguments.named_children:
        if child.type == COMMENT:
            continue
        if child.type == "variadic_argument":
            inner = next((n for n in child.named_children if n.type != COMMENT), None)
            value = reading.missing(child) if inner is None else reading.expression(inner)
            found.append(ir.Argument(value, reading.span(child), spread="*"))
        else:
            value = reading.expression(child)
            found.append(ir.Argument(value, value.span))
    return tuple(found)


HANDLERS: dict[str, ExpressionHandler] = {
    "binary_expression": _binary,
    **dict.fromkeys(_ACCESS, _access),
}
