"""Requests of Nuxt pages: ``useFetch``, and what runs on the server as well.

Source: Nuxt "Data fetching" and packages/nuxt/src/app/composables/fetch.ts: ``useFetch`` hands on
the visitor's headers for paths of the app itself, ``$fetch`` never does.
"""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.extract.facts import Request, Runtime
from supertokens_lint.extract.js_packages import Framework
from supertokens_lint.extract.requests.context import Context, callee_name
from supertokens_lint.extract.requests.making import made
from supertokens_lint.extract.requests.urls import argument, given_options, plain_url
from supertokens_lint.extract.surroundings.configs import config_path, entry_at, exported_config
from supertokens_lint.languages import ir
from supertokens_lint.resolve.sites import Site
from supertokens_lint.resolve.values import Closure, Const, External

USE_FETCH = "useFetch"
_FETCHES = frozenset({"useFetch", "useLazyFetch"})
_LOADERS = frozenset({"useAsyncData", "useLazyAsyncData"})
_MODULES = ("", "#imports", "#app", "nuxt/app")


def nuxt_requests(context: Context, path: str) -> Iterator[Request]:
    """Yield the requests that a module sends with ``useFetch``."""
    package = context.runtimes.package(path)
    if package is None or package.framework is not Framework.NUXT:
        return
    for node, site in context.ev.sites.calls(path):
        if callee_name(node) in _FETCHES and _is_nuxts(context, node, site):
            url = argument(context.ev, node, 0, site.scope)
            if isinstance(url, Closure):
                url = context.ev.callers.result_of(url)
            options = given_options(context.ev, node, 1, site.scope)
            target = None if url is None else plain_url(url)
            yield from made(context, USE_FETCH, target, site, options=options)


def _is_nuxts(context: Context, node: ir.Call, site: Site) -> bool:
    callee = context.ev.evaluate(node.callee, site.scope)
    return isinstance(callee, External) and callee.module in _MODULES


def is_rendered_in_nuxt(context: Context, site: Site, request: Request | None = None) -> bool:
    """Tell whether Nuxt runs a place on the server as well: in setup, or for ``useAsyncData``."""
    path = site.scope.path
    package = context.runtimes.package(path)
    if package is None or package.framework is not Framework.NUXT:
        return False
    if context.runs(site) is not Runtime.BOTH or not is_server_rendered(context, package.root):
        return False
    if request is not None and request.library == USE_FETCH and _is_client_only(request):
        return False
    if not _in_setup(context, site):
        return False
    if not site.functions:
        return True
    return len(site.functions) == 1 and _is_loader(context, site.functions[0], path)


def _is_client_only(request: Request) -> bool:
    options = request.options
    setting = None if options is None else options.get("server")
    if options is not None and options.rest is not None:
        return True
    if setting is None:
        return False
    return not (isinstance(setting.value, Const) and setting.value.value is True)


def _in_setup(context: Context, site: Site) -> bool:
    module = context.ev.workspace.module(site.scope.path)
    start = site.node.span.start
    return any(
        block.role == "setup" and block.span.start <= start < block.span.end
        for block in (() if module is None else module.blocks)
    )


def _is_loader(context: Context, function: ir.Function, path: str) -> bool:
    for node, _ in context.ev.sites.calls(path):
        if callee_name(node) in _LOADERS and any(arg.value is function for arg in node.args):
            text = context.ev.workspace.text(path).slice(node.span)
            return "server" not in text
    return False


def is_server_rendered(context: Context, root: str) -> bool:
    """Tell whether a Nuxt app is rendered on the server, as it is unless ``ssr`` is off."""
    path = config_path(context.ev.workspace, root, "nuxt.config")
    if path is None:
        return True
    entry = entry_at(exported_config(context.ev, path), "ssr")
    return entry is None or not (isinstance(entry.value, Const) and entry.value.value is False)
