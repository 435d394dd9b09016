"""Sessions that are created in requests which no browser sends.

The SDK sets the session's cookies on the response of the request at hand. A webhook is called by
another server, which drops them, so nobody gets the session.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from supertokens_lint.extract.sdks import dotted
from supertokens_lint.extract.session_facts import CreatedSession, SessionFacts
from supertokens_lint.extract.sessions.context import Context
from supertokens_lint.extract.texts import constant_text, text_of_file
from supertokens_lint.languages import ir
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.go_packages import is_sdk
from supertokens_lint.resolve.scopes import Scope
from supertokens_lint.resolve.sites import Site
from supertokens_lint.resolve.values import Closure, Const, External, Record, Value
from supertokens_lint.source import Place, Span

NEEDLES = (b"createNewSession", b"create_new_session", b"CreateNewSession")
_WORDS = re.compile(
    r"(?:^|[/._\-])(?:web-?_?hooks?|cron(?:-?_?jobs?)?|s2s|server-to-server|ipn)(?:$|[/._\-:{<])",
    re.IGNORECASE,
)
_IN_NAMES = re.compile(r"web_?hook(?!s?_?(?:url|secret))", re.IGNORECASE)
_SIGNATURES = re.compile(
    r"webhooks?\.constructEvent|construct_event\(|stripe-signature|x-hub-signature|svix-"
    r"|x-twilio-signature|x-slack-signature|paypal-transmission|x-shopify-hmac",
    re.IGNORECASE,
)
MAX_FILES = 20


def facts(context: Context) -> SessionFacts:
    """Return the sessions that are created where a webhook or job is handled."""
    found: list[CreatedSession] = []
    for entry in context.homes.mentioning(*NEEDLES):
        for node, site in context.ev.sites.calls(entry.path):
            if _creates(context.ev, node, site):
                sign = next(_signs(context.ev, node, site), None)
                if sign is not None:
                    place = Place(entry.path, node.span)
                    found.append(CreatedSession(place, sign[0], sign[1]))
    return SessionFacts(created=tuple(found))


def _creates(ev: Evaluator, node: ir.Call, site: Site) -> bool:
    callee = node.callee
    name = callee.name if isinstance(callee, ir.Member) else None
    name = callee.id if isinstance(callee, ir.Name) else name
    if name is None or "ession" not in name:
        return False
    return is_creation(ev.evaluate(callee, site.scope))


def is_creation(value: Value) -> bool:
    """Tell whether a value is the SDK's function that creates a session on a response.

    ``createNewSessionWithoutRequestResponse`` is meant for requests of other servers.
    """
    if not isinstance(value, External):
        return False
    if value.module.startswith("supertokens_python"):
        full = dotted(value)
        return ".recipe.session" in full and full.endswith(".create_new_session")
    if is_sdk(value.module):
        return value.module.endswith("/recipe/session") and value.path == ("CreateNewSession",)
    is_recipe = value.module.startswith("supertokens-node/recipe/session")
    return is_recipe and value.path[-1:] == ("createNewSession",)


def _signs(ev: Evaluator, node: ir.Call, site: Site) -> Iterator[tuple[str, Place]]:
    path = site.scope.path
    for function in site.functions:
        for route, place in _routes(ev, function, site):
            if _WORDS.search(route):
                yield f"the route {route!r}", place
        name = function.name or ""
        if _IN_NAMES.search(name):
            yield f"the function {name}", Place(path, _head(function))
    for function in site.functions:
        text = text_of_file(ev.workspace, path)
        match = _SIGNATURES.search(text, function.span.start, function.span.end)
        if match is not None:
            yield "the signature of another server", Place(path, Span(match.start(), match.end()))
    shown = ev.workspace.display(path)
    inner = posixpath.splitext(shown)[0]
    if _WORDS.search(f"/{inner}/"):
        yield f"the file {posixpath.basename(shown)}", Place(path, node.span)


def _head(function: ir.Function) -> Span:
    return Span(function.span.start, min(function.span.end, function.span.start + 1))


def _routes(ev: Evaluator, function: ir.Function, site: Site) -> Iterator[tuple[str, Place]]:
    """Yield the paths that a function is registered for, with the texts that say so."""
    for decorator in function.decorators:
        yield from _first_text(ev, decorator, site.scope)
    for node, other in ev.sites.calls(site.scope.path):
        if any(argument.value is function for argument in node.args):
            yield from _first_text(ev, node, other.scope)
        yield from _in_options(ev, node, other.scope, function)
    if function.name:
        yield from _registrations(ev, function, function.name)


def _in_options(
    ev: Evaluator, node: ir.Call, scope: Scope, function: ir.Function
) -> Iterator[tuple[str, Place]]:
    """Yield the path of ``route({ path, handler })`` of Hapi and ``route({ url, handler })``."""
    if not isinstance(node.callee, ir.Member) or node.callee.name != "route" or not node.args:
        return
    options = ev.evaluate(node.args[0].value, scope)
    handler = options.entries.get("handler") if isinstance(options, Record) else None
    if handler is None or not isinstance(options, Record):
        return
    if isinstance(handler.value, Closure) and handler.value.function is function:
        for key in ("path", "url"):
            entry = options.entries.get(key)
            if entry is not None and isinstance(entry.value, Const):
                yield str(entry.value.value), entry.place


def _registrations(ev: Evaluator, function: ir.Function, name: str) -> Iterator[tuple[str, Place]]:
    for path in ev.paths_mentioning(name, None)[:MAX_FILES]:
        for node, site in ev.sites.calls(path):
            for argument in node.args[1:]:
                given = argument.value
                if not isinstance(given, ir.Name | ir.Member) or _last(given) != name:
                    continue
                value = ev.evaluate(given, site.scope)
                if isinstance(value, Closure) and value.function is function:
                    yield from _first_text(ev, node, site.scope)


def _last(node: ir.Name | ir.Member) -> str:
    return node.id if isinstance(node, ir.Name) else node.name


def _first_text(ev: Evaluator, node: ir.Expr, scope: Scope) -> Iterator[tuple[str, Place]]:
    if isinstance(node, ir.Call) and node.args:
        first = node.args[0].value
        text = constant_text(ev, first, scope)
        if text is not None:
            yield text, Place(scope.path, first.span)
