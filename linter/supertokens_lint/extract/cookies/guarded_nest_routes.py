"""Routes of Nest controllers whose guard surely verifies the session.

Sources: docs.nestjs.com/controllers ("Routing"), docs.nestjs.com/guards, and supertokens-nestjs
(``SuperTokensAuthGuard``, which ``@PublicAccess`` and ``@VerifySession`` change).
"""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.extract.cookie_facts import GuardedRoute
from supertokens_lint.extract.sessions.decorated import decorated
from supertokens_lint.extract.sessions.guarded import verifies
from supertokens_lint.extract.texts import constant_text
from supertokens_lint.languages import ir
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.scopes import Scope
from supertokens_lint.resolve.values import External, Instance
from supertokens_lint.source import Place
from supertokens_lint.workspace.files import SCRIPT_KINDS

_NEST = "@nestjs/common"
_GUARD = "SuperTokensAuthGuard"
_METHODS = frozenset({"Post", "Put", "Patch", "Delete"})
_CONTROLLER = frozenset({"Controller"})
_MOVING = (b"setGlobalPrefix", b"enableVersioning", b"RouterModule")


def nest_routes(ev: Evaluator) -> Iterator[GuardedRoute]:
    """Yield the routes that need a session; none where something puts a path before them all."""
    if ev.workspace.mentioning(*_MOVING, kinds=SCRIPT_KINDS):
        return
    for entry in ev.workspace.mentioning(b"UseGuards", kinds=SCRIPT_KINDS):
        for _, handler, _, owner in () if entry.is_test else decorated(ev, entry.path, verifies):
            function, cls, scope = handler.function, owner.definition, owner.scope
            bases = list(_named(ev, cls.decorators, scope, _CONTROLLER))
            if len(bases) != 1 or not _is_made_plainly(ev, cls, function, scope):
                continue
            for name, path, place in _named(ev, function.decorators, scope, _METHODS):
                parts = [part.strip("/") for part in (bases[0][1], path)]
                whole = "/" + "/".join(part for part in parts if part)
                yield GuardedRoute(name.upper(), whole, place)


def _named(
    ev: Evaluator, decorators: tuple[ir.Expr, ...], scope: Scope, names: frozenset[str]
) -> Iterator[tuple[str, str, Place]]:
    """Yield the decorators of Nest with some names, with the path that each is given."""
    for decorator in decorators:
        if not isinstance(decorator, ir.Call) or len(decorator.args) > 1:
            continue
        callee = ev.evaluate(decorator.callee, scope)
        if not isinstance(callee, External) or callee.module != _NEST:
            continue
        given = [constant_text(ev, item.value, scope) for item in decorator.args]
        path = given[0] if given else ""
        if callee.path and callee.path[-1] in names and path is not None:
            yield callee.path[-1], path, Place(scope.path, decorator.span)


def _is_made_plainly(ev: Evaluator, cls: ir.Class, method: ir.Function, scope: Scope) -> bool:
    """Tell whether the SDK's guard is applied, or one that is made there without options.

    What injection gives to the guards of a project may switch the check off.
    """
    for decorator in (*cls.decorators, *method.decorators):
        for argument in decorator.args if isinstance(decorator, ir.Call) else ():
            value = ev.evaluate(argument.value, scope)
            if isinstance(value, External) and value.module == "supertokens-nestjs":
                return value.path[-1:] == (_GUARD,)
            if isinstance(value, Instance):
                return value.args == ()
    return False
