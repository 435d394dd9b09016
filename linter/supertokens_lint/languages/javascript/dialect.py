"""The dialects of JavaScript and their tree-sitter grammars, loaded when first used."""

from __future__ import annotations

from enum import Enum
from functools import cache
from pathlib import PurePosixPath

from tree_sitter import Language, Parser, Query, QueryCursor, Tree

# tree-sitter asks for leave to go on once in a while; valid text and such with many errors take
# about one step for 60 bytes.
_LEAST_STEPS = 500
_BYTES_A_STEP = 16

_COMMENTS = "[(comment) (html_comment)] @comment"


class Dialect(str, Enum):
    """What a script is written in; each has its own grammar."""

    JAVASCRIPT = "javascript"
    TYPESCRIPT = "typescript"
    TSX = "tsx"


EXTENSIONS: dict[str, Dialect] = {
    ".js": Dialect.JAVASCRIPT,
    ".jsx": Dialect.JAVASCRIPT,
    ".mjs": Dialect.JAVASCRIPT,
    ".cjs": Dialect.JAVASCRIPT,
    ".ts": Dialect.TYPESCRIPT,
    ".mts": Dialect.TYPESCRIPT,
    ".cts": Dialect.TYPESCRIPT,
    ".tsx": Dialect.TSX,
}


def dialect_of(path: str) -> Dialect | None:
    """Return the dialect that a file's extension says; ``None`` for other files."""
    return EXTENSIONS.get(PurePosixPath(path).suffix.lower())


def parse(source: bytes, dialect: Dialect) -> Tree | None:
    """Parse UTF-8 text; trees of half-written text hold ``ERROR`` and missing nodes.

    Gives ``None`` when recovery from errors would not end, as happens with some grammars.
    """
    view = memoryview(source)
    budget = _LEAST_STEPS + len(source) // _BYTES_A_STEP
    steps = 0

    def is_too_long(_offset: int, _has_error: bool) -> bool:
        nonlocal steps
        steps += 1
        return steps > budget

    parser = Parser(_language(dialect))
    try:
        return parser.parse(lambda offset, _point: view[offset:], progress_callback=is_too_long)
    except ValueError:
        return None


def comment_ranges(tree: Tree, dialect: Dialect) -> list[tuple[int, int]]:
    """Return the byte ranges of all comments, in order."""
    found = QueryCursor(_comment_query(dialect)).captures(tree.root_node)
    return sorted((node.start_byte, node.end_byte) for node in found.get("comment", ()))


@cache
def _language(dialect: Dialect) -> Language:
    if dialect is Dialect.JAVASCRIPT:
        import tree_sitter_javascript  # noqa: PLC0415 - loaded only where it is needed

        return Language(tree_sitter_javascript.language())
    import tree_sitter_typescript  # noqa: PLC0415 - loaded only where it is needed

    if dialect is Dialect.TSX:
        return Language(tree_sitter_typescript.language_tsx())
    return Language(tree_sitter_typescript.language_typescript())


@cache
def _comment_query(dialect: Dialect) -> Query:
    query: Query = Query(_language(dialect), _COMMENTS)
    return query
