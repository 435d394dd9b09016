"""Paths as people see them."""

from __future__ import annotations

import os


def display_path(path: str, directory: str) -> str:
    """Return ``path`` relative to ``directory``, with forward slashes.

    A path on another drive has no relative spelling and is returned as it is.
    """
    try:
        relative = os.path.relpath(path, directory)
    except ValueError:
        return path.replace(os.sep, "/")
    return relative.replace(os.sep, "/")
