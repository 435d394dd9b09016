"""Short names for contents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from hashlib import blake2b

from msgspec import Struct

_BYTES = 20


def of_bytes(data: bytes) -> str:
    """Return the digest of some bytes."""
    return blake2b(data, digest_size=_BYTES).hexdigest()


def of_texts(texts: Iterable[str]) -> str:
    """Return the digest of texts in their order; no two lists have the same one by joining."""
    digest = blake2b(digest_size=_BYTES)
    for text in texts:
        data = text.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()


def of_value(value: object) -> str:
    """Return the digest of plain data: the same for equal values, in every process."""
    return of_bytes(_written(value).encode("utf-8", "surrogatepass"))


def _written(value: object) -> str:
    if type(value) is tuple and all(type(item) is str for item in value):
        return repr(value)
    if value is None or type(value) in (bool, int, str, bytes):
        return repr(value)
    if isinstance(value, Struct):
        inner = ",".join(_written(getattr(value, name)) for name in value.__struct_fields__)
        return f"{type(value).__qualname__}({inner})"
    if is_dataclass(value) and not isinstance(value, type):
        inner = ",".join(_written(getattr(value, item.name)) for item in fields(value))
        return f"{type(value).__qualname__}({inner})"
    if isinstance(value, (set, frozenset)):
        return "{" + ",".join(sorted(map(_written, value))) + "}"
    if isinstance(value, (tuple, list)):
        return "(" + ",".join(map(_written, value)) + ")"
    if isinstance(value, dict):
        return "[" + ",".join(f"{_written(k)}:{_written(v)}" for k, v in value.items()) + "]"
    return repr(value)
