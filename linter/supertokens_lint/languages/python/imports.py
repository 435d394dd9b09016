"""Import statements."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import libcst as cst

from supertokens_lint.languages import ir
from supertokens_lint.languages.python.cursor import NodeReader
from supertokens_lint.languages.python.versions import LAZY_FROM_IMPORTS, LAZY_IMPORTS


def _import(reader: NodeReader, node: cst.Import) -> list[ir.Statement]:
    """Read ``import a.b, c as d`` into one import for each module.

    A lone module has the span of the statement, each of several the span of its own part.
    """
    keyword = _begin(reader, node, "import")
    found: list[ir.Statement] = []
    for alias in node.names:
        start = reader.start()
        names = _dotted(reader, alias.name)
        module_span = reader.since(start)
        local = _local(reader, alias)
        span = reader.since(start if len(node.names) > 1 else keyword)
        reader.take_comma(alias.comma)
        found.append(
            ir.Import(
                ".".join(names),
                (),
                span,
                module_span,
                namespace=local or names[0],
                aliased=local is not None,
            )
        )
    return found


def _begin(reader: NodeReader, node: cst.BaseSmallStatement, keyword: str) -> int:
    """Take ``import`` or ``from``, and ``lazy`` (PEP 810) in front of it."""
    start = reader.start()
    if isinstance(node, LAZY_IMPORTS + LAZY_FROM_IMPORTS):
        reader.take("lazy")
    reader.take(keyword)
    return start


def _import_from(reader: NodeReader, node: cst.ImportFrom) -> list[ir.Statement]:
    start = _begin(reader, node, "from")
    module_start = reader.start()
    for _ in node.relative:
        reader.take(".")
    module = "." * len(node.relative)
    if node.module is not None:
        module += ".".join(_dotted(reader, node.module))
    module_span = reader.since(module_start)
    reader.take("import")
    if isinstance(node.names, cst.ImportStar):
        reader.take("*")
        return [ir.Import(module, (), reader.since(start), module_span, star=True)]
    if node.lpar is not None:
        reader.take("(")
    names = tuple([_imported(reader, alias) for alias in node.names])
    if node.rpar is not None:
        reader.take(")")
    return [ir.Import(module, names, reader.since(start), module_span)]


def _imported(reader: NodeReader, alias: cst.ImportAlias) -> ir.ImportedName:
    start = reader.start()
    imported = ".".join(_dotted(reader, alias.name))
    local = _local(reader, alias)
    span = reader.since(start)
    reader.take_comma(alias.comma)
    return ir.ImportedName(imported, local or imported, span)


def _local(reader: NodeReader, alias: cst.ImportAlias) -> str | None:
    if alias.asname is None or not isinstance(alias.asname.name, cst.Name):
        return None
    name = alias.asname.name.value
    reader.take_words("as", name)
    return name


def _dotted(reader: NodeReader, node: cst.Attribute | cst.Name) -> list[str]:
    names: list[str] = []
    rest: cst.BaseExpression = node
    while isinstance(rest, cst.Attribute):
        names.append(rest.attr.value)
        rest = rest.value
    if isinstance(rest, cst.Name):
        names.append(rest.value)
    names.reverse()
    for number, name in enumerate(names):
        reader.take_words(*([".", name] if number else [name]))
    return names


READERS: Mapping[type[cst.CSTNode], Any] = {
    cst.Import: _import,
    cst.ImportFrom: _import_from,
    **dict.fromkeys(LAZY_IMPORTS, _import),
    **dict.fromkeys(LAZY_FROM_IMPORTS, _import_from),
}
