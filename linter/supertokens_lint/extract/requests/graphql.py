"""GraphQL clients, which are told once where to send and with which options.

Sources: @apollo/client src/link/http/createHttpLink.ts and selectHttpOptionsAndBody.ts,
src/core/ApolloClient.ts (``uri`` without ``link`` makes an HttpLink), apollo-upload-client
createUploadLink.mjs, @urql/core src/client.ts and src/internal/fetchOptions.ts, graphql-request
src/index.ts. All hand their options to ``fetch`` as its second argument.
"""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.extract import sdks
from supertokens_lint.extract.facts import Options, Request, Setting
from supertokens_lint.extract.options import record_of
from supertokens_lint.extract.requests.context import Context, callee_name, place_of
from supertokens_lint.extract.requests.fetches import holds_fetch
from supertokens_lint.extract.requests.making import made
from supertokens_lint.extract.requests.urls import argument, config_url, is_record, plain_url
from supertokens_lint.languages import ir
from supertokens_lint.resolve.sites import Site
from supertokens_lint.resolve.values import Closure, Const, External, Record, Value

NEEDLES = (b"apollo", b"urql", b"graphql-request")
APOLLO = "Apollo"
URQL = "urql"
GRAPHQL_REQUEST = "graphql-request"
_APOLLO_NAMES = frozenset(
    {"HttpLink", "createHttpLink", "BatchHttpLink", "createUploadLink", "UploadHttpLink"}
)
_NAMES = _APOLLO_NAMES | {"ApolloClient", "createClient", "Client", "GraphQLClient", "request"}


def graphql_requests(context: Context, path: str) -> Iterator[Request]:
    """Yield a request for each GraphQL client that a module makes."""
    for node, site in context.ev.sites.calls(path):
        names = {name.imported for name in _imported(context, path)} | _NAMES
        if callee_name(node) not in names and not isinstance(node.callee, ir.Name):
            continue
        callee = context.ev.evaluate(node.callee, site.scope)
        library = _library(callee) if isinstance(callee, External) else None
        if library is not None:
            yield from _sent(context, library, callee_name(node), node, site)


def _imported(context: Context, path: str) -> Iterator[ir.ImportedName]:
    scope = context.ev.program.scope(path)
    for placed in () if scope is None else scope.names.statements:
        if isinstance(placed.statement, ir.Import):
            yield from placed.statement.names


def _library(callee: External) -> str | None:
    name = sdks.names_of(callee)[-1:]
    module = callee.module
    if module.startswith(("@apollo/client", "apollo-")) and "angular" not in module:
        made_by_default = not name and module in ("apollo-boost", "apollo-upload-client")
        known = made_by_default or (bool(name) and name[0] in {*_APOLLO_NAMES, "ApolloClient"})
        return APOLLO if known or module.endswith("createUploadLink.mjs") else None
    if module in ("urql", "next-urql") or module.startswith("@urql/"):
        return URQL if name in (("createClient",), ("Client",)) else None
    if module == "graphql-request":
        return GRAPHQL_REQUEST if name in (("GraphQLClient",), ("request",)) else None
    return None


def _sent(
    context: Context, library: str, name: str, node: ir.Call, site: Site
) -> Iterator[Request]:
    first = argument(context.ev, node, 0, site.scope)
    if first is None:
        return
    config: Value | None = first
    url: Value | None
    if library == GRAPHQL_REQUEST and not is_record(first):
        url = plain_url(first)
        config = argument(context.ev, node, 1, site.scope) if name != "request" else None
    else:
        url = config_url(first, place_of(site), "uri", "url")
    if library == APOLLO and isinstance(first, Record) and "link" in first.entries:
        return
    yield from made(
        context, library, url, site, options=_options(context, config, site), is_client=True
    )


def _options(context: Context, config: Value | None, site: Site) -> Options | None:
    """Return the options of the requests; those beside ``fetchOptions`` win over those in it.

    A ``fetch`` of the application's own may set other credentials.
    """
    if config is None:
        return None
    place = place_of(site)
    outer = record_of(config, place)
    inner = Record({}, place)
    given = outer.entries.get("fetchOptions")
    if given is not None:
        value = given.value
        if isinstance(value, Closure):
            value = context.ev.callers.result_of(value)
        inner = record_of(value, given.place)
    entries = {**inner.entries, **outer.entries}
    own_fetch = outer.entries.get("fetch")
    if own_fetch is not None and not holds_fetch(own_fetch.value):
        entries.pop("credentials", None)
    settings = {
        key: Setting(key, key, entry.value, entry.place)
        for key, entry in entries.items()
        if not (isinstance(entry.value, Const) and entry.value.value is None)
    }
    return Options(settings, outer.place, outer.rest or inner.rest)
