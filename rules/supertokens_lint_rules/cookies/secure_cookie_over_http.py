"""ST205: Secure session cookies and an API on plain http."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from supertokens_lint.extract.facts import Init
from supertokens_lint.finding import Finding, Severity
from supertokens_lint.resolve.outcomes import Environment
from supertokens_lint.rule import AppRule, Documentation
from supertokens_lint.sdk.domains import is_loopback
from supertokens_lint.sdk.names import Side
from supertokens_lint.topology.model import App, System
from supertokens_lint_rules.addresses import address, is_sample
from supertokens_lint_rules.cookies.attributes import SECURE
from supertokens_lint_rules.cookies.hosts import API
from supertokens_lint_rules.cookies.transport import frontends_of, sends_cookies
from supertokens_lint_rules.cookies.troubles import (
    Trouble,
    all_bad,
    distinct,
    first_of_kind,
    shown,
    spelled,
    troubles,
)
from supertokens_lint_rules.ends import End, ends_of


class Reach(Enum):
    """Which browsers refuse the cookie."""

    ALL = "all browsers"
    SOME = "browsers that make no exception for localhost"


class SecureCookieOverHttp(AppRule):
    """ST205."""

    code = "ST205"
    name = "secure-cookie-over-http"
    severity = Severity.ERROR
    reasons = ("F13",)
    documentation = Documentation(
        summary="Session cookies are Secure, but the API is on plain http.",
        why="""
            `cookieSecure: true` marks the session's cookies `Secure`. Browsers neither keep nor
            send such cookies over plain http. The SDK takes the setting as it is and says nothing.
        """,
        fix="""
            Serve the API over https and say so in `apiDomain`. Leave `cookieSecure` out: the SDK
            sets it by the scheme of `apiDomain`, which is right in every environment.
        """,
        bad="""
```ts
appInfo: { apiDomain: "http://api.example.com", ... },
recipeList: [Session.init({ cookieSecure: true })],
```
        """,
        good="""
```ts
appInfo: { apiDomain: "https://api.example.com", ... },
recipeList: [Session.init()],
```
        """,
        quiet="""
            On `http://localhost` it is an info: Chrome and Firefox make an exception there, Safari
            does not. Nothing is said when the frontend calls the API over https, or its own
            origin, when sessions are sent in headers only, when a value is unknown, and when
            `cookieSecure` holds in production alone and the address is a development default.
        """,
    )

    def check_app(self, app: App, system: System) -> Iterator[Finding]:
        """Yield a cookieSecure that the address of the API does not allow."""
        if app.side is not Side.BACKEND:
            return
        frontends = frontends_of(app, system)

        def look(init: Init, environment: Environment) -> Trouble[Reach] | bool | None:
            given = ends_of(system, app, init, SECURE, environment, session=True)
            if not given or not sends_cookies(system, init, frontends, environment):
                return None
            apis = ends_of(system, app, init, API, environment)
            called = _called(system, frontends, environment)
            if apis is None or called is None:
                return None
            return all_bad([_judge(end, api, called) for end in given for api in apis])

        for found in first_of_kind(troubles(system.environments(app), app.inits, look)):
            yield self._finding(found)

    def _finding(self, found: Trouble[Reach]) -> Finding:
        given, api = found.ends[0], found.ends[1]
        everywhere = found.kind is Reach.ALL
        return self.finding(
            f"{spelled(given)} is {shown(given)}, but the API is at {api.text!r}, on plain http.",
            *found.evidence,
            effect="Users will see that sign-in succeeds and that they are signed out at once: "
            + ("browsers drop" if everywhere else "Safari drops")
            + " Secure cookies from plain http.",
            help=f"Leave {spelled(given)} out, and serve the API over https.",
            severity=found.severity(self.severity if everywhere else Severity.INFO),
            environments=found.environments,
        )


def _called(
    system: System, frontends: tuple[App, ...], environment: Environment
) -> tuple[End, ...] | None:
    """Return the API addresses that frontends call, ``None`` when one calls its own origin."""
    found: list[End] = []
    for app in frontends:
        for init in app.inits:
            ends = ends_of(system, app, init, API, environment)
            if ends is None or any(end.outcome.same_origin for end in ends):
                return None
            found.extend(ends)
    return tuple(found)


def _judge(given: End, api: End, called: tuple[End, ...]) -> Trouble[Reach] | bool | None:
    if not given.outcome.scalar:
        return True
    here = address(api)
    if here is None or here.is_container or here.is_tunnel:
        return None
    if here.scheme == "https":
        return True
    others = [address(end) for end in called]
    if any(item is None or item.scheme == "https" for item in others):
        return None
    if is_sample(api):
        return None
    kind = Reach.SOME if is_loopback(here.host) else Reach.ALL
    same = [end for end, item in zip(called, others, strict=True) if item == here]
    return Trouble(kind, distinct((given, api, *same[:1])), local=here.is_development)
