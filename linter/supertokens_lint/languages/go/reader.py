"""Reading of one file: problems, comments and the package clause."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from tree_sitter import Language, Parser, Query, QueryCursor

from supertokens_lint.languages import ir
from supertokens_lint.languages.go import (
    branches,
    chains,
    composites,
    declarations,
    expressions,
    recovery,
    statements,
)
from supertokens_lint.languages.go.reading import Reading
from supertokens_lint.languages.javascript.reading import byte_offsets
from supertokens_lint.source import Span

if TYPE_CHECKING:
    from tree_sitter import Node

MAX_PROBLEMS = 20

_EXPRESSIONS = expressions.HANDLERS | chains.HANDLERS | composites.HANDLERS
_STATEMENTS = statements.HANDLERS | branches.HANDLERS | declarations.HANDLERS | recovery.HANDLERS


def read(path: str, text: str) -> ir.Module:
    """Read a file. Text that does not parse gives what could be read, and ``problems``."""
    source = text.encode("utf-8", "replace")
    root = Parser(_language()).parse(source).root_node
    broken = _broken(root)
    reading = Reading(text, byte_offsets(source, 0), _EXPRESSIONS, _STATEMENTS, broken=bool(broken))
    body = reading.statements((root,) if root.is_error else root.named_children)
    found = QueryCursor(_comment_query()).captures(root).get("comment", ())
    comments = tuple(
        ir.Comment(reading.string(node), reading.span(node))
        for node in sorted(found, key=lambda node: node.start_byte)
    )
    problems = [ir.SyntaxProblem(_message(node), reading.span(node)) for node in broken]
    problems += reading.problems
    block = ir.ScriptBlock(
        "module", body, Span(0, len(text)), directives=_package_clause(reading, root)
    )
    return ir.Module(path, ir.Language.GO, (block,), comments, tuple(problems[:MAX_PROBLEMS]))


def _package_clause(reading: Reading, root: Node) -> tuple[str, ...]:
    for child in root.named_children:
        if child.type == "package_clause":
            names = [n for n in child.named_children if n.type == "package_identifier"]
            return tuple(f"package {reading.string(name)}" for name in names)
    return ()


def _message(node: Node) -> str:
    return f"missing {node.type}" if node.is_missing else "unexpected text"


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


@cache
def _language() -> Language:
    import tree_sitter_go  # noqa: PLC0415 - loaded only where it is needed

    return Language(tree_sitter_go.language())


@cache
def _comment_query() -> Query:
    query: Query = Query(_language(), "(comment) @comment")
    return query
