"""Uses of the Go SDK that run before its init and panic.

Source: supertokens/main.go of supertokens-golang (``GetAllCORSHeaders``: "Please call
supertokens.Init before using the GetAllCORSHeaders function"); its ``Middleware`` only needs the
init when a request comes.
"""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.extract.sdks import init_form
from supertokens_lint.extract.session_facts import EarlyUse
from supertokens_lint.extract.sessions.context import Context
from supertokens_lint.extract.wiring.go.walk import Walker
from supertokens_lint.languages import ir
from supertokens_lint.resolve.go_packages import is_sdk
from supertokens_lint.resolve.values import Closure, External, Value
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.source import Place

HEADERS = "GetAllCORSHeaders"
_STARTS = ("init", "main")


def early_uses(context: Context) -> Iterator[EarlyUse]:
    """Yield the uses that a program surely makes before its first init."""
    inits = [init for init in context.inits if init.sdk is Sdk.GOLANG]
    if not inits or any(not _in_a_function(context, init.place) for init in inits):
        return
    for entry in context.homes.mentioning(b"package main"):
        if entry.path.endswith(".go") and context.ev.program.go.name(entry.path) == "main":
            yield from _in_program(context, entry.path)


def _in_program(context: Context, path: str) -> Iterator[EarlyUse]:
    scope = context.ev.program.scope(path)
    if scope is None:
        return
    functions = {
        placed.statement.function.name: placed.statement.function
        for placed in scope.names.statements
        if isinstance(placed.statement, ir.FunctionDeclaration)
    }
    walker = Walker(context.ev, lambda file: file.endswith(".go"), lambda _: False)
    waiting: list[Place] = []
    for name in _STARTS:
        function = functions.get(name)
        for event in () if function is None else walker.function(Closure(function, scope), None):
            if _is_init(event.callee):
                if not event.doubts:
                    yield from (EarlyUse(HEADERS, place, event.place) for place in waiting)
                return
            if is_headers(event.callee) and not event.doubts:
                waiting.append(event.place)


def is_headers(callee: Value) -> bool:
    """Tell whether a value is the SDK's ``GetAllCORSHeaders``."""
    return isinstance(callee, External) and is_sdk(callee.module) and callee.path == (HEADERS,)


def _is_init(callee: Value) -> bool:
    form = init_form(callee) if isinstance(callee, External) else None
    return form is not None and form.sdk is Sdk.GOLANG


def _in_a_function(context: Context, place: Place) -> bool:
    """Tell whether an init stands in a function that does not run while packages are loaded."""
    is_main = context.ev.program.go.name(place.path) == "main"
    for node, site in context.ev.sites.calls(place.path):
        if node.span == place.span:
            outer = site.functions[0].name if site.functions else None
            return bool(site.functions) and (outer != "init" or is_main)
    return False
