"""Names, numbers and strings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import libcst as cst

from supertokens_lint.languages import ir
from supertokens_lint.languages.python.cursor import NodeReader
from supertokens_lint.languages.python.literals import (
    integer_value,
    string_prefix,
    string_value,
    unescape,
)
from supertokens_lint.languages.python.versions import FORMATTED_TEXTS, TEMPLATED_STRINGS
from supertokens_lint.source import Span

_CONSTANTS = {"True": True, "False": False, "None": None}


def _name(reader: NodeReader, node: cst.Name, start: int) -> ir.Expr:
    reader.take(node.value)
    span = reader.since(start)
    if node.value in _CONSTANTS:
        return ir.Literal(_CONSTANTS[node.value], span)
    return ir.Name(node.value, span)


def _integer(reader: NodeReader, node: cst.Integer, start: int) -> ir.Expr:
    reader.take(node.value)
    value = integer_value(node.value)
    if value is None:
        return ir.Opaque("number", (), reader.since(start))
    return ir.Literal(value, reader.since(start))


def _float(reader: NodeReader, node: cst.Float, start: int) -> ir.Expr:
    reader.take(node.value)
    return ir.Literal(float(node.value), reader.since(start))


def _imaginary(reader: NodeReader, node: cst.Imaginary, start: int) -> ir.Expr:
    reader.take(node.value)
    return ir.Opaque("complex", (), reader.since(start))


def _ellipsis(reader: NodeReader, _node: cst.Ellipsis, start: int) -> ir.Expr:
    reader.take("...")
    return ir.Opaque("ellipsis", (), reader.since(start))


def _simple_string(reader: NodeReader, node: cst.SimpleString, start: int) -> ir.Expr:
    reader.take(node.value)
    if "b" in string_prefix(node.value):
        return ir.Opaque("bytes", (), reader.since(start))
    return ir.Literal(string_value(node.value), reader.since(start))


def _formatted_string(reader: NodeReader, node: cst.FormattedString, start: int) -> ir.Expr:
    return _joined(_placeholder_string(reader, node), reader.since(start))


def _template_string(reader: NodeReader, node: Any, start: int) -> ir.Expr:
    parts = _placeholder_string(reader, node)
    return ir.Opaque("template-string", tuple(parts), reader.since(start))


def _concatenated(reader: NodeReader, node: cst.ConcatenatedString, start: int) -> ir.Expr:
    parts: list[ir.Expr] = []
    kinds: set[str] = set()
    rest: cst.BaseExpression | None = node
    while rest is not None:
        first, rest = (
            (rest.left, rest.right) if isinstance(rest, cst.ConcatenatedString) else (rest, None)
        )
        value = reader.expression(first)
        if isinstance(value, ir.Opaque):
            kinds.add(value.kind)
        parts.extend(value.parts if isinstance(value, ir.Template) else [value])
    if kinds:
        inner = tuple(child for part in parts for child in _children(part))
        return ir.Opaque(min(kinds), inner, reader.since(start))
    return _joined(parts, reader.since(start))


def _children(part: ir.Expr) -> tuple[ir.Expr, ...]:
    return part.children if isinstance(part, ir.Opaque) else ()


def _joined(parts: Sequence[ir.Expr], span: Span) -> ir.Expr:
    """Join neighbouring texts; parts that are all text make one literal."""
    joined = list(_join_texts(parts))
    if not joined:
        return ir.Literal("", span)
    if len(joined) == 1 and isinstance(joined[0], ir.Literal):
        return ir.Literal(joined[0].value, span)
    return ir.Template(tuple(joined), span)


def _join_texts(parts: Sequence[ir.Expr]) -> Iterator[ir.Expr]:
    texts: list[ir.Literal] = []
    for part in [*parts, None]:
        if isinstance(part, ir.Literal) and isinstance(part.value, str):
            texts.append(part)
            continue
        value = "".join(str(text.value) for text in texts)
        if value:
            yield ir.Literal(value, Span(texts[0].span.start, texts[-1].span.end))
        texts = []
        if part is not None:
            yield part


def _placeholder_string(reader: NodeReader, node: Any) -> list[ir.Expr]:
    reader.take(node.start)
    raw = "r" in string_prefix(node.start)
    parts = _parts(reader, node.parts, raw=raw)
    reader.take_here(node.end)
    return parts


def _parts(reader: NodeReader, nodes: Sequence[Any], *, raw: bool) -> list[ir.Expr]:
    parts: list[ir.Expr] = []
    for node in nodes:
        if isinstance(node, FORMATTED_TEXTS):
            start = reader.take_here(node.value)
            text = node.value.replace("{{", "{").replace("}}", "}")
            parts.append(ir.Literal(unescape(text, raw=raw), reader.since(start)))
        else:
            parts.append(_placeholder(reader, node, raw=raw))
    return parts


def _placeholder(reader: NodeReader, node: Any, *, raw: bool) -> ir.Expr:
    start = reader.take_here("{")
    value = reader.expression(node.expression)
    children = [value]
    if node.equal is not None:
        reader.take("=")
    if node.conversion is not None:
        reader.take("!")
        reader.take(node.conversion)
    if node.format_spec is not None:
        reader.take(":")
        specification = _parts(reader, node.format_spec, raw=raw)
        children.extend(part for part in specification if not isinstance(part, ir.Literal))
    reader.take("}")
    if node.equal is None and node.conversion is None and node.format_spec is None:
        return value
    return ir.Opaque("format", tuple(children), reader.since(start))


READERS: Mapping[type[cst.BaseExpression], Any] = {
    cst.Name: _name,
    cst.Integer: _integer,
    cst.Float: _float,
    cst.Imaginary: _imaginary,
    cst.Ellipsis: _ellipsis,
    cst.SimpleString: _simple_string,
    cst.FormattedString: _formatted_string,
    cst.ConcatenatedString: _concatenated,
    **dict.fromkeys(TEMPLATED_STRINGS, _template_string),
}
