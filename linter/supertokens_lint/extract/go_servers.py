"""The ports on which Go backends listen.

Sources: net/http ("ListenAndServe", "Server"), gin ("Engine.Run"), fiber ("App.Listen"), echo
("Echo.Start") and go-zero ("RestConf").
"""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.extract.facts import DevServer
from supertokens_lint.finding import Step
from supertokens_lint.languages import ir
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.sites import Site
from supertokens_lint.resolve.values import (
    Case,
    Choice,
    Const,
    EnvVar,
    External,
    FirstOf,
    Invocation,
    Join,
    MethodOf,
    Value,
)
from supertokens_lint.source import Place

NEEDLES = (b"ListenAndServe", b"http.Server{", b".Run(", b".Listen(", b".Start(", b"RestConf{")
_STANDARD = "net/http"
_FUNCTIONS = frozenset({"ListenAndServe", "ListenAndServeTLS"})
_METHODS = {
    "Run": "github.com/gin-gonic/gin",
    "RunTLS": "github.com/gin-gonic/gin",
    "Listen": "github.com/gofiber/fiber",
    "ListenTLS": "github.com/gofiber/fiber",
    "Start": "github.com/labstack/echo",
    "StartTLS": "github.com/labstack/echo",
}
_GO_ZERO = "github.com/zeromicro/go-zero/rest"
_GIN_PORT = 8080
MAX_HOPS = 8


def servers_in(ev: Evaluator, path: str) -> Iterator[DevServer]:
    """Yield the servers that a Go file starts."""
    for node, site in ev.sites.calls(path):
        if not isinstance(node.callee, ir.Member):
            continue
        place = Place(path, node.span)
        if node.is_new:
            yield from _struct(ev, node, site, place)
        elif node.callee.name in _FUNCTIONS:
            callee = ev.evaluate(node.callee, site.scope)
            if isinstance(callee, External) and callee.module == _STANDARD and node.args:
                yield from _server(ev.evaluate(node.args[0].value, site.scope), _STANDARD, place)
        elif node.callee.name in _METHODS:
            yield from _framework(ev, node, node.callee, site)


def _struct(ev: Evaluator, node: ir.Call, site: Site, place: Place) -> Iterator[DevServer]:
    callee = ev.evaluate(node.callee, site.scope)
    if not isinstance(callee, External):
        return
    key = {(_STANDARD, "Server"): "Addr", (_GO_ZERO, "RestConf"): "Port"}.get(
        (callee.module, ".".join(callee.path))
    )
    argument = next((item for item in node.args if item.name == key), None) if key else None
    if argument is None:
        return
    value = ev.evaluate(argument.value, site.scope)
    if key == "Port":
        if isinstance(value, Const | EnvVar | FirstOf):
            yield DevServer(value, place, "go-zero")
    else:
        yield from _server(value, _STANDARD, place)


def _framework(ev: Evaluator, node: ir.Call, callee: ir.Member, site: Site) -> Iterator[DevServer]:
    package = _METHODS[callee.name]
    made_by = _maker(ev.evaluate(callee.object, site.scope))
    if made_by is None or not (made_by + "/").startswith(package + "/"):
        return
    tool = package.rpartition("/")[2]
    place = Place(site.scope.path, node.span)
    if node.args:
        yield from _server(ev.evaluate(node.args[0].value, site.scope), tool, place)
    elif callee.name == "Run":
        step = Step("started here with the default port of gin", place)
        port = EnvVar("PORT", place.path, (Step("reads PORT", place),))
        yield DevServer(FirstOf((port, Const(_GIN_PORT, (step,))), "falsy"), place, tool)


def _maker(value: Value) -> str | None:
    """Return the package that made a value, followed through calls and members."""
    for _ in range(MAX_HOPS):
        if isinstance(value, External):
            return value.module
        if isinstance(value, Invocation):
            value = value.callee
        elif isinstance(value, MethodOf):
            value = value.target
        else:
            return None
    return None


def _server(address: Value, tool: str, place: Place) -> Iterator[DevServer]:
    port = _port(address)
    if port is not None:
        yield DevServer(port, place, tool)


def _port(address: Value) -> Value | None:
    """Return the port of an address such as ``":3001"``; ``None`` when it is not to be told."""
    if isinstance(address, Const):
        _, colon, port = str(address.value).rpartition(":")
        return Const(port, address.trail) if colon and port.isdecimal() else None
    if isinstance(address, Join):
        *before, last = address.parts
        lead = before[-1] if before else None
        is_port = isinstance(lead, Const) and str(lead.value).endswith(":")
        return last if is_port else None
    if isinstance(address, FirstOf):
        ports = tuple(_port(option) for option in address.options)
        known = tuple(port for port in ports if port is not None)
        return FirstOf(known, address.skips) if known and len(known) == len(ports) else None
    if isinstance(address, Choice):
        cases = [(case.conditions, _port(case.value)) for case in address.cases]
        seen = tuple(Case(given, port) for given, port in cases if port is not None)
        return Choice(seen) if len(seen) == len(cases) else None
    return None
