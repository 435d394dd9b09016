"""Inits of frontends that run after the first requests of the components below them.

Sources: React, "useEffect" and "componentDidMount" (effects of children run before those of their
parent); Solid, "onMount".
"""

from __future__ import annotations

import re

from supertokens_lint.extract.facts import Init, Request
from supertokens_lint.extract.session_facts import LateInit, SessionFacts
from supertokens_lint.extract.sessions.context import Context
from supertokens_lint.languages import ir
from supertokens_lint.resolve.sites import Site
from supertokens_lint.sdk.names import Side
from supertokens_lint.source import Place

HOOKS = frozenset({"useEffect", "useLayoutEffect", "onMount"})
METHODS = frozenset({"componentDidMount"})
_SETTER = re.compile(r"set[A-Z]|dispatch|next|update|set$")


def facts(context: Context) -> SessionFacts:
    """Return the inits in effects with a request that an inner component's effect sends first."""
    inits = [
        (init, site, hook)
        for init in context.inits
        if init.side is Side.FRONTEND and (site := _site(context, init.place)) is not None
        if (hook := _hook(context, site)) is not None
    ]
    found = [
        LateInit(request.place, init.callee, hook[0])
        for init, site, hook in inits
        if not _tells(hook[1])
        for request in context.requests
        if _is_first(context, request, init, site)
    ]
    return SessionFacts(late_inits=tuple(found))


def _site(context: Context, place: Place) -> Site | None:
    for node, site in context.ev.sites.calls(place.path):
        if node.span == place.span:
            return site
    return None


def _hook(context: Context, site: Site) -> tuple[str, ir.Function] | None:
    """Return the name of the hook around a place and the function that it calls."""
    for function in reversed(site.functions):
        name = _calling(context, function, site)
        if name in HOOKS:
            return name or "", function
        for member in site.owner.members if site.owner is not None else ():
            if isinstance(member, ir.Method) and member.function is function:
                return (member.name, function) if member.name in METHODS else None
    return None


def _calling(context: Context, function: ir.Function, site: Site) -> str | None:
    for node, _ in context.ev.sites.calls(site.scope.path):
        if any(argument.value is function for argument in node.args):
            callee = node.callee
            return callee.id if isinstance(callee, ir.Name) else getattr(callee, "name", None)
    return None


def _tells(effect: ir.Function) -> bool:
    """Tell whether an effect changes state, so that components may wait for the init."""
    return any(
        isinstance(node, ir.Assign)
        or (isinstance(node, ir.Bind) and node.kind == "assign")
        or (
            isinstance(node, ir.Call)
            and isinstance(node.callee, ir.Name)
            and _SETTER.match(node.callee.id) is not None
        )
        for node in ir.walk(*effect.body)
    )


def _is_first(context: Context, request: Request, init: Init, site: Site) -> bool:
    """Tell whether a request is in an effect of a component that the init's one shows."""
    path, home = request.place.path, init.place.path
    if path == home or site.guards or not _shows(context, home, path):
        return False
    other = _site(context, request.place)
    return other is not None and not other.guards and _hook(context, other) is not None


def _shows(context: Context, home: str, path: str) -> bool:
    """Tell whether a module has an element of a component that it imports from another one."""
    names = {
        name.local
        for site in context.ev.sites.of(home)
        if isinstance(site.node, ir.Import)
        and context.ev.program.resolve(home, site.node.module, ir.Language.JAVASCRIPT) == path
        for name in site.node.names
    }
    return any(
        isinstance(site.node, ir.Element)
        and isinstance(site.node.tag, ir.Name)
        and site.node.tag.id in names
        for site in context.ev.sites.of(home)
    )
