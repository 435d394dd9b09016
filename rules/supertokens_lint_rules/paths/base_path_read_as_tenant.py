"""ST115: the last segment of the frontend's base path is taken for a tenant id."""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.finding import Finding, Severity
from supertokens_lint.remedy import Fixable
from supertokens_lint.rule import Documentation, PairRule
from supertokens_lint.topology.model import Pair, System
from supertokens_lint_rules.agreements import severity_between
from supertokens_lint_rules.ends import Disagreement, pair_disagreements
from supertokens_lint_rules.paths.changes import same_base_path
from supertokens_lint_rules.paths.effective import BaseEnd, base_ends, path_text
from supertokens_lint_rules.paths.verdicts import Fault, Judge


class BasePathReadAsTenant(PairRule):
    """ST115."""

    code = "ST115"
    name = "base-path-read-as-tenant"
    severity = Severity.ERROR
    reasons = ("F47",)
    fixable = Fixable.SAFE
    documentation = Documentation(
        summary="The frontend's base path has one segment more, which the backend takes for a "
        "tenant id.",
        why="""
            Backend SDKs that know tenants (supertokens-node 15, supertokens-python 0.15,
            supertokens-golang 0.13 and later) read one segment between the base path and the name
            of an API as the tenant: `/api/auth/signin` below the base path `/api` is the sign-in
            of the tenant `auth`. The request is answered, so nothing looks like a wrong path: the
            error says that the tenant does not exist.
        """,
        fix="""
            Give both sides the same `apiBasePath`. A tenant id is never part of it: the SDKs put
            it in themselves.
        """,
        bad="""
```ts
// frontend
apiBasePath: "/api/auth",
// backend
apiBasePath: "/api",
```
        """,
        good="""
```ts
// frontend
apiBasePath: "/api/auth",
// backend
apiBasePath: "/api/auth",
```
        """,
        quiet="""
            Backends of earlier versions answer with a 404 instead; that is
            `api-base-path-mismatch`, as is every other difference. Nothing is said when either
            path is unknown.
        """,
    )

    def check_pair(self, pair: Pair, system: System) -> Iterator[Finding]:
        """Yield the paths whose last segment is read as a tenant."""
        judge = Judge(system, pair, Fault.TENANT)
        ends = base_ends(system)
        for found in pair_disagreements(system, pair, ends, ends, judge):
            yield self._finding(found, judge)

    def _finding(self, found: Disagreement, judge: Judge) -> Finding:
        left, right = found.left, found.right
        assert isinstance(left, BaseEnd)  # noqa: S101 - base_ends makes no other
        assert isinstance(right, BaseEnd)  # noqa: S101 - as above
        called = judge.road(left).seen or left.effective
        tenant = called.rpartition("/")[2]
        first, *more = left.evidences()
        return self.finding(
            f"The frontend calls the auth API under {left.shown}, but the backend serves it under "
            f"{right.shown} and takes {tenant!r} for a tenant id.",
            first,
            *more,
            *right.evidences(),
            effect=f"Users will see that sign-in fails: there is no tenant {tenant!r}.",
            help=f"Set the backend's apiBasePath so that it serves {path_text(left.effective)}, "
            f"or the frontend's so that it calls {path_text(right.effective)}.",
            severity=severity_between(judge.pair, found),
            environments=found.environments,
            remedy=same_base_path(found, left, right, judge),
        )
