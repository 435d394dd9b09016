"""ST603: the proxy in front of the API does not hand the auth path on."""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.extract.gateway_facts import MethodLimit
from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.rule import Documentation, PairRule
from supertokens_lint.topology.model import Pair, System
from supertokens_lint_rules.agreements import severity_between
from supertokens_lint_rules.ends import Disagreement, pair_disagreements
from supertokens_lint_rules.paths.effective import BaseEnd, base_ends, path_text
from supertokens_lint_rules.paths.gateway_path_missing import proxy_evidence
from supertokens_lint_rules.paths.roads import Road
from supertokens_lint_rules.paths.verdicts import Fault, Judge
from supertokens_lint_rules.proxies.passages import Passage, passages

POST = "POST"
_ALL_METHODS = {"CloudFront": "GET, HEAD, OPTIONS, PUT, POST, PATCH and DELETE"}


class ProxyRouteMissing(PairRule):
    """ST603."""

    code = "ST603"
    name = "proxy-route-missing"
    severity = Severity.ERROR
    reasons = ("C.5",)
    documentation = Documentation(
        summary="The proxy in front of the API does not hand the path of the auth API on.",
        why="""
            The frontend SDK calls sign-in, refresh and sign-out below `apiBasePath`, whatever
            paths the application's own routes have. A proxy that hands only those routes on
            answers the SDK's requests itself, or sends them to the website. So does one that hands
            the path on for GET and HEAD alone, as a behavior of CloudFront does unless it says
            otherwise: sign-in, refresh and sign-out are POST requests.
        """,
        fix="""
            Add a route for the auth path to the proxy, or move the auth API below a path that it
            hands on, with the same `apiBasePath` on both sides. Let all methods pass.
        """,
        bad="""
```nginx
# frontend and backend: apiBasePath "/auth"
location /api/ {
    proxy_pass http://api:3001;
}
location / {
    try_files $uri /index.html;
}
```
        """,
        good="""
```nginx
location /auth/ {
    proxy_pass http://api:3001;
}
```
        """,
        quiet="""
            Nothing is said unless the requests certainly reach the proxy, some of its routes lead
            to the backend, and all of its routes are known. A route that takes a prefix off is
            `gateway-path-missing`.
        """,
    )

    def check_pair(self, pair: Pair, system: System) -> Iterator[Finding]:
        """Yield the paths that no route covers."""
        judge = Judge(system, pair, Fault.UNROUTED)
        ends = base_ends(system)
        for found in pair_disagreements(system, pair, ends, ends, judge):
            yield from self._finding(found, judge)
        for passage in passages(system, pair.backend):
            limit = passage.location.methods
            if passage.pair is pair and limit is not None and POST not in limit.names:
                yield self._refused(passage, limit)

    def _refused(self, passage: Passage, limit: MethodLimit) -> Finding:
        tool = passage.gateway.tool
        names = " and ".join(limit.names)
        default = ", its default" if limit.is_default else ""
        return self.finding(
            f"{tool} hands {passage.location.path!r} on to the backend for {names} alone{default}; "
            "sign-in and refresh are POST requests.",
            Evidence(f"{tool} methods", limit.place, names),
            *(passage.end.evidences() if isinstance(passage.end, BaseEnd) else ()),
            effect=f"Users will see that sign-in fails: {tool} answers it with status 403.",
            help=f"Let all methods pass there ({_ALL_METHODS.get(tool, 'POST among them')}).",
        )

    def _finding(self, found: Disagreement, judge: Judge) -> Iterator[Finding]:
        left, right = found.left, found.right
        if not isinstance(left, BaseEnd) or not isinstance(right, BaseEnd):
            return
        way = judge.road(left)
        if way.rule is None or way.answer is None:
            return
        tool = way.rule.tool
        public = path_text(left.effective)
        yield self.finding(
            f"The {tool} proxy hands {way.rule.prefix!r} on to the backend, but not {public}, "
            "under which the frontend calls the auth API.",
            *_answer(way),
            proxy_evidence(way.rule),
            *left.evidences(),
            *right.evidences(),
            effect="Users will see that sign-in fails: the proxy answers the calls of the auth API "
            "in place of the backend.",
            help=f"Hand {public} on to the backend as well, or move the auth API below "
            f"{way.rule.prefix!r} on both sides.",
            severity=severity_between(judge.pair, found),
            environments=found.environments,
        )


def _answer(way: Road) -> tuple[Evidence, ...]:
    """Return what answers in place of the backend, where that is written down."""
    if way.rule is None or way.answer is None or way.answer == way.rule.place:
        return ()
    return (Evidence(f"{way.rule.tool} proxy", way.answer, f"answers {path_text(way.public)}"),)
