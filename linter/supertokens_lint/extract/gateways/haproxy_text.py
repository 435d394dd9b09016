"""Configuration of HAProxy as sections of lines whose words know where they stand.

Source: docs.haproxy.org, "Configuration file format": one directive a line, ``#`` begins a
comment, quotes and backslashes hold words together; a section begins with its keyword.
"""

from __future__ import annotations

import re

from msgspec import Struct

from supertokens_lint.source import SourceText, Span

MAX_LINES = 20_000
MAX_LINE = 4_000
SECTIONS = frozenset({"global", "defaults", "frontend", "backend", "listen"})
_OTHERS = frozenset({"userlist", "peers", "resolvers", "mailers", "program", "cache", "ring"})
_WORD = re.compile(r"(?:\"(?:[^\"\\]|\\.)*\"|'[^']*'|\\.|[^\s\"'#\\])+|#.*")
_ESCAPE = re.compile(r"\\([ \\\"#'])")


class Line(Struct, frozen=True):
    """One directive: its words without quotes, and where the line stands."""

    words: tuple[str, ...]
    span: Span

    @property
    def name(self) -> str:
        """The first word."""
        return self.words[0]


class Section(Struct, frozen=True):
    """A section with its keyword, its name and its lines."""

    kind: str
    name: str
    lines: tuple[Line, ...]
    span: Span

    def named(self, *names: str) -> tuple[Line, ...]:
        """Return the lines that begin with one of some words."""
        return tuple(line for line in self.lines if line.name in names)


class HaproxyFile(Struct, frozen=True):
    """The sections of a file."""

    path: str
    sections: tuple[Section, ...]


def read_haproxy(source: SourceText) -> HaproxyFile:
    """Read the sections of a file; what stands before the first one is left out."""
    found: list[Section] = []
    head: Line | None = None
    lines: list[Line] = []
    for line in _lines(source.text):
        if line.name in SECTIONS or line.name in _OTHERS:
            found.extend(_section(head, lines))
            head, lines = line, []
        else:
            lines.append(line)
    found.extend(_section(head, lines))
    return HaproxyFile(source.path, tuple(found))


def _section(head: Line | None, lines: list[Line]) -> list[Section]:
    if head is None or head.name not in SECTIONS:
        return []
    name = head.words[1] if len(head.words) > 1 else ""
    return [Section(head.name, name, tuple(lines), head.span)]


def _lines(text: str) -> list[Line]:
    found: list[Line] = []
    at = 0
    for count, line in enumerate(text.splitlines(keepends=True)):
        if count > MAX_LINES:
            break
        body = line.rstrip("\r\n")
        words = [] if len(body) > MAX_LINE else [match[0] for match in _WORD.finditer(body)]
        words = words[: next((i for i, word in enumerate(words) if word[0] == "#"), len(words))]
        if words:
            start = at + len(body) - len(body.lstrip())
            span = Span(start, at + len(body.rstrip()))
            found.append(Line(tuple(_plain(word) for word in words), span))
        at += len(line)
    return found


def _plain(word: str) -> str:
    if len(word) > 1 and word[0] == word[-1] and word[0] in "\"'":
        return word[1:-1]
    return _ESCAPE.sub(r"\1", word)
