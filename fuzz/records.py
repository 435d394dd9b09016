"""The fields of records, whichever library makes them."""

from __future__ import annotations

from dataclasses import fields, is_dataclass

from msgspec import Struct


def field_names(value: object) -> tuple[str, ...]:
    """Return the names of the fields of a record, none for anything else."""
    if isinstance(value, Struct):
        return value.__struct_fields__
    if is_dataclass(value) and not isinstance(value, type):
        return tuple(item.name for item in fields(value))
    return ()


def is_record(value: object) -> bool:
    """Tell whether a value is an instance with named fields."""
    return isinstance(value, Struct) or (is_dataclass(value) and not isinstance(value, type))
