"""Second checks of who calls, on routes that the SDK's session protects.

Sources: passport/lib/middleware/authenticate.js and express-jwt (401 without their credentials),
fastapi/security/oauth2.py (``OAuth2PasswordBearer`` answers 401 without an Authorization header),
flask_login, flask_jwt_extended and flask_httpauth (401), rest_framework/views.py
(``permission_denied`` answers 401 when the first authentication class names a scheme, 403
otherwise) and rest_framework/settings.py for what holds without settings.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from supertokens_lint.extract.sdks import dotted
from supertokens_lint.extract.session_facts import OtherCheck, SessionFacts
from supertokens_lint.extract.sessions.checks_of_all import (
    of_all,
    of_nest,
    passport_guard,
    reads_the_session,
)
from supertokens_lint.extract.sessions.context import Context
from supertokens_lint.extract.sessions.django_rest import RestFramework
from supertokens_lint.extract.sessions.guarded import (
    NEEDLES,
    Guarded,
    dependencies,
    guarded_in,
    verifies,
)
from supertokens_lint.languages import ir
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.sites import Site
from supertokens_lint.resolve.values import (
    Closure,
    Const,
    External,
    Invocation,
    MethodOf,
    Value,
    alternatives,
)
from supertokens_lint.source import Place

UNAUTHORIZED = 401
_WITH_PATH = 2
_SCRIPT = {
    ("express-jwt", "expressjwt"): "express-jwt",
    ("express-jwt", "jwt"): "express-jwt",
    ("express-jwt", "default"): "express-jwt",
    ("express-jwt", ""): "express-jwt",
    ("express-oauth2-jwt-bearer", "auth"): "express-oauth2-jwt-bearer",
    ("koa-jwt", "default"): "koa-jwt",
    ("koa-jwt", ""): "koa-jwt",
}
_PYTHON = {
    "flask_login.login_required": "flask_login's login_required",
    "flask_jwt_extended.jwt_required": "flask_jwt_extended's jwt_required",
}
_BEARERS = frozenset(
    {
        "fastapi.security.OAuth2PasswordBearer",
        "fastapi.security.oauth2.OAuth2PasswordBearer",
        "fastapi.security.OAuth2AuthorizationCodeBearer",
    }
)


def facts(context: Context) -> SessionFacts:
    """Return the second checks on routes that need a session of the SDK."""
    found: dict[Place, OtherCheck] = {}
    rest = RestFramework(context)
    naming = partial(_name, context)
    routes: list[Guarded] = []
    knows = reads_the_session(context)
    for entry in context.homes.mentioning(*NEEDLES):
        guarded = list(guarded_in(context.ev, entry.path))
        routes.extend(guarded)
        checks = list(_on_routes(context, guarded, rest))
        if not knows:
            checks += _global(context.ev, entry.path)
            checks += of_all(context, entry.path, guarded, naming)
        for check in checks:
            found.setdefault(check.place, check)
    for check in () if knows else of_nest(context, routes):
        found.setdefault(check.place, check)
    return SessionFacts(other_checks=tuple(found.values()))


def _on_routes(
    context: Context, guarded: list[Guarded], rest: RestFramework
) -> Iterator[OtherCheck]:
    for item in guarded:
        for value, place in item.beside:
            name = _name(context, value)
            if name is not None:
                yield OtherCheck(name, place, item.verified, UNAUTHORIZED)
        yield from rest.check(item)


def _name(context: Context, value: Value) -> str | None:
    """Return what people call a check that answers 401 on its own, ``None`` for anything else."""
    if passport_guard(context.ev, value):
        return None if reads_the_session(context) else "AuthGuard of @nestjs/passport"
    if isinstance(value, Closure):
        inner = [item for item, _ in dependencies(context.ev, value)]
        return next((n for n in (_name(context, item) for item in inner) if n is not None), None)
    callee = value.callee if isinstance(value, Invocation) else value
    if isinstance(callee, MethodOf):
        return _of_object(callee)
    if not isinstance(callee, External):
        return None
    full = dotted(callee)
    if full in _BEARERS and isinstance(value, Invocation):
        return None if _is_off(value, "auto_error") else callee.path[-1]
    if full in _PYTHON:
        optional = isinstance(value, Invocation) and "optional" in value.keywords
        return None if optional or _has_login_view(context) else _PYTHON[full]
    return script_check(callee) if isinstance(value, Invocation) else None


def script_check(callee: External) -> str | None:
    """Return the name of a check of a Node package that answers 401, or ``None``."""
    last = callee.path[-1] if callee.path else ""
    if callee.module == "passport" and last == "authenticate":
        return "passport.authenticate"
    return _SCRIPT.get((callee.module, last))


def _of_object(callee: MethodOf) -> str | None:
    target = callee.target
    if callee.name == "login_required" and isinstance(target, Invocation):
        made = target.callee
        if isinstance(made, External) and made.module == "flask_httpauth":
            return "flask_httpauth's login_required"
    return None


def _is_off(value: Invocation, key: str) -> bool:
    entry = value.keywords.get(key)
    return entry is not None and not (
        isinstance(entry.value, Const) and entry.value.value is not False
    )


def _has_login_view(context: Context) -> bool:
    """Tell whether flask_login redirects instead of answering 401."""
    return bool(context.ev.workspace.mentioning(b"login_view", b"unauthorized_handler"))


def _global(ev: Evaluator, path: str) -> Iterator[OtherCheck]:
    """Yield checks that ``app.use`` puts before routes of the same module that need a session."""
    calls = [] if path.endswith(".py") else list(ev.sites.calls(path))
    for node, site in calls:
        callee = node.callee
        if not isinstance(callee, ir.Member) or callee.name != "use" or len(node.args) > _WITH_PATH:
            continue
        prefix = _path(ev, node, site) if len(node.args) == _WITH_PATH else "/"
        if prefix is None or not node.args:
            continue
        value = ev.evaluate(node.args[-1].value, site.scope)
        made = value.callee if isinstance(value, Invocation) else None
        name = script_check(made) if isinstance(made, External) else None
        if name is None or site.guards or _is_optional(value):
            continue
        verified = _first_verified(ev, node, site, calls, prefix)
        if verified is not None:
            yield OtherCheck(name, Place(path, node.span), verified, UNAUTHORIZED)


def _path(ev: Evaluator, node: ir.Call, site: Site) -> str | None:
    """Return the path that a call mounts something at, ``None`` when nobody knows."""
    value = ev.evaluate(node.args[0].value, site.scope) if node.args else None
    return value.value if isinstance(value, Const) and isinstance(value.value, str) else None


def _first_verified(
    ev: Evaluator, use: ir.Call, site: Site, calls: list[tuple[ir.Call, Site]], prefix: str
) -> Place | None:
    """Return where a session is verified first, below a path of the object with the check."""
    callee = use.callee
    receiver = callee.object if isinstance(callee, ir.Member) else None
    for other, place in calls:
        if other.span.start <= use.span.end or place.functions != site.functions:
            continue
        if isinstance(receiver, ir.Name) and _registers(other, receiver.id):
            below = prefix.strip("/") == "" or _is_below(_path(ev, other, place), prefix)
            if not below:
                continue
            for argument in other.args:
                if verifies(ev.evaluate(argument.value, place.scope)):
                    return Place(place.scope.path, argument.span)
                router = _koa_router(argument.value)
                inside = router and prefix == "/" and not place.guards
                verified = _in_router(ev, router, site, calls) if inside and router else None
                if verified is not None:
                    return verified
    return None


def _koa_router(node: ir.Expr) -> str | None:
    """Return the name of ``router`` in ``router.routes()``."""
    callee = node.callee if isinstance(node, ir.Call) and not node.args else None
    owner = callee.object if isinstance(callee, ir.Member) and callee.name == "routes" else None
    return owner.id if isinstance(owner, ir.Name) else None


def _in_router(
    ev: Evaluator, router: str, site: Site, calls: list[tuple[ir.Call, Site]]
) -> Place | None:
    for other, place in calls:
        if place.functions == site.functions and _registers(other, router):
            for argument in other.args:
                if verifies(ev.evaluate(argument.value, place.scope)):
                    return Place(place.scope.path, argument.span)
    return None


def _is_below(path: str | None, prefix: str) -> bool:
    return path is not None and f"{path.rstrip('/')}/".startswith(f"{prefix.rstrip('/')}/")


def _registers(node: ir.Call, receiver: str) -> bool:
    callee = node.callee
    return (
        isinstance(callee, ir.Member)
        and isinstance(callee.object, ir.Name)
        and callee.object.id == receiver
    )


def _is_optional(value: Value) -> bool:
    """Tell whether a check lets requests without its credentials pass."""
    for option in value.args if isinstance(value, Invocation) else ():
        for item in alternatives(option):
            entries = getattr(item, "entries", {})
            for key in ("credentialsRequired", "passthrough", "authRequired", "getToken", "cookie"):
                if key in entries:
                    return True
    return False
