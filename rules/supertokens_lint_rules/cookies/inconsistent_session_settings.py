"""ST212: backends that share sessions differ in a setting of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from supertokens_lint.finding import Finding, Severity
from supertokens_lint.rule import Documentation, Rule
from supertokens_lint.topology.model import System
from supertokens_lint_rules.cookies.differences import ANTI_CSRF, Held, differing
from supertokens_lint_rules.cookies.sharing import Services, services_of

VIA_TOKEN = "VIA_TOKEN"  # noqa: S105 - a mode


class InconsistentSessionSettings(Rule):
    """ST212."""

    code = "ST212"
    name = "inconsistent-session-settings"
    severity = Severity.WARNING
    reasons = ("F26", "F36")
    documentation = Documentation(
        summary="Backends that share sessions differ in cookies, anti-CSRF or status codes.",
        why="""
            Each backend that initialises the Session recipe may write the cookies of a session: at
            sign-in, on refresh, and whenever it changes the access token's payload. Two that give
            them another `Secure`, `SameSite` or domain leave the browser with two sets of cookies
            or with cookies that it drops. A backend that answers an expired session with another
            status code than the frontend expects makes no client refresh.
        """,
        fix="""
            Give all backends that use one core the same session settings, at best from one shared
            module or environment variable.
        """,
        bad="""
```ts
// auth service
Session.init({ cookieDomain: ".example.com" })
// orders service, same core
Session.init()
```
        """,
        good="""
```ts
// both services
Session.init({ cookieDomain: ".example.com" })
```
        """,
        quiet="""
            Two backends share sessions when their cookies have one public domain, or when they use
            one core and a frontend calls both, one of them has no sign-in recipe, one compose file
            starts both or their APIs are on one public site. Two full backends at one address are
            taken for alternatives. At least one of two differing values has to be given; unknown
            values, and defaults that follow from development addresses in production, are not
            compared. An anti-CSRF token that one of them asks for is `anti-csrf-mismatch`.
        """,
    )

    def check(self, system: System) -> Iterator[Finding]:
        """Yield each setting in which two backends differ, once."""
        found: dict[tuple[str, str, str], tuple[Finding, list[str]]] = {}
        for services in services_of(system):
            pairs = differing(system, services.first, services.second, services.environment)
            for mine, theirs in pairs:
                if mine.key == ANTI_CSRF and VIA_TOKEN in (mine.value, theirs.value):
                    continue
                key = (mine.app.root, theirs.app.root, mine.key)
                known = found.setdefault(key, (self._finding(services, mine, theirs), []))
                known[1].append(services.environment.name)
        for finding, names in found.values():
            everywhere = {"development", "production"} <= set(names)
            yield finding if everywhere else replace(finding, environments=tuple(names))

    def _finding(self, services: Services, mine: Held, theirs: Held) -> Finding:
        first, second = (mine, theirs) if mine.given is not None else (theirs, mine)
        return self.finding(
            f"{first.app.name} and {second.app.name} share sessions, but in {first.app.name} "
            f"{first.shown}, and in {second.app.name} {second.shown}.",
            first.evidence,
            second.evidence,
            *services.proof,
            effect=_effect(first.key),
            help=f"Set {first.spelled} alike in both.",
        )


def _effect(key: str) -> str:
    if key.endswith("StatusCode"):
        return (
            "Users will see errors from one of the two that the frontend does not take for an "
            "expired session, so that nothing refreshes it."
        )
    if key == ANTI_CSRF:
        return "Requests without the custom header are refused by one of the two alone."
    return (
        "Users will see that they are signed out, or signed in as before, depending on which of "
        "the two wrote the cookies last."
    )
