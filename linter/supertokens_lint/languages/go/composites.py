"""Composite literals, ``new`` and ``make``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from supertokens_lint.languages import ir
from supertokens_lint.languages.go.reading import ExpressionHandler, Reading, parts
from supertokens_lint.languages.go.typenames import element_type, struct_fields, type_name
from supertokens_lint.languages.trees import MAX_DEPTH
from supertokens_lint.source import Span

if TYPE_CHECKING:
    from tree_sitter import Node

_LISTS = frozenset(("slice_type", "array_type", "implicit_length_array_type"))
_MAKERS = frozenset(("new", "make"))
_ELEMENTS = frozenset(("literal_element", "keyed_element", "element"))


def _composite(reading: Reading, node: Node) -> ir.Expr:
    kind = node.child_by_field_name("type")
    body = node.child_by_field_name("body")
    if kind is None or body is None:
        return reading.missing(node)
    return _literal(reading, kind, body, reading.span(node))


def _literal(reading: Reading, kind: Node, body: Node, span: Span) -> ir.Expr:
    """Read the elements between braces as what their type says they make."""
    if kind.type == "pointer_type":
        kind = next(iter(parts(kind)), kind)
    if kind.type in _LISTS:
        return _list(reading, kind, body, span)
    if kind.type == "map_type":
        return ir.Object(_properties(reading, element_type(kind), body), span)
    if kind.type == "struct_type":
        return ir.Object(_struct_properties(reading, kind, body), span)
    callee = type_name(reading, kind)
    if _has_computed_keys(body):
        return ir.Object(_properties(reading, None, body), span)
    return ir.Call(callee, _arguments(reading, body), span, is_new=True)


def _elements(body: Node) -> list[Node]:
    return [child for child in parts(body) if child.type in _ELEMENTS]


def _key_and_value(element: Node) -> tuple[Node | None, Node | None]:
    """Return the parts of an element without the nodes that only group them."""
    if element.type != "keyed_element":
        return None, next(iter(parts(element)), None)
    key, value = element.child_by_field_name("key"), element.child_by_field_name("value")
    if key is None or value is None:
        found = parts(element)
        key, value = (found[0], found[-1]) if len(found) > 1 else (None, None)
    return _inner(key), _inner(value)


def _inner(node: Node | None) -> Node | None:
    if node is not None and node.type == "literal_element":
        return next(iter(parts(node)), None)
    return node


def _value(reading: Reading, owner: Node, kind: Node | None, node: Node | None) -> ir.Expr:
    if node is None:
        return reading.missing(owner)
    if node.type != "literal_value":
        return reading.doubted(owner, reading.expression(node))
    return _inner_literal(reading, kind, node)


def _inner_literal(reading: Reading, kind: Node | None, node: Node) -> ir.Expr:
    """Read braces whose type is left out.

    Without a type around them they make an object if they have keys, else a list.
    """
    if reading.depth >= MAX_DEPTH:
        return reading.too_deep(node)
    reading.depth += 1
    span = reading.span(node)
    value = _untyped(reading, node, span) if kind is None else _literal(reading, kind, node, span)
    reading.depth -= 1
    return value


def _untyped(reading: Reading, node: Node, span: Span) -> ir.Expr:
    elements = [_key_and_value(element) for element in _elements(node)]
    if not elements or any(key is not None for key, _ in elements):
        return ir.Object(_properties(reading, None, node), span)
    return ir.Array(tuple(_value(reading, node, None, value) for _, value in elements), span)


def _list(reading: Reading, kind: Node, body: Node, span: Span) -> ir.Expr:
    inner = element_type(kind)
    items = [
        _value(reading, element, inner, _key_and_value(element)[1]) for element in _elements(body)
    ]
    return ir.Array(tuple(items), span)


def _properties(reading: Reading, kind: Node | None, body: Node) -> tuple[ir.Property, ...]:
    found: list[ir.Property] = []
    for element in _elements(body):
        entry = property_of(reading, element, kind)
        if entry is not None:
            found.append(entry)
    return tuple(found)


def property_of(reading: Reading, element: Node, kind: Node | None = None) -> ir.Property | None:
    """Read ``key: value``; without a type around it, a name as key is the name of a field."""
    key, value = _key_and_value(element)
    if key is None:
        return None
    read = reading.expression(key)
    spelled: str | ir.Expr = read
    if isinstance(read, ir.Literal) and isinstance(read.value, str | int):
        spelled = str(read.value)
    elif kind is None and isinstance(read, ir.Name):
        spelled = read.id
    return ir.Property(
        spelled, _value(reading, element, kind, value), reading.span(element), read.span
    )


def _struct_properties(reading: Reading, kind: Node, body: Node) -> tuple[ir.Property, ...]:
    names = struct_fields(reading, kind)
    found: list[ir.Property] = []
    for index, element in enumerate(_elements(body)):
        key, value = _key_and_value(element)
        name = names[index] if index < len(names) else str(index)
        span = reading.span(element)
        if key is not None:
            name = reading.string(key)
        read = _value(reading, element, None, value)
        found.append(ir.Property(name, read, span, span if key is None else reading.span(key)))
    return tuple(found)


def _has_computed_keys(body: Node) -> bool:
    """Tell whether keys are values: the elements of a map whose type has a name."""
    keys = [_key_and_value(element)[0] for element in _elements(body)]
    return any(key is not None and key.type not in ("identifier", "ERROR") for key in keys)


def _arguments(reading: Reading, body: Node) -> tuple[ir.Argument, ...]:
    found: list[ir.Argument] = []
    for element in _elements(body):
        key, value = _key_and_value(element)
        name = None if key is None else reading.string(key)
        found.append(
            ir.Argument(_value(reading, element, None, value), reading.span(element), name)
        )
    return tuple(found)


def made(reading: Reading, node: Node) -> ir.Expr | None:
    """Read ``new(T)`` and ``make(T, ...)``; ``None`` for other calls."""
    callee = node.child_by_field_name("function")
    if callee is None or callee.type != "identifier" or reading.string(callee) not in _MAKERS:
        return None
    arguments = node.child_by_field_name("arguments")
    given = [] if arguments is None else parts(arguments)
    if not given:
        return None
    kind, span = given[0], reading.span(node)
    if kind.type in _LISTS:
        return ir.Array((), span)
    if kind.type in ("map_type", "struct_type"):
        return ir.Object((), span)
    if reading.string(callee) == "new" and kind.type in (
        "type_identifier",
        "identifier",
        "qualified_type",
        "selector_expression",
        "generic_type",
    ):
        return ir.Call(reading.expression(kind), (), span, is_new=True)
    return None


HANDLERS: dict[str, ExpressionHandler] = {"composite_literal": _composite}
