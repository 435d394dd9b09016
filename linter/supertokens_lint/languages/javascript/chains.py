"""Operator and call chains, read along their left edge without recursion."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from msgspec import structs
from tree_sitter import Node

from supertokens_lint.languages import ir
from supertokens_lint.languages.javascript.literals import identifier_value
from supertokens_lint.languages.javascript.reading import (
    COMMENTS,
    ExpressionHandler,
    Reading,
    parts,
    unwrap,
)
from supertokens_lint.source import Span

_OPERATORS = {"===": "==", "!==": "!="}
_BINARY = {"binary_expression": "left"}
_ACCESS = {
    "member_expression": "object",
    "subscript_expression": "object",
    "call_expression": "function",
}

_PREFIXES = frozenset(("await_expression", "unary_expression"))
_OPTIONAL = frozenset(("?.", "optional_chain"))

# Puts one more link around what is to its left.
_Link: TypeAlias = Callable[[Reading, Node, ir.Expr], ir.Expr]


def _binary(reading: Reading, node: Node) -> ir.Expr:
    return _chain(reading, node, _BINARY, _binary_link)


def _access(reading: Reading, node: Node) -> ir.Expr:
    return _chain(reading, node, _ACCESS, _access_link)


def _chain(reading: Reading, node: Node, edges: Mapping[str, str], build: _Link) -> ir.Expr:
    """Read a chain; of one too long, the far end becomes flat."""
    links = [node]
    innermost = node
    left = node.child_by_field_name(edges[node.type])
    while left is not None:
        innermost = left if left.type == "parenthesized_expression" else unwrap(left)
        edge = edges.get(innermost.type)
        if edge is None:
            break
        links.append(innermost)
        left = innermost.child_by_field_name(edge)
    awaited = _awaited(reading, links[-1], innermost)
    prefixes, operand = _prefixes(links[-1], innermost)
    if awaited is not None:
        links.pop()
    start = awaited or operand
    depth = reading.depth
    room = reading.room()
    flat = links[room:]
    links = links[:room]
    reading.depth = depth + len(links)
    if awaited is not None:
        value = _grouped(reading, awaited)
    else:
        value = (
            reading.missing(innermost) if left is None else reading.expression(operand or innermost)
        )
    if flat:
        value = reading.flat(
            [build(reading, link, value) for link in reversed(flat)], value, flat[0]
        )
    while links:
        link = links.pop()
        reading.depth = depth + len(links)
        value = build(reading, link, value)
        if start is not None:
            value = _from_group(reading, start, value)
    reading.depth = depth
    while prefixes:
        value = _prefixed(reading, prefixes.pop(), value, node)
    if operand is not None:
        return value
    return value if awaited is None else ir.Await(value, reading.span(node))


def _awaited(reading: Reading, link: Node, innermost: Node) -> Node | None:
    """Return the parenthesis of ``await (a).b``, which the grammars take for a call's."""
    if innermost.type != "identifier" or reading.string(innermost) != "await":
        return None
    arguments = link.child_by_field_name("arguments") if link.type == "call_expression" else None
    if arguments is None or arguments.type != "arguments":
        return None
    return arguments if parts(arguments) else None


def _prefixes(link: Node, innermost: Node) -> tuple[list[Node], Node | None]:
    """Return what stands before ``f`` in ``await f<T>(x)`` or ``!f<T>(x)``, and ``f``.

    The TypeScript grammar takes prefixes and name for the callee when there are type arguments;
    a callee that is awaited itself is in parentheses.
    """
    found: list[Node] = []
    operand = innermost
    while link.type == "call_expression" and operand.type in _PREFIXES:
        operands = parts(operand)
        if not operands:
            break
        found.append(operand)
        operand = operands[-1]
    return found, operand if found else None


def _prefixed(reading: Reading, prefix: Node, value: ir.Expr, node: Node) -> ir.Expr:
    """Put a prefix around the whole chain that it stands before."""
    span = Span(reading.span(prefix).start, reading.span(node).end)
    if prefix.type == "await_expression":
        return ir.Await(value, span)
    operator = prefix.child_by_field_name("operator")
    return ir.Unary("" if operator is None else operator.type, value, span)


def _grouped(reading: Reading, node: Node) -> ir.Expr:
    """Read what is between parentheses."""
    items = tuple([reading.expression(child) for child in parts(node)])
    if len(items) == 1:
        return items[0]
    return ir.Opaque("sequence", items, Span(items[0].span.start, items[-1].span.end))


def _from_group(reading: Reading, group: Node, value: ir.Expr) -> ir.Expr:
    """Return a link of a chain that begins at its parenthesis, not at the ``await`` before."""
    return structs.replace(value, span=Span(reading.span(group).start, value.span.end))


def _binary_link(reading: Reading, node: Node, left: ir.Expr) -> ir.Expr:
    operator = node.child_by_field_name("operator")
    op = "" if operator is None else reading.string(operator)
    right = reading.part(node, "right")
    return ir.Binary(_OPERATORS.get(op, op), left, right, reading.span(node))


def _access_link(reading: Reading, node: Node, left: ir.Expr) -> ir.Expr:
    kind = node.type
    if kind == "call_expression":
        return _call_link(reading, node, left)
    span = reading.span(node)
    optional = node.child_by_field_name("optional_chain") is not None
    if kind == "subscript_expression":
        return _indexed(left, reading.part(node, "index"), span, optional=optional)
    name = node.child_by_field_name("property")
    if name is None:
        return ir.Member(left, "", span, Span(span.end, span.end), optional)
    text = reading.string(name)
    if "\\" in text:
        text = identifier_value(text)
    return ir.Member(left, text, span, reading.span(name), optional)


def _indexed(left: ir.Expr, index: ir.Expr, span: Span, *, optional: bool) -> ir.Expr:
    """Read ``a["b"]`` as ``a.b``, which it is."""
    if (
        isinstance(index, ir.Literal)
        and isinstance(index.value, str)
        and index.value.isidentifier()
    ):
        return ir.Member(left, index.value, span, index.span, optional)
    return ir.Index(left, index, span, optional)


def _call_link(reading: Reading, node: Node, callee: ir.Expr) -> ir.Expr:
    arguments = node.child_by_field_name("arguments")
    optional = node.child_count > 2 and any(child.type in _OPTIONAL for child in node.children)
    return ir.Call(callee, _arguments(reading, arguments), reading.span(node), optional=optional)


def _new(reading: Reading, node: Node) -> ir.Expr:
    callee = reading.part(node, "constructor")
    arguments = node.child_by_field_name("arguments")
    return ir.Call(callee, _arguments(reading, arguments), reading.span(node), is_new=True)


def _arguments(reading: Reading, node: Node | None) -> tuple[ir.Argument, ...]:
    if node is None:
        return ()
    if node.type == "template_string":
        return (ir.Argument(reading.expression(node), reading.span(node)),)
    found: list[ir.Argument] = []
    for child in node.named_children:
        kind = child.type
        if kind == "spread_element":
            inner = reading.inside(child)
            value = reading.missing(child) if inner is None else inner
            found.append(ir.Argument(value, reading.span(child), spread="*"))
        elif kind not in COMMENTS:
            value = reading.expression(child)
            found.append(ir.Argument(value, value.span))
    return tuple(found)


HANDLERS: dict[str, ExpressionHandler] = {
    "binary_expression": _binary,
    "member_expression": _access,
    "subscript_expression": _access,
    "call_expression": _access,
    "new_expression": _new,
}
