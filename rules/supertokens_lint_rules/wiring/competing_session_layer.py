"""ST506: a second check answers 401 on routes that the SDK's session protects."""

from __future__ import annotations

from collections.abc import Iterable

from supertokens_lint.extract.facts import Init
from supertokens_lint.extract.session_facts import OtherCheck
from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.rule import AppRule, Documentation
from supertokens_lint.sdk.names import Side
from supertokens_lint.topology.model import App, System
from supertokens_lint_rules.transfer import uses_only_headers


class CompetingSessionLayer(AppRule):
    """ST506."""

    code = "ST506"
    name = "competing-session-layer"
    severity = Severity.WARNING
    reasons = ("F29",)
    documentation = Documentation(
        summary="Another session layer answers 401 on a route that the SDK's session protects.",
        why="""
            The frontend SDK takes a 401 for an expired access token: it refreshes the session and
            sends the request again. When another layer answers 401 because it does not know the
            user (permissions of Django REST framework, passport, express-jwt, @fastify/jwt), the
            refresh succeeds and the answer is 401 again, over and over.
        """,
        fix="""
            Let one layer decide: take the other check off the routes that use the SDK's session,
            or have it accept that session. Where both have to stay, give the SDK another
            `sessionExpiredStatusCode` on both sides.
        """,
        bad="""
```py
class Orders(APIView):
    authentication_classes = [TokenAuthentication]
    permission_classes = [IsAuthenticated]

    @method_decorator(verify_session())
    def get(self, request): ...
```
        """,
        good="""
```py
class Orders(APIView):
    authentication_classes = []
    permission_classes = [AllowAny]

    @method_decorator(verify_session())
    def get(self, request): ...
```
        """,
        quiet="""
            Only checks that certainly answer 401 without their own credentials count, on routes
            that also verify a session of the SDK. Authentication classes of the project may accept
            that session, so nothing is said about them; nor when the backend sets another
            `sessionExpiredStatusCode`, or uses header mode, where the other check may read the
            same `Authorization` header; nor about checks before all routes and Nest's `AuthGuard`
            when the code names the SDK's token cookies or headers, or a key set, which such a check
            may have been given.
        """,
    )

    def check_app(self, app: App, system: System) -> Iterable[Finding]:
        """Yield the second checks of a backend that answers expired sessions with 401."""
        del system
        if app.side is not Side.BACKEND or any(_is_exempt(init) for init in app.inits):
            return
        for item in app.sessions.other_checks:
            yield self._finding(item)

    def _finding(self, item: OtherCheck) -> Finding:
        return self.finding(
            f"{item.name} answers {item.status} here although the SDK has its own session: the "
            "frontend refreshes the session again and again.",
            Evidence("other check", item.place, item.name),
            Evidence("session of the SDK", item.verified),
            effect="Users will see requests that fail after up to ten refreshes of their session, "
            "without end in older versions of the SDK.",
            help="Take this check off the routes that need a session of the SDK.",
        )


def _is_exempt(init: Init) -> bool:
    session = init.session
    if session is None:
        return False
    changed = session.get("sessionExpiredStatusCode") is not None or session.rest is not None
    return changed or uses_only_headers(init)
