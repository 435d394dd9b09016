"""Domains as SDKs and browsers see them: the one place that reads and compares them."""

from __future__ import annotations

import re

from supertokens_lint.sdk.errors import InvalidDomainError
from supertokens_lint.sdk.hosts import (
    is_container_host,
    is_ip,
    is_loopback,
    is_private_lan,
    is_sdk_ipv4,
)
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.sdk.suspicious import DomainDoubt, Doubt, suspicious_domain
from supertokens_lint.sdk.url_domain import NormalisedDomain, normalise_domain
from supertokens_lint.sdk.versions import SdkVersion
from supertokens_lint.sdk.whatwg import parse_url

__all__ = [
    "DomainDoubt",
    "Doubt",
    "InvalidDomainError",
    "NormalisedDomain",
    "browser_origin",
    "canonical_origin",
    "host_of",
    "is_container_host",
    "is_ip",
    "is_loopback",
    "is_private_lan",
    "is_sdk_ipv4",
    "normalise_domain",
    "port_of",
    "suspicious_domain",
]

_HIERARCHICAL = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*://")
_WEB_SCHEMES = frozenset({"http", "https", "ws", "wss", "ftp"})
_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443, "ftp": 21}


def canonical_origin(value: str, sdk: Sdk, version: SdkVersion | None = None) -> str:
    """Return one spelling for all values that mean the same place to ``sdk``'s users.

    Lower case, default port dropped, names in punycode, user info dropped. Text that the SDK
    accepts and no browser does stays as the SDK has it. Raises InvalidDomainError where the SDK
    throws.
    """
    text = normalise_domain(value, sdk, version).text
    url = parse_url(text)
    if url is None or not url.hostname:
        return text.lower()
    return f"{url.scheme}://{url.host}"


def browser_origin(text: str) -> str | None:
    """Return what a browser sends as ``Origin`` from a page at ``text``.

    The ASCII serialisation of an origin (HTML, "origin"). ``null`` for ``file:``; the scheme and
    host for the custom schemes of app shells, which send those. None where ``text`` is not an
    absolute URL with a host, so that it names no page.
    """
    if not _HIERARCHICAL.match(text.strip()):
        return None
    url = parse_url(text)
    if url is None:
        return None
    if url.scheme == "file":
        return "null"
    return f"{url.scheme}://{url.host}" if url.hostname else None


def host_of(url: str) -> str | None:
    """Return the host name that a browser reads from an absolute URL; None without one."""
    parsed = parse_url(url) if _HIERARCHICAL.match(url.strip()) else None
    return parsed.hostname if parsed is not None and parsed.hostname else None


def port_of(url: str) -> int | None:
    """Return the port that an absolute web URL leads to, its scheme's own included."""
    parsed = parse_url(url) if _HIERARCHICAL.match(url.strip()) else None
    if parsed is None or parsed.scheme not in _WEB_SCHEMES:
        return None
    return _PORTS[parsed.scheme] if parsed.port is None else parsed.port
