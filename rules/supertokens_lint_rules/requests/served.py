"""Whether the path that a request goes to asks for a session."""

from __future__ import annotations

import re
from collections.abc import Iterator

from supertokens_lint.extract.client_facts import Endpoint
from supertokens_lint.topology.model import System
from supertokens_lint_rules.requests.targets import CUT

_ORIGIN = re.compile(r"^(?:[a-z][a-z\d+.\-]*:)?//[^/?#]*", re.IGNORECASE)
_PARAMETER = re.compile(r"^(?::|\{|<|\[|\*|\$)")


def needs_session(system: System, url: str) -> bool | None:
    """Tell whether a URL's endpoint asks for a session; ``None`` when nobody knows."""
    verdicts = {endpoint.needs_session for endpoint in endpoints_of(system, url)}
    return verdicts.pop() if len(verdicts) == 1 else None


def endpoints_of(system: System, url: str) -> tuple[Endpoint, ...]:
    """Return the endpoints that a URL may lead to, the most specific ones.

    The front of a path may come from a router's prefix, so that an endpoint's own path only has
    to be the end of it.
    """
    wanted = _segments(_ORIGIN.sub("", url).partition("?")[0].partition("#")[0])
    best = -1
    found: list[Endpoint] = []
    for endpoint in _endpoints(system):
        length = _match(wanted, _segments(endpoint.path), is_prefix=endpoint.is_prefix)
        if length is not None and length >= best:
            found = [endpoint] if length > best else [*found, endpoint]
            best = length
    return tuple(found)


def _endpoints(system: System) -> Iterator[Endpoint]:
    for app in system.apps:
        yield from app.client.endpoints


def _segments(path: str) -> list[str]:
    return [segment for segment in path.split("/") if segment]


def _match(wanted: list[str], own: list[str], *, is_prefix: bool) -> int | None:
    """Return how many fixed segments of an endpoint a path ends in, ``None`` when it does not."""
    if is_prefix:
        return len(own) if wanted[: len(own)] == own else None
    if len(own) > len(wanted) or (not own and wanted):
        return None
    fixed = 0
    for mine, theirs in zip(reversed(own), reversed(wanted), strict=False):
        if _PARAMETER.match(mine) or theirs.startswith(CUT):
            continue
        if mine != theirs:
            return None
        fixed += 1
    return fixed if fixed or not own else None
