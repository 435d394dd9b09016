"""Functions called where they are passed, passed where they are called, and mounted."""

from __future__ import annotations

from supertokens_lint.finding import Edit
from supertokens_lint.fixes.document import Document
from supertokens_lint.fixes.imports import script_export
from supertokens_lint.languages import ir
from supertokens_lint.remedy import Call, MountErrorHandler, Pass
from supertokens_lint.source import Span


def call_it(document: Document, change: Call) -> tuple[Edit, ...] | None:
    """Return the edit that calls a function."""
    node = _function(document, change.place.span)
    if not isinstance(node, ir.Name | ir.Member):
        return None
    return (document.insertion(node.span.end, "()"),)


def pass_it(document: Document, change: Pass) -> tuple[Edit, ...] | None:
    """Return the edit that passes a function instead of what it returns."""
    node = _function(document, change.place.span)
    if not isinstance(node, ir.Call) or node.args or node.is_new:
        return None
    start, end = node.callee.span.end, node.span.end
    if document.text[start:end].replace(" ", "") != "()":
        return None
    return (document.edit(start, end, ""),)


def mount_error_handler(document: Document, change: MountErrorHandler) -> tuple[Edit, ...] | None:
    """Return the edits that mount the error handler after a statement that mounts something."""
    span = change.place.span
    statement = next(iter(document.around(span, ir.ExpressionStatement)), None)
    if statement is None or not isinstance(statement.value, ir.Call):
        return None
    callee = statement.value.callee
    if not isinstance(callee, ir.Member) or not isinstance(callee.object, ir.Name):
        return None
    found = script_export(document, change.module, "errorHandler", span)
    end = document.line_end(statement.span.end)
    rest = document.text[statement.span.end : end].strip()
    if found is None or rest not in ("", ";"):
        return None
    indent = document.indent_at(statement.span.start)
    ending = ";" if rest == ";" or document.text[statement.span.end - 1] == ";" else ""
    line = f"{callee.object.id}.use({found.name}()){ending}"
    return (*found.edits, document.insertion(end, f"{document.newline}{indent}{line}"))


def _function(document: Document, span: Span) -> ir.Expr | None:
    """Return what is at a place: a function or its call, or the last argument of a call."""
    call = document.the(span, ir.Call)
    if call is None:
        return document.the(span, ir.Name) or document.the(span, ir.Member)
    return call.args[-1].value if call.args else call
