"""Headers that let pages of other origins embed the site."""

from __future__ import annotations

import re
from collections.abc import Iterator

from supertokens_lint.errors import ReaderError
from supertokens_lint.extract.cookie_facts import Framing
from supertokens_lint.languages import ir
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.source import Place, Span
from supertokens_lint.workspace.files import SCRIPT_KINDS, FileEntry, FileKind

_NEEDLES = (b"frame-ancestors", b"frameAncestors", b"ALLOW-FROM")
_DATA_KINDS = (FileKind.NGINX, FileKind.CADDY, FileKind.JSON, FileKind.TOML, FileKind.YAML)
_HEADERS_FILE = "_headers"
_DIRECTIVE = re.compile(r"(?:frame-ancestors|ALLOW-FROM)\s+(?P<sources>[^;\"`\n]*)")
_SOURCE = re.compile(
    r"(?:https?://)?(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?/?", re.IGNORECASE
)
_KEYS = frozenset({"frameAncestors", "frame-ancestors"})
_LONGEST_LINE = 10_000


def framings(ev: Evaluator) -> Iterator[Framing]:
    """Yield the origins that ``frame-ancestors`` (CSP level 2) and ``ALLOW-FROM`` name.

    Keywords, schemes and ``*`` name nobody and are left out.
    """
    workspace = ev.workspace
    for entry in workspace.mentioning(*_NEEDLES, kinds=SCRIPT_KINDS):
        if not entry.is_test:
            yield from _in_code(ev, entry.path)
    texts = [*workspace.mentioning(*_NEEDLES, kinds=_DATA_KINDS), *workspace.named(_HEADERS_FILE)]
    for entry in texts:
        yield from _in_text(ev, entry)


def _in_code(ev: Evaluator, path: str) -> Iterator[Framing]:
    module = ev.workspace.module(path)
    if module is None:
        return
    for node in ir.walk(*module.body):
        if isinstance(node, ir.Literal) and isinstance(node.value, str):
            for sources in _DIRECTIVE.finditer(node.value):
                for source in _named(sources["sources"]):
                    yield Framing(source, Place(path, node.span))
        elif isinstance(node, ir.Property) and node.key in _KEYS:
            yield from _listed(node.value, path)


def _listed(value: ir.Expr, path: str) -> Iterator[Framing]:
    for item in value.items if isinstance(value, ir.Array) else (value,):
        if isinstance(item, ir.Literal) and isinstance(item.value, str):
            for source in _named(item.value):
                yield Framing(source, Place(path, item.span))


def _in_text(ev: Evaluator, entry: FileEntry) -> Iterator[Framing]:
    try:
        text = ev.workspace.text(entry.path).text
    except ReaderError:
        return
    offset = 0
    for line in text.splitlines(keepends=True):
        if len(line) <= _LONGEST_LINE and not line.lstrip().startswith("#"):
            for match in _DIRECTIVE.finditer(line):
                span = Span(offset + match.start(), offset + match.end())
                for source in _named(match["sources"]):
                    yield Framing(source, Place(entry.path, span))
        offset += len(line)


def _named(sources: str) -> Iterator[str]:
    for word in sources.replace("\\", " ").split():
        if _SOURCE.fullmatch(word):
            yield word.rstrip("/")
