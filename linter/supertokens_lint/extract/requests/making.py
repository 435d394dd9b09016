"""Requests as facts, where the place that sends them runs at all."""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.extract.facts import HttpClient, Options, Request, Runtime
from supertokens_lint.extract.requests.context import Context, in_function, place_of
from supertokens_lint.resolve.sites import Site
from supertokens_lint.resolve.values import Value
from supertokens_lint.source import Place


def made(
    context: Context,
    library: str,
    url: Value | None,
    site: Site,
    *,
    client: HttpClient | None = None,
    options: Options | None = None,
    captured: Place | None = None,
    is_client: bool = False,
) -> Iterator[Request]:
    """Yield the request that a place sends; nothing for tests and tools.

    Where a client is made (``is_client``), its requests are sent later, whenever that is.
    """
    runtime = context.runs(site)
    if runtime is None:
        return
    yield Request(
        library,
        url,
        client,
        place_of(site),
        runtime,
        options=options,
        captured=captured,
        in_function=is_client or in_function(site),
        precedes=() if is_client or runtime is Runtime.SERVER else context.inits_after(site),
    )
