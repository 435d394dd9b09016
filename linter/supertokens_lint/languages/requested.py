"""The modules that a script asks for, read without a parser where its text leaves no doubt.

Most scripts begin with their imports and have no others. Reading that much takes a hundredth of
the time that parsing takes; for everything else the answer is that only a parser can tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_BLANK = re.compile(rb"(?:[\s;]+|//[^\n]*|/\*.*?\*/)*", re.DOTALL)
_STATEMENT = re.compile(
    rb"""
    (import|export)\b\s*
    (?:(type|typeof)\b(?!\s*(?:,|from\b))\s*)?
    (?:
        (?:[\w$]+\s*,\s*)?
        (?:[\w$]+|\*(?:\s*as\s+[\w$]+)?|\{[^{}"'`/]*\})
        \s*\bfrom\s*
    )?
    (?:"([^"\\\r\n]*)"|'([^'\\\r\n]*)')
    [ \t]*(?:;|(?=[\r\n]|//|/\*|\Z))
    """,
    re.VERBOSE,
)
_DIRECTIVE = re.compile(rb"""(?:"[^"\\\r\n]*"|'[^'\\\r\n]*')[ \t]*(?:;|(?=[\r\n]))""")
_MAYBE = re.compile(
    rb"""
    import\b(?=\s*[\w${*"'`/])
    |export(?=
        \s+import\b
        |\s*(?:/|\*)
        |\s*(?:type\s*)?\{(?![^{}]*\}\s*(?!\s|from\b|/))
    )
    """,
    re.VERBOSE,
)
_BEGINS = re.compile(rb"(?:^|[\n;}])[ \t]*\Z")
_BEFORE = 200
"""So many bytes before a keyword tell whether a statement begins with it."""


_WORD = re.compile(rb"[\w$]+")
_KEYWORDS = frozenset((b"import", b"export", b"type", b"typeof", b"as", b"from", b"default"))


@dataclass(frozen=True, slots=True)
class Requested:
    """One ``import`` or ``export`` with a module: its name as written, and what it is for.

    ``names`` holds the names that it speaks of, those of the module and the local ones.
    """

    module: str
    is_export: bool = False
    type_only: bool = False
    names: frozenset[bytes] = frozenset()


@dataclass(frozen=True, slots=True)
class Header:
    """All that a script asks for in declarations, and the offset at which other code begins."""

    requests: tuple[Requested, ...]
    end: int


def requested(data: bytes) -> Header | None:
    """Return the modules that a script in UTF-8 imports and exports from, in order.

    Calls of ``require`` and ``import()`` are left out. Gives ``None`` where only a parser can
    tell: imports after other code, comments inside of them, escapes.
    """
    found: list[Requested] = []
    position = _after_blank(data, 3 if data.startswith(b"\xef\xbb\xbf") else 0)
    if data.startswith(b"#!", position):
        position = _after_blank(data, data.find(b"\n", position) + 1 or len(data))
    while (directive := _DIRECTIVE.match(data, position)) is not None:
        position = _after_blank(data, directive.end())
    while (match := _STATEMENT.match(data, position)) is not None:
        word, type_only, double, single = match.groups()
        name = double if double is not None else single
        words = set(_WORD.findall(data, position, match.start(3 if single is None else 4)))
        if word == b"export" and b"from" not in words:
            return None
        module = name.decode("utf-8", "replace")
        names = frozenset(words - _KEYWORDS)
        found.append(Requested(module, word == b"export", type_only is not None, names))
        position = _after_blank(data, match.end())
    if any(_may_begin(data, match.start()) for match in _MAYBE.finditer(data, position)):
        return None
    return Header(tuple(found), position)


def names_beside_tags(data: bytes, start: int, names: Iterable[bytes]) -> bool:
    """Tell whether one of some names stands in a script otherwise than as the tag of an element.

    Only the text from ``start`` on is looked at. Names in comments and strings count as well.
    """
    return any(
        re.search(rb"(?<![\w$</])" + re.escape(name) + rb"(?![\w$])", data[start:]) is not None
        for name in names
    )


def _may_begin(data: bytes, position: int) -> bool:
    """Tell whether a statement may begin at a position; after much blank space it may."""
    return _BEGINS.search(data[max(position - _BEFORE, 0) : position]) is not None


def _after_blank(data: bytes, position: int) -> int:
    match = _BLANK.match(data, position)
    return position if match is None else match.end()
