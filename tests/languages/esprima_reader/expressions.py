"""Expressions and patterns of ESTree."""

from __future__ import annotations

import ast
import re
from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any, Literal

from languages.esprima_reader import jsx
from supertokens_lint.languages import ir
from supertokens_lint.source import Span

# What esprima gives for a node; it has no types.
Node = Any

_SPELLINGS = {"===": "==", "!==": "!="}
_HALF_PAIR = re.compile("[\ud800-\udfff]")


class Expressions(jsx.Jsx, ABC):
    """Turns expressions and patterns into the neutral form."""

    def __init__(self, text: str, comments: Iterable[Span]) -> None:
        self.text = text
        self.comment_starts = {span.end: span.start for span in comments}

    @abstractmethod
    def statements(self, nodes: Iterable[Node]) -> tuple[ir.Statement, ...]:
        """Turn statements into the neutral form."""

    def span(self, node: Node) -> Span:
        """Return a node's place.

        esprima counts what stands before a closing brace to a statement without a semicolon.
        """
        start, end = node.range
        while True:
            trimmed = len(self.text[start:end].rstrip()) + start
            if trimmed == end and end not in self.comment_starts:
                return Span(start, end)
            end = self.comment_starts.get(trimmed, trimmed)

    def expression(self, node: Node) -> ir.Expr:
        return getattr(self, f"on_{node.type}")(node)  # type: ignore[no-any-return]

    # --- names and literals ----------------------------------------------------------------------

    def on_Identifier(self, node: Node) -> ir.Expr:  # noqa: N802
        return ir.Name(node.name, self.span(node))

    def on_ThisExpression(self, node: Node) -> ir.Expr:  # noqa: N802
        return ir.Name("this", self.span(node))

    def on_Super(self, node: Node) -> ir.Expr:  # noqa: N802
        return ir.Name("super", self.span(node))

    def on_Import(self, node: Node) -> ir.Expr:  # noqa: N802
        return ir.Name("import", self.span(node))

    def on_MetaProperty(self, node: Node) -> ir.Expr:  # noqa: N802
        owner = ir.Name(node.meta.name, self.span(node.meta))
        return ir.Member(owner, node.property.name, self.span(node), self.span(node.property))

    def on_Literal(self, node: Node) -> ir.Expr:  # noqa: N802
        span = self.span(node)
        if node.regex is not None:
            return ir.Opaque("regex", (), span)
        if isinstance(node.value, str):
            return ir.Literal(self.whole(node.value), span)
        if isinstance(node.value, bool) or node.value is None:
            return ir.Literal(node.value, span)
        return ir.Literal(self.number(node.raw), span)

    def number(self, raw: str) -> int | float:
        value = ast.literal_eval(raw.lstrip("0") or "0") if raw.isdigit() else None
        if value is None:
            value = ast.literal_eval(raw)
        assert isinstance(value, int | float)
        return value

    def whole(self, value: str) -> str:
        joined = value.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
        return _HALF_PAIR.sub("\ufffd", joined)

    def on_TemplateLiteral(self, node: Node) -> ir.Expr:  # noqa: N802
        parts: list[ir.Expr] = []
        for index, quasi in enumerate(node.quasis):
            start, end = quasi.range
            inner = Span(start + 1, end - (1 if quasi.tail else 2))
            if inner.start < inner.end:
                parts.append(ir.Literal(self.whole(quasi.value.cooked), inner))
            if index < len(node.expressions):
                parts.append(self.expression(node.expressions[index]))
        return ir.Template(tuple(parts), self.span(node))

    # --- operators -------------------------------------------------------------------------------

    def on_UnaryExpression(self, node: Node) -> ir.Expr:  # noqa: N802
        return ir.Unary(node.operator, self.expression(node.argument), self.span(node))

    def on_BinaryExpression(self, node: Node) -> ir.Expr:  # noqa: N802
        links = [node]
        while links[-1].left.type in {"BinaryExpression", "LogicalExpression"}:
            links.append(links[-1].left)
        value = self.expression(links[-1].left)
        for link in reversed(links):
            operator = _SPELLINGS.get(link.operator, link.operator)
            value = ir.Binary(operator, value, self.expression(link.right), self.span(link))
        return value

    on_LogicalExpression = on_BinaryExpression  # noqa: N815

    def on_ConditionalExpression(self, node: Node) -> ir.Expr:  # noqa: N802
        return ir.Conditional(
            self.expression(node.test),
            self.expression(node.consequent),
            self.expression(node.alternate),
            self.span(node),
        )

    def on_AssignmentExpression(self, node: Node) -> ir.Expr:  # noqa: N802
        value = self.expression(node.right)
        return ir.Assign(self.pattern(node.left), value, self.span(node), node.operator)

    def on_UpdateExpression(self, node: Node) -> ir.Expr:  # noqa: N802
        span = self.span(node)
        sign = Span(span.start, span.start + 2) if node.prefix else Span(span.end - 2, span.end)
        operator = node.operator[0] + "="
        return ir.Assign(self.pattern(node.argument), ir.Literal(1, sign), span, operator)

    def on_AwaitExpression(self, node: Node) -> ir.Expr:  # noqa: N802
        return ir.Await(self.expression(node.argument), self.span(node))

    def on_YieldExpression(self, node: Node) -> ir.Expr:  # noqa: N802
        children = () if node.argument is None else (self.expression(node.argument),)
        return ir.Opaque("yield", children, self.span(node))

    def on_SequenceExpression(self, node: Node) -> ir.Expr:  # noqa: N802
        items = tuple(self.expression(item) for item in node.expressions)
        return ir.Opaque("sequence", items, self.span(node))

    # --- access and calls ------------------------------------------------------------------------

    def on_MemberExpression(self, node: Node) -> ir.Expr:  # noqa: N802
        owner, optional = self.expression(node.object), bool(node.optional)
        if node.computed:
            index = self.expression(node.property)
            name = index.value if isinstance(index, ir.Literal) else None
            if isinstance(name, str) and name.isidentifier():
                return ir.Member(owner, name, self.span(node), index.span, optional)
            return ir.Index(owner, index, self.span(node), optional)
        name_span = self.span(node.property)
        return ir.Member(owner, node.property.name, self.span(node), name_span, optional)

    def on_CallExpression(self, node: Node) -> ir.Expr:  # noqa: N802
        callee = self.expression(node.callee)
        optional = bool(node.optional)
        return ir.Call(callee, self.arguments(node), self.span(node), optional=optional)

    def on_NewExpression(self, node: Node) -> ir.Expr:  # noqa: N802
        callee = self.expression(node.callee)
        return ir.Call(callee, self.arguments(node), self.span(node), is_new=True)

    def on_TaggedTemplateExpression(self, node: Node) -> ir.Expr:  # noqa: N802
        quasi = self.expression(node.quasi)
        argument = ir.Argument(quasi, quasi.span)
        return ir.Call(self.expression(node.tag), (argument,), self.span(node))

    def arguments(self, node: Node) -> tuple[ir.Argument, ...]:
        found: list[ir.Argument] = []
        for argument in node.arguments:
            if argument.type == "SpreadElement":
                value = self.expression(argument.argument)
                found.append(ir.Argument(value, self.span(argument), spread="*"))
            else:
                value = self.expression(argument)
                found.append(ir.Argument(value, value.span))
        return tuple(found)

    # --- objects, arrays, functions and classes --------------------------------------------------

    def on_ArrayExpression(self, node: Node) -> ir.Expr:  # noqa: N802
        items = tuple(self.item(item) for item in node.elements if item is not None)
        return ir.Array(items, self.span(node))

    def item(self, node: Node) -> ir.Expr | ir.Spread:
        return self.spread(node) if node.type == "SpreadElement" else self.expression(node)

    def spread(self, node: Node) -> ir.Spread:
        return ir.Spread(self.expression(node.argument), self.span(node))

    def on_ObjectExpression(self, node: Node) -> ir.Expr:  # noqa: N802
        entries = tuple(self.entry(entry) for entry in node.properties)
        return ir.Object(entries, self.span(node))

    def entry(self, node: Node) -> ir.Property | ir.Spread:
        if node.type == "SpreadElement":
            return self.spread(node)
        key, key_span = self.key(node)
        span = self.span(node)
        if node.method or node.kind in {"get", "set"}:
            kind: Literal["method", "get", "set"] = "method" if node.method else node.kind
            return ir.Property(key, self.method(node), span, key_span, kind=kind)
        value = self.expression(node.value)
        return ir.Property(key, value, span, key_span, shorthand=node.shorthand)

    def key(self, node: Node) -> tuple[str | ir.Expr, Span]:
        key = node.key
        if node.computed:
            value = self.expression(key)
            if isinstance(value, ir.Literal) and isinstance(value.value, str):
                return value.value, value.span
            return value, value.span
        if key.type == "Identifier":
            return key.name, self.span(key)
        if isinstance(key.value, str):
            return self.whole(key.value), self.span(key)
        number = self.number(key.raw)
        return str(int(number) if number == int(number) else number), self.span(key)

    def member_name(self, node: Node) -> str:
        key, _ = self.key(node)
        if isinstance(key, str):
            return key
        return self.bracketed(node)

    def bracketed(self, node: Node) -> str:
        start = self.text.rindex("[", 0, node.key.range[0] + 1)
        end = self.text.index("]", node.key.range[1])
        return self.text[start : end + 1]

    def method(self, node: Node) -> ir.Function:
        function = node.value
        return ir.Function(
            self.member_name(node),
            self.params(function.params),
            self.statements(function.body.body),
            self.span(node),
            is_async=bool(function.isAsync),
            is_generator=bool(function.generator),
        )

    def on_FunctionExpression(self, node: Node) -> ir.Function:  # noqa: N802
        return ir.Function(
            None if node.id is None else node.id.name,
            self.params(node.params),
            self.statements(node.body.body),
            self.span(node),
            is_async=bool(node.isAsync),
            is_generator=bool(node.generator),
        )

    on_FunctionDeclaration = on_FunctionExpression  # noqa: N815

    def on_ArrowFunctionExpression(self, node: Node) -> ir.Expr:  # noqa: N802
        body: tuple[ir.Statement, ...]
        if node.body.type == "BlockStatement":
            body = self.statements(node.body.body)
        else:
            value = self.expression(node.body)
            body = (ir.Return(value, value.span),)
        return ir.Function(
            None,
            self.params(node.params),
            body,
            self.span(node),
            is_async=bool(node.isAsync),
            is_arrow=True,
        )

    def on_ClassExpression(self, node: Node) -> ir.Class:  # noqa: N802
        return ir.Class(
            None if node.id is None else node.id.name,
            () if node.superClass is None else (self.expression(node.superClass),),
            tuple(self.member(member) for member in node.body.body),
            (),
            self.span(node),
        )

    on_ClassDeclaration = on_ClassExpression  # noqa: N815

    def member(self, node: Node) -> ir.Field | ir.Method:
        name = self.member_name(node)
        span = self.span(node)
        is_static = bool(node.static)
        if node.type == "FieldDefinition":
            value = None if node.value is None else self.expression(node.value)
            return ir.Field(name, value, span, is_static=is_static)
        kind: Literal["method", "get", "set", "constructor"] = node.kind
        return ir.Method(name, self.method(node), span, kind, is_static)

    # --- patterns --------------------------------------------------------------------------------

    def params(self, nodes: Iterable[Node]) -> tuple[ir.Param, ...]:
        found: list[ir.Param] = []
        for node in nodes:
            span = self.span(node)
            if node.type == "RestElement":
                found.append(ir.Param(self.pattern(node.argument), span, kind="rest"))
            else:
                target, default = self.defaulted(node)
                found.append(ir.Param(target, span, default))
        return tuple(found)

    def defaulted(self, node: Node) -> tuple[ir.Pattern, ir.Expr | None]:
        if node.type in {"AssignmentPattern", "AssignmentExpression"}:
            return self.pattern(node.left), self.expression(node.right)
        return self.pattern(node), None

    def pattern(self, node: Node) -> ir.Pattern:
        if node.type in {"ObjectPattern", "ObjectExpression"}:
            return self.object_pattern(node)
        if node.type in {"ArrayPattern", "ArrayExpression"}:
            return self.array_pattern(node)
        value = self.expression(node)
        assert isinstance(value, ir.Name | ir.Member | ir.Index)
        return value

    def object_pattern(self, node: Node) -> ir.Pattern:
        entries: list[ir.ObjectPatternEntry] = []
        rest: ir.Pattern | None = None
        for entry in node.properties:
            if entry.type in {"RestElement", "SpreadElement"}:
                rest = self.pattern(entry.argument)
                continue
            key, _ = self.key(entry)
            target, default = self.defaulted(entry.value)
            entries.append(ir.ObjectPatternEntry(key, target, self.span(entry), default))
        return ir.ObjectPattern(tuple(entries), rest, self.span(node))

    def array_pattern(self, node: Node) -> ir.Pattern:
        items: list[ir.Pattern | None] = []
        defaults: list[ir.Expr | None] = []
        rest_index: int | None = None
        for index, element in enumerate(node.elements):
            target: ir.Pattern | None = None
            default: ir.Expr | None = None
            if element is not None and element.type in {"RestElement", "SpreadElement"}:
                rest_index = index
                target = self.pattern(element.argument)
            elif element is not None:
                target, default = self.defaulted(element)
            items.append(target)
            defaults.append(default)
        given = tuple(defaults) if any(defaults) else ()
        return ir.ArrayPattern(tuple(items), self.span(node), rest_index, given)
