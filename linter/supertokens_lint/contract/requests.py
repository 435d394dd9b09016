"""The addresses that an app sends requests to, without their paths."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from supertokens_lint.contract.values import Json, Writer
from supertokens_lint.topology.model import App


def requested(app: App, writer: Writer) -> Iterator[Json]:
    """Yield each address that a request of an app is known to go to, once.

    Paths and queries are left out: rules compare hosts, and what stands behind them may be private.
    """
    seen: set[str] = set()
    for request in app.requests:
        values = [request.url, None if request.client is None else request.client.base_url]
        for value in values:
            for environment in writer.environments if value is not None else ():
                outcomes = writer.system.outcomes(value, environment) if value is not None else ()
                origin = _origin(outcomes[0].text) if len(outcomes) == 1 else None
                if origin is not None and origin not in seen:
                    seen.add(origin)
                    yield {"origin": origin, "at": writer.where(request.place)}


def _origin(text: str | None) -> str | None:
    try:
        found = urlsplit(text or "")
        host, port = found.hostname, found.port
    except ValueError:
        return None
    if found.scheme not in ("http", "https") or not host:
        return None
    shown = f"[{host}]" if ":" in host else host
    return f"{found.scheme}://{shown}" + ("" if port is None else f":{port}")
