"""Uses of the Go SDK that run before its init and panic.

Source: supertokens/main.go of supertokens-golang (``GetAllCORSHeaders``: "Please call
supertokens.Init before using the GetAllCORSHeaders function"); its ``Middleware`` only needs the
init when a request comes.
"""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.extract.session_facts import EarlyUse
from supertokens_lint.extract.sessions import programs
from supertokens_lint.extract.sessions.context import Context
from supertokens_lint.extract.wiring.go.walk import Event
from supertokens_lint.resolve.go_packages import is_sdk
from supertokens_lint.resolve.values import External, Value
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.source import Place

HEADERS = "GetAllCORSHeaders"


def early_uses(context: Context) -> Iterator[EarlyUse]:
    """Yield the uses that a program surely makes before its first init."""
    inits = [init for init in context.inits if init.sdk is Sdk.GOLANG]
    if not inits or any(not _in_a_function(context, init.place) for init in inits):
        return
    for run in programs.of_go(context):
        yield from _in_program(run)


def _in_program(run: Iterator[Event]) -> Iterator[EarlyUse]:
    waiting: list[Place] = []
    for event in run:
        if programs.is_init(event.callee, Sdk.GOLANG):
            if not event.doubts:
                yield from (EarlyUse(HEADERS, place, event.place) for place in waiting)
            return
        if is_headers(event.callee) and not event.doubts:
            waiting.append(event.place)


def is_headers(callee: Value) -> bool:
    """Tell whether a value is the SDK's ``GetAllCORSHeaders``."""
    return isinstance(callee, External) and is_sdk(callee.module) and callee.path == (HEADERS,)


def _in_a_function(context: Context, place: Place) -> bool:
    """Tell whether an init stands in a function that does not run while packages are loaded."""
    is_main = context.ev.program.go.name(place.path) == "main"
    for node, site in context.ev.sites.calls(place.path):
        if node.span == place.span:
            outer = site.functions[0].name if site.functions else None
            return bool(site.functions) and (outer != "init" or is_main)
    return False
