"""ST114: the frontend calls the auth API under another path than the backend serves it."""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.remedy import Fixable
from supertokens_lint.rule import Documentation, PairRule
from supertokens_lint.topology.model import Pair, System
from supertokens_lint_rules.agreements import severity_between, version_of
from supertokens_lint_rules.ends import Disagreement, pair_disagreements
from supertokens_lint_rules.paths.changes import same_base_path
from supertokens_lint_rules.paths.effective import BaseEnd, base_ends, path_text
from supertokens_lint_rules.paths.verdicts import Fault, Judge


class ApiBasePathMismatch(PairRule):
    """ST114."""

    code = "ST114"
    name = "api-base-path-mismatch"
    severity = Severity.ERROR
    reasons = ("F39", "C.5")
    fixable = Fixable.SAFE
    documentation = Documentation(
        summary="Frontend and backend do not agree on the path of the auth API.",
        why="""
            The frontend SDK calls `apiDomain` + `apiGatewayPath` + `apiBasePath` for everything
            that it does itself: sign-in, sign-out, refresh. The backend SDK answers requests
            below its own `apiGatewayPath` + `apiBasePath` and gives the refresh cookie the path
            `<that>/session/refresh`, so that the browser sends it nowhere else. When the two
            sums differ, the calls end in a 404. When only their letter case differs, sign-in may
            work, but the browser keeps the refresh cookie back, and the session ends with the
            first access token: some backend SDKs turn base paths into lower case.
        """,
        fix="""
            Give both sides the same `apiBasePath`, or leave it out on both (`/auth`). A gateway
            or proxy that takes a prefix off belongs into `apiGatewayPath`; only the sum has to be
            equal. `supertokens-website` and `supertokens-react-native` have no `apiGatewayPath`:
            there the whole path goes into `apiBasePath`.
        """,
        bad="""
```ts
// frontend/src/config.ts
apiBasePath: "/api/v1/auth",
```
```py
# backend/config.py: no api_base_path, so the SDK serves /auth
InputAppInfo(app_name="Shop", api_domain="http://localhost:3001", ...)
```
        """,
        good="""
```ts
// frontend/src/config.ts
apiBasePath: "/api/v1/auth",
```
```py
# backend/config.py
InputAppInfo(..., api_base_path="/api/v1/auth")
```
        """,
        quiet="""
            Paths are compared as the SDKs read them, so `auth`, `/auth` and `/auth/` are equal.
            Nothing is said when either path is unknown in an environment, when both sums are
            equal however they are split, and when a development server or a rewrite of the
            frontend changes the path in a way that fits the backend. A path that is longer by
            one segment is `base-path-read-as-tenant`, a prefix that a proxy takes off is
            `gateway-path-missing`.
        """,
    )

    def check_pair(self, pair: Pair, system: System) -> Iterator[Finding]:
        """Yield the paths that differ."""
        judge = Judge(system, pair, Fault.DIFFERENT)
        ends = base_ends(system)
        for found in pair_disagreements(system, pair, ends, ends, judge):
            yield self._finding(found, judge)

    def _finding(self, found: Disagreement, judge: Judge) -> Finding:
        left, right = found.left, found.right
        assert isinstance(left, BaseEnd)  # noqa: S101 - base_ends makes no other
        assert isinstance(right, BaseEnd)  # noqa: S101 - as above
        proxied, proxy = _proxied(judge, left)
        first, *more = left.evidences()
        return self.finding(
            f"The frontend calls the auth API under {left.shown}{proxied}, but the backend serves "
            f"it under {right.shown}{_case_note(left, right)}.",
            first,
            *more,
            *right.evidences(),
            *proxy,
            effect=_effect(left, right),
            help=_help(left, right),
            severity=severity_between(judge.pair, found),
            environments=found.environments,
            remedy=same_base_path(found, left, right, judge),
        )


def _proxied(judge: Judge, left: BaseEnd) -> tuple[str, tuple[Evidence, ...]]:
    way = judge.road(left)
    if not way.is_rewritten or way.rule is None or way.seen is None:
        return "", ()
    evidence = Evidence(f"{way.rule.tool} proxy", way.rule.place, path_text(way.rule.prefix))
    return f", which a proxy turns into {path_text(way.seen)}", (evidence,)


def _differ_in_case(left: BaseEnd, right: BaseEnd) -> bool:
    return left.effective.lower() == right.effective.lower()


def _case_note(left: BaseEnd, right: BaseEnd) -> str:
    if not _differ_in_case(left, right):
        return ""
    version = version_of(right.init)
    release = "" if version is None else f" {version}"
    return f": {right.init.sdk.value}{release} turns base paths into lower case"


def _effect(left: BaseEnd, right: BaseEnd) -> str:
    if _differ_in_case(left, right):
        return (
            "Users will see that their session ends when the first access token expires: the "
            "refresh cookie's path has other letters than the path that the browser requests."
        )
    return (
        "Users will see that sign-in fails: every call of the auth API ends in a 404, the refresh "
        "of existing sessions included."
    )


def _help(left: BaseEnd, right: BaseEnd) -> str:
    if _differ_in_case(left, right):
        return "Write the path in lower case on both sides."
    change = (
        f"Give both sides one path: change {path_text(left.effective)} in the frontend or "
        f"{path_text(right.effective)} in the backend."
    )
    prefix = left.effective.removesuffix(right.own)
    if not right.own or prefix == left.effective:
        return change
    return f"{change} If a proxy takes {prefix!r} off, set the backend's apiGatewayPath to it."
