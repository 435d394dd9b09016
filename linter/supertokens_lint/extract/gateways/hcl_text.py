"""Terraform files (HCL) as blocks whose values know where they stand.

Read through tree-sitter's grammar of HCL; expressions that are no plain values are run-time ones.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

from supertokens_lint.extract.gateways.documents import RUN_TIME
from supertokens_lint.languages.javascript.reading import byte_offsets
from supertokens_lint.source import SourceText, Span
from supertokens_lint.workspace.tree import Data, Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from tree_sitter import Language, Node

MAX_DEPTH = 20
MAX_BLOCK = 8_000
MAX_BLOCKS = 100
_RESOURCE = re.compile(
    r"^(?:resource|data)[ \t]+\"(?:aws_(?:api_gateway_|apigatewayv2_|lambda_function|cloudfront_)"
    r"|archive_file|cloudflare_page_rule)[^\r\n]*",
    re.MULTILINE,
)
_WRAPPERS = frozenset({"expression", "literal_value", "collection_value"})
_WORDS = {"true": True, "false": False, "null": None}


class HclBlock(Struct, frozen=True):
    """One block of a file: ``resource "aws_lambda_function" "api" { ... }``."""

    kind: str
    labels: tuple[str, ...]
    body: Mapping
    span: Span


class HclFile(Struct, frozen=True):
    """The blocks of a file, in order."""

    path: str
    text: str
    blocks: tuple[HclBlock, ...]


def read_hcl(source: SourceText) -> HclFile:
    """Read the resources and data sources of a Terraform file that gateways are made of.

    Each is parsed by itself, since recovery from errors takes time that grows with the square of
    the text; what does not parse, and a resource of more than ``MAX_BLOCK``, is left out.
    """
    found: list[HclBlock] = []
    for count, match in enumerate(_RESOURCE.finditer(source.text)):
        end = match.end() if _is_closed(match.group()) else -1
        if end < 0:
            end = source.text.find("\n}", match.start(), match.start() + MAX_BLOCK) + 2
        if end > match.start() and count < MAX_BLOCKS:
            text = source.text[match.start() : end]
            found.extend(_Reader(text, match.start()).blocks())
    return HclFile(source.path, source.text, tuple(found))


def _is_closed(line: str) -> bool:
    return "{" in line and line.count("{") == line.count("}") and len(line) < MAX_BLOCK


@cache
def _language() -> Language:
    import tree_sitter_hcl  # noqa: PLC0415 - few systems need it
    from tree_sitter import Language  # noqa: PLC0415 - as above

    return Language(tree_sitter_hcl.language())


class _Reader:
    def __init__(self, text: str, base: int) -> None:
        self._whole = text
        self._bytes = text.encode("utf-8", "replace")
        self._offsets = byte_offsets(self._bytes, 0)
        self._base = base

    def blocks(self) -> list[HclBlock]:
        """Return the blocks at the top of the text."""
        from tree_sitter import Parser  # noqa: PLC0415 - few systems need it

        root = Parser(_language()).parse(self._bytes).root_node
        bodies = [child for child in root.named_children if child.type == "body"]
        return [
            self._block(child)
            for body in bodies
            for child in body.named_children
            if child.type == "block"
        ]

    def _span(self, node: Node) -> Span:
        start, end = self._offsets[node.start_byte], self._offsets[node.end_byte]
        return Span(self._base + start, self._base + end)

    def _text(self, node: Node) -> str:
        return self._whole[self._offsets[node.start_byte] : self._offsets[node.end_byte]]

    def _block(self, node: Node) -> HclBlock:
        names = [self._text(child) for child in node.named_children if child.type == "identifier"]
        labels = [self._string(child) for child in node.named_children if _is_string(child)]
        body = next((child for child in node.named_children if child.type == "body"), None)
        head = node.named_children[0] if node.named_children else node
        return HclBlock(
            names[0] if names else "",
            (*names[1:], *labels),
            self._body(body, 0) if body is not None else Mapping((), self._span(node)),
            self._span(head),
        )

    def _body(self, node: Node, depth: int) -> Mapping:
        entries: list[tuple[Scalar, Data]] = []
        for child in node.named_children:
            key = next((part for part in child.named_children if part.type == "identifier"), None)
            if key is None or depth > MAX_DEPTH:
                continue
            name = Scalar(self._text(key), self._span(key), self._text(key))
            if child.type == "attribute":
                entries.append((name, self._value(child.named_children[-1], depth + 1)))
            elif child.type == "block":
                inner = next((part for part in child.named_children if part.type == "body"), None)
                if inner is not None:
                    entries.append((name, self._body(inner, depth + 1)))
        return Mapping(tuple(entries), self._span(node))

    def _value(self, node: Node, depth: int) -> Data:
        span = self._span(node)
        while node.type in _WRAPPERS and len(node.named_children) == 1:
            node = node.named_children[0]
        if depth > MAX_DEPTH:
            return Scalar(RUN_TIME, span, RUN_TIME)
        if _is_string(node):
            text = self._string(node)
            return Scalar(text, span, text)
        if node.type in ("bool_lit", "null_lit", "numeric_lit"):
            text = self._text(node)
            return Scalar(_WORDS.get(text, text), span, text)
        if node.type == "tuple":
            items = [child for child in node.named_children if child.type == "expression"]
            return Sequence(tuple(self._value(item, depth + 1) for item in items), span)
        if node.type == "object":
            elements = [child for child in node.named_children if child.type == "object_elem"]
            pairs = [item for element in elements for item in self._element(element, depth)]
            return Mapping(tuple(pairs), span)
        return Scalar(RUN_TIME, span, RUN_TIME)

    def _element(self, node: Node, depth: int) -> list[tuple[Scalar, Data]]:
        parts = [child for child in node.named_children if child.type == "expression"]
        if len(parts) != 2:
            return []
        key = self._value(parts[0], depth + 1)
        text = key.text if isinstance(key, Scalar) and key.text != RUN_TIME else ""
        name = Scalar(text or self._text(parts[0]), self._span(parts[0]), text)
        return [(name, self._value(parts[1], depth + 1))]

    def _string(self, node: Node) -> str:
        return "".join(
            self._text(child) for child in node.named_children if child.type == "template_literal"
        )


def _is_string(node: Node) -> bool:
    return node.type == "string_lit"
