"""What ``Cache-Control`` says about whether a response may be kept.

Source: RFC 9111, sections 3 and 5.2.2.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from supertokens_lint.extract.gateway_facts import CacheRule
from supertokens_lint.extract.gateways.cors_headers import SetHeader
from supertokens_lint.extract.gateways.texts import is_literal

HEADERS = frozenset({"cache-control", "cdn-cache-control", "vercel-cdn-cache-control"})
_AGE = re.compile(r"(s-maxage|max-age)=\"?(\d{1,10})\"?")
_FORBIDDING = frozenset({"no-store", "no-cache", "private"})


def may_be_kept(value: str) -> bool:
    """Tell whether a cache may answer other requests with a response that says this.

    ``public`` alone leaves the age to the cache; an age of 0 makes it ask each time.
    """
    parts = [part.strip().lower() for part in value.split(",")]
    if _FORBIDDING & {part.partition("=")[0] for part in parts}:
        return False
    ages = {match[1]: int(match[2]) for part in parts if (match := _AGE.fullmatch(part))}
    if not ages:
        return "public" in parts
    return any(age > 0 for age in ages.values())


def kept_by_headers(headers: Iterable[SetHeader]) -> Iterator[CacheRule]:
    """Yield the response headers that a proxy sets and that let caches keep the response."""
    for header in headers:
        is_known = header.name in HEADERS and is_literal(header.value) and not header.is_partial
        if is_known and may_be_kept(header.value):
            yield CacheRule(f"{header.name.title()}: {header.value}", header.place)
