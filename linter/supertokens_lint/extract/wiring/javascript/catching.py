"""Which errors end where they are thrown: ``try`` with a handler, and promises with ``catch``.

A handler that only throws its error again, or gives it to a parameter of the function around it
(``next(error)``), passes it on; one that first looks at the error is taken to deal with it.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from supertokens_lint.languages import ir
from supertokens_lint.source import Span

_REJECTED = {"catch": 0, "then": 1}


class Guard(Struct, frozen=True):
    """A part of a function whose errors are seen to; ``ends`` when they go nowhere else."""

    span: Span
    ends: bool

    def holds(self, span: Span) -> bool:
        """Tell whether a part of the function is inside."""
        return self.span.start <= span.start and span.end <= self.span.end


def guards_of(function: ir.Function, names: frozenset[str]) -> Iterator[Guard]:
    """Yield the parts of a function whose errors are caught.

    ``names`` are the parameters of the functions around it, its own included.
    """
    for node in ir.walk(*function.body):
        if isinstance(node, ir.Try) and node.handlers and node.body:
            span = Span(node.body[0].span.start, node.body[-1].span.end)
            yield Guard(span, not any(_passes_on(handler, names) for handler in node.handlers))
        elif isinstance(node, ir.Call) and isinstance(node.callee, ir.Member):
            index = _REJECTED.get(node.callee.name)
            if index is not None and len(node.args) > index:
                handler = node.args[index].value
                yield Guard(node.callee.object.span, not _hands_on(handler, names))


def _hands_on(handler: ir.Expr, names: frozenset[str]) -> bool:
    """Tell whether what is given to ``catch`` passes its error on: ``next``, or its caller."""
    if isinstance(handler, ir.Function):
        return _passes_on(handler.body, names)
    return isinstance(handler, ir.Name) and handler.id in names


def _passes_on(body: tuple[ir.Statement, ...], names: frozenset[str]) -> bool:
    nodes = list(ir.walk(*body))
    if any(isinstance(node, ir.If | ir.Conditional) for node in nodes):
        return False
    for node in nodes:
        if isinstance(node, ir.Raise) and isinstance(node.value, ir.Name):
            return True
        if (
            isinstance(node, ir.Call)
            and isinstance(node.callee, ir.Name)
            and node.callee.id in names
            and any(isinstance(arg.value, ir.Name) for arg in node.args)
        ):
            return True
    return False
