"""ST117: a proxy changes the path, and apiGatewayPath does not say so."""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.extract.facts import ProxyRule
from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.rule import Documentation, PairRule
from supertokens_lint.topology.model import Pair, System
from supertokens_lint_rules.agreements import severity_between
from supertokens_lint_rules.ends import Disagreement, pair_disagreements
from supertokens_lint_rules.gateways import STAGES, public_path
from supertokens_lint_rules.paths.effective import (
    WITHOUT_GATEWAY,
    BaseEnd,
    base_ends,
    path_text,
)
from supertokens_lint_rules.paths.roads import Road, Way
from supertokens_lint_rules.paths.verdicts import Fault, Judge


class GatewayPathMissing(PairRule):
    """ST117."""

    code = "ST117"
    name = "gateway-path-missing"
    severity = Severity.ERROR
    reasons = ("F48",)
    documentation = Documentation(
        summary="A proxy takes a prefix off the path, and the backend's apiGatewayPath does not "
        "account for it.",
        why="""
            A backend behind a proxy that removes a prefix sees other paths than the browser. It
            routes by what it sees, but the path of the refresh cookie has to be the browser's.
            `apiGatewayPath` is the prefix that only the browser sees: the backend SDK puts it in
            front of its base path wherever the browser's view counts. Without it the requests end
            in a 404, or they arrive and the browser never sends the refresh cookie.
        """,
        fix="""
            Either stop the proxy from changing the path, and give both sides the full path as
            `apiBasePath`; or set `apiGatewayPath` of the backend to the prefix that the proxy
            removes and its `apiBasePath` to the rest. The frontend's sum of both has to be the
            public path.
        """,
        bad="""
```ts
// frontend/vite.config.ts
proxy: {
  "/api": { target: "http://localhost:3001", rewrite: (path) => path.replace(/^\\/api/, "") },
},
// frontend/src/config.ts
apiBasePath: "/api/auth",
// backend/config.ts
apiBasePath: "/auth",
```
        """,
        good="""
```ts
// frontend/src/config.ts
apiBasePath: "/api/auth",
// backend/config.ts
apiGatewayPath: "/api",
apiBasePath: "/auth",
```
        """,
        quiet="""
            Only proxies that the files show, that the frontend's `apiDomain` leads through and
            whose target is the backend are looked at; a rewrite that is a function of its own is
            not. Proxies of development servers count in development alone. Where sessions are in
            headers only, the path of the refresh cookie does not matter.
        """,
    )

    def check_pair(self, pair: Pair, system: System) -> Iterator[Finding]:
        """Yield the proxies that one side does not know of."""
        judge = Judge(system, pair, Fault.PROXY)
        ends = base_ends(system)
        for found in pair_disagreements(system, pair, ends, ends, judge):
            yield from self._finding(found, judge)

    def _finding(self, found: Disagreement, judge: Judge) -> Iterator[Finding]:
        left, right = found.left, found.right
        if not isinstance(left, BaseEnd) or not isinstance(right, BaseEnd):
            return
        way = judge.road(left)
        if way.rule is not None and way.way is Way.UNROUTED:
            yield self._unrouted(found, judge, way.rule, left, right)
        if way.rule is None or way.seen is None:
            return
        routed = way.seen == right.own
        served = right.own if not routed else right.effective
        problem = "serves" if not routed else "gives the refresh cookie the path of"
        yield self.finding(
            f"The {_kind(way.rule)} turns {path_text(way.public)}, which the frontend calls, into "
            f"{path_text(way.seen)}, but the backend {problem} {path_text(served)}.",
            proxy_evidence(way.rule),
            *left.evidences(),
            *right.evidences(),
            effect=_COOKIE if routed else _NOT_FOUND,
            help=_help(way, left, right),
            severity=severity_between(judge.pair, found),
            environments=found.environments,
        )

    def _unrouted(
        self, found: Disagreement, judge: Judge, rule: ProxyRule, left: BaseEnd, right: BaseEnd
    ) -> Finding:
        public = public_path(rule, right.own) or ""
        prefix = public.removesuffix(right.own)
        keys = f"apiGatewayPath to {prefix!r}"
        if left.init.sdk in WITHOUT_GATEWAY:
            keys = f"the frontend's apiBasePath to {public!r}, and the backend's {keys}"
        else:
            keys += " on both sides"
        return self.finding(
            f"The frontend calls the auth API under {path_text(left.effective)}, but the "
            f"{_kind(rule)} leads to it under {path_text(public)}.",
            proxy_evidence(rule),
            *left.evidences(),
            *right.evidences(),
            effect=_NOT_FOUND,
            help=f"Set {keys}.",
            severity=severity_between(judge.pair, found),
            environments=found.environments,
        )


def _kind(rule: ProxyRule) -> str:
    return f"{rule.tool} proxy" if rule.tool not in STAGES else f"stage of {rule.tool}"


_COOKIE = (
    "Users will see that their session ends when the first access token expires: the browser "
    "does not send the refresh cookie to the path that the frontend calls."
)
_NOT_FOUND = "Users will see that sign-in fails: every call of the auth API ends in a 404."


def proxy_evidence(rule: ProxyRule) -> Evidence:
    """Return a proxy rule as one end of a finding."""
    if rule.tool in STAGES:
        return Evidence(_kind(rule), rule.place, repr(rule.prefix))
    removed = f" without {rule.removes!r}" if rule.removes else ""
    added = f" with {rule.adds!r} in front" if rule.adds else ""
    return Evidence(_kind(rule), rule.place, f"{rule.prefix!r}{removed}{added}")


def _help(way: Road, left: BaseEnd, right: BaseEnd) -> str:
    seen = way.seen or ""
    gateway = way.public[: -len(seen)] if seen and way.public.endswith(seen) else None
    if gateway:
        split = f"apiGatewayPath {gateway!r} and apiBasePath {path_text(seen)}"
        return f"Set the backend's {split}, or stop the proxy from changing the path."
    if left.init.sdk in WITHOUT_GATEWAY or right.gateway is None:
        return "Stop the proxy from changing the path, and use one apiBasePath on both sides."
    return "Make apiGatewayPath and apiBasePath of the backend add up to the public path."
