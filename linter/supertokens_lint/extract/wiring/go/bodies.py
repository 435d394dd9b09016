"""What the body of a handler or middleware calls, in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from supertokens_lint.extract.wiring.go.names import HTTP, name_of, number_of, text_of
from supertokens_lint.languages import ir
from supertokens_lint.resolve.calling import scope_of
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.scopes import Guards, Scope, walk_outside_functions
from supertokens_lint.resolve.values import ArgumentValue, Closure, Const, External, Value
from supertokens_lint.source import Place

MAX_CALLS = 300
MAX_NESTING = 4
_OK = 200
_NOT_FOUND = 404
_CODES = frozenset(
    {"WriteHeader", "SendStatus", "Status", "NoContent", "AbortWithStatus", "String", "JSON",
     "HTML", "Data", "IndentedJSON", "XML", "Blob", "AbortWithStatusJSON", "Redirect"}
)  # fmt: skip
_SENDING = frozenset(
    {"Write", "WriteString", "SendString", "SendFile", "Send", "SendStream", "File", "Render",
     "JSON", "FileFromFS", "Inline", "Attachment"}
)  # fmt: skip
_OF_HTTP = {"Error": 2, "Redirect": 3}
_SERVING = frozenset({"ServeFile", "ServeContent", "ServeFileFS"})


class BodyCall(Struct, frozen=True):
    """One call in a body: its guards, and how many function literals it stands in."""

    node: ir.Call
    scope: Scope
    guards: Guards
    depth: int
    callee: Value

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.scope.path, self.node.span)

    @property
    def name(self) -> str:
        """The last name of what is called."""
        callee = self.node.callee
        if isinstance(callee, ir.Member):
            return callee.name
        return callee.id if isinstance(callee, ir.Name) else ""


def calls_of(
    ev: Evaluator, closure: Closure, args: tuple[ArgumentValue, ...] | None
) -> list[BodyCall]:
    """Return the calls of a function's body in the order of their ends, literals inside included.

    The result is cut at :data:`MAX_CALLS`.
    """
    found: list[BodyCall] = []
    for call in _calls(ev, scope_of(ev, closure, args), (), 0):
        found.append(call)
        if len(found) >= MAX_CALLS:
            break
    return found


def _calls(ev: Evaluator, scope: Scope, outer: Guards, depth: int) -> Iterator[BodyCall]:
    for placed in scope.names.statements:
        guards = (*outer, *placed.guards)
        nodes = walk_outside_functions(placed.statement)
        calls = [node for node in nodes if isinstance(node, ir.Call) and not node.is_new]
        for node in sorted(calls, key=lambda item: item.span.end):
            yield BodyCall(node, scope, guards, depth, ev.evaluate(node.callee, scope))
        for literal in nodes:
            if isinstance(literal, ir.Function) and depth < MAX_NESTING:
                inner = ev.sites.function_scope(literal, scope, scope.this)
                yield from _calls(ev, inner, guards, depth + 1)


def is_preflight(ev: Evaluator, test: ir.Expr | None, scope: Scope) -> bool:
    """Tell whether a test asks for the method ``OPTIONS`` of a request."""
    if isinstance(test, ir.Binary) and test.op == "&&":
        return is_preflight(ev, test.left, scope) or is_preflight(ev, test.right, scope)
    if not isinstance(test, ir.Binary) or test.op not in ("==", "!="):
        return False
    return any(
        isinstance(side, ir.Literal | ir.Member) and text_of(ev.evaluate(side, scope)) == "OPTIONS"
        for side in (test.left, test.right)
    )


def depends(ev: Evaluator, call: BodyCall) -> bool:
    """Tell whether only some requests get to a call, apart from what tells preflights.

    What comes after an early return is not counted: that is what most requests get to.
    """
    return any(
        guard.expected and not is_preflight(ev, guard.test, call.scope) for guard in call.guards
    )


def answer_of(ev: Evaluator, calls: Iterable[BodyCall]) -> int | None:
    """Return the status that a handler certainly answers, ``None`` when nobody knows."""
    explicit: set[int | None] = set()
    implicit = False
    for call in calls:
        if call.depth:
            continue
        code = _code(ev, call)
        if code is None and not _sends(call):
            continue
        if call.guards:
            return None
        if code is None:
            implicit = True
        else:
            explicit.add(code)
    if len(explicit) == 1:
        return explicit.pop()
    return _OK if implicit and not explicit else None


def _code(ev: Evaluator, call: BodyCall) -> int | None:
    own = name_of(call.callee) if isinstance(call.callee, External) else None
    if own is not None and own[0] == HTTP:
        if own[1] == "NotFound":
            return _NOT_FOUND
        return _number(ev, call, _OF_HTTP[own[1]]) if own[1] in _OF_HTTP else None
    return _number(ev, call, 0) if call.name in _CODES else None


def _sends(call: BodyCall) -> bool:
    own = name_of(call.callee) if isinstance(call.callee, External) else None
    if own is not None:
        return (own[0] == HTTP and own[1] in _SERVING) or (
            own[0] == "fmt" and own[1].startswith("Fprint")
        )
    return call.name in _SENDING


def _number(ev: Evaluator, call: BodyCall, index: int) -> int | None:
    if index >= len(call.node.args):
        return None
    value = ev.evaluate(call.node.args[index].value, call.scope)
    return number_of(value) if isinstance(value, Const) else None
