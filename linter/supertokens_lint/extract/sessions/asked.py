"""Statuses that functions answer themselves after they asked the SDK for the session.

Sources: lib/ts/recipe/session/index.ts of supertokens-node and recipe/session/asyncio of
supertokens_python (``getSession`` and ``get_session`` throw without a session unless
``sessionRequired`` is false), ``withSession`` of lib/ts/nextjs.ts and customFramework.ts,
which hands over the session or what went wrong. This is how routes of Next, Remix, SvelteKit, Nuxt,
Hono, LoopBack, of functions in clouds and of asynchronous Django verify sessions.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from supertokens_lint.extract.requests.context import callee_name
from supertokens_lint.extract.sdks import dotted, module_name
from supertokens_lint.extract.sessions.answered import answers_in, returned_in
from supertokens_lint.languages import ir
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.scopes import Placed, Scope
from supertokens_lint.resolve.sites import Site
from supertokens_lint.resolve.values import Closure, Const, External, Record
from supertokens_lint.source import Place, Span

NEEDLES = (b"getSession", b"get_session", b"withSession", b"verifySession")
_OPTIONS = 2
_PYTHON = frozenset(
    {
        "supertokens_python.recipe.session.asyncio.get_session",
        "supertokens_python.recipe.session.syncio.get_session",
    }
)
_LAMBDA = "supertokens-node/recipe/session/framework/awsLambda"
_WRAPPERS = frozenset({"supertokens-node/nextjs", "supertokens-node/custom"})


class Asked(Struct, frozen=True):
    """A function in which a session is there from a place on, and the names that hold it.

    ``within`` is the part of the function in which that is sure, ``errors`` the names of what went
    wrong where there may be no session.
    """

    verified: Place
    scope: Scope
    within: Span
    names: frozenset[str]
    errors: frozenset[str] = frozenset()


def answers_after_asking(ev: Evaluator, path: str) -> Iterator[tuple[int, Place, Place]]:
    """Yield client errors that a module answers with a session, and where it asked for that."""
    yield from _in_lambdas(ev, path)
    for node, site in ev.sites.calls(path):
        asked = _asked(ev, node, site) or _wrapped(ev, node, site)
        if asked is None:
            continue
        for status, place in answers_in(ev, asked.scope, asked.names, _sure(asked), asked.errors):
            yield status, place, asked.verified


def _in_lambdas(ev: Evaluator, path: str) -> Iterator[tuple[int, Place, Place]]:
    """Yield what functions return that ``verifySession`` of AWS Lambda is put around."""
    for node, site in ev.sites.calls_of(path, "verifySession"):
        callee = ev.evaluate(node.callee, site.scope)
        if (
            not isinstance(callee, External)
            or module_name(callee.module) != _LAMBDA
            or len(node.args) != 1
        ):
            continue
        handler = ev.evaluate(node.args[0].value, site.scope)
        if isinstance(handler, Closure):
            scope = ev.sites.function_scope(handler.function, handler.scope, handler.this)
            for status, place in returned_in(ev, scope, scope.names.statements):
                yield status, place, Place(path, node.span)


def _sure(asked: Asked) -> list[Placed]:
    """Return the statements that run with the session alone."""
    return [
        placed
        for placed in asked.scope.names.statements
        if asked.within.start <= placed.statement.span.start < asked.within.end
    ]


def _asked(ev: Evaluator, node: ir.Call, site: Site) -> Asked | None:
    """Return what is known after ``getSession`` when it throws without a session."""
    if site.guards or not site.functions or site.scope.function is not site.functions[-1]:
        return None
    if not _is_asking(ev, node, site) and not _is_next(ev, node, site):
        return None
    statement = site.statement
    if not isinstance(statement, ir.Bind | ir.ExpressionStatement) or not _is_whole(
        statement, node
    ):
        return None
    end = _end_of_try(site.functions[-1], node.span)
    within = Span(statement.span.end, end)
    return Asked(Place(site.scope.path, node.span), site.scope, within, _held(site, statement))


def _is_asking(ev: Evaluator, node: ir.Call, site: Site) -> bool:
    """Tell whether a call is of ``getSession``, and throws without a session."""
    if callee_name(node) not in ("getSession", "get_session"):
        return False
    callee = ev.evaluate(node.callee, site.scope)
    if not isinstance(callee, External):
        return False
    in_node = module_name(callee.module) == "supertokens-node/recipe/session"
    known = (in_node and callee.path[-1:] == ("getSession",)) or dotted(callee) in _PYTHON
    return known and _throws(ev, node, site)


def _is_next(ev: Evaluator, node: ir.Call, site: Site) -> bool:
    """Tell whether a call is of ``superTokensNextWrapper`` around nothing but ``getSession``.

    Source: lib/ts/nextjs.ts, which answers itself what is thrown in there.
    """
    if callee_name(node) != "superTokensNextWrapper" or not node.args:
        return False
    callee = ev.evaluate(node.callee, site.scope)
    inner = node.args[0].value
    if not isinstance(callee, External) or module_name(callee.module) != "supertokens-node/nextjs":
        return False
    if not isinstance(inner, ir.Function) or len(inner.body) != 1:
        return False
    statement = inner.body[0]
    value = statement.value if isinstance(statement, ir.Return) else None
    while isinstance(value, ir.Await):
        value = value.value
    return isinstance(value, ir.Call) and _is_asking(ev, value, site)


def _throws(ev: Evaluator, node: ir.Call, site: Site) -> bool:
    if site.scope.language is ir.Language.PYTHON:
        return len(node.args) == 1 and not node.args[0].spread
    if len(node.args) == _OPTIONS:
        return not any(argument.spread for argument in node.args)
    given = ev.evaluate(node.args[_OPTIONS].value, site.scope) if len(node.args) > 2 else None
    if not isinstance(given, Record) or given.rest is not None:
        return False
    entry = given.entries.get("sessionRequired")
    return entry is None or (isinstance(entry.value, Const) and entry.value.value is True)


def _is_whole(statement: ir.Bind | ir.ExpressionStatement, node: ir.Call) -> bool:
    """Tell whether a statement waits for the call and does nothing else with it."""
    value = statement.value
    while isinstance(value, ir.Await):
        value = value.value
    return value is node


def _end_of_try(function: ir.Function, span: Span) -> int:
    """Return where the innermost ``try`` around a place ends, or else the function."""
    ends = [
        part[-1].span.end
        for node in ir.walk(*function.body)
        if isinstance(node, ir.Try)
        for part in (node.body,)
        if part and part[0].span.start <= span.start and span.end <= part[-1].span.end
    ]
    return min(ends, default=function.span.end)


def _held(site: Site, statement: ir.Bind | ir.ExpressionStatement) -> frozenset[str]:
    """Return the names of the session and of what is read from it at once."""
    names = _bound(statement.target) if isinstance(statement, ir.Bind) else set()
    for placed in site.scope.names.statements:
        bind = placed.statement
        if isinstance(bind, ir.Bind) and bind.value is not None and _root(bind.value) in names:
            names |= _bound(bind.target)
    return frozenset(names)


def _bound(target: ir.Node) -> set[str]:
    return {node.id for node in ir.walk(target) if isinstance(node, ir.Name)}


def _root(node: ir.Expr) -> str | None:
    """Return the name that a chain of members, calls and awaits begins with."""
    while True:
        if isinstance(node, ir.Member | ir.Index):
            node = node.object
        elif isinstance(node, ir.Call):
            node = node.callee
        elif isinstance(node, ir.Await):
            node = node.value
        else:
            return node.id if isinstance(node, ir.Name) else None


def _wrapped(ev: Evaluator, node: ir.Call, site: Site) -> Asked | None:
    """Return what is known in the function that ``withSession`` calls.

    It is also called without a session, so that answers that ask for one of its parameters are
    no answers to a session.
    """
    if callee_name(node) != "withSession" or len(node.args) != _OPTIONS:
        return None
    callee = ev.evaluate(node.callee, site.scope)
    handler = ev.evaluate(node.args[1].value, site.scope)
    known = isinstance(callee, External) and module_name(callee.module) in _WRAPPERS
    if not known or not isinstance(handler, Closure) or len(handler.function.params) != _OPTIONS:
        return None
    scope = ev.sites.function_scope(handler.function, handler.scope, handler.this)
    errors, names = (frozenset(_bound(param.target)) for param in handler.function.params)
    place = Place(site.scope.path, node.span)
    return Asked(place, scope, handler.function.span, names, errors)
