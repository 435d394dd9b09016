"""Statements of one line, imports excepted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import libcst as cst

from supertokens_lint.languages import ir
from supertokens_lint.languages.python.cursor import NodeReader
from supertokens_lint.languages.python.parameters import type_parameters
from supertokens_lint.languages.python.targets import as_pattern

_AUGMENTED: Mapping[type[cst.BaseAugOp], str] = {
    cst.AddAssign: "+=",
    cst.SubtractAssign: "-=",
    cst.MultiplyAssign: "*=",
    cst.MatrixMultiplyAssign: "@=",
    cst.DivideAssign: "/=",
    cst.FloorDivideAssign: "//=",
    cst.ModuloAssign: "%=",
    cst.PowerAssign: "**=",
    cst.LeftShiftAssign: "<<=",
    cst.RightShiftAssign: ">>=",
    cst.BitAndAssign: "&=",
    cst.BitOrAssign: "|=",
    cst.BitXorAssign: "^=",
}
_KEYWORDS: Mapping[type[cst.BaseSmallStatement], str] = {
    cst.Pass: "pass",
    cst.Break: "break",
    cst.Continue: "continue",
}


def _expression(reader: NodeReader, node: cst.Expr) -> list[ir.Statement]:
    start = reader.start()
    value = reader.expression(node.value)
    return [ir.ExpressionStatement(value, reader.since(start))]


def _assign(reader: NodeReader, node: cst.Assign) -> list[ir.Statement]:
    """Read ``a = b = value`` into two; each spans from its own target to the value."""
    targets: list[tuple[int, ir.Pattern]] = []
    for target in node.targets:
        start = reader.start()
        targets.append((start, as_pattern(reader.expression(target.target))))
        reader.take("=")
    value = reader.expression(node.value)
    return [ir.Bind(target, value, reader.since(start)) for start, target in targets]


def _annotated_assign(reader: NodeReader, node: cst.AnnAssign) -> list[ir.Statement]:
    start = reader.start()
    target = as_pattern(reader.expression(node.target))
    annotation = reader.annotation(node.annotation)
    value = None
    if node.value is not None:
        reader.take("=")
        value = reader.expression(node.value)
    return [ir.Bind(target, value, reader.since(start), annotation=annotation)]


def _augmented_assign(reader: NodeReader, node: cst.AugAssign) -> list[ir.Statement]:
    start = reader.start()
    target = as_pattern(reader.expression(node.target))
    name = _AUGMENTED[type(node.operator)]
    reader.take(name)
    value = reader.expression(node.value)
    return [ir.Bind(target, value, reader.since(start), op=name)]


def _return(reader: NodeReader, node: cst.Return) -> list[ir.Statement]:
    start = reader.take("return")
    value = None if node.value is None else reader.expression(node.value)
    return [ir.Return(value, reader.since(start))]


def _raise(reader: NodeReader, node: cst.Raise) -> list[ir.Statement]:
    start = reader.take("raise")
    value = None if node.exc is None else reader.expression(node.exc)
    if node.cause is not None:
        reader.take("from")
        reader.expression(node.cause.item)
    return [ir.Raise(value, reader.since(start))]


def _delete(reader: NodeReader, node: cst.Del) -> list[ir.Statement]:
    start = reader.take("del")
    value = ir.Opaque("del", (reader.expression(node.target),), reader.since(start))
    return [ir.ExpressionStatement(value, value.span)]


def _assert(reader: NodeReader, node: cst.Assert) -> list[ir.Statement]:
    start = reader.take("assert")
    children = [reader.expression(node.test)]
    reader.take_comma(node.comma)
    if node.msg is not None:
        children.append(reader.expression(node.msg))
    value = ir.Opaque("assert", tuple(children), reader.since(start))
    return [ir.ExpressionStatement(value, value.span)]


def _keyword(reader: NodeReader, node: cst.Pass | cst.Break | cst.Continue) -> list[ir.Statement]:
    reader.take(_KEYWORDS[type(node)])
    return []


def _scope(reader: NodeReader, node: cst.Global | cst.Nonlocal) -> list[ir.Statement]:
    reader.take("global" if isinstance(node, cst.Global) else "nonlocal")
    for item in node.names:
        reader.take(item.name.value)
        reader.take_comma(item.comma)
    return []


def _type_alias(reader: NodeReader, node: cst.TypeAlias) -> list[ir.Statement]:
    start = reader.take("type")
    begin = reader.take(node.name.value)
    target = ir.Name(node.name.value, reader.since(begin))
    type_parameters(reader, node.type_parameters)
    reader.take("=")
    value = reader.expression(node.value)
    return [ir.Bind(target, value, reader.since(start))]


READERS: Mapping[type[cst.CSTNode], Any] = {
    cst.Expr: _expression,
    cst.Assign: _assign,
    cst.AnnAssign: _annotated_assign,
    cst.AugAssign: _augmented_assign,
    cst.Return: _return,
    cst.Raise: _raise,
    cst.Del: _delete,
    cst.Assert: _assert,
    cst.Pass: _keyword,
    cst.Break: _keyword,
    cst.Continue: _keyword,
    cst.Global: _scope,
    cst.Nonlocal: _scope,
    cst.TypeAlias: _type_alias,
}
