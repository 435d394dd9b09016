"""Statuses that handlers answer themselves after a session was verified."""

from __future__ import annotations

import re
from collections.abc import Iterator

from supertokens_lint.extract.session_facts import OwnStatus, SessionFacts
from supertokens_lint.extract.sessions.context import Context
from supertokens_lint.extract.sessions.guarded import NEEDLES, guarded_in
from supertokens_lint.extract.texts import text_of_file
from supertokens_lint.languages import ir
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.scopes import Guards, Scope, walk_outside_functions
from supertokens_lint.resolve.values import Closure, Const
from supertokens_lint.source import Place

_CALLS = frozenset({"status", "sendStatus", "code", "throw", "abort", "writeHead", "createError"})
_PYTHON_CALLS = frozenset(
    {"HTTPException", "abort", "JSONResponse", "JsonResponse", "Response", "HttpResponse"}
)
_GO_CALLS = {"WriteHeader": 0, "Error": 2}
_KEYS = frozenset({"status", "status_code", "statusCode"})
_NAMED = {"UnauthorizedException": 401, "HttpResponseUnauthorized": 401, "Unauthorized": 401}
_ABOUT_SESSION = re.compile(r"session", re.IGNORECASE)
_CLIENT_ERRORS = range(400, 500)


def facts(context: Context) -> SessionFacts:
    """Return what handlers behind ``verifySession`` answer themselves."""
    found: dict[Place, OwnStatus] = {}
    for entry in context.homes.mentioning(*NEEDLES):
        for guarded in guarded_in(context.ev, entry.path):
            for status, place in statuses_of(context.ev, guarded.handler):
                found.setdefault(place, OwnStatus(status, place, guarded.verified))
    return SessionFacts(own_statuses=tuple(found.values()))


def statuses_of(ev: Evaluator, handler: Closure) -> Iterator[tuple[int, Place]]:
    """Yield the client errors that a handler answers outside of its own error handling.

    Answers that depend on the session itself are left out: the SDK has made sure that it is there.
    """
    scope = ev.sites.function_scope(handler.function, handler.scope, handler.this)
    for placed in scope.names.statements:
        if _is_handling(placed.guards, ev, scope):
            continue
        for node in walk_outside_functions(placed.statement):
            status = _status(ev, node, scope)
            if status in _CLIENT_ERRORS and status is not None:
                yield status, Place(scope.path, node.span)


def _is_handling(guards: Guards, ev: Evaluator, scope: Scope) -> bool:
    """Tell whether a statement stands in an error handler or is about the session itself."""
    text = text_of_file(ev.workspace, scope.path)
    return any(
        guard.test is None
        or _ABOUT_SESSION.search(text, guard.test.span.start, guard.test.span.end)
        for guard in guards
    )


def _status(ev: Evaluator, node: ir.Node, scope: Scope) -> int | None:
    if isinstance(node, ir.Bind | ir.Assign):
        is_status = isinstance(node.target, ir.Member) and node.target.name in _KEYS
        return _number(ev, node.value, scope) if is_status else None
    if isinstance(node, ir.Array) and node.kind == "tuple" and len(node.items) == 2:
        item = node.items[1]
        return None if isinstance(item, ir.Spread) else _number(ev, item, scope)
    return _called(ev, node, scope) if isinstance(node, ir.Call) else None


def _called(ev: Evaluator, node: ir.Call, scope: Scope) -> int | None:
    callee = node.callee
    name = callee.name if isinstance(callee, ir.Member) else None
    name = callee.id if isinstance(callee, ir.Name) else name
    if name in _NAMED and node.is_new:
        return _NAMED[name or ""]
    if scope.language is ir.Language.PYTHON:
        return _python(ev, node, name, scope)
    if scope.language is ir.Language.GO:
        index = _GO_CALLS.get(name or "")
        given = index is not None and index < len(node.args)
        return _number(ev, node.args[index].value, scope) if given and index is not None else None
    if name in _CALLS and node.args:
        return _number(ev, node.args[0].value, scope)
    for argument in node.args:
        if isinstance(argument.value, ir.Object) and name in ("json", "Response"):
            for entry in argument.value.entries:
                if isinstance(entry, ir.Property) and entry.key == "status":
                    return _number(ev, entry.value, scope)
    return None


def _python(ev: Evaluator, node: ir.Call, name: str | None, scope: Scope) -> int | None:
    if name not in _PYTHON_CALLS:
        return None
    for argument in node.args:
        if argument.name in _KEYS:
            return _number(ev, argument.value, scope)
    first = node.args[0] if node.args and name in ("HTTPException", "abort") else None
    return None if first is None or first.name else _number(ev, first.value, scope)


def _number(ev: Evaluator, node: ir.Expr | None, scope: Scope) -> int | None:
    if node is None:
        return None
    value = ev.evaluate(node, scope)
    if isinstance(value, Const) and isinstance(value.value, int):
        return value.value
    return _named_status(node)


def _named_status(node: ir.Expr) -> int | None:
    """Return the number of ``status.HTTP_401_UNAUTHORIZED`` and ``HttpStatus.UNAUTHORIZED``."""
    name = node.name if isinstance(node, ir.Member) else ""
    match = re.match(r"HTTP_(\d{3})_", name)
    if match is not None:
        return int(match.group(1))
    return 401 if name == "UNAUTHORIZED" else None
