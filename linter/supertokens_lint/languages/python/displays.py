"""Lists, tuples, sets, dicts and comprehensions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import libcst as cst

from supertokens_lint.languages import ir
from supertokens_lint.languages.python.cursor import NodeReader
from supertokens_lint.languages.python.versions import SPREAD_DICT_COMPREHENSIONS
from supertokens_lint.source import Span


def _list(reader: NodeReader, node: cst.List, start: int) -> ir.Expr:
    reader.take("[")
    items = _elements(reader, node.elements)
    reader.take("]")
    return ir.Array(items, reader.since(start))


def _set(reader: NodeReader, node: cst.Set, start: int) -> ir.Expr:
    reader.take("{")
    items = _elements(reader, node.elements)
    reader.take("}")
    return ir.Array(items, reader.since(start), "set")


def _tuple(reader: NodeReader, node: cst.Tuple, start: int) -> ir.Expr:
    if node.lpar:
        reader.take("(")
    items = _elements(reader, node.elements)
    if node.rpar:
        reader.take(")")
    return ir.Array(items, reader.since(start), "tuple")


def _elements(
    reader: NodeReader, nodes: Sequence[cst.BaseElement]
) -> tuple[ir.Expr | ir.Spread, ...]:
    return tuple([_element(reader, node) for node in nodes])


def _element(reader: NodeReader, node: cst.BaseElement) -> ir.Expr | ir.Spread:
    item: ir.Expr | ir.Spread
    if isinstance(node, cst.StarredElement):
        for _ in node.lpar:
            reader.take("(")
        start = reader.take("*")
        item = ir.Spread(reader.expression(node.value), reader.since(start))
        for _ in node.rpar:
            reader.take(")")
    else:
        item = reader.expression(node.value)
    reader.take_comma(node.comma)
    return item


def _dict(reader: NodeReader, node: cst.Dict, start: int) -> ir.Expr:
    reader.take("{")
    entries = tuple([_entry(reader, element) for element in node.elements])
    reader.take("}")
    return ir.Object(entries, reader.since(start))


def _entry(reader: NodeReader, node: cst.BaseDictElement) -> ir.Property | ir.Spread:
    entry: ir.Property | ir.Spread
    if isinstance(node, cst.DictElement):
        start = reader.start()
        key = reader.expression(node.key)
        key_span = Span(start, reader.end)
        reader.take(":")
        value = reader.expression(node.value)
        entry = ir.Property(_key(key), value, reader.since(start), key_span)
    else:
        start = reader.take("**")
        entry = ir.Spread(reader.expression(node.value), reader.since(start))
    reader.take_comma(node.comma)
    return entry


def _key(key: ir.Expr) -> str | ir.Expr:
    if isinstance(key, ir.Literal) and isinstance(key.value, (str, int, float)):
        return key if isinstance(key.value, bool) else str(key.value)
    return key


def _list_comprehension(reader: NodeReader, node: cst.ListComp, start: int) -> ir.Expr:
    reader.take("[")
    return _comprehension(reader, node, start, "]")


def _set_comprehension(reader: NodeReader, node: cst.SetComp, start: int) -> ir.Expr:
    reader.take("{")
    return _comprehension(reader, node, start, "}")


def _generator(reader: NodeReader, node: cst.GeneratorExp, start: int) -> ir.Expr:
    if node.lpar:
        reader.take("(")
    return _comprehension(reader, node, start, ")" if node.rpar else "")


def _comprehension(
    reader: NodeReader, node: cst.BaseSimpleComp, start: int, closing: str
) -> ir.Expr:
    children = [reader.expression(node.elt), *_clauses(reader, node.for_in)]
    reader.take_words(*closing)
    return ir.Opaque("comprehension", tuple(children), reader.since(start))


def _dict_comprehension(reader: NodeReader, node: cst.DictComp, start: int) -> ir.Expr:
    reader.take("{")
    children = [reader.expression(node.key)]
    reader.take(":")
    children += [reader.expression(node.value), *_clauses(reader, node.for_in)]
    reader.take("}")
    return ir.Opaque("dict-comprehension", tuple(children), reader.since(start))


def _spread_dict_comprehension(reader: NodeReader, node: Any, start: int) -> ir.Expr:
    reader.take_words("{", "**")
    children = [reader.expression(node.value), *_clauses(reader, node.for_in)]
    reader.take("}")
    return ir.Opaque("dict-comprehension", tuple(children), reader.since(start))


def _clauses(reader: NodeReader, node: cst.CompFor | None) -> list[ir.Expr]:
    """Read ``for target in iterable if test ...``: each target, iterable and tests in order."""
    children: list[ir.Expr] = []
    while node is not None:
        if node.asynchronous is not None:
            reader.take("async")
        reader.take("for")
        children.append(reader.expression(node.target))
        reader.take("in")
        children.append(reader.expression(node.iter))
        for condition in node.ifs:
            reader.take("if")
            children.append(reader.expression(condition.test))
        node = node.inner_for_in
    return children


READERS: Mapping[type[cst.BaseExpression], Any] = {
    cst.List: _list,
    cst.Tuple: _tuple,
    cst.Set: _set,
    cst.Dict: _dict,
    cst.ListComp: _list_comprehension,
    cst.SetComp: _set_comprehension,
    cst.DictComp: _dict_comprehension,
    **dict.fromkeys(SPREAD_DICT_COMPREHENSIONS, _spread_dict_comprehension),
    cst.GeneratorExp: _generator,
}
"""What reads each node, called with the offset of its first token."""
