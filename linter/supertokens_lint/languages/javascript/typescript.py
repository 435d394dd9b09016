"""What TypeScript adds to statements: enums and namespaces; types are left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from supertokens_lint.languages import ir
from supertokens_lint.languages.javascript.names import property_key
from supertokens_lint.languages.javascript.reading import Reading, StatementHandler, parts

if TYPE_CHECKING:
    from tree_sitter import Node

_Statements = tuple[ir.Statement, ...]


def _enum(reading: Reading, node: Node) -> _Statements:
    name = node.child_by_field_name("name")
    body = node.child_by_field_name("body")
    if name is None or body is None:
        return ()
    value = ir.Object(_members(reading, body), reading.span(body))
    target = ir.Name(reading.string(name), reading.span(name))
    return (ir.Bind(target, value, reading.span(node), "const"),)


def _members(reading: Reading, node: Node) -> tuple[ir.Property, ...]:
    """Read enum members; those without a value count on from the number before."""
    found: list[ir.Property] = []
    following: int | None = 0
    for child in parts(node):
        key_node = child
        span = reading.span(child)
        value: ir.Expr
        if child.type == "enum_assignment":
            named = child.child_by_field_name("name")
            if named is None:
                continue
            key_node = named
            value = reading.part(child, "value")
        elif following is None:
            value = ir.Opaque("enum", (), span)
        else:
            value = ir.Literal(following, span)
        key, key_span = property_key(reading, key_node)
        found.append(ir.Property(key, value, span, key_span))
        following = _following(value)
    return tuple(found)


def _following(value: ir.Expr) -> int | None:
    if isinstance(value, ir.Literal) and type(value.value) is int:
        return value.value + 1
    return None


def _namespace(reading: Reading, node: Node) -> _Statements:
    body = reading.body(node.child_by_field_name("body"))
    kept = tuple([item for item in body if not isinstance(item, ir.Export | ir.ExportDefault)])
    return (ir.Block(kept, reading.span(node)),)


def _nothing(_reading: Reading, _node: Node) -> _Statements:
    return ()


HANDLERS: dict[str, StatementHandler] = {
    "enum_declaration": _enum,
    "internal_module": _namespace,
    "module": _namespace,
    "ambient_declaration": _nothing,
    "interface_declaration": _nothing,
    "type_alias_declaration": _nothing,
    "function_signature": _nothing,
}
