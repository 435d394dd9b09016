"""ST703: a web view's cookies reach the API with the requests of the native app around it."""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.extract.client_facts import WebView
from supertokens_lint.extract.facts import Init
from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.resolve.outcomes import Environment
from supertokens_lint.rule import Documentation, PairRule
from supertokens_lint.sdk.domains import host_of
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.sdk.site import same_site_hosts
from supertokens_lint.topology.model import App, Pair, System
from supertokens_lint_rules.ends import ends_of
from supertokens_lint_rules.requests.interception import main_init
from supertokens_lint_rules.requests.modes import page_addresses, uses_cookies
from supertokens_lint_rules.requests.targets import CUT, heads


class WebviewCookieLeak(PairRule):
    """ST703."""

    code = "ST703"
    name = "webview-cookie-leak"
    severity = Severity.WARNING
    reasons = ("F37",)
    documentation = Documentation(
        summary="A native app shows the website in a web view and shares a backend with it.",
        why="""
            On iOS a web view and the app around it share their cookies. When a user signs in on
            the website inside the web view, the cookies of that session go along with the
            requests of the native app, whose own session is in headers. A backend that takes
            either then mixes two sessions, and a refresh answers with cookies where the app
            expects headers.
        """,
        fix="""
            Let the backend decide: `getTokenTransferMethod` returns `"header"` for requests of the
            app, which it tells by a header or the user agent. Or give the web view `incognito`.
        """,
        bad="""
```tsx
// native app, beside a website that uses the same API
<WebView source={{ uri: "https://www.example.com/help" }} />
```
        """,
        good="""
```ts
// backend
Session.init({
  getTokenTransferMethod: ({ req }) =>
    req.getHeaderValue("x-client") === "mobile" ? "header" : "any",
});
```
        """,
        quiet="""
            Nothing is said when the backend has a `getTokenTransferMethod` of its own, when no
            website with sessions in cookies uses it, when the app's sessions are in cookies too,
            and of web views that are `incognito` or show another site. A web view whose address
            nobody knows is an information.
        """,
    )

    def check_pair(self, pair: Pair, system: System) -> Iterator[Finding]:
        """Yield a finding for the first web view of a native app that shows the own site."""
        app, backend = pair.frontend, pair.backend
        init = main_init(app)
        if init.sdk is not Sdk.REACT_NATIVE or _decides(backend):
            return
        website = _website(system, pair)
        if website is None:
            return
        for environment in system.environments(app, backend):
            if uses_cookies(system, app, init, environment) is not False:
                continue
            own = list(_own_hosts(system, pair, website, environment))
            for view in app.client.web_views:
                verdict = _shows_own(system, view, own, environment)
                if verdict is not False:
                    yield self._finding(view, init, website, backend, certain=verdict is True)
                    return

    def _finding(
        self, view: WebView, init: Init, website: App, backend: App, *, certain: bool
    ) -> Finding:
        shown = "a site of this system" if certain else "an address that is not known"
        return self.finding(
            f"This web view shows {shown}; on iOS its session cookies go along with the requests "
            "of the native app, whose sessions are in headers.",
            Evidence("web view", view.place),
            Evidence("init of the native app", init.callee),
            Evidence("init of the website", main_init(website).callee),
            *(Evidence("init of the backend", item.callee) for item in backend.inits[:1]),
            effect="Users of the iOS app may find themselves in another session, or signed out, "
            "after they have signed in inside the web view.",
            help='Give the backend a getTokenTransferMethod that returns "header" for requests '
            "of the app, or make the web view incognito.",
            severity=None if certain else Severity.INFO,
        )


def _decides(backend: App) -> bool:
    return any(
        init.session is not None and not init.session.surely_lacks("getTokenTransferMethod")
        for init in backend.inits
    )


def _website(system: System, pair: Pair) -> App | None:
    """Return a website that uses the same backend with sessions in cookies."""
    for other in system.pairs:
        app = other.frontend
        if other.backend != pair.backend or app == pair.frontend:
            continue
        init = main_init(app)
        environments = system.environments(app)
        cookies = any(uses_cookies(system, app, init, item) for item in environments)
        if init.sdk is not Sdk.REACT_NATIVE and cookies:
            return app
    return None


def _own_hosts(system: System, pair: Pair, website: App, environment: Environment) -> Iterator[str]:
    for page in page_addresses(system, website, environment):
        yield page.host
    for app in (pair.frontend, website):
        for init in app.inits:
            for end in ends_of(system, app, init, "apiDomain", environment) or ():
                host = host_of(end.text) if end.text else None
                if host is not None:
                    yield host


def _shows_own(
    system: System, view: WebView, own: list[str], environment: Environment
) -> bool | None:
    """Tell whether a web view shows a site of the system; ``None`` when nobody knows."""
    if view.url is None:
        return False
    texts = heads(system, view.url, environment)
    if texts is None:
        return None
    hosts = [host_of(text.rstrip(CUT)) for text, _ in texts]
    if any(host is not None and same_site_hosts(host, mine) for host in hosts for mine in own):
        return True
    return False if all(host is not None for host in hosts) else None
