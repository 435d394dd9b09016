"""One handler a kind of expression."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from supertokens_lint.finding import Step
from supertokens_lint.languages import ir
from supertokens_lint.resolve import fallbacks, go_tests, intrinsics, structures
from supertokens_lint.resolve.methods import percent_format
from supertokens_lint.resolve.opaque import opaque, slice_bounds
from supertokens_lint.resolve.scopes import Scope
from supertokens_lint.resolve.values import (
    Case,
    Choice,
    ClassRef,
    Closure,
    Condition,
    Const,
    FirstOf,
    Items,
    Join,
    Operation,
    PageLocation,
    Reason,
    Unknown,
    Value,
)
from supertokens_lint.source import Place

if TYPE_CHECKING:
    from supertokens_lint.resolve.evaluator import Evaluator


def _literal(ev: Evaluator, node: ir.Literal, scope: Scope) -> Value:
    return Const(node.value, (Step("written here", ev.place(node, scope)),))


def _name(ev: Evaluator, node: ir.Name, scope: Scope) -> Value:
    return ev.name(node.id, scope, node.span)


def _member(ev: Evaluator, node: ir.Member, scope: Scope) -> Value:
    return ev.member(ev.evaluate(node.object, scope), node.name, ev.place(node, scope))


def _index(ev: Evaluator, node: ir.Index, scope: Scope) -> Value:
    value = ev.evaluate(node.object, scope)
    if isinstance(node.index, ir.Opaque) and node.index.kind == "slice":
        return _slice(ev, node, node.index, value, scope)
    return ev.index(value, ev.evaluate(node.index, scope), ev.place(node, scope))


def _slice(ev: Evaluator, node: ir.Index, index: ir.Opaque, value: Value, scope: Scope) -> Value:
    bounds = slice_bounds(ev, index, scope)
    if bounds is None:
        return Unknown(Reason.SYNTAX, "slice")
    if isinstance(value, Items):
        return Items(value.items[slice(*bounds)], value.place, value.rest, value.trail)
    operands = (value, *(Const(bound) for bound in bounds))
    return ev.operation(".slice", operands, ev.place(node, scope))


def _call(ev: Evaluator, node: ir.Call, scope: Scope) -> Value:
    return ev.call(node, scope)


def _object(ev: Evaluator, node: ir.Object, scope: Scope) -> Value:
    return structures.record(ev, node, scope)


def _array(ev: Evaluator, node: ir.Array, scope: Scope) -> Value:
    return structures.items(ev, node, scope)


def _template(ev: Evaluator, node: ir.Template, scope: Scope) -> Value:
    parts = tuple(ev.evaluate(part, scope) for part in node.parts)
    return _text(ev, parts, ev.place(node, scope))


def _text(ev: Evaluator, parts: tuple[Value, ...], place: Place) -> Value:
    """Return parts joined; protocol, slashes and host of the page are its origin."""
    if len(parts) > 2 and [_part_of_page(part) for part in parts[:3]] == ["protocol", "//", "host"]:
        start = PageLocation("origin", (Step("composed here", place),))
        return ev.joined((start, *parts[3:]), place) if parts[3:] else start
    return ev.joined(parts, place)


def _part_of_page(part: Value) -> object:
    return part.part if isinstance(part, PageLocation) else getattr(part, "value", None)


def _unary(ev: Evaluator, node: ir.Unary, scope: Scope) -> Value:
    if node.op == "void":
        return Const(None)
    operand = ev.evaluate(node.operand, scope)
    return ev.operation(node.op, (operand,), ev.place(node, scope))


def _binary(ev: Evaluator, node: ir.Binary, scope: Scope) -> Value:
    if scope.language is ir.Language.GO:
        compared = go_tests.comparison(ev, node, scope)
        if compared is not None:
            return compared
    left = ev.evaluate(node.left, scope)
    place = ev.place(node, scope)
    if node.op in ("||", "??"):
        return _fallback(ev, node, left, scope)
    right = ev.evaluate(node.right, scope)
    if node.op in ("in", "not in"):
        variable = intrinsics.variable_of(left, right, place)
        if variable is not None:
            wanted = "!=" if node.op == "in" else "=="
            return ev.operation(wanted, (variable, Const(None)), place)
    if node.op == "|" or (node.op == "+" and isinstance(left, Items)):
        return structures.merged(left, right)
    if node.op == "+":
        return _sum(ev, left, right, place)
    if node.op == "&&" and not isinstance(left, Const):
        return Choice((Case((Condition(left, expected=True),), right), Case((), left)))
    if node.op == "%":
        return percent_format(ev, left, right, place) or Unknown(Reason.SYNTAX, "%")
    return ev.operation(node.op, (left, right), place)


def _fallback(ev: Evaluator, node: ir.Binary, left: Value, scope: Scope) -> Value:
    nullish = node.op == "??"
    if isinstance(left, Const):
        skipped = left.value is None if nullish else not left.value
        return ev.evaluate(node.right, scope) if skipped else left
    if structures.is_structure(left):
        return left
    right = ev.evaluate(node.right, scope)
    options = (*_same_fallback(left, nullish=nullish), *_same_fallback(right, nullish=nullish))
    return FirstOf(options, "nullish" if nullish else "falsy")


def _same_fallback(value: Value, *, nullish: bool) -> tuple[Value, ...]:
    skips = "nullish" if nullish else "falsy"
    if isinstance(value, FirstOf) and value.skips == skips:
        return value.options
    return (value,)


def _sum(ev: Evaluator, left: Value, right: Value, place: Place) -> Value:
    if isinstance(left, Const) and isinstance(right, Const):
        if isinstance(left.value, str) or isinstance(right.value, str):
            return ev.joined((left, right), place)
        return ev.operation("+", (left, right), place)
    parts: list[Value] = []
    for side in (left, right):
        parts.extend(side.parts if isinstance(side, Join) else (side,))
    textual = any(isinstance(part, Const) and isinstance(part.value, str) for part in parts)
    return _text(ev, tuple(parts), place) if textual else Operation("+", (left, right))


def _conditional(ev: Evaluator, node: ir.Conditional, scope: Scope) -> Value:
    test = ev.evaluate(node.test, scope)
    if isinstance(test, Const):
        return ev.evaluate(node.then if test.value else node.otherwise, scope)
    then = ev.evaluate(node.then, scope)
    otherwise = ev.evaluate(node.otherwise, scope)
    cases = (Case((Condition(test, expected=True),), then), Case((), otherwise))
    return fallbacks.simplified(Choice(cases))


def _assign(ev: Evaluator, node: ir.Assign, scope: Scope) -> Value:
    return ev.evaluate(node.value, scope)


def _await(ev: Evaluator, node: ir.Await, scope: Scope) -> Value:
    return ev.evaluate(node.value, scope)


def _function(_ev: Evaluator, node: ir.Function, scope: Scope) -> Value:
    return Closure(node, scope)


def _class(_ev: Evaluator, node: ir.Class, scope: Scope) -> Value:
    return ClassRef(node, scope)


HANDLERS: dict[type, Callable[[Evaluator, Any, Scope], Value]] = {
    ir.Literal: _literal,
    ir.Name: _name,
    ir.Member: _member,
    ir.Index: _index,
    ir.Call: _call,
    ir.Object: _object,
    ir.Array: _array,
    ir.Template: _template,
    ir.Unary: _unary,
    ir.Binary: _binary,
    ir.Conditional: _conditional,
    ir.Assign: _assign,
    ir.Await: _await,
    ir.Function: _function,
    ir.Class: _class,
    ir.Opaque: opaque,
}
