"""JSX elements and fragments."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from supertokens_lint.languages import ir
from supertokens_lint.languages.javascript import literals
from supertokens_lint.languages.javascript.reading import ExpressionHandler, Reading, parts

if TYPE_CHECKING:
    from tree_sitter import Node

_ELEMENTS = frozenset(("jsx_element", "jsx_self_closing_element"))


def _element(reading: Reading, node: Node) -> ir.Expr:
    opening = node.child_by_field_name("open_tag")
    return ir.Element(
        _tag(reading, opening),
        _attributes(reading, () if opening is None else parts(opening)),
        _children(reading, node),
        reading.span(node),
    )


def _self_closing(reading: Reading, node: Node) -> ir.Expr:
    attributes = _attributes(reading, parts(node))
    return ir.Element(_tag(reading, node), attributes, (), reading.span(node))


def _tag(reading: Reading, node: Node | None) -> ir.Expr | None:
    name = None if node is None else node.child_by_field_name("name")
    if name is None:
        return None
    if name.type == "jsx_namespace_name":
        return ir.Name(reading.string(name), reading.span(name))
    return reading.expression(name)


def _attributes(reading: Reading, nodes: Iterable[Node]) -> tuple[ir.Property | ir.Spread, ...]:
    found: list[ir.Property | ir.Spread] = []
    for node in nodes:
        if node.type == "jsx_attribute":
            found.append(_attribute(reading, node))
        elif node.type == "jsx_expression":
            for child in parts(node):
                value = reading.inside(child) if child.type == "spread_element" else None
                if value is not None:
                    found.append(ir.Spread(value, reading.span(node)))
    return tuple(found)


def _attribute(reading: Reading, node: Node) -> ir.Property:
    name, *rest = parts(node)
    value: ir.Expr
    if not rest:
        value = ir.Literal(True, reading.span(name))
    elif rest[0].type == "string":
        text = literals.attribute_value(reading.string(rest[0]))
        value = ir.Literal(text, reading.span(rest[0]))
    elif rest[0].type == "jsx_expression":
        value = reading.inside(rest[0]) or reading.missing(rest[0])
    else:
        value = reading.expression(rest[0])
    return ir.Property(reading.string(name), value, reading.span(node), reading.span(name))


def _children(reading: Reading, node: Node) -> tuple[ir.Expr, ...]:
    found: list[ir.Expr] = []
    for child in node.named_children:
        if child.type in _ELEMENTS or child.is_error:
            found.append(reading.expression(child))
        elif child.type == "jsx_expression":
            for inner in parts(child):
                value = (
                    reading.inside(inner)
                    if inner.type == "spread_element"
                    else reading.expression(inner)
                )
                if value is not None:
                    found.append(value)
    return tuple(found)


HANDLERS: dict[str, ExpressionHandler] = {
    "jsx_element": _element,
    "jsx_self_closing_element": _self_closing,
}
