"""Changed files: under the linter while fixes are tried, and on the disk at the end.

A file is written beside itself and put in its place in one step, so that whoever stops the program,
or the machine, finds the old text or the new one.
"""

from __future__ import annotations

import codecs
import os
import stat
import tempfile
import tokenize
from collections.abc import Mapping, Sequence
from io import BytesIO

from supertokens_lint.errors import FixError
from supertokens_lint.workspace import paths
from supertokens_lint.workspace.files import FileKind, classify
from supertokens_lint.workspace.filesystem import FileSystem
from supertokens_lint.workspace.ignores import Excludes
from supertokens_lint.workspace.listing import Listing

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class Overlay:
    """A file system in which some files have other bytes."""

    def __init__(self, base: FileSystem, changed: Mapping[str, bytes]) -> None:
        self._base = base
        self._changed = changed

    def list_root(self, root: str, excludes: Excludes) -> Listing:
        """Return the files below a folder."""
        return self._base.list_root(root, excludes)

    def kind_of(self, path: str) -> str:
        """Return what is at a path."""
        return self._base.kind_of(path)

    def read(self, path: str, limit: int) -> bytes:
        """Return the bytes of a file."""
        known = self._changed.get(path)
        return self._base.read(path, limit) if known is None else known


def encode_like(path: str, data: bytes, old: str, new: str) -> bytes | None:
    """Return ``new`` as bytes in the encoding in which ``data`` holds ``old``.

    ``None`` where those bytes are not exactly ``old``, or the encoding has no way to say ``new``.
    """
    bom, encoding = next(((b, e) for b, e in _BOMS if data.startswith(b)), (b"", ""))
    if not encoding:
        encoding = _declared(data) if classify(path) is FileKind.PYTHON else "utf-8"
    try:
        if bom + old.encode(encoding) != data:
            return None
        return bom + new.encode(encoding)
    except (UnicodeError, LookupError):
        return None


def write_in_place(path: str, old: bytes, new: bytes, roots: Sequence[str]) -> None:
    """Put ``new`` in the place of ``old``; the mode of the file stays.

    A symbolic link stays one: what it leads to is written, when that lies in ``roots``.

    Raises :class:`FixError` when the file is read-only, lies elsewhere, is no longer what was
    linted, or cannot be written; it is then as it was.
    """
    real = paths.normalise(os.path.realpath(path))
    if not any(paths.is_below(real, paths.normalise(os.path.realpath(r))) for r in roots):
        raise FixError(path, "it lies outside of what was to be checked")
    try:
        status = os.stat(real)  # noqa: PTH116 - paths are strings here
        if not stat.S_ISREG(status.st_mode):
            raise FixError(path, "it is not a regular file")
        if not status.st_mode & 0o222 or not os.access(real, os.W_OK):
            raise FixError(path, "it is read-only")
        with open(real, "rb") as stream:  # noqa: PTH123 - as above
            if stream.read() != old:
                raise FixError(path, "it was changed while it was checked; run again")
        _replace(real, new, status)
    except OSError as error:
        raise FixError(path, error.strerror or str(error)) from error


def _replace(real: str, new: bytes, status: os.stat_result) -> None:
    folder, name = os.path.split(real)
    descriptor, beside = tempfile.mkstemp(prefix=f".{name}.", suffix=".tmp", dir=folder)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(new)
            stream.flush()
            os.fsync(stream.fileno())
        _keep_owner(beside, status)
        os.chmod(beside, stat.S_IMODE(status.st_mode))  # noqa: PTH101 - paths are strings here
        os.replace(beside, real)  # noqa: PTH105 - as above
    except BaseException:
        os.unlink(beside)  # noqa: PTH108 - as above
        raise
    _sync_folder(folder)


def _keep_owner(path: str, status: os.stat_result) -> None:
    """Give a file the owner of another; only root may, and nobody else needs to."""
    own = os.stat(path)  # noqa: PTH116 - paths are strings here
    if (own.st_uid, own.st_gid) == (status.st_uid, status.st_gid):
        return
    try:
        os.chown(path, status.st_uid, status.st_gid)
    except (OSError, AttributeError):  # not allowed, or a system without owners
        return


def _sync_folder(folder: str) -> None:
    """Make sure that the new name survives a crash, on systems that can."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(descriptor)
    except OSError:
        return
    finally:
        os.close(descriptor)


def _declared(data: bytes) -> str:
    """Return the encoding that a Python file declares (PEP 263)."""
    try:
        return tokenize.detect_encoding(BytesIO(data).readline)[0]
    except SyntaxError:
        return "utf-8"
