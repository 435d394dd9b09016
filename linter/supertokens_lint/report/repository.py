"""Paths as a code host sees them: from the root of the repository."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote

from supertokens_lint.report.model import Report
from supertokens_lint.report.paths import display_path


def repository_root(directory: str) -> str:
    """Return the nearest folder with a ``.git``, from ``directory`` upward, or ``directory``."""
    start = Path(directory)
    for folder in (start, *start.parents):
        if os.path.lexists(folder / ".git"):
            return folder.as_posix()
    return directory


def repository_path(path: str, report: Report) -> str:
    """Return ``path`` relative to the root of the repository, with forward slashes."""
    return display_path(path, report.root or report.directory)


def relative_uri(path: str, report: Report) -> str | None:
    """Return ``path`` as a URI reference relative to the root of the repository (RFC 3986).

    ``None`` for a file outside of it.
    """
    relative = repository_path(path, report)
    if relative.startswith("../") or os.path.isabs(relative):  # noqa: PTH117 - a string
        return None
    return quote(os.fsencode(relative), safe="/")


def absolute_uri(path: str) -> str:
    """Return ``path`` as an absolute ``file:`` URI (RFC 8089)."""
    return "file://" + quote(os.fsencode(path if path.startswith("/") else f"/{path}"), safe="/:")
