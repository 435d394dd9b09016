"""What fixes would change, as a unified diff."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from pathlib import PurePosixPath

from supertokens_lint import languages

_CONTEXT = 3
_ENDING = "\\ No newline at end of file\n"
_COLOURS = {"+": "\x1b[32m", "-": "\x1b[31m", "@": "\x1b[36m"}
_RESET = "\x1b[0m"


def unified(path: str, old: str, new: str) -> str:
    """Return the diff of one file; ``path`` is as it is shown.

    Lines around a change are shown for source code only: in other files they may hold secrets.
    """
    is_code = PurePosixPath(path).suffix.lower() in languages.EXTENSIONS
    lines = difflib.unified_diff(_lines(old), _lines(new), path, path, n=_CONTEXT if is_code else 0)
    return "".join(line if line.endswith("\n") else f"{line}\n{_ENDING}" for line in lines)


def unified_all(changes: Mapping[str, tuple[str, str]]) -> str:
    """Return the diff of several files, each with its old and its new text, in order of paths."""
    return "".join(unified(path, *changes[path]) for path in sorted(changes))


def coloured(diff: str) -> str:
    """Return a diff for a terminal."""
    return "".join(_coloured(line) for line in diff.splitlines(keepends=True))


def _coloured(line: str) -> str:
    colour = _COLOURS.get(line[:1])
    if colour is None or line.startswith(("+++ ", "--- ")):
        return line
    text = line.rstrip("\r\n")
    return f"{colour}{text}{_RESET}{line[len(text) :]}"


def _lines(text: str) -> list[str]:
    """Return the lines with their ends; only LF ends a line of a diff."""
    lines = text.split("\n")
    return [f"{line}\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])
