"""Functions and classes.

A definition's statement begins at its first decorator, the function or class itself at ``def``,
``async`` or ``class``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

import libcst as cst

from supertokens_lint.languages import ir
from supertokens_lint.languages.python.chains import arguments
from supertokens_lint.languages.python.cursor import NodeReader
from supertokens_lint.languages.python.parameters import parameters, type_parameters
from supertokens_lint.source import Span

_PROPERTIES = frozenset(["property", "cached_property", "abstractproperty"])
_STATIC = frozenset(["staticmethod", "classmethod"])
_SETTERS = frozenset(["setter", "deleter"])


def _function_statement(reader: NodeReader, node: cst.FunctionDef) -> list[ir.Statement]:
    start = reader.start()
    function = _function(reader, node)
    return [ir.FunctionDeclaration(function, reader.since(start))]


def _function(reader: NodeReader, node: cst.FunctionDef) -> ir.Function:
    decorators = _decorators(reader, node.decorators)
    start = reader.start()
    if node.asynchronous is not None:
        reader.take("async")
    reader.take_words("def", node.name.value)
    type_parameters(reader, node.type_parameters)
    reader.take("(")
    params = parameters(reader, node.params)
    reader.take(")")
    returns = None if node.returns is None else reader.annotation(node.returns, "->")
    outside, reader.yields = reader.yields, False
    body = reader.suite(node.body)
    is_generator, reader.yields = reader.yields, outside
    return ir.Function(
        node.name.value,
        params,
        body,
        reader.since(start),
        is_async=node.asynchronous is not None,
        is_generator=is_generator,
        decorators=decorators,
        returns=returns,
    )


def _decorators(reader: NodeReader, nodes: Sequence[cst.Decorator]) -> tuple[ir.Expr, ...]:
    found: list[ir.Expr] = []
    for node in nodes:
        reader.take("@")
        found.append(reader.expression(node.decorator))
    return tuple(found)


def _class_statement(reader: NodeReader, node: cst.ClassDef) -> list[ir.Statement]:
    start = reader.start()
    definition = _class(reader, node)
    return [ir.ClassDeclaration(definition, reader.since(start))]


def _class(reader: NodeReader, node: cst.ClassDef) -> ir.Class:
    decorators = _decorators(reader, node.decorators)
    start = reader.take("class")
    reader.take(node.name.value)
    type_parameters(reader, node.type_parameters)
    if isinstance(node.lpar, cst.LeftParen):
        reader.take("(")
    bases = arguments(reader, node.bases)
    keywords = arguments(reader, node.keywords)
    if isinstance(node.rpar, cst.RightParen):
        reader.take(")")
    members: list[ir.Field | ir.Method] = []
    body: list[ir.Statement] = []
    for statement in reader.suite(node.body):
        member = _member(statement)
        if member is None:
            body.append(statement)
        else:
            members.append(member)
    return ir.Class(
        node.name.value,
        tuple(_base(argument) for argument in bases),
        tuple(members),
        tuple(body),
        reader.since(start),
        decorators,
        keywords,
    )


def _base(argument: ir.Argument) -> ir.Expr:
    if argument.spread:
        return ir.Opaque("spread", (argument.value,), argument.span)
    return argument.value


def _member(statement: ir.Statement) -> ir.Field | ir.Method | None:
    """Return the member that a statement of a class body makes, ``None`` if it makes none."""
    if isinstance(statement, ir.FunctionDeclaration):
        return _method(statement.function, statement.span)
    if (
        isinstance(statement, ir.Bind)
        and isinstance(statement.target, ir.Name)
        and statement.op == "="
    ):
        return ir.Field(statement.target.id, statement.value, statement.span, statement.annotation)
    return None


def _method(function: ir.Function, span: Span) -> ir.Method:
    name = function.name or ""
    marks = set(_marks(function.decorators))
    kind: Literal["method", "get", "set", "constructor"] = "method"
    if name == "__init__":
        kind = "constructor"
    elif marks & _PROPERTIES:
        kind = "get"
    elif marks & _SETTERS:
        kind = "set"
    return ir.Method(name, function, span, kind, is_static=bool(marks & _STATIC))


def _marks(decorators: Sequence[ir.Expr]) -> Iterator[str]:
    """Yield the last name of each decorator: ``property`` for ``@builtins.property``."""
    for decorator in decorators:
        if isinstance(decorator, ir.Name):
            yield decorator.id
        elif isinstance(decorator, ir.Member):
            yield decorator.name


READERS: Mapping[type[cst.CSTNode], Any] = {
    cst.FunctionDef: _function_statement,
    cst.ClassDef: _class_statement,
}
