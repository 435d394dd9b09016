"""Routes of backends whose session, and with it the anti-CSRF header, is surely verified.

Sources: recipe/session/framework/* of supertokens-node and recipe/session/framework/fastapi
and flask of supertokens_python; ``antiCsrfCheck`` (``anti_csrf_check``) and ``sessionRequired``
(``session_required``) change what a route asks for, so that routes with either are left out.
Fastify takes the check as a hook in a route's options, Hapi in ``pre``; both take whole routes as
objects (Fastify "Routes", Hapi "server.route").
"""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.extract.cookie_facts import GuardedRoute
from supertokens_lint.extract.cookies.guarded_go_routes import go_routes
from supertokens_lint.extract.cookies.guarded_nest_routes import nest_routes
from supertokens_lint.extract.sessions.guarded import HOOKS, dependencies, guarded_in, verifies
from supertokens_lint.extract.texts import constant_text
from supertokens_lint.languages import ir
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.scopes import Scope
from supertokens_lint.resolve.sites import Site
from supertokens_lint.resolve.values import (
    Closure,
    Const,
    External,
    Invocation,
    Items,
    Record,
    Value,
)
from supertokens_lint.source import Place
from supertokens_lint.workspace.files import SCRIPT_KINDS, FileKind

_VERBS = frozenset({"post", "put", "patch", "delete"})
_VERIFIERS = "/recipe/session/framework/"
_APPLICATIONS = {("fastapi", "FastAPI"), ("flask", "Flask")}


def guarded_routes(ev: Evaluator) -> Iterator[GuardedRoute]:
    """Yield the routes of Node frameworks, of Go, of FastAPI and of Flask that need a session."""
    yield from go_routes(ev)
    yield from nest_routes(ev)
    for entry in ev.workspace.mentioning(b"verifySession", kinds=SCRIPT_KINDS):
        for node, site in () if entry.is_test else ev.sites.calls(entry.path):
            yield from _script_route(ev, node, site)
    for entry in ev.workspace.mentioning(b"verify_session", kinds=(FileKind.PYTHON,)):
        for guarded in () if entry.is_test else guarded_in(ev, entry.path):
            if _always_checks(ev, guarded.handler):
                yield from _python_routes(ev, guarded.handler)


def _script_route(ev: Evaluator, node: ir.Call, site: Site) -> Iterator[GuardedRoute]:
    callee = node.callee
    if not isinstance(callee, ir.Member):
        return
    if callee.name == "route" and len(node.args) == 1:
        yield from _whole_routes(ev.evaluate(node.args[0].value, site.scope))
    if callee.name not in _VERBS or len(node.args) < 3:
        return
    path = ev.evaluate(node.args[0].value, site.scope)
    between = (ev.evaluate(item.value, site.scope) for item in node.args[1:-1])
    if any(map(_checks, between)) and isinstance(path, Const) and isinstance(path.value, str):
        place = Place(site.scope.path, node.args[0].span)
        yield GuardedRoute(callee.name.upper(), path.value, place)


def _whole_routes(value: Value) -> Iterator[GuardedRoute]:
    """Yield the guarded ones of the routes that Fastify or Hapi is given as objects."""
    if isinstance(value, Items):
        for item in value.items:
            yield from _whole_routes(item)
    if not isinstance(value, Record) or not _checks(value):
        return
    path = value.entries.get("url") or value.entries.get("path")
    given = value.entries.get("method")
    if path is None or given is None or not isinstance(path.value, Const):
        return
    methods = given.value.items if isinstance(given.value, Items) else (given.value,)
    for method in methods:
        known = isinstance(method, Const) and str(method.value).lower() in _VERBS
        if known and isinstance(method, Const) and isinstance(path.value.value, str):
            yield GuardedRoute(str(method.value).upper(), path.value.value, path.place)


def _checks(value: Value) -> bool:
    """Tell whether a handler, a list of them or a route's options hold the SDK's plain check."""
    if isinstance(value, Items):
        return any(map(_checks, value.items))
    if isinstance(value, Record):
        inner = (value.entries.get(key) for key in (*HOOKS, "options", "config"))
        method = value.entries.get("method")
        return any(entry is not None and _checks(entry.value) for entry in (*inner, method))
    if not isinstance(value, Invocation) or not isinstance(value.callee, External):
        return False
    callee = value.callee
    known = _VERIFIERS in callee.module and callee.path[-1:] == ("verifySession",)
    return known and not value.args


# --- Python --------------------------------------------------------------------------------------


def _always_checks(ev: Evaluator, handler: Closure) -> bool:
    """Tell whether ``verify_session`` is called without anything that changes what it asks for."""
    decorators = [ev.evaluate(item, handler.scope) for item in handler.function.decorators]
    found = [*decorators, *(value for value, _ in dependencies(ev, handler))]
    calls = [value for value in found if isinstance(value, Invocation) and verifies(value)]
    return bool(calls) and all(not call.args and not call.keywords for call in calls)


def _python_routes(ev: Evaluator, handler: Closure) -> Iterator[GuardedRoute]:
    for decorator in handler.function.decorators:
        if not isinstance(decorator, ir.Call) or not isinstance(decorator.callee, ir.Member):
            continue
        owner = ev.evaluate(decorator.callee.object, handler.scope)
        if not _is_application(owner) or not decorator.args:
            continue
        path = constant_text(ev, decorator.args[0].value, handler.scope)
        place = Place(handler.scope.path, decorator.args[0].span)
        if path is not None:
            for method in _methods(ev, decorator, decorator.callee.name, handler.scope):
                yield GuardedRoute(method, path, place)


def _is_application(value: Value) -> bool:
    if not isinstance(value, Invocation) or not isinstance(value.callee, External):
        return False
    callee = value.callee
    return (callee.module.partition(".")[0], callee.path[-1:]) in {
        (module, (name,)) for module, name in _APPLICATIONS
    }


def _methods(ev: Evaluator, node: ir.Call, name: str, scope: Scope) -> Iterator[str]:
    if name in _VERBS:
        yield name.upper()
    elif name == "route":
        given = next((item.value for item in node.args if item.name == "methods"), None)
        value = None if given is None else ev.evaluate(given, scope)
        for item in value.items if isinstance(value, Items) else ():
            if isinstance(item, Const) and str(item.value).lower() in _VERBS:
                yield str(item.value).upper()
