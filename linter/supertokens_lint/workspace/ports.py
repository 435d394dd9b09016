"""Port mappings in the short syntax of compose files and ``docker run -p``."""

from __future__ import annotations

import re

from msgspec import Struct

from supertokens_lint.source import Place

MAX_RANGE = 200
_PORTS = re.compile(
    r"""
    (?:(?P<host>\[[0-9A-Fa-f:.]+\]|[\w.-]*):(?=[^:]*:))?
    (?:(?P<published>\d*(?:-\d+)?):)?
    (?P<target>\d+(?:-\d+)?)
    (?:/(?P<protocol>[a-z]+))?
    """,
    re.VERBOSE,
)


class PortMapping(Struct, frozen=True):
    """A port of the host that leads to a port of a container.

    ``published`` is ``None`` when the host's port is chosen at run time; ``host`` is the address
    that it is bound to, when one is given.
    """

    published: int | None
    target: int
    place: Place
    host: str | None = None
    protocol: str = "tcp"


def parse_ports(text: str, place: Place) -> tuple[PortMapping, ...]:
    """Read ``[HOST:][PUBLISHED:]TARGET[/PROTOCOL]``; nothing when the text is something else."""
    match = _PORTS.fullmatch(text.strip())
    if match is None:
        return ()
    targets = _range(match["target"])
    published = _range(match["published"]) if match["published"] else []
    host = match["host"] or None
    protocol = match["protocol"] or "tcp"
    if published and len(published) != len(targets):
        published = published[: len(targets)] if len(targets) == 1 else []
    return tuple(
        PortMapping(published[index] if published else None, target, place, host, protocol)
        for index, target in enumerate(targets)
    )


def _range(text: str) -> list[int]:
    first, _, last = text.partition("-")
    start = _port(first)
    end = _port(last) if last else start
    if start is None or end is None or not start <= end < start + MAX_RANGE:
        return []
    return list(range(start, end + 1))


def _port(text: str) -> int | None:
    return int(text) if len(text) <= 5 and text.isdecimal() and int(text) < 65536 else None
