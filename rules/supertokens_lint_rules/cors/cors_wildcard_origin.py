"""ST302: the API answers any origin with ``*``, which browsers refuse with credentials."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from supertokens_lint.cors import CorsBehaviour, Given
from supertokens_lint.cors.model import Kind, OriginKind
from supertokens_lint.extract.wiring_facts import CorsPolicy
from supertokens_lint.finding import Finding, Severity
from supertokens_lint.resolve.outcomes import Environment
from supertokens_lint.rule import AppRule, Documentation
from supertokens_lint.topology.model import App, System
from supertokens_lint_rules.cors.crossings import (
    Crossing,
    crossings,
    is_same_origin,
    stated_by_backend,
)
from supertokens_lint_rules.cors.evidence import library_name, policy_evidence, site_evidence
from supertokens_lint_rules.cors.faults import Fault, Sound, findings
from supertokens_lint_rules.cors.given import behaviours
from supertokens_lint_rules.cors.policies import guarded_apps

_STARS = frozenset({OriginKind.ANY, OriginKind.ANY_WITHOUT_COOKIE})
_ALLOWED = {"credentials": Given(Kind.TRUE)}


class CorsWildcardOrigin(AppRule):
    """ST302."""

    code = "ST302"
    name = "cors-wildcard-origin"
    severity = Severity.ERROR
    reasons = ("F10", "D")
    documentation = Documentation(
        summary="The API answers with Access-Control-Allow-Origin: *, which browsers refuse here.",
        why="""
            The SDK sends its requests with credentials, so that cookies travel. For those a browser
            does not accept `*` as allowed origin: it wants the origin of the page itself. Whether
            a library sends `*` or the origin of the request depends on the library, its version
            and its options: `cors()` of npm sends `*` also with `credentials: true`, Starlette
            before 1.0 does on requests without a cookie, so that the first sign-in fails, and
            flask-cors, django-cors-headers and @koa/cors answer with the origin of the request.
        """,
        fix="""
            Name the origin of the website, as the browser sends it.
        """,
        bad="""
```ts
app.use(cors({ origin: "*", credentials: true }));
```
        """,
        good="""
```ts
app.use(cors({ origin: "http://localhost:3000", credentials: true }));
```
        """,
        quiet="""
            Nothing is said when website and API have one origin or nobody knows, when the library
            answers with the origin of the request, when the origin is decided by a function, and
            when the frontend uses header mode with `autoAddCredentials: false`. Where the frontend
            calls the API at its own origin although the backend names two, it is only worth
            knowing: the finding is of severity info.
        """,
    )

    def check_app(self, app: App, system: System) -> Iterable[Finding]:
        """Yield the policies that send ``*`` for the SDK's API."""

        def check(environment: Environment) -> Iterator[Fault | Sound]:
            crossing, severity = _with_credentials(system, app, environment)
            if crossing is None:
                return
            for guarded in guarded_apps(app, environment, system):
                policies = [policy for _, policy in guarded.policies]
                if policies and all(_stars(system, policy, environment) for policy in policies):
                    policy = policies[-1]
                    answers = behaviours(system, policy, environment, _ALLOWED)
                    yield _fault(policy, answers[0], crossing, severity)
                else:
                    yield from (
                        Sound(policy_evidence(policy, "origins").place)
                        for policy in policies
                        if not _stars(system, policy, environment)
                    )

        yield from findings(self, system, app, check)


def _with_credentials(
    system: System, app: App, environment: Environment
) -> tuple[Crossing | None, Severity | None]:
    """Return a website that is certainly of another origin, or one that only might become so."""
    for crossing in crossings(system, app, environment):
        if crossing.sends_credentials:
            return crossing, None
    if is_same_origin(system, app, environment):
        for crossing in stated_by_backend(system, app, environment):
            return crossing, Severity.INFO
    return None, None


def _stars(system: System, policy: CorsPolicy, environment: Environment) -> bool:
    """Tell whether ``*`` is sent, and still would be with credentials allowed."""
    answers = (
        *behaviours(system, policy, environment),
        *behaviours(system, policy, environment, _ALLOWED),
    )
    return all(answer.origins.kind in _STARS for answer in answers)


def _fault(
    policy: CorsPolicy, answer: CorsBehaviour, crossing: Crossing, severity: Severity | None
) -> Fault:
    site = crossing.sites[0]
    sometimes = answer.origins.kind is OriginKind.ANY_WITHOUT_COOKIE
    when = " to requests without a cookie, such as the first sign-in" if sometimes else ""
    given = policy.options.get("origins") is not None
    cause = "" if given else " (its default)"
    return Fault(
        f"{library_name(policy)} answers with Access-Control-Allow-Origin: *{cause}{when}, but "
        f"{site.origin!r} sends its requests with credentials.",
        policy_evidence(policy, "origins", "'*'" if given else None),
        (site_evidence(site), crossing.api.evidence()),
        effect="Users will see that sign-in fails: the browser does not accept * as allowed origin "
        "of a request with credentials.",
        help=f"Allow the origin of the website instead: {site.origin!r}.",
        severity=severity,
    )
