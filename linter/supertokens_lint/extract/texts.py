"""Texts of files, for recognisers that search instead of parsing, and of expressions."""

from __future__ import annotations

from supertokens_lint.languages import ir
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.scopes import Scope
from supertokens_lint.resolve.values import Const
from supertokens_lint.source import whole_text
from supertokens_lint.workspace.workspace import Workspace


def text_of_file(workspace: Workspace, path: str) -> str:
    """Return the text of a file, empty when it cannot be read."""
    source = workspace.read(path, whole_text)
    return "" if source is None else source.text


def constant_text(ev: Evaluator, node: ir.Expr, scope: Scope) -> str | None:
    """Return the text that an expression always is, ``None`` when it is none or may be others."""
    if isinstance(node, ir.Literal):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ir.Function | ir.Object | ir.Array):
        return None
    value = ev.evaluate(node, scope)
    return value.value if isinstance(value, Const) and isinstance(value.value, str) else None
