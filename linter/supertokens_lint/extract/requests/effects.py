"""What an axios interceptor of the application does with what passes through it.

Source: axios, lib/core/Axios.js: request interceptors run last added first, response interceptors
first added first; each gets what the one before it returned or threw.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from supertokens_lint.extract.facts import InterceptorEffect
from supertokens_lint.languages import ir
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.scopes import Scope, place_statements, walk_outside_functions
from supertokens_lint.resolve.values import Closure, Const, Value

NAVIGATION = frozenset({"assign", "replace", "push", "navigate", "reload", "href"})
NAVIGATORS = re.compile(r"location|router|navigat|history|^nav$", re.IGNORECASE)
LEAVING = frozenset({"navigate", "redirect", "signOut", "logout", "logOut"})
WORST_FIRST = (
    InterceptorEffect.SWALLOWS,
    InterceptorEffect.LEAVES,
    InterceptorEffect.REPLACES,
    InterceptorEffect.CHANGES,
    InterceptorEffect.UNKNOWN,
    InterceptorEffect.PASSES,
)


def effect_of(ev: Evaluator, node: ir.Call, phase: str, scope: Scope) -> InterceptorEffect:
    """Return the worst that the handlers given to ``interceptors.<phase>.use`` do."""
    if not node.args or any(argument.spread for argument in node.args):
        return InterceptorEffect.UNKNOWN
    fulfilled = ev.evaluate(node.args[0].value, scope)
    if phase == "request":
        return _of(fulfilled, phase)
    found = [_of(fulfilled, phase)]
    if len(node.args) > 1:
        found.append(_of(ev.evaluate(node.args[1].value, scope), "failed response"))
    return next(effect for effect in WORST_FIRST if effect in found)


def _of(handler: Value, phase: str) -> InterceptorEffect:
    if isinstance(handler, Const) and handler.value is None:
        return InterceptorEffect.PASSES
    if not isinstance(handler, Closure):
        return InterceptorEffect.UNKNOWN
    function = handler.function
    param = function.params[0].target if function.params else None
    name = param.id if isinstance(param, ir.Name) else None
    if phase == "request":
        return _request(function, name)
    if phase == "response":
        return _response(function, name)
    return _failure(function, name)


def _request(function: ir.Function, name: str | None) -> InterceptorEffect:
    returned = [value for value in _returned(function) if value is not None]
    kept = bool(returned) and all(_is_name(value, name) for value in returned)
    touched = any(_touches(node, name) for node in _nodes(function))
    return InterceptorEffect.PASSES if kept and not touched else InterceptorEffect.CHANGES


def _response(function: ir.Function, name: str | None) -> InterceptorEffect:
    returned = list(_returned(function))
    kept = returned and all(value is not None and _is_name(value, name) for value in returned)
    if not kept or not _always_leaves(function.body):
        return InterceptorEffect.REPLACES
    return InterceptorEffect.PASSES


def _failure(function: ir.Function, name: str | None) -> InterceptorEffect:
    passed_on = True
    for item in _statements(function):
        if isinstance(item, ir.Raise):
            passed_on = passed_on and item.value is not None and _is_name(item.value, name)
        elif isinstance(item, ir.Return):
            rejected = _rejected(item.value)
            if rejected is None:
                return InterceptorEffect.SWALLOWS
            passed_on = passed_on and _is_name(rejected, name)
    if not _always_leaves(function.body):
        return InterceptorEffect.SWALLOWS
    if any(leaves_page(node) for node in _nodes(function)):
        return InterceptorEffect.LEAVES
    return InterceptorEffect.PASSES if passed_on else InterceptorEffect.REPLACES


def _statements(function: ir.Function) -> Iterator[ir.Statement]:
    for placed in place_statements(function.body):
        yield placed.statement


def _nodes(function: ir.Function) -> Iterator[ir.Node]:
    for statement in _statements(function):
        yield from walk_outside_functions(statement)


def _returned(function: ir.Function) -> Iterator[ir.Expr | None]:
    for statement in _statements(function):
        if isinstance(statement, ir.Return):
            yield statement.value


def _rejected(value: ir.Expr | None) -> ir.Expr | None:
    """Return what ``Promise.reject(...)`` is given, ``None`` for any other expression."""
    if isinstance(value, ir.Await):
        value = value.value
    if not isinstance(value, ir.Call) or not isinstance(value.callee, ir.Member):
        return None
    callee = value.callee
    if callee.name != "reject" or not _is_name(callee.object, "Promise"):
        return None
    return value.args[0].value if value.args else ir.Name("undefined", value.span)


def _is_name(value: ir.Expr, name: str | None) -> bool:
    if isinstance(value, ir.Await):
        value = value.value
    if isinstance(value, ir.Call) and isinstance(value.callee, ir.Member) and value.args:
        resolves = value.callee.name == "resolve" and _is_name(value.callee.object, "Promise")
        return resolves and _is_name(value.args[0].value, name)
    return isinstance(value, ir.Name) and value.id == name


def _always_leaves(body: tuple[ir.Statement, ...]) -> bool:
    if not body:
        return False
    last = body[-1]
    if isinstance(last, ir.Return | ir.Raise):
        return True
    if isinstance(last, ir.If):
        return _always_leaves(last.then) and _always_leaves(last.otherwise)
    if isinstance(last, ir.Block):
        return _always_leaves(last.body)
    if isinstance(last, ir.Try):
        handled = all(_always_leaves(handler) for handler in last.handlers)
        return _always_leaves(last.finalizer) or (_always_leaves(last.body) and handled)
    return False


def _touches(node: ir.Node, name: str | None) -> bool:
    if isinstance(node, ir.Bind | ir.Assign):
        target: ir.Node = node.target
        while isinstance(target, ir.Member | ir.Index):
            target = target.object
        return isinstance(target, ir.Name) and target.id == name
    if isinstance(node, ir.Call):
        arguments = any(_is_name(argument.value, name) for argument in node.args)
        return arguments or _root(node.callee) == name
    return False


def _root(node: ir.Expr) -> str | None:
    while isinstance(node, ir.Member | ir.Index):
        node = node.object
    return node.id if isinstance(node, ir.Name) else None


def leaves_page(node: ir.Node) -> bool:
    """Tell whether a node goes to another page or signs the user out."""
    if isinstance(node, ir.Bind | ir.Assign):
        return _is_location(node.target)
    if not isinstance(node, ir.Call):
        return False
    callee = node.callee
    if isinstance(callee, ir.Name):
        return callee.id in LEAVING
    if not isinstance(callee, ir.Member):
        return False
    if callee.name in LEAVING:
        return True
    return callee.name in NAVIGATION and bool(NAVIGATORS.search(_last_name(callee.object)))


def _is_location(node: ir.Node) -> bool:
    if isinstance(node, ir.Member) and node.name == "href":
        node = node.object
    return isinstance(node, ir.Name | ir.Member) and _last_name(node) == "location"


def _last_name(node: ir.Expr) -> str:
    if isinstance(node, ir.Call):
        return _last_name(node.callee)
    if isinstance(node, ir.Member):
        return node.name
    return node.id if isinstance(node, ir.Name) else ""
