"""ST601: a proxy's buffer for headers is smaller than those of a session."""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.extract.gateway_facts import Direction, HeaderLimit
from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.rule import AppRule, Documentation
from supertokens_lint.sdk.sizes import SESSION_HEADERS
from supertokens_lint.source import Place
from supertokens_lint.topology.model import App, System
from supertokens_lint_rules.proxies.passages import Passage, passages


class ProxyHeaderLimit(AppRule):
    """ST601."""

    code = "ST601"
    name = "proxy-header-limit"
    severity = Severity.WARNING
    reasons = ("F14",)
    documentation = Documentation(
        summary="A proxy's buffer for headers is smaller than the headers of a session.",
        why="""
            When a session is made or refreshed, the backend answers with two tokens and with
            `front-token`, which repeats the claims of the access token: some 3 KB of headers before
            the application adds a claim of its own. Requests carry the tokens back. A proxy whose
            buffer is smaller answers 502 (nginx: "upstream sent too big header") or 400 and 431,
            and only for signed-in users.
        """,
        fix="""
            Take the setting out, or give it at least 4 KB; 16 KB leaves room for claims of the
            application.
        """,
        bad="""
```nginx
location /auth/ {
    proxy_pass http://api:3001;
    proxy_buffer_size 2k;
}
```
        """,
        good="""
```nginx
location /auth/ {
    proxy_pass http://api:3001;
    proxy_buffer_size 16k;
    proxy_busy_buffers_size 16k;
}
```
        """,
        quiet="""
            Only sizes that are written down are looked at, on the way of requests to the auth API;
            the defaults of proxies are large enough.
        """,
    )

    def check_app(self, app: App, system: System) -> Iterator[Finding]:
        """Yield the limits that are too small, once a place."""
        seen: set[Place] = set()
        for passage in passages(system, app):
            for limit in passage.location.limits:
                if limit.size < SESSION_HEADERS and limit.place not in seen:
                    seen.add(limit.place)
                    yield self._finding(limit, passage)

    def _finding(self, limit: HeaderLimit, passage: Passage) -> Finding:
        tool = passage.gateway.tool
        inward = limit.direction is Direction.REQUEST
        way = "of requests" if inward else "of responses"
        return self.finding(
            f"{tool} reads the headers {way} into {_bytes(limit.size)} ({limit.setting}), but "
            f"those of a session need about {_bytes(SESSION_HEADERS)}.",
            Evidence(f"{tool} {limit.setting}", limit.place, _bytes(limit.size)),
            Evidence(f"{tool} proxy", passage.location.place, repr(passage.location.path)),
            effect="Users will see that sign-in and refresh fail with "
            + ("a 400 or 431" if inward else "a 502 (upstream sent too big header)")
            + ", some of them only when their claims grow.",
            help=f"Take {limit.setting} out, or set it to 16k.",
        )


def _bytes(size: int) -> str:
    return f"{size // 1024} KB" if size >= 1024 and size % 1024 == 0 else f"{size} bytes"
