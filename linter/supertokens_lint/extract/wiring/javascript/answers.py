"""Whether a handler passes a request on, and what it answers when it does not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from supertokens_lint.extract.wiring.javascript.bodies import BodyCall, root_name
from supertokens_lint.languages import ir
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.values import Const

_STATUS = frozenset({"status", "sendStatus", "writeHead", "code"})
_SENDING = frozenset({"send", "json", "end", "sendFile", "render", "redirect", "text", "html"})
_OK = 200
_UNAUTHORISED = 401
_FAILED = 500


def passes_on(function: ir.Function, index: int) -> bool:
    """Tell whether a handler may call the next one: its parameter at ``index`` is used."""
    if any(param.kind == "rest" for param in function.params):
        return True
    if len(function.params) <= index:
        return False
    target = function.params[index].target
    if not isinstance(target, ir.Name):
        return True
    return any(
        isinstance(node, ir.Name) and node.id == target.id for node in ir.walk(*function.body)
    )


def answered_status(ev: Evaluator, function: ir.Function, calls: Sequence[BodyCall]) -> int | None:
    """Return the status that a handler certainly answers, ``None`` when nobody knows."""
    found: set[int | None] = set(_assigned(function))
    sends = _assigns_body(function)
    for call in calls:
        callee = call.node.callee
        if not isinstance(callee, ir.Member):
            continue
        if callee.name in _STATUS and call.node.args:
            value = ev.evaluate(call.node.args[0].value, call.scope)
            number = value.value if isinstance(value, Const) else None
            found.add(number if isinstance(number, int) else None)
        elif callee.name in _SENDING and root_name(callee):
            sends = True
    if len(found) == 1:
        return found.pop()
    return _OK if sends and not found else None


def status_for_errors(
    ev: Evaluator, function: ir.Function, calls: Sequence[BodyCall]
) -> int | None:
    """Return the status with which an error handler answers all errors, 500 when it varies.

    ``None`` for one that passes errors on or, since it names 401, may answer the SDK's as it does.
    """
    names_401 = any(
        isinstance(node, ir.Literal) and node.value == _UNAUTHORISED
        for node in ir.walk(*function.body)
    )
    if names_401 or passes_on(function, len(function.params) - 1):
        return None
    sends = any(
        isinstance(call.node.callee, ir.Member)
        and call.node.callee.name in _SENDING | {"sendStatus"}
        and not call.guarded
        for call in calls
    )
    return (answered_status(ev, function, calls) or _FAILED) if sends else None


def _assigned(function: ir.Function) -> Iterator[int | None]:
    """Yield what ``res.statusCode = 404`` and ``ctx.status = 404`` say."""
    for node in ir.walk(*function.body):
        if not isinstance(node, ir.Bind | ir.Assign) or not isinstance(node.target, ir.Member):
            continue
        if node.target.name in ("statusCode", "status"):
            value = node.value.value if isinstance(node.value, ir.Literal) else None
            yield value if isinstance(value, int) else None


def _assigns_body(function: ir.Function) -> bool:
    return any(
        isinstance(node, ir.Bind | ir.Assign)
        and isinstance(node.target, ir.Member)
        and node.target.name == "body"
        for node in ir.walk(*function.body)
    )
