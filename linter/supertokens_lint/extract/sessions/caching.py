"""What responses with session cookies say to caches.

Sources: supertokens documentation for Next.js ("This is needed for production deployments with
Vercel"): Vercel's network caches what does not forbid it; RFC 9111, ``public`` and ``s-maxage``.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from supertokens_lint.extract.gateways.storing import may_be_kept
from supertokens_lint.extract.session_facts import CacheRule, SessionFacts
from supertokens_lint.extract.sessions.context import Context
from supertokens_lint.extract.sessions.guarded import NEEDLES as GUARDED
from supertokens_lint.extract.sessions.guarded import guarded_in
from supertokens_lint.extract.surroundings.file_routes import file_route
from supertokens_lint.extract.surroundings.header_rules import caching_rule
from supertokens_lint.extract.texts import text_of_file
from supertokens_lint.languages import ir
from supertokens_lint.resolve.scopes import walk_outside_functions
from supertokens_lint.resolve.values import Closure, Const
from supertokens_lint.source import Place, Span
from supertokens_lint.workspace.files import FileEntry

ROUTE_NEEDLES = (b"superTokensNextWrapper", b"getAppDirRequestHandler", b"handleAuthAPIRequest")
SHARED = re.compile(r"\bpublic\b|\bs-maxage\s*=\s*[1-9]", re.IGNORECASE)
_HEADER = re.compile(r"cache-control", re.IGNORECASE)
_GET = re.compile(r"\bGET\b")
_NAMED_ELSEWHERE = re.compile(r"\.(?:set|append|setHeader|header)\(\s*[A-Za-z_$`(]")
_SETTERS = frozenset({"set", "setHeader", "header", "append"})
_AUTH_FILE = re.compile(r"/(?:pages/api|app/(?:.*/)?api)/.*\[\[?\.\.\.\w+\]\]?")


def facts(context: Context) -> SessionFacts:
    """Return auth routes without a header on a caching host, and session routes that are shared."""
    found = (*_auth_routes(context), *_told(context), *_shared(context))
    return SessionFacts(caches=found)


def _told(context: Context) -> Iterator[CacheRule]:
    """Yield the route files of the SDK's API for which a configuration file asks for caching."""
    for entry in context.homes.mentioning(*ROUTE_NEEDLES):
        if _may_set_header(text_of_file(context.ev.workspace, entry.path)):
            continue
        package = context.homes.package_of(entry.path)
        route = None if package is None else file_route(package, entry.path)
        if package is None or route is None or not (route.api and route.catch_all):
            continue
        rule = caching_rule(context.ev, package.directory, route.path)
        if rule is not None and not _in_middleware(context, package.directory):
            place = _place_of(context, entry)
            yield CacheRule(rule.place, rule.text, rule.tool, place, is_configured=True)


def _may_set_header(text: str) -> bool:
    """Tell whether a file names the header, or sets one whose name stands elsewhere."""
    return _HEADER.search(text) is not None or _NAMED_ELSEWHERE.search(text) is not None


def _in_middleware(context: Context, directory: str) -> bool:
    """Tell whether the framework's middleware mentions the header."""
    names = [f"{stem}.{end}" for stem in ("middleware", "proxy") for end in ("ts", "js", "mjs")]
    for name in (*names, *(f"src/{name}" for name in names)):
        path = posixpath.join(directory, name)
        known = context.ev.workspace.exists(path)
        if known and _HEADER.search(text_of_file(context.ev.workspace, path)):
            return True
    return False


def _place_of(context: Context, entry: FileEntry) -> Place:
    """Return where a route file first names what serves the SDK's API."""
    text = text_of_file(context.ev.workspace, entry.path)
    match = re.search("|".join(needle.decode() for needle in ROUTE_NEEDLES), text)
    span = Span(0, 0) if match is None else Span(match.start(), match.end())
    return Place(entry.path, span)


def _auth_routes(context: Context) -> Iterator[CacheRule]:
    """Yield the Next.js route files of the SDK's API that leave caching to Vercel."""
    for entry in context.homes.mentioning(*ROUTE_NEEDLES):
        text = text_of_file(context.ev.workspace, entry.path)
        if not _AUTH_FILE.search(entry.path) or _may_set_header(text):
            continue
        if "/app/" in entry.path and not _GET.search(text):
            continue
        evidence = _vercel(context, entry)
        if evidence is None or _headers_elsewhere(context, entry):
            continue
        yield CacheRule(_place_of(context, entry), None, "Vercel", evidence)


def _vercel(context: Context, entry: FileEntry) -> Place | None:
    """Return what shows that a package is deployed to Vercel: its settings or a deploy script."""
    package = context.homes.package_of(entry.path)
    for directory in context.ev.workspace.directory_chain(entry.path):
        path = posixpath.join(directory, "vercel.json")
        if context.ev.workspace.exists(path):
            return Place(path, Span(0, 1))
    for script in () if package is None else package.scripts.values():
        if re.search(r"(?:^|[\s&;])vercel(?:\s|$)", script.text) and package is not None:
            return Place(package.path, script.span)
    return None


def _headers_elsewhere(context: Context, entry: FileEntry) -> bool:
    """Tell whether a configuration file or the framework's middleware sets the header."""
    for directory in context.ev.workspace.directory_chain(entry.path):
        for name in ("next.config.js", "next.config.mjs", "next.config.ts", "vercel.json",
                     "middleware.ts", "middleware.js", "proxy.ts"):  # fmt: skip
            for folder in (directory, posixpath.join(directory, "src")):
                path = posixpath.join(folder, name)
                known = context.ev.workspace.exists(path)
                if known and _HEADER.search(text_of_file(context.ev.workspace, path)):
                    return True
    return False


def _shared(context: Context) -> Iterator[CacheRule]:
    """Yield the handlers behind ``verifySession`` that let shared caches keep their answer."""
    for entry in context.homes.mentioning(*GUARDED):
        for guarded in guarded_in(context.ev, entry.path):
            for place, text in _headers_of(context, guarded.handler):
                if SHARED.search(text) and may_be_kept(text):
                    yield CacheRule(place, text, "shared caches", guarded.verified)


def _headers_of(context: Context, handler: Closure) -> Iterator[tuple[Place, str]]:
    scope = context.ev.sites.function_scope(handler.function, handler.scope, handler.this)
    for placed in scope.names.statements:
        for node in walk_outside_functions(placed.statement):
            name: ir.Expr | None = None
            value: ir.Expr | None = None
            if isinstance(node, ir.Call) and isinstance(node.callee, ir.Member):
                if node.callee.name in _SETTERS and len(node.args) == 2:
                    name, value = node.args[0].value, node.args[1].value
            elif isinstance(node, ir.Bind) and isinstance(node.target, ir.Index):
                name, value = node.target.index, node.value
            if name is None or value is None:
                continue
            header = context.ev.evaluate(name, scope)
            text = header.value if isinstance(header, Const) else None
            if isinstance(text, str) and _HEADER.fullmatch(text):
                found = context.ev.evaluate(value, scope)
                if isinstance(found, Const) and isinstance(found.value, str):
                    yield Place(scope.path, node.span), found.value
