"""ST406: a reference to fetch that was taken before the SDK replaced it."""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.extract.facts import FetchCapture, Init, Request
from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.rule import Documentation, Rule
from supertokens_lint.topology.model import App, System
from supertokens_lint_rules.requests.interception import (
    aimed,
    environments_of,
    from_browser,
    frontends,
    main_init,
    shares_source,
)


class FetchCapturedBeforeInit(Rule):
    """ST406."""

    code = "ST406"
    name = "fetch-captured-before-init"
    severity = Severity.ERROR
    reasons = ("F21", "E.4")
    documentation = Documentation(
        summary="A reference to fetch is stored before the SDK's init and used for the API.",
        why="""
            `init` replaces `window.fetch`. A reference that was stored before still leads to the
            browser's own function, so the SDK does not see what is sent through it: no session
            headers, no refresh. Imported modules run before the code of the module that imports
            them, so a client module is usually loaded before the init of the entry module.
        """,
        fix="""
            Look `fetch` up when it is called: `(...args) => fetch(...args)` in place of
            `window.fetch.bind(window)`. Or put the init into a module of its own and import that
            first.
        """,
        bad="""
```ts
// api.ts, imported by the module that calls SuperTokens.init
export const api = window.fetch.bind(window);
```
        """,
        good="""
```ts
// api.ts
export const api: typeof fetch = (...args) => window.fetch(...args);
```
        """,
        quiet="""
            A reference that is taken when a function runs is as good as a call. So is one in a
            module that is loaded after the init. Where the order is not certain, or the requests
            go to other hosts, nothing is said.
        """,
    )

    def check(self, system: System) -> Iterator[Finding]:
        """Yield a finding for each stored reference that the API is called through."""
        for app in frontends(system):
            for capture in app.captures:
                if all(init.place in capture.precedes for init in app.inits):
                    yield from self._check(system, app, capture)

    def _check(self, system: System, app: App, capture: FetchCapture) -> Iterator[Finding]:
        mine = tuple(item for item in from_browser(app) if item.captured == capture.place)
        to_api = [item for item in aimed(system, app, mine) if item.intercepted]
        if to_api:
            first = to_api[0]
            environments = environments_of(system, app, to_api)
            url = repr(first.target.url)
            yield self._finding(capture, main_init(app), first.request, url, environments)
            return
        shared = next((item for item in mine if shares_source(app, item)), None)
        if shared is not None:
            yield self._finding(capture, main_init(app), shared, None, ())

    def _finding(
        self,
        capture: FetchCapture,
        init: Init,
        request: Request,
        url: str | None,
        environments: tuple[str, ...],
    ) -> Finding:
        called = "the address of apiDomain" if url is None else url
        stored = f"fetch is stored as {capture.name}" if capture.name else "This client takes fetch"
        return self.finding(
            f"{stored} before the SDK's init replaces it, and the API ({called}) is called "
            "through it.",
            Evidence("stored fetch", capture.place),
            Evidence("request", request.place, url),
            Evidence("init", init.callee),
            effect="Users will see requests answered with 401 once the access token has expired: "
            "the SDK does not see requests through this function.",
            help=f"Look fetch up when {capture.name} is called: (...args) => fetch(...args)."
            if capture.name
            else "Make the client after init, or give it a fetch that is looked up when it is "
            "called: fetch: (...args) => fetch(...args).",
            environments=environments,
        )
