"""What a ``getTokenTransferMethod`` function answers."""

from __future__ import annotations

from supertokens_lint.languages import ir
from supertokens_lint.resolve.scopes import place_statements
from supertokens_lint.resolve.values import Closure, Value, alternatives


def answers(value: Value) -> frozenset[str] | None:
    """Return the words that a function may return, ``None`` when one of them is not written out.

    The words are those of the SDKs: ``"cookie"``, ``"header"``, ``"any"``.
    """
    found: set[str] = set()
    for option in alternatives(value):
        if not isinstance(option, Closure):
            return None
        returned = _returned(option.function)
        if not returned:
            return None
        for expression in returned:
            words = _words(expression)
            if words is None:
                return None
            found.update(words)
    return frozenset(found)


def _returned(function: ir.Function) -> list[ir.Expr | None]:
    return [
        placed.statement.value
        for placed in place_statements(function.body)
        if isinstance(placed.statement, ir.Return)
    ]


_GO_CONSTANTS = {
    "CookieTransferMethod": "cookie",
    "HeaderTransferMethod": "header",
    "AnyTransferMethod": "any",
}
"""Source: supertokens-golang, recipe/session/sessmodels/models.go."""


def _words(expression: ir.Expr | None) -> frozenset[str] | None:
    if isinstance(expression, ir.Literal) and isinstance(expression.value, str):
        return frozenset({expression.value})
    if isinstance(expression, ir.Member) and expression.name in _GO_CONSTANTS:
        return frozenset({_GO_CONSTANTS[expression.name]})
    if isinstance(expression, ir.Conditional):
        then, otherwise = _words(expression.then), _words(expression.otherwise)
        return None if then is None or otherwise is None else then | otherwise
    return None
