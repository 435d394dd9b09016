"""ST701: a React Native app takes the session's cookies into its own hands."""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.extract.client_facts import CookieHandling
from supertokens_lint.extract.facts import Init, Options, Setting
from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.resolve.outcomes import Environment
from supertokens_lint.resolve.values import Record
from supertokens_lint.rule import AppRule, Documentation
from supertokens_lint.sdk.names import Sdk, Side
from supertokens_lint.source import Place
from supertokens_lint.topology.model import App, System
from supertokens_lint_rules.requests.interception import Aimed, aimed, from_browser
from supertokens_lint_rules.requests.modes import uses_cookies

_AUTO = "autoAddCredentials"
_KEPT_BACK = {"credentials": "omit", "withCredentials": False}
_DOES = {
    "header": "A Cookie header is set by hand: it takes the place of the session cookies",
    "clear": "Cookies are cleared, those of the session as well",
    "set": "Session cookies are put into the cookie store by hand",
}


class NativeManualCookies(AppRule):
    """ST701."""

    code = "ST701"
    name = "native-manual-cookies"
    severity = Severity.ERROR
    reasons = ("F31", "A.7")
    documentation = Documentation(
        summary="A React Native app sets, clears or withholds the session's cookies by itself.",
        why="""
            With `tokenTransferMethod: "cookie"` the system's network stack stores the session
            cookies and adds them to requests. A `Cookie` header that the app sets replaces them,
            so the API sees no session. Clearing the cookie store removes the session while the
            SDK still believes in it, and `credentials: "omit"`, `withCredentials: false` or
            `autoAddCredentials: false` keep the cookies from being sent or stored.
        """,
        fix="""
            Leave cookies to the system and the SDK, and call `SuperTokens.signOut()` to end a
            session. Or let tokens travel in headers, which is the default of
            supertokens-react-native since 4.0.
        """,
        bad="""
```ts
SuperTokens.init({ apiDomain: API, tokenTransferMethod: "cookie" });

await fetch(`${API}/notes`, { headers: { Cookie: "theme=dark" } });
```
        """,
        good="""
```ts
SuperTokens.init({ apiDomain: API, tokenTransferMethod: "cookie" });

await fetch(`${API}/notes`, { headers: { "X-Theme": "dark" } });
```
        """,
        quiet="""
            Sessions in headers are left alone, unless a request has an `Authorization` header of
            its own beside the `Cookie` header, and so are requests to other hosts, cookies that are
            cleared in the function that signs out, and cookies of the app's own. A `Cookie` header
            that is no single request's is a warning where some requests go to other hosts.
        """,
    )

    def check_app(self, app: App, system: System) -> Iterator[Finding]:
        """Yield what gets in the way of cookies in an app whose sessions are in cookies."""
        init = next((item for item in app.inits if item.sdk is Sdk.REACT_NATIVE), None)
        if app.side is not Side.FRONTEND or init is None:
            return
        environments = [
            environment
            for environment in system.environments(app)
            if uses_cookies(system, app, init, environment)
        ]
        names = {environment.name for environment in environments}
        every = list(aimed(system, app, from_browser(app)))
        if not names:
            yield from self._overruled(app, init, every)
            return
        sent = [item for item in every if item.environment.name in names]
        for handling in app.client.cookie_handlings:
            yield from self._handled(init, handling, sent)
        yield from self._withheld(system, init, sent)
        yield from self._switched_off(system, init, environments)

    def _overruled(self, app: App, init: Init, sent: list[Aimed]) -> Iterator[Finding]:
        """Yield Cookie headers beside an Authorization header that keeps the SDK's token out."""
        for handling in app.client.cookie_handlings:
            mine = [item for item in sent if _holds(item, handling.place) and item.intercepted]
            setting = next((own for item in mine if (own := _authorization(item))), None)
            if handling.kind == "header" and setting is not None:
                yield self.finding(
                    "A Cookie and an Authorization header are set by hand: the SDK leaves its own "
                    "token out, and the cookies of the request are all that is left.",
                    Evidence(handling.name, handling.place),
                    Evidence("Authorization", setting.place),
                    Evidence("init", init.callee),
                    effect="Users will see these requests answered with 401 although they are "
                    "signed in.",
                    help="Remove both headers: the SDK adds the access token.",
                )

    def _handled(
        self, init: Init, handling: CookieHandling, sent: list[Aimed]
    ) -> Iterator[Finding]:
        severity: Severity | None = None
        if handling.kind == "header":
            mine = [item for item in sent if _holds(item, handling.place)]
            if mine and not any(item.intercepted for item in mine):
                return
            if not mine and not (sent and all(item.intercepted for item in sent)):
                severity = Severity.WARNING
        yield self.finding(
            f"{_DOES[handling.kind]} ({handling.name}), while sessions travel in cookies.",
            Evidence(handling.name, handling.place),
            *_mode(init),
            effect="Users will be signed out: the API does not get the cookies of their session.",
            help="Leave cookies to the SDK and sign out with SuperTokens.signOut, or use "
            'tokenTransferMethod: "header".',
            severity=severity,
        )

    def _withheld(self, system: System, init: Init, sent: list[Aimed]) -> Iterator[Finding]:
        told: set[Place] = set()
        for item in sent:
            setting = _kept_back(system, item)
            if setting is None or not item.intercepted or setting.place in told:
                continue
            told.add(setting.place)
            yield self.finding(
                f"Requests to the API ({item.target.url}) are told to carry no cookies, while "
                "sessions travel in cookies.",
                Evidence(setting.spelled, setting.place),
                *_mode(init),
                effect="Users will see these requests answered with 401 although they are signed "
                "in.",
                help=f"Remove {setting.spelled}.",
            )

    def _switched_off(
        self, system: System, init: Init, environments: list[Environment]
    ) -> Iterator[Finding]:
        setting = None if init.session is None else init.session.get(_AUTO)
        if setting is None:
            return
        for environment in environments:
            outcomes = system.outcomes(setting.value, environment)
            if all(item.unknown is None and item.scalar is False for item in outcomes):
                yield self.finding(
                    f"With {_AUTO}: false the SDK adds no credentials to requests, while sessions "
                    "travel in cookies.",
                    Evidence(setting.spelled, setting.place, "false"),
                    *_mode(init),
                    effect="Users will be signed out: requests need not carry the session's "
                    "cookies.",
                    help=f"Remove {_AUTO}.",
                )
                return


def _mode(init: Init) -> tuple[Evidence, ...]:
    given = None if init.session is None else init.session.get("tokenTransferMethod")
    if given is None:
        return (Evidence("init", init.callee),)
    return (Evidence(given.spelled, given.place),)


def _authorization(item: Aimed) -> Setting | None:
    """Return the headers of a request when one of them is an Authorization header."""
    for options in _options(item):
        headers = options.get("headers")
        value = None if headers is None else headers.value
        if isinstance(value, Record) and any(
            key.lower() == "authorization" for key in value.entries
        ):
            return headers
    return None


def _options(item: Aimed) -> tuple[Options, ...]:
    client = item.request.client
    found = (item.request.options, None if client is None else client.options)
    return tuple(options for options in found if options is not None)


def _holds(item: Aimed, place: Place) -> bool:
    """Tell whether a place is in the headers of a request, or of its client."""
    for options in _options(item):
        headers = options.get("headers")
        if headers is not None and _contains(headers.place, place):
            return True
    return _contains(item.request.place, place)


def _contains(outer: Place, inner: Place) -> bool:
    return (
        outer.path == inner.path
        and outer.span.start <= inner.span.start
        and inner.span.end <= outer.span.end
    )


def _kept_back(system: System, item: Aimed) -> Setting | None:
    for options in _options(item):
        for key, value in _KEPT_BACK.items():
            setting = options.get(key)
            outcomes = () if setting is None else system.outcomes(setting.value, item.environment)
            if outcomes and all(o.unknown is None and o.scalar == value for o in outcomes):
                return setting
    return None
