"""Exclude patterns of the configuration and of the command line, brought to one base."""

from __future__ import annotations

import os.path
import posixpath
from collections.abc import Iterable


def merged(
    configured: Iterable[str], config_root: str | None, given: Iterable[str], here: str
) -> tuple[list[str], str]:
    """Return all patterns and the directory that they are relative to.

    Patterns of a configuration file are relative to its directory, those of the command line to
    the working directory; both follow gitignore(5).
    """
    root = here if config_root is None else config_root
    base = os.path.commonpath([root, here])
    patterns = [rebased(pattern, root, base) for pattern in configured]
    patterns += [rebased(pattern, here, base) for pattern in given]
    return patterns, base


def rebased(pattern: str, directory: str, base: str) -> str:
    """Return a pattern that means below ``base`` what ``pattern`` means below ``directory``."""
    prefix = posixpath.relpath(directory, base)
    if prefix == ".":
        return pattern
    negation, body = ("!", pattern[1:]) if pattern.startswith("!") else ("", pattern)
    anchored = "/" in body.rstrip("/")
    middle = "" if anchored else "**/"
    return f"{negation}/{prefix}/{middle}{body.removeprefix('/')}"
