"""ST103: something needs the SDK before its init has run."""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.extract.session_facts import EarlyUse
from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.rule import Documentation, Rule
from supertokens_lint.sdk.names import Side
from supertokens_lint.source import Place
from supertokens_lint.topology.model import App, System
from supertokens_lint_rules.requests.interception import (
    aimed,
    environments_of,
    from_browser,
    frontends,
    main_init,
)


class InitTooLate(Rule):
    """ST103."""

    code = "ST103"
    name = "init-too-late"
    severity = Severity.ERROR
    reasons = ("F21", "E.5")
    documentation = Documentation(
        summary="The SDK is used, or the API called, before init has run.",
        why="""
            On the frontend, `init` replaces `fetch` and `XMLHttpRequest`: a request that is sent
            while modules are loaded, before `init` runs, carries no session and is not repeated
            after a refresh. On the backend, `getAllCORSHeaders()` (`get_all_cors_headers()`)
            throws before `init`: "Initialisation not done. Did you forget to call the
            SuperTokens.init function?". Imported modules run before the code of the module that
            imports them.
        """,
        fix="""
            Call `init` first: at the top of the entry module, or in a module of its own that is
            imported before the ones that need it.
        """,
        bad="""
```py
CORS_ALLOW_HEADERS = [*default_headers, *get_all_cors_headers()]

init(app_info=app_info, framework="django", ...)
```
        """,
        good="""
```py
init(app_info=app_info, framework="django", ...)

CORS_ALLOW_HEADERS = [*default_headers, *get_all_cors_headers()]
```
        """,
        quiet="""
            Middleware may be mounted before `init`: it asks for the SDK only when a request comes.
            Requests inside functions count only where the function surely runs before `init`; an
            `init` in an effect that also changes state may be waited for.
            Where the order is not certain, nothing is said; references to `fetch` that are taken
            too early are another rule's.
        """,
    )

    def check(self, system: System) -> Iterator[Finding]:
        """Yield uses and requests that surely come before every init of their app."""
        seen: set[Place] = set()
        for app in system.apps:
            for item in app.sessions.early if app.side is Side.BACKEND else ():
                if item.place not in seen:
                    seen.add(item.place)
                    yield self._early(item)
        for app in frontends(system):
            yield from self._requests(system, app)
            yield from self._effects(system, app)

    def _early(self, item: EarlyUse) -> Finding:
        return self.finding(
            f"{item.name}() is called before the SDK's init, and throws.",
            Evidence("call", item.place, item.name),
            Evidence("init", item.init),
            effect="Users will see nothing: the program ends when it starts, with "
            f'"{_ends(item)}".',
            help="Call init before this line, or import the module that calls it first.",
        )

    def _effects(self, system: System, app: App) -> Iterator[Finding]:
        late = {item.place: item for item in app.sessions.late_inits}
        requests = tuple(item for item in from_browser(app) if item.place in late)
        found = [item for item in aimed(system, app, requests) if item.intercepted]
        for request in requests:
            mine = [item for item in found if item.request is request]
            if mine:
                item = late[request.place]
                yield self.finding(
                    f"The SDK's init stands in {item.hook}, which runs after the effects of inner "
                    "components: this request is sent before it.",
                    Evidence("init", item.init),
                    Evidence("request", request.place, repr(mine[0].target.url)),
                    effect="Users will see the first requests of a page answered with 401 once "
                    "their access token has expired, although their session is alive.",
                    help="Call init at the top of the entry module, outside of components.",
                    environments=environments_of(system, app, mine),
                )

    def _requests(self, system: System, app: App) -> Iterator[Finding]:
        early = tuple(
            request
            for request in from_browser(app)
            if request.captured is None
            and request.precedes
            and all(init.place in request.precedes for init in app.inits)
        )
        if not early:
            return
        found = [item for item in aimed(system, app, early) if item.intercepted]
        for request in early:
            mine = [item for item in found if item.request is request]
            if mine:
                yield self.finding(
                    "This request to the API is sent before the SDK's init, which would intercept "
                    "it.",
                    Evidence("request", request.place, repr(mine[0].target.url)),
                    Evidence("init", main_init(app).callee),
                    effect="Users will see it answered with 401 once their access token has "
                    "expired, although their session is alive.",
                    help="Call init before this request, or import the module that calls it first.",
                    environments=environments_of(system, app, mine),
                )


def _ends(item: EarlyUse) -> str:
    """Return the error that a use before init ends with."""
    if item.name == "GetAllCORSHeaders":
        return "Please call supertokens.Init before using the GetAllCORSHeaders function"
    return "Initialisation not done. Did you forget to call the SuperTokens.init function?"
