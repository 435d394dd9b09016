"""ST405: a server asks for what only the visitor's browser has."""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.extract.client_facts import RenderedRequest, SessionCall
from supertokens_lint.extract.requests.nuxt import USE_FETCH
from supertokens_lint.extract.requests.sveltekit import LOAD
from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.rule import Documentation, Rule
from supertokens_lint.sdk.domains import host_of
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.topology.model import App, System
from supertokens_lint_rules.requests.interception import (
    Aimed,
    aimed,
    environments_of,
    frontends,
    main_init,
)
from supertokens_lint_rules.requests.modes import page_addresses
from supertokens_lint_rules.requests.served import endpoints_of, needs_session


class ServerSideSessionRequest(Rule):
    """ST405."""

    code = "ST405"
    name = "server-side-session-request"
    severity = Severity.WARNING
    reasons = ("F18", "F.4")
    documentation = Documentation(
        summary="A server asks for a session that only the visitor's browser has.",
        why="""
            While a page is rendered, code runs on the server: `getServerSideProps`, server
            components, loaders, front matter, the setup of a Nuxt page. Requests that are sent
            there carry no cookies of the visitor unless somebody puts them in, and
            `credentials: "include"` changes nothing about that. Nobody refreshes an expired
            session there either.

            The session functions of the web SDKs (`doesSessionExist`, `getUserId`,
            `getAccessToken`, ...) read what the browser keeps. On a server they throw, because
            there is no `window` and `init` has not run.
        """,
        fix="""
            Read the session on the server with functions that are made for it: `getSSRSession` and
            `withSession` of supertokens-node, or `supertokens-auth-react/nextjs`. Or send the
            request from the browser, after the page is there. Where the server must call the API,
            hand on the visitor's `Cookie` header, and let the browser refresh the session when
            the answer is 401.
        """,
        bad="""
```tsx
export async function getServerSideProps() {
  const response = await fetch("https://api.example.com/notes", { credentials: "include" });
  return { props: { notes: await response.json() } };
}
```
        """,
        good="""
```tsx
export async function getServerSideProps({ req }) {
  const session = await getSSRSession(req.cookies);
  return { props: { userId: session.accessTokenPayload?.sub ?? null } };
}
```
        """,
        quiet="""
            A request is reported when its endpoint is known to check the session, or when it asks
            for credentials and nothing says that the endpoint is public. It is left alone when it
            has a `Cookie` or `Authorization` header, or headers that nobody can look into, and
            where the framework hands the cookies on: SvelteKit's `fetch` to the page's own host or
            one below it, Nuxt's `useFetch` to the app's own paths. Components of Angular are left
            alone where the package has interceptors, and where their file asks for the platform.
            Session functions are left alone behind a check such as `typeof window`, and where
            server rendering is off.
        """,
    )

    def check(self, system: System) -> Iterator[Finding]:
        """Yield both forms, requests and session functions, for each frontend."""
        for app in frontends(system):
            if main_init(app).sdk is Sdk.REACT_NATIVE:
                continue
            for rendered in app.client.rendered:
                yield from self._request(system, app, rendered)
            for call in app.client.session_calls:
                yield self._call(app, call)

    def _request(self, system: System, app: App, rendered: RenderedRequest) -> Iterator[Finding]:
        if rendered.forwards is not False or _may_be_equipped(app, rendered):
            return
        found = [
            item
            for item in aimed(system, app, (rendered.request,))
            if item.intercepted and _matters(system, app, rendered, item)
        ]
        if found:
            yield self._sent(system, app, rendered, found)

    def _sent(
        self, system: System, app: App, rendered: RenderedRequest, found: list[Aimed]
    ) -> Finding:
        first = found[0]
        endpoints = [item for item in endpoints_of(system, first.target.url) if item.needs_session]
        asks = "it asks for credentials, which only a browser has, and" if not endpoints else ""
        why = f"{asks} nobody hands on the visitor's cookies".strip()
        return self.finding(
            f"The server calls the API ({first.target.url}) in {rendered.where}, but {why}.",
            Evidence("request", rendered.place, repr(first.target.url)),
            *(Evidence("endpoint with a session", item.place) for item in endpoints[:1]),
            Evidence("init", main_init(app).callee),
            effect="Users will see the page as if they were signed out, or an error: the API "
            "answers the server with 401.",
            help="Send the request from the browser, read the session with getSSRSession or "
            "withSession of the backend SDK, or hand on the visitor's Cookie header.",
            environments=environments_of(system, app, found),
        )

    def _call(self, app: App, call: SessionCall) -> Finding:
        through = call.through
        indirect = "" if through is None else ", through a function of the project,"
        return self.finding(
            f"{call.name} of {call.module} is called on the server{indirect} in {call.where}: the "
            "session that it looks for is in the browser.",
            Evidence("call on the server", call.place),
            *(() if through is None else (Evidence(call.name, through),)),
            *(Evidence("init", init.callee) for init in app.inits[:1]),
            effect="Users will see an error page: on the server there is no window, and the SDK "
            "is not initialised.",
            help="Use getSSRSession or withSession of the backend SDK (in Next.js also "
            "supertokens-auth-react/nextjs), or call this in the browser only.",
        )


def _may_be_equipped(app: App, rendered: RenderedRequest) -> bool:
    """Tell whether an interceptor of the client may add headers."""
    client = rendered.request.client
    return client is not None and any(
        step.phase == "request"
        and step.client is not None
        and step.client.identity == client.identity
        for step in app.interceptors
    )


def _matters(system: System, app: App, rendered: RenderedRequest, item: Aimed) -> bool:
    if _is_handed_on(system, app, item):
        return False
    needed = needs_session(system, item.target.url)
    return needed is True or (needed is None and rendered.expects_cookies)


def _is_handed_on(system: System, app: App, item: Aimed) -> bool:
    """Tell whether the framework hands the cookies on to where a request goes.

    Sources: @sveltejs/kit src/runtime/server/fetch.js (the page's host and those below it), Nuxt
    packages/nuxt/src/app/composables/fetch.ts (paths of the app itself).
    """
    library = item.request.library
    if library not in (LOAD, USE_FETCH):
        return False
    if not item.target.is_absolute:
        return True
    host = host_of(item.target.url)
    if library == USE_FETCH or host is None:
        return False
    pages = page_addresses(system, app, item.environment)
    return not pages or any(f".{host}".endswith(f".{page.host}") for page in pages)
