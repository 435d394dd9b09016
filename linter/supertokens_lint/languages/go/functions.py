"""Functions, methods, their parameters and results."""

from __future__ import annotations

from typing import TYPE_CHECKING

from supertokens_lint.languages import ir
from supertokens_lint.languages.go.reading import Reading, parts

if TYPE_CHECKING:
    from tree_sitter import Node

_Statements = tuple[ir.Statement, ...]


def function_literal(reading: Reading, node: Node) -> ir.Expr:
    """Read ``func(...) {...}``."""
    return _function(reading, node, None, ())


def function_declaration(reading: Reading, node: Node) -> _Statements:
    """Read a function at the top of a file."""
    name = node.child_by_field_name("name")
    function = _function(reading, node, None if name is None else reading.string(name), ())
    return (ir.FunctionDeclaration(function, reading.span(node)),)


def method_declaration(reading: Reading, node: Node) -> _Statements:
    """Read a method as an assignment to a member of its receiver's type."""
    name = node.child_by_field_name("name")
    receiver = _receiver(node)
    if name is None or receiver is None:
        return ()
    owner, lead = _owner(reading, receiver)
    text = reading.string(name)
    function = _function(reading, node, text, lead)
    span = reading.span(node)
    return (ir.Bind(ir.Member(owner, text, span, reading.span(name)), function, span),)


def _receiver(node: Node) -> Node | None:
    group = node.child_by_field_name("receiver")
    found = [] if group is None else [n for n in parts(group) if n.type == "parameter_declaration"]
    return found[0] if found else None


def _owner(reading: Reading, receiver: Node) -> tuple[ir.Name, _Statements]:
    """Return the type of a receiver, and what binds the receiver in the body."""
    kind = receiver.child_by_field_name("type")
    name = receiver.child_by_field_name("name")
    text = "" if kind is None else reading.string(kind)
    bare = text.lstrip("*( ").split("[", 1)[0].rstrip(") ")
    owner = ir.Name(bare, reading.span(receiver if kind is None else kind))
    if name is None or reading.string(name) == "_":
        return owner, ()
    span = reading.span(name)
    target = ir.Name(reading.string(name), span)
    this = ir.Name("this", reading.span(receiver))
    return owner, (ir.Bind(target, this, reading.span(receiver), "let", annotation=text),)


def _function(reading: Reading, node: Node, name: str | None, lead: _Statements) -> ir.Function:
    result = node.child_by_field_name("result")
    named = _named_results(reading, result)
    reading.results.append(tuple(item.id for item, _ in named))
    declared = tuple(ir.Bind(item, None, item.span, "var", annotation=kind) for item, kind in named)
    body = reading.body(node.child_by_field_name("body"))
    reading.results.pop()
    return ir.Function(
        name,
        _parameters(reading, node.child_by_field_name("parameters")),
        (*lead, *declared, *body),
        reading.span(node),
        returns=None if result is None else reading.string(result),
    )


def _named_results(reading: Reading, result: Node | None) -> list[tuple[ir.Name, str | None]]:
    if result is None or result.type != "parameter_list":
        return []
    found: list[tuple[ir.Name, str | None]] = []
    for group in parts(result):
        kind = group.child_by_field_name("type")
        for name in group.children_by_field_name("name"):
            if name.type == "identifier":
                text = None if kind is None else reading.string(kind)
                found.append((ir.Name(reading.string(name), reading.span(name)), text))
    return found


def _parameters(reading: Reading, node: Node | None) -> tuple[ir.Param, ...]:
    """Read parameters. One without a name, which nothing can refer to, is called ``_``."""
    found: list[ir.Param] = []
    for group in () if node is None else parts(node):
        if group.type not in ("parameter_declaration", "variadic_parameter_declaration"):
            continue
        kind = group.child_by_field_name("type")
        annotation = None if kind is None else reading.string(kind)
        rest = group.type == "variadic_parameter_declaration"
        names = [n for n in group.children_by_field_name("name") if n.type == "identifier"]
        for name in names or [group]:
            span = reading.span(name)
            target = ir.Name(reading.string(name) if names else "_", span)
            place = span if len(names) > 1 else reading.span(group)
            found.append(ir.Param(target, place, None, "rest" if rest else "plain", annotation))
    return tuple(found)
