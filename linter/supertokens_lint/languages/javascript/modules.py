"""Imports and exports."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from supertokens_lint.languages import ir
from supertokens_lint.languages.javascript.classes import class_value
from supertokens_lint.languages.javascript.names import bound_names, written_key
from supertokens_lint.languages.javascript.reading import (
    Reading,
    StatementHandler,
    parts,
    unwrap,
)

if TYPE_CHECKING:
    from tree_sitter import Node

_Statements = tuple[ir.Statement, ...]
_CLASSES = frozenset(("class_declaration", "abstract_class_declaration", "class"))
_TYPE_ONLY = frozenset(("type", "typeof"))


def _import(reading: Reading, node: Node) -> _Statements:
    words = {child.type for child in node.children}
    source = node.child_by_field_name("source")
    names: list[ir.ImportedName] = []
    namespace: str | None = None
    for child in node.named_children:
        if child.type == "import_require_clause":
            source = child.child_by_field_name("source")
            namespace = reading.string(parts(child)[0])
        elif child.type == "import_clause":
            for part in parts(child):
                if part.type == "namespace_import":
                    namespace = reading.string(parts(part)[-1]) if parts(part) else None
                else:
                    names.extend(_imported(reading, part))
    if source is None:
        return ()
    return (
        ir.Import(
            written_key(reading, source),
            tuple(names),
            reading.span(node),
            reading.span(source),
            namespace,
            type_only=bool(words & _TYPE_ONLY),
        ),
    )


def _imported(reading: Reading, node: Node) -> Iterator[ir.ImportedName]:
    if node.type == "identifier":
        yield ir.ImportedName("default", written_key(reading, node), reading.span(node))
    elif node.type == "named_imports":
        for child in parts(node):
            name = child.child_by_field_name("name")
            if name is None:
                continue
            alias = child.child_by_field_name("alias") or name
            yield ir.ImportedName(
                written_key(reading, name),
                written_key(reading, alias),
                reading.span(child),
                child.children[0].type in _TYPE_ONLY,
            )


def _import_alias(reading: Reading, node: Node) -> _Statements:
    """Read TypeScript's ``import a = b.c``."""
    names = parts(node)
    if len(names) < 2:
        return ()
    value = _qualified(reading, names[-1])
    return (ir.Bind(reading.pattern(names[0]), value, reading.span(node), "const"),)


def _qualified(reading: Reading, node: Node) -> ir.Expr:
    path: list[Node] = []
    while node.type == "nested_identifier":
        owner = node.child_by_field_name("object")
        if owner is None:
            break
        path.append(node)
        node = owner
    value = reading.expression(node)
    for link in reversed(path):
        name = link.child_by_field_name("property") or link
        value = ir.Member(value, reading.string(name), reading.span(link), reading.span(name))
    return value


def _export(reading: Reading, node: Node) -> _Statements:
    words = {child.type for child in node.children}
    declaration = node.child_by_field_name("declaration")
    if "default" in words:
        return _export_default(reading, node, declaration)
    if declaration is not None:
        return _export_declaration(reading, node, declaration)
    if "=" in words:
        return _export_value(reading, node)
    source = node.child_by_field_name("source")
    names: list[ir.ExportedName] = []
    star = "*" if "*" in words else None
    for child in node.named_children:
        if child.type == "export_clause":
            names.extend(_exported(reading, child))
        elif child.type == "namespace_export":
            star = written_key(reading, parts(child)[-1]) if parts(child) else "*"
    module = None if source is None else written_key(reading, source)
    if module is None and not words & {"export_clause"}:
        return ()
    span = reading.span(node)
    return (ir.Export(tuple(names), span, module, star, bool(words & _TYPE_ONLY)),)


def _exported(reading: Reading, node: Node) -> Iterator[ir.ExportedName]:
    """Yield the names of an export clause; ``type`` names have no value and are left out."""
    for child in parts(node):
        name = child.child_by_field_name("name")
        if name is None or child.children[0].type in _TYPE_ONLY:
            continue
        alias = child.child_by_field_name("alias") or name
        local = written_key(reading, name)
        yield ir.ExportedName(local, written_key(reading, alias), reading.span(child))


def _export_declaration(reading: Reading, node: Node, declaration: Node) -> _Statements:
    statements = _declared(reading, node, declaration)
    names = tuple(
        ir.ExportedName(name.id, name.id, name.span)
        for statement in statements
        for name in _declared_names(reading, declaration, statement)
    )
    return (*statements, ir.Export(names, reading.span(node))) if names else statements


def _declared(reading: Reading, node: Node, declaration: Node) -> _Statements:
    if declaration.type in _CLASSES:
        outer = node.children_by_field_name("decorator")
        definition = class_value(reading, declaration, outer)
        return (ir.ClassDeclaration(definition, definition.span),)
    return tuple(reading.statement(declaration))


def _declared_names(
    reading: Reading, declaration: Node, statement: ir.Statement
) -> Iterator[ir.Name]:
    if isinstance(statement, ir.Bind):
        yield from bound_names(statement.target)
    elif isinstance(statement, ir.FunctionDeclaration | ir.ClassDeclaration):
        name = declaration.child_by_field_name("name")
        if name is not None:
            yield ir.Name(written_key(reading, name), reading.span(name))


def _export_default(reading: Reading, node: Node, declaration: Node | None) -> _Statements:
    span = reading.span(node)
    if declaration is None:
        return _export_value(reading, node)
    statements = _declared(reading, node, declaration)
    if not statements:
        return ()
    name = declaration.child_by_field_name("name")
    if name is not None:
        value = ir.Name(written_key(reading, name), reading.span(name))
        return (*statements, ir.ExportDefault(value, span))
    first = statements[0]
    if isinstance(first, ir.ClassDeclaration):
        return (ir.ExportDefault(first.definition, span),)
    if isinstance(first, ir.FunctionDeclaration):
        return (ir.ExportDefault(first.function, span),)
    return statements


def _export_value(reading: Reading, node: Node) -> _Statements:
    """Read ``export default value`` and ``export = value``."""
    span = reading.span(node)
    value = node.child_by_field_name("value")
    if value is not None and unwrap(value).type in _CLASSES:
        outer = node.children_by_field_name("decorator")
        definition = class_value(reading, unwrap(value), outer)
        return (ir.ExportDefault(definition, span),)
    read = (
        reading.inside(node) if value is None else reading.doubted(node, reading.expression(value))
    )
    return (ir.ExportDefault(reading.missing(node) if read is None else read, span),)


HANDLERS: dict[str, StatementHandler] = {
    "import_statement": _import,
    "import_alias": _import_alias,
    "export_statement": _export,
}
