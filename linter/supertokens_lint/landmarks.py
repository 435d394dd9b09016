"""What stands around a place, in words that stay when lines move.

In source code that is the chain of names that enclose it (``getConfig.appInfo.apiDomain``), in
other files the first word of its line (``API_DOMAIN``). Neither depends on indentation, quotes,
the order of the file, or the value itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from supertokens_lint.languages import ir
from supertokens_lint.source import Place, SourceText

_FIRST_WORD = re.compile(r"""[ \t]*(?:-[ \t]+)?(?:export[ \t]+)?["']?(?P<word>[\w.$/@-]{1,200})""")


def landmark(place: Place, source: SourceText | None, module: ir.Module | None) -> str:
    """Return the names around a place; empty where there are none."""
    if source is None:
        return ""
    if module is not None:
        return ".".join(_names(place, module))
    match = _FIRST_WORD.match(source.line(source.position(place.span.start).line))
    return "" if match is None else match["word"]


def _names(place: Place, module: ir.Module) -> Iterator[str]:
    """Yield the names of the nodes that hold a place, the outermost first."""
    level: tuple[ir.Node, ...] = module.body
    last = ""
    while True:
        node = next((item for item in level if _holds(item, place)), None)
        if node is None:
            return
        name = _name(node)
        if name and name != last:
            yield name
        last = name or last
        level = tuple(ir.children(node))


def _holds(node: ir.Node, place: Place) -> bool:
    return node.span.start <= place.span.start and place.span.end <= node.span.end


def _name(node: ir.Node) -> str:
    if isinstance(node, ir.Property | ir.ObjectPatternEntry):
        return node.key if isinstance(node.key, str) else ""
    if isinstance(node, ir.Bind | ir.Assign):
        return _target(node.target)
    if isinstance(node, ir.Function | ir.Class | ir.Field | ir.Method | ir.Argument):
        return node.name or ""
    return ""


def _target(target: ir.Pattern) -> str:
    if isinstance(target, ir.Name):
        return target.id
    return target.name if isinstance(target, ir.Member) else ""
