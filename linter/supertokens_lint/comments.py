"""The comments of any file: from its language reader, or found line by line where it has none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from supertokens_lint.languages.ir import Comment, Module
from supertokens_lint.source import SourceText, Span

_SLASH_FILES = frozenset(
    {".js", ".jsx", ".mjs", ".cjs", ".ts", ".tsx", ".mts", ".cts", ".go"}
    | {".json", ".jsonc", ".json5"}
)
_MARKUP_FILES = frozenset({".html", ".htm", ".xml", ".vue", ".svelte", ".astro", ".md", ".mdx"})
_LONGEST_LINE = 10_000
_ENDS = {"/*": "*/", "<!--": "-->"}
_STRING = r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^"'])*?"""


def of(source: SourceText, module: Module | None, needle: str) -> list[Comment]:
    """Return the comments of ``source``; ``module`` is the parsed file where it has a reader.

    Markup files have comments both in their scripts and around them. ``needle`` is what the
    comments wanted begin with; comments of a parsed file are returned whatever they hold.
    """
    if module is None:
        return list(scan(source, needle))
    parsed = list(module.comments)
    if PurePosixPath(source.path).suffix.lower() not in _MARKUP_FILES:
        return parsed
    known = {comment.span.start for comment in parsed}
    return parsed + [c for c in scan(source, needle) if c.span.start not in known]


def scan(source: SourceText, needle: str) -> Iterator[Comment]:
    """Yield the comments of ``source`` that begin with ``needle``.

    Which marks begin a comment depends on the name of the file; marks inside quotes on the same
    line do not count. A comment ends with its line, or at its closing mark on the same line.
    """
    marks = "|".join(re.escape(mark) for mark in _marks(source.path))
    pattern = re.compile(rf"^{_STRING}(?:(?<=\s)|(?<=[{{;,]))?(?P<mark>{marks})\s*{needle}")
    for number in _lines_with(needle, source):
        line = source.line(number)
        match = pattern.match(line) if len(line) <= _LONGEST_LINE else None
        if match is None or not _may_begin(line, match.start("mark")):
            continue
        start = match.start("mark")
        closing = _ENDS.get(match["mark"])
        end = line.find(closing, start) if closing is not None else -1
        stop = len(line) if closing is None or end < 0 else end + len(closing)
        base = source.line_starts[number - 1]
        yield Comment(line[start:stop], Span(base + start, base + stop))


def _lines_with(needle: str, source: SourceText) -> Iterator[int]:
    at = source.text.find(needle)
    while at >= 0:
        number = source.position(at).line
        yield number
        following = source.offset(number + 1, 1)
        at = source.text.find(needle, following) if following > at else -1


def _marks(path: str) -> tuple[str, ...]:
    suffix = PurePosixPath(path).suffix.lower()
    if suffix in _SLASH_FILES:
        return ("//", "/*")
    if suffix in _MARKUP_FILES:
        return ("<!--",)
    return ("#",)


def _may_begin(line: str, at: int) -> bool:
    """Tell whether a comment may begin here: ``a#b`` is a value, ``a #b`` has a comment."""
    return at == 0 or line[at - 1].isspace() or line[at - 1] in "{};,"
