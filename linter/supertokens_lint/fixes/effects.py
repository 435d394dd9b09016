"""What a statement may do besides mounting: whether another may be put before it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from supertokens_lint.languages import ir

_LATER = ir.Function | ir.Class
_NAMES = ir.Name | ir.ObjectPattern | ir.ArrayPattern
_HARMLESS = ir.Import | ir.FunctionDeclaration | ir.ClassDeclaration | ir.Export


def may_go_before(moved: ir.Statement, passed: Iterable[ir.Statement]) -> bool:
    """Tell whether nothing that ``passed`` does can matter to ``moved``.

    Calls of the object that ``moved`` calls put more into the same list of middleware. Any other
    call for its own sake may load variables, start the SDK or end the program.
    """
    owner = _owner(moved)
    return owner is not None and all(_only_mounts(statement, owner) for statement in passed)


def _only_mounts(statement: ir.Statement, owner: str) -> bool:
    for part in _run_at_once(statement):
        if isinstance(part, ir.Return | ir.Raise):
            return False
        if isinstance(part, ir.Bind) and not isinstance(part.target, _NAMES):
            return False
        if isinstance(part, ir.ExpressionStatement) and _owner(part) != owner:
            return False
    return True


def _run_at_once(statement: ir.Statement) -> Iterator[ir.Node]:
    """Yield the parts of a statement without those of functions, which run later."""
    pending: list[ir.Node] = [] if isinstance(statement, _HARMLESS) else [statement]
    while pending:
        node = pending.pop()
        yield node
        pending.extend(child for child in ir.children(node) if not isinstance(child, _LATER))


def _owner(statement: ir.Statement) -> str | None:
    """Return the name of the object whose method a statement calls, through a chain of calls."""
    if not isinstance(statement, ir.ExpressionStatement):
        return None
    value: ir.Expr = statement.value
    is_called = isinstance(value, ir.Call)
    while isinstance(value, ir.Call | ir.Member):
        value = value.callee if isinstance(value, ir.Call) else value.object
    return value.id if is_called and isinstance(value, ir.Name) else None
