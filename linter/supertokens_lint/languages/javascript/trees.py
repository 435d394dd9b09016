"""The choice among the syntax trees that the grammars make of one script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

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


class Parsed(Struct, frozen=True):
    """A syntax tree, its dialect, and its broken nodes.

    The tree's text may differ from the script's, but not in length; from byte ``end`` on it is
    blank.
    """

    tree: Tree
    dialect: Dialect
    broken: tuple[Node, ...]
    end: int


def best_tree(source: bytes, dialect: Dialect) -> Parsed:
    """Parse text, again in other ways if there are errors; take what has the least of them."""
    best: Parsed | None = None
    least = 0
    for candidate, text in _candidates(source, dialect):
        tree = parse(text, candidate)
        if tree is None:
            continue
        broken = _broken(tree.root_node)
        weight = sum(node.end_byte - node.start_byte + 1 for node in broken)
        if best is None or weight < least:
            best, least = Parsed(tree, candidate, broken, len(source)), weight
        if not least:
            break
    return _beginning(source, dialect) if best is None else best


def _candidates(source: bytes, dialect: Dialect) -> Iterator[tuple[Dialect, bytes]]:
    yield dialect, source
    yield _OTHERS[dialect], source
    masked = _LONE_AMPERSAND.sub(b"|", source)
    if masked != source:
        yield dialect, masked
        yield _OTHERS[dialect], masked


def _beginning(source: bytes, dialect: Dialect) -> Parsed:
    """Parse as much as can be of text that cannot be parsed as a whole."""
    end = len(source)
    tree: Tree | None = None
    while tree is None:
        end //= 2
        tree = parse(source[:end].ljust(len(source)) if end else b"", dialect)
    return Parsed(tree, dialect, _broken(tree.root_node), end)


def _broken(root: Node) -> tuple[Node, ...]:
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
    return tuple(found)
