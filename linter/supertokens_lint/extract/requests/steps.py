"""Interceptors of axios clients: the application's own and the SDK's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from msgspec import Struct

from supertokens_lint.extract.facts import HttpClient, InterceptorStep
from supertokens_lint.extract.requests import libraries
from supertokens_lint.extract.requests.clients import clients_of
from supertokens_lint.extract.requests.context import Context, callee_name, place_of
from supertokens_lint.extract.requests.effects import effect_of
from supertokens_lint.languages import ir
from supertokens_lint.resolve.sites import Site
from supertokens_lint.resolve.values import External

SDK_NAMES = frozenset({"addAxiosInterceptors", "makeSuper"})


class _Placed(Struct, frozen=True):
    step: InterceptorStep
    site: Site


def steps_of(context: Context, paths: list[str]) -> Iterator[InterceptorStep]:
    """Yield the steps in the life of all clients, with what each surely runs before."""
    needles = [name.encode() for name in sorted(SDK_NAMES)]
    naming = {entry.path for entry in context.ev.workspace.mentioning(*needles)}
    found = [step for path in paths for step in _in_module(context, path, path in naming)]
    inits = [
        _Placed(InterceptorStep("init", None, init.place, init.function), site)
        for init, site in context.init_sites()
    ]
    for placed in (*found, *inits):
        later = [
            other.step.place
            for other in (*found, *inits)
            if other is not placed
            and _concerns(placed.step, other.step)
            and context.order.before(placed.site, other.site)
        ]
        yield replace(placed.step, precedes=tuple(dict.fromkeys(later)))


def read_defaults(context: Context, path: str) -> None:
    """Note what a module assigns to ``defaults.baseURL`` and ``defaults.adapter`` of clients."""
    for site in context.ev.sites.of_kinds(path, ir.Bind, ir.Assign):
        node = site.node
        if not isinstance(node, ir.Bind | ir.Assign) or node.value is None:
            continue
        target = node.target
        if not isinstance(target, ir.Member) or target.name not in ("baseURL", "adapter"):
            continue
        owner = target.object
        if not isinstance(owner, ir.Member) or owner.name != "defaults":
            continue
        value = context.ev.evaluate(owner.object, site.scope)
        for client in clients_of(context.ev, value, place_of(site)):
            key = (client.library, client.identity)
            if target.name == "adapter":
                context.adapted.add(key)
            else:
                context.bases[key] = context.ev.evaluate(node.value, site.scope)


def _in_module(context: Context, path: str, names_sdk: bool) -> Iterator[_Placed]:
    aliases = SDK_NAMES | _aliases(context, path)
    called: set[int] = set()
    for node, site in context.ev.sites.calls(path):
        name = callee_name(node)
        if name in aliases:
            called.add(id(node.callee))
            yield from _supertokens(context, node, site)
        elif name == "use":
            yield from _custom(context, node, site)
    if names_sdk:
        yield from _passed_on(context, path, aliases, called)


def _aliases(context: Context, path: str) -> frozenset[str]:
    """Return the names under which a module imports the SDK's function."""
    scope = context.ev.program.scope(path)
    return frozenset(
        name.local
        for placed in (() if scope is None else scope.names.statements)
        if isinstance(placed.statement, ir.Import)
        for name in placed.statement.names
        if name.imported in SDK_NAMES
    )


def _supertokens(context: Context, node: ir.Call, site: Site) -> Iterator[_Placed]:
    if _is_interception(context, node.callee, site):
        for client in _targets(context, node, site):
            yield _equipped(client, site)


def _passed_on(
    context: Context, path: str, names: frozenset[str], called: set[int]
) -> Iterator[_Placed]:
    """Yield the places where the SDK's function is given away: nobody knows to which clients."""
    for site in context.ev.sites.of_kinds(path, ir.Name, ir.Member):
        node = site.node
        if not isinstance(node, ir.Name | ir.Member) or id(node) in called:
            continue
        name = node.id if isinstance(node, ir.Name) else node.name
        if name in names and _is_interception(context, node, site):
            yield _equipped(None, site)


def _is_interception(context: Context, expression: ir.Expr, site: Site) -> bool:
    value = context.ev.evaluate(expression, site.scope)
    return isinstance(value, External) and libraries.is_axios_interception(value)


def _equipped(client: HttpClient | None, site: Site) -> _Placed:
    return _Placed(InterceptorStep("supertokens", client, place_of(site), _function(site)), site)


def _targets(context: Context, node: ir.Call, site: Site) -> list[HttpClient | None]:
    if not node.args or node.args[0].spread:
        return [None]
    value = context.ev.evaluate(node.args[0].value, site.scope)
    found: list[HttpClient | None] = list(clients_of(context.ev, value, place_of(site)))
    return found or [None]


def _custom(context: Context, node: ir.Call, site: Site) -> Iterator[_Placed]:
    callee = node.callee
    if not isinstance(callee, ir.Member) or not isinstance(callee.object, ir.Member):
        return
    phase = _phase(callee.object.name)
    owner = callee.object.object
    if phase is None or not isinstance(owner, ir.Member) or owner.name != "interceptors":
        return
    effect = effect_of(context.ev, node, phase, site.scope)
    value = context.ev.evaluate(owner.object, site.scope)
    for client in clients_of(context.ev, value, place_of(site)):
        step = InterceptorStep(
            "custom", client, place_of(site), _function(site), phase=phase, effect=effect
        )
        yield _Placed(step, site)


def _phase(name: str) -> Literal["request", "response"] | None:
    if name == "request":
        return "request"
    return "response" if name == "response" else None


def _function(site: Site) -> str | None:
    return next((function.name for function in reversed(site.functions) if function.name), None)


def _concerns(step: InterceptorStep, other: InterceptorStep) -> bool:
    if step.kind == "init":
        return other.kind == "init"
    if other.kind == "init":
        return True
    if step.client is None or other.client is None:
        return False
    return step.client.identity == other.client.identity
