"""Facts about what stands between browsers and a backend: proxies and API gateways.

A :class:`Gateway` is one address that a proxy answers at (a ``server`` of nginx, a site of Caddy,
the API of a serverless file). Its locations tell what happens to a public path, with everything
that the proxy's own inheritance puts on it already in place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import Literal

from supertokens_lint.extract.facts import ProxyRule
from supertokens_lint.patterns import may_take_long
from supertokens_lint.source import Place

MAX_PATTERN = 200
MAX_PATH = 200
_NESTED_REPEAT = re.compile(r"\)[+*{]|[+*}]\)\?|\\[1-9]|\(\?[^:]")


class Action(str, Enum):
    """What a proxy does with a request."""

    FORWARDS = "hands it on to another server"
    ANSWERS = "answers it itself"
    REDIRECTS = "sends the browser elsewhere"
    UNKNOWN = "nobody can tell"


class Direction(str, Enum):
    """Which way a header travels."""

    REQUEST = "request"
    RESPONSE = "response"


@dataclass(frozen=True, slots=True)
class HeaderList:
    """The names that a CORS header lists, in lower case.

    ``is_open`` when part of the list is only known at run time, as where it repeats what the
    browser asked for.
    """

    names: tuple[str, ...]
    place: Place
    is_open: bool = False
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class GatewayCors:
    """The CORS headers that a gateway sends.

    ``answers`` tells whether it answers preflight requests itself, so that no list of the
    application counts; ``replaces`` whether its headers stand in place of the application's, and
    ``overrides`` whether they do so in the application's answers to preflight requests as well.
    A list is ``None`` when the gateway does not send that header.
    """

    place: Place
    answers: bool
    allow_headers: HeaderList | None = None
    expose_headers: HeaderList | None = None
    origins: HeaderList | None = None
    credentials: bool | None = None
    replaces: bool = False
    overrides: bool = False


@dataclass(frozen=True, slots=True)
class HeaderLimit:
    """A limit for the size of headers that is written down, in bytes."""

    setting: str
    size: int
    direction: Direction
    place: Place


@dataclass(frozen=True, slots=True)
class HeaderRemoval:
    """A header, in lower case, that a proxy takes out; ``"*"`` stands for all of them."""

    header: str
    direction: Direction
    place: Place


@dataclass(frozen=True, slots=True)
class CacheRule:
    """A place where a proxy stores responses, or tells others to; ``text`` is what it says."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """What makes a proxy answer every POST request itself with 200; ``text`` is what it says."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class MethodLimit:
    """The only methods that a proxy lets pass, in upper case, where these are written down.

    ``is_default`` when nothing is written and the tool's own default holds.
    """

    names: tuple[str, ...]
    place: Place
    is_default: bool = False


@dataclass(frozen=True)
class Location:
    """What a gateway does with some public paths.

    ``match`` tells how ``path`` is compared: ``"prefix"`` as text, ``"segments"`` as a prefix of
    whole segments, ``"exact"``, or ``"pattern"`` as a regular expression. A ``final`` prefix is
    not overruled by patterns. ``rule`` is there when requests are forwarded, ``answer`` when the
    proxy certainly answers POST requests itself with 200.
    """

    path: str
    match: Literal["prefix", "segments", "exact", "pattern"]
    action: Action
    place: Place
    rule: ProxyRule | None = None
    final: bool = False
    ignores_case: bool = False
    cors: GatewayCors | None = None
    limits: tuple[HeaderLimit, ...] = ()
    removals: tuple[HeaderRemoval, ...] = ()
    caches: tuple[CacheRule, ...] = ()
    answer: OwnAnswer | None = None
    methods: MethodLimit | None = None

    def matches(self, path: str) -> bool | None:
        """Tell whether a path falls in; ``None`` for patterns that nobody can judge."""
        if self.match == "exact":
            return path == self.path
        if self.match == "prefix":
            return path.startswith(self.path)
        if self.match == "segments":
            return f"{path}/".startswith(f"{self.path.rstrip('/')}/")
        return _search(self.path, path, ignores_case=self.ignores_case)


def _search(pattern: str, path: str, *, ignores_case: bool) -> bool | None:
    if len(pattern) > MAX_PATTERN or len(path) > MAX_PATH or _NESTED_REPEAT.search(pattern):
        return None
    if may_take_long(pattern, len(path)):
        return None
    try:
        compiled = re.compile(pattern, re.IGNORECASE if ignores_case else 0)
    except (re.error, OverflowError, RecursionError):
        return None
    return compiled.search(path) is not None


@dataclass(frozen=True, slots=True)
class Routing:
    """Where a public path leads: the location, if any, and whether that is certain."""

    location: Location | None
    is_certain: bool = True


@dataclass(frozen=True)
class Gateway:
    """One address that a proxy or API gateway answers at.

    ``hosts`` are the names that it answers to, empty for any, and ``open_hosts`` is set when some
    are only known at run time. ``listens`` are the ports that its own configuration names,
    ``published`` those of the host that lead there; ``composes`` are the compose files that run
    it. ``stage`` is a public prefix that the gateway
    itself takes off. The first match decides when ``is_ordered``, else the longest prefix;
    ``is_complete`` is false when code that nobody can see may add locations. ``secure`` tells
    whether it speaks TLS.
    """

    tool: str
    place: Place
    locations: tuple[Location, ...]
    hosts: tuple[str, ...] = ()
    open_hosts: bool = False
    listens: tuple[int, ...] = ()
    published: tuple[int, ...] = ()
    composes: tuple[str, ...] = ()
    stage: str = ""
    is_ordered: bool = False
    is_complete: bool = True
    secure: bool = False

    def routing(self, path: str) -> Routing:
        """Return where a path leads, as nginx or a list in order decides it.

        Source: ngx_http_core_module, "location": an exact match, then the longest prefix when it
        is a final one, then the first pattern, then that prefix.
        """
        if self.is_ordered:
            return _first(self.locations, path)
        exact = [item for item in self.locations if item.match == "exact" and item.path == path]
        if exact:
            return Routing(exact[0])
        prefixes = [
            item
            for item in self.locations
            if item.match in ("prefix", "segments") and item.matches(path)
        ]
        longest = max(prefixes, key=lambda item: len(item.path.rstrip("/")), default=None)
        if longest is not None and longest.final:
            return Routing(longest)
        patterns = _first([item for item in self.locations if item.match == "pattern"], path)
        if patterns.location is not None or not patterns.is_certain:
            return patterns
        return Routing(longest)

    @property
    def rules(self) -> tuple[ProxyRule, ...]:
        """The rules of all locations that forward."""
        return tuple(item.rule for item in self.locations if item.rule is not None)


def _first(locations: tuple[Location, ...] | list[Location], path: str) -> Routing:
    for location in locations:
        verdict = location.matches(path)
        if verdict is None:
            return Routing(None, is_certain=False)
        if verdict:
            return Routing(location)
    return Routing(None)
