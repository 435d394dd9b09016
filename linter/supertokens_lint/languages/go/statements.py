"""Assignments, calls, blocks, loops and what leaves them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from supertokens_lint.languages import ir
from supertokens_lint.languages.go.declarations import Kind, bindings
from supertokens_lint.languages.go.reading import Reading, StatementHandler, parts
from supertokens_lint.source import Span

if TYPE_CHECKING:
    from tree_sitter import Node

_Statements = tuple[ir.Statement, ...]

# Functions of log, logrus, zap and their like that do not return.
_LEAVING = frozenset(("Fatal", "Fatalf", "Fatalln", "Panic", "Panicf", "Panicln"))


def _expression(reading: Reading, node: Node) -> _Statements:
    inner = parts(node)
    if not inner:
        return ()
    value = reading.expression(inner[0])
    span = reading.span(node)
    if _leaves(value):
        return (ir.Raise(value, span),)
    return (ir.ExpressionStatement(value, span),)


def _leaves(value: ir.Expr) -> bool:
    callee = value.callee if isinstance(value, ir.Call) else None
    if isinstance(callee, ir.Name):
        return callee.id == "panic"
    if not isinstance(callee, ir.Member):
        return False
    is_os = isinstance(callee.object, ir.Name) and callee.object.id == "os"
    return callee.name in _LEAVING or (is_os and callee.name == "Exit")


def _short(reading: Reading, node: Node) -> _Statements:
    return _assigned(reading, node, declares=True)


def _assignment(reading: Reading, node: Node) -> _Statements:
    return _assigned(reading, node, declares=False)


def _assigned(reading: Reading, node: Node, *, declares: bool) -> _Statements:
    left = node.child_by_field_name("left")
    operator = node.child_by_field_name("operator")
    if left is None:
        return ()
    targets = parts(left) if left.type == "expression_list" else [left]
    right = node.child_by_field_name("right")
    op = "=" if declares or operator is None else operator.type
    kind: Kind = "let" if declares else "assign"
    found = bindings(reading, targets, right, reading.span(node), kind, op=op)
    return tuple(found)


def _step(reading: Reading, node: Node) -> _Statements:
    """Read ``i++`` as ``i += 1``; the literal has the span of the operator."""
    inner = parts(node)
    target = reading.pattern(inner[0]) if inner else None
    if target is None:
        return ()
    operator = node.children[-1]
    one = ir.Literal(1, reading.span(operator))
    op = "-=" if operator.type == "--" else "+="
    return (ir.Bind(target, one, reading.span(node), op=op),)


def _evaluated(reading: Reading, node: Node) -> _Statements:
    """Read what only evaluates its operands: ``go``, ``defer`` and sending."""
    span = reading.span(node)
    return tuple(ir.ExpressionStatement(reading.expression(child), span) for child in parts(node))


def _return(reading: Reading, node: Node) -> _Statements:
    span = reading.span(node)
    found: list[ir.Expr] = []
    for child in parts(node):
        found.extend(reading.expressions_in(child))
    if not found and reading.results and reading.results[-1]:
        end = Span(span.end, span.end)
        found = [ir.Name(name, end) for name in reading.results[-1]]
    if not found:
        return (ir.Return(None, span),)
    if len(found) == 1:
        return (ir.Return(reading.doubted(node, found[0]), span),)
    inner = Span(found[0].span.start, found[-1].span.end)
    return (ir.Return(ir.Array(tuple(found), inner, "tuple"), span),)


def _block(reading: Reading, node: Node) -> _Statements:
    return (ir.Block(reading.body(node), reading.span(node)),)


def _labelled(reading: Reading, node: Node) -> _Statements:
    inner = [child for child in parts(node) if child.type != "label_name"]
    return reading.statements(inner)


def _for(reading: Reading, node: Node) -> _Statements:
    span = reading.span(node)
    body_node = node.child_by_field_name("body")
    head = next((n for n in parts(node) if body_node is None or n.id != body_node.id), None)
    before: _Statements = ()
    after: _Statements = ()
    test: ir.Expr | None = None
    target: ir.Pattern | None = None
    iterable: ir.Expr | None = None
    if head is not None and head.type == "range_clause":
        target = _range_target(reading, head)
        iterable = reading.part(head, "right")
    elif head is not None and head.type == "for_clause":
        before = _clause(reading, head, "initializer")
        after = _clause(reading, head, "update")
        condition = head.child_by_field_name("condition")
        test = None if condition is None else reading.expression(condition)
    elif head is not None:
        test = reading.expression(head)
    loop = ir.Loop(target, iterable, test, reading.body(body_node) + after, span)
    return (ir.Block((*before, loop), span),) if before else (loop,)


def _range_target(reading: Reading, node: Node) -> ir.Pattern | None:
    left = node.child_by_field_name("left")
    if left is None:
        return None
    targets = [reading.pattern(child) for child in parts(left)]
    if len(targets) == 1:
        return targets[0]
    return ir.ArrayPattern(tuple(targets), reading.span(left))


def _clause(reading: Reading, node: Node, name: str) -> _Statements:
    clause = node.child_by_field_name(name)
    return () if clause is None else tuple(reading.statement(clause))


def _nothing(_reading: Reading, _node: Node) -> _Statements:
    return ()


HANDLERS: dict[str, StatementHandler] = {
    "expression_statement": _expression,
    "short_var_declaration": _short,
    "assignment_statement": _assignment,
    "receive_statement": _short,
    "inc_statement": _step,
    "dec_statement": _step,
    "send_statement": _evaluated,
    "go_statement": _evaluated,
    "defer_statement": _evaluated,
    "return_statement": _return,
    "block": _block,
    "labeled_statement": _labelled,
    "for_statement": _for,
    "break_statement": _nothing,
    "continue_statement": _nothing,
    "goto_statement": _nothing,
    "fallthrough_statement": _nothing,
    "empty_statement": _nothing,
    "package_clause": _nothing,
}
