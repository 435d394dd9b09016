"""What the programs of a backend do, in order, for what depends on the SDK's init."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from supertokens_lint.extract.sdks import init_form
from supertokens_lint.extract.sessions.context import Context
from supertokens_lint.extract.wiring.go import walk as go
from supertokens_lint.extract.wiring.python import walk as python
from supertokens_lint.languages import ir
from supertokens_lint.resolve.values import Closure, External, Value
from supertokens_lint.sdk.names import Sdk

_GO_STARTS = ("init", "main")


def of_python(context: Context, paths: Collection[str]) -> Iterator[Iterator[python.Event]]:
    """Yield what each program among some modules does: one begins where nobody imports a module."""
    imported = {target for path in paths for target in context.reach.imports(path)}
    for path in paths:
        if path not in imported:
            yield python.Walker(context.ev, paths.__contains__).module(path)


def of_go(context: Context) -> Iterator[Iterator[go.Event]]:
    """Yield what each program of Go does: its ``init`` functions, then its ``main``."""
    for entry in context.homes.mentioning(b"package main"):
        if entry.path.endswith(".go") and context.ev.program.go.name(entry.path) == "main":
            yield _go_program(context, entry.path)


def is_init(callee: Value | None, sdk: Sdk) -> bool:
    """Tell whether a value is the init function of an SDK."""
    form = init_form(callee) if isinstance(callee, External) else None
    return form is not None and form.sdk is sdk


def _go_program(context: Context, path: str) -> Iterator[go.Event]:
    scope = context.ev.program.scope(path)
    if scope is None:
        return
    functions = {
        placed.statement.function.name: placed.statement.function
        for placed in scope.names.statements
        if isinstance(placed.statement, ir.FunctionDeclaration)
    }
    walker = go.Walker(context.ev, lambda file: file.endswith(".go"), lambda _: False)
    for name in _GO_STARTS:
        if name in functions:
            yield from walker.function(Closure(functions[name], scope), None)
