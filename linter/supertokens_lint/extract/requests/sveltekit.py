"""The ``fetch`` that SvelteKit hands to load functions.

Source: @sveltejs/kit src/runtime/client/fetcher.js keeps ``window.fetch`` when it is loaded, which
is before any code of the app; src/runtime/server/page/load_data.js and fetch.js give cookies to
requests whose host is that of the page or below it.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from msgspec import Struct

from supertokens_lint.extract.facts import Request
from supertokens_lint.extract.js_packages import Framework
from supertokens_lint.extract.requests.context import Context, callee_name, place_of
from supertokens_lint.extract.requests.making import made
from supertokens_lint.extract.requests.urls import argument, config_url, given_options, plain_url
from supertokens_lint.extract.surroundings.configs import config_path
from supertokens_lint.languages import ir
from supertokens_lint.resolve.scopes import Scope
from supertokens_lint.resolve.sites import Site
from supertokens_lint.resolve.values import Closure, Value
from supertokens_lint.source import Place, whole_text

LOAD = "SvelteKit's load fetch"
_FILE = re.compile(r"^\+(?:page|layout)(?:@[^.]*)?(?P<server>\.server)?\.[cm]?[jt]s$")
URL_KEYS = ("baseUrl", "baseURL", "basePath", "url", "uri", "endpoint")
MAX_HOPS = 3


class _Given(Struct, frozen=True):
    """A function that is given the fetch: under ``names``, and as ``fetch`` of ``events``."""

    path: str
    function: ir.Function
    names: frozenset[str]
    events: frozenset[str]
    place: Place


def is_load_file(context: Context, path: str) -> bool:
    """Tell whether a file holds a universal or server load function."""
    package = context.runtimes.package(path)
    is_kit = package is not None and package.framework is Framework.SVELTEKIT
    return is_kit and _FILE.match(posixpath.basename(path)) is not None


def is_universal(path: str) -> bool:
    """Tell whether a load file runs in the browser, too."""
    match = _FILE.match(posixpath.basename(path))
    return match is not None and match["server"] is None


def hands_on_cookies(context: Context, root: str) -> bool:
    """Tell whether a package has a ``handleFetch`` hook, which may add the visitor's cookies."""
    path = config_path(context.ev.workspace, f"{root}/src", "hooks.server", "hooks.server/index")
    source = None if path is None else context.ev.workspace.read(path, whole_text)
    return source is not None and "handleFetch" in source.text


def load_requests(context: Context, path: str) -> Iterator[Request]:
    """Yield the requests that a load function sends with the fetch it is given."""
    if not is_load_file(context, path):
        return
    for function in _loads(context, path):
        given = _given_to_load(path, function)
        if given is not None:
            yield from _sent(context, given, 0)


def _loads(context: Context, path: str) -> Iterator[ir.Function]:
    for site in context.ev.sites.of(path):
        if isinstance(site.node, ir.Function) and _declares_load(site):
            yield site.node


def _declares_load(site: Site) -> bool:
    statement = site.statement
    if site.functions:
        return False
    if isinstance(statement, ir.FunctionDeclaration):
        return statement.function.name == "load"
    target = statement.target if isinstance(statement, ir.Bind) else None
    return isinstance(target, ir.Name) and target.id == "load"


def _given_to_load(path: str, function: ir.Function) -> _Given | None:
    if not function.params:
        return None
    param = function.params[0]
    names, events = _names_in(param.target)
    for statement in function.body:
        value = statement.value if isinstance(statement, ir.Bind) else None
        if isinstance(statement, ir.Bind) and isinstance(value, ir.Name) and value.id in events:
            names |= _names_in(statement.target)[0]
    if not names and not events:
        return None
    return _Given(path, function, frozenset(names), frozenset(events), Place(path, param.span))


def _names_in(target: ir.Pattern) -> tuple[set[str], set[str]]:
    """Return the names that a pattern gives to ``fetch``, and to the whole event."""
    if isinstance(target, ir.Name):
        return set(), {target.id}
    names: set[str] = set()
    if isinstance(target, ir.ObjectPattern):
        for entry in target.entries:
            if entry.key == "fetch" and isinstance(entry.target, ir.Name):
                names.add(entry.target.id)
    return names, set()


def _sent(context: Context, given: _Given, hops: int) -> Iterator[Request]:
    for node, site in context.ev.sites.calls(given.path):
        if given.function not in site.functions:
            continue
        if _is_given(node.callee, given, site):
            url = argument(context.ev, node, 0, site.scope)
            options = given_options(context.ev, node, 1, site.scope)
            target = None if url is None else plain_url(url)
            yield from made(context, LOAD, target, site, options=options, captured=given.place)
        else:
            yield from _handed_on(context, given, node, site, hops)


def _is_given(expression: ir.Expr, given: _Given, site: Site) -> bool:
    if isinstance(expression, ir.Name):
        return expression.id in given.names and _is_param(expression.id, site.scope, given)
    if not isinstance(expression, ir.Member) or expression.name != "fetch":
        return False
    owner = expression.object
    return (
        isinstance(owner, ir.Name)
        and owner.id in given.events
        and _is_param(owner.id, site.scope, given)
    )


def _is_param(name: str, scope: Scope, given: _Given) -> bool:
    current: Scope | None = scope
    while current is not None:
        bindings = current.names.bindings.get(name)
        if bindings and current.kind != "class":
            return current.function is given.function
        current = current.parent
    return False


def _handed_on(
    context: Context, given: _Given, node: ir.Call, site: Site, hops: int
) -> Iterator[Request]:
    """Follow the fetch into functions of the project, and into clients that are given it."""
    for index, item in enumerate(node.args):
        inside = _property(item.value, given, site)
        if not _is_given(item.value, given, site) and inside is None:
            continue
        callee = context.ev.evaluate(node.callee, site.scope)
        if isinstance(callee, Closure) and hops < MAX_HOPS:
            further = _further(callee, index, inside, given)
            if further is not None:
                yield from _sent(context, further, hops + 1)
        elif inside is not None:
            yield from _client(context, node, item.value, site, given)


def _property(expression: ir.Expr, given: _Given, site: Site) -> str | None:
    """Return the key under which an object literal holds the fetch."""
    if not isinstance(expression, ir.Object):
        return None
    for entry in expression.entries:
        if isinstance(entry, ir.Spread) or not isinstance(entry.key, str):
            continue
        if _is_given(entry.value, given, site):
            return entry.key
    return None


def _further(callee: Closure, index: int, key: str | None, given: _Given) -> _Given | None:
    params = callee.function.params
    if index >= len(params):
        return None
    target = params[index].target
    names: set[str] = set()
    events: set[str] = set()
    if key is None and isinstance(target, ir.Name):
        names.add(target.id)
    elif key is not None:
        names, events = _names_in(target)
    path = callee.scope.path
    return _Given(path, callee.function, frozenset(names), frozenset(events), given.place)


def _client(
    context: Context, node: ir.Call, config: ir.Expr, site: Site, given: _Given
) -> Iterator[Request]:
    value: Value = context.ev.evaluate(config, site.scope)
    url = config_url(value, place_of(site), *URL_KEYS)
    if url is not None and callee_name(node):
        yield from made(context, LOAD, url, site, captured=given.place, is_client=True)
