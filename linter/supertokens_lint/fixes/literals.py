"""Another text in a string literal, or in a value of a file without a language reader."""

from __future__ import annotations

from supertokens_lint.finding import Edit
from supertokens_lint.fixes.document import Document, string_parts
from supertokens_lint.languages import ir
from supertokens_lint.remedy import ReplaceText
from supertokens_lint.source import Place, SourceText, Span
from supertokens_lint.workspace.files import FileKind, classify

PLAIN_KINDS = frozenset(
    {FileKind.ENV, FileKind.COMPOSE, FileKind.YAML, FileKind.DOCKERFILE, FileKind.JSON}
)
_UNSAFE = frozenset("\"'`\\\r\n\0 \t#$")


def replace_text(document: Document, change: ReplaceText) -> tuple[Edit, ...] | None:
    """Return the edit of a literal; only one in which the text stands as it is meant."""
    span = change.place.span
    literal = document.the(span, ir.Literal)
    if literal is None or not isinstance(literal.value, str):
        return None
    parts = string_parts(document.slice(span))
    if parts is None or _UNSAFE & set(change.becomes):
        return None
    at, inner = parts
    if literal.value != inner:
        return None
    return _edit(document.source, span.start + at, inner, change)


def replace_plain(source: SourceText, change: ReplaceText) -> tuple[Edit, ...] | None:
    """Return the edit of a value in an env file, a compose file and the like."""
    if classify(source.path) not in PLAIN_KINDS or _UNSAFE & set(change.becomes):
        return None
    text = source.slice(change.place.span)
    if "@" in text or "\n" in text:
        return None  # user information is nobody's business, blocks are not simple
    parts = string_parts(text)
    at, inner = (0, text) if parts is None else parts
    return _edit(source, change.place.span.start + at, inner, change)


def _edit(
    source: SourceText, start: int, inner: str, change: ReplaceText
) -> tuple[Edit, ...] | None:
    if inner.count(change.was) != 1 or (change.whole and inner != change.was):
        return None
    at = start + inner.index(change.was)
    return (Edit(Place(source.path, Span(at, at + len(change.was))), change.becomes),)
