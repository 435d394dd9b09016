"""Requests that Angular sends while it renders a page on the server.

Sources: angular.dev "Server-side and hybrid rendering" (constructors and ``ngOnInit`` run on the
server as in a browser, ``afterNextRender`` does not; a route of ``RenderMode.Client`` is not
rendered there) and packages/common/http/src/client.ts: HttpClient hands on no header of the
visitor.
"""

from __future__ import annotations

import re

from supertokens_lint.extract.js_packages import Package
from supertokens_lint.extract.requests.context import Context, callee_name
from supertokens_lint.extract.texts import text_of_file
from supertokens_lint.languages import ir
from supertokens_lint.resolve.sites import Site

_SERVERS = frozenset({"@angular/ssr", "@angular/platform-server", "@nguniversal/express-engine"})
_RENDERING = (b"provideServerRendering", b"renderApplication", b"AppServerModule")
_DOUBTS = (b"RenderMode.Client", b"HTTP_INTERCEPTORS", b"withInterceptors", b"REQUEST")
_RUN = frozenset({"constructor", "ngOnInit"})
_CHECKS = re.compile(
    r"isPlatform|PLATFORM_ID|afterNextRender|afterRender|TransferState|typeof window"
)


def is_angular(package: Package) -> bool:
    """Tell whether a package may have Angular render on the server."""
    return bool(_SERVERS.intersection(package.dependencies))


def is_rendered_by_angular(context: Context, site: Site) -> bool:
    """Tell whether a place in a component runs on the server, and nothing hands cookies on there.

    Interceptors, a check of the platform in the same file and routes that only browsers render
    leave it open, which counts as no.
    """
    package = context.runtimes.package(site.scope.path)
    if package is None or not is_angular(package):
        return False
    if site.owner is None or site.guards or not _is_component(site.owner):
        return False
    if _member(site.owner, site) not in _RUN:
        return False
    below = f"{package.root}/"
    rendered = context.ev.workspace.mentioning(*_RENDERING)
    doubtful = context.ev.workspace.mentioning(*_DOUBTS)
    if not any(entry.path.startswith(below) for entry in rendered):
        return False
    if any(entry.path.startswith(below) for entry in doubtful):
        return False
    return _CHECKS.search(text_of_file(context.ev.workspace, site.scope.path)) is None


def _is_component(owner: ir.Class) -> bool:
    return any(
        isinstance(item, ir.Call) and callee_name(item) == "Component" for item in owner.decorators
    )


def _member(owner: ir.Class, site: Site) -> str | None:
    """Return the method that a place is in, ``None`` in functions that it makes."""
    if len(site.functions) != 1:
        return None
    for member in owner.members:
        if isinstance(member, ir.Method) and member.function is site.functions[0]:
            return "constructor" if member.kind == "constructor" else str(member.name)
    return None
