"""What a distribution of Amazon CloudFront forwards and keeps.

Sources: CloudFront developer guide, "Control origin requests with a policy", "Use managed cache
policies" and "Cache content based on cookies": cookies and headers reach the origin only where the
cache policy or the origin request policy names them, and answers are given to everybody whose
cookies outside of the cache key differ. Behaviors are compared in order, the default one last.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable, Iterator
from typing import Literal

from msgspec import Struct

from supertokens_lint.extract.facts import ProxyRule
from supertokens_lint.extract.gateway_facts import (
    Action,
    CacheRule,
    Direction,
    Gateway,
    GatewayCors,
    HeaderRemoval,
    Location,
    MethodLimit,
)
from supertokens_lint.resolve.values import Value
from supertokens_lint.sdk.headers import AUTH_MODE, AUTHORIZATION
from supertokens_lint.source import Place

TOOL = "CloudFront"
NONE: tuple[str, ...] = ()
ALL = ("*",)
READ_ONLY = ("GET", "HEAD")
"""The methods that pass where a behavior names none. Source: CloudFormation, AllowedMethods."""
_TOKENS = ("sAccessToken", "sRefreshToken")


class Policy(Struct, frozen=True):
    """What a cache policy or origin request policy says.

    ``cookies`` and ``headers`` are names and wildcards that reach the origin, ``None`` where they
    are not known; ``keeps`` tells whether answers without ``Cache-Control`` are kept.
    """

    name: str
    cookies: tuple[str, ...] | None = None
    headers: tuple[str, ...] | None = None
    keeps: bool | None = False


UNKNOWN_POLICY = Policy("", keeps=None)
NO_POLICY = Policy("", NONE, NONE)
CACHING = {
    "658327ea-f89d-4fab-a63d-7e88639e58f6": Policy("CachingOptimized", NONE, NONE, keeps=True),
    "b2884449-e4de-46a7-ac36-70bc7f1ddd6d": Policy(
        "CachingOptimizedForUncompressedObjects", NONE, NONE, keeps=True
    ),
    "4135ea2d-6df8-44a3-9df3-4b5a84be39ad": Policy("CachingDisabled", NONE, NONE),
    "83da9c7e-98b4-4e11-a168-04f0df8e2c65": Policy("UseOriginCacheControlHeaders", ALL),
    "4cc15a8a-d715-48a4-82b8-cc0b614638fe": Policy(
        "UseOriginCacheControlHeaders-QueryStrings", ALL
    ),
}
FORWARDING = {
    "216adef6-5c7f-47e4-b989-5492eafa07d3": Policy("AllViewer", ALL, ALL),
    "b689b0a8-53d0-40ab-baf2-68738e2966ac": Policy("AllViewerExceptHostHeader", ALL, ALL),
    "33f36d7e-f396-46d9-90e0-52428a34d9dc": Policy(
        "AllViewerAndCloudFrontHeaders-2022-06", ALL, ALL
    ),
    "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf": Policy("CORS-S3Origin", NONE, NONE),
    "59781a5b-3903-41f3-afcb-af62929ccde1": Policy("CORS-CustomOrigin", NONE, NONE),
    "acba4595-bd28-49b8-b9fe-13317c0390fa": Policy("UserAgentRefererHeaders", NONE, NONE),
    "bf0718e1-ba1e-49d1-88b1-f726733018ae": Policy("HostHeaderOnly", NONE, NONE),
}
"""The managed policies by their identifiers."""
MANAGED = {policy.name: policy for policy in (*CACHING.values(), *FORWARDING.values())}


class Behaviour(Struct, frozen=True):
    """One cache behavior; ``target`` is its origin, ``None`` for a bucket of files.

    ``shown`` is what a finding about its cache quotes, ``place`` where the behavior is written
    and ``cause`` where its policies are. ``adds`` is what the origin gets in front of the path,
    ``None`` when code at the edge may change it; ``methods`` is what passes, if that is known.
    """

    pattern: str
    place: Place
    target: Value | None
    caching: Policy
    forwarding: Policy
    cause: Place
    shown: str
    adds: str | None = ""
    methods: MethodLimit | None = None
    cors: GatewayCors | None = None


def distribution(
    place: Place, hosts: Iterable[str | None], behaviours: Iterable[Behaviour]
) -> Iterator[Gateway]:
    """Yield a distribution under the names of its own, the default behavior last.

    One whose names the files do not tell says nothing: nobody knows who calls it.
    """
    names = list(hosts)
    known = tuple(name.lower() for name in names if name is not None)
    if known:
        yield Gateway(
            tool=TOOL,
            place=place,
            locations=tuple(_location(item, place) for item in behaviours),
            hosts=known,
            open_hosts=len(known) != len(names),
            listens=(443, 80),
            is_ordered=True,
            secure=True,
        )


def _location(item: Behaviour, gateway: Place) -> Location:
    path, match = _matching(item.pattern)
    if item.target is None:
        return Location(path, match, Action.ANSWERS, item.place)
    rule = ProxyRule(
        prefix=path if match != "pattern" else "/",
        target=item.target,
        rewrite="unknown" if item.adds is None else "replace" if item.adds else "keep",
        place=item.place,
        tool=TOOL,
        adds=item.adds or "",
        is_pattern=match == "pattern",
        gateway=gateway,
    )
    return Location(
        path=path,
        match=match,
        action=Action.FORWARDS,
        place=item.place,
        rule=rule,
        cors=item.cors,
        removals=tuple(_removals(item)),
        caches=tuple(_caches(item)),
        methods=item.methods,
    )


def _matching(pattern: str) -> tuple[str, Literal["prefix", "exact", "pattern"]]:
    """Return how a path pattern compares; ``*`` and ``?`` are its wildcards."""
    text = pattern if pattern.startswith(("/", "*")) else f"/{pattern}"
    if text == "*":
        return "/", "prefix"
    front = text.removesuffix("*")
    if not re.search(r"[*?]", front):
        return (front, "prefix") if front != text else (text, "exact")
    escaped = "".join({"*": ".*", "?": "."}.get(char, re.escape(char)) for char in text)
    return f"^{escaped}$", "pattern"


def _removals(item: Behaviour) -> Iterator[HeaderRemoval]:
    """Yield what does not reach the origin; where cookies do not, no other header matters."""
    policies = (item.caching, item.forwarding)
    cookies = [policy.cookies for policy in policies]
    headers = [policy.headers for policy in policies]
    lacks_cookies = any(_lacks(cookies, token, case=True) for token in _TOKENS)
    if lacks_cookies:
        yield HeaderRemoval("cookie", Direction.REQUEST, item.cause)
    if _lacks(headers, AUTHORIZATION):
        yield HeaderRemoval(AUTHORIZATION, Direction.REQUEST, item.cause)
    if not lacks_cookies and _lacks(headers, AUTH_MODE):
        yield HeaderRemoval(AUTH_MODE, Direction.REQUEST, item.cause)


def _lacks(given: list[tuple[str, ...] | None], name: str, *, case: bool = False) -> bool:
    """Tell whether none of some lists has a name, when all of them are known."""
    known = [names for names in given if names is not None]
    if len(known) != len(given):
        return False
    wanted = name if case else name.lower()
    listed = [item if case else item.lower() for names in known for item in names]
    return not any(fnmatch.fnmatchcase(wanted, item) for item in listed)


def _caches(item: Behaviour) -> Iterator[CacheRule]:
    """Yield the cache, when answers are kept without a look at the session."""
    caching = item.caching
    if caching.keeps and caching.cookies is not None and caching.headers is not None:
        by_cookie = not _lacks([caching.cookies], _TOKENS[0], case=True)
        if not by_cookie and _lacks([caching.headers], AUTHORIZATION):
            yield CacheRule(item.shown, item.cause)
