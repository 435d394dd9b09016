"""Uses of a backend SDK that run before its init and throw.

Sources: lib/ts/supertokens.ts and supertokens_python/supertokens.py (``getInstanceOrThrow``:
"Initialisation not done. Did you forget to call the SuperTokens.init function?"), used by
``getAllCORSHeaders`` at once and by Hapi's plugin when it is registered; Express, Koa, Fastify and
the Python middleware only ask for it when a request comes.
"""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.extract.facts import Init
from supertokens_lint.extract.sdks import dotted
from supertokens_lint.extract.session_facts import EarlyUse, SessionFacts
from supertokens_lint.extract.sessions import early_go, programs
from supertokens_lint.extract.sessions.context import Context
from supertokens_lint.extract.sessions.imports import framework_of
from supertokens_lint.extract.wiring.python.walk import Event
from supertokens_lint.languages import ir
from supertokens_lint.resolve.sites import Site
from supertokens_lint.resolve.values import External, Value
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.source import Place

SCRIPT_NEEDLES = (b"getAllCORSHeaders", b"framework/hapi")
PYTHON_NEEDLES = (b"get_all_cors_headers", b"supertokens_python")
HEADERS = "getAllCORSHeaders"
PYTHON_HEADERS = "supertokens_python.get_all_cors_headers"


def facts(context: Context) -> SessionFacts:
    """Return what surely runs before the init that it needs."""
    found = (*_script(context), *_python(context), *early_go.early_uses(context))
    return SessionFacts(early=found)


def _script(context: Context) -> Iterator[EarlyUse]:
    inits = [init for init in context.inits if init.sdk is Sdk.NODE]
    sites = [(init, site) for init in inits if (site := _site(context, init)) is not None]
    if not sites or len(sites) < len(inits):
        return
    for entry in context.homes.mentioning(*SCRIPT_NEEDLES):
        for node, site in context.ev.sites.calls(entry.path):
            name = _needing(context, node, site)
            if name is None:
                continue
            if all(_surely_before(context, site, other) for _, other in sites):
                yield EarlyUse(name, Place(entry.path, node.span), sites[0][0].callee)


def _surely_before(context: Context, use: Site, init: Site) -> bool:
    """Tell whether a use runs before an init that runs while modules are loaded.

    An init in a class or a callback runs when something makes or calls it, which may be earlier.
    """
    together = bool(use.functions) and use.functions == init.functions
    loading = init.owner is None and context.order.moment(init).loading
    return (together or loading) and context.order.before(use, init) is True


def _needing(context: Context, node: ir.Call, site: Site) -> str | None:
    """Return the name of a call that needs the init at once, ``None`` for any other."""
    if _is_headers(context, node, site):
        return HEADERS
    callee = node.callee
    if not isinstance(callee, ir.Member) or callee.name != "register" or not node.args:
        return None
    value = context.ev.evaluate(node.args[0].value, site.scope)
    is_hapi = isinstance(value, External) and framework_of(value.module) == (Sdk.NODE, "hapi")
    return "register" if is_hapi else None


def _is_headers(context: Context, node: ir.Call, site: Site) -> bool:
    callee = node.callee
    named = isinstance(callee, ir.Member) and callee.name == HEADERS
    if not named and not (isinstance(callee, ir.Name) and callee.id == HEADERS):
        return False
    value = context.ev.evaluate(callee, site.scope)
    return isinstance(value, External) and value.module == "supertokens-node"


def _site(context: Context, init: Init) -> Site | None:
    for node, site in context.ev.sites.calls(init.place.path):
        if node.span == init.place.span:
            return site
    return None


def _python(context: Context) -> Iterator[EarlyUse]:
    paths = [
        entry.path for entry in context.homes.mentioning(*PYTHON_NEEDLES) if _is_python(entry.path)
    ]
    if not any(init.sdk is Sdk.PYTHON for init in context.inits):
        return
    for run in programs.of_python(context, frozenset(paths)):
        yield from _in_program(run)


def _in_program(run: Iterator[Event]) -> Iterator[EarlyUse]:
    """Yield the uses that a program makes before its first init."""
    waiting: list[Place] = []
    for event in run:
        if not isinstance(event.node, ir.Call) or not isinstance(event.callee, External):
            continue
        if programs.is_init(event.callee, Sdk.PYTHON):
            if not event.doubts:
                yield from (EarlyUse(PYTHON_HEADERS, place, event.place) for place in waiting)
            return
        if _named(event.callee) and not event.doubts:
            waiting.append(event.place)


def _named(callee: Value) -> bool:
    return isinstance(callee, External) and dotted(callee) == PYTHON_HEADERS


def _is_python(path: str) -> bool:
    return path.endswith(".py")
