"""Reader of the scripts inside Vue, Svelte, Astro and HTML files.

Rules for what is a script: HTML Living Standard 4.12.1 (the ``type`` attribute); Vue "SFC Syntax
Specification"; Svelte "Basic markup"; Astro "Component Script". Spans are offsets into the whole
file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import PurePosixPath
from typing import Literal

from msgspec import Struct

from supertokens_lint.languages import ir
from supertokens_lint.languages.javascript import Dialect, read_script
from supertokens_lint.source import Span

EXTENSIONS = (".vue", ".svelte", ".astro", ".html", ".htm")

_Role = Literal["module", "setup", "server", "client"]

_OPENING = re.compile(r"<!--|<script(?=[\s/>])", re.IGNORECASE)
_CLOSING = re.compile(r"</script(?=[\s/>])[^>]{0,1000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""\s*/?\s*([^\s=>"'/]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>"']+))?""")
_TAG_END = re.compile(r"[^>]*>?")
_FENCE = re.compile(r"[\s\ufeff]*---")
_FENCE_END = re.compile(r"^[ \t]*---", re.MULTILINE)

_DIALECTS = {
    "js": Dialect.JAVASCRIPT,
    "javascript": Dialect.JAVASCRIPT,
    "jsx": Dialect.JAVASCRIPT,
    "ts": Dialect.TYPESCRIPT,
    "typescript": Dialect.TYPESCRIPT,
    "tsx": Dialect.TSX,
}
# Types of scripts that browsers run, and those that in-page compilers are known to run.
_TYPES = {
    "module": "js",
    "text/javascript": "js",
    "application/javascript": "js",
    "text/ecmascript": "js",
    "application/ecmascript": "js",
    "application/x-javascript": "js",
    "text/babel": "jsx",
    "text/jsx": "jsx",
    "text/typescript": "ts",
}


class _Tag(Struct, frozen=True):
    """One script element: its attributes and where its text stands."""

    attributes: Mapping[str, str]
    body: Span
    closed: bool


class _Found(Struct):
    """What has been read of a file so far."""

    blocks: list[ir.ScriptBlock]
    comments: list[ir.Comment]
    problems: list[ir.SyntaxProblem]
    language: ir.Language = ir.Language.JAVASCRIPT


def read(path: str, text: str) -> ir.Module:
    """Read the scripts of a file; one that never ends reaches to the end, with a problem."""
    extension = PurePosixPath(path).suffix.lower()
    found = _Found([], [], [])
    start = 0
    if extension == ".astro":
        start = _front_matter(text, found)
    for piece in _pieces(text, start):
        if isinstance(piece, ir.Comment):
            found.comments.append(piece)
            continue
        if not piece.closed:
            found.problems.append(ir.SyntaxProblem("a script without an end", piece.body))
        dialect = _dialect(piece, extension)
        if dialect is not None:
            _add(text, piece.body, dialect, _role(piece, extension), piece, found)
    comments = tuple(sorted(found.comments, key=lambda comment: comment.span))
    return ir.Module(path, found.language, tuple(found.blocks), comments, tuple(found.problems))


def _add(
    text: str, span: Span, dialect: Dialect, role: _Role, tag: _Tag | None, found: _Found
) -> None:
    script = read_script(text, span, dialect)
    src = None
    if tag is not None and not text[span.start : span.end].strip():
        src = tag.attributes.get("src")
    found.blocks.append(ir.ScriptBlock(role, script.body, span, src, script.directives))
    found.comments.extend(script.comments)
    found.problems.extend(script.problems)
    if dialect is not Dialect.JAVASCRIPT:
        found.language = ir.Language.TYPESCRIPT


def _front_matter(text: str, found: _Found) -> int:
    """Read Astro's script between fences; return where the template begins."""
    fence = _FENCE.match(text)
    if fence is None:
        return 0
    closing = _FENCE_END.search(text, fence.end())
    start = fence.end()
    end = len(text) if closing is None else closing.start()
    if closing is None and "---" in text[start:]:
        end = text.index("---", start)
    _add(text, Span(start, end), Dialect.TYPESCRIPT, "server", None, found)
    return end if closing is None else closing.end()


def _pieces(text: str, at: int) -> Iterator[_Tag | ir.Comment]:
    """Yield the comments and scripts of markup in order."""
    while (match := _OPENING.search(text, at)) is not None:
        if match[0] == "<!--":
            end = text.find("-->", match.end())
            at = len(text) if end < 0 else end + 3
            yield ir.Comment(text[match.start() : at], Span(match.start(), at))
            continue
        attributes, start = _attributes(text, match.end())
        if text[start - 2 : start] == "/>":
            yield _Tag(attributes, Span(start, start), closed=True)
            at = start
            continue
        closing = _CLOSING.search(text, start)
        end = len(text) if closing is None else closing.start()
        at = len(text) if closing is None else closing.end()
        yield _Tag(attributes, Span(start, end), closing is not None)


def _attributes(text: str, at: int) -> tuple[dict[str, str], int]:
    """Return a tag's attributes, names in lower case, and where the tag ends."""
    attributes: dict[str, str] = {}
    while (match := _ATTRIBUTE.match(text, at)) is not None:
        value = match[2] or ""
        if value[:1] in {'"', "'"}:
            value = value[1:-1]
        attributes.setdefault(match[1].lower(), unescape(value))
        at = match.end()
    end = _TAG_END.match(text, at)
    return attributes, at if end is None else end.end()


def _dialect(tag: _Tag, extension: str) -> Dialect | None:
    """Return what a script is written in; ``None`` if it is data or an unknown language."""
    kind = tag.attributes.get("type", "").strip().lower()
    language = tag.attributes.get("lang", "").strip().lower()
    if kind and not language:
        language = _TYPES.get(kind.partition(";")[0].strip(), kind)
    if not language:
        language = "ts" if extension == ".astro" else "js"
    dialect = _DIALECTS.get(language)
    if extension == ".astro" and dialect is Dialect.JAVASCRIPT:
        return Dialect.TYPESCRIPT
    return dialect


def _role(tag: _Tag, extension: str) -> _Role:
    if extension == ".vue":
        return "setup" if "setup" in tag.attributes else "module"
    if extension == ".svelte":
        is_module = "module" in tag.attributes or tag.attributes.get("context") == "module"
        return "module" if is_module else "setup"
    return "client"
