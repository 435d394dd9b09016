"""How entries of an origin list relate to the origins that browsers send."""

from __future__ import annotations

from urllib.parse import urlsplit

from supertokens_lint.cors.model import ALL, Matching
from supertokens_lint.sdk.domains import browser_origin, host_of, port_of

_COMPARED_WHOLE = frozenset({Matching.EXACT, Matching.CASELESS, Matching.WILDCARD})
_SPECIAL = frozenset({"null", "", ALL})


def flaw(text: str, matching: Matching) -> str | None:
    """Return why an entry can never equal an ``Origin`` header, ``None`` when it can.

    A browser sends scheme, host and port, the latter only when it is not the scheme's own, in
    lower case and without a slash at the end (HTML standard, "serialization of an origin").
    """
    if matching not in _COMPARED_WHOLE or text in _SPECIAL or ALL in text:
        return None
    meant = browser_origin(text)
    if meant is None:
        return None if "://" in text else "has no scheme"
    if text == meant or (matching is Matching.CASELESS and text.lower() == meant):
        return None
    if "," in text:
        return "is a list in one text"
    return _difference(text, meant)


def _difference(text: str, meant: str) -> str | None:
    parts = urlsplit(text.strip())
    if parts.path == "/" and not parts.query and not parts.fragment:
        return "ends with a slash"
    if parts.path or parts.query or parts.fragment:
        return "has a path"
    if text.strip().lower().rstrip("/") == meant:
        return "is not in lower case" if text == text.strip() else "has a space around it"
    return "names the default port" if port_named(text) else None


def port_named(text: str) -> bool:
    """Tell whether an address has a port written out."""
    return urlsplit(text.strip()).netloc.rpartition(":")[2].isdigit()


def nearness(text: str, origin: str) -> int:
    """Return how much an entry has in common with an origin, to show the nearest one."""
    address = text if "://" in text else f"http://{text}"
    same_host = host_of(address) == host_of(origin)
    same_port = port_of(address) == port_of(origin)
    same_origin = browser_origin(address) == origin
    return 4 * same_origin + 2 * same_host + same_port
