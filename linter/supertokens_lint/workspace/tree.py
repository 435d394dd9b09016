"""Data of JSON and YAML files in which every value knows where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from msgspec import Struct

from supertokens_lint.source import Span


class Scalar(Struct, frozen=True):
    """A string, number, boolean or null; ``text`` is a string as the format's reader gives it.

    YAML readers differ about what ``yes`` or ``10002:3000`` are; ``text`` is what is written.
    """

    value: str | int | float | bool | None
    span: Span
    text: str


class Sequence(Struct, frozen=True):
    """A list."""

    items: tuple[Data, ...]
    span: Span


class Mapping(Struct, frozen=True):
    """An object; keys are scalars in the order of the file. The last of equal keys counts."""

    entries: tuple[tuple[Scalar, Data], ...]
    span: Span

    def get(self, key: str) -> Data | None:
        """Return the value of a key."""
        entry = self.entry(key)
        return None if entry is None else entry[1]

    def entry(self, key: str) -> tuple[Scalar, Data] | None:
        """Return a key with its place, and its value."""
        for name, value in reversed(self.entries):
            if name.text == key:
                return name, value
        return None


Data: TypeAlias = Scalar | Sequence | Mapping


def at(data: Data | None, *keys: str) -> Data | None:
    """Return what lies under nested keys, or ``None``."""
    for key in keys:
        if not isinstance(data, Mapping):
            return None
        data = data.get(key)
    return data


def pairs(data: Data | None, *keys: str) -> Iterator[tuple[Scalar, Data]]:
    """Yield the entries of the mapping under nested keys; nothing when there is none."""
    found = at(data, *keys)
    if isinstance(found, Mapping):
        yield from found.entries


def items(data: Data | None, *keys: str) -> tuple[Data, ...]:
    """Return the items of the list under nested keys; a scalar counts as a list of one."""
    found = at(data, *keys)
    if isinstance(found, Sequence):
        return found.items
    return (found,) if isinstance(found, Scalar) and found.value is not None else ()


def string(data: Data | None, *keys: str) -> str | None:
    """Return the string under nested keys; ``None`` when there is none."""
    found = at(data, *keys)
    return found.value if isinstance(found, Scalar) and isinstance(found.value, str) else None


def text(data: Data | None, *keys: str) -> str | None:
    """Return the scalar under nested keys as it is written; ``None`` for null and structures."""
    found = at(data, *keys)
    return found.text if isinstance(found, Scalar) and found.value is not None else None


def inside_quotes(scalar: Scalar, whole: str) -> Span:
    """Return the place of a scalar's text in a file, without the quotes where it has some."""
    start, end = scalar.span.start, scalar.span.end
    is_quoted = end - start >= 2 and whole[start] in "'\""
    return Span(start + 1, end - 1) if is_quoted else scalar.span
