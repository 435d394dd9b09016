"""The origins that backends allow, which tell which websites they serve."""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.extract.facts import CorsOrigin
from supertokens_lint.extract.surroundings.configs import entry_at, is_object, items_of
from supertokens_lint.extract.surroundings.homes import Homes
from supertokens_lint.languages import ir
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.sites import Site
from supertokens_lint.resolve.values import Const, Entry, External, Invocation, Unknown, Value
from supertokens_lint.source import Place, Span

_NEEDLES = (b"cors", b"Cors", b"CORS")
_PYTHON_NAMES = frozenset({"add_middleware", "Middleware", "CORSMiddleware", "CORS", "cors"})
_FACTORIES = frozenset({"cors", "@koa/cors", "koa-cors", "kcors", "hono/cors", "@fastify/cors",
                        "fastify-cors", "@middy/http-cors", "nextjs-cors"})  # fmt: skip
_STARLETTE = ("fastapi.middleware.cors", "starlette.middleware.cors")
_DJANGO = frozenset({"CORS_ALLOWED_ORIGINS", "CORS_ORIGIN_WHITELIST"})


def cors_origins(ev: Evaluator, homes: Homes) -> Iterator[CorsOrigin]:
    """Yield the origins that the CORS settings of the packages list."""
    for entry in homes.mentioning(*_NEEDLES):
        if entry.path.endswith(".go"):
            continue
        for node, site in ev.sites.calls(entry.path):
            if site.scope.language is ir.Language.PYTHON:
                yield from _python(ev, node, site)
            else:
                yield from _script(ev, node, site)
        if entry.path.endswith(".py"):
            yield from _django(ev, entry.path)


def _origins(value: Value, place: Place) -> Iterator[CorsOrigin]:
    for item in items_of(value):
        if isinstance(item, Unknown) or is_object(item):
            continue
        if isinstance(item, Const) and not isinstance(item.value, str):
            continue
        first = item.trail[0].place if item.trail else place
        yield CorsOrigin(item, first if first.path == place.path else place)


def _option(ev: Evaluator, node: ir.Call, site: Site, *keys: str) -> Iterator[CorsOrigin]:
    place = Place(site.scope.path, node.span)
    for argument in node.args:
        entry = entry_at(ev.evaluate(argument.value, site.scope), *keys)
        if entry is not None:
            yield from _origins(entry.value, entry.place if _same(entry, place) else place)


def _same(entry: Entry, place: Place) -> bool:
    return entry.place.path == place.path


def _script(ev: Evaluator, node: ir.Call, site: Site) -> Iterator[CorsOrigin]:
    callee = node.callee
    name = _name(callee) if isinstance(callee, ir.Member) else None
    if name == "enableCors":
        yield from _option(ev, node, site, "origin")
        return
    if name == "create" and isinstance(callee, ir.Member):
        yield from _option(ev, node, site, "cors", "origin")
        return
    if name == "register" and node.args:
        plugin = ev.evaluate(node.args[0].value, site.scope)
        if isinstance(plugin, External) and plugin.module in _FACTORIES:
            yield from _option(ev, node, site, "origin")
        return
    value = ev.evaluate(callee, site.scope)
    if isinstance(value, External) and value.module in _FACTORIES:
        yield from _option(ev, node, site, "origin")


def _python(ev: Evaluator, node: ir.Call, site: Site) -> Iterator[CorsOrigin]:
    place = Place(site.scope.path, node.span)
    if _name(node.callee) not in _PYTHON_NAMES:
        return
    value = ev.evaluate(node, site.scope)
    if not isinstance(value, Invocation):
        return
    candidates: list[Value] = [value.callee, *value.args[:1]]
    if any(_is_starlette(candidate) for candidate in candidates):
        yield from _keywords(value, place, "allow_origins")
    elif isinstance(value.callee, External) and value.callee.module == "flask_cors":
        yield from _keywords(value, place, "origins")
        resources = value.keywords.get("resources")
        for _, entry in _entries(resources):
            inner = entry_at(entry.value, "origins")
            if inner is not None:
                yield from _origins(inner.value, place)


def _name(callee: ir.Expr) -> str | None:
    if isinstance(callee, ir.Member):
        return callee.name
    return callee.id if isinstance(callee, ir.Name) else None


def _entries(entry: Entry | None) -> list[tuple[str, Entry]]:
    value = None if entry is None else entry.value
    entries = getattr(value, "entries", {})
    return list(entries.items())


def _is_starlette(value: Value) -> bool:
    return (
        isinstance(value, External)
        and value.module in _STARLETTE
        and value.path[-1:] == ("CORSMiddleware",)
    )


def _keywords(call: Invocation, place: Place, name: str) -> Iterator[CorsOrigin]:
    entry = call.keywords.get(name)
    if entry is not None:
        yield from _origins(entry.value, place)


def _django(ev: Evaluator, path: str) -> Iterator[CorsOrigin]:
    scope = ev.program.scope(path)
    for name in sorted(_DJANGO & set(scope.names.bindings)) if scope is not None else ():
        if scope is not None:
            binding = scope.names.bindings[name][-1]
            value = ev.name(name, scope, Span(binding.span.end + 1, binding.span.end + 1))
            yield from _origins(value, Place(path, binding.span))
