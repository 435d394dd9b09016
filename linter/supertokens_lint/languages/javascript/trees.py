"""The choice among the syntax trees that the grammars make of one script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from supertokens_lint.languages.javascript.dialect import Dialect, parse

if TYPE_CHECKING:
    from tree_sitter import Node, Tree

# Grammars worth a try when a script has errors in its own: Flow and TypeScript syntax are met in
# JavaScript files, JSX in TypeScript ones.
_OTHERS = {
    Dialect.JAVASCRIPT: Dialect.TSX,
    Dialect.TYPESCRIPT: Dialect.TSX,
    Dialect.TSX: Dialect.TYPESCRIPT,
}

# JSX takes an ampersand that begins no character reference for itself, the grammars do not. In
# its place they get another operator, so that a bitwise "and" elsewhere still parses.
_LONE_AMPERSAND = re.compile(rb"(?<!&)&(?![&=]|#?\w{1,10};)")


def best_tree(source: bytes, dialect: Dialect) -> tuple[Dialect, Tree, list[Node]]:
    """Parse text, again in other ways if there are errors.

    Returns the tree with the least text in errors, its dialect and its broken nodes. The tree's
    text may differ from ``source``, but not in length.
    """
    best: tuple[Dialect, Tree, list[Node]] | None = None
    least = 0
    for candidate, text in _candidates(source, dialect):
        tree = parse(text, candidate)
        broken = _broken(tree.root_node)
        weight = sum(node.end_byte - node.start_byte + 1 for node in broken)
        if best is None or weight < least:
            best, least = (candidate, tree, broken), weight
        if not least:
            break
    assert best is not None  # noqa: S101 - there is always a first candidate
    return best


def _candidates(source: bytes, dialect: Dialect) -> Iterator[tuple[Dialect, bytes]]:
    yield dialect, source
    yield _OTHERS[dialect], source
    masked = _LONE_AMPERSAND.sub(b"|", source)
    if masked != source:
        yield dialect, masked
        yield _OTHERS[dialect], masked


def _broken(root: Node) -> list[Node]:
    """Return the error and missing nodes, outermost first, in order of place.

    A missing ``!`` is none: the TypeScript grammar makes it up for a tagged template with type
    arguments.
    """
    found: list[Node] = []
    stack = [root] if root.has_error else []
    while stack:
        node = stack.pop()
        if node.is_error or node.is_missing:
            if node.type != "!":
                found.append(node)
        else:
            stack.extend(child for child in reversed(node.children) if child.has_error)
    return found
