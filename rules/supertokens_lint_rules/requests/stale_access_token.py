"""ST408: an access token is kept and sent again after it has been replaced."""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.extract.client_facts import Keeping, KeptToken
from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.rule import Documentation, Rule
from supertokens_lint.topology.model import App, System
from supertokens_lint_rules.requests.interception import frontends, main_init


class StaleAccessToken(Rule):
    """ST408."""

    code = "ST408"
    name = "stale-access-token"
    severity = Severity.WARNING
    reasons = ("F38", "E.2")
    documentation = Documentation(
        summary="An access token is kept in a variable, a default header or storage, and reused.",
        why="""
            `getAccessToken` returns the token of this moment. An access token lives for an hour,
            and after a refresh there is another one. A request with an `Authorization` header of
            its own keeps it: the SDK removes the header only when it is the current token. The
            API answers an old one with 401, the SDK refreshes the session and repeats the request
            with the same old header, up to ten times, and then it throws.
        """,
        fix="""
            For requests to the API, leave the header out: the SDK adds what is needed. Where a
            header has to be given, as for another service that takes the token, call
            `getAccessToken` for each request.
        """,
        bad="""
```ts
const token = await Session.getAccessToken();
axios.defaults.headers.common.Authorization = `Bearer ${token}`;
```
        """,
        good="""
```ts
hasura.interceptors.request.use(async (config) => {
  config.headers.Authorization = `Bearer ${await Session.getAccessToken()}`;
  return config;
});
```
        """,
        quiet="""
            A token that is fetched for each request is fine, and so is one that is put away but
            never sent from there. Nothing is said where the kept token is renewed: in
            `onHandleEvent`, in a request interceptor, by a timer, or after a look at when it
            expires.
        """,
    )

    def check(self, system: System) -> Iterator[Finding]:
        """Yield a finding for each place where a token is put that requests take it from."""
        for app in frontends(system):
            for kept in app.client.kept_tokens:
                yield self._finding(app, kept)

    def _finding(self, app: App, kept: KeptToken) -> Finding:
        where = kept.keeping.value
        sent = (
            "goes with every request of this client"
            if kept.keeping is Keeping.HEADER
            else "is sent from there"
        )
        return self.finding(
            f"The access token is kept in {where} ({kept.name}) and {sent}: after a refresh it is "
            "the old one.",
            Evidence("token put away", kept.place),
            *(Evidence("request with the kept token", use) for use in kept.uses[:3]),
            Evidence("init", main_init(app).callee),
            effect="Users will see requests fail an hour after signing in, although their session "
            "was refreshed.",
            help="Leave the Authorization header to the SDK, or call getAccessToken for each "
            "request.",
        )
