"""ST404: the fetch of a universal SvelteKit load is used for the API."""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.extract.requests.sveltekit import LOAD
from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.rule import Documentation, Rule
from supertokens_lint.source import Place
from supertokens_lint.topology.model import App, System
from supertokens_lint_rules.requests.interception import (
    Aimed,
    aimed,
    environments_of,
    from_browser,
    frontends,
    main_init,
)
from supertokens_lint_rules.requests.served import needs_session


class SveltekitLoadFetch(Rule):
    """ST404."""

    code = "ST404"
    name = "sveltekit-load-fetch"
    severity = Severity.ERROR
    reasons = ("F17", "E.4")
    documentation = Documentation(
        summary="The fetch that SvelteKit gives to a universal load is used for the API.",
        why="""
            SvelteKit keeps `window.fetch` when its client is loaded, before any code of the app,
            and hands that to `load`. The SDK replaces `window.fetch` later, so it does not see
            what is sent through the argument: no session headers, and an expired session is not
            refreshed. On the server, where a universal load runs first, there is no session in
            the browser's sense at all.
        """,
        fix="""
            Call the global `fetch` in the browser: in `onMount`, or in a load of a page that is
            not rendered on the server (`export const ssr = false`), where the plain global works.
            What has to be there at the first paint belongs in `+page.server.ts`, with the
            backend SDK's functions for sessions on the server.
        """,
        bad="""
```ts
// +page.ts
export const load: PageLoad = async ({ fetch }) => {
  const response = await fetch("https://api.example.com/notes");
  return { notes: await response.json() };
};
```
        """,
        good="""
```ts
// +page.ts
export const ssr = false;

export const load: PageLoad = async () => {
  const response = await fetch("https://api.example.com/notes");
  return { notes: await response.json() };
};
```
        """,
        quiet="""
            Requests to other hosts and to endpoints that are known not to check a session are left
            alone. So are loads of `+page.server` and `+layout.server`, which
            `server-side-session-request` looks at.
        """,
    )

    def check(self, system: System) -> Iterator[Finding]:
        """Yield a finding for each request to the API that goes through the argument."""
        for app in frontends(system):
            sent = tuple(item for item in from_browser(app) if item.library == LOAD)
            found: dict[Place, list[Aimed]] = {}
            for item in aimed(system, app, sent):
                if item.intercepted and needs_session(system, item.target.url) is not False:
                    found.setdefault(item.request.place, []).append(item)
            for items in found.values():
                yield self._finding(system, app, items)

    def _finding(self, system: System, app: App, items: list[Aimed]) -> Finding:
        first = items[0]
        given = first.request.captured
        return self.finding(
            f"The API ({first.target.url}) is called with the fetch that SvelteKit hands to load: "
            "the SDK does not see this request.",
            Evidence("request", first.request.place, repr(first.target.url)),
            *(() if given is None else (Evidence("fetch of load", given),)),
            Evidence("init", main_init(app).callee),
            effect="Users will see pages without their data once the access token has expired: the "
            "request is answered with 401 and the session is not refreshed.",
            help="Call the global fetch where the page runs in the browser, or move the request to "
            "+page.server.ts and read the session there with the backend SDK.",
            environments=environments_of(system, app, items),
        )
