"""``match`` statements, which become a chain of ``if``.

A case whose pattern is a value, or several joined by ``|``, tests ``subject == value``. Other
patterns are opaque tests. ``case _`` and ``case name`` go last as the alternative. Names that a
pattern captures are bound in front of the case's body: to the subject where they capture all of
it, else to an opaque value.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import libcst as cst

from supertokens_lint.languages import ir
from supertokens_lint.languages.python.cursor import NodeReader
from supertokens_lint.languages.python.patterns import PatternReader
from supertokens_lint.source import Span

_Branch = tuple[int, ir.Expr | None, tuple[ir.Statement, ...]]


def _match(reader: NodeReader, node: cst.Match) -> list[ir.Statement]:
    start = reader.take("match")
    subject = reader.expression(node.subject)
    reader.take(":")
    branches = [_case(reader, case, subject) for case in node.cases]
    otherwise: tuple[ir.Statement, ...] = ()
    for begin, test, body in reversed(branches):
        otherwise = body if test is None else (ir.If(test, body, otherwise, reader.since(begin)),)
    span = reader.since(start)
    if branches and branches[0][1] is not None and isinstance(otherwise[0], ir.If):
        first = otherwise[0]
        return [ir.If(first.test, first.then, first.otherwise, span)]
    return [ir.Block(otherwise, span, (subject,))]


def _case(reader: NodeReader, node: cst.MatchCase, subject: ir.Expr) -> _Branch:
    begin = reader.take("case")
    start = reader.start()
    pattern = PatternReader(reader)
    values = pattern.read(node.pattern)
    span = reader.since(start)
    test: ir.Expr | None
    if values is None:
        test = ir.Opaque("pattern", (subject, *pattern.children), span)
    else:
        test = _equals_any(subject, values, span)
    if node.guard is not None:
        reader.take("if")
        guard = reader.expression(node.guard)
        test = guard if test is None else ir.Binary("&&", test, guard, reader.since(start))
    bound = tuple(_capture(name, node.pattern, subject) for name in pattern.captures)
    return begin, test, bound + reader.suite(node.body)


def _equals_any(subject: ir.Expr, values: tuple[ir.Expr, ...], span: Span) -> ir.Expr | None:
    test: ir.Expr | None = None
    for value in values:
        equal = ir.Binary("==", subject, value, value.span)
        test = equal if test is None else ir.Binary("||", test, equal, span)
    return test


def _capture(name: ir.Name, pattern: cst.MatchPattern, subject: ir.Expr) -> ir.Statement:
    whole = (
        isinstance(pattern, cst.MatchAs)
        and pattern.name is not None
        and pattern.name.value == name.id
    )
    value = subject if whole else ir.Opaque("capture", (), name.span)
    return ir.Bind(name, value, name.span)


READERS: Mapping[type[cst.CSTNode], Any] = {cst.Match: _match}
