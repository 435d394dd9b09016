"""Statements and items that change their order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from supertokens_lint.finding import Edit
from supertokens_lint.fixes.document import Document
from supertokens_lint.fixes.effects import may_go_before
from supertokens_lint.fixes.lists import Brackets, brackets_of
from supertokens_lint.languages import ir
from supertokens_lint.remedy import Move
from supertokens_lint.source import Span


def move(document: Document, change: Move) -> tuple[Edit, ...] | None:
    """Return the edits that move an item of a list, or a statement of a block."""
    here, there = change.place.span, change.anchor.span
    for array in document.around(here, ir.Array):
        items = [item.span for item in array.items]
        if here in items and there in items:
            brackets = brackets_of(document, array)
            if brackets is None:
                return None
            return _move_item(document, brackets, here, there, before=change.before)
    return _move_statement(document, here, there, before=change.before)


def _move_item(
    document: Document, brackets: Brackets, here: Span, there: Span, *, before: bool
) -> tuple[Edit, ...] | None:
    """Put the items into the places of one another, or move whole lines where comments stand."""
    if any(_in(comment.span, brackets) for comment in document.module.comments):
        return _move_line(document, brackets, here, there, before=before)
    order = [item for item in brackets.items if item != here]
    order.insert(order.index(there) + (0 if before else 1), here)
    return tuple(
        document.edit(place.start, place.end, document.slice(item))
        for place, item in zip(brackets.items, order, strict=True)
        if place != item
    )


def _move_line(
    document: Document, brackets: Brackets, here: Span, there: Span, *, before: bool
) -> tuple[Edit, ...] | None:
    """Move the line of an item with its comments, where every item has a line and a comma."""
    moved = _item_lines(document, brackets, here)
    target = _item_lines(document, brackets, there)
    if moved is None or target is None:
        return None
    at = target.start if before else target.end
    cut = document.edit(moved.start, moved.end, "")
    return (cut, document.insertion(at, document.slice(moved)))


def _item_lines(document: Document, brackets: Brackets, item: Span) -> Span | None:
    comma = document.skip(item.end, brackets.close)
    if comma >= brackets.close or document.text[comma] != ",":
        return None
    start = document.line_start(item.start)
    end = document.line_end(comma)
    rest = document.skip(comma + 1, end)
    if document.text[start : item.start].strip() or rest != end or end >= brackets.close:
        return None
    return Span(_above(document, start), _next_line(document, end))


def _in(span: Span, brackets: Brackets) -> bool:
    return brackets.open <= span.start and span.end <= brackets.close


def _move_statement(
    document: Document, here: Span, there: Span, *, before: bool
) -> tuple[Edit, ...] | None:
    found = _siblings(document, here, there)
    if found is None:
        return None
    block, moved, anchor = found
    passed = block[moved + 1 : anchor + 1] if moved < anchor else block[anchor:moved]
    if not _independent(block[moved], passed):
        return None
    if anchor < moved and not may_go_before(block[moved], passed):
        return None
    lines = _lines_of(document, block[moved])
    target = _lines_of(document, block[anchor])
    if lines is None or target is None:
        return None
    text = document.slice(lines)
    if not text.endswith("\n"):
        text += document.newline
    cut = _without_double_blank(document, lines)
    if cut != lines:  # a paragraph of its own stays one
        text = text + document.newline if before else document.newline + text
    at = target.start if before else target.end
    if at and document.text[at - 1] != "\n":
        text = document.newline + text.rstrip("\r\n")
    return (document.edit(cut.start, cut.end, ""), document.insertion(at, text))


def _siblings(
    document: Document, here: Span, there: Span
) -> tuple[Sequence[ir.Statement], int, int] | None:
    """Return the block in which two different statements hold the two places, and which."""
    for block in document.blocks():
        moved = _index(block, here)
        anchor = _index(block, there)
        if moved is not None and anchor is not None and moved != anchor:
            return block, moved, anchor
    return None


def _index(block: Sequence[ir.Statement], span: Span) -> int | None:
    for index, statement in enumerate(block):
        if statement.span.start <= span.start and span.end <= statement.span.end:
            return index
    return None


def _independent(moved: ir.Statement, passed: Iterable[ir.Statement]) -> bool:
    """Tell whether an expression statement uses nothing that the statements passed bind."""
    if not isinstance(moved, ir.ExpressionStatement):
        return False
    used = {node.id for node in ir.walk(moved) if isinstance(node, ir.Name)}
    return not any(used & _bound(statement) for statement in passed)


def _bound(statement: ir.Statement) -> set[str]:
    found: set[str] = set()
    for node in ir.walk(statement):
        if isinstance(node, ir.Bind):
            found |= {name.id for name in ir.walk(node.target) if isinstance(name, ir.Name)}
        elif isinstance(node, ir.ImportedName):
            found.add(node.local)
        elif isinstance(node, ir.Import) and node.namespace is not None:
            found.add(node.namespace)
        elif isinstance(node, ir.FunctionDeclaration | ir.ClassDeclaration):
            part = node.function if isinstance(node, ir.FunctionDeclaration) else node.definition
            found |= {part.name} if part.name else set()
    return found


def _lines_of(document: Document, statement: ir.Statement) -> Span | None:
    """Return the whole lines of a statement with the comments right above it."""
    start = document.line_start(statement.span.start)
    end = document.line_end(statement.span.end)
    if document.text[start : statement.span.start].strip():
        return None
    if document.text[statement.span.end : end].strip().lstrip(";").strip():
        at = statement.span.end
        while at < end and document.text[at] in " \t;":
            at += 1
        if document.comment_at(at) is None:
            return None
    return Span(_above(document, start), _next_line(document, end))


def _above(document: Document, start: int) -> int:
    """Return where the comments begin that stand right above a line."""
    comments = {comment.span.end: comment for comment in document.module.comments}
    while start:
        above = comments.get(document.line_end(start - 1))
        first = start if above is None else document.line_start(above.span.start)
        if above is None or document.text[first : above.span.start].strip():
            break
        start = first
    return start


def _next_line(document: Document, offset: int) -> int:
    number = document.source.position(offset).line
    return document.source.offset(number + 1, 1)


def _without_double_blank(document: Document, lines: Span) -> Span:
    """Return the lines to take out: with the blank line after them where one is before, too."""
    after = _next_line(document, lines.end)
    blank_after = lines.end < len(document.text) and not document.text[lines.end : after].strip()
    before = document.text[: lines.start]
    blank_before = before.endswith(("\n\n", "\n\r\n"))
    return Span(lines.start, after) if blank_after and blank_before else lines
