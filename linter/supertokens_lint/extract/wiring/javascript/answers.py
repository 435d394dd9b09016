"""Whether a handler passes a request on, and what it answers when it does not."""

from __future__ import annotations

from collections.abc import Sequence

from supertokens_lint.extract.wiring.javascript.bodies import BodyCall, root_name
from supertokens_lint.languages import ir
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.values import Const

_STATUS = frozenset({"status", "sendStatus", "writeHead", "code"})
_SENDING = frozenset({"send", "json", "end", "sendFile", "render", "redirect", "text", "html"})
_OK = 200


def passes_on(function: ir.Function) -> bool:
    """Tell whether a handler may call the next one: it has a last parameter for it and uses it."""
    if len(function.params) < 3:
        return any(param.kind == "rest" for param in function.params)
    target = function.params[-1].target
    if not isinstance(target, ir.Name):
        return True
    return any(isinstance(node, ir.Name) and node.id == target.id for node in _body(function))


def _body(function: ir.Function) -> list[ir.Node]:
    return list(ir.walk(*function.body))


def answered_status(ev: Evaluator, calls: Sequence[BodyCall]) -> int | None:
    """Return the status that a handler certainly answers, ``None`` when nobody knows."""
    found: set[int | None] = set()
    sends = False
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
