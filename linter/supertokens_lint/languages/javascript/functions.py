"""Functions, arrow functions, methods and their parameters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from supertokens_lint.languages import ir
from supertokens_lint.languages.javascript.names import member_name
from supertokens_lint.languages.javascript.patterns import rest_target, with_default
from supertokens_lint.languages.javascript.reading import COMMENTS, Reading, unwrap
from supertokens_lint.source import Span

if TYPE_CHECKING:
    from tree_sitter import Node

_TYPED = frozenset(("required_parameter", "optional_parameter"))


def modifiers(node: Node) -> frozenset[str]:
    """Return the keywords written before a function's or member's name."""
    found: list[str] = []
    for child in node.children:
        if child.is_named:
            if child.type not in _AMONG_MODIFIERS:
                break
        else:
            found.append(child.type)
    return frozenset(found)


_AMONG_MODIFIERS = frozenset(
    ("comment", "decorator", "accessibility_modifier", "override_modifier")
)


def annotation(reading: Reading, node: Node | None) -> str | None:
    """Return a type as written, without its colon."""
    if node is None:
        return None
    return reading.string(node).removeprefix(":").strip()


def decorator_values(reading: Reading, nodes: Iterable[Node]) -> tuple[ir.Expr, ...]:
    """Read the expressions of decorators."""
    values = (reading.inside(node) for node in nodes)
    return tuple(value for value in values if value is not None)


def function_expression(reading: Reading, node: Node) -> ir.Function:
    """Read a function that has a statement block, declarations included."""
    name = node.child_by_field_name("name")
    words = modifiers(node)
    return ir.Function(
        None if name is None else reading.string(name),
        parameters(reading, node.child_by_field_name("parameters")),
        reading.body(node.child_by_field_name("body")),
        reading.span(node),
        is_async="async" in words,
        is_generator="*" in words,
        returns=annotation(reading, node.child_by_field_name("return_type")),
    )


def arrow_function(reading: Reading, node: Node) -> ir.Function:
    """Read an arrow function; an expression body becomes a ``return``."""
    single = node.child_by_field_name("parameter")
    if single is not None:
        params = tuple(_parameters_in(reading, (single,)))
    else:
        params = parameters(reading, node.child_by_field_name("parameters"))
    body = node.child_by_field_name("body")
    statements: tuple[ir.Statement, ...]
    if body is None or body.type == "statement_block":
        statements = reading.body(body)
    else:
        value = reading.expression(unwrap(body))
        statements = (ir.Return(value, value.span),)
    return ir.Function(
        None,
        params,
        statements,
        reading.span(node),
        is_async="async" in modifiers(node),
        is_arrow=True,
        returns=annotation(reading, node.child_by_field_name("return_type")),
    )


def method_function(reading: Reading, node: Node, decorators: list[Node]) -> ir.Function:
    """Read a method of a class or an object; it has the span of the whole method."""
    words = modifiers(node)
    return ir.Function(
        member_name(reading, node.child_by_field_name("name")),
        parameters(reading, node.child_by_field_name("parameters")),
        reading.body(node.child_by_field_name("body")),
        member_span(reading, node, decorators),
        is_async="async" in words,
        is_generator="*" in words,
        decorators=decorator_values(reading, decorators),
        returns=annotation(reading, node.child_by_field_name("return_type")),
    )


def method_kind(node: Node) -> Literal["method", "get", "set"]:
    """Tell an accessor from a method."""
    words = modifiers(node)
    if "get" in words:
        return "get"
    return "set" if "set" in words else "method"


def parameters(reading: Reading, node: Node | None) -> tuple[ir.Param, ...]:
    """Read a parameter list. TypeScript's ``this`` parameter is none."""
    return () if node is None else tuple(_parameters_in(reading, node.named_children))


def _parameters_in(reading: Reading, nodes: Iterable[Node]) -> list[ir.Param]:
    found: list[ir.Param] = []
    for node in nodes:
        if node.type in COMMENTS or node.is_error:
            continue
        if node.type not in _TYPED:
            found.append(_plain(reading, node))
            continue
        target = node.child_by_field_name("pattern")
        if target is not None and target.type != "this":
            found.append(_typed(reading, node, target))
    return found


def _plain(reading: Reading, node: Node) -> ir.Param:
    span = reading.span(node)
    if node.type == "rest_pattern":
        return ir.Param(rest_target(reading, node), span, kind="rest")
    target, default = with_default(reading, node)
    return ir.Param(target, span, default)


def _typed(reading: Reading, node: Node, target: Node) -> ir.Param:
    plain = _plain(reading, target)
    value = node.child_by_field_name("value")
    return ir.Param(
        plain.target,
        reading.span(node),
        plain.default if value is None else reading.expression(value),
        plain.kind,
        annotation(reading, node.child_by_field_name("type")),
        decorator_values(reading, node.children_by_field_name("decorator")),
        _accessibility(reading, node),
    )


def _accessibility(reading: Reading, node: Node) -> str | None:
    readonly = None
    for child in node.children:
        if child.type == "accessibility_modifier":
            return reading.string(child)
        if child.type == "readonly":
            readonly = "readonly"
    return readonly


def member_span(reading: Reading, node: Node, decorators: list[Node]) -> Span:
    """Return the place of a declaration with the decorators written before it."""
    span = reading.span(node)
    if not decorators:
        return span
    return Span(min(span.start, reading.span(decorators[0]).start), span.end)
