"""What the methods of gorilla/mux's router do.

Sources: mux.go, route.go and middleware.go of gorilla/mux: a route is described by a chain of calls
in any order, and middleware runs only when a route has matched.
"""

from __future__ import annotations

from msgspec import structs

from supertokens_lint.extract.wiring.go.building import Building, Registration
from supertokens_lint.extract.wiring.go.chains import texts_in
from supertokens_lint.extract.wiring.go.middleware import Mounted
from supertokens_lint.extract.wiring.go.names import text_of
from supertokens_lint.extract.wiring.go.subjects import maker_of, subject_of
from supertokens_lint.resolve.values import Invocation, Items, MethodOf, Value

_PATHS = frozenset({"Path", "PathPrefix", "Handle", "HandleFunc"})
_HANDLERS = {"Handle": 1, "HandleFunc": 1, "Handler": 0, "HandlerFunc": 0}
MAX_CHAIN = 12


def mux(building: Building, made: Registration) -> None:
    """Take a call on mux's router or on a route that is being described."""
    if made.name == "Use":
        building.use(made, made.mounted())
        return
    calls = _route(made.call)
    handlers = [_handler(call, name) for call, name in calls if name in _HANDLERS]
    handler = handlers[-1] if handlers else None
    if handler is None:
        return
    path: str | None = ""
    wild = False
    methods: tuple[str, ...] = ()
    for call, name in calls:
        if name in _PATHS:
            path = text_of(call.args[0]) if call.args else None
            wild = name == "PathPrefix"
        elif name == "Methods":
            methods = texts_in(Items(call.args, call.place))
    first = calls[0][0]
    whole = subject_of(first.callee.target) if isinstance(first.callee, MethodOf) else None
    if path is not None and wild:
        path = path.rstrip("/") + "/*"
    # All calls of a chain have the place of its first, so that the last one tells of the route.
    route = structs.replace(made, subject=whole or made.subject, place=first.place)
    building.route(route, path, methods, [handler])


def _route(call: Invocation) -> list[tuple[Invocation, str]]:
    """Return the calls that describe one route, first to last."""
    found: list[tuple[Invocation, str]] = []
    current: Value = call
    while isinstance(current, Invocation) and len(found) < MAX_CHAIN:
        if maker_of(current) is not None or not isinstance(current.callee, MethodOf):
            break
        if current.callee.name == "Subrouter":
            break
        found.append((current, current.callee.name))
        current = current.callee.target
    return found[::-1]


def _handler(call: Invocation, name: str) -> Mounted | None:
    index = _HANDLERS[name]
    if index >= len(call.args):
        return None
    place = call.arg_places[index] if index < len(call.arg_places) else call.place
    return Mounted(call.args[index], place)
