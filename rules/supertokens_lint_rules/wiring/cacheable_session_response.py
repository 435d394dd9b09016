"""ST509: a response with session tokens may be kept by a cache."""

from __future__ import annotations

from collections.abc import Iterable

from supertokens_lint.extract.gateway_facts import CacheRule as Stored
from supertokens_lint.extract.session_facts import CacheRule
from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.rule import AppRule, Documentation
from supertokens_lint.sdk.names import Side
from supertokens_lint.source import Place
from supertokens_lint.topology.model import App, System
from supertokens_lint_rules.proxies.passages import Passage, passages
from supertokens_lint_rules.transfer import uses_only_headers

_EFFECT = "Users will see data or sessions of others, or be signed out by themselves."
_HEADER = "no-cache, no-store, max-age=0, must-revalidate"


class CacheableSessionResponse(AppRule):
    """ST509."""

    code = "ST509"
    name = "cacheable-session-response"
    severity = Severity.WARNING
    security_severity = 6.5
    reasons = ("F43",)
    documentation = Documentation(
        summary="Responses of the SDK's API, or of session routes, may be cached.",
        why="""
            Answers of the SDK's API and of routes behind `verifySession` may carry new tokens. A
            cache that keeps one gives it to other requests: the `front-token` changes by itself,
            users see data of others or are signed out. Vercel's network caches answers to GET
            that say nothing about caching. A proxy or content network keeps what its own
            configuration tells it to, and adds headers that let others keep it, whoever the
            answer was for.
        """,
        fix=f"""
            Answer with `Cache-Control: {_HEADER}`, and take caches and
            caching headers of proxies out for the paths of the API.
        """,
        bad="""
```ts
// app/api/auth/[[...path]]/route.ts, deployed to Vercel
export const GET = getAppDirRequestHandler();
```
```nginx
location /auth/ {{
    proxy_pass http://api:3001;
    proxy_cache pages;
    proxy_cache_valid 200 10m;
}}
```
        """,
        good=f"""
```ts
const handleCall = getAppDirRequestHandler();

export async function GET(request: Request) {{
  const response = await handleCall(request);
  response.headers.set("Cache-Control", "{_HEADER}");
  return response;
}}
```
        """,
        quiet="""
            Nothing is said about routes that set the header, about packages that nothing shows to
            be deployed to Vercel, and when a configuration file sets the header.
        """,
    )

    def check_app(self, app: App, system: System) -> Iterable[Finding]:
        """Yield the routes of a backend whose answers a cache may keep."""
        if app.side is not Side.BACKEND:
            return
        for item in app.sessions.caches:
            yield self._finding(item)
        seen: set[Place] = set()
        for passage in passages(system, app):
            for rule in passage.location.caches:
                if rule.place not in seen and not _is_left_out(passage):
                    seen.add(rule.place)
                    yield self._by_proxy(rule, passage)

    def _by_proxy(self, rule: Stored, passage: Passage) -> Finding:
        tool = passage.gateway.tool
        return self.finding(
            f"{tool} lets answers of the auth API be kept and given to other requests: "
            f"{rule.text!r}.",
            Evidence(f"{tool} cache", rule.place, rule.text),
            Evidence(f"{tool} proxy", passage.location.place, repr(passage.location.path)),
            effect=_EFFECT,
            help=f"Take {rule.text!r} out for {passage.location.path!r}, and let the application "
            f"answer with Cache-Control: {_HEADER}.",
        )

    def _finding(self, item: CacheRule) -> Finding:
        if item.text is None:
            message = (
                f"This route of the SDK's API sets no Cache-Control, and {item.host} caches what "
                "says nothing."
            )
            label = f"deployed to {item.host}"
        elif item.is_configured:
            message = (
                f"{item.host} is told to let answers of the SDK's API be kept and given to other "
                f"requests: {item.text!r}."
            )
            label = "route of the SDK's API"
        else:
            message = f"Answers behind verifySession may be kept by {item.host}: {item.text!r}."
            label = "session verified"
        return self.finding(
            message,
            Evidence(_label(item), item.place, item.text),
            Evidence(label, item.evidence),
            effect=_EFFECT,
            help=f"Answer with Cache-Control: {_HEADER}.",
        )


def _is_left_out(passage: Passage) -> bool:
    """Tell whether a cache leaves out requests with ``Authorization``, as all of these are."""
    init = passage.frontend
    return passage.gateway.tool == "HAProxy" and init is not None and uses_only_headers(init)


def _label(item: CacheRule) -> str:
    if item.text is None:
        return "route"
    return f"{item.host} cache" if item.is_configured else "Cache-Control"
