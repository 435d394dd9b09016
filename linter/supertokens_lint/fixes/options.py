"""Options of calls, objects and settings modules: given, changed and renamed."""

from __future__ import annotations

from supertokens_lint.finding import Edit
from supertokens_lint.fixes.document import Document
from supertokens_lint.fixes.lists import add_items, brackets_of
from supertokens_lint.fixes.values import followed, value_of
from supertokens_lint.fixes.writing import Code, write
from supertokens_lint.languages import ir
from supertokens_lint.remedy import RenameOption, SetOption
from supertokens_lint.source import Span


def set_option(document: Document, change: SetOption) -> tuple[Edit, ...] | None:
    """Return the edits that give an option a value."""
    code = write(document, change.value, change.place.span)
    if code is None:
        return None
    if change.given is not None:
        edits = _replaced(document, change.given.span, code)
    else:
        edits = _added(document, change, code)
    return None if edits is None else (*code.edits, *edits)


def rename_option(document: Document, change: RenameOption) -> tuple[Edit, ...] | None:
    """Return the edit of an option's name."""
    span = change.place.span
    argument = document.the(span, ir.Argument)
    if argument is not None:
        end = span.start + len(change.was)
        known = argument.name == change.was and document.text[span.start : end] == change.was
        return (document.edit(span.start, end, change.becomes),) if known else None
    named = document.the(span, ir.Property)
    if named is None or named.key != change.was or named.kind != "value":
        return None
    if named.shorthand:
        return (document.insertion(span.start, f"{change.becomes}: "),)
    written = document.slice(named.key_span)
    if written.count(change.was) != 1:
        return None
    start = named.key_span.start + written.index(change.was)
    return (document.edit(start, start + len(change.was), change.becomes),)


def _replaced(document: Document, span: Span, code: Code) -> tuple[Edit, ...] | None:
    """Write another value, only where a literal or a list of literals stands."""
    value = value_of(document, span)
    items = value.items if isinstance(value, ir.Array) else (value,)
    if value is None or not all(isinstance(item, ir.Literal) for item in items):
        return None
    return (document.edit(value.span.start, value.span.end, code.text),)


def _added(document: Document, change: SetOption, code: Code) -> tuple[Edit, ...] | None:
    beside = None if change.beside is None else change.beside.span
    statement = _settings_statement(document, beside or change.holder.span)
    if statement is not None:
        return _new_statement(document, statement, f"{change.key} = {code.text}")
    holder = _holder_of(document, beside) if beside is not None else None
    if holder is None:
        holder = _holder_at(document, change.holder.span)
    if holder is None:
        return None
    if isinstance(holder, ir.Call) and document.is_script:
        return _first_options(document, holder, f"{{ {change.key}: {code.text} }}")
    brackets = brackets_of(document, holder)
    if brackets is None:
        return None
    entry = _entry(document, holder, change.key, code.text)
    return None if entry is None else add_items(document, brackets, [entry])


def _holder_of(document: Document, span: Span) -> ir.Object | ir.Call | None:
    """Return the object or call that an option stands in directly."""
    objects = document.around(span, ir.Object)
    calls = document.around(span, ir.Call)
    for item in objects:
        if any(entry.span == span for entry in item.entries):
            return item
    return next((c for c in calls if any(argument.span == span for argument in c.args)), None)


def _holder_at(document: Document, span: Span) -> ir.Object | ir.Call | None:
    entry = document.the(span, ir.Property) or document.the(span, ir.Argument)
    node: ir.Expr | None = document.the(span, ir.Object) or document.the(span, ir.Call)
    if entry is not None and (isinstance(entry, ir.Property) or entry.name is not None):
        node = followed(document, entry.value)
    if isinstance(node, ir.Call) and document.is_script:
        given = [followed(document, item.value) for item in node.args if not item.spread]
        objects = [item for item in given if isinstance(item, ir.Object)]
        return objects[-1] if objects else node
    return node if isinstance(node, ir.Object | ir.Call) else None


def _first_options(document: Document, call: ir.Call, text: str) -> tuple[Edit, ...] | None:
    """Add an options object to a call of a script that has no arguments."""
    brackets = brackets_of(document, call)
    return None if brackets is None or call.args else add_items(document, brackets, [text])


def _entry(document: Document, holder: ir.Object | ir.Call, key: str, text: str) -> str | None:
    if document.language is ir.Language.PYTHON:
        quoted = f"{document.quote}{key}{document.quote}: {text}"
        return f"{key}={text}" if isinstance(holder, ir.Call) else quoted
    if document.language is ir.Language.GO:
        if not isinstance(holder, ir.Call) or not holder.is_new:
            return None
        return _aligned(holder, key, text)
    return f"{key}: {text}"


def _aligned(literal: ir.Call, key: str, text: str) -> str:
    """Return a field of a Go struct with its value where gofmt put that of the last one."""
    last = literal.args[-1] if literal.args else None
    width = 0 if last is None else last.value.span.start - last.span.start
    return f"{key}:".ljust(max(len(key) + 2, width)) + text


def _settings_statement(document: Document, span: Span) -> ir.Statement | None:
    """Return the assignment of a Python settings module at a place, or around a string there."""
    if document.language is not ir.Language.PYTHON:
        return None
    exact = document.the(span, ir.Bind)
    if exact is not None:
        return exact
    if document.the(span, ir.Literal) is None:
        return None
    return next((item for item in document.module.body if _holds(item, span)), None)


def _holds(node: ir.Statement, span: Span) -> bool:
    return node.span.start <= span.start and span.end <= node.span.end


def _new_statement(
    document: Document, statement: ir.Statement, text: str
) -> tuple[Edit, ...] | None:
    end = document.line_end(statement.span.end)
    rest = document.skip(statement.span.end, len(document.text))
    if rest < end:
        return None
    indent = document.indent_at(statement.span.start)
    return (document.insertion(end, f"{document.newline}{indent}{text}"),)
