"""Methods of controllers whose decorators verify a session: Nest and LoopBack.

Sources: docs.nestjs.com/guards (``@UseGuards`` of a class and of a method), supertokens-nestjs
(``SuperTokensAuthGuard``, which ``@PublicAccess`` and ``@VerifySession`` change) and the SDK's
guide for Nest, whose own guard calls ``verifySession``; loopback.io, "Interceptors"
(``@intercept``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from supertokens_lint.languages import ir
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.instances import class_scope
from supertokens_lint.resolve.values import (
    ClassRef,
    Closure,
    External,
    Instance,
    Invocation,
    Value,
)
from supertokens_lint.source import Place

NEEDLES = (b"UseGuards", b"@intercept")
Given: TypeAlias = tuple[Value, Place]
_APPLYING = {("@nestjs/common", "UseGuards"), ("@loopback/core", "intercept")}
_CHANGING = frozenset({"PublicAccess", "VerifySession"})


def decorated(
    ev: Evaluator, path: str, verifies: Callable[[Value], bool]
) -> Iterator[tuple[Place, Closure, tuple[Given, ...], ClassRef]]:
    """Yield the methods that need a session: where that is said, and what else is applied.

    ``verifies`` tells whether a value verifies a session by itself.
    """
    for site in ev.sites.of(path):
        if not isinstance(site.node, ir.Class):
            continue
        cls = ClassRef(site.node, site.scope)
        outer = list(_applied(ev, site.node.decorators, cls))
        scope = class_scope(ev, cls, Instance(cls, None))
        for member in site.node.members:
            if not isinstance(member, ir.Method) or _is_changed(site.node, member.function):
                continue
            given = [*outer, *_applied(ev, member.function.decorators, cls)]
            sure = [place for value, place in given if _needs(ev, value, verifies)]
            if sure:
                beside = tuple((v, p) for v, p in given if not _needs(ev, v, verifies))
                closure = Closure(member.function, scope, Instance(cls, None))
                yield sure[0], closure, beside, cls


def _applied(ev: Evaluator, decorators: tuple[ir.Expr, ...], cls: ClassRef) -> Iterator[Given]:
    for decorator in decorators:
        if not isinstance(decorator, ir.Call):
            continue
        callee = ev.evaluate(decorator.callee, cls.scope)
        if isinstance(callee, External) and (callee.module, callee.path[-1:]) in {
            (module, (name,)) for module, name in _APPLYING
        }:
            for argument in decorator.args:
                value = ev.evaluate(argument.value, cls.scope)
                yield value, Place(cls.scope.path, argument.span)


def _is_changed(owner: ir.Class, method: ir.Function) -> bool:
    """Tell whether a decorator may change what the SDK's own guard asks for."""
    names = (
        node.callee.id
        for node in (*owner.decorators, *method.decorators)
        if isinstance(node, ir.Call) and isinstance(node.callee, ir.Name)
    )
    return any(name in _CHANGING for name in names)


def _needs(ev: Evaluator, value: Value, verifies: Callable[[Value], bool]) -> bool:
    if verifies(value):
        return True
    made = value.callee if isinstance(value, Invocation) else value
    if isinstance(made, External):
        plain = not isinstance(value, Invocation) or not value.args
        return plain and (made.module, made.path[-1:]) == (
            "supertokens-nestjs",
            ("SuperTokensAuthGuard",),
        )
    if isinstance(value, Instance):
        return value.args == () and _is_own_guard(ev, value.cls)
    return isinstance(value, ClassRef) and _is_own_guard(ev, value)


def _is_own_guard(ev: Evaluator, cls: ClassRef) -> bool:
    """Tell whether ``canActivate`` of a class surely calls ``verifySession``, without options."""
    if cls.definition.bases:
        return False
    for node, site in ev.sites.calls_of(cls.scope.path, "verifySession"):
        inside = site.owner is cls.definition and not site.guards and len(site.functions) == 1
        if not inside:
            continue
        callee = ev.evaluate(node.callee, site.scope)
        known = isinstance(callee, External) and callee.module.startswith(
            "supertokens-node/recipe/session/framework"
        )
        if known and all(_is_field(argument.value) for argument in node.args):
            return _is_activating(cls, site.functions[0])
    return False


def _is_field(node: ir.Expr) -> bool:
    """Tell whether an argument is what the guard was made with, which is nothing."""
    return (
        isinstance(node, ir.Member)
        and isinstance(node.object, ir.Name)
        and (node.object.id == "this")
    )


def _is_activating(cls: ClassRef, function: ir.Function) -> bool:
    return any(
        isinstance(member, ir.Method)
        and member.name == "canActivate"
        and member.function is function
        for member in cls.definition.members
    )
