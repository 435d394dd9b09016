"""Adding an item to what stands between brackets, in the style of the items that are there."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from supertokens_lint.finding import Edit
from supertokens_lint.fixes.document import Document
from supertokens_lint.languages import ir
from supertokens_lint.source import Span

_PAIRS = {"(": ")", "[": "]", "{": "}"}


class Brackets(Struct, frozen=True):
    """The items between two brackets; ``open`` is the offset after the first bracket."""

    open: int
    close: int
    items: tuple[Span, ...]
    padded: bool = False


def brackets_of(document: Document, node: ir.Node) -> Brackets | None:
    """Return what stands between the brackets of a call, an object or a list."""
    if isinstance(node, ir.Call):
        return _brackets(document, node.span, node.callee.span.end, node.args)
    if isinstance(node, ir.Object):
        return _brackets(document, node.span, node.span.start, node.entries)
    if isinstance(node, ir.Array):
        return _brackets(document, node.span, node.span.start, node.items)
    return None


def add_items(
    document: Document, brackets: Brackets, texts: Sequence[str]
) -> tuple[Edit, ...] | None:
    """Return the edits that add items at the end, ``None`` when the place is not clear."""
    if not texts:
        return ()
    if not brackets.items:
        if document.text[brackets.open : brackets.close].strip():
            return None  # a comment alone between the brackets
        pad = " " if brackets.padded else ""
        return (document.edit(brackets.open, brackets.close, f"{pad}{', '.join(texts)}{pad}"),)
    last = brackets.items[-1]
    at = document.skip(last.end, brackets.close)
    comma = at < brackets.close and document.text[at] == ","
    if document.skip(at + 1 if comma else at, brackets.close) != brackets.close:
        return None
    if "\n" not in document.text[_previous_end(brackets) : last.start]:
        return (document.insertion(last.end, "".join(f", {text}" for text in texts)),)
    start = f"{document.newline}{document.indent_at(last.start)}"
    added = ",".join(f"{start}{text}" for text in texts)
    after = _after_comment(document, at + 1 if comma else last.end, brackets.close)
    if comma:
        return (document.insertion(after, f"{added},"),)
    if after == last.end:
        return (document.insertion(after, f",{added}"),)
    return (document.insertion(last.end, ","), document.insertion(after, added))


def _previous_end(brackets: Brackets) -> int:
    return brackets.items[-2].end if len(brackets.items) > 1 else brackets.open


def _after_comment(document: Document, offset: int, close: int) -> int:
    """Return the end of the comments that follow on the same line, else ``offset`` itself."""
    end = offset
    at = offset
    while at < close and document.text[at] in " \t":
        at += 1
        comment = document.comment_at(at)
        if comment is not None:
            end = at = comment.span.end
    return end


def _brackets(
    document: Document, whole: Span, start: int, nodes: Sequence[ir.Node]
) -> Brackets | None:
    """Find the bracket before the first item; types of generics and Go stand before it."""
    text = document.text
    close = whole.end - 1
    if close < start or text[close] not in _PAIRS.values():
        return None
    opening = next(key for key, value in _PAIRS.items() if value == text[close])
    limit = nodes[0].span.start if nodes else close
    at = text.rfind(opening, start, limit) if nodes else _matching(text, start, close, opening)
    if at < 0 or document.skip(at + 1, limit) != limit:
        return None
    items = tuple(node.span for node in nodes)
    return Brackets(at + 1, close, items, padded=opening == "{" and document.is_script)


def _matching(text: str, start: int, close: int, opening: str) -> int:
    """Return the bracket that the closing one belongs to, where only blanks stand between."""
    at = close - 1
    while at >= start and (text[at].isspace()):
        at -= 1
    return at if at >= start and text[at] == opening else -1
