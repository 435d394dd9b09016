"""ST602: a proxy takes out headers or cookies that sessions need."""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.extract.gateway_facts import Direction, HeaderRemoval
from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.rule import AppRule, Documentation
from supertokens_lint.sdk.headers import FRONT_TOKEN
from supertokens_lint.source import Place
from supertokens_lint.topology.model import App, System
from supertokens_lint_rules.proxies.needs import COOKIE, EVERYTHING, SET_COOKIE, needed
from supertokens_lint_rules.proxies.passages import Passage, passages


class ProxyStripsSessionHeaders(AppRule):
    """ST602."""

    code = "ST602"
    name = "proxy-strips-session-headers"
    severity = Severity.ERROR
    reasons = ("F24",)
    documentation = Documentation(
        summary="A proxy takes out cookies or headers that sessions need.",
        why="""
            A session is carried by headers: `Set-Cookie` and `front-token` on the way to the
            browser, `Cookie` and `st-auth-mode` on the way back; in header mode by
            `st-access-token`, `st-refresh-token` and `Authorization`. When a proxy sends one of
            them empty, hides it or drops it, the backend and the browser do not see the same
            session.
        """,
        fix="""
            Take the directive out for the paths of the API. If cookies must not reach some other
            service, keep it to the location of that service.
        """,
        bad="""
```nginx
location /api/ {
    proxy_pass http://api:3001;
    proxy_set_header Cookie "";
}
```
        """,
        good="""
```nginx
location /api/ {
    proxy_pass http://api:3001;
}
```
        """,
        quiet="""
            Looked at are the locations that requests of the auth API go through, and headers that
            the way in which tokens travel needs: without cookies in header mode, for example.
            Headers that are set to a variable, or added again after they were hidden, pass.
        """,
    )

    def check_app(self, app: App, system: System) -> Iterator[Finding]:
        """Yield the headers that are taken out, once a place."""
        seen: set[tuple[Place, str]] = set()
        for passage in passages(system, app):
            for removal in passage.location.removals:
                key = (removal.place, removal.header)
                if key not in seen and removal.header in needed(passage, removal.direction):
                    seen.add(key)
                    yield self._finding(removal, passage)

    def _finding(self, removal: HeaderRemoval, passage: Passage) -> Finding:
        tool = passage.gateway.tool
        inward = removal.direction is Direction.REQUEST
        shown = "all headers" if removal.header == EVERYTHING else repr(removal.header)
        way = "requests to" if inward else "responses of"
        return self.finding(
            f"{tool} takes {shown} out of {way} the auth API.",
            Evidence(f"{tool} {'request' if inward else 'response'} header", removal.place, shown),
            Evidence(f"{tool} proxy", passage.location.place, repr(passage.location.path)),
            effect=_effect(removal.header),
            help=f"Let {tool} pass {shown} for {passage.location.path!r}.",
        )


def _effect(header: str) -> str:
    if header in (COOKIE, EVERYTHING):
        return "Users will see that they are signed out at once: the backend gets no session."
    if header == SET_COOKIE:
        return "Users will see that they are not signed in after sign-in: no cookie is stored."
    if header == FRONT_TOKEN:
        return (
            "Users will see that they are not signed in after sign-in: the frontend finds no "
            "session without front-token."
        )
    return "Users will see that their session is not recognised or cannot be refreshed."
