"""Read TOML; places are found by looking for the key in the text."""

from __future__ import annotations

import re
import sys
from typing import Any

from supertokens_lint.errors import ReaderError
from supertokens_lint.source import Place, SourceText, Span

_POSITION = re.compile(r"\s*\(at line (\d+), column (\d+)\)")


def load_toml(source: SourceText) -> dict[str, Any]:
    """Return the data of a TOML text; raises :class:`ReaderError` with the place of a mistake."""
    if sys.version_info >= (3, 11):
        import tomllib  # noqa: PLC0415 - few runs need it
    else:
        import tomli as tomllib  # noqa: PLC0415 - few runs need it

    try:
        data: dict[str, Any] = tomllib.loads(source.text)
    except tomllib.TOMLDecodeError as error:
        text = str(error)
        found = _POSITION.search(text)
        line, column = (int(found.group(1)), int(found.group(2))) if found else (1, 1)
        message = f"not valid TOML: {_POSITION.sub('', text)}"
        raise ReaderError(source.path, message, line, column) from error
    except RecursionError as error:
        raise ReaderError(source.path, "TOML nested too deeply") from error
    return data


def place_of(source: SourceText, pattern: str, table: str | None = None) -> Place:
    """Return where a pattern first matches at the start of a line, after a table's header.

    Falls back to the start of the file: the place is for people, the value is not read from it.
    """
    begin, end = 0, len(source.text)
    if table is not None:
        header = re.compile(rf"^[ \t]*\[\[?[ \t]*{table}[ \t]*\]\]?", re.MULTILINE)
        found = header.search(source.text)
        if found is None:
            return Place(source.path, Span(0, 0))
        begin = found.end()
        after = re.compile(r"^[ \t]*\[[^\],\"']+\]", re.MULTILINE).search(source.text, begin)
        end = after.start() if after is not None else end
    match = re.compile(pattern, re.MULTILINE).search(source.text, begin, end)
    if match is None:
        return Place(source.path, Span(begin, begin))
    return Place(source.path, Span(match.start(), match.end()))
