"""ST002: a suppression that suppresses nothing."""

from __future__ import annotations

from collections.abc import Iterable

from supertokens_lint.finding import Finding, Severity
from supertokens_lint.rule import Documentation, Rule
from supertokens_lint.topology.model import System


class UnusedSuppression(Rule):
    """Documents ST002. The engine makes its findings, once all other rules have run."""

    code = "ST002"
    name = "unused-suppression"
    severity = Severity.WARNING
    documentation = Documentation(
        summary="A suppression comment, or an entry of the baseline, suppresses nothing.",
        why="""
            A comment that is left behind after the mistake is mended hides the next one on that
            line. A comment without a reason does not tell anybody whether it is still right, so
            it is not accepted in the first place.
        """,
        fix="""
            Remove the comment, or the name of the rule that did not fire. If it has no reason
            yet, add one after `--`. If it names a rule that does not exist, correct the name:
            `supertokens-lint rules` lists them. `supertokens-lint baseline --prune` removes entries
            of the baseline whose findings are gone.
        """,
        bad="""
```ts
// supertokens-lint: ignore[api-domain-mismatch]
apiDomain: "https://api.example.com",
```
        """,
        good="""
```ts
// supertokens-lint: ignore[api-domain-mismatch] -- the gateway answers under both names
apiDomain: "https://api.example.com",
```
        """,
        quiet="""
            A suppression of a rule that did not run this time (`--select`, `--ignore`) is left
            alone, and so is an entry of the baseline about files that this run does not look at,
            or where it looks at some environments only.
        """,
    )

    def check(self, system: System) -> Iterable[Finding]:
        """Yield nothing: see the class."""
        del system
        return ()
