"""What stands at a place: the value of an option, and what a name in the same file is."""

from __future__ import annotations

from supertokens_lint.fixes.document import Document
from supertokens_lint.languages import ir
from supertokens_lint.source import Span


def value_of(document: Document, span: Span) -> ir.Expr | None:
    """Return the value of the option, assignment or expression at a place."""
    entry = document.the(span, ir.Property)
    if entry is not None:
        return None if entry.shorthand else entry.value
    holder = document.the(span, ir.Argument) or document.the(span, ir.Bind)
    if holder is not None:
        return holder.value
    return (
        document.the(span, ir.Array)
        or document.the(span, ir.Literal)
        or document.the(span, ir.Call)
        or document.the(span, ir.Name)
    )


def followed(document: Document, value: ir.Expr | None) -> ir.Expr | None:
    """Return what a name stands for, where the file binds it exactly once and never changes it."""
    if not isinstance(value, ir.Name):
        return value
    bound: list[ir.Bind] = []
    for node in ir.walk(*document.module.body):
        if isinstance(node, ir.Bind) and _binds(node.target, value.id):
            bound.append(node)
        elif isinstance(node, ir.Param) and _binds(node.target, value.id):
            return None
    if len(bound) != 1 or bound[0].op != "=" or not isinstance(bound[0].target, ir.Name):
        return None
    return bound[0].value


def _binds(target: ir.Pattern, name: str) -> bool:
    return any(isinstance(node, ir.Name) and node.id == name for node in ir.walk(target))
