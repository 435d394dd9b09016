"""The code that a run is made of: this program, rule packs and all that they import."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence

from supertokens_lint import __version__
from supertokens_lint.cache import digests
from supertokens_lint.cache.stamps import Stamp, is_same, stamp_of
from supertokens_lint.errors import ReaderError
from supertokens_lint.workspace.filesystem import OsFileSystem

_LIMIT = 100_000_000
_PACK_ENDS = (".dist-info", ".egg-info", ".egg")
_ENTRY_POINTS = ("entry_points.txt", "EGG-INFO/entry_points.txt")


def interpreter() -> tuple[object, ...]:
    """Return what is known of the code before any of it is imported."""
    return (
        __version__,
        sys.version,
        sys.executable,
        tuple(sys.flags),
        sys.platform,
        tuple(sys.path),
        digests.of_value(tuple(_packs())),
    )


def _packs() -> Iterator[tuple[object, ...]]:
    """Yield what would change if a rule pack came, went, or had other entry points.

    These are the files in which :mod:`importlib.metadata` finds entry points; to import that
    takes longer than all else here.
    """
    for folder in sys.path:
        try:
            names = sorted(os.listdir(folder or "."))  # noqa: PTH208 - names alone
        except OSError:
            yield (folder, _changes(folder))
            continue
        for name in names:
            if name.endswith(_PACK_ENDS):
                inner = f"{folder}/{name}"
                yield (inner, *(_digest(f"{inner}/{file}") for file in _ENTRY_POINTS))


def _changes(path: str) -> tuple[int, ...]:
    try:
        status = os.stat(path)  # noqa: PTH116 - one call for many paths
    except (OSError, ValueError):
        return ()
    return (status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino)


def loaded(now: int) -> list[tuple[str, Stamp | None, str]] | None:
    """Return the files of all imported modules: path, stamp and digest.

    ``None`` when one of them cannot be found, or was written so shortly before ``now``, when the
    run began, that it may not be what was imported.
    """
    files: dict[str, tuple[str, Stamp | None, str]] = {}
    for module in list(sys.modules.values()):
        given = getattr(module, "__file__", None)
        if not isinstance(given, str):
            continue
        path = _on_disk(given)
        if path is None:
            return None
        if path in files:
            continue
        stamp = stamp_of(path, now)
        digest = _digest(path)
        if digest is None or (stamp is None and os.name != "nt"):
            return None
        files[path] = (path, stamp, digest)
    files.update((path, (path, stamp_of(path, now), _digest(path) or "")) for path in _data())
    return list(files.values())


def is_unchanged(files: Sequence[tuple[str, Stamp | None, str]]) -> bool:
    """Tell whether the files of the code are the same."""
    return all(is_same(path, stamp) or _digest(path) == digest for path, stamp, digest in files)


def _on_disk(path: str) -> str | None:
    """Return the file that a module comes from: the archive, for one that is in an archive."""
    while not os.path.exists(path):  # noqa: PTH110 - strings
        above = os.path.dirname(path)  # noqa: PTH120 - strings
        if above == path:
            return None
        path = above
    return path if os.path.isfile(path) else None  # noqa: PTH113 - strings


def _data() -> Iterator[str]:
    """Yield the files that modules read when they are used."""
    module = sys.modules.get("publicsuffixlist")
    path = getattr(module, "PSLFILE", None)
    if isinstance(path, str):
        yield path


def _digest(path: str) -> str | None:
    try:
        return digests.of_bytes(OsFileSystem().read(path, _LIMIT))
    except ReaderError:
        return None
