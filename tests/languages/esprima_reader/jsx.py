"""JSX as esprima gives it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from supertokens_lint.languages import ir
from supertokens_lint.source import Span

Node = Any


class Jsx(ABC):
    """Turns JSX into the neutral form."""

    text: str

    @abstractmethod
    def expression(self, node: Node) -> ir.Expr:
        """Turn an expression into the neutral form."""

    @abstractmethod
    def span(self, node: Node) -> Span:
        """Return a node's place."""

    def on_JSXElement(self, node: Node) -> ir.Expr:  # noqa: N802
        opening = node.openingElement
        name = opening.name
        return ir.Element(
            None if name is None or not self.jsx_name(name) else self.tag(name),
            tuple(self.attribute(attribute) for attribute in opening.attributes),
            tuple(self.expression(child) for child in node.children if self.tells(child)),
            self.span(node),
        )

    def tells(self, node: Node) -> bool:
        if node.type == "JSXText":
            return False
        return not (
            node.type == "JSXExpressionContainer" and node.expression.type == "JSXEmptyExpression"
        )

    def on_JSXExpressionContainer(self, node: Node) -> ir.Expr:  # noqa: N802
        return self.expression(node.expression)

    def jsx_name(self, node: Node) -> str:
        if node.type == "JSXNamespacedName":
            return f"{node.namespace.name}:{node.name.name}"
        return str(node.name)

    def tag(self, node: Node) -> ir.Expr:
        if node.type == "JSXMemberExpression":
            owner = self.tag(node.object)
            return ir.Member(owner, node.property.name, self.span(node), self.span(node.property))
        return ir.Name(self.jsx_name(node), self.span(node))

    def attribute(self, node: Node) -> ir.Property | ir.Spread:
        span = self.span(node)
        if node.type == "JSXSpreadAttribute":
            return ir.Spread(self.expression(node.argument), span)
        key_span = self.span(node.name)
        value: ir.Expr
        if node.value is None:
            value = ir.Literal(value=True, span=key_span)
        elif node.value.type == "Literal":
            value = ir.Literal(node.value.value, self.span(node.value))
        else:
            value = self.expression(node.value)
        return ir.Property(self.jsx_name(node.name), value, span, key_span)
