"""Internationalised host names in the form that browsers and Node send them.

Source: WHATWG URL, "domain to ASCII", which is Unicode UTS 46 without transitional processing.
The mapping is built from Python's own Unicode tables. For letters in use it gives what UTS 46
gives; the bidirectional check is left out, and a non-joiner is valid after a virama alone.
"""

from __future__ import annotations

import unicodedata

_DOTS = str.maketrans({"\u3002": ".", "\uff0e": ".", "\uff61": "."})
_KEPT = frozenset("\u00df\u03c2\u200c\u200d")
_IGNORED = frozenset("\u00ad\u034f\u200b\u2060\u2064\ufeff") | {
    chr(code) for code in range(0xFE00, 0xFE10)
}
_DISALLOWED = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs"})
_JOINERS = frozenset("\u200c\u200d")
_VIRAMA = 9
_PUNYCODE_PREFIX = "xn--"


def to_ascii(domain: str) -> str | None:
    """Return the lower-case punycode form of ``domain``, or None where UTS 46 refuses it."""
    if domain.isascii() and _PUNYCODE_PREFIX not in domain.lower():
        return domain.lower()
    labels = [_label_to_ascii(label) for label in _mapped(domain).split(".")]
    kept = [label for label in labels if label is not None]
    return ".".join(kept) if len(kept) == len(labels) else None


def to_unicode(domain: str) -> str:
    """Return ``domain`` with its punycode labels decoded; labels that do not decode stay."""
    decoded = (
        _decoded(label) if label.startswith(_PUNYCODE_PREFIX) else label
        for label in domain.lower().split(".")
    )
    return ".".join(
        label if label is not None else original
        for label, original in zip(decoded, domain.split("."), strict=True)
    )


def _mapped(domain: str) -> str:
    kept = (char for char in domain.translate(_DOTS) if char not in _IGNORED)
    folded = "".join(char if char in _KEPT else char.casefold() for char in kept)
    return unicodedata.normalize("NFKC", folded)


def _label_to_ascii(label: str) -> str | None:
    if label.startswith(_PUNYCODE_PREFIX):
        decoded = _decoded(label) if label.isascii() else None
        if not decoded or _mapped(decoded) != decoded:
            return None
        return label if _is_valid(decoded) else None
    if label.isascii():
        return label
    if not _is_valid(label):
        return None
    return _PUNYCODE_PREFIX + label.encode("punycode").decode("ascii")


def _is_valid(label: str) -> bool:
    if unicodedata.category(label[0]).startswith("M"):
        return False
    before = ""
    for char in label:
        joiner = char in _JOINERS and unicodedata.combining(before or " ") != _VIRAMA
        if joiner or (
            char > "\x7f" and char not in _JOINERS and unicodedata.category(char) in _DISALLOWED
        ):
            return False
        before = char
    return "\ufffd" not in label


def _decoded(label: str) -> str | None:
    try:
        return label[len(_PUNYCODE_PREFIX) :].encode("ascii").decode("punycode")
    except UnicodeError:
        return None
