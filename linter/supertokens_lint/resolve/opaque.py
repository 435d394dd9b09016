"""Syntax that the neutral form keeps as text alone, where the text tells what it is worth."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from supertokens_lint.languages import ir
from supertokens_lint.resolve import effect_config, lists, regexes
from supertokens_lint.resolve.scopes import Scope
from supertokens_lint.resolve.values import External, Reason, Unknown, Value

if TYPE_CHECKING:
    from supertokens_lint.resolve.evaluator import Evaluator

_PLAIN_FORMAT = re.compile(r"(?:!s)?(?::[ds]?)?\}")
_COMPREHENSION = len(("element", "name", "list"))
SLICE = re.compile(r"\s*(?:(-?\d{1,9})\s*)?:\s*(?:(-?\d{1,9})\s*)?")


def opaque(ev: Evaluator, node: ir.Opaque, scope: Scope) -> Value:
    """Return what such syntax is worth; the kinds are those of :class:`ir.Opaque`."""
    if node.kind == "ellipsis":
        return External("builtins", ("Ellipsis",))
    if node.kind == "sequence" and node.children:
        return ev.evaluate(node.children[-1], scope)
    if node.kind == "yield" and node.children:
        given = ev.evaluate(node.children[0], scope)
        found = effect_config.yielded(ev, given, scope.path)
        if found is not None:
            return found
    if node.kind == "comprehension" and len(node.children) >= _COMPREHENSION:
        found = lists.comprehended(ev.evaluate(node.children[2], scope), node)
        if found is not None:
            return found
    if node.kind == "regex":
        found = regexes.literal(_text(ev, node, scope), ev.place(node, scope))
        if found is not None:
            return found
    if node.kind == "format" and len(node.children) == 1:
        inner = node.children[0]
        end = _text(ev, node, scope)[inner.span.end - node.span.start :]
        if _PLAIN_FORMAT.fullmatch(end.strip()):
            return ev.evaluate(inner, scope)
    return Unknown(Reason.SYNTAX, node.kind)


def slice_bounds(
    ev: Evaluator, node: ir.Opaque, scope: Scope
) -> tuple[int | None, int | None] | None:
    """Return the bounds of ``[a:b]`` where both are written as numbers."""
    match = SLICE.fullmatch(_text(ev, node, scope))
    if match is None:
        return None
    low, high = match.groups()
    return (None if low is None else int(low), None if high is None else int(high))


def _text(ev: Evaluator, node: ir.Opaque, scope: Scope) -> str:
    return ev.workspace.text(scope.path).slice(node.span)
