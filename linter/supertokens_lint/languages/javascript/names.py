"""Names: property keys, and the names that a pattern binds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from supertokens_lint.languages import ir
from supertokens_lint.languages.javascript import literals
from supertokens_lint.languages.javascript.reading import Reading
from supertokens_lint.source import Span

if TYPE_CHECKING:
    from tree_sitter import Node


def property_key(reading: Reading, node: Node) -> tuple[str | ir.Expr, Span]:
    """Return the key of a property and its place; a computed key's is that of its expression."""
    if node.type == "computed_property_name":
        value = reading.inside(node)
        if value is None:
            value = reading.missing(node)
        if isinstance(value, ir.Literal) and isinstance(value.value, str):
            return value.value, value.span
        return value, value.span
    return written_key(reading, node), reading.span(node)


def member_name(reading: Reading, node: Node | None) -> str:
    """Return the name of a class member; a computed one is its text with the brackets."""
    if node is None:
        return ""
    if node.type == "computed_property_name":
        key, _ = property_key(reading, node)
        return key if isinstance(key, str) else reading.string(node)
    return written_key(reading, node)


def written_key(reading: Reading, node: Node) -> str:
    """Return the name that an identifier, a string or a number stands for."""
    text = reading.string(node)
    if node.type == "string":
        return literals.string_value(text)
    if node.type == "number":
        return literals.number_key(text)
    return literals.identifier_value(text) if "\\" in text else text


def bound_names(pattern: ir.Pattern) -> Iterator[ir.Name]:
    """Yield the names that a pattern binds, in order."""
    stack: list[ir.Pattern | None] = [pattern]
    while stack:
        current = stack.pop()
        if isinstance(current, ir.Name):
            yield current
        elif isinstance(current, ir.ArrayPattern):
            stack.extend(reversed(current.items))
        elif isinstance(current, ir.ObjectPattern):
            stack.append(current.rest)
            stack.extend(entry.target for entry in reversed(current.entries))
