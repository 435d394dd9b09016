"""ST510: fiber's adaptor may hand the SDK the cookies twice."""

from __future__ import annotations

from collections.abc import Iterable

from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.rule import AppRule, Documentation
from supertokens_lint.sdk.names import Sdk, Side
from supertokens_lint.topology.model import App, System


class DuplicatedCookieHeader(AppRule):
    """ST510."""

    code = "ST510"
    name = "duplicated-cookie-header"
    severity = Severity.INFO
    reasons = ("F42",)
    documentation = Documentation(
        summary="fiber's adaptor may hand the Cookie header to supertokens-golang twice.",
        why="""
            supertokens-golang works on `net/http` requests; in fiber an adaptor makes them from
            fasthttp's. Some releases of it copy the Cookie header twice, and the SDK then finds
            several session cookies and answers 500 to the refresh.
        """,
        fix="""
            Should the refresh fail with "multiple session cookies", update the adaptor, or remove
            the second `Cookie` header before the SDK sees the request.
        """,
        bad="""
```go
app.Use(adaptor.HTTPMiddleware(supertokens.Middleware))
```
        """,
        good="""
```go
http.ListenAndServe(":3001", supertokens.Middleware(router))
```
        """,
        quiet="""
            This is worth knowing and breaks nothing by itself, so it never fails a run unless that
            is asked for.
        """,
    )

    def check_app(self, app: App, system: System) -> Iterable[Finding]:
        """Yield the adaptor of a Go backend, once."""
        del system
        init = next((item for item in app.inits if item.sdk is Sdk.GOLANG), None)
        if app.side is not Side.BACKEND or init is None or not app.sessions.adaptors:
            return
        adaptor = app.sessions.adaptors[0]
        yield self.finding(
            "supertokens-golang runs behind fiber's adaptor, which may hand it the Cookie header "
            "twice.",
            Evidence("adaptor", adaptor.place, adaptor.name),
            Evidence("init of the SDK", init.callee),
            effect="Users may see that the refresh of their session fails with status 500.",
            help="Check the refresh; keep the adaptor up to date.",
        )
