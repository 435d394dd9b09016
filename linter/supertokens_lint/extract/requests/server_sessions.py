"""Session functions of the web SDKs that a server calls while it makes a page.

They look at ``document.cookie`` and at the session that ``init`` has set up in the browser; on a
server there is neither. Sources: supertokens-website lib/ts/utils/windowHandler/
defaultImplementation.ts (throws without ``window``), supertokens-auth-react lib/ts/nextjs (the
functions that are made for servers).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from msgspec import Struct

from supertokens_lint.extract import sdks
from supertokens_lint.extract.client_facts import SessionCall
from supertokens_lint.extract.facts import Runtime
from supertokens_lint.extract.js_packages import Framework
from supertokens_lint.extract.requests.context import Context, callee_name, place_of
from supertokens_lint.extract.requests.nuxt import is_rendered_in_nuxt
from supertokens_lint.extract.requests.rendering import RENDERING, where
from supertokens_lint.extract.requests.sveltekit import is_load_file, is_universal
from supertokens_lint.languages import ir
from supertokens_lint.resolve.sites import Site
from supertokens_lint.resolve.values import Closure, External
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.source import SourceText

FUNCTIONS = frozenset(
    {
        "doesSessionExist", "getUserId", "getAccessToken", "getAccessTokenPayloadSecurely",
        "attemptRefreshingSession", "validateClaims", "getClaimValue",
    }
)  # fmt: skip
_WEB = frozenset({Sdk.AUTH_REACT, Sdk.WEB_JS, Sdk.WEBSITE})
_IN_BROWSER = re.compile(
    r"\bwindow\b|\bdocument\b|\bbrowser\b|\.client\b|\.server\b|\bSSR\b|\bis(?:Server|Client|Browser)"
)
_ENVIRONMENTS = frozenset({"$app/environment", "esm-env"})
"""Modules that tell where code runs, under names that importers may change."""
_SSR_OFF = re.compile(r"export\s+const\s+ssr\s*=\s*false\b")


class _Helper(Struct, frozen=True):
    """A function of the project that calls a session function."""

    function: ir.Function
    name: str
    call: SessionCall


def session_calls(context: Context, roots: frozenset[str]) -> Iterator[SessionCall]:
    """Yield the session functions that servers call, themselves or through a helper."""
    helpers: dict[str, list[_Helper]] = {}
    for entry in context.ev.workspace.mentioning(*(name.encode() for name in sorted(FUNCTIONS))):
        path = entry.path
        below = any(path.startswith(f"{root}/") for root in roots)
        if entry.is_test or not below or not _is_rendered(context, path):
            continue
        for node, site in context.ev.sites.calls(path):
            module = _session_module(context, node, site)
            if module is None or _is_for_browser(context, site):
                continue
            call = SessionCall(callee_name(node), module, place_of(site), _where(context, site))
            if _runs_on_server(context, site):
                yield call
            elif (helper := _helper(site, call)) is not None:
                helpers.setdefault(helper.name, []).append(helper)
    for name, found in helpers.items():
        yield from _through(context, name, found)


def _is_rendered(context: Context, path: str) -> bool:
    package = context.runtimes.package(path)
    return package is not None and package.framework in RENDERING


def _session_module(context: Context, node: ir.Call, site: Site) -> str | None:
    if callee_name(node) not in FUNCTIONS:
        return None
    callee = context.ev.evaluate(node.callee, site.scope)
    if not isinstance(callee, External):
        return None
    module = sdks.module_name(callee.module)
    if sdks.sdk_of_module(module) not in _WEB:
        return None
    inner = module.partition("/")[2]
    return module if inner in ("", "recipe/session") else None


def _is_for_browser(context: Context, site: Site) -> bool:
    """Tell whether something around a place asks whether there is a browser."""
    text = context.ev.workspace.text(site.scope.path)
    tests = [guard.test for guard in site.guards if guard.test is not None]
    at = site.node.span
    spans = [site.statement.span]
    for placed in site.scope.names.statements:
        around = [guard.test.span for guard in placed.guards if guard.test is not None]
        spans.extend(span for span in around if span.start <= at.start and at.end <= span.end)
    spans.extend(test.span for test in tests)
    if any(_IN_BROWSER.search(text.slice(span)) for span in spans):
        return True
    return any(_is_of_environment(context, test, site) for test in tests)


def _is_of_environment(context: Context, test: ir.Expr, site: Site) -> bool:
    names = (node for node in ir.walk(test) if isinstance(node, ir.Name))
    values = (context.ev.evaluate(name, site.scope) for name in names)
    return any(isinstance(each, External) and each.module in _ENVIRONMENTS for each in values)


def _where(context: Context, site: Site) -> str:
    package = context.runtimes.package(site.scope.path)
    framework = Framework.NONE if package is None else package.framework
    return where(framework, site)


def _runs_on_server(context: Context, site: Site) -> bool:
    runtime = context.runs(site)
    if runtime is Runtime.SERVER:
        return True
    return runtime is Runtime.BOTH and (
        _is_universal_load(context, site) or is_rendered_in_nuxt(context, site)
    )


def _is_universal_load(context: Context, site: Site) -> bool:
    path = site.scope.path
    if not is_load_file(context, path) or not is_universal(path) or not site.functions:
        return False
    named = _where(context, site).startswith("load of")
    return named and not _is_ssr_off(context, path)


def _is_ssr_off(context: Context, path: str) -> bool:
    """Tell whether a page, or a layout above it, is not rendered on the server."""
    workspace = context.ev.workspace
    stems: tuple[str, ...] = ("+page", "+layout")
    for directory in workspace.directory_chain(path):
        for stem in stems:
            for suffix in (".ts", ".js", ".server.ts", ".server.js"):
                file = posixpath.join(directory, stem + suffix)
                if workspace.exists(file) and workspace.read(file, _switches_ssr_off):
                    return True
        stems = ("+layout",)
    return False


def _switches_ssr_off(source: SourceText) -> bool:
    return _SSR_OFF.search(source.text) is not None


# --- helpers -------------------------------------------------------------------------------------


def _helper(site: Site, call: SessionCall) -> _Helper | None:
    if not site.functions:
        return None
    function = site.functions[0]
    name = function.name
    if name is None:
        for known, bindings in site.scope.module().names.bindings.items():
            if any(binding.value is function for binding in bindings):
                name = known
    return None if name is None or len(site.functions) > 1 else _Helper(function, name, call)


def _through(context: Context, name: str, helpers: list[_Helper]) -> Iterator[SessionCall]:
    for path in context.ev.paths_mentioning(name, ir.Language.JAVASCRIPT):
        for node, site in context.ev.sites.calls(path):
            if callee_name(node) != name or not _is_rendered(context, path):
                continue
            if not _runs_on_server(context, site) or _is_for_browser(context, site):
                continue
            callee = context.ev.evaluate(node.callee, site.scope)
            for helper in helpers:
                if isinstance(callee, Closure) and callee.function is helper.function:
                    inner = helper.call
                    yield SessionCall(
                        inner.name, inner.module, place_of(site), _where(context, site), inner.place
                    )
