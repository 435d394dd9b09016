"""What kind of place a host name or address is."""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address, ip_address

_OCTET = "(?:25[0-5]|2[0-4][0-9]|[01]?[0-9][0-9]?)"
_SDK_IPV4 = re.compile(rf"{_OCTET}(?:\.{_OCTET}){{3}}")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9_-]*[a-z0-9])?")
_PLACEHOLDER_NAMES = frozenset({"undefined", "null", "none", "nan"})
_CARRIER_GRADE_NAT = (0x64400000, 0x647FFFFF)


def is_sdk_ipv4(host: str) -> bool:
    """Tell whether the SDKs' own pattern sees an IPv4 address.

    Source: isAnIpAddress in supertokens-node/lib/ts/normalisedURLDomain.ts; the same in all SDKs.
    It allows leading zeros.
    """
    return _SDK_IPV4.fullmatch(host) is not None


def _address(host: str) -> IPv4Address | IPv6Address | None:
    bare = host[1:-1] if host.startswith("[") and host.endswith("]") else host
    try:
        return ip_address(bare)
    except ValueError:
        return None


def is_ip(host: str) -> bool:
    """Tell whether ``host`` is an IPv4 or IPv6 address, IPv6 with or without brackets."""
    return _address(host) is not None


def is_loopback(host: str) -> bool:
    """Tell whether ``host`` reaches this very machine.

    ``localhost`` and names under it (RFC 6761), 127.0.0.0/8, ``::1``, and the unspecified
    addresses 0.0.0.0 and ``::``, which development servers print and browsers on the same
    machine open.
    """
    address = _address(host)
    if address is not None:
        return address.is_loopback or address.is_unspecified
    name = host.lower().rstrip(".")
    return name == "localhost" or name.endswith(".localhost")


def is_private_lan(host: str) -> bool:
    """Tell whether ``host`` is an address of a local network (RFC 1918, 3927, 4193, 6598)."""
    address = _address(host)
    if address is None or is_loopback(host):
        return False
    if isinstance(address, IPv4Address):
        low, high = _CARRIER_GRADE_NAT
        return address.is_private or address.is_link_local or low <= int(address) <= high
    return address.is_private or address.is_link_local


def is_container_host(host: str) -> bool:
    """Tell whether ``host`` is a bare name, as container networks and LANs resolve it.

    One label, not an address, not localhost, and not a placeholder such as ``undefined``.
    """
    name = host.lower()
    if name == "localhost" or name in _PLACEHOLDER_NAMES or name.isdigit():
        return False
    return _LABEL.fullmatch(name) is not None
