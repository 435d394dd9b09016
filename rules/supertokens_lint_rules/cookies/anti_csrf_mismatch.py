"""ST209: an anti-CSRF mode that clients or other services do not match, or that is off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from supertokens_lint.extract.facts import Init
from supertokens_lint.finding import Finding, Severity
from supertokens_lint.resolve.outcomes import Environment
from supertokens_lint.rule import Documentation, Rule
from supertokens_lint.sdk.headers import RID
from supertokens_lint.sdk.names import Side
from supertokens_lint.source import Place
from supertokens_lint.topology.model import App, System
from supertokens_lint_rules.cookies.attributes import Cookies, cookies_of
from supertokens_lint_rules.cookies.bare_clients import Refused, refused_requests
from supertokens_lint_rules.cookies.differences import ANTI_CSRF, Held, differing
from supertokens_lint_rules.cookies.inconsistent_session_settings import VIA_TOKEN
from supertokens_lint_rules.cookies.sharing import Services, services_of
from supertokens_lint_rules.cookies.transport import frontends_of, sends_cookies
from supertokens_lint_rules.cookies.troubles import (
    Trouble,
    all_bad,
    distinct,
    first_of_kind,
    spelled,
    troubles,
)

OFF = "off"
"""Kind of trouble: no protection for cookies that every site may send."""


class AntiCsrfMismatch(Rule):
    """ST209."""

    code = "ST209"
    name = "anti-csrf-mismatch"
    severity = Severity.ERROR
    security_severity = 6.5
    reasons = ("F7", "B.5")
    documentation = Documentation(
        summary="The anti-CSRF mode cannot be met by a client, differs between services that share "
        "sessions, or is off with SameSite=None.",
        why="""
            `VIA_TOKEN` puts a token into the session when it is created and asks for it with every
            request that changes something; a service that shares the sessions and creates them
            without one makes the others refuse them. `VIA_CUSTOM_HEADER`, the default for
            `SameSite=None`, asks for the header `rid`, which the frontend SDKs add. `NONE` is right
            while `SameSite` keeps other sites from sending the cookies; with `SameSite=None` any
            site can act in the name of a user, and no SDK warns.
        """,
        fix="""
            Leave `antiCsrf` out: the SDK chooses it by `SameSite`. If it is set, set it alike in
            all services that share sessions. Requests that no SDK sends need the header `rid`
            (any value) for `VIA_CUSTOM_HEADER`.
        """,
        bad="""
```ts
Session.init({ cookieSameSite: "none", antiCsrf: "NONE" })
```
        """,
        good="""
```ts
Session.init({ cookieSameSite: "none" })
```
        """,
        quiet="""
            Anti-CSRF is skipped for GET and for sessions in headers, so nothing is said there. A
            mode that equals what the SDK would choose is fine, as is any mode with frontends whose
            SDK sends the requests. Unknown values are not compared.
        """,
    )

    def check(self, system: System) -> Iterator[Finding]:
        """Yield what is wrong with the mode of each backend, then between services."""
        for app in system.apps:
            if app.side is Side.BACKEND:
                yield from self._switched_off(app, system)
                yield from self._unmet(app, system)
        yield from self._between_services(system)

    # --- off with SameSite=None ------------------------------------------------------------------

    def _switched_off(self, app: App, system: System) -> Iterator[Finding]:
        frontends = frontends_of(app, system)

        def look(init: Init, environment: Environment) -> Trouble[str] | bool | None:
            if not sends_cookies(system, init, frontends, environment):
                return None
            return all_bad(
                [_judge_off(item) for item in cookies_of(system, app, init, environment)]
            )

        for found in first_of_kind(troubles(system.environments(app), app.inits, look)):
            end = found.ends[0]
            yield self.finding(
                f"{spelled(end)} is 'NONE' while session cookies are SameSite=None: every site can "
                "send requests with them.",
                *found.evidence,
                effect="A page of another site can act in the name of a user who visits it.",
                help=f"Leave {spelled(end)} out, so that the SDK asks for a custom header.",
                severity=found.severity(Severity.WARNING if found.local else self.severity),
                environments=found.environments,
            )

    # --- clients without an SDK ------------------------------------------------------------------

    def _unmet(self, app: App, system: System) -> Iterator[Finding]:
        if not app.cookies.bare_requests:
            return
        seen: set[Place] = set()
        frontends = frontends_of(app, system)
        for init, environment in product(app.inits, system.environments(app)):
            if not sends_cookies(system, init, frontends, environment):
                continue
            readings = cookies_of(system, app, init, environment)
            modes = {item.anti_csrf for item in readings}
            if len(modes) != 1 or readings[0].anti_csrf is None:
                continue
            for refused in refused_requests(system, app, init, readings[0].anti_csrf, environment):
                if refused.request.place not in seen:
                    seen.add(refused.request.place)
                    yield self._refused(refused, readings[0])

    def _refused(self, refused: Refused, cookies: Cookies) -> Finding:
        given = cookies.given_anti_csrf
        ends = cookies.same_site_ends if given is None else (given,)
        mode = cookies.anti_csrf
        return self.finding(
            f"A request without an SDK sends no '{refused.header}' header, which the backend's "
            f"anti-CSRF mode {mode} asks for.",
            *refused.evidence,
            *(end.evidence() for end in ends),
            effect='Users will see that the request is answered with 401: "anti-csrf check '
            'failed".',
            help="Use a frontend SDK of SuperTokens for this request"
            + (", or set the header 'rid' to any value." if refused.header == RID else "."),
        )

    # --- services that share sessions ------------------------------------------------------------

    def _between_services(self, system: System) -> Iterator[Finding]:
        found: dict[tuple[str, str], tuple[Finding, list[str]]] = {}
        for services in services_of(system):
            pairs = differing(system, services.first, services.second, services.environment)
            for mine, theirs in pairs:
                if mine.key == ANTI_CSRF and VIA_TOKEN in (mine.value, theirs.value):
                    key = (mine.app.root, theirs.app.root)
                    known = found.setdefault(key, (self._differ(services, mine, theirs), []))
                    known[1].append(services.environment.name)
        for finding, names in found.values():
            everywhere = {"development", "production"} <= set(names)
            yield finding if everywhere else replace(finding, environments=tuple(names))

    def _differ(self, services: Services, mine: Held, theirs: Held) -> Finding:
        first, second = (mine, theirs) if mine.value == VIA_TOKEN else (theirs, mine)
        return self.finding(
            f"{first.app.name} and {second.app.name} share sessions, but in {first.app.name} "
            f"{first.shown}, and in {second.app.name} {second.shown}.",
            first.evidence,
            second.evidence,
            *services.proof,
            effect=f"Users will see errors 401 from {first.app.name} that no refresh mends: "
            f"sessions that {second.app.name} creates or refreshes carry no anti-CSRF token.",
            help=f"Set {first.spelled} alike in both.",
        )


def _judge_off(cookies: Cookies) -> Trouble[str] | bool | None:
    given = cookies.given_anti_csrf
    if cookies.anti_csrf is None or cookies.same_site is None:
        return None
    if cookies.anti_csrf != "NONE" or cookies.same_site != "none" or given is None:
        return True
    addresses = [item for item in (cookies.api_address, cookies.site_address) if item is not None]
    local = bool(addresses) and all(item.is_development for item in addresses)
    computed = cookies.given_same_site is None
    ends = distinct((given, *cookies.same_site_ends))
    return Trouble(OFF, ends, local=local and computed)
