"""Names, literals and operators with one operand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from supertokens_lint.languages import ir
from supertokens_lint.languages.go import literals
from supertokens_lint.languages.go.functions import function_literal
from supertokens_lint.languages.go.reading import ExpressionHandler, Reading
from supertokens_lint.languages.go.typenames import type_name

if TYPE_CHECKING:
    from tree_sitter import Node

_TRANSPARENT = frozenset(("&", "*", "+"))


def _name(reading: Reading, node: Node) -> ir.Expr:
    text = reading.string(node)
    return ir.Name(text, reading.span(node)) if text else reading.missing(node)


def _string(reading: Reading, node: Node) -> ir.Expr:
    return ir.Literal(literals.string_value(reading.string(node)), reading.span(node))


def _raw_string(reading: Reading, node: Node) -> ir.Expr:
    return ir.Literal(literals.raw_value(reading.string(node)), reading.span(node))


def _rune(reading: Reading, node: Node) -> ir.Expr:
    return ir.Literal(literals.rune_value(reading.string(node)), reading.span(node))


def _integer(reading: Reading, node: Node) -> ir.Expr:
    return ir.Literal(literals.integer_value(reading.string(node)), reading.span(node))


def _float(reading: Reading, node: Node) -> ir.Expr:
    return ir.Literal(literals.float_value(reading.string(node)), reading.span(node))


def _imaginary(reading: Reading, node: Node) -> ir.Expr:
    return ir.Opaque("imaginary", (), reading.span(node))


def _iota(reading: Reading, node: Node) -> ir.Expr:
    return ir.Opaque("iota", (), reading.span(node))


def _true(reading: Reading, node: Node) -> ir.Expr:
    return ir.Literal(True, reading.span(node))


def _false(reading: Reading, node: Node) -> ir.Expr:
    return ir.Literal(False, reading.span(node))


def _nil(reading: Reading, node: Node) -> ir.Expr:
    return ir.Literal(None, reading.span(node))


def _unary(reading: Reading, node: Node) -> ir.Expr:
    """Read an operator and its operand; runs of them (``**p``, ``!!x``) count as one level."""
    operators: list[tuple[str, Node]] = []
    current: Node | None = node
    while current is not None and current.type == "unary_expression":
        operator = current.child_by_field_name("operator")
        operators.append(("" if operator is None else operator.type, current))
        current = current.child_by_field_name("operand")
    value = reading.missing(node) if current is None else reading.expression(current)
    for op, place in reversed(operators[: reading.room()]):
        if op == "<-":
            value = ir.Opaque("receive", (value,), reading.span(place))
        elif op not in _TRANSPARENT:
            value = ir.Unary("~" if op == "^" else op, value, reading.span(place))
    return value


def _conversion(reading: Reading, node: Node) -> ir.Expr:
    """Read ``[]byte(x)``, and ``f[T](x)``, which the grammar cannot tell from it."""
    generic = node.child_by_field_name("type")
    operand = reading.part(node, "operand")
    if generic is None or generic.type != "generic_type":
        return operand
    called = type_name(reading, generic)
    return ir.Call(called, (ir.Argument(operand, operand.span),), reading.span(node))


def _type(reading: Reading, node: Node) -> ir.Expr:
    return type_name(reading, node)


HANDLERS: dict[str, ExpressionHandler] = {
    "identifier": _name,
    "blank_identifier": _name,
    "package_identifier": _name,
    "field_identifier": _name,
    "interpreted_string_literal": _string,
    "raw_string_literal": _raw_string,
    "rune_literal": _rune,
    "int_literal": _integer,
    "float_literal": _float,
    "imaginary_literal": _imaginary,
    "iota": _iota,
    "true": _true,
    "false": _false,
    "nil": _nil,
    "unary_expression": _unary,
    "type_conversion_expression": _conversion,
    "func_literal": function_literal,
    "type_identifier": _type,
    "qualified_type": _type,
    "generic_type": _type,
    "pointer_type": _type,
}
