"""Caddyfiles as a tree of directives in which every word knows where it stands.

Follows caddyconfig/caddyfile/lexer.go and the page "Caddyfile Concepts": a directive ends with its
line, ``{`` as the last word of a line opens a block, ``{placeholder}`` is a word. Nothing here
raises; ``is_whole`` is false where braces do not fit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct, field, structs

from supertokens_lint.extract.gateways.nginx_text import Directive, Word
from supertokens_lint.source import SourceText, Span

MAX_DEPTH = 40
MAX_WORDS = 50_000
MAX_IMPORTS = 200
_TOKEN = re.compile(
    r"""
    (?P<newline>\r?\n|\r)
    | (?P<blank>(?:[ \t\ufeff\f\v]|\\\r?\n)+)
    | (?P<comment>\#[^\r\n]*)
    | "(?P<quoted>(?:\\.|[^"\\])*)"?
    | `(?P<raw>[^`]*)`?
    | (?P<word>[^\s]+)
    """,
    re.VERBOSE | re.DOTALL,
)


class CaddyFile(Struct, frozen=True):
    """The blocks and directives at the top of a file."""

    path: str
    directives: tuple[Directive, ...]
    is_whole: bool = True


class _Block(Struct):
    head: tuple[Word, ...]
    found: list[Directive] = field(default_factory=list)


def read_caddyfile(source: SourceText) -> CaddyFile:
    """Read a Caddyfile, with the snippets that it imports put in."""
    blocks = [_Block(())]
    is_whole = True
    for line in _lines(source.text):
        opens = line[-1].text == "{" and not line[-1].is_quoted
        words = line[:-1] if opens else line
        if len(words) == 1 and words[0].text == "}" and not words[0].is_quoted:
            if len(blocks) == 1:
                is_whole = False
            else:
                _close(blocks)
        elif opens and len(blocks) <= MAX_DEPTH:
            blocks.append(_Block(tuple(words) or (Word("", line[-1].span),)))
        elif words:
            blocks[-1].found.append(_directive(tuple(words), None))
    is_whole = is_whole and len(blocks) == 1
    while len(blocks) > 1:
        _close(blocks)
    found = tuple(blocks[0].found)
    return CaddyFile(source.path, _Imports(found).expanded(found), is_whole)


def _close(blocks: list[_Block]) -> None:
    block = blocks.pop()
    blocks[-1].found.append(_directive(block.head, tuple(block.found)))


def _directive(words: tuple[Word, ...], block: tuple[Directive, ...] | None) -> Directive:
    span = Span(words[0].span.start, words[-1].span.end)
    return Directive(words[0].text, words[1:], span, block)


def _lines(text: str) -> Iterator[list[Word]]:
    """Yield the words of each line that has any."""
    words: list[Word] = []
    count = 0
    for match in _TOKEN.finditer(text):
        span = Span(match.start(), match.end())
        if match["newline"] is not None:
            if words:
                yield words
            words = []
        elif match["quoted"] is not None:
            words.append(Word(match["quoted"].replace('\\"', '"'), span, is_quoted=True))
        elif match["raw"] is not None:
            words.append(Word(match["raw"], span, is_quoted=True))
        elif match["word"] is not None:
            words.append(Word(match["word"], span))
            count += 1
        if count > MAX_WORDS:
            break
    if words:
        yield words


class _Imports:
    """Puts snippets, ``(name) { ... }``, in place of ``import name``."""

    def __init__(self, directives: tuple[Directive, ...]) -> None:
        self._snippets = {
            item.name[1:-1]: item.block
            for item in directives
            if item.block is not None and item.name.startswith("(") and item.name.endswith(")")
        }
        self._left = MAX_IMPORTS

    def expanded(
        self, directives: tuple[Directive, ...], within: frozenset[str] = frozenset()
    ) -> tuple[Directive, ...]:
        """Return directives with the snippets that they import; others stay."""
        found: list[Directive] = []
        for item in directives:
            name = item.first()
            block = self._snippets.get(name) if item.name == "import" else None
            if block is not None and name not in within and self._left > 0:
                self._left -= 1
                found.extend(self.expanded(block, within | {name}))
            elif item.block is not None:
                found.append(structs.replace(item, block=self.expanded(item.block, within)))
            else:
                found.append(item)
        return tuple(found)
