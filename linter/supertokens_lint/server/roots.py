"""Which folders are checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from supertokens_lint.config_file import OWN_FILE
from supertokens_lint.server.buffers import path_of

_MARKS = (".git", OWN_FILE, "package.json", "pyproject.toml", "go.mod")


def of_uris(uris: Iterable[str | None]) -> tuple[str, ...]:
    """Return the folders that exist among some addresses, each once, in their order."""
    found = (path_of(uri) for uri in uris if uri)
    return tuple(dict.fromkeys(path for path in found if path and Path(path).is_dir()))


def around(paths: Iterable[str]) -> tuple[str, ...]:
    """Return the projects that open files belong to, for an editor that has no folder open.

    That is the repository, or else the nearest folder with a manifest; a file in neither belongs
    to no project, and its folder may be anybody's home.
    """
    return tuple(dict.fromkeys(root for path in sorted(paths) for root in _project(Path(path))))


def _project(path: Path) -> Iterator[str]:
    for mark in _MARKS:
        for folder in path.parents:
            if (folder / mark).exists():
                yield folder.as_posix()
                return
