"""Expressions that begin with a token of their own: ``not x``, ``await x``, ``lambda: x``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import libcst as cst

from supertokens_lint.languages import ir
from supertokens_lint.languages.python.cursor import NodeReader
from supertokens_lint.languages.python.parameters import parameters
from supertokens_lint.languages.python.targets import as_pattern

_UNARY: Mapping[type[cst.BaseUnaryOp], tuple[str, str]] = {
    cst.Not: ("not", "!"),
    cst.Minus: ("-", "-"),
    cst.Plus: ("+", "+"),
    cst.BitInvert: ("~", "~"),
}


def _unary(reader: NodeReader, node: cst.UnaryOperation, start: int) -> ir.Expr:
    token, name = _UNARY[type(node.operator)]
    reader.take(token)
    return ir.Unary(name, reader.expression(node.expression), reader.since(start))


def _await(reader: NodeReader, node: cst.Await, start: int) -> ir.Expr:
    reader.take("await")
    return ir.Await(reader.expression(node.expression), reader.since(start))


def _yield(reader: NodeReader, node: cst.Yield, start: int) -> ir.Expr:
    reader.yields = True
    reader.take("yield")
    children: tuple[ir.Expr, ...] = ()
    if isinstance(node.value, cst.From):
        reader.take("from")
        children = (reader.expression(node.value.item),)
    elif node.value is not None:
        children = (reader.expression(node.value),)
    return ir.Opaque("yield", children, reader.since(start))


def _walrus(reader: NodeReader, node: cst.NamedExpr, start: int) -> ir.Expr:
    target = as_pattern(reader.expression(node.target))
    reader.take(":=")
    return ir.Assign(target, reader.expression(node.value), reader.since(start))


def _lambda(reader: NodeReader, node: cst.Lambda, start: int) -> ir.Expr:
    outside = reader.yields
    reader.yields = False
    reader.take("lambda")
    params = parameters(reader, node.params)
    reader.take(":")
    begin = reader.start()
    value = reader.expression(node.body)
    body = ir.Return(value, reader.since(begin))
    is_generator, reader.yields = reader.yields, outside
    return ir.Function(
        None,
        params,
        (body,),
        reader.since(start),
        is_generator=is_generator,
        is_arrow=True,
    )


def _starred(reader: NodeReader, node: cst.StarredElement, start: int) -> ir.Expr:
    """Read ``*x`` where no display takes it, as in ``*args: *Ts`` and ``[*a for a in b]``."""
    reader.take("*")
    return ir.Opaque("spread", (reader.expression(node.value),), reader.since(start))


READERS: Mapping[type[cst.BaseExpression], Any] = {
    cst.UnaryOperation: _unary,
    cst.Await: _await,
    cst.Yield: _yield,
    cst.NamedExpr: _walrus,
    cst.Lambda: _lambda,
    cst.StarredElement: _starred,
}
