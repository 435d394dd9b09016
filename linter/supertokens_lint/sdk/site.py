"""Sites: what browsers call the same site, and what the SDKs take for it."""

from __future__ import annotations

import re
from socket import inet_aton

from supertokens_lint.sdk.errors import InvalidDomainError
from supertokens_lint.sdk.hosts import is_ip, is_sdk_ipv4
from supertokens_lint.sdk.internet_names import to_ascii
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.sdk.public_suffixes import (
    below_public_suffix,
    is_listed,
    public_suffix,
)
from supertokens_lint.sdk.suffix_history import (
    SuffixAge,
    private_suffix,
    registrable_then,
    suffix_age,
)
from supertokens_lint.sdk.versions import Release, SdkVersion, at_least
from supertokens_lint.sdk.whatwg import parse_url

_LOCALHOST = "localhost"
_OTHER_DOTS = frozenset("\u3002\uff0e\uff61")
_AMAZON = ".amazonaws.com"
_NO_TOP_LEVEL_DOMAIN = "Please make sure that the apiDomain and websiteDomain have correct values"


def registrable_domain(host: str) -> str | None:
    """Return the public suffix of ``host`` and one more label, as browsers group cookies.

    Private suffixes such as ``vercel.app`` count. None for addresses, single labels and hosts
    that are public suffixes themselves: each of those is a site of its own.
    """
    return below_public_suffix(host)


def same_site_browser(url_a: str, url_b: str) -> bool | None:
    """Tell whether a browser sees two absolute URLs as one site: scheme and registrable domain.

    Source: HTML, "same site" (schemeful). None where either is no URL with a host.
    """
    first, second = parse_url(url_a), parse_url(url_b)
    if first is None or second is None or not first.hostname or not second.hostname:
        return None
    if first.scheme != second.scheme:
        return False
    return same_site_hosts(first.hostname, second.hostname)


def same_site_hosts(host_a: str, host_b: str) -> bool:
    """Tell whether two hosts are one site to a browser, whatever their schemes and ports."""
    first, second = (_plain(host) for host in (host_a, host_b))
    if first == second:
        return True
    registrable = registrable_domain(first)
    return registrable is not None and registrable == registrable_domain(second)


def _plain(host: str) -> str:
    return (to_ascii(host) or host.lower()).removesuffix(".")


# tldts, is-valid.ts: what its parse() takes for a host name.
_TLDTS_LABEL = re.compile(r"[a-z0-9_\x80-\U0010ffff][a-z0-9_\x80-\U0010ffff-]*")
# psl, index.js, validate().
_PSL_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?")
_LONGEST_NAME = 255
_LONGEST_LABEL = 63


def sdk_top_level_domain(host: str, sdk: Sdk, version: SdkVersion | None = None) -> str | None:
    """Return what ``sdk`` compares to tell whether API and website share a site.

    ``host`` is the host of a domain that the same SDK normalised. None where the answer depends
    on a suffix list that is not known: that of a Go application, one on the other side of a
    version range, a private suffix of unrecorded age. Sources:
    getTopLevelDomainForSameSiteResolution in utils.ts (node) and utils.go,
    get_top_level_domain_for_same_site_resolution in utils.py. Raises InvalidDomainError where the
    SDK throws, ValueError for an SDK that computes no SameSite.
    """
    if sdk.is_frontend:
        raise ValueError(f"{sdk.value} computes no SameSite")
    if host.startswith(_LOCALHOST) or is_sdk_ipv4(host):
        return _LOCALHOST
    if sdk is Sdk.PYTHON:
        return _python_domain(host, version)
    if sdk is Sdk.GOLANG:
        return _golang_domain(host, version)
    with_tldts = _reached(sdk, version, (20, 1, 3))
    if with_tldts:
        return _tldts_domain(host)
    old = _psl_domain(host, sdk, version)
    if with_tldts is False:
        return old
    return old if old == _tldts_domain(host) else None


def _reached(sdk: Sdk, version: SdkVersion | None, release: Release) -> bool | None:
    """Tell whether ``version`` is ``release`` or newer; an unknown one is the newest."""
    return True if version is None else at_least(sdk, version, release)


def _refused(host: str) -> InvalidDomainError:
    return InvalidDomainError(_NO_TOP_LEVEL_DOMAIN, host)


def _is_age_recorded(host: str) -> bool:
    private = private_suffix(host)
    return private is None or suffix_age(private) is not None


def _tldts_domain(host: str) -> str | None:
    name = host.rstrip(".") or host
    if not _is_tldts_name(name) or is_ip(name):
        if host.endswith(".local") and not is_ip(name):
            return host
        raise _refused(host)
    if not _is_age_recorded(name) or _is_above_wildcard(name):
        return None
    found = registrable_then(name, SuffixAge.TLDTS_6)
    if found is None and name.startswith("."):
        return None
    if found is None and not host.endswith(_AMAZON):
        raise _refused(host)
    return found or host


def _is_tldts_name(name: str) -> bool:
    labels = name.removeprefix(".").split(".")
    if len(name) > _LONGEST_NAME or name.endswith("-"):
        return False
    return all(
        len(label) <= _LONGEST_LABEL
        and _TLDTS_LABEL.fullmatch(label)
        and (label is labels[-1] or label[-1] not in "-_")
        for label in labels
    )


def _psl_domain(host: str, sdk: Sdk, version: SdkVersion | None) -> str | None:
    name = host.removesuffix(".")
    labels = name.split(".")
    valid = all(len(label) <= _LONGEST_LABEL and _PSL_LABEL.fullmatch(label) for label in labels)
    if not valid or len(name) > _LONGEST_NAME:
        return None
    if labels[-1] == "local":
        return _since(host, host.endswith(".local") and _reached(sdk, version, (17, 0, 5)))
    if not _is_age_recorded(name) or _is_above_wildcard(name):
        return None
    found = registrable_then(name, SuffixAge.PSL_1_8_0)
    if found is None:
        return _since(host, host.endswith(_AMAZON) and _reached(sdk, version, (16, 3, 1)))
    return found


def _is_above_wildcard(name: str) -> bool:
    """Tell whether a rule ``*.name`` exists, for which psl takes the name itself for a suffix."""
    bare = name.lstrip(".")
    return public_suffix(f"x.{bare}") == f"x.{bare}" and public_suffix(bare) != bare


def _since(host: str, accepted: bool | None) -> str | None:
    """Return ``host`` where this version accepts it, None where the version is not known.

    Raises InvalidDomainError where it does not.
    """
    if accepted is False:
        raise _refused(host)
    return host if accepted else None


def _python_domain(host: str, version: SdkVersion | None) -> str | None:
    """Follow tldextract, for which a top-level domain that is not listed is no suffix at all."""
    name = host.rstrip(".").rpartition("..")[2].lstrip(".")
    odd = ".." in host or host.startswith(".")
    if _is_above_wildcard(name) or (odd and below_public_suffix(name) is None):
        return None  # wildcard rules came and went, and two dots in a row hide some
    if name.lstrip("[").partition(":")[0] not in {"", name}:
        return None  # what tldextract makes of an IPv6 address differs among its versions
    if is_ip(name) or not name:
        raise _refused(host)
    if not _OTHER_DOTS.isdisjoint(name):
        return None  # tldextract has come to read them as dots, at a version of its own
    if not is_listed(name):
        short = _is_short_address(name) and _reached(Sdk.PYTHON, version, (0, 26, 0)) is False
        return (name if short else name.rpartition(".")[2]) + "."
    private = private_suffix(name)
    knows_private = _reached(Sdk.PYTHON, version, (0, 11, 6))
    if private is not None and knows_private is not False:
        age = suffix_age(private)
        new = _reached(Sdk.PYTHON, version, (0, 26, 0))
        sure = SuffixAge.TLDTS_6 if new else SuffixAge.TLDEXTRACT_3
        if age is None or age > sure or knows_private is None:
            return None
    registrable = below_public_suffix(name, icann_only=knows_private is False)
    if registrable is not None:
        return _last_labels(name, registrable.count(".") + 1)
    amazon = name == host and host.endswith(_AMAZON)
    return _since(host, amazon and _reached(Sdk.PYTHON, version, (0, 16, 1)))


def _is_short_address(name: str) -> bool:
    """Tell whether inet_aton(3) reads an address, as tldextract 3.1.0 asks in remote.py."""
    try:
        inet_aton(name)
    except (OSError, ValueError):
        return False
    return name[0].isdigit()


def _golang_domain(host: str, version: SdkVersion | None) -> str | None:
    """Follow golang.org/x/net/publicsuffix in whatever version the application locks."""
    if host.startswith(".") or host.endswith(".") or ".." in host or is_ip(host) or not host:
        raise _refused(host)
    private = private_suffix(host)
    if private is not None and suffix_age(private) is not SuffixAge.PSL_1_8_0:
        return None
    suffix = public_suffix(host)
    if suffix is None:
        raise _refused(host)
    count = _spelled_in_ascii(host, suffix.count(".") + 1)
    if count < len(host.split(".")):
        return _last_labels(host, count + 1)
    return _since(host, host.endswith(_AMAZON) and _reached(Sdk.GOLANG, version, (0, 15, 0)))


def _spelled_in_ascii(host: str, count: int) -> int:
    """Shorten a suffix of so many labels to what Go's list, which is in punycode, can match."""
    while count > 1 and not _last_labels(host, count).isascii():
        count -= 1
    return count


def _last_labels(name: str, count: int) -> str:
    """Return the end of ``name`` in its own spelling, which may be Unicode."""
    return ".".join(name.split(".")[-count:])
