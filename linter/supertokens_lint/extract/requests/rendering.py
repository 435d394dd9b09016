"""Requests that servers send on behalf of a visitor, and whether they take the cookies along."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from supertokens_lint.extract.client_facts import RenderedRequest
from supertokens_lint.extract.facts import Options, Request, Runtime
from supertokens_lint.extract.js_packages import Framework
from supertokens_lint.extract.options import record_of
from supertokens_lint.extract.requests.angular_server import is_angular, is_rendered_by_angular
from supertokens_lint.extract.requests.context import Context
from supertokens_lint.extract.requests.nuxt import is_rendered_in_nuxt
from supertokens_lint.extract.requests.sveltekit import LOAD, hands_on_cookies
from supertokens_lint.languages import ir
from supertokens_lint.resolve.sites import Site
from supertokens_lint.resolve.values import Const, External, Invocation, Record, Value
from supertokens_lint.source import Place

RENDERING = frozenset(
    {Framework.NEXT, Framework.NUXT, Framework.SVELTEKIT, Framework.REMIX, Framework.ASTRO}
)
INITIAL = "getInitialProps"
FORWARDED = frozenset({"cookie", "authorization", "st-access-token", "x-access-token"})
_ROUTE = re.compile(r"^(?:route|\+server)\.[cm]?[jt]sx?$")


def rendered_requests(context: Context, requests: list[Request]) -> Iterator[RenderedRequest]:
    """Yield the requests that a server sends while it makes a page."""
    by_path: dict[str, dict[Place, Site]] = {}
    for request in requests:
        path = request.place.path
        package = context.runtimes.package(path)
        if package is None or not (package.framework in RENDERING or is_angular(package)):
            continue
        if path not in by_path:
            by_path[path] = {
                Place(path, node.span): site for node, site in context.ev.sites.calls(path)
            }
        site = by_path[path].get(request.place)
        if site is None or not _is_sent_by_server(context, request, site):
            continue
        forwards = _forwards(request)
        if (
            request.library == LOAD
            and forwards is False
            and hands_on_cookies(context, package.root)
        ):
            forwards = None
        yield RenderedRequest(
            request,
            where=where(package.framework, site),
            forwards=forwards,
            expects_cookies=_expects_cookies(request),
        )


def _is_sent_by_server(context: Context, request: Request, site: Site) -> bool:
    if request.runtime is Runtime.SERVER or _is_initial(site):
        return True
    if is_rendered_by_angular(context, site):
        return True
    return request.library != LOAD and is_rendered_in_nuxt(context, site, request)


def _is_initial(site: Site) -> bool:
    """Tell whether a place is in ``getInitialProps``, which Next calls on the server first."""
    statement = site.statement if not site.functions else _outer(site)
    target = statement.target if isinstance(statement, ir.Bind) else None
    assigned = isinstance(target, ir.Member) and target.name == INITIAL
    return assigned or any(function.name == INITIAL for function in site.functions[:1])


def _outer(site: Site) -> ir.Statement | None:
    """Return the statement of the module that a place is in."""
    start = site.node.span.start
    for placed in site.scope.module().names.statements:
        if placed.statement.span.start <= start < placed.statement.span.end:
            return placed.statement
    return None


def where(framework: Framework, site: Site) -> str:
    """Return what people call the server's code around a place."""
    path = site.scope.path
    name = posixpath.basename(path)
    function = site.functions[0].name if site.functions else None
    declared = INITIAL if _is_initial(site) else function or _declared(site)
    if declared in ("getServerSideProps", "getStaticProps", "getInitialProps", "load"):
        return f"{declared} of {name}" if declared == "load" else declared
    if framework is Framework.REMIX and declared in ("loader", "action"):
        return f"the {declared} of {name}"
    if _ROUTE.match(name) or "/api/" in path:
        return f"the route {name}"
    if framework is Framework.ASTRO:
        return f"the front matter of {name}"
    if framework is Framework.NONE and site.owner is not None:
        return f"the component {site.owner.name}"
    if framework is Framework.NUXT:
        return f"the setup of {name}"
    return f"server code ({name})"


def _declared(site: Site) -> str | None:
    statement = _outer(site)
    if isinstance(statement, ir.Bind) and isinstance(statement.target, ir.Name):
        return statement.target.id
    return statement.function.name if isinstance(statement, ir.FunctionDeclaration) else None


def _forwards(request: Request) -> bool | None:
    """Tell whether a request carries what identifies the visitor; ``None`` when nobody knows."""
    verdicts = [_in_options(request.options)]
    if request.client is not None:
        verdicts.append(_in_options(request.client.options))
    if True in verdicts:
        return True
    return None if None in verdicts else False


def _in_options(options: Options | None) -> bool | None:
    if options is None:
        return False
    given = options.get("headers")
    if given is None:
        return None if options.rest is not None else False
    return _in_headers(given.value, given.place)


def _in_headers(value: Value, place: Place) -> bool | None:
    if isinstance(value, Invocation):
        callee = value.callee
        is_headers = isinstance(callee, External) and callee.path[-1:] == ("Headers",)
        if not is_headers or not value.args:
            return None
        return _in_headers(value.args[0], place)
    if not isinstance(value, Record) and not (isinstance(value, Const) and value.value is None):
        return None
    record = record_of(value, place)
    if any(key.lower() in FORWARDED for key in record.entries):
        return True
    return None if record.rest is not None else False


def _expects_cookies(request: Request) -> bool:
    options = request.options
    for key, wanted in (("credentials", "include"), ("withCredentials", True)):
        setting = None if options is None else options.get(key)
        value = None if setting is None else setting.value
        if isinstance(value, Const) and value.value == wanted:
            return True
    return False
