"""The comment that accepts a finding, on the line before its place."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from supertokens_lint.finding import Edit
from supertokens_lint.languages import ir
from supertokens_lint.source import Place, SourceText, Span

_SLASH = frozenset({".js", ".jsx", ".mjs", ".cjs", ".ts", ".tsx", ".mts", ".cts", ".go", ".jsonc"})
_MARKUP = frozenset({".html", ".htm", ".xml", ".vue", ".svelte", ".astro", ".md", ".mdx"})
_NONE = frozenset({".json", ".lock", ".sum"})


def suppression_edit(
    source: SourceText, place: Place, code: str, reason: str, module: ir.Module | None = None
) -> Edit | None:
    """Return the edit that writes ``ignore[code] -- reason`` on the line before ``place``.

    ``code`` is a code or a name of a rule. ``module`` is the parsed file, which tells where
    markup has scripts and JSX. ``None`` for formats without comments and for places inside of
    strings of several lines.
    """
    line = source.position(place.span.start).line
    start = source.line_starts[line - 1]
    marks = _marks(source, start, module)
    if marks is None:
        return None
    text = re.sub(r"\s+", " ", reason).strip()
    if marks[1]:
        text = text.replace(marks[1].strip(" }"), "")
    indent = re.match(r"[ \t]*", source.line(line))
    lead = "" if indent is None else indent[0]
    newline = "\r\n" if source.text[:start].endswith("\r\n") else "\n"
    if line == 1 and "\r\n" in source.text:
        newline = "\r\n"
    comment = f"{lead}{marks[0]} supertokens-lint: ignore[{code}] -- {text}{marks[1]}{newline}"
    return Edit(Place(source.path, Span(start, start)), comment)


def _marks(source: SourceText, start: int, module: ir.Module | None) -> tuple[str, str] | None:
    """Return what begins and ends a comment at the start of a line."""
    suffix = PurePosixPath(source.path).suffix.lower()
    if suffix in _NONE:
        return None
    if suffix in _MARKUP:
        if module is not None and any(_in(block.span, start) for block in module.blocks):
            return _in_code(start, module, ("//", ""))
        return ("<!--", " -->")
    if suffix in _SLASH:
        return ("//", "") if module is None else _in_code(start, module, ("//", ""))
    return ("#", "") if module is None else _in_code(start, module, ("#", ""))


def _in_code(start: int, module: ir.Module, plain: tuple[str, str]) -> tuple[str, str] | None:
    """Return the marks for a place in code: none in a string, braces among children of JSX."""
    marks: tuple[str, str] | None = plain
    size = -1
    for node in ir.walk(*module.body):
        if not (node.span.start < start < node.span.end):
            continue
        length = node.span.end - node.span.start
        if size < 0 or length <= size:
            size = length
            if isinstance(node, ir.Template | ir.Literal):
                marks = None
            elif isinstance(node, ir.Element):
                marks = _in_element(node, start, plain)
            else:
                marks = plain
    return marks


def _in_element(element: ir.Element, start: int, plain: tuple[str, str]) -> tuple[str, str] | None:
    """Comments between attributes are plain; among children they need braces."""
    ends = [item.span.end for item in element.attributes]
    if element.tag is not None:
        ends.append(element.tag.span.end)
    first = min((child.span.start for child in element.children), default=element.span.end)
    inside = bool(ends) and start <= max(ends)
    if inside or (not element.children and start < element.span.end):
        return plain
    return ("{/*", " */}") if start >= max(ends, default=0) and first else plain


def _in(span: Span, offset: int) -> bool:
    return span.start < offset < span.end or (span.start == offset and span.end > offset)
