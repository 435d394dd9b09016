"""Whether code that a fix changes serves something else as well."""

from __future__ import annotations

from supertokens_lint.finding import Edit
from supertokens_lint.fixes.document import Document
from supertokens_lint.languages import ir
from supertokens_lint.source import Span

_DATA = ir.Array | ir.Object | ir.Literal | ir.Binary


def is_shared(document: Document, edit: Edit) -> bool:
    """Tell whether an edit changes a value with a name that is used in more than one place."""
    span = edit.place.span
    return any(
        isinstance(node, ir.Bind)
        and isinstance(node.target, ir.Name)
        and isinstance(node.value, _DATA)
        and _holds(node.value.span, span)
        and _is_used_elsewhere(document, node.target, _key_of(node.value, span))
        for node in ir.walk(*document.module.body)
    )


def _is_used_elsewhere(document: Document, target: ir.Name, key: str | None) -> bool:
    """Count the uses of a name, without those of other members than the one that is changed."""
    uses = 0
    for node in ir.walk(*document.module.body):
        if isinstance(node, ir.Name) and node.id == target.id and node.span != target.span:
            uses += 1
        elif isinstance(node, ir.Member) and isinstance(node.object, ir.Name):
            other = key is not None and node.name != key
            uses -= node.object.id == target.id and other
        elif isinstance(node, ir.Export):
            uses += 2 * any(item.local == target.id for item in node.names)
    return uses > 1


def _key_of(value: ir.Expr, span: Span) -> str | None:
    """Return the name of the member of an object that holds a span."""
    entries = value.entries if isinstance(value, ir.Object) else ()
    for entry in entries:
        if isinstance(entry, ir.Property) and _holds(entry.span, span):
            return entry.key if isinstance(entry.key, str) else None
    return None


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
