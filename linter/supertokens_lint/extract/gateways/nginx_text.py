"""nginx configuration as a tree of directives in which every word knows where it stands.

Follows ngx_conf_read_token of nginx (src/core/ngx_conf_file.c): words are parted by blank space,
quotes hold one word together, ``;`` and ``{`` end a directive, and ``${NAME}`` is part of a word.
Templates are read as well: what stands in ``{{ }}`` is part of a word and ``{% %}`` is skipped.
Nothing here raises: a text that ends too early, or has a brace too many, gives what was read, and
``is_whole`` is false.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct, field

from supertokens_lint.source import SourceText, Span

MAX_DEPTH = 60
MAX_DIRECTIVES = 20_000
_SPACE = re.compile(r"[ \t\r\n\f\v\ufeff]+")
_COMMENT = re.compile(r"#[^\r\n]*")
_TAG = re.compile(r"\{%.{0,500}?%\}|\{#.{0,500}?#\}", re.DOTALL)
_SLOT = re.compile(r"\{\{[^{}\r\n]{0,200}\}\}")
_REFERENCE = re.compile(r"\$\{[^{}\s]{0,200}\}")
_PLAIN = re.compile(r"[^ \t\r\n\f\v\ufeff;{}\"'\\$]+")
_BRACE = re.compile(r"[{}]")
_ESCAPES = {"t": "\t", "n": "\n", "r": "\r"}


class Word(Struct, frozen=True):
    """One word with quotes and backslashes taken off."""

    text: str
    span: Span
    is_quoted: bool = False


class Directive(Struct, frozen=True):
    """One directive: its name, its arguments, and what stands in its block if it has one."""

    name: str
    args: tuple[Word, ...]
    span: Span
    block: tuple[Directive, ...] | None = None

    @property
    def texts(self) -> tuple[str, ...]:
        """The arguments as texts."""
        return tuple(word.text for word in self.args)

    def first(self) -> str:
        """Return the first argument, or an empty text."""
        return self.args[0].text if self.args else ""


class NginxFile(Struct, frozen=True):
    """The directives of one file.

    ``is_whole`` is false when braces do not fit or the file is a template with conditions, so
    that something may be there that was not seen.
    """

    path: str
    directives: tuple[Directive, ...]
    is_whole: bool = True


class _Block(Struct):
    """A block that is still open; the outermost one has no head."""

    head: tuple[Word, ...] = ()
    start: int = 0
    found: list[Directive] = field(default_factory=list)


def read_nginx(source: SourceText) -> NginxFile:
    """Read a configuration file, a part of one, or a template of either."""
    return _Reader(source).read()


def named(directives: tuple[Directive, ...], *names: str) -> Iterator[Directive]:
    """Yield the directives with one of some names, not those in blocks."""
    for directive in directives:
        if directive.name in names:
            yield directive


class _Reader:
    def __init__(self, source: SourceText) -> None:
        self._path = source.path
        self._text = source.text
        self._at = 0
        self._is_whole = True
        self._count = 0

    def read(self) -> NginxFile:
        blocks = [_Block()]
        words: list[Word] = []
        while self._skip() and self._count < MAX_DIRECTIVES:
            char = self._text[self._at]
            if char == ";":
                self._at += 1
                self._end(blocks[-1], words)
                words = []
            elif char == "{" and not self._opens_slot():
                self._at += 1
                if not self._open(blocks, words):
                    break
                words = []
            elif char == "}":
                self._at += 1
                self._end(blocks[-1], words)
                words = []
                self._close(blocks)
            else:
                words.append(self._word())
        self._end(blocks[-1], words)
        self._is_whole = self._is_whole and len(blocks) == 1 and self._at >= len(self._text)
        while len(blocks) > 1:
            self._close(blocks)
        return NginxFile(self._path, tuple(blocks[0].found), self._is_whole)

    def _open(self, blocks: list[_Block], words: list[Word]) -> bool:
        if len(blocks) > MAX_DEPTH:
            self._is_whole = False
            return False
        if words and words[0].text.endswith("_by_lua_block"):
            self._skip_code()
            self._end(blocks[-1], words)
        else:
            blocks.append(_Block(tuple(words), words[0].span.start if words else self._at))
        return True

    def _end(self, block: _Block, words: list[Word]) -> None:
        if words:
            self._count += 1
            span = Span(words[0].span.start, words[-1].span.end)
            block.found.append(Directive(words[0].text, tuple(words[1:]), span))

    def _close(self, blocks: list[_Block]) -> None:
        if len(blocks) == 1:
            self._is_whole = False
            return
        block = blocks.pop()
        if block.head:
            self._count += 1
            span = Span(block.head[0].span.start, block.head[-1].span.end)
            inner = tuple(block.found)
            found = Directive(block.head[0].text, block.head[1:], span, inner)
            blocks[-1].found.append(found)

    def _skip(self) -> bool:
        """Go to the next word or mark; false at the end of the text."""
        text = self._text
        while self._at < len(text):
            match = _SPACE.match(text, self._at) or _COMMENT.match(text, self._at)
            if match is None and text.startswith("{", self._at):
                match = _TAG.match(text, self._at)
                self._is_whole = self._is_whole and match is None
            if match is None:
                return True
            self._at = match.end()
        return False

    def _opens_slot(self) -> bool:
        return _SLOT.match(self._text, self._at) is not None

    def _skip_code(self) -> None:
        depth = 1
        for match in _BRACE.finditer(self._text, self._at):
            depth += 1 if match.group() == "{" else -1
            if depth == 0:
                self._at = match.end()
                return
        self._is_whole = False
        self._at = len(self._text)

    def _word(self) -> Word:
        start = self._at
        if self._text[start] in "\"'":
            return self._quoted(self._text[start])
        parts: list[str] = []
        text = self._text
        while self._at < len(text):
            match = _PLAIN.match(text, self._at) or _REFERENCE.match(text, self._at)
            match = match or _SLOT.match(text, self._at)
            if match is not None:
                parts.append(match.group())
                self._at = match.end()
                continue
            char = text[self._at]
            if char == "\\":
                parts.append(self._escape())
            elif char in "$\"'":
                parts.append(char)
                self._at += 1
            else:
                break
        return Word("".join(parts), Span(start, self._at))

    def _escape(self) -> str:
        following = self._text[self._at + 1 : self._at + 2]
        self._at += 1 + len(following)
        if following in ("'", '"', "\\"):
            return following
        return _ESCAPES.get(following, f"\\{following}")

    def _quoted(self, quote: str) -> Word:
        start = self._at
        self._at += 1
        parts: list[str] = []
        text = self._text
        while self._at < len(text) and text[self._at] != quote:
            if text[self._at] == "\\":
                parts.append(self._escape())
                continue
            parts.append(text[self._at])
            self._at += 1
        self._is_whole = self._is_whole and self._at < len(text)
        self._at = min(self._at + 1, len(text))
        return Word("".join(parts), Span(start, self._at), is_quoted=True)
