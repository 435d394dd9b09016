"""Patterns: targets of assignments, declarations and parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from supertokens_lint.languages import ir
from supertokens_lint.languages.javascript.names import property_key, written_key
from supertokens_lint.languages.javascript.reading import COMMENTS, PatternHandler, Reading, parts

if TYPE_CHECKING:
    from tree_sitter import Node

_RESTS = frozenset(("rest_pattern", "spread_element"))
_DEFAULTS = frozenset(("assignment_pattern", "object_assignment_pattern", "assignment_expression"))
_SHORTHANDS = frozenset(("shorthand_property_identifier_pattern", "shorthand_property_identifier"))


def with_default(reading: Reading, node: Node) -> tuple[ir.Pattern, ir.Expr | None]:
    """Read ``target`` or ``target = default``."""
    if node.type not in _DEFAULTS:
        return reading.pattern(node), None
    left = node.child_by_field_name("left")
    target = reading.pattern(left) if left is not None else _missing(reading, node)
    return target, reading.part(node, "right")


def rest_target(reading: Reading, node: Node) -> ir.Pattern:
    """Read the target of ``...target``."""
    inner = parts(node)
    return reading.pattern(inner[0]) if inner else _missing(reading, node)


def _missing(reading: Reading, node: Node) -> ir.Pattern:
    return ir.Opaque("missing", (), reading.span(node))


def _object_pattern(reading: Reading, node: Node) -> ir.Pattern:
    entries: list[ir.ObjectPatternEntry] = []
    rest: ir.Pattern | None = None
    for child in node.named_children:
        if child.type in _RESTS:
            rest = rest_target(reading, child)
        elif (entry := _entry(reading, child)) is not None:
            entries.append(entry)
    return ir.ObjectPattern(tuple(entries), rest, reading.span(node))


def _entry(reading: Reading, node: Node) -> ir.ObjectPatternEntry | None:
    kind = node.type
    span = reading.span(node)
    if kind in _SHORTHANDS:
        name = written_key(reading, node)
        return ir.ObjectPatternEntry(name, ir.Name(name, span), span)
    if kind in _DEFAULTS:
        left = node.child_by_field_name("left")
        if left is None:
            return None
        name = written_key(reading, left)
        target = ir.Name(name, reading.span(left))
        return ir.ObjectPatternEntry(name, target, span, reading.part(node, "right"))
    if kind in {"pair_pattern", "pair"}:
        key_node = node.child_by_field_name("key")
        value = node.child_by_field_name("value")
        if key_node is None or value is None:
            return None
        key, _ = property_key(reading, key_node)
        pattern, default = with_default(reading, value)
        return ir.ObjectPatternEntry(key, pattern, span, default)
    return None


def _array_pattern(reading: Reading, node: Node) -> ir.Pattern:
    items: list[ir.Pattern | None] = []
    defaults: list[ir.Expr | None] = []
    rest_index: int | None = None
    filled = False
    for child in node.children[1:]:
        kind = child.type
        if kind in {",", "]"}:
            if not filled and kind == ",":
                items.append(None)
                defaults.append(None)
            filled = False
        elif kind in _RESTS:
            rest_index = len(items)
            items.append(rest_target(reading, child))
            defaults.append(None)
            filled = True
        elif kind not in COMMENTS:
            target, default = with_default(reading, child)
            items.append(target)
            defaults.append(default)
            filled = True
    written = tuple(defaults) if any(defaults) else ()
    return ir.ArrayPattern(tuple(items), reading.span(node), rest_index, written)


HANDLERS: dict[str, PatternHandler] = {
    "object_pattern": _object_pattern,
    "object": _object_pattern,
    "array_pattern": _array_pattern,
    "array": _array_pattern,
}
