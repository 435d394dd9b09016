"""Files that a command writes for the project."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from supertokens_lint.errors import UsageError

_MODE = 0o666


def write_whole(path: Path, text: str) -> None:
    """Replace a file by ``text``, as a whole or not at all; a symbolic link is replaced itself.

    Raises :class:`UsageError` when it cannot be written, or its folder leads elsewhere.
    """
    require_here(path.parent)
    try:
        mode = path.lstat().st_mode & 0o777 if path.is_file() else _MODE & ~_umask()
        descriptor, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                # A path that is no text holds lone surrogates, for which JSON has the same escape.
                stream.write(text.encode("utf-8", "backslashreplace"))
            Path(temporary).chmod(mode)
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from error


def require_here(path: Path) -> None:
    """Refuse a path in the working directory that symbolic links lead out of it.

    What is linted may hold such links, and a report is not to be written over files elsewhere.
    Raises :class:`UsageError`.
    """
    here = Path.cwd()
    given = Path(os.path.normpath(here / path))
    if given.is_relative_to(here) and not _real(given).is_relative_to(_real(here)):
        raise UsageError(f"{path} cannot be written: a symbolic link leads out of {here}")


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
