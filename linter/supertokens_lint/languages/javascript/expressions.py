"""Expressions: names, literals, operators, objects, arrays and templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from supertokens_lint.languages import ir
from supertokens_lint.languages.javascript import literals
from supertokens_lint.languages.javascript.functions import (
    arrow_function,
    function_expression,
    method_function,
    method_kind,
)
from supertokens_lint.languages.javascript.names import property_key
from supertokens_lint.languages.javascript.reading import (
    COMMENTS,
    ExpressionHandler,
    Reading,
    parts,
)

if TYPE_CHECKING:
    from tree_sitter import Node


def _name(reading: Reading, node: Node) -> ir.Expr:
    text = reading.string(node)
    if not text:
        return reading.missing(node)
    return ir.Name(literals.identifier_value(text) if "\\" in text else text, reading.span(node))


def _string(reading: Reading, node: Node) -> ir.Expr:
    return ir.Literal(literals.string_value(reading.string(node)), reading.span(node))


def _number(reading: Reading, node: Node) -> ir.Expr:
    return ir.Literal(literals.number_value(reading.string(node)), reading.span(node))


def _true(reading: Reading, node: Node) -> ir.Expr:
    return ir.Literal(True, reading.span(node))


def _false(reading: Reading, node: Node) -> ir.Expr:
    return ir.Literal(False, reading.span(node))


def _null(reading: Reading, node: Node) -> ir.Expr:
    return ir.Literal(None, reading.span(node))


def _regex(reading: Reading, node: Node) -> ir.Expr:
    return ir.Opaque("regex", (), reading.span(node))


def _template(reading: Reading, node: Node) -> ir.Expr:
    found: list[ir.Expr] = []
    start = node.start_byte + 1
    end = node.end_byte - (0 if node.children[-1].is_missing else 1)
    for child in node.named_children:
        if child.type == "template_substitution":
            _template_text(reading, start, child.start_byte, found)
            value = reading.inside(child)
            found.append(reading.missing(child) if value is None else value)
            start = child.end_byte
    _template_text(reading, start, end, found)
    return ir.Template(tuple(found), reading.span(node))


def _template_text(reading: Reading, start: int, end: int, found: list[ir.Expr]) -> None:
    if start < end:
        span = reading.between(start, end)
        raw = reading.text[span.start : span.end]
        found.append(ir.Literal(literals.template_value(raw), span))


def _object(reading: Reading, node: Node) -> ir.Expr:
    entries: list[ir.Property | ir.Spread] = []
    for child in node.named_children:
        entries.extend(object_entries(reading, child))
    return ir.Object(tuple(entries), reading.span(node))


def object_entries(reading: Reading, node: Node) -> list[ir.Property | ir.Spread]:
    """Read one entry of an object; half-written text may hold several, comments none."""
    kind = node.type
    span = reading.span(node)
    if kind == "pair":
        key_node = node.child_by_field_name("key")
        if key_node is None:
            return []
        key, key_span = property_key(reading, key_node)
        value = reading.doubted(node, reading.part(node, "value"))
        return [ir.Property(key, value, span, key_span)]
    if kind == "shorthand_property_identifier":
        name = literals.identifier_value(reading.string(node))
        return [ir.Property(name, ir.Name(name, span), span, span, shorthand=True)]
    if kind == "spread_element":
        return [_spread(reading, node)]
    if kind == "method_definition":
        return [_method(reading, node)]
    if node.is_error:
        return [entry for child in parts(node) for entry in object_entries(reading, child)]
    return []


def _method(reading: Reading, node: Node) -> ir.Property:
    function = method_function(reading, node, [])
    key_node = node.child_by_field_name("name")
    key, key_span = ("", function.span) if key_node is None else property_key(reading, key_node)
    return ir.Property(key, function, function.span, key_span, kind=method_kind(node))


def _spread(reading: Reading, node: Node) -> ir.Spread:
    value = reading.inside(node)
    return ir.Spread(reading.missing(node) if value is None else value, reading.span(node))


def _array(reading: Reading, node: Node) -> ir.Expr:
    items: list[ir.Expr | ir.Spread] = []
    for child in node.named_children:
        kind = child.type
        if kind == "spread_element":
            items.append(_spread(reading, child))
        elif kind not in COMMENTS:
            items.append(reading.expression(child))
    return ir.Array(tuple(items), reading.span(node))


def _unary(reading: Reading, node: Node) -> ir.Expr:
    operator = node.child_by_field_name("operator")
    op = "" if operator is None else operator.type
    return ir.Unary(op, reading.part(node, "argument"), reading.span(node))


def _assignment(reading: Reading, node: Node) -> ir.Expr:
    left = node.child_by_field_name("left")
    operator = node.child_by_field_name("operator")
    target: ir.Pattern = ir.Opaque("missing", (), reading.span(node))
    if left is not None:
        target = reading.pattern(left)
    op = "=" if operator is None else operator.type
    return ir.Assign(target, reading.part(node, "right"), reading.span(node), op)


def _update(reading: Reading, node: Node) -> ir.Expr:
    argument = node.child_by_field_name("argument")
    operator = node.child_by_field_name("operator")
    if argument is None or operator is None:
        return reading.missing(node)
    one = ir.Literal(1, reading.span(operator))
    op = "-=" if operator.type == "--" else "+="
    return ir.Assign(reading.pattern(argument), one, reading.span(node), op)


def _ternary(reading: Reading, node: Node) -> ir.Expr:
    test = reading.part(node, "condition")
    then = reading.part(node, "consequence")
    return ir.Conditional(test, then, reading.part(node, "alternative"), reading.span(node))


def _await(reading: Reading, node: Node) -> ir.Expr:
    value = reading.inside(node)
    return ir.Await(reading.missing(node) if value is None else value, reading.span(node))


def _yield(reading: Reading, node: Node) -> ir.Expr:
    value = reading.inside(node)
    return ir.Opaque("yield", () if value is None else (value,), reading.span(node))


def _sequence(reading: Reading, node: Node) -> ir.Expr:
    """Read ``a, b, c``; the grammars nest it to the right."""
    items: list[ir.Expr] = []
    pending = [node]
    while pending:
        current = pending.pop()
        if current.type == "sequence_expression":
            pending.extend(reversed(parts(current)))
        else:
            items.append(reading.expression(current))
    return ir.Opaque("sequence", tuple(items), reading.span(node))


def _meta_property(reading: Reading, node: Node) -> ir.Expr:
    """Read ``import.meta`` and ``new.target``."""
    tokens = [child for child in node.children if child.type not in COMMENTS]
    first, last = tokens[0], tokens[-1]
    owner = ir.Name(reading.string(first), reading.span(first))
    return ir.Member(owner, reading.string(last), reading.span(node), reading.span(last))


HANDLERS: dict[str, ExpressionHandler] = {
    "identifier": _name,
    "undefined": _name,
    "this": _name,
    "super": _name,
    "import": _name,
    "private_property_identifier": _name,
    "string": _string,
    "number": _number,
    "true": _true,
    "false": _false,
    "null": _null,
    "regex": _regex,
    "template_string": _template,
    "object": _object,
    "array": _array,
    "unary_expression": _unary,
    "assignment_expression": _assignment,
    "augmented_assignment_expression": _assignment,
    "update_expression": _update,
    "ternary_expression": _ternary,
    "await_expression": _await,
    "yield_expression": _yield,
    "sequence_expression": _sequence,
    "meta_property": _meta_property,
    "function_expression": function_expression,
    "generator_function": function_expression,
    "arrow_function": arrow_function,
}
