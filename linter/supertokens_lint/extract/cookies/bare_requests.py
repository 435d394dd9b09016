"""Browser code that sends requests with cookies and uses no SDK, and the routes it may meet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from supertokens_lint.extract.cookie_facts import BareRequest, GuardedRoute
from supertokens_lint.extract.facts import Init, SdkUse
from supertokens_lint.extract.js_packages import package_of
from supertokens_lint.languages import ir
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.sites import Site
from supertokens_lint.resolve.values import Const, External, Invocation, Record, Value
from supertokens_lint.sdk.names import Side, sdk_of_package
from supertokens_lint.source import Place
from supertokens_lint.workspace.files import SCRIPT_KINDS, FileEntry, FileKind

_VERBS = frozenset({"post", "put", "patch", "delete"})
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_VERIFIERS = "/recipe/session/framework/"


def bare_requests(ev: Evaluator, known: Sequence[Init | SdkUse]) -> Iterator[BareRequest]:
    """Yield the calls of ``fetch`` in browser code of packages that use no frontend SDK.

    Only those with ``credentials: "include"``, a method that changes something and headers that
    are all written out. Pages without a package count while no page without one uses an SDK.
    """
    served = [item.place.path for item in known if item.side is Side.FRONTEND]
    homeless = any(package_of(ev.workspace, path) is None for path in served)
    for entry in ev.workspace.mentioning(b"include", kinds=SCRIPT_KINDS):
        if not entry.is_test and _is_bare(ev, entry, homeless=homeless):
            for node, site in ev.sites.calls(entry.path):
                yield from _request(ev, node, site)


def _is_bare(ev: Evaluator, entry: FileEntry, *, homeless: bool) -> bool:
    package = package_of(ev.workspace, entry.path)
    if package is None:
        return entry.kind is FileKind.MARKUP and not homeless
    sdks = [sdk_of_package(name) for name in package.dependencies]
    if any(sdk is not None and sdk.is_frontend for sdk in sdks):
        return False
    return package.has_browser or (entry.kind is FileKind.MARKUP and not package.has_server)


def _request(ev: Evaluator, node: ir.Call, site: Site) -> Iterator[BareRequest]:
    if len(node.args) != 2 or not _is_fetch(ev, node.callee, site):
        return
    url, options = (ev.evaluate(argument.value, site.scope) for argument in node.args)
    if not isinstance(options, Record) or options.rest is not None:
        return
    method = _text(options, "method")
    headers = _headers(options)
    if method is None or headers is None or _text(options, "credentials") != "include":
        return
    if method.upper() not in _SAFE:
        yield BareRequest(url, method.upper(), headers, Place(site.scope.path, node.span))


def _is_fetch(ev: Evaluator, callee: ir.Expr, site: Site) -> bool:
    name = callee.id if isinstance(callee, ir.Name) else None
    name = callee.name if isinstance(callee, ir.Member) else name
    if name != "fetch":
        return False
    value = ev.evaluate(callee, site.scope)
    return isinstance(value, External) and (value.module, value.path) == ("", ("fetch",))


def _text(options: Record, key: str) -> str | None:
    entry = options.entries.get(key)
    value = None if entry is None else entry.value
    return value.value if isinstance(value, Const) and isinstance(value.value, str) else None


def _headers(options: Record) -> frozenset[str] | None:
    entry = options.entries.get("headers")
    if entry is None:
        return frozenset()
    value: Value = entry.value
    if not isinstance(value, Record) or value.rest is not None:
        return None
    return frozenset(name.lower() for name in value.entries)


def guarded_routes(ev: Evaluator) -> Iterator[GuardedRoute]:
    """Yield the routes of Express and its like that name ``verifySession`` before their handler.

    Source: recipe/session/framework/express of supertokens-node.
    """
    for entry in ev.workspace.mentioning(b"verifySession", kinds=SCRIPT_KINDS):
        for node, site in () if entry.is_test else ev.sites.calls(entry.path):
            callee = node.callee
            if not isinstance(callee, ir.Member) or callee.name not in _VERBS or len(node.args) < 3:
                continue
            path = ev.evaluate(node.args[0].value, site.scope)
            guarded = any(_verifies(ev, item, site) for item in node.args[1:-1])
            if guarded and isinstance(path, Const) and isinstance(path.value, str):
                place = Place(site.scope.path, node.args[0].span)
                yield GuardedRoute(callee.name.upper(), path.value, place)


def _verifies(ev: Evaluator, argument: ir.Argument, site: Site) -> bool:
    value = ev.evaluate(argument.value, site.scope)
    if not isinstance(value, Invocation) or not isinstance(value.callee, External):
        return False
    callee = value.callee
    return _VERIFIERS in callee.module and callee.path[-1:] == ("verifySession",)
