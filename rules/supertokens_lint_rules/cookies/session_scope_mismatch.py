"""ST202: the frontend's session scope does not cover the host of the website."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from supertokens_lint.extract.facts import Init, Setting
from supertokens_lint.finding import Finding, Severity
from supertokens_lint.resolve.outcomes import Environment
from supertokens_lint.resolve.values import Record
from supertokens_lint.rule import AppRule, Documentation
from supertokens_lint.sdk.features import Feature, has
from supertokens_lint.sdk.names import Sdk, Side
from supertokens_lint.topology.model import App, System
from supertokens_lint_rules.agreements import Verdict, disagreements, first_disagreement, version_of
from supertokens_lint_rules.cookies.hosts import host_at, is_excused, site_ends
from supertokens_lint_rules.cookies.scopes import Problem, problem, scope_of
from supertokens_lint_rules.ends import Disagreement, End

NEW = "sessionTokenFrontendDomain"
OLD = "sessionScope"


class SessionScopeMismatch(AppRule):
    """ST202."""

    code = "ST202"
    name = "session-scope-mismatch"
    severity = Severity.ERROR
    reasons = ("F25", "B.5")
    documentation = Documentation(
        summary="The frontend's sessionTokenFrontendDomain does not cover the host of the website.",
        why="""
            The frontend SDK keeps what it knows of the session in cookies of the website, and
            gives them `sessionTokenFrontendDomain` (`sessionScope` in earlier versions) as their
            domain. A browser lets a page write a cookie only for its own host or a parent of it,
            and never for a public suffix such as `co.uk` or `vercel.app`. Otherwise the cookie is
            dropped in silence, and the SDK finds no session after sign-in.
        """,
        fix="""
            Leave the option out: the cookies then belong to the host of the page. To share a
            session between subdomains, set the domain that all of them end in
            (`.example.com` for `example.com` and `app.example.com`).
        """,
        bad="""
```ts
appInfo: { websiteDomain: "https://app.example.com", ... },
recipeList: [Session.init({ sessionTokenFrontendDomain: ".example.org" })],
```
        """,
        good="""
```ts
appInfo: { websiteDomain: "https://app.example.com", ... },
recipeList: [Session.init({ sessionTokenFrontendDomain: ".example.com" })],
```
        """,
        quiet="""
            A leading dot makes no difference. Values are compared within one environment. Nothing
            is said when the option is absent, when the website's address is unknown on both
            sides or is a developer's machine that was left in production, and when a
            `cookieHandler` keeps these values elsewhere. Which of the two names counts depends on
            the SDK's version; the other one is ignored by the SDK and here.
        """,
    )

    def check_app(self, app: App, system: System) -> Iterable[Finding]:
        """Yield the scopes of a frontend that its website's host is not in."""
        if app.side is not Side.FRONTEND:
            return

        for init in app.inits:
            if init.sdk is Sdk.REACT_NATIVE or not init.root.surely_lacks("cookieHandler"):
                continue

            def compare(init: Init, environment: Environment) -> Verdict:
                return _compare(app, init, environment, system)

            for found in disagreements(system.environments(app), (init,), compare):
                yield from self._finding(found)

    def _finding(self, found: Disagreement) -> Iterator[Finding]:
        left, right = found.left, found.right
        wrong, host = _problem(left, right), host_at(right)
        if wrong is None or host is None:
            return
        is_ignored = wrong is Problem.LOOPBACK
        yield self.finding(
            f"The frontend's {left.setting.spelled if left.setting else NEW} {left.text!r} "
            f"{_why(wrong)}, but the website is at {right.text!r}.",
            left.evidence(),
            right.evidence(),
            effect=_IGNORED if is_ignored else _DROPPED,
            help=f"Leave the option out, or set it to {host!r} or a domain that it belongs to.",
            severity=Severity.WARNING if is_ignored else found.severity,
            environments=found.environments,
        )


_DROPPED = (
    "Users will see that they are signed out at once after sign-in: the browser does not let the "
    "page write the cookies in which the SDK keeps the session."
)
_IGNORED = (
    "The SDK reads 'localhost' as no domain at all: users will see that the session is not shared "
    "with other hosts of the site."
)


def _why(wrong: Problem) -> str:
    return "does not contain the website's host" if wrong is Problem.OTHER_HOST else wrong.value


def setting_of(init: Init) -> Setting | None:
    """Return the scope that this version of the SDK reads, ``None`` when it is not given."""
    if init.session is None:
        return None
    is_new = has(Feature.HEADER_SESSIONS, init.sdk, version_of(init))
    if is_new is None and init.version is not None:
        return init.session.get(NEW) or init.session.get(OLD)
    return init.session.get(OLD if is_new is False else NEW)


def scope_ends(
    system: System, app: App, init: Init, environment: Environment
) -> tuple[End, ...] | None:
    """Return the scopes of an init; versions 6 and 7 of supertokens-website take an object."""
    setting = setting_of(init)
    if setting is None:
        return ()
    found: list[End] = []
    for outcome in system.outcomes(setting.value, environment):
        inner = outcome.structure
        if isinstance(inner, Record) and "scope" in inner.entries:
            outcomes = system.outcomes(inner.entries["scope"].value, environment)
        else:
            outcomes = (outcome,)
        for item in outcomes:
            if item.unknown is not None or item.structure is not None:
                return None
            found.append(End(app, init, setting.key, item, environment, setting))
    return tuple(found)


def _compare(app: App, init: Init, environment: Environment, system: System) -> Verdict:
    scopes = scope_ends(system, app, init, environment)
    sites = site_ends(system, app, init, environment)
    return first_disagreement(scopes, sites, _fits)


def _problem(left: End, right: End) -> Problem | None:
    host = host_at(right)
    scope = scope_of(left.text, left.init.sdk, version_of(left.init))
    return None if host is None or scope is None else problem(scope, host)


def _fits(left: End, right: End) -> bool | None:
    if left.outcome.scalar is None or left.outcome.same_origin:
        return True
    host = host_at(right)
    scope = scope_of(left.text, left.init.sdk, version_of(left.init))
    if host is None or scope is None or is_excused(left, scope.host, right):
        return None
    return problem(scope, host) is None
