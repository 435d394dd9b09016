"""ST505: a session is created in a request that no browser sends."""

from __future__ import annotations

from collections.abc import Iterable

from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.rule import AppRule, Documentation
from supertokens_lint.sdk.names import Side
from supertokens_lint.topology.model import App, System


class SessionCreatedOffBrowser(AppRule):
    """ST505."""

    code = "ST505"
    name = "session-created-off-browser"
    severity = Severity.WARNING
    reasons = ("F15",)
    documentation = Documentation(
        summary="A session is created in a webhook or job, whose caller drops its cookies.",
        why="""
            `createNewSession` puts the tokens on the response of the request that it is given.
            When another server sends that request (a payment webhook, a scheduled job), it drops
            them: the user's browser never gets the session.
        """,
        fix="""
            Create the session in a request that the frontend sends, for instance one that asks
            whether the payment has arrived. Where a server really needs the tokens, call
            `createNewSessionWithoutRequestResponse`.
        """,
        bad="""
```ts
app.post("/webhooks/payment", async (req, res) => {
  await Session.createNewSession(req, res, "public", recipeUserId);
});
```
        """,
        good="""
```ts
app.post("/orders/confirm", async (req, res) => {
  await Session.createNewSession(req, res, "public", recipeUserId);
});
```
        """,
        quiet="""
            Only routes, functions and files that say what they are (webhook, cron), and code that
            checks another server's signature, are told of. A provider's OAuth callback is opened by
            the browser and is fine.
        """,
    )

    def check_app(self, app: App, system: System) -> Iterable[Finding]:
        """Yield the calls that create a session where a webhook or job is handled."""
        del system
        for item in app.sessions.created if app.side is Side.BACKEND else ():
            yield self.finding(
                f"A session is created where another server calls ({item.sign}): its cookies never "
                "reach a browser.",
                Evidence("session created", item.place),
                Evidence("called by another server", item.evidence, item.sign),
                effect="Users will see that they are not signed in afterwards.",
                help="Create the session in a request that the frontend sends.",
            )
