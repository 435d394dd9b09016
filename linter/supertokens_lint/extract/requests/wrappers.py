"""What a function that stands in for ``fetch`` does with requests and responses."""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.extract.facts import InterceptorEffect
from supertokens_lint.extract.requests.context import Context
from supertokens_lint.extract.requests.effects import leaves_page
from supertokens_lint.extract.requests.fetches import holds_fetch
from supertokens_lint.languages import ir
from supertokens_lint.resolve.scopes import place_statements
from supertokens_lint.resolve.sites import Site
from supertokens_lint.resolve.values import Closure

_STATUS = frozenset({"status", "ok"})


def wrapper_effect(context: Context, closure: Closure) -> InterceptorEffect:
    """Return the worst that a wrapper of ``fetch`` does with what passes through it."""
    function = closure.function
    body = [node for statement in function.body for node in ir.walk(statement)]
    if _decides_by_status(body):
        return InterceptorEffect.LEAVES
    calls = list(_inner_calls(context, closure))
    if not calls:
        return InterceptorEffect.UNKNOWN
    if not all(_hands_on(call, function) for call in calls):
        return InterceptorEffect.CHANGES
    if not _returns_response(function, calls):
        return InterceptorEffect.REPLACES
    return InterceptorEffect.PASSES


def _decides_by_status(body: list[ir.Node]) -> bool:
    """Tell whether a wrapper does something about a response because of its status."""
    acts = any(
        isinstance(node, ir.Raise | ir.Return) or leaves_page(node)
        for outer in body
        if isinstance(outer, ir.If) and _names_status(outer.test)
        for inner in (*outer.then, *outer.otherwise)
        for node in ir.walk(inner)
    )
    return acts or any(
        isinstance(node, ir.Conditional) and _names_status(node.test) for node in body
    )


def _names_status(test: ir.Expr) -> bool:
    return any(isinstance(node, ir.Member) and node.name in _STATUS for node in ir.walk(test))


def _inner_calls(context: Context, closure: Closure) -> Iterator[ir.Call]:
    """Yield the calls of the function that a wrapper replaces."""
    for node, site in context.ev.sites.calls(closure.scope.path):
        if closure.function in site.functions and _is_inner(context, node, site):
            yield node


def _is_inner(context: Context, node: ir.Call, site: Site) -> bool:
    callee = _receiver(node.callee)
    return holds_fetch(context.ev.evaluate(callee, site.scope)) or _is_method(callee)


def _receiver(callee: ir.Expr) -> ir.Expr:
    """Return the function that ``f.call(...)`` and ``f.apply(...)`` call."""
    if isinstance(callee, ir.Member) and callee.name in ("call", "apply"):
        return callee.object
    return callee


def _is_method(callee: ir.Expr) -> bool:
    """Tell whether a callee is a stored method of XMLHttpRequest's prototype, by its name."""
    name = callee.id if isinstance(callee, ir.Name) else ""
    return name.lower().removeprefix("original").removeprefix("orig").strip("_") in ("open", "send")


def _hands_on(call: ir.Call, function: ir.Function) -> bool:
    """Tell whether a call passes on the very parameters of the wrapper, or ``arguments``."""
    given = list(call.args)
    if isinstance(call.callee, ir.Member) and call.callee.name in ("call", "apply"):
        given = given[1:]
    names = [item.value.id if isinstance(item.value, ir.Name) else "" for item in given]
    if names == ["arguments"]:
        return True
    params = [param.target.id for param in function.params if isinstance(param.target, ir.Name)]
    return bool(names) and names == params and not _touched(function, set(params))


def _touched(function: ir.Function, names: set[str]) -> bool:
    """Tell whether a wrapper assigns to its parameters or to parts of them."""
    for statement in function.body:
        for node in ir.walk(statement):
            target: ir.Node | None = node.target if isinstance(node, ir.Bind | ir.Assign) else None
            while isinstance(target, ir.Member | ir.Index):
                target = target.object
            if isinstance(target, ir.Name) and target.id in names:
                return True
    return False


def _returns_response(function: ir.Function, calls: list[ir.Call]) -> bool:
    """Tell whether everything that a wrapper returns is what the inner function returned."""
    results: set[str] = set()
    returned: list[ir.Expr | None] = []
    for placed in place_statements(function.body):
        statement = placed.statement
        if isinstance(statement, ir.Bind) and isinstance(statement.target, ir.Name):
            if statement.value is not None and _plain(statement.value) in calls:
                results.add(statement.target.id)
        elif isinstance(statement, ir.Return):
            returned.append(statement.value)
    if not returned:
        return all(_is_method(_receiver(call.callee)) for call in calls)
    return all(
        value is not None
        and (_plain(value) in calls or (isinstance(value, ir.Name) and value.id in results))
        for value in returned
    )


def _plain(value: ir.Expr) -> ir.Expr:
    return value.value if isinstance(value, ir.Await) else value
