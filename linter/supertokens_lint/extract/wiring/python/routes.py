"""Routes of Python frameworks: their paths, and what catch-all routes answer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from supertokens_lint.extract.sdks import dotted
from supertokens_lint.extract.wiring_facts import Layer, LayerKind
from supertokens_lint.languages import ir
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.scopes import Scope, place_statements
from supertokens_lint.resolve.values import Closure, Const, External, Items, Value, alternatives
from supertokens_lint.source import Place

REST_OF_PATH = re.compile(r"/?(?:\{[^{}/]+:path\}|<path:[^<>/]+>)$")
VERBS = frozenset({"get", "post", "put", "patch", "delete", "head", "options"})
_RAISING = frozenset(
    {
        "fastapi.HTTPException",
        "fastapi.exceptions.HTTPException",
        "starlette.exceptions.HTTPException",
        "flask.abort",
        "werkzeug.exceptions.abort",
    }
)
_RESPONSES = (
    ".JSONResponse",
    ".HTMLResponse",
    ".FileResponse",
    ".PlainTextResponse",
    ".ORJSONResponse",
    ".jsonify",
    ".render_template",
    ".send_from_directory",
    ".send_file",
)
_NOT_FOUND = "werkzeug.exceptions.NotFound"


def text_of(value: Value | None) -> str | None:
    """Return a value as text when it is a known string."""
    return value.value if isinstance(value, Const) and isinstance(value.value, str) else None


def prefix_of(value: Value | None) -> str:
    """Return a path prefix; of alternatives the first that is written out."""
    for option in () if value is None else alternatives(value):
        text = text_of(option)
        if text is not None:
            return text
    return ""


def texts_of(value: Value | None) -> tuple[str, ...]:
    """Return the known strings of a list, in upper case as methods are written."""
    if not isinstance(value, Items):
        return ()
    return tuple(text.upper() for item in value.items if (text := text_of(item)) is not None)


def route_layer(
    path: str,
    place: Place,
    methods: tuple[str, ...],
    *,
    conditional: bool = False,
    name: str = "",
    answers: int | None = None,
) -> Layer:
    """Return a route; one that takes the rest of the path is a catch-all below its fixed front."""
    match = REST_OF_PATH.search(path)
    kind = LayerKind.ROUTE if match is None else LayerKind.CATCH_ALL
    front = path if match is None else path[: match.start()]
    return Layer(
        kind,
        place,
        path=front or "/",
        methods=methods,
        conditional=conditional,
        name=name,
        answers=None if match is None else answers,
    )


def answer_of(ev: Evaluator, handler: Value | None) -> int | None:
    """Return the status that a handler certainly answers, ``None`` when it may vary."""
    if not isinstance(handler, Closure):
        return None
    found = set(_answers(ev, handler))
    return found.pop() if len(found) == 1 else None


def _answers(ev: Evaluator, handler: Closure) -> Iterator[int | None]:
    scope = ev.sites.function_scope(handler.function, handler.scope, handler.this)
    ends = False
    for placed in place_statements(handler.function.body):
        statement = placed.statement
        if isinstance(statement, ir.Return):
            yield _returned(ev, statement.value, scope)
        elif isinstance(statement, ir.Raise | ir.ExpressionStatement):
            if isinstance(statement, ir.ExpressionStatement) and not _is_abort(
                ev, statement, scope
            ):
                continue
            yield _raised(ev, statement.value, scope)
        else:
            continue
        ends = ends or not placed.guards
    if not ends:
        yield None


def _is_abort(ev: Evaluator, statement: ir.ExpressionStatement, scope: Scope) -> bool:
    value = statement.value
    if not isinstance(value, ir.Call):
        return False
    callee = ev.evaluate(value.callee, scope)
    return isinstance(callee, External) and dotted(callee) in _RAISING


def _raised(ev: Evaluator, node: ir.Expr | None, scope: Scope) -> int | None:
    """Return the status of ``abort(404)`` and of ``HTTPException(status_code=404)``."""
    if not isinstance(node, ir.Call):
        return None
    callee = ev.evaluate(node.callee, scope)
    if not isinstance(callee, External):
        return None
    if dotted(callee) == _NOT_FOUND:
        return 404
    return _number(ev, node, scope) if dotted(callee) in _RAISING else None


def _number(ev: Evaluator, node: ir.Call, scope: Scope) -> int | None:
    given = [arg for arg in node.args if arg.name in (None, "status_code", "code")]
    return _whole(ev.evaluate(given[0].value, scope)) if given else None


def _whole(value: Value) -> int | None:
    return value.value if isinstance(value, Const) and isinstance(value.value, int) else None


def _returned(ev: Evaluator, node: ir.Expr | None, scope: Scope) -> int | None:
    """Return the status of a returned text, dict, tuple with a status, or JSON response."""
    if isinstance(node, ir.Literal | ir.Object | ir.Template):
        return 200
    if isinstance(node, ir.Array) and node.kind == "tuple" and len(node.items) > 1:
        item = node.items[1]
        return None if isinstance(item, ir.Spread) else _whole(ev.evaluate(item, scope))
    if not isinstance(node, ir.Call):
        return None
    callee = ev.evaluate(node.callee, scope)
    if not isinstance(callee, External) or not dotted(callee).endswith(_RESPONSES):
        return None
    for arg in node.args:
        if arg.name in ("status_code", "status"):
            return _whole(ev.evaluate(arg.value, scope))
    return None if any(arg.spread for arg in node.args) else 200
