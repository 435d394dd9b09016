"""ST208: cookieDomain was changed, and olderCookieDomain does not name what it was."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from supertokens_lint.extract.cookie_facts import EarlierDomain
from supertokens_lint.extract.facts import Init
from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.resolve.outcomes import Environment
from supertokens_lint.rule import AppRule, Documentation
from supertokens_lint.sdk import option_names
from supertokens_lint.sdk.features import Feature, has
from supertokens_lint.sdk.names import Side
from supertokens_lint.source import Place
from supertokens_lint.topology.model import App, System
from supertokens_lint_rules.agreements import version_of
from supertokens_lint_rules.cookies.hosts import api_ends, host_at
from supertokens_lint_rules.cookies.scopes import Scope, problem, scope_of
from supertokens_lint_rules.cookies.transport import frontends_of, sends_cookies
from supertokens_lint_rules.cookies.troubles import Trouble, first_of_kind, spelled, troubles
from supertokens_lint_rules.ends import End, ends_of

KEY = "cookieDomain"
OLDER = "olderCookieDomain"


class Change(Struct, frozen=True):
    """What cookieDomain was, empty when it was not given, and what tells it.

    That is the commit that changed it, or the place in a contract that was written before.
    """

    before: str
    replaced_by: str
    recorded: Place | None = None

    @property
    def when(self) -> str:
        """Until when it was so, in words."""
        if self.recorded is not None:
            return "when the contract was written"
        return f"until commit {self.replaced_by}" if self.replaced_by else "in the last commit"


class OlderCookieDomainMissing(AppRule):
    """ST208."""

    code = "ST208"
    name = "older-cookie-domain-missing"
    severity = Severity.WARNING
    reasons = ("F34", "F36", "F41")
    documentation = Documentation(
        summary="cookieDomain was changed, and olderCookieDomain does not name its former value.",
        why="""
            A browser keeps cookies of the same name side by side when their domains differ. After
            a change of `cookieDomain`, users who were signed in send the old refresh token along
            with the new one. The backend cannot tell which is which: refreshing fails with status
            500 and "The request contains multiple session cookies". With `olderCookieDomain` it
            removes the cookies of the former domain.
        """,
        fix="""
            Set `olderCookieDomain` to what `cookieDomain` was, or to `""` if it was not set, and
            keep it for a year: the access token's cookie lives that long.
        """,
        bad="""
```ts
// before: Session.init({ cookieDomain: ".shop.example.com" })
Session.init({ cookieDomain: ".example.com" })
```
        """,
        good="""
```ts
Session.init({ cookieDomain: ".example.com", olderCookieDomain: ".shop.example.com" })
```
        """,
        quiet="""
            The former value is read from the history of the files in which the setting stands: at
            most 20 commits of the last year, in a full clone with git at hand; and from a contract
            of the same backend that was written before (`--with`), with its own history. Without
            either nothing is said. A domain that is set for the first time gives an info, because
            nobody knows whether users had signed in before. A leading dot makes no difference.
            Nothing is said of a former domain that browsers never kept for this API, of sessions
            in headers only, and of SDK versions without the option.
        """,
    )

    def check_app(self, app: App, system: System) -> Iterator[Finding]:
        """Yield the changes of a backend's cookieDomain that it does not account for."""
        if app.side is not Side.BACKEND or not app.cookies.earlier_domains:
            return

        def look(init: Init, environment: Environment) -> Trouble[Change] | bool | None:
            return _look(system, app, init, environment)

        for found in first_of_kind(troubles(system.environments(app), app.inits, look)):
            yield self._finding(found)

    def _finding(self, found: Trouble[Change]) -> Finding:
        end = found.ends[0]
        before, when = found.kind.before, found.kind.when
        was = repr(before) if before else "not set"
        older = found.ends[1] if len(found.ends) > 1 else None
        option = option_names.spelled(end.init.sdk, OLDER)
        missing = f"{option} is not set" if older is None else f"{option} is {older.text!r}"
        return self.finding(
            f"{spelled(end)} is {end.text!r} and was {was} {when}, but {missing}.",
            *found.evidence,
            Evidence(f"{spelled(end)} {when}", found.kind.recorded or end.place, was),
            effect="Users who signed in before the change will see errors 500 when the session is "
            "refreshed, because their browsers send cookies of both domains.",
            help=f"Set {option} to {before!r} for a year after the change.",
            severity=self.severity if before else Severity.INFO,
            environments=found.environments,
        )


def _look(
    system: System, app: App, init: Init, environment: Environment
) -> Trouble[Change] | bool | None:
    if has(Feature.OLDER_COOKIE_DOMAIN, init.sdk, version_of(init)) is False:
        return None
    if not sends_cookies(system, init, frontends_of(app, system), environment):
        return None
    now = ends_of(system, app, init, KEY, environment, session=True)
    older = ends_of(system, app, init, OLDER, environment, session=True)
    if not now or len(now) != 1 or older is None or len(older) > 1:
        return None
    current = scope_of(now[0].text, init.sdk, version_of(init))
    if current is None:
        return None
    accounted = _accounted(older, init)
    hosts = api_ends(system, app, init, environment) or ()
    changes: list[Change] = []
    for earlier in app.cookies.earlier_domains:
        if earlier.init != init.place:
            continue
        was = _was(system, earlier, init, environment)
        if was is None or was == current.host or not _was_kept(was, hosts):
            continue
        if was == accounted:
            return True
        changes.append(Change(was, earlier.replaced_by, earlier.recorded))
    return Trouble(changes[0], (now[0], *older)) if changes else None


def _accounted(older: tuple[End, ...], init: Init) -> str | None:
    """Return the domain that olderCookieDomain names: empty for none, ``None`` when not given."""
    if not older or older[0].outcome.scalar is None:
        return None
    scope = scope_of(older[0].text, init.sdk, version_of(init))
    return "" if scope is None else scope.host


def _was(
    system: System, earlier: EarlierDomain, init: Init, environment: Environment
) -> str | None:
    """Return the former domain, empty when there was none, ``None`` when it is not known."""
    if earlier.value is None:
        return ""
    outcomes = system.outcomes(earlier.value, environment)
    outcome = outcomes[0]
    if len(outcomes) > 1 or outcome.unknown is not None or outcome.structure is not None:
        return None
    if outcome.text is None:
        return "" if outcome.scalar is None else None
    scope = scope_of(outcome.text, init.sdk, version_of(init))
    return None if scope is None else scope.host


def _was_kept(was: str, apis: tuple[End, ...]) -> bool:
    """Tell whether browsers may have kept cookies of a former domain for one of the APIs."""
    hosts = [host for host in map(host_at, apis) if host is not None]
    return not was or not hosts or any(problem(Scope(was), host) is None for host in hosts)
