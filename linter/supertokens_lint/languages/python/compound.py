"""Statements with blocks, definitions and ``match`` excepted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import libcst as cst

from supertokens_lint.languages import ir
from supertokens_lint.languages.python.cursor import NodeReader
from supertokens_lint.languages.python.targets import as_pattern


def _if(reader: NodeReader, node: cst.If) -> list[ir.Statement]:
    branches: list[tuple[int, ir.Expr, tuple[ir.Statement, ...]]] = []
    rest: cst.If | cst.Else | None = node
    while isinstance(rest, cst.If):
        start = reader.take("elif" if branches else "if")
        test = reader.expression(rest.test)
        branches.append((start, test, reader.suite(rest.body)))
        rest = rest.orelse
    otherwise = _else(reader, rest)
    for start, test, then in reversed(branches):
        otherwise = (ir.If(test, then, otherwise, reader.since(start)),)
    return list(otherwise)


def _else(reader: NodeReader, node: cst.Else | None) -> tuple[ir.Statement, ...]:
    if node is None:
        return ()
    reader.take("else")
    return reader.suite(node.body)


def _while(reader: NodeReader, node: cst.While) -> list[ir.Statement]:
    start = reader.take("while")
    test = reader.expression(node.test)
    body = reader.suite(node.body) + _else(reader, node.orelse)
    return [ir.Loop(None, None, test, body, reader.since(start))]


def _for(reader: NodeReader, node: cst.For) -> list[ir.Statement]:
    start = _begin(reader, node.asynchronous, "for")
    target = as_pattern(reader.expression(node.target))
    reader.take("in")
    iterable = reader.expression(node.iter)
    body = reader.suite(node.body) + _else(reader, node.orelse)
    return [ir.Loop(target, iterable, None, body, reader.since(start))]


def _begin(reader: NodeReader, asynchronous: cst.Asynchronous | None, keyword: str) -> int:
    start = reader.start()
    if asynchronous is not None:
        reader.take("async")
    reader.take(keyword)
    return start


def _try(reader: NodeReader, node: cst.Try | cst.TryStar) -> list[ir.Statement]:
    start = reader.take("try")
    body = reader.suite(node.body)
    handlers = tuple([_handler(reader, handler) for handler in node.handlers])
    body += _else(reader, node.orelse)
    finalizer: tuple[ir.Statement, ...] = ()
    if node.finalbody is not None:
        reader.take("finally")
        finalizer = reader.suite(node.finalbody.body)
    return [ir.Try(body, handlers, finalizer, reader.since(start))]


def _handler(
    reader: NodeReader, node: cst.ExceptHandler | cst.ExceptStarHandler
) -> tuple[ir.Statement, ...]:
    """Read a handler; ``except E as name`` binds the name to an unknown value."""
    reader.take("except")
    if isinstance(node, cst.ExceptStarHandler):
        reader.take("*")
    bound: tuple[ir.Statement, ...] = ()
    if node.type is not None:
        start = reader.start()
        caught = ir.Opaque("exception", (reader.expression(node.type),), reader.since(start))
        if node.name is not None:
            target = _as_name(reader, node.name)
            bound = (ir.Bind(target, caught, reader.since(start)),)
    return bound + reader.suite(node.body)


def _as_name(reader: NodeReader, node: cst.AsName) -> ir.Pattern:
    reader.take("as")
    return as_pattern(reader.expression(node.name))


def _with(reader: NodeReader, node: cst.With) -> list[ir.Statement]:
    """Read ``with``; ``x as y`` is kept as context and binds ``y`` in front of the body."""
    start = _begin(reader, node.asynchronous, "with")
    parenthesized = isinstance(node.lpar, cst.LeftParen)
    if parenthesized:
        reader.take("(")
    context: list[ir.Expr] = []
    bound: list[ir.Statement] = []
    for item in node.items:
        begin = reader.start()
        value = reader.expression(item.item)
        context.append(value)
        if item.asname is not None:
            target = _as_name(reader, item.asname)
            bound.append(ir.Bind(target, value, reader.since(begin)))
        reader.take_comma(item.comma)
    if parenthesized:
        reader.take(")")
    body = (*bound, *reader.suite(node.body))
    return [ir.Block(body, reader.since(start), tuple(context))]


READERS: Mapping[type[cst.CSTNode], Any] = {
    cst.If: _if,
    cst.While: _while,
    cst.For: _for,
    cst.Try: _try,
    cst.TryStar: _try,
    cst.With: _with,
}
