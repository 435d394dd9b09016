"""ST308: methods that the auth API or the application's routes need are not allowed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from supertokens_lint.cors import CorsBehaviour
from supertokens_lint.extract.wiring_facts import CorsPolicy, Layer, LayerKind
from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.remedy import Fixable
from supertokens_lint.resolve.outcomes import Environment
from supertokens_lint.rule import AppRule, Documentation
from supertokens_lint.sdk.headers import AUTH_API_METHODS
from supertokens_lint.topology.model import App, System
from supertokens_lint_rules.cors.changes import allow_methods
from supertokens_lint_rules.cors.crossings import Crossing, crossings
from supertokens_lint_rules.cors.evidence import (
    library_name,
    option_name,
    policy_evidence,
    site_evidence,
)
from supertokens_lint_rules.cors.faults import Fault, Sound, findings
from supertokens_lint_rules.cors.given import behaviours
from supertokens_lint_rules.cors.policies import Guarded, guarded_apps

_MFA = "multifactorauth"
_UNSAFE = ("PUT", "PATCH", "DELETE")


class CorsMethodsIncomplete(AppRule):
    """ST308."""

    code = "ST308"
    name = "cors-methods-incomplete"
    severity = Severity.ERROR
    reasons = ("D",)
    fixable = Fixable.SAFE
    documentation = Documentation(
        summary="The CORS configuration does not allow methods that the API is called with.",
        why="""
            Sign-in and refresh are POST requests, MFA uses PUT, and the application's own routes
            may need PUT, PATCH and DELETE. Browsers ask before each of them when the request has
            headers of its own. Starlette allows nothing but GET unless it is told to, and refuses
            the preflight of any other method; so do flask-cors, rs/cors, chi and gorilla with
            theirs. @fastify/cors allows GET, HEAD and POST since version 11.
        """,
        fix="""
            List the methods that the API has, or `*` where the library takes it for all of them.
        """,
        bad="""
```py
app.add_middleware(
    CORSMiddleware, allow_origins=["http://localhost:3000"], allow_credentials=True
)
```
        """,
        good="""
```py
app.add_middleware(
    CORSMiddleware,
    allow_origins=["http://localhost:3000"],
    allow_credentials=True,
    allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"],
)
```
        """,
        quiet="""
            GET, HEAD and POST need no permission from libraries that leave the decision to the
            browser. Nothing is said when website and API have one origin or nobody knows, and when
            the list is unknown.
        """,
    )

    def check_app(self, app: App, system: System) -> Iterable[Finding]:
        """Yield the policies that refuse a method of the API."""

        def check(environment: Environment) -> Iterator[Fault | Sound]:
            crossing = next(crossings(system, app, environment), None)
            if crossing is None:
                return
            for guarded in guarded_apps(app, environment, system):
                faults = [
                    _fault_of(policy, behaviours(system, policy, environment), guarded, crossing)
                    for _, policy in guarded.policies
                ]
                if all(fault is not None for fault in faults):
                    yield from (fault for fault in faults if fault is not None)

        yield from findings(self, system, app, check)


def _fault_of(
    policy: CorsPolicy,
    answers: tuple[CorsBehaviour, ...],
    guarded: Guarded,
    crossing: Crossing,
) -> Fault | None:
    own = [method for method in _auth_methods(guarded.app) if _refused(answers, method)]
    if own:
        return _fault(policy, ", ".join(own), "the SDK's API", None, crossing)
    for method in _UNSAFE:
        route = _route(guarded, method)
        if route is not None and _refused(answers, method):
            called = _is_called(crossing, method)
            severity = None if called else Severity.WARNING
            return _fault(policy, method, f"the route {route.path!r}", route, crossing, severity)
    return None


def _auth_methods(app: App) -> list[str]:
    with_mfa = any(
        init.recipes is not None and init.recipes.find(_MFA) is not None for init in app.inits
    )
    return [*sorted(AUTH_API_METHODS), *(["PUT"] if with_mfa else [])]


def _refused(answers: tuple[CorsBehaviour, ...], method: str) -> bool:
    return all(answer.methods.refuses(method) for answer in answers)


def _route(guarded: Guarded, method: str) -> Layer | None:
    routes = guarded.http.of_kind(LayerKind.ROUTE)
    return next((route for route in routes if method in route.methods), None)


def _is_called(crossing: Crossing, method: str) -> bool:
    """Tell whether the frontend sends a request with this method."""
    if crossing.pair is None:
        return False
    for request in crossing.pair.frontend.requests:
        given = None if request.options is None else request.options.get("method")
        spelled = getattr(given.value, "value", None) if given is not None else None
        if isinstance(spelled, str) and spelled.upper() == method:
            return True
    return False


def _fault(
    policy: CorsPolicy,
    methods: str,
    needed_by: str,
    route: Layer | None,
    crossing: Crossing,
    severity: Severity | None = None,
) -> Fault:
    site = crossing.sites[0]
    option = option_name(policy, "methods")
    given = policy.options.get("methods") is not None
    default = "" if given else " (not given, so its default)"
    routes = () if route is None else (Evidence(f"route {route.path}", route.place, methods),)
    return Fault(
        f"{option} of {library_name(policy)}{default} does not allow {methods}, which {needed_by} "
        f"needs from {site.origin!r}.",
        policy_evidence(policy, "methods", f"without {methods}" if given else None),
        (*routes, site_evidence(site), crossing.api.evidence()),
        effect=f"Users will see that {methods} requests fail: the browser stops them after their "
        "preflight.",
        help=f"Add {methods} to {option}.",
        severity=severity,
        remedy=allow_methods(policy, methods.split(", ")),
    )
