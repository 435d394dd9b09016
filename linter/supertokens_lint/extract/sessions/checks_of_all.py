"""Second checks that an application puts before all of its routes.

Sources: docs.nestjs.com/guards (``APP_GUARD``, ``useGlobalGuards``) and @nestjs/passport
(``AuthGuard`` answers 401), @fastify/jwt (``request.jwtVerify`` rejects with 401), @hapi/hapi API
(``server.auth.default`` runs before a route's ``pre``) with @hapi/jwt and hapi-auth-jwt2, FastAPI's
``dependencies`` of an application, and Flask's ``before_request`` with flask_jwt_extended.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from supertokens_lint.extract.session_facts import OtherCheck
from supertokens_lint.extract.sessions.context import Context
from supertokens_lint.extract.sessions.guarded import Guarded, verifies
from supertokens_lint.extract.texts import constant_text
from supertokens_lint.languages import ir
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.sites import Site
from supertokens_lint.resolve.values import (
    ClassRef,
    Closure,
    Const,
    External,
    Instance,
    Invocation,
    Items,
    Record,
    Value,
)
from supertokens_lint.source import Place

UNAUTHORIZED = 401
OTHERWISE = (b"sAccessToken", b"jwks", b"st-access-token")
_HAPI_SCHEMES = (b"@hapi/jwt", b"hapi-auth-jwt2")
_FASTIFY = (b"@fastify/jwt", b"fastify-jwt")
_CHANGING = frozenset({"canActivate", "handleRequest", "getRequest", "shouldActivate"})
_Naming = Callable[[Value], str | None]


def reads_the_session(context: Context) -> bool:
    """Tell whether another check may be one that knows the access tokens of the SDK."""
    return any(True for _ in context.homes.mentioning(*OTHERWISE))


def of_all(
    context: Context, path: str, guarded: Sequence[Guarded], naming: _Naming
) -> Iterator[OtherCheck]:
    """Yield the checks before all routes of a module's application that has routes with a session.

    ``naming`` names a check that answers 401 on its own.
    """
    ev = context.ev
    if path.endswith(".py"):
        yield from _fastapi(ev, guarded, naming)
        yield from _flask(ev, path, guarded)
        return
    yield from _hapi(context, path)
    yield from _fastify(context, path)


# --- Nest ----------------------------------------------------------------------------------------


def of_nest(context: Context, guarded: Sequence[Guarded]) -> Iterator[OtherCheck]:
    """Yield the global guards of passport before methods of the same application."""
    if not guarded:
        return
    for entry in context.homes.mentioning(b"APP_GUARD", b"useGlobalGuards"):
        for name, place in _global_guards(context.ev, entry.path):
            root = _root(entry.path)
            for item in guarded:
                if item.owner is not None and item.verified.path.startswith(root):
                    yield OtherCheck(name, place, item.verified, UNAUTHORIZED)
                    break


def _root(path: str) -> str:
    head, found, _ = path.rpartition("/src/")
    return head + found if found else path.rpartition("/")[0]


def _global_guards(ev: Evaluator, path: str) -> Iterator[tuple[str, Place]]:
    for site in ev.sites.of(path):
        node = site.node
        given: list[ir.Expr] = []
        if site.guards:
            continue
        if isinstance(node, ir.Object):
            given = _provided(node)
        elif isinstance(node, ir.Call) and _method(node) == "useGlobalGuards":
            given = [argument.value for argument in node.args]
        for expression in given:
            if passport_guard(ev, ev.evaluate(expression, site.scope)):
                yield "AuthGuard of @nestjs/passport", Place(path, expression.span)


def _provided(node: ir.Object) -> list[ir.Expr]:
    entries = {
        entry.key: entry.value
        for entry in node.entries
        if isinstance(entry, ir.Property) and isinstance(entry.key, str)
    }
    token, made = entries.get("provide"), entries.get("useClass")
    known = isinstance(token, ir.Name) and token.id == "APP_GUARD"
    return [made] if known and made is not None else []


def passport_guard(ev: Evaluator, value: Value) -> bool:
    """Tell whether a guard is passport's for one strategy, and nothing changes what it does."""
    cls = value.cls if isinstance(value, Instance) else value
    if isinstance(cls, ClassRef):
        names = {member.name for member in cls.definition.members}
        if names & _CHANGING or len(cls.definition.bases) != 1:
            return False
        value = ev.evaluate(cls.definition.bases[0], cls.scope)
    if not isinstance(value, Invocation) or not isinstance(value.callee, External):
        return False
    callee = value.callee
    is_guard = (callee.module, callee.path) == ("@nestjs/passport", ("AuthGuard",))
    strategy = value.args[0] if len(value.args) == 1 else None
    return is_guard and isinstance(strategy, Const) and strategy.value in ("jwt", "bearer")


# --- Hapi and Fastify ----------------------------------------------------------------------------


def _hapi(context: Context, path: str) -> Iterator[OtherCheck]:
    ev = context.ev
    for node, site in ev.sites.calls_of(path, "default"):
        callee = node.callee
        if not isinstance(callee, ir.Member) or callee.name != "default" or site.guards:
            continue
        server = _server_of(callee.object)
        name = _text(ev, node, site, 0)
        if server is None or name is None or len(node.args) != 1:
            continue
        if not _is_jwt_strategy(context, path, name):
            continue
        for other, at in ev.sites.calls_of(path, "route"):
            if _is_later(node, site, other, at, server) and len(other.args) == 1:
                verified = _verified_in_route(ev.evaluate(other.args[0].value, at.scope))
                if verified is not None:
                    yield OtherCheck("server.auth.default", Place(path, node.span), *_at(verified))
                    break


def _at(place: Place) -> tuple[Place, int]:
    return place, UNAUTHORIZED


def _server_of(node: ir.Expr) -> str | None:
    """Return the name of ``server`` in ``server.auth``."""
    is_auth = isinstance(node, ir.Member) and node.name == "auth"
    owner = node.object if isinstance(node, ir.Member) and is_auth else None
    return owner.id if isinstance(owner, ir.Name) else None


def _is_jwt_strategy(context: Context, path: str, name: str) -> bool:
    if not any(entry.path == path for entry in context.homes.mentioning(*_HAPI_SCHEMES)):
        return False
    for node, site in context.ev.sites.calls_of(path, "strategy"):
        if _text(context.ev, node, site, 0) == name and not site.guards and len(node.args) == 3:
            return _text(context.ev, node, site, 1) == "jwt"
    return False


def _verified_in_route(value: Value) -> Place | None:
    """Return where a route verifies a session that leaves the server's check as it is."""
    if isinstance(value, Items):
        found = (_verified_in_route(item) for item in value.items)
        return next((place for place in found if place is not None), None)
    options = value.entries.get("options") if isinstance(value, Record) else None
    record = options.value if options is not None else None
    if not isinstance(record, Record) or record.rest is not None or "auth" in record.entries:
        return None
    pre = record.entries.get("pre")
    for item in pre.value.items if pre is not None and isinstance(pre.value, Items) else ():
        method = item.entries.get("method") if isinstance(item, Record) else None
        if method is not None and verifies(method.value):
            return method.place
    return None


def _fastify(context: Context, path: str) -> Iterator[OtherCheck]:
    ev = context.ev
    for node, site in ev.sites.calls_of(path, "addHook"):
        callee = node.callee
        if not isinstance(callee, ir.Member) or not isinstance(callee.object, ir.Name):
            continue
        early = _text(ev, node, site, 0) in ("onRequest", "preParsing", "preValidation")
        if site.guards or not early or len(node.args) != 2:
            continue
        handler = _hook(ev, node.args[1].value, site)
        if handler is None or not _verifies_jwt(handler) or not _has_jwt(context):
            continue
        for other, at in ev.sites.calls(path):
            if not _is_later(node, site, other, at, callee.object.id) or len(other.args) < 2:
                continue
            verified = _verified_by_option(ev.evaluate(other.args[1].value, at.scope))
            if verified is not None:
                place = Place(path, node.span)
                yield OtherCheck("jwtVerify of @fastify/jwt", place, verified, UNAUTHORIZED)
                break


def _has_jwt(context: Context) -> bool:
    return any(True for _ in context.homes.mentioning(*_FASTIFY))


def _hook(ev: Evaluator, node: ir.Expr, site: Site) -> Closure | None:
    """Return the function of a hook, also of one that ``decorate`` gave a name in the module."""
    value = ev.evaluate(node, site.scope)
    if isinstance(value, Closure):
        return value
    if not isinstance(node, ir.Member):
        return None
    found = [
        ev.evaluate(call.args[1].value, at.scope)
        for call, at in ev.sites.calls_of(site.scope.path, "decorate")
        if len(call.args) == 2 and _text(ev, call, at, 0) == node.name
    ]
    return found[0] if len(found) == 1 and isinstance(found[0], Closure) else None


def _verifies_jwt(handler: Closure) -> bool:
    """Tell whether a hook does nothing but ``await request.jwtVerify()`` and answer failures."""
    body = handler.function.body
    if len(body) != 1 or not handler.function.params:
        return False
    statement = body[0]
    if isinstance(statement, ir.Try):
        answers = [
            node
            for part in statement.handlers
            for node in ir.walk(*part)
            if isinstance(node, ir.Call) and _method(node) == "send"
        ]
        if not answers or len(statement.body) != 1:
            return False
        statement = statement.body[0]
    value = getattr(statement, "value", None)
    call = value.value if isinstance(value, ir.Await) else None
    target = handler.function.params[0].target
    return (
        isinstance(call, ir.Call)
        and not call.args
        and isinstance(call.callee, ir.Member)
        and call.callee.name == "jwtVerify"
        and isinstance(call.callee.object, ir.Name)
        and isinstance(target, ir.Name)
        and call.callee.object.id == target.id
    )


def _verified_by_option(value: Value) -> Place | None:
    entry = value.entries.get("preHandler") if isinstance(value, Record) else None
    return entry.place if entry is not None and verifies(entry.value) else None


def _is_later(first: ir.Call, site: Site, other: ir.Call, at: Site, server: str) -> bool:
    callee = other.callee
    return (
        other.span.start > first.span.end
        and at.functions == site.functions
        and isinstance(callee, ir.Member)
        and isinstance(callee.object, ir.Name)
        and callee.object.id == server
    )


def _method(node: ir.Call) -> str:
    return node.callee.name if isinstance(node.callee, ir.Member) else ""


def _text(ev: Evaluator, node: ir.Call, site: Site, index: int) -> str | None:
    if index >= len(node.args):
        return None
    return constant_text(ev, node.args[index].value, site.scope)


# --- Python --------------------------------------------------------------------------------------


def _fastapi(ev: Evaluator, guarded: Sequence[Guarded], naming: _Naming) -> Iterator[OtherCheck]:
    for item in guarded:
        for decorator in item.handler.function.decorators:
            app = _owner(ev, decorator, item)
            callee = app.callee if isinstance(app, Invocation) else None
            given = app.keywords.get("dependencies") if isinstance(app, Invocation) else None
            if not isinstance(callee, External) or callee.path[-1:] != ("FastAPI",):
                continue
            for value in given.value.items if given and isinstance(given.value, Items) else ():
                inner = value.args[0] if isinstance(value, Invocation) and value.args else None
                name = naming(inner) if inner is not None else None
                if name is not None and isinstance(value, Invocation):
                    yield OtherCheck(name, value.place, item.verified, UNAUTHORIZED)


def _owner(ev: Evaluator, decorator: ir.Expr, item: Guarded) -> Value | None:
    """Return what ``app`` is in ``@app.get("/orders")``."""
    callee = decorator.callee if isinstance(decorator, ir.Call) else decorator
    if not isinstance(callee, ir.Member):
        return None
    return ev.evaluate(callee.object, item.handler.scope)


def _flask(ev: Evaluator, path: str, guarded: Sequence[Guarded]) -> Iterator[OtherCheck]:
    for node, site in ev.sites.calls_of(path, "verify_jwt_in_request"):
        callee = ev.evaluate(node.callee, site.scope)
        known = isinstance(callee, External) and callee.module.startswith("flask_jwt_extended")
        if not known or node.args or site.guards or len(site.functions) != 1:
            continue
        hooks = [
            decorator.object.id
            for decorator in site.functions[0].decorators
            if isinstance(decorator, ir.Member)
            and decorator.name == "before_request"
            and isinstance(decorator.object, ir.Name)
        ]
        for item in guarded:
            if any(_routes(decorator) in hooks for decorator in item.handler.function.decorators):
                name = "flask_jwt_extended's verify_jwt_in_request"
                yield OtherCheck(name, Place(path, node.span), item.verified, UNAUTHORIZED)
                break


def _routes(decorator: ir.Expr) -> str | None:
    callee = decorator.callee if isinstance(decorator, ir.Call) else None
    owner = callee.object if isinstance(callee, ir.Member) else None
    return owner.id if isinstance(owner, ir.Name) else None
