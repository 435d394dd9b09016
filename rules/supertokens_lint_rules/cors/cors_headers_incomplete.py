"""ST305: headers that the SDK sends are not allowed in requests from another origin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from supertokens_lint.cors import CorsBehaviour
from supertokens_lint.extract.wiring_facts import CorsPolicy
from supertokens_lint.finding import Finding, Severity
from supertokens_lint.remedy import Fixable
from supertokens_lint.resolve.outcomes import Environment
from supertokens_lint.rule import AppRule, Documentation
from supertokens_lint.topology.model import App, System
from supertokens_lint_rules.cors.changes import allow_headers
from supertokens_lint_rules.cors.crossings import Crossing, crossings
from supertokens_lint_rules.cors.evidence import (
    headers_call,
    library_name,
    option_name,
    policy_evidence,
    site_evidence,
)
from supertokens_lint_rules.cors.faults import Fault, Sound, findings
from supertokens_lint_rules.cors.given import behaviours
from supertokens_lint_rules.cors.needs import needed_request_headers
from supertokens_lint_rules.cors.policies import guarded_apps


class CorsHeadersIncomplete(AppRule):
    """ST305."""

    code = "ST305"
    name = "cors-headers-incomplete"
    severity = Severity.ERROR
    reasons = ("F6", "C.3")
    fixable = Fixable.SAFE
    documentation = Documentation(
        summary="The allowed request headers of the API lack some that the SDK sends.",
        why="""
            Before a request with headers of its own, a browser asks the API whether it may send
            them, and stops when one is not in the answer. The SDK sends `rid`, `fdi-version` and
            `st-auth-mode` (since supertokens-website 16), its sign-in requests `content-type`;
            `authorization` is there in header mode and `anti-csrf` with `VIA_TOKEN`. `*` does not
            stand for any of them in requests with credentials, unless the library takes it to
            mean "what the request asks for", as Starlette and flask-cors do.
        """,
        fix="""
            Allow `content-type` and what `getAllCORSHeaders()` (`get_all_cors_headers()`,
            `GetAllCORSHeaders()`) returns; it does not contain `content-type`.
        """,
        bad="""
```ts
app.use(
    cors({ origin: "http://localhost:3000", credentials: true, allowedHeaders: ["content-type"] })
);
```
        """,
        good="""
```ts
app.use(
    cors({
        origin: "http://localhost:3000",
        credentials: true,
        allowedHeaders: ["content-type", ...supertokens.getAllCORSHeaders()],
    })
);
```
        """,
        quiet="""
            Names are compared without regard to case. Nothing is said when website and API have
            one origin or nobody knows, when part of the list is unknown, and when the library
            allows what each request asks for, as those of Express, Koa, Fastify and Hono do
            without a list.
        """,
    )

    def check_app(self, app: App, system: System) -> Iterable[Finding]:
        """Yield the policies that do not allow the SDK's request headers."""

        def check(environment: Environment) -> Iterator[Fault | Sound]:
            for crossing in crossings(system, app, environment):
                needed = needed_request_headers(crossing, app, environment, system)
                for guarded in guarded_apps(app, environment, system):
                    rows = [
                        (policy, _missing(behaviours(system, policy, environment), needed))
                        for _, policy in guarded.policies
                    ]
                    for policy, missing in rows:
                        if all(lacking for _, lacking in rows):
                            yield _fault(policy, missing, crossing, app)
                        elif not missing:
                            yield Sound(policy_evidence(policy, "allow_headers").place)

        yield from findings(self, system, app, check)


def _missing(answers: tuple[CorsBehaviour, ...], needed: frozenset[str]) -> frozenset[str]:
    """Return the headers that are missing whichever answer holds."""
    return frozenset.intersection(*(answer.allow_headers.missing(needed) for answer in answers))


def _fault(policy: CorsPolicy, missing: frozenset[str], crossing: Crossing, app: App) -> Fault:
    names = ", ".join(sorted(missing))
    site = crossing.sites[0]
    given = policy.options.get("allow_headers") is not None
    option = option_name(policy, "allow_headers")
    default = "" if given else " (not given, so its default)"
    return Fault(
        f"{option} of {library_name(policy)}{default} lacks {names}, which the SDK sends from "
        f"{site.origin!r} to {crossing.api.text!r}.",
        policy_evidence(policy, "allow_headers", f"without {names}" if given else None),
        (site_evidence(site), crossing.api.evidence()),
        effect="Users will see that sign-in or the refresh of the session fails: the browser stops "
        "the request after its preflight.",
        help=f"Add {names}; {headers_call(app)} of the SDK returns all of its own"
        + (" (content-type is not among them)." if "content-type" in missing else "."),
        remedy=allow_headers(policy, missing, app),
    )
