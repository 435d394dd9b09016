"""Classes and their members."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from supertokens_lint.languages import ir
from supertokens_lint.languages.javascript.functions import (
    annotation,
    decorator_values,
    member_span,
    method_function,
    method_kind,
    modifiers,
)
from supertokens_lint.languages.javascript.names import member_name
from supertokens_lint.languages.javascript.reading import (
    COMMENTS,
    ExpressionHandler,
    Reading,
    StatementHandler,
    parts,
)

if TYPE_CHECKING:
    from tree_sitter import Node

_FIELDS = frozenset(("public_field_definition", "field_definition"))


def class_value(reading: Reading, node: Node, outer: Iterable[Node] = ()) -> ir.Class:
    """Read a class; ``outer`` are decorators written before ``export``."""
    name = node.child_by_field_name("name")
    decorators = [*outer, *node.children_by_field_name("decorator")]
    members, body = _members(reading, node.child_by_field_name("body"))
    return ir.Class(
        None if name is None else reading.string(name),
        _bases(reading, node),
        members,
        body,
        member_span(reading, node, decorators),
        decorator_values(reading, decorators),
    )


def class_declaration(reading: Reading, node: Node) -> tuple[ir.Statement, ...]:
    """Read a class statement."""
    definition = class_value(reading, node)
    return (ir.ClassDeclaration(definition, definition.span),)


def _bases(reading: Reading, node: Node) -> tuple[ir.Expr, ...]:
    for heritage in node.named_children:
        if heritage.type != "class_heritage":
            continue
        for clause in parts(heritage):
            if clause.type == "extends_clause":
                values = clause.children_by_field_name("value")
                return tuple([reading.expression(value) for value in values])
            if reading.is_expression(clause):
                return (reading.expression(clause),)
    return ()


def _members(
    reading: Reading, node: Node | None
) -> tuple[tuple[ir.Field | ir.Method, ...], tuple[ir.Statement, ...]]:
    members: list[ir.Field | ir.Method] = []
    body: list[ir.Statement] = []
    decorators: list[Node] = []
    for child in () if node is None else node.named_children:
        kind = child.type
        if kind == "decorator":
            decorators.append(child)
            continue
        if kind in COMMENTS:
            continue
        if kind == "method_definition":
            members.append(_method(reading, child, decorators))
        elif kind in _FIELDS:
            members.append(_field(reading, child, decorators))
        elif kind == "class_static_block":
            statements = reading.body(child.child_by_field_name("body"))
            body.append(ir.Block(statements, reading.span(child)))
        elif child.is_error:
            body.extend(reading.statement(child))
        decorators = []
    return tuple(members), tuple(body)


def _method(reading: Reading, node: Node, before: list[Node]) -> ir.Method:
    decorators = [*before, *node.children_by_field_name("decorator")]
    function = method_function(reading, node, decorators)
    span = function.span
    is_static = "static" in modifiers(node)
    name = function.name or ""
    kind = method_kind(node)
    if name == "constructor" and not is_static and kind == "method":
        return ir.Method(name, function, span, "constructor")
    return ir.Method(name, function, span, kind, is_static)


def _field(reading: Reading, node: Node, before: list[Node]) -> ir.Field:
    decorators = [*before, *node.children_by_field_name("decorator")]
    name = node.child_by_field_name("name") or node.child_by_field_name("property")
    value = node.child_by_field_name("value")
    return ir.Field(
        member_name(reading, name),
        None if value is None else reading.doubted(node, reading.expression(value)),
        member_span(reading, node, decorators),
        annotation(reading, node.child_by_field_name("type")),
        "static" in modifiers(node),
        decorator_values(reading, decorators),
    )


HANDLERS: dict[str, ExpressionHandler] = {"class": class_value}
STATEMENTS: dict[str, StatementHandler] = {
    "class_declaration": class_declaration,
    "abstract_class_declaration": class_declaration,
}
