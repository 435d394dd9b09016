"""The ports on which backends listen, as their code says."""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.extract import go_servers
from supertokens_lint.extract.facts import DevServer
from supertokens_lint.extract.surroundings.configs import entry_at, is_object
from supertokens_lint.extract.surroundings.homes import Homes
from supertokens_lint.finding import Step
from supertokens_lint.languages import ir
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.sites import Site
from supertokens_lint.resolve.values import (
    Choice,
    Const,
    External,
    FirstOf,
    Invocation,
    MethodOf,
    Reason,
    Record,
    Unknown,
    Value,
    alternatives,
)
from supertokens_lint.source import Place

_NEEDLES = (
    b".listen(",
    b"@hono/node-server",
    b"Bun.serve",
    b"@hapi/hapi",
    b"uvicorn.run",
    b"app.run(",
    b"application.run(",
    b"server.run(",
)
_LISTENERS = frozenset(
    {"express", "fastify", "koa", "http", "https", "node:http", "node:https", "@nestjs/core",
     "@feathersjs/express", "@loopback/rest", "polka", "restify", "@hapi/hapi"}
)  # fmt: skip
_SERVE = frozenset({("@hono/node-server", ("serve",)), ("", ("Bun", "serve"))})
_FLASK = frozenset({"flask", "quart"})
MAX_HOPS = 20
_FLASK_PORT = 5000
_UVICORN_PORT = 8000
_UNSEEN = Unknown(Reason.SYNTAX, "port")


def backend_servers(ev: Evaluator, homes: Homes) -> Iterator[DevServer]:
    """Yield the servers that code of the packages starts."""
    for entry in homes.mentioning(*go_servers.NEEDLES):
        if entry.path.endswith(".go"):
            yield from go_servers.servers_in(ev, entry.path)
    for entry in homes.mentioning(*_NEEDLES):
        if entry.path.endswith(".go"):
            continue
        for node, site in ev.sites.calls(entry.path):
            if site.scope.language is ir.Language.PYTHON:
                yield from _python(ev, node, site)
            else:
                yield from _script(ev, node, site)


def package_of(value: Value) -> str | None:
    """Return the package that made a value, followed through calls and members."""
    current: Value = value
    for _ in range(MAX_HOPS):
        if isinstance(current, External):
            return current.module
        if isinstance(current, Invocation):
            current = current.callee
        elif isinstance(current, MethodOf):
            current = current.target
        elif isinstance(current, FirstOf | Choice):
            current = next(alternatives(current))
        else:
            return None
    return None


def _server(port: Value, tool: str, place: Place) -> Iterator[DevServer]:
    if not isinstance(port, Unknown) and not is_object(port):
        yield DevServer(port, place, tool)


def _script(ev: Evaluator, node: ir.Call, site: Site) -> Iterator[DevServer]:
    callee = node.callee
    place = Place(site.scope.path, node.span)
    if isinstance(callee, ir.Member) and callee.name == "listen" and node.args:
        package = package_of(ev.evaluate(callee.object, site.scope))
        if package in _LISTENERS:
            port = _port_argument(ev.evaluate(node.args[0].value, site.scope))
            yield from _server(port, package, place)
        return
    if isinstance(callee, ir.Name | ir.Member) and node.args:
        found = _serving(ev, node, site)
        if found is not None:
            yield from _server(found[0], found[1], place)


def _port_argument(value: Value) -> Value:
    if isinstance(value, Record):
        entry = value.entries.get("port")
        return _UNSEEN if entry is None else entry.value
    return value


def _serving(ev: Evaluator, node: ir.Call, site: Site) -> tuple[Value, str] | None:
    name = node.callee.id if isinstance(node.callee, ir.Name) else None
    name = node.callee.name if isinstance(node.callee, ir.Member) else name
    if name not in ("serve", "Server", "server"):
        return None
    callee = ev.evaluate(node.callee, site.scope)
    if not isinstance(callee, External):
        return None
    is_hapi = callee.module == "@hapi/hapi" and callee.path[-1:] in (("Server",), ("server",))
    if not is_hapi and (callee.module, callee.path) not in _SERVE:
        return None
    options = ev.evaluate(node.args[0].value, site.scope)
    entry = entry_at(options, "port")
    return None if entry is None else (entry.value, callee.module or "bun")


def _python(ev: Evaluator, node: ir.Call, site: Site) -> Iterator[DevServer]:
    callee = node.callee
    if not isinstance(callee, ir.Member) or callee.name != "run":
        return
    place = Place(site.scope.path, node.span)
    package = package_of(ev.evaluate(callee.object, site.scope))
    if package == "uvicorn":
        port = _keyword(ev, node, site, "port", None)
        yield from _server(port or _default(_UVICORN_PORT, "uvicorn", place), "uvicorn", place)
    elif package in _FLASK:
        port = _keyword(ev, node, site, "port", 1)
        yield from _server(port or _default(_FLASK_PORT, "flask", place), "flask", place)


def _keyword(
    ev: Evaluator, node: ir.Call, site: Site, name: str, index: int | None
) -> Value | None:
    for argument in node.args:
        if argument.name == name:
            return ev.evaluate(argument.value, site.scope)
        if argument.spread == "**":
            return _UNSEEN
    plain = [argument for argument in node.args if argument.name is None and not argument.spread]
    if index is not None and index < len(plain):
        return ev.evaluate(plain[index].value, site.scope)
    return None


def _default(port: int, tool: str, place: Place) -> Value:
    return Const(port, (Step(f"started here with the default port of {tool}", place),))
