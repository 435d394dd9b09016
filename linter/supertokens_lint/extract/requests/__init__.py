"""Requests of frontends: which clients there are, what they call, and what stands in between."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from msgspec import Struct, structs

from supertokens_lint.extract.client_facts import NO_CLIENT_FACTS, ClientFacts, FetchOverride
from supertokens_lint.extract.facts import (
    ClientImport,
    FetchCapture,
    HttpClient,
    Init,
    InterceptorStep,
    Request,
    SdkUse,
)
from supertokens_lint.extract.module_graph import ModuleGraph
from supertokens_lint.extract.requests import steps
from supertokens_lint.extract.requests.calls import Calls
from supertokens_lint.extract.requests.clients import clients_of
from supertokens_lint.extract.requests.context import Context, place_of
from supertokens_lint.extract.requests.endpoints import find_endpoints
from supertokens_lint.extract.requests.fetches import Captured, captures_of, imports_of
from supertokens_lint.extract.requests.generated import NEEDLES as GENERATED
from supertokens_lint.extract.requests.generated import generated_requests
from supertokens_lint.extract.requests.graphql import NEEDLES as GRAPHQL
from supertokens_lint.extract.requests.graphql import graphql_requests
from supertokens_lint.extract.requests.nuxt import nuxt_requests
from supertokens_lint.extract.requests.order import LoadOrder
from supertokens_lint.extract.requests.overrides import overrides_of
from supertokens_lint.extract.requests.rendering import rendered_requests
from supertokens_lint.extract.requests.server_sessions import session_calls
from supertokens_lint.extract.requests.startup import Startup
from supertokens_lint.extract.requests.sveltekit import LOAD, load_requests
from supertokens_lint.extract.requests.tokens import kept_tokens
from supertokens_lint.extract.requests.whole_requests import NEEDLES as WHOLE
from supertokens_lint.extract.requests.whole_requests import whole_requests
from supertokens_lint.extract.runtime import Runtimes
from supertokens_lint.extract.surroundings.homes import Homes
from supertokens_lint.languages import ir
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.values import Value
from supertokens_lint.sdk.names import Side
from supertokens_lint.source import Place
from supertokens_lint.workspace.files import CODE_KINDS
from supertokens_lint.workspace.packages import Packages

NEEDLES = (
    b"axios", b"Axios", b"fetch", b"Fetch", b"undici", b"superagent", b"$.ajax", b"$.get",
    b"$.post", b"jQuery", b"HttpClient", b"jquery", b'from "ky"', b"from 'ky'",
    b'from "got"', b"from 'got'",
    b"XMLHttpRequest", *GENERATED, *GRAPHQL, *WHOLE,
)  # fmt: skip
REPLACED = (b".fetch =", b".fetch=", b"XMLHttpRequest", b"defineProperty", b"fetch-intercept")


class RequestFacts(Struct, frozen=True):
    """The facts about requests, ready for :class:`~supertokens_lint.extract.facts.Facts`."""

    clients: tuple[HttpClient, ...] = ()
    requests: tuple[Request, ...] = ()
    interceptors: tuple[InterceptorStep, ...] = ()
    client_imports: tuple[ClientImport, ...] = ()
    captures: tuple[FetchCapture, ...] = ()
    client: ClientFacts = NO_CLIENT_FACTS


def find_requests(
    ev: Evaluator, graph: ModuleGraph, inits: Sequence[Init], uses: Sequence[SdkUse]
) -> RequestFacts:
    """Return the facts about requests in the packages that use a frontend SDK."""
    runtimes = Runtimes(ev, graph)
    live = [init for init in inits if init.side is Side.FRONTEND and init.reached]
    places = [init.place for init in live if not init.is_test]
    places += [u.place for u in uses if u.side is Side.FRONTEND and not (u.type_only or u.is_test)]
    roots = frozenset(_root(runtimes, place.path) for place in places)
    if not roots:
        return RequestFacts()
    order = LoadOrder(ev, graph, Startup(ev, runtimes))
    context = Context(ev, graph, runtimes, order, live, Packages(ev.workspace))
    roots |= _consumers(context, [init.place.path for init in live if not init.is_test])
    found = _found(context, _paths(context, roots))
    calls = tuple(session_calls(context, roots))
    kept = tuple(kept_tokens(context, roots))
    found = structs.replace(
        found, client=replace(found.client, session_calls=calls, kept_tokens=kept)
    )
    urls = list(_asking(found))
    if not urls:
        return found
    users = [init.place.path for init in inits if init.side is Side.BACKEND and not init.is_test]
    users += [use.place.path for use in uses if use.side is Side.BACKEND and not use.is_test]
    endpoints = tuple(
        find_endpoints(
            ev, graph.importers, Homes(ev.workspace, graph.reach.with_importers(users)).roots, urls
        )
    )
    return structs.replace(found, client=replace(found.client, endpoints=endpoints))


def _asking(found: RequestFacts) -> Iterable[Value]:
    """Yield the URLs of which some rule will want to know what stands behind them."""
    for rendered in found.client.rendered:
        if rendered.request.url is not None:
            yield rendered.request.url
    for request in found.requests:
        given = (request.options, None if request.client is None else request.client.options)
        told = any(item is not None and item.get("credentials") is not None for item in given)
        if (told or request.library == LOAD) and request.url is not None:
            yield request.url


def _root(runtimes: Runtimes, path: str) -> str:
    package = runtimes.package(path)
    return path.rpartition("/")[0] if package is None else package.root


def _consumers(context: Context, paths: Sequence[str]) -> frozenset[str]:
    """Return the packages that import an init from another package of the repository."""
    importers = [importer for path in paths for importer in _importers(context, path)]
    return frozenset(_root(context.runtimes, importer) for importer in importers)


def _paths(context: Context, roots: frozenset[str]) -> list[str]:
    """Return the modules of frontends that name a client, and those that import from them.

    Modules of other packages are among them when a frontend imports from them.
    """
    own: dict[str, None] = {}
    for entry in context.ev.workspace.mentioning(*NEEDLES, among=_near(context, roots)):
        path = entry.path
        if entry.is_test or path.endswith((".py", ".go")):
            continue
        importers = [item for item in _importers(context, path) if _is_below(item, roots)]
        if importers or _is_below(path, roots):
            own.update(dict.fromkeys((path, *_users(context, path, importers))))
    return sorted(path for path in own if context.runtimes.of(path) is not None)


def _near(context: Context, roots: frozenset[str]) -> frozenset[str]:
    """Return the files below some folders and what they import, through one module or directly."""
    found = {
        entry.path
        for entry in context.ev.workspace.files(*CODE_KINDS)
        if _is_below(entry.path, roots)
    }
    for _ in range(2):
        found.update(*[context.graph.imports(path) for path in found])
    return frozenset(found)


def _users(context: Context, path: str, importers: Sequence[str]) -> Iterable[str]:
    """Yield the importers that may call something of a module; most only render components."""
    links = context.ev.program.links
    direct = frozenset(context.graph.importers(path))
    for importer in importers:
        if importer not in direct or links.uses(importer, path):
            yield importer


def _importers(context: Context, path: str) -> list[str]:
    """Return who imports a module, directly or through a module that exports it again."""
    direct = context.graph.importers(path)
    through = [
        outer
        for importer in direct
        if any(_reexports(context, importer, path))
        for outer in context.graph.importers(importer)
    ]
    return [*direct, *through]


def _reexports(context: Context, importer: str, path: str) -> Iterable[bool]:
    for module in _exported_from(context, importer):
        yield context.ev.program.resolve(importer, module, ir.Language.JAVASCRIPT) == path


def _exported_from(context: Context, path: str) -> Iterable[str]:
    known = context.ev.program.links.requested(path)
    if known is not None:
        return [item.module for item in known.requests if item.is_export]
    scope = context.ev.program.scope(path)
    exports = [
        placed.statement
        for placed in (() if scope is None else scope.names.statements)
        if isinstance(placed.statement, ir.Export)
    ]
    return [item.module for item in exports if item.module is not None]


def _is_below(path: str, roots: frozenset[str]) -> bool:
    return any(path.startswith(f"{root}/") for root in roots)


def _found(context: Context, paths: list[str]) -> RequestFacts:
    for path in paths:
        steps.read_defaults(context, path)
    captured = [item for path in paths for item in captures_of(context, path)]
    imported = [item for path in paths for item, _ in imports_of(context, path)]
    calls = Calls(
        context,
        captured,
        {(item.place.path, item.package): item.place for item in imported},
    )
    requests = [request for path in paths for request in calls.find(path)]
    requests += _of_clients(context, paths)
    return RequestFacts(
        client=ClientFacts(
            rendered=tuple(rendered_requests(context, requests)),
            overrides=tuple(_overrides(context, paths, captured)),
        ),
        clients=tuple(_clients(context, paths)),
        requests=tuple(requests),
        interceptors=tuple(steps.steps_of(context, paths)),
        client_imports=tuple(
            replace(item, urls=_urls(requests, item.package, item.place)) for item in imported
        ),
        captures=tuple(
            replace(item.fact, urls=_urls(requests, "fetch", item.fact.place)) for item in captured
        ),
    )


def _overrides(
    context: Context, paths: list[str], captured: list[Captured]
) -> Iterable[FetchOverride]:
    among = frozenset(paths)
    replacing = {e.path for e in context.ev.workspace.mentioning(*REPLACED, among=among)}
    for path in paths:
        if path in replacing:
            yield from overrides_of(context, path, captured)


def _of_clients(context: Context, paths: list[str]) -> Iterable[Request]:
    """Yield what clients send that are told once where to and with which options."""
    workspace = context.ev.workspace
    graphql = {e.path for e in workspace.mentioning(*GRAPHQL, among=frozenset(paths))}
    whole = {e.path for e in workspace.mentioning(*WHOLE, among=frozenset(paths))}
    for path in paths:
        yield from load_requests(context, path)
        yield from nuxt_requests(context, path)
        if path in graphql:
            yield from graphql_requests(context, path)
        if path in whole:
            yield from whole_requests(context, path)
    yield from generated_requests(context, paths)


def _urls(requests: list[Request], library: str, place: Place) -> tuple[Value, ...]:
    return tuple(
        request.url
        for request in requests
        if request.captured == place and request.library == library and request.url is not None
    )


def _clients(context: Context, paths: list[str]) -> Iterable[HttpClient]:
    for path in paths:
        for node, site in context.ev.sites.calls(path):
            callee = node.callee
            if not isinstance(callee, ir.Member) or callee.name not in ("create", "extend"):
                continue
            for client in clients_of(
                context.ev, context.ev.evaluate(node, site.scope), place_of(site)
            ):
                if client.identity == place_of(site):
                    yield context.with_defaults(client)
