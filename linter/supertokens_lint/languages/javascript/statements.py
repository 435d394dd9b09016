"""Statements: declarations, blocks, loops and what leaves them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from supertokens_lint.languages import ir
from supertokens_lint.languages.javascript.functions import annotation, function_expression
from supertokens_lint.languages.javascript.reading import (
    COMMENTS,
    Reading,
    StatementHandler,
    parts,
)

if TYPE_CHECKING:
    from tree_sitter import Node

_Statements = tuple[ir.Statement, ...]
_Kind = Literal["const", "let", "var", "assign"]
_KINDS: Mapping[str, _Kind] = {"const": "const", "let": "let", "var": "var", "using": "const"}


def _expression(reading: Reading, node: Node) -> _Statements:
    for child in node.named_children:
        if child.type in COMMENTS:
            continue
        if reading.is_statement(child):
            return tuple(reading.statement(child))
        return (_evaluated(reading.expression(child), reading, node),)
    return ()


def _evaluated(value: ir.Expr, reading: Reading, node: Node) -> ir.Statement:
    """Return the statement that an expression makes; assignments bind."""
    if isinstance(value, ir.Assign):
        return ir.Bind(value.target, value.value, value.span, op=value.op)
    return ir.ExpressionStatement(value, reading.span(node))


def _declaration(reading: Reading, node: Node) -> _Statements:
    kind: _Kind = "const"
    found: list[ir.Statement] = []
    for child in node.children:
        if child.type == "variable_declarator":
            found.append(_declarator(reading, child, kind))
        else:
            kind = _KINDS.get(child.type, kind)
    return tuple(found)


def _declarator(reading: Reading, node: Node, kind: _Kind) -> ir.Bind:
    name = node.child_by_field_name("name")
    value = node.child_by_field_name("value")
    return ir.Bind(
        ir.Opaque("missing", (), reading.span(node)) if name is None else reading.pattern(name),
        None if value is None else reading.doubted(node, reading.expression(value)),
        reading.span(node),
        kind,
        annotation=annotation(reading, node.child_by_field_name("type")),
    )


def _stray_declarator(reading: Reading, node: Node) -> _Statements:
    return (_declarator(reading, node, "let"),)


def _function(reading: Reading, node: Node) -> _Statements:
    return (ir.FunctionDeclaration(function_expression(reading, node), reading.span(node)),)


def _block(reading: Reading, node: Node) -> _Statements:
    return (ir.Block(reading.statements(node.named_children), reading.span(node)),)


def _labelled(reading: Reading, node: Node) -> _Statements:
    return (ir.Block(reading.body(node.child_by_field_name("body")), reading.span(node)),)


def _with(reading: Reading, node: Node) -> _Statements:
    subject = reading.part(node, "object")
    body = reading.body(node.child_by_field_name("body"))
    return (ir.Block(body, reading.span(node), (subject,)),)


def _return(reading: Reading, node: Node) -> _Statements:
    return (ir.Return(reading.inside(node), reading.span(node)),)


def _throw(reading: Reading, node: Node) -> _Statements:
    return (ir.Raise(reading.inside(node), reading.span(node)),)


def _try(reading: Reading, node: Node) -> _Statements:
    body = reading.body(node.child_by_field_name("body"))
    handler = node.child_by_field_name("handler")
    finalizer = node.child_by_field_name("finalizer")
    handlers: tuple[_Statements, ...] = ()
    if handler is not None:
        handlers = (_handler(reading, handler),)
    last = None if finalizer is None else finalizer.child_by_field_name("body")
    return (ir.Try(body, handlers, reading.body(last), reading.span(node)),)


def _handler(reading: Reading, node: Node) -> _Statements:
    parameter = node.child_by_field_name("parameter")
    body = reading.body(node.child_by_field_name("body"))
    if parameter is None:
        return body
    target = reading.pattern(parameter)
    return (ir.Bind(target, None, reading.span(parameter), "let"), *body)


def _while(reading: Reading, node: Node) -> _Statements:
    test = reading.part(node, "condition")
    body = reading.body(node.child_by_field_name("body"))
    return (ir.Loop(None, None, test, body, reading.span(node)),)


def _for(reading: Reading, node: Node) -> _Statements:
    span = reading.span(node)
    before = _clause(reading, node, "initializer")
    condition = node.child_by_field_name("condition")
    test = None
    if condition is not None and condition.is_named:
        inner = parts(condition)
        if condition.type == "expression_statement":
            test = reading.expression(inner[0]) if inner else None
        elif condition.type != "empty_statement":
            test = reading.expression(condition)
    body = reading.body(node.child_by_field_name("body"))
    after = _clause(reading, node, "increment")
    loop = ir.Loop(None, None, test, body + after, span)
    return (ir.Block((*before, loop), span),) if before else (loop,)


def _clause(reading: Reading, node: Node, name: str) -> _Statements:
    """Read the first or last part of a ``for``'s head, a statement or an expression."""
    clause = node.child_by_field_name(name)
    if clause is None:
        return ()
    if reading.is_expression(clause):
        return (_evaluated(reading.expression(clause), reading, clause),)
    return tuple(reading.statement(clause))


def _for_in(reading: Reading, node: Node) -> _Statements:
    left = node.child_by_field_name("left")
    target = None if left is None else reading.pattern(left)
    iterable = reading.part(node, "right")
    body = reading.body(node.child_by_field_name("body"))
    return (ir.Loop(target, iterable, None, body, reading.span(node)),)


def _nothing(_reading: Reading, _node: Node) -> _Statements:
    return ()


HANDLERS: dict[str, StatementHandler] = {
    "expression_statement": _expression,
    "lexical_declaration": _declaration,
    "variable_declaration": _declaration,
    "using_declaration": _declaration,
    "variable_declarator": _stray_declarator,
    "function_declaration": _function,
    "generator_function_declaration": _function,
    "statement_block": _block,
    "labeled_statement": _labelled,
    "with_statement": _with,
    "return_statement": _return,
    "throw_statement": _throw,
    "try_statement": _try,
    "while_statement": _while,
    "do_statement": _while,
    "for_statement": _for,
    "for_in_statement": _for_in,
    "empty_statement": _nothing,
    "break_statement": _nothing,
    "continue_statement": _nothing,
    "debugger_statement": _nothing,
}
