"""Expressions that begin with another one: attributes, calls, operators, comparisons.

Each function is called behind the leading expression and reads the rest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import libcst as cst

from supertokens_lint.languages import ir
from supertokens_lint.languages.python.cursor import NodeReader
from supertokens_lint.source import Span

# Source tokens of an operator, and its name in the neutral form where that differs.
_BINARY: Mapping[type[cst.CSTNode], tuple[tuple[str, ...], str]] = {
    cst.Add: (("+",), "+"),
    cst.Subtract: (("-",), "-"),
    cst.Multiply: (("*",), "*"),
    cst.Divide: (("/",), "/"),
    cst.FloorDivide: (("//",), "//"),
    cst.Modulo: (("%",), "%"),
    cst.Power: (("**",), "**"),
    cst.MatrixMultiply: (("@",), "@"),
    cst.LeftShift: (("<<",), "<<"),
    cst.RightShift: ((">>",), ">>"),
    cst.BitAnd: (("&",), "&"),
    cst.BitOr: (("|",), "|"),
    cst.BitXor: (("^",), "^"),
    cst.And: (("and",), "&&"),
    cst.Or: (("or",), "||"),
    cst.Equal: (("==",), "=="),
    cst.Is: (("is",), "=="),
    cst.IsNot: (("is", "not"), "!="),
    cst.In: (("in",), "in"),
    cst.NotIn: (("not", "in"), "not in"),
    cst.LessThan: (("<",), "<"),
    cst.LessThanEqual: (("<=",), "<="),
    cst.GreaterThan: ((">",), ">"),
    cst.GreaterThanEqual: ((">=",), ">="),
}


def _operator(reader: NodeReader, node: cst.CSTNode) -> str:
    if isinstance(node, cst.NotEqual):
        reader.take(node.value)
        return "!="
    tokens, name = _BINARY[type(node)]
    reader.take_words(*tokens)
    return name


def _binary(
    reader: NodeReader,
    node: cst.BinaryOperation | cst.BooleanOperation,
    left: ir.Expr,
    start: int,
) -> ir.Expr:
    name = _operator(reader, node.operator)
    right = reader.expression(node.right)
    return ir.Binary(name, left, right, reader.since(start))


def _comparison(reader: NodeReader, node: cst.Comparison, left: ir.Expr, start: int) -> ir.Expr:
    result: ir.Expr | None = None
    begin = start
    for target in node.comparisons:
        name = _operator(reader, target.operator)
        next_begin = reader.start()
        right = reader.expression(target.comparator)
        compared = ir.Binary(name, left, right, reader.since(begin))
        result = compared if result is None else _both(result, compared, reader.since(start))
        left, begin = right, next_begin
    return left if result is None else result


def _both(left: ir.Expr, right: ir.Expr, span: Span) -> ir.Expr:
    return ir.Binary("&&", left, right, span)


def _attribute(reader: NodeReader, node: cst.Attribute, left: ir.Expr, start: int) -> ir.Expr:
    reader.take(".")
    begin = reader.take(node.attr.value)
    return ir.Member(left, node.attr.value, reader.since(start), reader.since(begin))


def _call(reader: NodeReader, node: cst.Call, left: ir.Expr, start: int) -> ir.Expr:
    reader.take("(")
    args = arguments(reader, node.args)
    reader.take(")")
    return ir.Call(left, args, reader.since(start))


def arguments(reader: NodeReader, nodes: Sequence[cst.Arg]) -> tuple[ir.Argument, ...]:
    """Read the arguments of a call or class, without its parentheses."""
    return tuple([_argument(reader, node) for node in nodes])


def _argument(reader: NodeReader, node: cst.Arg) -> ir.Argument:
    start = reader.start()
    name = None
    if node.star:
        reader.take(node.star)
    if node.keyword is not None:
        name = node.keyword.value
        reader.take_words(name, "=")
    value = reader.expression(node.value)
    span = reader.since(start)
    reader.take_comma(node.comma)
    return ir.Argument(value, span, name, node.star)


def _subscript(reader: NodeReader, node: cst.Subscript, left: ir.Expr, start: int) -> ir.Expr:
    reader.take("[")
    begin = reader.start()
    items: list[ir.Expr | ir.Spread] = []
    is_tuple = len(node.slice) > 1
    for element in node.slice:
        items.append(_index(reader, element.slice))
        if isinstance(element.comma, cst.Comma):
            is_tuple = True
            reader.take(",")
    first = items[0] if items else None
    if is_tuple or first is None or isinstance(first, ir.Spread):
        first = ir.Array(tuple(items), reader.since(begin), "tuple")
    reader.take("]")
    return ir.Index(left, first, reader.since(start))


def _index(reader: NodeReader, node: cst.BaseSlice) -> ir.Expr | ir.Spread:
    start = reader.start()
    if isinstance(node, cst.Slice):
        children: list[ir.Expr] = []
        if node.lower is not None:
            children.append(reader.expression(node.lower))
        reader.take(":")
        if node.upper is not None:
            children.append(reader.expression(node.upper))
        if isinstance(node.second_colon, cst.Colon):
            reader.take(":")
        if node.step is not None:
            children.append(reader.expression(node.step))
        return ir.Opaque("slice", tuple(children), reader.since(start))
    if not isinstance(node, cst.Index):
        reader.fail(f"{type(node).__name__} is not supported")
    if node.star:
        reader.take(node.star)
        return ir.Spread(reader.expression(node.value), reader.since(start))
    return reader.expression(node.value)


def _conditional(reader: NodeReader, node: cst.IfExp, left: ir.Expr, start: int) -> ir.Expr:
    reader.take("if")
    test = reader.expression(node.test)
    reader.take("else")
    otherwise = reader.expression(node.orelse)
    return ir.Conditional(test, left, otherwise, reader.since(start))


READERS: Mapping[type[cst.BaseExpression], tuple[str, Any]] = {
    cst.Attribute: ("value", _attribute),
    cst.BinaryOperation: ("left", _binary),
    cst.BooleanOperation: ("left", _binary),
    cst.Call: ("func", _call),
    cst.Comparison: ("left", _comparison),
    cst.IfExp: ("body", _conditional),
    cst.Subscript: ("value", _subscript),
}
"""For each node, the field with its leading expression and what reads the rest."""
