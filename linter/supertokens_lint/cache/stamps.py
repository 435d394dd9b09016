"""Whether a file surely is what it was, told without reading it."""

from __future__ import annotations

import os
from typing import TypeAlias

Stamp: TypeAlias = "tuple[int, int, int, int]"
"""Times of the last write and of the last change of the inode, size and inode."""

# FAT keeps times of two seconds, and nothing that is in use keeps coarser ones.
GRAIN_NANOSECONDS = 2_000_000_000
# On Windows the second time is that of the creation, so that a write which puts the first one
# back would not show; files are always read there.
_TRUSTED = os.name != "nt"


def stamp_of(path: str, now: int) -> Stamp | None:
    """Return what changes when the file at a path does.

    ``None`` when there is none, and when it was written so shortly before ``now`` (nanoseconds
    since the epoch) that another write could leave the same times.
    """
    if not _TRUSTED:
        return None
    try:
        status = os.stat(path)  # noqa: PTH116 - one call for many paths
    except (OSError, ValueError):
        return None
    if max(status.st_mtime_ns, status.st_ctime_ns) > now - GRAIN_NANOSECONDS:
        return None
    written, changed = status.st_mtime_ns, status.st_ctime_ns
    # Of most files they are the same; so is the number then.
    return (written, written if changed == written else changed, status.st_size, status.st_ino)


def is_same(path: str, stamp: Stamp | None) -> bool:
    """Tell whether the file at a path surely is the one that had this stamp."""
    if stamp is None:
        return False
    try:
        status = os.stat(path)  # noqa: PTH116 - one call for many paths
    except (OSError, ValueError):
        return False
    return (status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino) == stamp
