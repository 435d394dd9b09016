"""ST511: a status means one thing to the frontend and another to the backend."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import structs

from supertokens_lint.extract.facts import Init
from supertokens_lint.extract.session_facts import OwnStatus
from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.resolve.outcomes import Environment, Outcome
from supertokens_lint.rule import Documentation, Rule
from supertokens_lint.sdk.names import Sdk, Side
from supertokens_lint.source import Place
from supertokens_lint.topology.model import App, Pair, System
from supertokens_lint_rules.agreements import severity_between
from supertokens_lint_rules.ends import Disagreement, End, EndsOf, ends_of, pair_disagreements

EXPIRED = "sessionExpiredStatusCode"
INVALID = "invalidClaimStatusCode"
DEFAULTS = {EXPIRED: "401", INVALID: "403"}
_EFFECTS = {
    EXPIRED: "Users will see that they are signed out when their access token expires: the "
    "frontend does not refresh the session.",
    INVALID: "Users will see requests that are refused, and not the page that would mend it.",
}


class StatusCodeMismatch(Rule):
    """ST511."""

    code = "ST511"
    name = "status-code-mismatch"
    severity = Severity.ERROR
    reasons = ("F29",)
    documentation = Documentation(
        summary="The status for expired sessions differs between the sides, or the application "
        "answers it itself.",
        why="""
            The frontend SDK refreshes the session when an answer has its
            `sessionExpiredStatusCode` (401), and looks for missing claims when it has its
            `invalidClaimStatusCode` (403). When the backend answers other numbers, neither
            happens. When a handler behind `verifySession` answers 401 for reasons of its own, the
            SDK refreshes a valid session and sends the request again, up to ten times.
        """,
        fix="""
            Give both sides the same numbers. Let the application's own code answer something else,
            such as 403 or 404, once the session has been verified.
        """,
        bad="""
```ts
// backend
Session.init({ sessionExpiredStatusCode: 440 });
// frontend
Session.init();
```
        """,
        good="""
```ts
// backend
Session.init({ sessionExpiredStatusCode: 440 });
// frontend
Session.init({ sessionExpiredStatusCode: 440 });
```
        """,
        quiet="""
            Defaults are compared like written numbers; unknown ones are not compared. Answers of
            the application's own code count only where the session is surely verified (behind
            `verifySession`, after `getSession`, in `withSession`), outside of error handling and
            where they do not depend on the session or on whether the SDK knows the user, and not
            where a session's user id is missing: it never is. They are told of as warnings.
        """,
    )

    def check(self, system: System) -> Iterable[Finding]:
        """Yield numbers that differ in a pair, then the application's own answers."""
        for pair in system.pairs:
            for key in DEFAULTS:
                for found in pair_disagreements(system, pair, *_sides(system, key), _agree):
                    yield self._differing(pair, key, found)
        for app in system.apps:
            yield from self._own(app, system)

    def _differing(self, pair: Pair, key: str, found: Disagreement) -> Finding:
        left, right = found.left, found.right
        return self.finding(
            f"The frontend takes {left.text}{_note(left)} for "
            f"{'an expired session' if key == EXPIRED else 'a missing claim'}, but the backend "
            f"answers {right.text}{_note(right)}.",
            left.evidence() if left.setting is not None else right.evidence(),
            right.evidence() if left.setting is not None else left.evidence(),
            effect=_EFFECTS[key],
            help=f"Give {key} the same number on both sides.",
            severity=severity_between(pair, found),
            environments=found.environments,
        )

    def _own(self, app: App, system: System) -> Iterator[Finding]:
        if app.side is not Side.BACKEND or not app.inits:
            return
        codes = _codes(app, system)
        seen: set[Place] = set()
        for item in app.sessions.own_statuses:
            if codes == {str(item.status)} and item.place not in seen:
                seen.add(item.place)
                yield self._answered(item)

    def _answered(self, item: OwnStatus) -> Finding:
        return self.finding(
            f"This answers {item.status} after the session was verified: the frontend refreshes a "
            "valid session and sends the request again.",
            Evidence("answer", item.place, str(item.status)),
            Evidence("session verified", item.verified),
            effect="Users will see that the request fails only after up to ten refreshes of their "
            "session, without end in older versions of the SDK.",
            help="Answer something else here, such as 403 or 404.",
            severity=Severity.WARNING,
        )


def _sides(system: System, key: str) -> tuple[EndsOf, EndsOf]:
    def ends(app: App, init: Init, environment: Environment) -> tuple[End, ...] | None:
        if key == INVALID and init.sdk is Sdk.REACT_NATIVE:
            return None
        return _numbers(system, app, init, key, environment)

    return ends, ends


def _numbers(
    system: System, app: App, init: Init, key: str, environment: Environment
) -> tuple[End, ...] | None:
    """Return the known numbers of a status as texts, ``None`` when one is not known."""
    found = ends_of(system, app, init, key, environment, default=DEFAULTS[key], session=True)
    if found is None:
        return None
    ends = [_as_text(end) for end in found]
    return None if any(end is None for end in ends) else tuple(end for end in ends if end)


def _as_text(end: End) -> End | None:
    scalar = end.outcome.scalar
    text = str(scalar).strip()
    if isinstance(scalar, bool) or not text.isdigit():
        return None
    return structs.replace(end, outcome=Outcome(text, end.outcome.trail))


def _agree(left: End, right: End) -> bool:
    return left.text == right.text


def _note(end: End) -> str:
    return " (the SDK's default)" if end.setting is None else ""


def _codes(app: App, system: System) -> set[str] | None:
    """Return the numbers that a backend answers for expired sessions, ``None`` if not known."""
    found: set[str] = set()
    for init in app.inits:
        for environment in system.environments(app):
            ends = _numbers(system, app, init, EXPIRED, environment)
            if ends is None:
                return None
            found |= {end.text for end in ends}
    return found
