"""Functions that run only after the SDK has verified a session, and what else checks callers there.

Sources: recipe/session/framework/* of supertokens-node and supertokens_python (``verifySession``
and ``verify_session`` answer 401 themselves unless ``sessionRequired`` is false), ``VerifySession``
of supertokens-golang, and the documented ways to put them on a route: Express, Koa, Fastify and
Hapi take them in the list of handlers or in the route's options, FastAPI as a dependency, Flask,
Django, Nest and LoopBack as a decorator, Go puts them around the handler.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from supertokens_lint.extract.sdks import dotted
from supertokens_lint.extract.sessions.decorated import NEEDLES as DECORATORS
from supertokens_lint.extract.sessions.decorated import decorated
from supertokens_lint.languages import ir
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.go_packages import is_sdk
from supertokens_lint.resolve.instances import class_scope
from supertokens_lint.resolve.scopes import Scope
from supertokens_lint.resolve.sites import Site
from supertokens_lint.resolve.values import (
    ClassRef,
    Closure,
    Const,
    External,
    Invocation,
    Items,
    Record,
    Value,
    alternatives,
)
from supertokens_lint.source import Place

NEEDLES = (b"verifySession", b"verify_session", b"VerifySession", *DECORATORS)
REGISTERING = frozenset(
    {"get", "post", "put", "patch", "delete", "all", "head", "options", "use", "route", "del"}
)
HOOKS = ("preHandler", "preValidation", "onRequest", "pre")
HTTP_METHODS = frozenset({"get", "post", "put", "patch", "delete", "head", "options"})
MAX_DEPENDENCIES = 3


class Guarded(Struct, frozen=True):
    """One route: where the session is verified, what handles it, and what stands beside.

    ``beside`` holds the other handlers, dependencies and decorators with their places; ``owner``
    is the class whose method it is.
    """

    verified: Place
    handler: Closure
    beside: tuple[tuple[Value, Place], ...] = ()
    owner: ClassRef | None = None


def guarded_in(ev: Evaluator, path: str) -> Iterator[Guarded]:
    """Yield the routes of one module that need a session."""
    if path.endswith(".py"):
        yield from _python(ev, path)
    elif path.endswith(".go"):
        yield from _go(ev, path)
    else:
        yield from _script(ev, path)


def verifies(value: Value) -> bool:
    """Tell whether a value is the result of a call that makes a session necessary."""
    if not isinstance(value, Invocation) or not isinstance(value.callee, External):
        return False
    callee = value.callee
    if callee.module.startswith("supertokens_python"):
        full = dotted(callee)
        known = ".session.framework." in full and full.endswith(".verify_session")
        required = value.keywords.get("session_required")
        given = required.value if required is not None else None
    else:
        inside = callee.module.startswith("supertokens-node/recipe/session/framework")
        known = inside and callee.path[-1:] == ("verifySession",)
        options = next((item for item in value.args if isinstance(item, Record)), None)
        entry = None if options is None else options.entries.get("sessionRequired")
        given = None if entry is None else entry.value
    return known and (given is None or (isinstance(given, Const) and bool(given.value)))


# --- JavaScript ----------------------------------------------------------------------------------


def _script(ev: Evaluator, path: str) -> Iterator[Guarded]:
    for place, closure, others, owner in decorated(ev, path, verifies):
        yield Guarded(place, closure, others, owner)
    routers: dict[str, Place] = {}
    for node, site in ev.sites.calls(path):
        callee = node.callee
        if not isinstance(callee, ir.Member) or callee.name not in REGISTERING:
            continue
        given = list(_given(ev, node, site))
        name = callee.object.id if isinstance(callee.object, ir.Name) else ""
        verified = next((place for value, place in given if verifies(value)), routers.get(name))
        if verified is None:
            continue
        handlers = [value for value, _ in given if isinstance(value, Closure)]
        if callee.name == "use" and not handlers:
            routers.setdefault(name, verified)
        beside = tuple((v, p) for v, p in given if isinstance(v, Invocation) and not verifies(v))
        yield from (Guarded(verified, handler, beside) for handler in handlers)


def _given(ev: Evaluator, node: ir.Call, site: Site) -> Iterator[tuple[Value, Place]]:
    for argument in node.args:
        if isinstance(argument.value, ir.Literal | ir.Template):
            continue
        place = Place(site.scope.path, argument.span)
        yield from _opened(ev.evaluate(argument.value, site.scope), place)


def _opened(value: Value, place: Place) -> Iterator[tuple[Value, Place]]:
    for option in alternatives(value):
        if isinstance(option, Items):
            for item in option.items:
                yield from _opened(item, place)
        elif isinstance(option, Record):
            for key in (*HOOKS, "method", "handler", "options", "config"):
                entry = option.entries.get(key)
                if entry is not None:
                    yield from _opened(entry.value, entry.place)
        else:
            yield option, place


# --- Go ------------------------------------------------------------------------------------------


def _go(ev: Evaluator, path: str) -> Iterator[Guarded]:
    """Yield the handlers that ``session.VerifySession(options, handler)`` is put around."""
    for node, site in ev.sites.calls(path):
        callee = node.callee
        if not isinstance(callee, ir.Member) or callee.name != "VerifySession":
            continue
        value = ev.evaluate(callee, site.scope)
        if not isinstance(value, External) or not is_sdk(value.module) or len(node.args) != 2:
            continue
        options = ev.evaluate(node.args[0].value, site.scope)
        if not (isinstance(options, Const) and options.value is None):
            continue
        handler = ev.evaluate(node.args[1].value, site.scope)
        while isinstance(handler, Invocation) and handler.args and not handler.is_new:
            handler = handler.args[0]
        if isinstance(handler, Closure):
            yield Guarded(Place(path, node.span), handler)


# --- Python --------------------------------------------------------------------------------------


def _python(ev: Evaluator, path: str) -> Iterator[Guarded]:
    for site in ev.sites.of(path):
        if isinstance(site.node, ir.Function):
            yield from _function(ev, site.node, site.scope, None)
        elif isinstance(site.node, ir.Class):
            cls = ClassRef(site.node, site.scope)
            scope = class_scope(ev, cls, None)
            around = list(_around_methods(ev, cls))
            for member in site.node.members:
                if isinstance(member, ir.Method):
                    given = [(v, p) for v, p, names in around if member.name in names]
                    yield from _function(ev, member.function, scope, cls, given)


def _around_methods(ev: Evaluator, cls: ClassRef) -> Iterator[tuple[Value, Place, frozenset[str]]]:
    """Yield what ``method_decorator(decorator, name=...)`` puts around methods of a class.

    Source: django/utils/decorators.py. ``dispatch`` of a view calls the method of the request.
    """
    for decorator in cls.definition.decorators:
        value = ev.evaluate(decorator, cls.scope)
        if not isinstance(value, Invocation) or not _is_method_decorator(value) or not value.args:
            continue
        entry = value.keywords.get("name")
        name = entry.value.value if entry is not None and isinstance(entry.value, Const) else None
        if isinstance(name, str):
            names = HTTP_METHODS if name == "dispatch" else frozenset({name})
            yield value.args[0], Place(cls.scope.path, decorator.span), names


def _function(
    ev: Evaluator,
    function: ir.Function,
    scope: Scope,
    owner: ClassRef | None,
    around: Iterable[tuple[Value, Place]] = (),
) -> Iterator[Guarded]:
    closure = Closure(function, scope)
    found: list[tuple[Value, Place]] = [*around]
    for decorator in function.decorators:
        value = ev.evaluate(decorator, scope)
        if isinstance(value, Invocation) and _is_method_decorator(value) and value.args:
            value = value.args[0]
        found.append((value, Place(scope.path, decorator.span)))
    found.extend(dependencies(ev, closure))
    verified = next((place for value, place in found if _needs_session(ev, value)), None)
    if verified is not None:
        beside = tuple((v, p) for v, p in found if not _needs_session(ev, v))
        yield Guarded(verified, closure, beside, owner)


def dependencies(ev: Evaluator, closure: Closure) -> Iterator[tuple[Value, Place]]:
    """Yield what FastAPI's ``Depends`` and ``Security`` in a function's parameters hold."""
    scope = closure.scope
    for param in closure.function.params:
        default = param.default
        if not isinstance(default, ir.Call) or not default.args:
            continue
        callee = ev.evaluate(default.callee, scope)
        if isinstance(callee, External) and dotted(callee).startswith("fastapi."):
            value = ev.evaluate(default.args[0].value, scope)
            yield value, Place(scope.path, default.span)


def _needs_session(ev: Evaluator, value: Value, depth: int = 0) -> bool:
    if verifies(value):
        return True
    if not isinstance(value, Closure) or depth >= MAX_DEPENDENCIES:
        return False
    return any(_needs_session(ev, inner, depth + 1) for inner, _ in dependencies(ev, value))


def _is_method_decorator(value: Invocation) -> bool:
    return isinstance(value.callee, External) and value.callee.path[-1:] == ("method_decorator",)
