"""Files that a command writes for the project."""

from __future__ import annotations

import os
from pathlib import Path

from supertokens_lint.errors import UsageError


def write_whole(path: Path, text: str) -> None:
    """Replace a file by ``text``, as a whole or not at all.

    Raises :class:`UsageError` when it cannot be written.
    """
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        # A path that is no text holds lone surrogates, for which JSON has the same escape.
        temporary.write_bytes(text.encode("utf-8", "backslashreplace"))
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise UsageError(f"{path} cannot be written: {error.strerror}") from error
