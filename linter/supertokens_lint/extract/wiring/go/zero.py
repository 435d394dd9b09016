"""What go-zero's server does.

Sources: rest/server.go and rest/types.go of go-zero, rest/router/patrouter.go: middleware is bound
to each route, so that requests without a route pass none of it; ``WithCors`` and its like are put
around the router.
"""

from __future__ import annotations

from supertokens_lint.extract.wiring.go.building import Building, Registration
from supertokens_lint.extract.wiring.go.collected import Collected
from supertokens_lint.extract.wiring.go.context import Wiring
from supertokens_lint.extract.wiring.go.middleware import Mounted
from supertokens_lint.extract.wiring.go.names import GO_ZERO, called, text_of
from supertokens_lint.extract.wiring.javascript.policies import policy_of
from supertokens_lint.extract.wiring_facts import Layer, LayerKind
from supertokens_lint.resolve.values import (
    Const,
    Entry,
    Invocation,
    Items,
    Reason,
    Unknown,
    Value,
)

LIBRARY = "go-zero"
_HANDLERS = frozenset({"WithNotFoundHandler", "WithNotAllowedHandler", "WithRouter"})


def go_zero(building: Building, made: Registration) -> None:
    """Take a call on go-zero's server."""
    if made.name == "Use":
        building.use(made, made.mounted())
    elif made.name in ("AddRoute", "AddRoutes"):
        prefix = _prefix(made)
        first = made.call.args[0] if made.call.args else None
        routes = first.items if isinstance(first, Items) else () if first is None else (first,)
        if prefix is None or (isinstance(first, Items) and first.rest is not None):
            made.item.open_routes = True
        for route in routes:
            _route(building, made, route, prefix or "")


def _prefix(made: Registration) -> str | None:
    for option in made.call.args[1:]:
        if called(option) == (GO_ZERO, "WithPrefix") and isinstance(option, Invocation):
            return text_of(option.args[0]) if option.args else None
    return ""


def _route(building: Building, made: Registration, route: Value, prefix: str) -> None:
    fields = route.keywords if isinstance(route, Invocation) and route.is_new else {}
    path, method, handler = (fields.get(key) for key in ("Path", "Method", "Handler"))
    text = None if path is None else text_of(path.value)
    verb = None if method is None else text_of(method.value)
    place = route.place if isinstance(route, Invocation) else made.place
    given = [] if handler is None else [Mounted(handler.value, handler.place)]
    one = Registration(made.call, made.name, made.subject, made.item, place, made.conditional)
    building.route(one, None if text is None else f"{prefix}/{text.lstrip('/')}",
                   (verb,) if verb else (), given)  # fmt: skip


def take_options(wiring: Wiring, call: Invocation, item: Collected) -> None:
    """Take the options that a server is made with."""
    for option in call.args[1:]:
        name = called(option)
        if name is None or name[0] != GO_ZERO or not isinstance(option, Invocation):
            item.complete = False
            continue
        if name[1] in _HANDLERS:
            item.open_routes = True
        layer = _cors(wiring, option, name[1])
        if layer is not None:
            item.early.append(layer)
    if call.open:
        item.complete = False


def _cors(wiring: Wiring, option: Invocation, name: str) -> Layer | None:
    place = option.place
    entries: dict[str, Entry] = {}
    rest: Unknown | None = None
    if name == "WithCors":
        if option.args:
            entries["origins"] = Entry(Items(option.args, place), place)
        rest = Unknown(Reason.SYNTAX, "origins spread into the call") if option.open else None
    elif name == "WithCorsHeaders":
        entries["origins"] = Entry(Items((Const("*"),), place), place)
        headers = Unknown(Reason.SYNTAX, "headers spread into the call") if option.open else None
        entries["more_allow_headers"] = Entry(Items(option.args, place, headers), place)
    elif name == "WithCustomCors":
        rest = Unknown(Reason.SYNTAX, "headers set by a function")
        if len(option.args) > 2:
            entries["origins"] = Entry(Items(option.args[2:], place), place)
    else:
        return None
    policy = policy_of(LIBRARY, entries, place, rest)
    wiring.used.add(place)
    return Layer(LayerKind.CORS, place, cors=policy)
