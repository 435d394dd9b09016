"""Nodes that only newer releases of libcst have."""

from __future__ import annotations

from typing import Any

import libcst as cst


def node_types(*names: str) -> tuple[type[Any], ...]:
    """Return those of the named classes of libcst that the installed release has."""
    return tuple(getattr(cst, name) for name in names if hasattr(cst, name))


FORMATTED_TEXTS = node_types("FormattedStringText", "TemplatedStringText")
"""The text between the placeholders of f-strings and t-strings (libcst 1.9)."""

TEMPLATED_STRINGS = node_types("TemplatedString")
"""t-strings (PEP 750, libcst 1.9)."""

LAZY_IMPORTS = node_types("LazyImport")
"""``lazy import a`` (PEP 810, libcst 1.9)."""

LAZY_FROM_IMPORTS = node_types("LazyImportFrom")
"""``lazy from a import b`` (PEP 810, libcst 1.9)."""

SPREAD_DICT_COMPREHENSIONS = node_types("StarredDictComp")
"""``{**a for a in b}`` (PEP 798, libcst 1.9)."""
