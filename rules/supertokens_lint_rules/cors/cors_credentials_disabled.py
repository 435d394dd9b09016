"""ST304: the API does not allow credentials."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from supertokens_lint.extract.wiring_facts import CorsPolicy
from supertokens_lint.finding import Finding, Severity
from supertokens_lint.remedy import Fixable
from supertokens_lint.resolve.outcomes import Environment
from supertokens_lint.rule import AppRule, Documentation
from supertokens_lint.topology.model import App, System
from supertokens_lint_rules.cors.changes import allow_credentials
from supertokens_lint_rules.cors.crossings import Crossing, crossings
from supertokens_lint_rules.cors.evidence import (
    library_name,
    option_name,
    policy_evidence,
    site_evidence,
)
from supertokens_lint_rules.cors.faults import Fault, Sound, findings
from supertokens_lint_rules.cors.policies import certain, guarded_apps


class CorsCredentialsDisabled(AppRule):
    """ST304."""

    code = "ST304"
    name = "cors-credentials-disabled"
    severity = Severity.ERROR
    reasons = ("F20",)
    fixable = Fixable.SAFE
    documentation = Documentation(
        summary="The CORS configuration of the API does not allow credentials.",
        why="""
            The SDK sends its requests with credentials, in header mode too. A browser hands the
            answer to the page only when it says `Access-Control-Allow-Credentials: true`, and
            stops requests whose preflight does not. No CORS library says so unless it is told to.
        """,
        fix="""
            Turn the option on: `credentials: true`, `supports_credentials=True`,
            `allow_credentials=True`, `CORS_ALLOW_CREDENTIALS = True` or `AllowCredentials: true`.
        """,
        bad="""
```ts
app.use(cors({ origin: "http://localhost:3000" }));
```
        """,
        good="""
```ts
app.use(cors({ origin: "http://localhost:3000", credentials: true }));
```
        """,
        quiet="""
            Nothing is said when website and API have one origin or nobody knows, when the value is
            unknown, and when the frontend uses header mode with `autoAddCredentials: false`.
        """,
    )

    def check_app(self, app: App, system: System) -> Iterable[Finding]:
        """Yield the policies of the SDK's API that do not allow credentials."""

        def check(environment: Environment) -> Iterator[Fault | Sound]:
            found = crossings(system, app, environment)
            crossing = next((item for item in found if item.sends_credentials), None)
            if crossing is None:
                return
            for guarded in guarded_apps(app, environment, system):
                off = [
                    certain(system, policy, environment, lambda answer: answer.credentials is False)
                    for _, policy in guarded.policies
                ]
                for is_off, (_, policy) in zip(off, guarded.policies, strict=True):
                    if all(off):
                        yield _fault(policy, crossing, system)
                    elif not is_off:
                        yield Sound(policy_evidence(policy, "credentials").place)

        yield from findings(self, system, app, check)


def _fault(policy: CorsPolicy, crossing: Crossing, system: System) -> Fault:
    site = crossing.sites[0]
    option = option_name(policy, "credentials")
    given = policy.options.get("credentials") is not None
    state = "turned off" if given else "not turned on"
    return Fault(
        f"{option} of {library_name(policy)} is {state}, but {site.origin!r} calls "
        f"{crossing.api.text!r}, another origin, with credentials.",
        policy_evidence(policy, "credentials", "off" if given else None),
        (site_evidence(site), crossing.api.evidence()),
        effect="Users will see that sign-in fails: the browser blocks requests with credentials.",
        help=f"Turn {option} on.",
        remedy=allow_credentials(policy, system, crossing.environment),
    )
