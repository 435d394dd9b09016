"""Package clauses, imports, variables, constants and types."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from supertokens_lint.languages import ir
from supertokens_lint.languages.go import literals
from supertokens_lint.languages.go.functions import function_declaration, method_declaration
from supertokens_lint.languages.go.reading import Reading, StatementHandler, parts, unwrap
from supertokens_lint.languages.go.typenames import (
    base_name,
    field_nodes,
    type_name,
    underlying,
)
from supertokens_lint.source import Span

if TYPE_CHECKING:
    from tree_sitter import Node

_Statements = tuple[ir.Statement, ...]
Kind = Literal["const", "let", "var", "assign"]

# Go modules reference, "Major version suffixes", and the older convention of gopkg.in.
_MAJOR_VERSION = re.compile(r"^v[0-9]+$")
_WITH_SUCCESS = frozenset(("index_expression", "type_assertion_expression", "unary_expression"))
_DOTTED_VERSION = re.compile(r"\.v[0-9]+$")


def _imports(reading: Reading, node: Node) -> _Statements:
    specs: list[Node] = []
    for child in parts(node):
        if child.type == "import_spec_list":
            specs.extend(inner for inner in parts(child) if inner.type == "import_spec")
        elif child.type == "import_spec":
            specs.append(child)
    return tuple(_import(reading, spec) for spec in specs)


def _import(reading: Reading, node: Node) -> ir.Import:
    path = node.child_by_field_name("path") or node
    name = node.child_by_field_name("name")
    raw = reading.string(path)
    module = literals.raw_value(raw) if raw.startswith("`") else literals.string_value(raw)
    alias = None if name is None else reading.string(name)
    inside = reading.span(path)
    return ir.Import(
        module,
        (),
        reading.span(node),
        Span(min(inside.start + 1, inside.end), max(inside.end - 1, inside.start)),
        namespace=None if alias in (".", "_") else alias or package_name(module),
        aliased=alias not in (None, ".", "_"),
        star=alias == ".",
    )


def package_name(module: str) -> str:
    """Return the name that an import without an alias most likely binds."""
    elements = [element for element in module.split("/") if element]
    if len(elements) > 1 and _MAJOR_VERSION.match(elements[-1]):
        elements.pop()
    last = _DOTTED_VERSION.sub("", elements[-1]) if elements else module
    return last.removeprefix("go-").removesuffix("-go").rsplit("-", 1)[-1]


def _constants(reading: Reading, node: Node) -> _Statements:
    found: list[ir.Statement] = []
    repeated: Node | None = None
    for spec in parts(node):
        if spec.type == "const_spec":
            repeated = spec.child_by_field_name("value") or repeated
            found.extend(_spec(reading, spec, repeated, "const"))
    return tuple(found)


def _variables(reading: Reading, node: Node) -> _Statements:
    specs: list[Node] = []
    for child in parts(node):
        specs.extend(parts(child) if child.type == "var_spec_list" else [child])
    return tuple(
        statement
        for spec in specs
        if spec.type == "var_spec"
        for statement in _spec(reading, spec, spec.child_by_field_name("value"), "var")
    )


def _spec(reading: Reading, spec: Node, value: Node | None, kind: Kind) -> Iterator[ir.Statement]:
    names = [n for n in spec.children_by_field_name("name") if n.type == "identifier"]
    written = spec.child_by_field_name("type")
    annotation = None if written is None else reading.string(written)
    if value is None:
        for name in names:
            target = reading.pattern(name)
            if target is not None:
                yield ir.Bind(target, None, reading.span(name), kind, annotation=annotation)
        return
    yield from bindings(reading, names, value, reading.span(spec), kind, annotation=annotation)


def bindings(
    reading: Reading,
    targets: list[Node],
    value: Node | None,
    span: Span,
    kind: Kind,
    *,
    op: str = "=",
    annotation: str | None = None,
) -> Iterator[ir.Statement]:
    """Yield what ``targets = values`` binds: pair by pair, or the parts of the only value."""
    patterns = [reading.pattern(target) for target in targets]
    values = reading.expressions_in(value)
    if len(values) == 1 and len(patterns) > 1:
        if value is not None and _tells_success(value):
            values.append(ir.Opaque("ok", (), values[0].span))
        elif any(pattern is not None for pattern in patterns):
            inner = Span(reading.span(targets[0]).start, reading.span(targets[-1]).end)
            yield ir.Bind(ir.ArrayPattern(tuple(patterns), inner), values[0], span, kind, op)
            return
    for index, item in enumerate(values):
        target = patterns[index] if index < len(patterns) else None
        if target is None:
            yield ir.ExpressionStatement(item, span)
        else:
            yield ir.Bind(target, item, span, kind, op, annotation)


def _tells_success(value: Node) -> bool:
    """Tell whether a second target is told whether there is a value: ``v, ok := m[k]``."""
    inner = parts(value)[0] if value.type == "expression_list" and parts(value) else value
    return unwrap(inner).type in _WITH_SUCCESS


def _types(reading: Reading, node: Node) -> _Statements:
    return tuple(
        ir.ClassDeclaration(_type(reading, spec), reading.span(spec))
        for spec in parts(node)
        if spec.type in ("type_spec", "type_alias")
    )


def _type(reading: Reading, node: Node) -> ir.Class:
    name = node.child_by_field_name("name")
    kind = node.child_by_field_name("type")
    text = None if name is None else reading.string(name)
    span = reading.span(node)
    if kind is None:
        return ir.Class(text, (), (), (), span)
    if kind.type == "struct_type":
        return ir.Class(text, _embedded(reading, kind), _fields(reading, kind), (), span)
    place = reading.span(kind)
    made_of = ir.Literal(underlying(reading, kind), place)
    named = type_name(reading, kind)
    bases = () if isinstance(named, ir.Opaque) else (named,)
    argument = ir.Argument(made_of, place, "underlying")
    return ir.Class(text, bases, (), (), span, keywords=(argument,))


def _embedded(reading: Reading, node: Node) -> tuple[ir.Expr, ...]:
    return tuple(
        type_name(reading, kind)
        for field in field_nodes(node)
        if not field.children_by_field_name("name")
        and (kind := field.child_by_field_name("type")) is not None
    )


def _fields(reading: Reading, node: Node) -> tuple[ir.Field, ...]:
    found: list[ir.Field] = []
    for field in field_nodes(node):
        kind = field.child_by_field_name("type")
        tag = field.child_by_field_name("tag")
        decorators = () if tag is None else (reading.expression(tag),)
        written = None if kind is None else reading.string(kind)
        names = [n for n in field.children_by_field_name("name") if n.is_named]
        spelled = [reading.string(name) for name in names] or [base_name(written or "")]
        found.extend(
            ir.Field(name, None, reading.span(field), written, decorators=decorators)
            for name in spelled
        )
    return tuple(found)


HANDLERS: dict[str, StatementHandler] = {
    "import_declaration": _imports,
    "const_declaration": _constants,
    "var_declaration": _variables,
    "type_declaration": _types,
    "function_declaration": function_declaration,
    "method_declaration": method_declaration,
}
