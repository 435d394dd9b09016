"""``if`` chains and ``switch``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from supertokens_lint.languages import ir
from supertokens_lint.languages.javascript.reading import (
    Reading,
    StatementHandler,
    parts,
)
from supertokens_lint.source import Span

if TYPE_CHECKING:
    from tree_sitter import Node

_Statements = tuple[ir.Statement, ...]


class _Branch(Struct):
    """One link of a chain: its test, what it does, and where it stands."""

    test: ir.Expr
    then: _Statements
    span: Span


def _if(reading: Reading, node: Node) -> _Statements:
    """Read an ``else if`` chain without recursion along it."""
    branches: list[_Branch] = []
    otherwise: _Statements = ()
    depth = reading.depth
    deepest = depth + reading.room()
    current: Node | None = node
    while current is not None:
        test = reading.part(current, "condition")
        then = reading.body(current.child_by_field_name("consequence"))
        branches.append(_Branch(test, then, reading.span(current)))
        alternative = _alternative(current)
        current = None
        reading.depth = min(reading.depth + 1, deepest)
        if alternative is not None and alternative.type == "if_statement":
            current = alternative
        else:
            otherwise = reading.body(alternative)
    reading.depth = depth
    return _joined(reading, node, branches, otherwise)


def _alternative(node: Node) -> Node | None:
    clause = node.child_by_field_name("alternative")
    if clause is None or clause.type != "else_clause":
        return clause
    inner = parts(clause)
    return inner[0] if inner else None


class _Case(Struct):
    """Cases that share one body; ``values`` is empty for a lone ``default``."""

    span: Span
    values: list[ir.Expr] = field(default_factory=list)
    is_default: bool = False
    body: _Statements = ()


def _switch(reading: Reading, node: Node) -> _Statements:
    subject = reading.part(node, "value")
    depth = reading.depth
    deepest = depth + reading.room()
    branches: list[_Branch] = []
    otherwise: _Statements = ()
    for case in _cases(reading, node.child_by_field_name("body")):
        if case.is_default:
            otherwise = case.body
        else:
            branches.append(_Branch(_test(subject, case.values), case.body, case.span))
            reading.depth = min(reading.depth + 1, deepest)
    reading.depth = depth
    span = reading.span(node)
    if not branches:
        return (ir.Block(otherwise, span, (subject,)),)
    branches[0].span = span
    return _joined(reading, node, branches, otherwise)


def _cases(reading: Reading, node: Node | None) -> list[_Case]:
    found: list[_Case] = []
    case: _Case | None = None
    for child in () if node is None else node.named_children:
        if child.type not in {"switch_case", "switch_default"}:
            continue
        if case is None:
            case = _Case(reading.span(child))
        if child.type == "switch_default":
            case.is_default = True
        else:
            case.values.append(reading.part(child, "value"))
        bodies = [item for item in child.children_by_field_name("body") if item.is_named]
        if bodies:
            case.body = reading.statements(bodies)
            found.append(case)
            case = None
    if case is not None:
        found.append(case)
    return found


def _test(subject: ir.Expr, values: list[ir.Expr]) -> ir.Expr:
    test: ir.Expr | None = None
    for value in values:
        equal = ir.Binary("==", subject, value, value.span)
        span = equal.span if test is None else Span(test.span.start, value.span.end)
        test = equal if test is None else ir.Binary("||", test, equal, span)
    return subject if test is None else test


def _joined(
    reading: Reading, node: Node, branches: list[_Branch], otherwise: _Statements
) -> _Statements:
    """Nest the branches; those beyond the depth limit follow one another instead."""
    room = reading.room()
    if len(branches) > room:
        reading.problem("a chain of branches too long to follow", node)
        rest = [ir.If(link.test, link.then, (), link.span) for link in branches[room:]]
        otherwise = (*rest, *otherwise)
        branches = branches[:room]
    for link in reversed(branches):
        otherwise = (ir.If(link.test, link.then, otherwise, link.span),)
    return otherwise


HANDLERS: dict[str, StatementHandler] = {"if_statement": _if, "switch_statement": _switch}
