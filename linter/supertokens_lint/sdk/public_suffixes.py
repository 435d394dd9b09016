"""The public suffix list, loaded when it is first asked for and kept for the process.

Source: https://publicsuffix.org/list/, whose data the publicsuffixlist package brings. Its rules
are applied here by the list's own algorithm, because the section of a rule is needed too, and
because that package takes a rule such as ``*.run.app`` to make a suffix of ``run.app`` itself.
Loading takes some 20 ms.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from msgspec import Struct, field
from publicsuffixlist import PSLFILE

from supertokens_lint.sdk.hosts import is_ip
from supertokens_lint.sdk.internet_names import to_ascii

_PRIVATE_SECTION = "===BEGIN PRIVATE DOMAINS==="
_MOST_LABELS = 12


class _Rules(Struct):
    """Rules by name; the value tells whether a rule stands in the private section."""

    exact: dict[str, bool] = field(default_factory=dict)
    wildcards: dict[str, bool] = field(default_factory=dict)
    exceptions: dict[str, bool] = field(default_factory=dict)

    def add(self, rule: str, *, private: bool) -> None:
        if rule.startswith("!"):
            self.exceptions[_punycode(rule[1:])] = private
        elif rule.startswith("*."):
            self.wildcards[_punycode(rule[2:])] = private
        else:
            self.exact[_punycode(rule)] = private

    def suffix(self, name: str, *, icann_only: bool) -> str | None:
        """Return the part of ``name`` that the prevailing rule matches, None without a rule."""
        labels = name.split(".")[-_MOST_LABELS:]
        for start in range(len(labels)):
            candidate = ".".join(labels[start:])
            parent = ".".join(labels[start + 1 :])
            if self._applies(self.exceptions.get(candidate), icann_only):
                return parent
            if self._applies(self.exact.get(candidate), icann_only):
                return candidate
            if self._applies(self.wildcards.get(parent), icann_only):
                return candidate
        return None

    @staticmethod
    def _applies(private: bool | None, icann_only: bool) -> bool:
        return private is not None and not (private and icann_only)


def _punycode(name: str) -> str:
    return to_ascii(name) or name


@lru_cache(maxsize=1)
def _rules() -> _Rules:
    rules = _Rules()
    private = False
    for line in Path(PSLFILE).read_text(encoding="utf-8").splitlines():
        if line.startswith("//"):
            private = private or _PRIVATE_SECTION in line
        elif line and not line[0].isspace():
            rules.add(line.split()[0], private=private)
    return rules


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

    A top-level domain that the list does not know is a public suffix, as browsers treat it.
    """
    name = clean_host(host)
    if name is None:
        return None
    return _rules().suffix(name, icann_only=icann_only) or name.rpartition(".")[2]


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
    return name is not None and _rules().suffix(name, icann_only=False) is not None
