"""ST306: the list of exposed headers takes the place of the SDK's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from supertokens_lint.cors import CorsBehaviour
from supertokens_lint.cors.model import ExposeKind
from supertokens_lint.extract.wiring_facts import CorsPolicy
from supertokens_lint.finding import Finding, Severity
from supertokens_lint.remedy import Fixable
from supertokens_lint.resolve.outcomes import Environment
from supertokens_lint.rule import AppRule, Documentation
from supertokens_lint.topology.model import App, System
from supertokens_lint_rules.cors.changes import expose_headers
from supertokens_lint_rules.cors.crossings import Crossing, crossings
from supertokens_lint_rules.cors.evidence import (
    library_name,
    option_name,
    policy_evidence,
    site_evidence,
)
from supertokens_lint_rules.cors.faults import Fault, Sound, findings
from supertokens_lint_rules.cors.given import behaviours
from supertokens_lint_rules.cors.needs import needed_response_headers
from supertokens_lint_rules.cors.policies import guarded_apps


class CorsExposedHeadersReplaced(AppRule):
    """ST306."""

    code = "ST306"
    name = "cors-exposed-headers-replaced"
    severity = Severity.ERROR
    reasons = ("F3", "F4", "F32", "C.4")
    fixable = Fixable.SAFE
    documentation = Documentation(
        summary="The CORS configuration replaces the response headers that the SDK exposes.",
        why="""
            A page reads of a response from another origin only the headers that
            `Access-Control-Expose-Headers` names. The backend SDK adds its own there
            (`front-token`, in header mode `st-access-token` and `st-refresh-token`, with
            `VIA_TOKEN` `anti-csrf`). Starlette's CORSMiddleware, django-cors-headers and hono/cors
            put the list that they are given in its place. The cookies arrive, but the frontend
            SDK does not learn of the session. `*` exposes nothing in requests with credentials.
        """,
        fix="""
            Leave the option out, or list the SDK's headers as well.
        """,
        bad="""
```py
app.add_middleware(CORSMiddleware, ..., expose_headers=["X-Total-Count"])
```
        """,
        good="""
```py
app.add_middleware(CORSMiddleware, ..., expose_headers=["X-Total-Count", "front-token"])
```
        """,
        quiet="""
            Libraries whose list the SDK adds to (cors of npm, Koa's, Fastify's, Hapi's and those
            of Go), or that send a second header line (flask-cors), may be given any list. Nothing
            is said when website and API have one origin or nobody knows, and when part of the list
            is unknown.
        """,
    )

    def check_app(self, app: App, system: System) -> Iterable[Finding]:
        """Yield the policies that hide the SDK's headers from the page."""

        def check(environment: Environment) -> Iterator[Fault | Sound]:
            for crossing in crossings(system, app, environment):
                needed = needed_response_headers(crossing, app, environment, system)
                for guarded in guarded_apps(app, environment, system):
                    for _, policy in guarded.policies:
                        answers = behaviours(system, policy, environment)
                        hidden = _hidden(answers, needed)
                        if hidden:
                            yield _fault(policy, answers[0], hidden, crossing)
                        else:
                            yield Sound(policy_evidence(policy, "expose_headers").place)

        yield from findings(self, system, app, check)


def _hidden(answers: tuple[CorsBehaviour, ...], needed: frozenset[str]) -> frozenset[str]:
    return frozenset.intersection(*(answer.expose_headers.hidden(needed) for answer in answers))


def _fault(
    policy: CorsPolicy, answer: CorsBehaviour, hidden: frozenset[str], crossing: Crossing
) -> Fault:
    names = ", ".join(sorted(hidden))
    listed = ", ".join(answer.expose_headers.names)
    site = crossing.sites[0]
    option = option_name(policy, "expose_headers")
    if answer.expose_headers.kind is ExposeKind.REPLACED:
        what = f"replaces the headers that the SDK exposes with {listed!r}"
    else:
        what = f"is {listed!r}, whose text contains {names}, so that the SDK does not add it"
    return Fault(
        f"{option} of {library_name(policy)} {what}: {site.origin!r} cannot read {names}.",
        policy_evidence(policy, "expose_headers", repr(listed)),
        (site_evidence(site), crossing.api.evidence()),
        effect="Users will see that they stay signed out after signing in: the cookies are set, "
        "but the frontend SDK does not learn of the session.",
        help=f"Leave {option} out, or add {names} to it.",
        remedy=expose_headers(policy, hidden),
    )
