"""JavaScript and TypeScript in a system, as syntax trees with exact character ranges."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import PurePosixPath

import tree_sitter_javascript
import tree_sitter_typescript
from tree_sitter import Language, Node, Parser

from metamorphic.rewriting import Kept, System

_PLAIN = frozenset((".js", ".jsx", ".mjs", ".cjs"))
_TYPED = frozenset((".ts", ".mts", ".cts"))
_MARKUP = frozenset((".vue", ".svelte"))
_BLOCK = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL)


@cache
def _parser(kind: str) -> Parser:
    languages = {
        "js": tree_sitter_javascript.language,
        "ts": tree_sitter_typescript.language_typescript,
        "tsx": tree_sitter_typescript.language_tsx,
    }
    return Parser(Language(languages[kind]()))


@dataclass(frozen=True)
class Script:
    """One script: a file, or a block of a file that holds markup too."""

    path: str
    start: int
    text: str
    root: Node
    offsets: tuple[int, ...]
    typed: bool

    @property
    def whole(self) -> bool:
        """Tell whether the script is a file of its own."""
        return PurePosixPath(self.path).suffix not in _MARKUP

    @property
    def module(self) -> str:
        """Return ``es``, ``commonjs``, or an empty string for a script that is no module."""
        kinds = {node.type for node in self.root.children}
        if kinds & {"import_statement", "export_statement"}:
            return "es"
        return "commonjs" if re.search(r"\brequire\(|\bmodule\.exports\b", self.text) else ""

    def range(self, node: Node) -> tuple[int, int]:
        """Return the character range of a node in the file."""
        return self.offsets[node.start_byte], self.offsets[node.end_byte]

    def kept(self, node: Node) -> Kept:
        """Return a node as a piece."""
        return Kept(self.path, *self.range(node))

    def source(self, node: Node) -> str:
        """Return the text of a node."""
        return node.text.decode() if node.text else ""

    def nodes(self, *types: str) -> list[Node]:
        """Return all nodes of some types in the order of the text."""
        return [node for node in walk(self.root) if node.type in types]


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and all below it, parents first."""
    stack = [node]
    while stack:
        here = stack.pop()
        yield here
        stack.extend(reversed(here.children))


def scripts(system: System) -> list[Script]:
    """Return all scripts that parse without an error."""
    found = []
    for path, text in system.files.items():
        suffix = PurePosixPath(path).suffix
        if suffix in _PLAIN:
            found.append(_script(path, 0, text, "js"))
        elif suffix in _TYPED and not path.endswith(".d.ts"):
            found.append(_script(path, 0, text, "ts"))
        elif suffix == ".tsx":
            found.append(_script(path, 0, text, "tsx"))
        elif suffix in _MARKUP:
            for block in _BLOCK.finditer(text):
                kind = "ts" if re.search(r"lang=.tsx?\b", block[1]) else "js"
                found.append(_script(path, block.start(2), block[2], kind))
    return [script for script in found if not script.root.has_error]


def _script(path: str, start: int, text: str, kind: str) -> Script:
    data = text.encode("utf-8", "replace")
    steps = (0 if 0x80 <= byte < 0xC0 else 1 for byte in data)
    offsets = tuple(accumulate(steps, initial=start))
    root = _parser(kind).parse(data).root_node
    return Script(path, start, text, root, offsets, kind != "js")
