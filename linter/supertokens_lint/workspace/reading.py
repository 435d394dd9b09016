"""From bytes to text, with a clear message for everything that is no text."""

from __future__ import annotations

import codecs
import re

from supertokens_lint.errors import ReaderError
from supertokens_lint.source import SourceText
from supertokens_lint.workspace.files import LOCK_KINDS, SCRIPT_KINDS, FileKind

CODE_LIMIT = 1_000_000
LOCK_LIMIT = 30_000_000

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# PEP 263: in one of the first two lines, the first of which may be only a comment or blank.
_COOKIE = re.compile(rb"\A(?:[ \t\f]*(?:#[^\r\n]*)?\r?\n)?[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_LENIENT_KINDS = SCRIPT_KINDS | {FileKind.ENV, FileKind.OTHER, FileKind.SHELL}


def limit_of(kind: FileKind) -> int:
    """Return how many bytes a file of this kind may have."""
    return LOCK_LIMIT if kind in LOCK_KINDS else CODE_LIMIT


def is_wide(data: bytes) -> bool:
    """Tell whether the text is UTF-16 or UTF-32, where a search for ASCII bytes finds nothing."""
    return data.startswith(WIDE)


def decode(path: str, data: bytes, kind: FileKind) -> SourceText:
    """Return the text of a file.

    A byte order mark decides; without one the text is UTF-8, for Python what its encoding
    comment says (PEP 263). Browsers and Node replace bytes that are no UTF-8, so scripts and env
    files are read in that way too; any other format must be valid.

    Raises :class:`ReaderError` for binary files and wrong encodings.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return SourceText(path, _decode(path, data[len(bom) :], encoding, "strict"))
    if b"\0" in data:
        raise ReaderError(path, "this is a binary file, not text")
    if kind is FileKind.PYTHON:
        return SourceText(path, _decode(path, data, _python_encoding(path, data), "strict"))
    errors = "replace" if kind in _LENIENT_KINDS else "strict"
    return SourceText(path, _decode(path, data, "utf-8", errors))


def _python_encoding(path: str, data: bytes) -> str:
    cookie = _COOKIE.match(data)
    if cookie is None:
        return "utf-8"
    name = cookie.group(1).decode("ascii", "replace")
    try:
        info = codecs.lookup(name)
    except LookupError as error:
        message = f"unknown encoding {name!r} in the coding comment"
        raise ReaderError(path, message) from error
    # Codecs such as "rot13" and "hex" do not give text.
    return info.name if getattr(info, "_is_text_encoding", True) else "utf-8"


def _decode(path: str, data: bytes, encoding: str, errors: str) -> str:
    try:
        text, _ = codecs.lookup(encoding).decode(data, errors)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"not valid {encoding.upper()} (byte 0x{data[error.start]:02x}); save it as UTF-8"
        raise ReaderError(path, message, line) from error
    except ValueError as error:
        raise ReaderError(path, f"not valid {encoding.upper()}: {error}") from error
    return text
