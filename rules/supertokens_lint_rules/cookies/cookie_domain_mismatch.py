"""ST201: the backend's cookieDomain does not cover the host of the API."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from supertokens_lint.extract.facts import Init
from supertokens_lint.finding import Finding, Severity
from supertokens_lint.resolve.outcomes import Environment
from supertokens_lint.rule import AppRule, Documentation
from supertokens_lint.sdk.names import Side
from supertokens_lint.topology.model import App, System
from supertokens_lint_rules.agreements import Verdict, disagreements, first_disagreement, version_of
from supertokens_lint_rules.cookies.hosts import API, api_ends, host_at, is_excused
from supertokens_lint_rules.cookies.scopes import Problem, problem, scope_of
from supertokens_lint_rules.ends import Disagreement, End, ends_of
from supertokens_lint_rules.transfer import uses_only_headers

KEY = "cookieDomain"


class CookieDomainMismatch(AppRule):
    """ST201."""

    code = "ST201"
    name = "cookie-domain-mismatch"
    severity = Severity.ERROR
    reasons = ("F26", "B.5")
    documentation = Documentation(
        summary="The backend's cookieDomain does not cover the host of the API.",
        why="""
            A browser keeps a cookie only when its `Domain` is the host that sent it or a parent
            of it, and never when it is a public suffix such as `co.uk` or `vercel.app`. The SDK
            does not check this: sign-in succeeds, the browser throws the cookies away, and the
            next request has no session.
        """,
        fix="""
            Leave `cookieDomain` out: the cookies then belong to the host of the API, which is
            right unless several hosts share a session. For those, set the domain that all API
            hosts end in (`.example.com` for `api.example.com` and `orders.example.com`).
        """,
        bad="""
```py
InputAppInfo(api_domain="https://api.example.com", ...)
session.init(cookie_domain=".example.org")
```
        """,
        good="""
```py
InputAppInfo(api_domain="https://api.example.com", ...)
session.init(cookie_domain=".example.com")
```
        """,
        quiet="""
            A leading dot makes no difference. Values are compared within one environment, so a
            `cookieDomain` that is set in production alone is compared with production's
            `apiDomain`. Nothing is said when either is unknown, and when
            `getTokenTransferMethod` always answers `"header"`.
        """,
    )

    def check_app(self, app: App, system: System) -> Iterable[Finding]:
        """Yield the cookie domains of a backend that its API's host is not in."""
        if app.side is not Side.BACKEND:
            return

        def compare(init: Init, environment: Environment) -> Verdict:
            return _compare(app, init, environment, system)

        for found in disagreements(system.environments(app), app.inits, compare):
            yield from self._finding(found)

    def _finding(self, found: Disagreement) -> Iterator[Finding]:
        left, right = found.left, found.right
        wrong = _problem(left, right)
        host = host_at(right)
        if wrong is None or host is None:
            return
        name = KEY if left.setting is None else left.setting.spelled
        yield self.finding(
            f"The backend's {name} {left.text!r} {_why(wrong)}, but the API is at "
            f"{right.text!r}: browsers refuse the session's cookies.",
            left.evidence(),
            right.evidence(),
            effect="Users will see that sign-in succeeds and that they are signed out at once: the "
            "browser keeps no session cookie.",
            help=f"Leave {name} out, or set it to {host!r} or a domain that it belongs to.",
            severity=found.severity,
            environments=found.environments,
        )


def _why(wrong: Problem) -> str:
    return "does not contain the API's host" if wrong is Problem.OTHER_HOST else wrong.value


def _compare(app: App, init: Init, environment: Environment, system: System) -> Verdict:
    if uses_only_headers(init):
        return None
    domains = ends_of(system, app, init, KEY, environment, session=True)
    if domains is not None and all(end.outcome.scalar is None for end in domains):
        return True
    hosts = api_ends(system, app, init, environment)
    verdict = first_disagreement(domains, hosts, _fits)
    if isinstance(verdict, tuple) and _fits_callers(verdict[0], app, environment, system):
        return None
    return verdict


def _fits_callers(domain: End, app: App, environment: Environment, system: System) -> bool:
    """Tell whether a frontend calls the API at a host that the cookie domain contains.

    Browsers look at the host that they call, whatever the backend takes its own to be.
    """
    for pair in system.pairs:
        for init in pair.frontend.inits if pair.backend is app else ():
            ends = ends_of(system, pair.frontend, init, API, environment)
            if ends and all(_fits(domain, end) for end in ends):
                return True
    return False


def _problem(left: End, right: End) -> Problem | None:
    host = host_at(right)
    scope = scope_of(left.text, left.init.sdk, version_of(left.init))
    return None if host is None or scope is None else problem(scope, host)


def _fits(left: End, right: End) -> bool | None:
    if left.outcome.scalar is None:
        return True
    host = host_at(right)
    scope = scope_of(left.text, left.init.sdk, version_of(left.init))
    if host is None or scope is None or is_excused(left, scope.host, right):
        return None
    return problem(scope, host) is None
