"""Comparisons in Go that ask whether something is there: with ``""``, ``nil`` and ``len``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from supertokens_lint.languages import ir
from supertokens_lint.resolve import structures
from supertokens_lint.resolve.scopes import Scope
from supertokens_lint.resolve.values import (
    Const,
    EnvVar,
    FirstOf,
    Operation,
    Value,
)

if TYPE_CHECKING:
    from supertokens_lint.resolve.evaluator import Evaluator

_ERROR = re.compile(r"^(?:\w*[eE]rr(?:or)?\d*|[eE]rr[A-Z]\w*)$")
_SYMBOLIC = (EnvVar, FirstOf, Operation)


def comparison(ev: Evaluator, node: ir.Binary, scope: Scope) -> Value | None:
    """Return what a comparison that asks for presence says, or ``None`` for all others.

    An environment variable that is not set is an empty text in Go, so that a comparison with
    ``""`` asks what truthiness asks elsewhere. Errors of functions that nobody looks inside are
    taken for nil: what is configured is what a program does when nothing fails.
    """
    if node.op not in ("==", "!=", ">"):
        return None
    tested = _length_tested(node)
    if tested is not None:
        return _presence(ev, ev.evaluate(tested, scope), absent=node.op == "==")
    if node.op == ">" or not isinstance(node.right, ir.Literal):
        return None
    if node.right.value == "" and not isinstance(node.left, ir.Literal):
        return _presence(ev, ev.evaluate(node.left, scope), absent=node.op == "==")
    if node.right.value is None and isinstance(node.left, ir.Name):
        value = ev.evaluate(node.left, scope)
        if _ERROR.match(node.left.id):
            if isinstance(value, _SYMBOLIC):
                return _presence(ev, value, absent=node.op == "==")
            return Const(node.op == "==")
        if structures.is_structure(value):
            return Const(node.op == "!=")
        if isinstance(value, _SYMBOLIC):
            return _presence(ev, value, absent=node.op == "==")
    return None


def _presence(_ev: Evaluator, value: Value, *, absent: bool) -> Value:
    if isinstance(value, Const):
        return Const((value.value in ("", None)) == absent)
    negated = Operation("!", (value,))
    return negated if absent else Operation("!", (negated,))


def _length_tested(node: ir.Binary) -> ir.Expr | None:
    """Return ``x`` of ``len(x) == 0``, ``len(x) != 0`` and ``len(x) > 0``."""
    left, right = node.left, node.right
    if not isinstance(right, ir.Literal) or right.value != 0 or not isinstance(left, ir.Call):
        return None
    if not isinstance(left.callee, ir.Name) or left.callee.id != "len" or len(left.args) != 1:
        return None
    return left.args[0].value


def is_failing(function: ir.Function, value: ir.Expr | None) -> bool:
    """Tell whether a ``return`` hands on an error instead of a result."""
    if not isinstance(value, ir.Array) or value.kind != "tuple" or len(value.items) < 2:
        return False
    if "error" not in (function.returns or ""):
        return False
    first, last = value.items[0], value.items[-1]
    if isinstance(last, ir.Literal):
        return False
    return isinstance(last, ir.Call) or (isinstance(first, ir.Literal) and not first.value)
