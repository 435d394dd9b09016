"""Types as far as values depend on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from supertokens_lint.languages import ir
from supertokens_lint.languages.go.reading import Reading, parts

if TYPE_CHECKING:
    from tree_sitter import Node

_AROUND = frozenset(("generic_type", "pointer_type", "parenthesized_type"))
_UNDERLYING = {
    "map_type": "map",
    "slice_type": "slice",
    "array_type": "slice",
    "interface_type": "interface",
    "function_type": "function",
    "channel_type": "channel",
}


def type_name(reading: Reading, node: Node) -> ir.Expr:
    """Return the name of a type as an expression; what has no name is opaque."""
    while node.type in _AROUND:
        inner = node.child_by_field_name("type") or next(iter(parts(node)), None)
        if inner is None:
            break
        node = inner
    span = reading.span(node)
    if node.type in ("type_identifier", "identifier"):
        return ir.Name(reading.string(node), span)
    if node.type == "qualified_type":
        package = node.child_by_field_name("package")
        name = node.child_by_field_name("name")
        if package is not None and name is not None:
            owner = ir.Name(reading.string(package), reading.span(package))
            return ir.Member(owner, reading.string(name), span, reading.span(name))
    return ir.Opaque("type", (), span)


def element_type(node: Node) -> Node | None:
    """Return the type of the elements of a list type or the values of a map type."""
    return node.child_by_field_name("value" if node.type == "map_type" else "element")


def underlying(reading: Reading, node: Node) -> str:
    """Return what a type is made of: a word for what has parts, else the type as written."""
    return _UNDERLYING.get(node.type) or reading.string(node)


def struct_fields(reading: Reading, node: Node) -> list[str]:
    """Return the names of a struct type's fields in order; an embedded type's is its own."""
    found: list[str] = []
    for field in field_nodes(node):
        names = [n for n in field.children_by_field_name("name") if n.is_named]
        found.extend(reading.string(name) for name in names)
        kind = field.child_by_field_name("type")
        if not names and kind is not None:
            found.append(base_name(reading.string(kind)))
    return found


def field_nodes(node: Node) -> list[Node]:
    """Return the field declarations of a struct type."""
    groups = [child for child in parts(node) if child.type == "field_declaration_list"]
    return [
        field for group in groups for field in parts(group) if field.type == "field_declaration"
    ]


def base_name(written: str) -> str:
    """Return the name of a type without package, pointer and type arguments."""
    return written.lstrip("*( ").split("[", 1)[0].rsplit(".", 1)[-1].strip(") ")
