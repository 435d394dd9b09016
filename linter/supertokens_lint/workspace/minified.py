"""Tell bundles and minified scripts from code that people write."""

from __future__ import annotations

LONG_LINE = 1000
_SAMPLE = 4000
_CODE_MARKS = b";{}(),=:"


def is_minified_name(name: str) -> bool:
    """Tell whether a file name alone says that a tool made the file."""
    lower = name.lower()
    return lower.endswith((".min.js", ".min.mjs", ".min.cjs", "-min.js", ".bundle.js", ".chunk.js"))


def is_minified(data: bytes) -> bool:
    """Tell whether most of a script stands in very long lines of dense code.

    A long line of data (an image in base64, a word list) is no sign: code is full of
    brackets and separators.
    """
    if len(data) < 2 * LONG_LINE or not _may_have_long_line(data):
        return False
    long_bytes = sum(
        len(line) for line in data.splitlines() if len(line) > LONG_LINE and _is_dense(line)
    )
    return 2 * long_bytes > len(data)


def _may_have_long_line(data: bytes) -> bool:
    """Tell whether a line may be longer than ``LONG_LINE``; only a line feed ends one here."""
    start, last = 0, len(data) - LONG_LINE
    while start < last:
        end = data.rfind(b"\n", start, start + LONG_LINE + 1)
        if end < 0:
            return True
        start = end + 1
    return False


def _is_dense(line: bytes) -> bool:
    sample = line[:_SAMPLE]
    marks = len(sample) - len(sample.translate(None, _CODE_MARKS))
    return 20 * marks > len(sample)
