"""Routes of Go backends that ``session.VerifySession`` surely guards.

Sources: recipe/session/sessionRequestFunctions.go of supertokens-golang (``GetSession`` asks for
the anti-CSRF header on all methods but GET where no options say otherwise), net/http ServeMux
("Patterns"), and the documentation of gorilla/mux, chi and gin.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from supertokens_lint.extract.cookie_facts import GuardedRoute
from supertokens_lint.extract.texts import constant_text
from supertokens_lint.languages import ir
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.go_packages import is_sdk
from supertokens_lint.resolve.sites import Site
from supertokens_lint.resolve.values import Closure, Const, External, Invocation, Value
from supertokens_lint.source import Place
from supertokens_lint.workspace.files import FileKind

_VERBS = ("POST", "PUT", "PATCH", "DELETE")
_ANY = frozenset({"HandleFunc", "Handle"})
_ROUTERS = frozenset({"NewServeMux", "NewRouter", "NewMux", "Default", "New"})
_CHECK = "VerifySession"
_WRITER_AND_REQUEST = 2


def go_routes(ev: Evaluator) -> Iterator[GuardedRoute]:
    """Yield the routes that need a session, of all methods but GET.

    Routes of groups and of routers that are parameters are left out: their whole path is not said.
    """
    for entry in ev.workspace.mentioning(_CHECK.encode(), kinds=(FileKind.GO,)):
        if not entry.is_test:
            restricted = dict(_restricted(ev, entry.path))
            for node, site in ev.sites.calls(entry.path):
                yield from _route(ev, node, site, restricted)


def _restricted(ev: Evaluator, path: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the calls that gorilla/mux's ``Methods`` is called on, and what it names."""
    for node, site in ev.sites.calls(path):
        callee = node.callee
        if isinstance(callee, ir.Member) and isinstance(callee.object, ir.Call):
            texts = [constant_text(ev, item.value, site.scope) for item in node.args]
            named = tuple(text for text in texts if text is not None)
            yield id(callee.object), named if callee.name == "Methods" else ()


def _route(
    ev: Evaluator, node: ir.Call, site: Site, restricted: Mapping[int, tuple[str, ...]]
) -> Iterator[GuardedRoute]:
    callee = node.callee
    if not isinstance(callee, ir.Member) or len(node.args) < _WRITER_AND_REQUEST:
        return
    verb = callee.name.upper()
    if callee.name not in _ANY and verb not in _VERBS:
        return
    if not _is_router(ev.evaluate(callee.object, site.scope)):
        return
    pattern = constant_text(ev, node.args[0].value, site.scope)
    if pattern is None or not any(_guards(ev, item.value, site) for item in node.args[1:]):
        return
    named, _, path = pattern.rpartition(" ")
    methods: tuple[str, ...] = (verb,) if verb in _VERBS else _VERBS
    if callee.name in _ANY:
        methods = restricted.get(id(node), (named,) if named else methods)
    place = Place(site.scope.path, node.args[0].span)
    for method in methods:
        if method in _VERBS:
            yield GuardedRoute(method, path, place)


def _is_router(value: Value) -> bool:
    if isinstance(value, Invocation) and isinstance(value.callee, External):
        return value.callee.path[-1:] != () and value.callee.path[-1] in _ROUTERS
    return isinstance(value, External) and value.module == "net/http" and not value.path


def _guards(ev: Evaluator, expression: ir.Expr, site: Site) -> bool:
    """Tell whether a handler is the SDK's plain check, or a function that calls it."""
    value = ev.evaluate(expression, site.scope)
    while isinstance(value, Invocation) and not _is_check(value.callee) and value.args:
        value = value.args[0]
    if isinstance(value, Invocation):
        return _is_check(value.callee) and _is_nil(value.args[0] if value.args else None)
    return isinstance(value, Closure) and _hands_over(ev, value)


def _hands_over(ev: Evaluator, closure: Closure) -> bool:
    """Tell whether a handler of gin begins with a plain check on its writer and request."""
    first = next(iter(closure.function.body), None)
    call = first.value if isinstance(first, ir.ExpressionStatement) else None
    if not isinstance(call, ir.Call) or not isinstance(call.callee, ir.Call):
        return False
    check = call.callee
    if len(call.args) != _WRITER_AND_REQUEST or not check.args:
        return False
    for node, site in ev.sites.calls(closure.scope.path):
        if node is check:
            known = _is_check(ev.evaluate(check.callee, site.scope))
            return known and _is_nil(ev.evaluate(check.args[0].value, site.scope))
    return False


def _is_check(value: Value) -> bool:
    return isinstance(value, External) and is_sdk(value.module) and value.path[-1:] == (_CHECK,)


def _is_nil(value: Value | None) -> bool:
    return isinstance(value, Const) and value.value is None
