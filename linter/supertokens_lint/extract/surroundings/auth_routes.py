"""File routes and mount points that serve the SDK's API."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator

from supertokens_lint.extract.facts import AuthRoute
from supertokens_lint.extract.surroundings import next_config
from supertokens_lint.extract.surroundings.configs import items_of, text_of
from supertokens_lint.extract.surroundings.file_routes import FileRoute, file_route
from supertokens_lint.extract.surroundings.homes import Homes
from supertokens_lint.extract.surroundings.packages import Package
from supertokens_lint.extract.surroundings.route_methods import methods_of
from supertokens_lint.languages import ir
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.sites import Site
from supertokens_lint.resolve.values import (
    Closure,
    External,
    Invocation,
    Value,
    alternatives,
)
from supertokens_lint.source import Place

HANDLERS = frozenset({"getAppDirRequestHandler", "handleAuthAPIRequest", "middleware"})
_MODULES = ("supertokens-node/nextjs", "supertokens-node/custom", "supertokens-node/framework")
_MOUNTS = frozenset({"use", "all"})
MAX_HOPS = 3
_DYNAMIC = re.compile(r"\[|(?<=[/.])\$")
"""Segments of file names that stand for any text; two of them are long enough for all API paths."""


def auth_routes(ev: Evaluator, homes: Homes) -> Iterator[AuthRoute]:
    """Yield the routes at which the packages serve the SDK's API."""
    needles = tuple(name.encode() for name in sorted(HANDLERS))
    readers: dict[str, RouteReader] = {}
    for entry in homes.mentioning(*needles, b"supertokens", b"SuperTokens"):
        package = homes.package_of(entry.path)
        if package is None:
            continue
        if package.path not in readers:
            readers[package.path] = route_reader(ev, package)
        route = readers[package.path](entry.path)
        if route is not None:
            yield from _file(ev, package, route, entry.path)
        yield from _mounts(ev, entry.path)


RouteReader = Callable[[str], "FileRoute | None"]


def route_reader(ev: Evaluator, package: Package) -> RouteReader:
    """Return what tells the route of a file: a ``routes.ts`` of React Router, or the convention."""
    table = posixpath.join(package.directory, "app", "routes.ts")
    if package.has("@react-router/dev") and ev.workspace.exists(table):
        listed = _listed(ev, table)
        if listed:
            return listed.get
    return lambda path: file_route(package, path)


def _listed(ev: Evaluator, table: str) -> dict[str, FileRoute]:
    """Return the routes that a ``routes.ts`` gives with ``route(path, file)``."""
    found: dict[str, FileRoute] = {}
    for node, site in ev.sites.calls(table):
        callee = ev.evaluate(node.callee, site.scope)
        if not isinstance(callee, External) or callee.path[-1:] != ("route",):
            continue
        texts = [text_of(ev.evaluate(argument.value, site.scope)) for argument in node.args[:2]]
        if len(texts) == 2 and texts[0] is not None and texts[1] is not None:
            path, catch_all = fixed_path(texts[0])
            file = posixpath.normpath(posixpath.join(posixpath.dirname(table), texts[1]))
            found[file] = FileRoute(path, catch_all, "React Router", api=True)
    return found


def fixed_path(pattern: str) -> tuple[str, bool]:
    """Return the fixed front of a router's path pattern, and whether it is a catch-all."""
    fixed: list[str] = []
    for segment in pattern.split("/"):
        if segment.startswith((":", "*", "$", "(", "{")) or "*" in segment:
            return "/" + "/".join(fixed), "*" in segment or "(.*)" in segment
        if segment:
            fixed.append(segment)
    return "/" + "/".join(fixed), False


def _file(ev: Evaluator, package: Package, route: FileRoute, path: str) -> Iterator[AuthRoute]:
    place = _handler_place(ev, path)
    if place is None:
        return
    public = ""
    if route.framework == "Next":
        base = next_config.base_path(ev, package.directory)
        text = None if base is None else text_of(base)
        if base is not None and text is None:
            return
        public = f"{(text or '').rstrip('/')}{route.path}" if text else ""
    methods = methods_of(ev, path, route.framework)
    catch_all = route.catch_all or len(_DYNAMIC.findall(path)) > 1
    yield AuthRoute(route.path, place, route.framework, catch_all, methods, public)


def _handler_place(ev: Evaluator, path: str) -> Place | None:
    for node, site in ev.sites.calls(path):
        if serves(ev, ev.evaluate(node.callee, site.scope)):
            return Place(path, node.span)
    for site in ev.sites.of(path):
        if isinstance(site.node, ir.Export) and site.node.module is not None:
            for name in site.node.names:
                if serves(ev, ev.exported(path, name.exported)):
                    return Place(path, site.node.span)
    return None


def serves(ev: Evaluator, value: Value, hops: int = 0) -> bool:
    """Tell whether a function of the SDK that answers its API is reached by calling a value."""
    for option in alternatives(value):
        if is_handler(option):
            return True
        if isinstance(option, Invocation) and serves(ev, option.callee, hops):
            return True
        if isinstance(option, Closure) and hops < MAX_HOPS and _closure_serves(ev, option, hops):
            return True
    return False


def is_handler(value: Value) -> bool:
    """Tell whether a value is one of the SDK's functions that answer its API."""
    if not isinstance(value, External) or not value.path:
        return False
    return value.path[-1] in HANDLERS and value.module.startswith(_MODULES)


def _closure_serves(ev: Evaluator, closure: Closure, hops: int) -> bool:
    span = closure.function.span
    for node, site in ev.sites.calls(closure.scope.path):
        if not span.start <= node.span.start < span.end:
            continue
        callee = ev.evaluate(node.callee, site.scope)
        same = isinstance(callee, Closure) and callee.function is closure.function
        if not same and serves(ev, callee, hops + 1):
            return True
    return False


# --- mount points --------------------------------------------------------------------------------


def _mounts(ev: Evaluator, path: str) -> Iterator[AuthRoute]:
    """Yield ``app.use("/path", middleware())``: Express tests the mount path first.

    Without a path the middleware sees every request.
    """
    for node, site in ev.sites.calls(path):
        callee = node.callee
        if not isinstance(callee, ir.Member) or callee.name not in _MOUNTS:
            continue
        values = [ev.evaluate(argument.value, site.scope) for argument in node.args]
        if not any(_mounted(item) for value in values for item in items_of(value)):
            continue
        yield from _mount(values[0], node, site)


def _mounted(value: Value) -> bool:
    return isinstance(value, Invocation) and is_handler(value.callee)


def _mount(first: Value, node: ir.Call, site: Site) -> Iterator[AuthRoute]:
    place = Place(site.scope.path, node.span)
    for item in items_of(first):
        text = text_of(item)
        if text is not None and text.startswith("/"):
            yield AuthRoute(fixed_path(text)[0], place, "Express")
        elif isinstance(item, Invocation):
            yield AuthRoute("/", place, "Express")
