"""Read TOML."""

from __future__ import annotations

import re
import sys
from typing import Any

from supertokens_lint.errors import ReaderError
from supertokens_lint.source import SourceText

# Parsers take quadratic time over such keys.
_DEEP_KEY = re.compile(r"(?:[\w\"'-]{1,80}[ \t]*\.[ \t]*){100}")
_POSITION = re.compile(r" ?\(at line (\d+), column (\d+)\)")


def load_toml(source: SourceText) -> dict[str, Any]:
    """Return the data of a TOML text; raises :class:`ReaderError` with the place of a mistake."""
    if sys.version_info >= (3, 11):
        import tomllib  # noqa: PLC0415 - few runs need it
    else:
        import tomli as tomllib  # noqa: PLC0415 - few runs need it

    if _DEEP_KEY.search(source.text):
        raise ReaderError(source.path, "not read: a key nested too deeply")
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
