"""``if``, ``switch``, type switches and ``select``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from supertokens_lint.languages import ir
from supertokens_lint.languages.go.reading import (
    COMMENT,
    STATEMENTS,
    Reading,
    StatementHandler,
    parts,
)
from supertokens_lint.source import Span

if TYPE_CHECKING:
    from tree_sitter import Node

_Statements = tuple[ir.Statement, ...]
_DEFAULT = "default_case"
_MOST_JOINED = 8
_CASES = frozenset(("expression_case", "type_case", "communication_case"))


class _Branch(Struct):
    """One link of a chain: what runs before its test, the test, and what it does."""

    test: ir.Expr
    then: _Statements
    span: Span
    before: _Statements = ()


def _if(reading: Reading, node: Node) -> _Statements:
    """Read an ``else if`` chain without recursion along it."""
    branches: list[_Branch] = []
    otherwise: _Statements = ()
    depth = reading.depth
    deepest = depth + reading.room()
    current: Node | None = node
    while current is not None:
        before = _initializer(reading, current)
        test = reading.doubted(current, reading.part(current, "condition"))
        then = reading.body(current.child_by_field_name("consequence"))
        branches.append(_Branch(test, then, reading.span(current), before))
        alternative = current.child_by_field_name("alternative")
        current = None
        reading.depth = min(reading.depth + 1, deepest)
        if alternative is not None and alternative.type == "if_statement":
            current = alternative
        else:
            otherwise = reading.body(alternative)
    reading.depth = depth
    return _joined(reading, node, branches, otherwise)


def _initializer(reading: Reading, node: Node) -> _Statements:
    found = node.child_by_field_name("initializer")
    return () if found is None else tuple(reading.statement(found))


def _switch(reading: Reading, node: Node) -> _Statements:
    subject = node.child_by_field_name("value")
    value = None if subject is None else reading.expression(subject)
    return _cases(reading, node, value, _initializer(reading, node))


def _type_switch(reading: Reading, node: Node) -> _Statements:
    before = list(_initializer(reading, node))
    value = reading.part(node, "value")
    alias = node.child_by_field_name("alias")
    target = reading.pattern(parts(alias)[0]) if alias is not None and parts(alias) else None
    if target is not None and alias is not None:
        before.append(ir.Bind(target, value, reading.span(alias), "let"))
    return _cases(reading, node, None, tuple(before))


def _select(reading: Reading, node: Node) -> _Statements:
    return _cases(reading, node, None, ())


def _cases(
    reading: Reading, node: Node, subject: ir.Expr | None, before: _Statements
) -> _Statements:
    depth = reading.depth
    deepest = depth + reading.room()
    branches: list[_Branch] = []
    otherwise: _Statements = ()
    cases = [case for case in parts(node) if case.type in _CASES or case.type == _DEFAULT]
    for index, case in enumerate(cases):
        body = _bodies(cases, index)
        if case.type == _DEFAULT:
            otherwise = reading.statements(body)
        else:
            branches.append(_branch(reading, case, subject, body))
            reading.depth = min(reading.depth + 1, deepest)
    reading.depth = depth
    span = reading.span(node)
    context = () if subject is None else (subject,)
    if not branches:
        return (ir.Block((*before, *otherwise), span, context),)
    branches[0].span = span
    branches[0].before = (*before, *branches[0].before)
    return _joined(reading, node, branches, otherwise)


def _bodies(cases: list[Node], index: int) -> list[Node]:
    """Return the statements of a case, and of those that it falls through to."""
    found: list[Node] = []
    for case in cases[index : index + _MOST_JOINED]:
        nodes = _body(case)
        found.extend(nodes)
        last = nodes[-1] if nodes else None
        while last is not None and last.type == STATEMENTS and last.named_children:
            last = last.named_children[-1]
        if last is None or last.type != "fallthrough_statement":
            break
    return found


def _branch(reading: Reading, case: Node, subject: ir.Expr | None, nodes: list[Node]) -> _Branch:
    body = reading.statements(nodes)
    span = _without_end(reading, case)
    if case.type == "expression_case":
        values = reading.expressions_in(case.child_by_field_name("value"))
        test = _test(subject, values)
        if test is not None:
            return _Branch(test, body, span)
    if case.type == "communication_case":
        communication = case.child_by_field_name("communication")
        received = () if communication is None else tuple(reading.statement(communication))
        return _Branch(ir.Opaque("select", (), span), (*received, *body), span)
    return _Branch(ir.Opaque("case", (), span), body, span)


def _without_end(reading: Reading, case: Node) -> Span:
    """Return the place of a case without the line end that the grammar counts to it."""
    span = reading.span(case)
    return Span(span.start, span.start + len(reading.string(case).rstrip()))


def _body(case: Node) -> list[Node]:
    """Return the statements of a case: what comes after its colon."""
    found: list[Node] = []
    seen = False
    for child in case.children:
        if seen and child.is_named and child.type != COMMENT:
            found.append(child)
        seen = seen or child.type == ":"
    return found


def _test(subject: ir.Expr | None, values: list[ir.Expr]) -> ir.Expr | None:
    test: ir.Expr | None = None
    for value in values:
        equal = value if subject is None else ir.Binary("==", subject, value, value.span)
        if test is None:
            test = equal
        else:
            test = ir.Binary("||", test, equal, Span(test.span.start, value.span.end))
    return test


def _joined(
    reading: Reading, node: Node, branches: list[_Branch], otherwise: _Statements
) -> _Statements:
    """Nest the branches; those beyond the depth limit follow one another instead."""
    room = max(1, reading.room() // 2)
    if len(branches) > room:
        reading.problem("a chain of branches too long to follow", node)
        rest = [
            statement
            for link in branches[room:]
            for statement in (*link.before, ir.If(link.test, link.then, (), link.span))
        ]
        otherwise = (*rest, *otherwise)
        branches = branches[:room]
    for link in reversed(branches):
        chosen = ir.If(link.test, link.then, otherwise, link.span)
        otherwise = (ir.Block((*link.before, chosen), link.span),) if link.before else (chosen,)
    return otherwise


HANDLERS: dict[str, StatementHandler] = {
    "if_statement": _if,
    "expression_switch_statement": _switch,
    "type_switch_statement": _type_switch,
    "select_statement": _select,
}
