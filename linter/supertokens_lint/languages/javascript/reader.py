"""Reading of one file or script: grammar choice, problems, comments and directives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

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
from supertokens_lint.languages.javascript.dialect import Dialect, comment_ranges, parse
from supertokens_lint.languages.javascript.reading import Reading, byte_offsets
from supertokens_lint.source import Span

if TYPE_CHECKING:
    from tree_sitter import Node, Tree

MAX_PROBLEMS = 20

_EXPRESSIONS = expressions.HANDLERS | chains.HANDLERS | classes.HANDLERS | jsx.HANDLERS
_STATEMENTS = (
    statements.HANDLERS
    | branches.HANDLERS
    | classes.STATEMENTS
    | modules.HANDLERS
    | typescript.HANDLERS
    | recovery.HANDLERS
)

# Grammars worth a try when a script has errors in its own: Flow and TypeScript syntax are met in
# JavaScript files, JSX in TypeScript ones.
_OTHERS = {
    Dialect.JAVASCRIPT: Dialect.TSX,
    Dialect.TYPESCRIPT: Dialect.TSX,
    Dialect.TSX: Dialect.TYPESCRIPT,
}


@dataclass(frozen=True, slots=True)
class Script:
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
    dialect, tree, broken = _best_tree(source, dialect)
    offsets = byte_offsets(source, span.start)
    reading = Reading(text, offsets, _EXPRESSIONS, _STATEMENTS, patterns.HANDLERS)
    root = tree.root_node
    body = tuple(reading.statement(root)) if root.is_error else _program(reading, root)
    comments = tuple(
        ir.Comment(text[offsets[start] : offsets[end]], Span(offsets[start], offsets[end]))
        for start, end in comment_ranges(tree, dialect)
    )
    problems = [ir.SyntaxProblem(_message(node), reading.span(node)) for node in broken]
    problems += reading.problems
    return Script(body, _directives(body), comments, tuple(problems[:MAX_PROBLEMS]), span)


def _program(reading: Reading, root: Node) -> tuple[ir.Statement, ...]:
    return reading.statements(root.named_children)


def _best_tree(source: bytes, dialect: Dialect) -> tuple[Dialect, Tree, list[Node]]:
    """Parse, with the other likely grammar as well if the first one finds errors."""
    tree = parse(source, dialect)
    broken = _broken(tree.root_node)
    if broken:
        other = _OTHERS[dialect]
        other_tree = parse(source, other)
        other_broken = _broken(other_tree.root_node)
        if len(other_broken) < len(broken):
            return other, other_tree, other_broken
    return dialect, tree, broken


def _broken(root: Node) -> list[Node]:
    """Return the error and missing nodes, outermost first, in order of place."""
    found: list[Node] = []
    stack = [root] if root.has_error else []
    while stack:
        node = stack.pop()
        if node.is_error or node.is_missing:
            found.append(node)
        else:
            stack.extend(child for child in reversed(node.children) if child.has_error)
    return found


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
