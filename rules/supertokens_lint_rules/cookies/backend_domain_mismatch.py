"""ST203: sessionTokenBackendDomain and the backend's cookieDomain do not name the same hosts."""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.extract.facts import Init
from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.resolve.outcomes import Environment
from supertokens_lint.rule import Documentation, PairRule
from supertokens_lint.sdk.domains import host_of
from supertokens_lint.sdk.features import Feature, has
from supertokens_lint.sdk.interception import should_intercept
from supertokens_lint.sdk.scope import covers
from supertokens_lint.source import Place
from supertokens_lint.topology.model import App, Pair, System
from supertokens_lint_rules.agreements import (
    Verdict,
    disagreements,
    first_disagreement,
    severity_between,
    version_of,
)
from supertokens_lint_rules.cookies.hosts import API, api_ends, host_at
from supertokens_lint_rules.cookies.scopes import problem, same, scope_of
from supertokens_lint_rules.ends import Disagreement, End, EndsOf, ends_of, pair_disagreements
from supertokens_lint_rules.transfer import uses_only_headers

FRONTEND = "sessionTokenBackendDomain"
BACKEND = "cookieDomain"


class BackendDomainMismatch(PairRule):
    """ST203."""

    code = "ST203"
    name = "backend-domain-mismatch"
    severity = Severity.ERROR
    reasons = ("F26", "E.1")
    documentation = Documentation(
        summary="The frontend's sessionTokenBackendDomain and the backend's cookieDomain do not "
        "name the same hosts.",
        why="""
            When several API hosts share a session, two settings have to name them: the backend's
            `cookieDomain`, so that the browser sends the cookies to all of them, and the
            frontend's `sessionTokenBackendDomain` (`cookieDomain` in earlier versions), so that
            the SDK looks after requests to all of them. Requests to a host in only one of the two
            have no session, or one that nobody refreshes.

            Before version 20 of supertokens-website the frontend's value takes the place of
            `apiDomain`: a value that does not contain it switches the SDK off for the API itself.
        """,
        fix="""
            Set both to the domain that all API hosts end in (`.example.com`), or leave both out
            when there is one API host.
        """,
        bad="""
```ts
// frontend
Session.init({ sessionTokenBackendDomain: ".example.com" })
// backend
Session.init({ cookieDomain: ".api.example.com" })
```
        """,
        good="""
```ts
// frontend
Session.init({ sessionTokenBackendDomain: ".example.com" })
// backend
Session.init({ cookieDomain: ".example.com" })
```
        """,
        quiet="""
            A leading dot makes no difference between the sides. When only one of the two is set,
            a finding needs a request of the frontend to a second API host that shows that both
            are needed. Nothing is said when a value is unknown, when sessions are in headers
            only, and when the backend's value is already wrong for its own host
            (`cookie-domain-mismatch`).
        """,
    )

    def check_pair(self, pair: Pair, system: System) -> Iterator[Finding]:
        """Yield what differs, once a place."""
        seen: set[Place] = set()
        for finding in (
            *self._differing(pair, system),
            *self._switched_off(pair, system),
            *self._lacking(pair, system),
        ):
            if finding.primary.place not in seen:
                seen.add(finding.primary.place)
                yield finding

    # --- both are set ----------------------------------------------------------------------------

    def _differing(self, pair: Pair, system: System) -> Iterator[Finding]:
        for found in pair_disagreements(
            system, pair, _frontend(system), _backend(system), _same_hosts
        ):
            left, right = found.left, found.right
            yield self.finding(
                f"The frontend's {_spelled(left)} is {left.text!r}, but the backend's "
                f"{_spelled(right)} is {right.text!r}: they name different hosts.",
                left.evidence(),
                right.evidence(),
                effect="Users will see errors 401 that no refresh mends from API hosts that are in "
                "only one of the two.",
                help="Set both to the domain that all API hosts end in.",
                severity=severity_between(pair, found),
                environments=found.environments,
            )

    # --- old frontends: the value takes the place of apiDomain -----------------------------------

    def _switched_off(self, pair: Pair, system: System) -> Iterator[Finding]:
        app = pair.frontend

        def compare(init: Init, environment: Environment) -> Verdict:
            if has(Feature.PORT_AGNOSTIC_INTERCEPTION, init.sdk, version_of(init)) is not False:
                return None
            scopes = _frontend(system)(app, init, environment)
            apis = ends_of(system, app, init, API, environment)
            return first_disagreement(scopes, apis, _intercepts)

        for found in disagreements(system.environments(app, pair.backend), app.inits, compare):
            yield self._off(found)

    def _off(self, found: Disagreement) -> Finding:
        left, right = found.left, found.right
        return self.finding(
            f"The frontend's {_spelled(left)} {left.text!r} does not contain its apiDomain "
            f"{right.text!r}, and this version of the SDK looks at nothing else.",
            left.evidence(),
            right.evidence(),
            effect="Users will see that the session is neither sent nor refreshed: the SDK leaves "
            "requests to the API alone.",
            help="Write the domain with a leading dot, so that it contains the host of the API, "
            "or leave it out.",
            severity=found.severity,
            environments=found.environments,
        )

    # --- one is set, and a request needs both ----------------------------------------------------

    def _lacking(self, pair: Pair, system: System) -> Iterator[Finding]:
        environments = system.environments(pair.frontend, pair.backend)
        for init in pair.frontend.inits:
            for environment in environments:
                yield from self._second_hosts(pair, init, environment, system)

    def _second_hosts(
        self, pair: Pair, init: Init, environment: Environment, system: System
    ) -> Iterator[Finding]:
        mine = _frontend(system)(pair.frontend, init, environment)
        theirs = [
            _backend(system)(pair.backend, other, environment) for other in pair.backend.inits
        ]
        if mine is None or any(ends is None for ends in theirs):
            return
        given = [end for ends in theirs for end in ends or ()]
        if bool(mine) == bool(given):
            return
        end = (mine or tuple(given))[0]
        apis = ends_of(system, pair.frontend, init, API, environment)
        for host, request in _other_hosts(pair.frontend, apis, environment, system):
            scope = scope_of(end.text, end.init.sdk, version_of(end.init))
            if scope is not None and covers(scope.host, host):
                yield self._lacks(pair, end, host, request)
                return

    def _lacks(self, pair: Pair, end: End, host: str, request: Evidence) -> Finding:
        is_frontend = end.app is pair.frontend
        missing = BACKEND if is_frontend else FRONTEND
        side = "backend" if is_frontend else "frontend"
        return self.finding(
            f"The {end.app.side.value}'s {_spelled(end)} is {end.text!r} and requests go to "
            f"{host!r} as well, but the {side} has no {missing}.",
            end.evidence(),
            request,
            effect=f"Users will see that requests to {host!r} have no session: "
            + (
                "the browser keeps the cookies back from that host."
                if is_frontend
                else "the SDK leaves requests to that host alone."
            ),
            help=f"Set {missing} in the {side} to {end.text!r}.",
        )


def _spelled(end: End) -> str:
    return end.key if end.setting is None else end.setting.spelled


def _frontend(system: System) -> EndsOf:
    """Return the function that gives the value that this version of the SDK reads."""

    def ends(app: App, init: Init, environment: Environment) -> tuple[End, ...] | None:
        if uses_only_headers(init):
            return None
        is_new = has(Feature.HEADER_SESSIONS, init.sdk, version_of(init))
        key = BACKEND if is_new is False else FRONTEND
        found = ends_of(system, app, init, key, environment, session=True)
        return found if found is None else _given(found)

    return ends


def _backend(system: System) -> EndsOf:
    """Return the function that gives a cookieDomain that suits the API's own host."""

    def ends(app: App, init: Init, environment: Environment) -> tuple[End, ...] | None:
        if uses_only_headers(init):
            return None
        found = ends_of(system, app, init, BACKEND, environment, session=True)
        if found is None:
            return None
        apis = api_ends(system, app, init, environment) or ()
        wrong = [end for end in _given(found) for api in apis if _is_wrong(end, api)]
        return None if wrong else _given(found)

    return ends


def _given(ends: tuple[End, ...]) -> tuple[End, ...]:
    return tuple(end for end in ends if end.outcome.scalar is not None)


def _is_wrong(end: End, api: End) -> bool:
    host = host_at(api)
    scope = scope_of(end.text, end.init.sdk, version_of(end.init))
    return host is not None and scope is not None and problem(scope, host) is not None


def _same_hosts(left: End, right: End) -> bool | None:
    mine = scope_of(left.text, left.init.sdk, version_of(left.init))
    theirs = scope_of(right.text, right.init.sdk, version_of(right.init))
    return None if mine is None or theirs is None else same(mine, theirs)


def _intercepts(left: End, right: End) -> bool | None:
    if left.outcome.text is None or right.outcome.text is None:
        return None
    init = left.init
    return should_intercept(right.text, right.text, left.text, None, init.sdk, version_of(init))


def _other_hosts(
    app: App, apis: tuple[End, ...] | None, environment: Environment, system: System
) -> Iterator[tuple[str, Evidence]]:
    """Yield the hosts other than the API's that an app sends requests to."""
    known = {host_at(end) for end in apis or ()}
    if not known or None in known:
        return
    for request in app.requests:
        values = [request.url, None if request.client is None else request.client.base_url]
        for value in values:
            if value is None:
                continue
            outcomes = system.outcomes(value, environment)
            host = host_of(outcomes[0].text or "") if len(outcomes) == 1 else None
            if host is not None and host not in known:
                shown = outcomes[0].text
                yield host, Evidence("request", request.place, repr(shown), outcomes[0].trail)
