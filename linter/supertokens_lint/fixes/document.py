"""One file as the fixes see it: its text, its parsed form, and what stands at a place."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import TypeVar

from msgspec import Struct

from supertokens_lint.finding import Edit
from supertokens_lint.languages import ir
from supertokens_lint.source import Place, SourceText, Span

Kind = TypeVar("Kind", bound="ir.Node")
_STRING = re.compile(
    r"(?P<prefix>[A-Za-z]{0,2})(?P<quote>\"\"\"|'''|[\"'`])(?P<inner>.*)(?P=quote)", re.DOTALL
)


class Document(Struct, frozen=True, dict=True):
    """A parsed file."""

    source: SourceText
    module: ir.Module

    @property
    def path(self) -> str:
        """The path of the file."""
        return self.source.path

    @property
    def text(self) -> str:
        """The text of the file."""
        return self.source.text

    @property
    def language(self) -> ir.Language:
        """What the file, or the scripts in it, are written in."""
        return self.module.language

    @property
    def is_script(self) -> bool:
        """Whether it is JavaScript or TypeScript."""
        return self.language in (ir.Language.JAVASCRIPT, ir.Language.TYPESCRIPT)

    @cached_property
    def _by_span(self) -> dict[Span, list[ir.Node]]:
        found: defaultdict[Span, list[ir.Node]] = defaultdict(list)
        for node in ir.walk(*self.module.body):
            found[node.span].append(node)
        return dict(found)

    def at(self, span: Span) -> tuple[ir.Node, ...]:
        """Return the nodes with exactly this span, outer ones first."""
        return tuple(self._by_span.get(span, ()))

    def the(self, span: Span, kind: type[Kind]) -> Kind | None:
        """Return the outermost node of a kind with exactly this span."""
        return next((node for node in self.at(span) if isinstance(node, kind)), None)

    def around(self, span: Span, kind: type[Kind]) -> tuple[Kind, ...]:
        """Return the nodes of a kind that hold a span, the innermost first."""
        found = [
            node
            for node in ir.walk(*self.module.body)
            if isinstance(node, kind)
            and node.span.start <= span.start
            and span.end <= node.span.end
        ]
        return tuple(sorted(found, key=lambda node: node.span.end - node.span.start))

    @cached_property
    def names(self) -> frozenset[str]:
        """Every name that the file mentions, whatever it stands for."""
        found: set[str] = set()
        for node in ir.walk(*self.module.body):
            if isinstance(node, ir.Name):
                found.add(node.id)
            elif isinstance(node, ir.ImportedName):
                found.add(node.local)
            elif isinstance(node, ir.Import) and node.namespace is not None:
                found.add(node.namespace)
            elif isinstance(node, ir.Function | ir.Class) and node.name is not None:
                found.add(node.name)
        return frozenset(found)

    @cached_property
    def newline(self) -> str:
        """The line end that most lines have."""
        crlf = self.text.count("\r\n")
        others = self.text.count("\n") - crlf
        return "\r\n" if crlf > others else "\n"

    @cached_property
    def quote(self) -> str:
        """The quotes that most strings of the file have."""
        if self.language is ir.Language.GO:
            return '"'
        counts: Counter[str] = Counter()
        for node in ir.walk(*self.module.body):
            if isinstance(node, ir.Literal) and isinstance(node.value, str):
                counts[self.text[node.span.start : node.span.start + 1]] += 1
            elif isinstance(node, ir.Import) and self.is_script:
                counts[self.text[node.module_span.start : node.module_span.start + 1]] += 1
        return "'" if counts["'"] > counts['"'] else '"'

    def slice(self, span: Span) -> str:
        """Return the text of a span."""
        return self.source.slice(span)

    def edit(self, start: int, end: int, replacement: str) -> Edit:
        """Return an edit of this file."""
        return Edit(Place(self.path, Span(start, end)), replacement)

    def insertion(self, at: int, text: str) -> Edit:
        """Return an edit that adds text."""
        return self.edit(at, at, text)

    def indent_at(self, offset: int) -> str:
        """Return the white space that the line of an offset begins with."""
        line = self.line_start(offset)
        end = line
        while end < len(self.text) and self.text[end] in " \t":
            end += 1
        return self.text[line:end]

    def line_start(self, offset: int) -> int:
        """Return where the line of an offset begins."""
        return self.source.line_starts[self.source.position(offset).line - 1]

    def line_end(self, offset: int) -> int:
        """Return where the line of an offset ends, before its line end."""
        number = self.source.position(offset).line
        return self.source.line_starts[number - 1] + len(self.source.line(number))

    def comment_at(self, offset: int) -> ir.Comment | None:
        """Return the comment that begins at an offset."""
        return self._comments.get(offset)

    @cached_property
    def _comments(self) -> dict[int, ir.Comment]:
        return {comment.span.start: comment for comment in self.module.comments}

    def skip(self, offset: int, end: int) -> int:
        """Return the first offset at or after one that is neither white space nor a comment."""
        while offset < end:
            comment = self.comment_at(offset)
            if comment is not None:
                offset = max(comment.span.end, offset + 1)
            elif self.text[offset].isspace():
                offset += 1
            else:
                break
        return min(offset, end)

    def blocks(self) -> Iterator[tuple[ir.Statement, ...]]:
        """Yield every list of statements that follow one another."""
        for block in self.module.blocks:
            yield block.body
        for node in ir.walk(*self.module.body):
            yield from _bodies(node)


def string_parts(text: str) -> tuple[int, str] | None:
    """Return where the inside of a string literal begins, and the inside; ``None`` for others."""
    match = _STRING.fullmatch(text)
    if match is None or set(match["prefix"].lower()) & {"b", "f"}:
        return None
    return match.start("inner"), match["inner"]


def quoted(text: str, quote: str) -> str | None:
    """Return a string literal, ``None`` for a text that needs escapes."""
    if set(text) & set("\"'`\\\r\n\0") or "${" in text:
        return None
    return f"{quote}{text}{quote}"


def _bodies(node: ir.Node) -> Iterator[tuple[ir.Statement, ...]]:
    if isinstance(node, ir.Function | ir.Loop | ir.Block | ir.Class):
        yield node.body
    elif isinstance(node, ir.If):
        yield node.then
        yield node.otherwise
    elif isinstance(node, ir.Try):
        yield node.body
        yield from node.handlers
        yield node.finalizer
