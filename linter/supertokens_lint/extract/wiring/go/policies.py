"""CORS policies of Go's libraries, and of headers that an application sets itself.

Sources: cors.go of gin-contrib/cors, rs/cors, go-chi/cors, gorilla/handlers, and of the middleware
packages of echo and fiber.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from supertokens_lint.extract.wiring.go.bodies import BodyCall, is_preflight
from supertokens_lint.extract.wiring.go.context import Wiring
from supertokens_lint.extract.wiring.go.names import called, text_of
from supertokens_lint.extract.wiring.javascript.policies import policy_of
from supertokens_lint.extract.wiring_facts import CorsPolicy
from supertokens_lint.resolve.values import (
    Case,
    Choice,
    Condition,
    Const,
    Entry,
    External,
    Invocation,
    Items,
    MethodOf,
    Reason,
    Unknown,
    Value,
    alternatives,
)
from supertokens_lint.source import Place

_GIN, _RS, _CHI = "github.com/gin-contrib/cors", "github.com/rs/cors", "github.com/go-chi/cors"
_GORILLA = "github.com/gorilla/handlers"
_ECHO, _FIBER = "github.com/labstack/echo/middleware", "github.com/gofiber/fiber/middleware/cors"
_ALL_METHODS = ("HEAD", "GET", "POST", "PUT", "PATCH", "DELETE")
_STAR = {"AllowedOrigins": ("*",), "AllowedMethods": _ALL_METHODS, "AllowedHeaders": ("*",)}
_GIN_DEFAULT = {
    "AllowMethods": ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"),
    "AllowHeaders": ("Origin", "Content-Length", "Content-Type"),
}
# What makes a CORS middleware, or an object whose method Handler is one, from its first argument.
_MADE = {
    (_GIN, "New"): "gin-contrib/cors",
    (_RS, "New"): "rs/cors",
    (f"{_RS}/wrapper/gin", "New"): "rs/cors",
    (_CHI, "New"): "go-chi/cors",
    (_CHI, "Handler"): "go-chi/cors",
    (_ECHO, "CORSWithConfig"): "echo",
    (_FIBER, "New"): "fiber",
    ("github.com/gofiber/cors", "New"): "fiber",
}
_PRESET: dict[tuple[str, str], tuple[str, dict[str, tuple[str, ...]]]] = {
    (_GIN, "Default"): ("gin-contrib/cors", _GIN_DEFAULT),
    (_RS, "Default"): ("rs/cors", {}),
    (_RS, "AllowAll"): ("rs/cors", _STAR),
    (f"{_RS}/wrapper/gin", "Default"): ("rs/cors", {}),
    (f"{_RS}/wrapper/gin", "AllowAll"): ("rs/cors", _STAR),
    (_CHI, "AllowAll"): ("go-chi/cors", _STAR),
}
_NAMED = re.compile(r"(?:^|[/_.-])cors(?:$|[/_.-])", re.IGNORECASE)
ADDING = {
    "AddAllowHeaders": "AllowHeaders",
    "AddAllowMethods": "AllowMethods",
    "AddExposeHeaders": "ExposeHeaders",
}
_KEYS = {
    "access-control-allow-origin": "origins",
    "access-control-allow-credentials": "credentials",
    "access-control-allow-headers": "allow_headers",
    "access-control-expose-headers": "expose_headers",
    "access-control-allow-methods": "methods",
}
_OF_PREFLIGHTS = frozenset({"allow_headers", "methods"})
_SETTERS = frozenset({"Set", "Add", "Header", "Append"})


class Cors(Struct, frozen=True):
    """A CORS middleware; ``policy`` is ``None`` when nobody knows what it does."""

    place: Place
    policy: CorsPolicy | None


def cors_of(wiring: Wiring, value: Value) -> Cors | None:
    """Return the CORS middleware that a value is, whichever framework it is for."""
    if isinstance(value, MethodOf) and value.name in ("Handler", "HandlerFunc", "ServeHTTP"):
        found = cors_of(wiring, value.target)
        return found if isinstance(value.target, Invocation) else None
    name = called(value)
    if name is None or not isinstance(value, Invocation):
        return None
    if name in _MADE:
        return _with(wiring, _struct(wiring, _MADE[name], value))
    if name in _PRESET:
        library, lists = _PRESET[name]
        return _with(wiring, _preset(wiring, library, lists, value))
    if name == (_GORILLA, "CORS"):
        return _with(wiring, _options(wiring, value))
    if name == (_ECHO, "CORS"):
        return _with(wiring, _arguments(wiring, value))
    if isinstance(value.callee, External) and (_NAMED.search(name[0]) or name[1] == "CORS"):
        wiring.used.add(value.place)
        return Cors(value.place, None)
    return None


def is_cors_maker(name: tuple[str, str] | None) -> bool:
    """Tell whether a function of a package makes a CORS middleware."""
    if name is None:
        return False
    return name in _MADE or name in _PRESET or name in ((_GORILLA, "CORS"), (_ECHO, "CORS"))


def _with(wiring: Wiring, policy: CorsPolicy) -> Cors:
    wiring.used.add(policy.place)
    return Cors(policy.place, policy)


def _policy(
    wiring: Wiring, library: str, entries: dict[str, Entry], call: Invocation, rest: Unknown | None
) -> CorsPolicy:
    module = call.callee.module if isinstance(call.callee, External) else ""
    version = wiring.version(call.place.path, module)
    return policy_of(library, entries, call.place, rest, version)


def _struct(wiring: Wiring, library: str, call: Invocation) -> CorsPolicy:
    if not call.args and not call.open:
        return _policy(wiring, library, {}, call, None)
    options = list(alternatives(call.args[0])) if call.args else []
    config = options[0] if len(options) == 1 else None
    if not isinstance(config, Invocation) or not config.is_new or config.args:
        unseen = Unknown(Reason.SYNTAX, "options that nobody can see")
        return _policy(wiring, library, {}, call, unseen)
    entries = dict(config.keywords)
    for key, values in wiring.more.get(config.place, {}).items():
        entries[key] = _extended(entries.get(key), values, config.place)
    rest = Unknown(Reason.SYNTAX, "a struct that is filled elsewhere") if config.open else None
    return _policy(wiring, library, entries, call, rest)


def _extended(entry: Entry | None, values: list[Value], place: Place) -> Entry:
    if entry is None:
        return Entry(Items(tuple(values), place), place)
    if isinstance(entry.value, Items):
        old = entry.value
        return Entry(Items((*old.items, *values), old.place, old.rest, old.trail), entry.place)
    return Entry(Unknown(Reason.SYNTAX, "added to later"), entry.place)


def _preset(
    wiring: Wiring, library: str, lists: dict[str, tuple[str, ...]], call: Invocation
) -> CorsPolicy:
    entries = {
        key: Entry(Items(tuple(Const(text) for text in texts), call.place), call.place)
        for key, texts in lists.items()
    }
    if library == "gin-contrib/cors":
        entries["AllowAllOrigins"] = Entry(Const(value=True), call.place)
    return _policy(wiring, library, entries, call, None)


def _options(wiring: Wiring, call: Invocation) -> CorsPolicy:
    """Return the policy of ``handlers.CORS(handlers.AllowedOrigins(...), ...)``."""
    entries: dict[str, Entry] = {}
    rest = Unknown(Reason.SYNTAX, "options spread into the call") if call.open else None
    for item in call.args:
        name = called(item)
        if name is None or name[0] != _GORILLA or not isinstance(item, Invocation):
            rest = rest or Unknown(Reason.SYNTAX, "an option that nobody can see")
            continue
        place = item.arg_places[0] if item.arg_places else item.place
        value: Value = item.args[0] if item.args else Const(value=True)
        entries[name[1]] = Entry(value, place)
    return _policy(wiring, "gorilla/handlers", entries, call, rest)


def _arguments(wiring: Wiring, call: Invocation) -> CorsPolicy:
    """Return the policy of echo's ``CORS``, whose arguments are origins since echo 5."""
    if not call.args:
        return _policy(wiring, "echo", {}, call, None)
    origins = Entry(Items(call.args, call.place), call.place)
    return _policy(wiring, "echo", {"AllowOrigins": origins}, call, None)


def manual_policy(wiring: Wiring, calls: Iterable[BodyCall]) -> CorsPolicy | None:
    """Return the policy that the calls of a function set header by header, or ``None``.

    What only some requests get may be anything for the others; headers that only preflights need
    may be set for preflights alone.
    """
    found: dict[str, Entry] = {}
    first: Place | None = None
    for call in calls:
        if call.name not in _SETTERS or len(call.node.args) < 2:
            continue
        name = text_of(wiring.ev.evaluate(call.node.args[0].value, call.scope))
        key = _KEYS.get((name or "").lower())
        if key is None:
            continue
        given = wiring.ev.evaluate(call.node.args[1].value, call.scope)
        guards = [
            guard for guard in call.guards if not is_preflight(wiring.ev, guard.test, call.scope)
        ]
        if guards or (key not in _OF_PREFLIGHTS and any(guard.expected for guard in call.guards)):
            given = _either(given, Unknown(Reason.SYNTAX, "set for some requests"))
        place = Place(call.scope.path, call.node.args[1].value.span)
        first = first or call.place
        earlier = found.get(key)
        found[key] = Entry(given if earlier is None else _either(earlier.value, given), place)
    if first is None or "origins" not in found:
        return None
    policy = policy_of("manual", found, first, None)
    wiring.used.add(first)
    return policy


def _either(first: Value, second: Value) -> Value:
    test = Condition(Unknown(Reason.SYNTAX, "depends on the request"), expected=True)
    return Choice((Case((test,), first), Case((), second)))
