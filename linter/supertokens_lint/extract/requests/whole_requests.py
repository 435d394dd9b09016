"""Clients that are told once where to send, and whose credentials the SDK decides.

Sources: @reduxjs/toolkit src/query/fetchBaseQuery.ts and @hey-api/client-fetch src/client.ts hand
``fetch`` a whole ``Request``, whose credentials the SDK replaces; wretch src/core.ts joins its base
URL with the path of each request and hands on what ``options`` was given, which is not read here.
All of them look ``fetch`` up when they send.
"""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.extract import sdks
from supertokens_lint.extract.facts import Request
from supertokens_lint.extract.requests.context import Context, callee_name, place_of
from supertokens_lint.extract.requests.making import made
from supertokens_lint.extract.requests.urls import argument, config_url, is_record
from supertokens_lint.resolve.values import External, Value

NEEDLES = (b"fetchBaseQuery", b"hey-api", b"wretch")
RTK_QUERY = "RTK Query"
HEY_API = "hey-api client"
WRETCH = "wretch"
_NAMES = frozenset({"fetchBaseQuery", "createClient", "wretch"})


def whole_requests(context: Context, path: str) -> Iterator[Request]:
    """Yield a request for each client of this kind that a module makes."""
    for node, site in context.ev.sites.calls(path):
        if callee_name(node) not in _NAMES:
            continue
        library = _library(context.ev.evaluate(node.callee, site.scope))
        first = argument(context.ev, node, 0, site.scope)
        if library is None or first is None:
            continue
        url: Value | None = first
        if is_record(first):
            url = config_url(first, place_of(site), "baseUrl")
        elif library != WRETCH:
            continue
        if url is not None:
            yield from made(context, library, url, site, is_client=True)


def _library(callee: Value) -> str | None:
    if not isinstance(callee, External):
        return None
    name, module = sdks.names_of(callee)[-1:], callee.module
    if module.startswith("@reduxjs/toolkit/query") and name == ("fetchBaseQuery",):
        return RTK_QUERY
    if module.startswith("@hey-api/client-") and name == ("createClient",):
        return HEY_API if "axios" not in module else None
    return WRETCH if module == "wretch" and name in ((), ("wretch",)) else None
