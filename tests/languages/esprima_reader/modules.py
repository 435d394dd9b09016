"""Imports and exports of ESTree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from languages.esprima_reader.statements import Found, Statements
from supertokens_lint.languages import ir

Node = Any


class Modules(Statements):
    """Turns whole modules into the neutral form."""

    def do_ImportDeclaration(self, node: Node) -> Found:  # noqa: N802
        names: list[ir.ImportedName] = []
        namespace: str | None = None
        for item in node.specifiers:
            if item.type == "ImportNamespaceSpecifier":
                namespace = item.local.name
                continue
            imported = "default" if item.type == "ImportDefaultSpecifier" else item.imported.name
            names.append(ir.ImportedName(imported, item.local.name, self.span(item)))
        source = node.source
        return (
            ir.Import(source.value, tuple(names), self.span(node), self.span(source), namespace),
        )

    def do_ExportAllDeclaration(self, node: Node) -> Found:  # noqa: N802
        return (ir.Export((), self.span(node), node.source.value, "*"),)

    def do_ExportNamedDeclaration(self, node: Node) -> Found:  # noqa: N802
        span = self.span(node)
        if node.declaration is not None:
            statements = self.statement(node.declaration)
            names = tuple(self.declared(node.declaration))
            return (*statements, ir.Export(names, span)) if names else statements
        names = tuple(
            ir.ExportedName(item.local.name, item.exported.name, self.span(item))
            for item in node.specifiers
        )
        return (ir.Export(names, span, None if node.source is None else node.source.value),)

    def declared(self, node: Node) -> Iterator[ir.ExportedName]:
        if node.type == "VariableDeclaration":
            for item in node.declarations:
                yield from self.bound(self.pattern(item.id))
        else:
            yield ir.ExportedName(node.id.name, node.id.name, self.span(node.id))

    def bound(self, pattern: ir.Pattern | None) -> Iterator[ir.ExportedName]:
        if isinstance(pattern, ir.Name):
            yield ir.ExportedName(pattern.id, pattern.id, pattern.span)
        elif isinstance(pattern, ir.ObjectPattern):
            for entry in pattern.entries:
                yield from self.bound(entry.target)
            yield from self.bound(pattern.rest)
        elif isinstance(pattern, ir.ArrayPattern):
            for item in pattern.items:
                yield from self.bound(item)

    def do_ExportDefaultDeclaration(self, node: Node) -> Found:  # noqa: N802
        span = self.span(node)
        declaration = node.declaration
        if declaration.type in {"FunctionDeclaration", "ClassDeclaration"} and declaration.id:
            name = ir.Name(declaration.id.name, self.span(declaration.id))
            return (*self.statement(declaration), ir.ExportDefault(name, span))
        return (ir.ExportDefault(self.expression(declaration), span),)
