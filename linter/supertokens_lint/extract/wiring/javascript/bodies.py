"""What functions of the project do when a request reaches them."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from supertokens_lint.extract.wiring.javascript.catching import guards_of
from supertokens_lint.languages import ir
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.scopes import Scope, walk_outside_functions
from supertokens_lint.resolve.values import Closure
from supertokens_lint.source import Place

MAX_CALLS = 600


class BodyCall(Struct, frozen=True):
    """A call inside a function; ``guarded`` when something decides whether it runs.

    ``caught`` tells that its errors end in the function, ``loose`` that they reject the promise
    which the function returns, as it is asynchronous and passes them to nothing.
    """

    node: ir.Call
    scope: Scope
    guarded: bool
    caught: bool = False
    loose: bool = False

    @property
    def place(self) -> Place:
        """Where the call stands."""
        return Place(self.scope.path, self.node.span)


def calls_in(ev: Evaluator, closure: Closure) -> Iterator[BodyCall]:
    """Yield the calls of a function and of the functions written inside it; bounded."""
    left = MAX_CALLS
    for call in _calls(ev, closure.function, closure.scope, _Outside()):
        if left <= 0:
            return
        left -= 1
        yield call


class _Outside(Struct, frozen=True):
    """What the function around another one decides for it."""

    guarded: bool = False
    caught: bool = False
    names: frozenset[str] = frozenset()
    is_outermost: bool = True


def _calls(
    ev: Evaluator, function: ir.Function, parent: Scope, outside: _Outside
) -> Iterator[BodyCall]:
    statements = ev.program.names(function, parent.language)
    scope = Scope(parent.path, "function", statements, parent.language, parent, function)
    names = outside.names | (frozenset(parameter_names(function)) - {""})
    handled = list(guards_of(function, names))
    loose = outside.is_outermost and function.is_async
    for placed in statements.statements:
        guarded = outside.guarded or bool(placed.guards)
        for node in walk_outside_functions(placed.statement):
            if not isinstance(node, ir.Call | ir.Function) or node is function:
                continue
            around = [guard for guard in handled if guard.holds(node.span)]
            caught = outside.caught or any(guard.ends for guard in around)
            if isinstance(node, ir.Call):
                yield BodyCall(node, scope, guarded, caught, loose and not around)
            else:
                yield from _calls(
                    ev, node, scope, _Outside(guarded, caught, names, is_outermost=False)
                )


def parameter_names(function: ir.Function) -> tuple[str, ...]:
    """Return the names of plain parameters, empty for those that are patterns."""
    return tuple(
        param.target.id if isinstance(param.target, ir.Name) else ""
        for param in function.params
        if param.kind == "plain"
    )


def root_name(expression: ir.Expr) -> str:
    """Return the variable at the left end of members and calls; empty when there is none."""
    current = expression
    while True:
        if isinstance(current, ir.Member | ir.Index):
            current = current.object
        elif isinstance(current, ir.Call):
            current = current.callee
        elif isinstance(current, ir.Await):
            current = current.value
        else:
            return current.id if isinstance(current, ir.Name) else ""
