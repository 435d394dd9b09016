"""Statements of ESTree."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from languages.esprima_reader.expressions import Expressions
from supertokens_lint.languages import ir
from supertokens_lint.source import Span

Node = Any
Found = tuple[ir.Statement, ...]

_SILENT = frozenset(("EmptyStatement", "BreakStatement", "ContinueStatement", "DebuggerStatement"))


class Statements(Expressions):
    """Turns statements into the neutral form."""

    def statements(self, nodes: Iterable[Node]) -> Found:
        found: list[ir.Statement] = []
        for node in nodes:
            found.extend(self.statement(node))
        return tuple(found)

    def statement(self, node: Node) -> Found:
        if node.type in _SILENT:
            return ()
        return getattr(self, f"do_{node.type}")(node)  # type: ignore[no-any-return]

    def body(self, node: Node | None) -> Found:
        if node is None:
            return ()
        return self.statements(node.body) if node.type == "BlockStatement" else self.statement(node)

    def do_ExpressionStatement(self, node: Node) -> Found:  # noqa: N802
        return (self.evaluated(node.expression, self.span(node)),)

    def evaluated(self, node: Node, span: Span) -> ir.Statement:
        value = self.expression(node)
        if isinstance(value, ir.Assign):
            return ir.Bind(value.target, value.value, value.span, op=value.op)
        return ir.ExpressionStatement(value, span)

    def do_VariableDeclaration(self, node: Node) -> Found:  # noqa: N802
        return tuple(
            ir.Bind(
                self.pattern(item.id),
                None if item.init is None else self.expression(item.init),
                self.span(item),
                node.kind,
            )
            for item in node.declarations
        )

    def do_FunctionDeclaration(self, node: Node) -> Found:  # noqa: N802
        return (ir.FunctionDeclaration(self.on_FunctionDeclaration(node), self.span(node)),)

    def do_ClassDeclaration(self, node: Node) -> Found:  # noqa: N802
        return (ir.ClassDeclaration(self.on_ClassDeclaration(node), self.span(node)),)

    def do_BlockStatement(self, node: Node) -> Found:  # noqa: N802
        return (ir.Block(self.statements(node.body), self.span(node)),)

    def do_LabeledStatement(self, node: Node) -> Found:  # noqa: N802
        return (ir.Block(self.body(node.body), self.span(node)),)

    def do_WithStatement(self, node: Node) -> Found:  # noqa: N802
        context = (self.expression(node.object),)
        return (ir.Block(self.body(node.body), self.span(node), context),)

    def do_ReturnStatement(self, node: Node) -> Found:  # noqa: N802
        value = None if node.argument is None else self.expression(node.argument)
        return (ir.Return(value, self.span(node)),)

    def do_ThrowStatement(self, node: Node) -> Found:  # noqa: N802
        return (ir.Raise(self.expression(node.argument), self.span(node)),)

    def do_TryStatement(self, node: Node) -> Found:  # noqa: N802
        handlers: tuple[Found, ...] = ()
        if node.handler is not None:
            handlers = (self.handler(node.handler),)
        return (
            ir.Try(self.body(node.block), handlers, self.body(node.finalizer), self.span(node)),
        )

    def handler(self, node: Node) -> Found:
        body = self.body(node.body)
        if node.param is None:
            return body
        return (ir.Bind(self.pattern(node.param), None, self.span(node.param), "let"), *body)

    def do_WhileStatement(self, node: Node) -> Found:  # noqa: N802
        test = self.expression(node.test)
        return (ir.Loop(None, None, test, self.body(node.body), self.span(node)),)

    do_DoWhileStatement = do_WhileStatement  # noqa: N815

    def do_ForStatement(self, node: Node) -> Found:  # noqa: N802
        span = self.span(node)
        before = self.clause(node.init)
        test = None if node.test is None else self.expression(node.test)
        loop = ir.Loop(None, None, test, self.body(node.body) + self.clause(node.update), span)
        return (ir.Block((*before, loop), span),) if before else (loop,)

    def clause(self, node: Node | None) -> Found:
        if node is None:
            return ()
        if node.type == "VariableDeclaration":
            return self.statement(node)
        return (self.evaluated(node, self.span(node)),)

    def do_ForOfStatement(self, node: Node) -> Found:  # noqa: N802
        left = node.left
        if left.type == "VariableDeclaration":
            left = left.declarations[0].id
        target = self.pattern(left)
        iterable = self.expression(node.right)
        return (ir.Loop(target, iterable, None, self.body(node.body), self.span(node)),)

    do_ForInStatement = do_ForOfStatement  # noqa: N815

    def do_IfStatement(self, node: Node) -> Found:  # noqa: N802
        links = [node]
        while links[-1].alternate is not None and links[-1].alternate.type == "IfStatement":
            links.append(links[-1].alternate)
        otherwise = self.body(links[-1].alternate)
        for link in reversed(links):
            test = self.expression(link.test)
            then = self.body(link.consequent)
            otherwise = (ir.If(test, then, otherwise, self.span(link)),)
        return otherwise

    def do_SwitchStatement(self, node: Node) -> Found:  # noqa: N802
        subject = self.expression(node.discriminant)
        groups: list[list[Node]] = [[]]
        for case in node.cases:
            groups[-1].append(case)
            if case.consequent:
                groups.append([])
        groups = [group for group in groups if group]
        otherwise: Found = ()
        tested: list[list[Node]] = []
        for group in groups:
            if any(case.test is None for case in group):
                otherwise = self.statements(group[-1].consequent)
            else:
                tested.append(group)
        if not tested:
            return (ir.Block(otherwise, self.span(node), (subject,)),)
        for group in reversed(tested):
            span = self.span(node if group is tested[0] else group[0])
            test = self.any_of(subject, [case.test for case in group])
            otherwise = (ir.If(test, self.statements(group[-1].consequent), otherwise, span),)
        return otherwise

    def any_of(self, subject: ir.Expr, nodes: list[Node]) -> ir.Expr:
        first, *rest = [self.expression(node) for node in nodes]
        test: ir.Expr = ir.Binary("==", subject, first, first.span)
        for value in rest:
            equal = ir.Binary("==", subject, value, value.span)
            span = Span(first.span.start, value.span.end)
            test = ir.Binary("||", test, equal, span)
        return test
