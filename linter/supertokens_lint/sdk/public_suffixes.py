"""The public suffix list, loaded when it is first asked for and kept for the process.

Source: https://publicsuffix.org/, through the publicsuffixlist package. Loading takes some 30 ms.
"""

from __future__ import annotations

from functools import lru_cache

from publicsuffixlist import PublicSuffixList

from supertokens_lint.sdk.hosts import is_ip
from supertokens_lint.sdk.internet_names import to_ascii


@lru_cache(maxsize=1)
def _whole_list() -> PublicSuffixList:
    return PublicSuffixList()


@lru_cache(maxsize=1)
def _icann_list() -> PublicSuffixList:
    return PublicSuffixList(only_icann=True)


def clean_host(host: str) -> str | None:
    """Return ``host`` as the list spells names, or None for addresses and broken names."""
    if is_ip(host):
        return None
    bare = host.strip().lstrip(".").removesuffix(".")
    name = to_ascii(bare) or bare.lower()
    if not name or "" in name.split("."):
        return None
    return name


def public_suffix(host: str, *, icann_only: bool = False) -> str | None:
    """Return the public suffix that ``host`` ends in or is; None for addresses and broken names.

    A top-level domain that the list does not know is a public suffix, as browsers treat it. A
    wildcard rule such as ``*.run.app`` says nothing about ``run.app`` itself (the list's own
    algorithm; the package used here sees it as a suffix too).
    """
    name = clean_host(host)
    if name is None:
        return None
    suffixes = _icann_list() if icann_only else _whole_list()
    found = suffixes.publicsuffix(name)
    if found is None:
        return None
    if found == name and "." in name and suffixes.publicsuffix(f"x.{name}") != name:
        return public_suffix(name.partition(".")[2], icann_only=icann_only)
    return str(found)


def below_public_suffix(host: str, *, icann_only: bool = False) -> str | None:
    """Return the public suffix of ``host`` with one more label; None where it has no such."""
    name = clean_host(host)
    suffix = public_suffix(host, icann_only=icann_only)
    if name is None or suffix is None or name == suffix:
        return None
    label = name.removesuffix(f".{suffix}").rpartition(".")[2]
    return f"{label}.{suffix}"


def is_listed(host: str) -> bool:
    """Tell whether a rule of the list itself, not the rule for unknown names, covers ``host``."""
    name = clean_host(host)
    return name is not None and _whole_list().publicsuffix(name, accept_unknown=False) is not None
