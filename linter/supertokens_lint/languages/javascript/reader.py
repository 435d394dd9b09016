"""Reading of one file or script: grammar choice, problems, comments and directives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from supertokens_lint.languages import ir
from supertokens_lint.languages.javascript import (
    branches,
    chains,
    classes,
    expressions,
    jsx,
    modules,
    patterns,
    recovery,
    statements,
    typescript,
)
from supertokens_lint.languages.javascript.dialect import Dialect, comment_ranges
from supertokens_lint.languages.javascript.reading import Reading, byte_offsets, trimmed_ends
from supertokens_lint.languages.javascript.trees import best_tree
from supertokens_lint.source import Span

if TYPE_CHECKING:
    from tree_sitter import Node

MAX_PROBLEMS = 20
# How comments begin, those of HTML that scripts may have included.
_MARKS = re.compile(rb"//|/\*|<!--|-->|\A#!")

_EXPRESSIONS = expressions.HANDLERS | chains.HANDLERS | classes.HANDLERS | jsx.HANDLERS
_STATEMENTS = (
    statements.HANDLERS
    | branches.HANDLERS
    | classes.STATEMENTS
    | modules.HANDLERS
    | typescript.HANDLERS
    | recovery.HANDLERS
)


class Script(Struct, frozen=True):
    """What one script holds, with offsets into the whole file."""

    body: tuple[ir.Statement, ...]
    directives: tuple[str, ...]
    comments: tuple[ir.Comment, ...]
    problems: tuple[ir.SyntaxProblem, ...]
    span: Span


def read(path: str, text: str, dialect: Dialect) -> ir.Module:
    """Read a file. Text that does not parse gives what could be read, and ``problems``."""
    script = read_script(text, Span(0, len(text)), dialect)
    block = ir.ScriptBlock("module", script.body, script.span, directives=script.directives)
    language = ir.Language.TYPESCRIPT
    if dialect is Dialect.JAVASCRIPT:
        language = ir.Language.JAVASCRIPT
    return ir.Module(path, language, (block,), script.comments, script.problems)


def read_script(text: str, span: Span, dialect: Dialect) -> Script:
    """Read the part of a file that ``span`` tells."""
    source = text[span.start : span.end].encode("utf-8", "replace")
    parsed = best_tree(source, dialect)
    ranges = comment_ranges(parsed.tree, parsed.dialect) if _MARKS.search(source) else []
    offsets = byte_offsets(source, span.start)
    trims = trimmed_ends(source, ranges)
    reading = Reading(
        text,
        offsets,
        trims,
        _EXPRESSIONS,
        _STATEMENTS,
        patterns.HANDLERS,
        broken=bool(parsed.broken),
    )
    root = parsed.tree.root_node
    body = reading.statements((root,) if root.is_error else root.named_children)
    comments = tuple(
        ir.Comment(text[offsets[start] : offsets[end]], Span(offsets[start], offsets[end]))
        for start, end in ranges
    )
    problems = [ir.SyntaxProblem(_message(node), reading.span(node)) for node in parsed.broken]
    problems += reading.problems
    if parsed.end < len(source):
        rest = reading.between(parsed.end, len(source))
        problems.insert(0, ir.SyntaxProblem("text that cannot be read", rest))
    return Script(body, _directives(body), comments, tuple(problems[:MAX_PROBLEMS]), span)


def _message(node: Node) -> str:
    return f"missing {node.type}" if node.is_missing else "unexpected text"


def _directives(body: tuple[ir.Statement, ...]) -> tuple[str, ...]:
    return tuple(_leading_strings(body))


def _leading_strings(body: tuple[ir.Statement, ...]) -> Iterator[str]:
    for statement in body:
        if not isinstance(statement, ir.ExpressionStatement):
            return
        value = statement.value
        if not isinstance(value, ir.Literal) or not isinstance(value.value, str):
            return
        yield value.value
