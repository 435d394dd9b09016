"""One spelling for every path: absolute, normalised, with forward slashes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator


def normalise(path: str, base: str | None = None) -> str:
    """Return the absolute path of ``path``, relative to ``base`` (the working directory)."""
    joined = os.path.join(base, path) if base is not None else path  # noqa: PTH118 - strings
    absolute = os.path.abspath(joined)  # noqa: PTH100 - pathlib keeps ".." segments
    return absolute.replace(os.sep, "/") if os.sep != "/" else absolute


def join(directory: str, relative: str) -> str:
    """Return ``relative`` below ``directory`` with ``.`` and ``..`` taken out, by text alone."""
    if relative.startswith("/"):
        parts: list[str] = []
    else:
        parts = [part for part in directory.split("/") if part]
    for part in relative.split("/"):
        if part == "..":
            if parts:
                parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    prefix = "" if parts and parts[0].endswith(":") else "/"
    return prefix + "/".join(parts)


def parent(path: str) -> str:
    """Return the folder that holds ``path``; the root is its own parent."""
    return path.rpartition("/")[0] or "/"


def is_below(path: str, directory: str) -> bool:
    """Tell whether ``path`` is ``directory`` or lies in it; ``/`` holds every drive as well."""
    return directory in (path, "/") or path.startswith(directory + "/")


def upward(directory: str, top: str) -> Iterator[str]:
    """Yield ``directory`` and the folders above it up to ``top``; nothing outside ``top``."""
    while is_below(directory, top):
        yield directory
        if directory in (top, "/"):
            return
        directory = parent(directory)


def common(folders: Iterable[str]) -> str:
    """Return the innermost folder that holds all of ``folders``; one alone is that folder."""
    first, *others = folders
    return next(f for f in upward(first, "/") if all(is_below(other, f) for other in others))


def display(path: str, cwd: str) -> str:
    """Return ``path`` as people should see it from ``cwd``, safe to print.

    Inside ``cwd`` the path is relative; outside it climbs with ``..``. Names that are not valid
    text, and control characters, are shown escaped.
    """
    try:
        shown = os.path.relpath(path, cwd).replace(os.sep, "/")
    except ValueError:  # another drive
        shown = path
    if shown.isprintable():
        return shown
    escaped = shown.encode("utf-8", "backslashreplace").decode("utf-8")
    return "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in escaped)
