"""The folder of the cache: where it is, and whether it can be trusted."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from stat import S_ISDIR

from supertokens_lint.workspace import git, paths

VARIABLE = "SUPERTOKENS_LINT_CACHE_DIR"
_NAME = "supertokens-lint"
_MODE = 0o700
_FILE_MODE = 0o600
_OTHERS_MAY_WRITE = 0o022
_NOTES = {
    "CACHEDIR.TAG": "Signature: 8a477f597d28d172789f06886806bc55\n"
    "# Made by supertokens-lint; see https://bford.info/cachedir/\n",
    ".gitignore": "*\n",
}


def location(given: str | None, environ: Mapping[str, str]) -> Path | None:
    """Return where the cache is to be; ``None`` where the user has no such place.

    That is ``given``, else what ``SUPERTOKENS_LINT_CACHE_DIR`` names, else the place that the
    platform has for caches: ``$XDG_CACHE_HOME`` (absolute, as its specification wants) or
    ``~/.cache``, ``~/Library/Caches``, ``%LOCALAPPDATA%``.
    """
    named = given or environ.get(VARIABLE)
    if named:
        return Path(paths.normalise(named))
    if os.name == "nt":
        local = environ.get("LOCALAPPDATA", "")
        return Path(local, _NAME, "Cache") if Path(local).is_absolute() else None
    shared = environ.get("XDG_CACHE_HOME", "")
    if Path(shared).is_absolute():
        return Path(shared, _NAME)
    home = environ.get("HOME", "")
    if not Path(home).is_absolute():
        return None
    inner = "Library/Caches" if sys.platform == "darwin" else ".cache"
    return Path(home, inner, _NAME)


def opened(folder: Path, roots: Iterable[str], *, is_chosen: bool) -> Path | None:
    """Return the folder, made when it is not there, if nobody else can have put anything in it.

    It has to belong to the user, and nobody else may write to it. A folder that lies in what is
    linted may have come with it: it is used where git is there to tell that it did not. Where
    nobody chose the folder, it is only made below one of the user's own, so that a run as another
    user leaves nothing in it.
    """
    try:
        if not folder.is_dir():
            if not is_chosen and not _is_own(_existing(folder)):
                return None
            folder.mkdir(mode=_MODE, parents=True, exist_ok=True)
        if not _is_private(folder) or _came_with(folder, roots):
            return None
        for name, text in _NOTES.items():
            if not (folder / name).exists():
                (folder / name).touch(_FILE_MODE)
                (folder / name).write_text(text, encoding="utf-8")
    except OSError:
        return folder if _is_readable(folder) else None
    return folder


def _is_readable(folder: Path) -> bool:
    """Tell whether a folder can serve although nothing can be written to it."""
    try:
        return _is_private(folder)
    except OSError:
        return False


def _existing(folder: Path) -> Path:
    return next((above for above in folder.parents if above.is_dir()), folder)


def _is_own(folder: Path) -> bool:
    return not hasattr(os, "geteuid") or folder.stat().st_uid == os.geteuid()


def _is_private(folder: Path) -> bool:
    status = folder.stat()
    if not S_ISDIR(status.st_mode):
        return False
    return os.name == "nt" or (_is_own(folder) and not status.st_mode & _OTHERS_MAY_WRITE)


def _came_with(folder: Path, roots: Iterable[str]) -> bool:
    """Tell whether what is in a folder may have come with what is linted."""
    real = paths.normalise(os.path.realpath(folder))
    if not any(paths.is_below(real, paths.normalise(os.path.realpath(root))) for root in roots):
        return False
    return git.ask(real, ("ls-files", "--cached", "-z", "--", ".")) != b""
