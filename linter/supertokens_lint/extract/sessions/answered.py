"""The client errors that a function answers itself, and which of them are about the session."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from supertokens_lint.extract.requests.context import callee_name
from supertokens_lint.extract.texts import text_of_file
from supertokens_lint.languages import ir
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.scopes import Guard, Guards, Placed, Scope, walk_outside_functions
from supertokens_lint.resolve.values import Const, External
from supertokens_lint.source import Place, Span

_CALLS = frozenset({"status", "sendStatus", "code", "throw", "abort", "writeHead", "createError"})
_SECOND = frozenset({"json", "text", "body", "html", "HttpException", "setResponseStatus"})
_WITH_OPTIONS = frozenset({"json", "data", "Response", "NextResponse", "createError"})
_PYTHON_CALLS = frozenset(
    {"HTTPException", "abort", "JSONResponse", "JsonResponse", "Response", "HttpResponse"}
)
_GO_CALLS = {"WriteHeader": 0, "Error": 2}
_KEYS = frozenset({"status", "status_code", "statusCode"})
_NAMED = {"UnauthorizedException": 401, "HttpResponseUnauthorized": 401, "Unauthorized": 401}
_ABOUT_SESSION = re.compile(r"session", re.IGNORECASE)
_ACCOUNTS = frozenset({"getUser", "getUserById", "get_user", "get_user_by_id"})
_IDENTIFIERS = frozenset(
    {"getUserId", "getRecipeUserId", "getHandle", "get_user_id", "get_recipe_user_id", "get_handle"}
)
"""What every session has."""
_REVOKING = re.compile(r"revoke", re.IGNORECASE)
_CLIENT_ERRORS = range(400, 500)


def answers_in(
    ev: Evaluator,
    scope: Scope,
    names: frozenset[str],
    statements: Iterable[Placed],
    errors: frozenset[str] = frozenset(),
) -> Iterator[tuple[int, Place]]:
    """Yield the client errors that statements of a function answer outside of error handling.

    Answers that depend on the session or on one of ``names`` are left out, and what is thrown
    where it may be caught. That the session is there and none of ``errors`` is no dependence.
    A function that revokes sessions may answer that there is none, and so may one that finds that
    the SDK does not know the user: sessions are revoked when a user is deleted. What is answered
    where a session has no user or handle is never answered.
    """
    if _revokes(ev, scope):
        return
    accounts = _named_by(scope, _ACCOUNTS)
    identifiers = _named_by(scope, _IDENTIFIERS)
    caught = _caught(scope) if names else []
    for placed in statements:
        guards = tuple(guard for guard in placed.guards if not _is_there(guard, names, errors))
        if _is_handling(guards, ev, scope) or _asks_for(guards, names | errors | accounts):
            continue
        if any(_is_missing(guard, identifiers) for guard in guards):
            continue
        if isinstance(placed.statement, ir.Raise) and _is_in(placed.statement.span, caught):
            continue
        choices = _choices(placed.statement) if names else []
        for node in walk_outside_functions(placed.statement):
            status = _status(ev, node, scope)
            if status not in _CLIENT_ERRORS or status is None:
                continue
            if not _is_in(node.span, choices):
                yield status, Place(scope.path, node.span)


def returned_in(
    ev: Evaluator, scope: Scope, statements: Iterable[Placed]
) -> Iterator[tuple[int, Place]]:
    """Yield the client errors that a function of AWS Lambda returns, not about the session.

    Source: docs.aws.amazon.com/lambda, "Lambda function response format" (``statusCode``).
    """
    for placed in () if _revokes(ev, scope) else statements:
        value = placed.statement.value if isinstance(placed.statement, ir.Return) else None
        if not isinstance(value, ir.Object) or _is_handling(placed.guards, ev, scope):
            continue
        for entry in value.entries:
            if isinstance(entry, ir.Property) and entry.key == "statusCode":
                status = _number(ev, entry.value, scope)
                if status is not None and status in _CLIENT_ERRORS:
                    yield status, Place(scope.path, entry.span)


def _revokes(ev: Evaluator, scope: Scope) -> bool:
    if scope.function is None:
        return False
    text = text_of_file(ev.workspace, scope.path)
    span = scope.function.span
    return _REVOKING.search(text, span.start, span.end) is not None


def _named_by(scope: Scope, functions: frozenset[str]) -> frozenset[str]:
    """Return the names that a function gives to what some functions say."""
    return frozenset(
        name.id
        for placed in scope.names.statements
        if isinstance(placed.statement, ir.Bind) and placed.statement.value is not None
        if any(
            isinstance(node, ir.Call) and callee_name(node) in functions
            for node in ir.walk(placed.statement.value)
        )
        for name in ir.walk(placed.statement.target)
        if isinstance(name, ir.Name)
    )


def _is_in(span: Span, parts: Iterable[Span]) -> bool:
    return any(part.start <= span.start and span.end <= part.end for part in parts)


def _caught(scope: Scope) -> list[Span]:
    """Return the ``try`` statements of a function."""
    body = scope.function.body if scope.function is not None else ()
    return [node.span for node in ir.walk(*body) if isinstance(node, ir.Try)]


def _is_there(guard: Guard, names: frozenset[str], errors: frozenset[str]) -> bool:
    """Tell whether a guard says no more than that the session is there."""
    test, expected = guard.test, guard.expected
    while isinstance(test, ir.Unary) and test.op in ("!", "not"):
        test, expected = test.operand, not expected
    if isinstance(test, ir.Name):
        return test.id in (names if expected else errors)
    if isinstance(test, ir.Binary) and test.op in (("&&", "and") if expected else ("||", "or")):
        parts = (Guard(test.left, expected), Guard(test.right, expected))
        return all(_is_there(part, names, errors) for part in parts)
    if isinstance(test, ir.Binary) and test.op in ("===", "==", "!==", "!="):
        known = names if (test.op[0] == "!") is expected else errors
        return _is_nothing(test.right) and isinstance(test.left, ir.Name) and test.left.id in known
    return False


def _is_missing(guard: Guard, names: frozenset[str]) -> bool:
    """Tell whether a guard says that one of some names holds nothing."""
    opposite = Guard(guard.test, not guard.expected)
    return guard.test is not None and _is_there(opposite, names, frozenset())


def _is_nothing(node: ir.Expr) -> bool:
    if isinstance(node, ir.Name):
        return node.id == "undefined"
    return isinstance(node, ir.Literal) and node.value is None


def _asks_for(guards: Guards, names: frozenset[str]) -> bool:
    return any(
        isinstance(node, ir.Name) and node.id in names
        for guard in guards
        if guard.test is not None
        for node in ir.walk(guard.test)
    )


def _choices(statement: ir.Statement) -> list[Span]:
    """Return the expressions of which only a part is evaluated."""
    return [
        node.span
        for node in ir.walk(statement)
        if isinstance(node, ir.Conditional)
        or (isinstance(node, ir.Binary) and node.op in ("&&", "||", "??", "and", "or"))
    ]


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
    name = callee_name(node)
    if name in _NAMED and node.is_new:
        return _NAMED[name]
    if scope.language is ir.Language.PYTHON:
        return _python(ev, node, name, scope)
    if scope.language is ir.Language.GO:
        index = _GO_CALLS.get(name)
        given = index is not None and index < len(node.args)
        return _number(ev, node.args[index].value, scope) if given and index is not None else None
    return _script(ev, node, name, scope)


def _script(ev: Evaluator, node: ir.Call, name: str, scope: Scope) -> int | None:
    """Return what a call of JavaScript answers.

    Sources: the references of Express, Fastify, Koa and Hapi; of Hono (``c.json(body, 401)``,
    ``new HTTPException(401)``), Nest (``new HttpException(text, 401)``), h3 (``createError``,
    ``setResponseStatus``), Remix (``json``, ``data``), SvelteKit (``error``) and Next.
    """
    values = [argument.value for argument in node.args]
    if name in _WITH_OPTIONS:
        for value in values:
            for entry in value.entries if isinstance(value, ir.Object) else ():
                if isinstance(entry, ir.Property) and entry.key in ("status", "statusCode"):
                    return _number(ev, entry.value, scope)
    if name in _CALLS or (name == "HTTPException" and node.is_new) or _is_kit(ev, node, scope):
        return _number(ev, values[0], scope) if values else None
    if name in _SECOND and len(values) > 1:
        return _number(ev, values[1], scope)
    return None


def _is_kit(ev: Evaluator, node: ir.Call, scope: Scope) -> bool:
    """Tell whether a call is of SvelteKit's ``error``."""
    if not isinstance(node.callee, ir.Name):
        return False
    callee = ev.evaluate(node.callee, scope)
    return (
        isinstance(callee, External)
        and callee.module == "@sveltejs/kit"
        and (callee.path == ("error",))
    )


def _python(ev: Evaluator, node: ir.Call, name: str, scope: Scope) -> int | None:
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
