"""ST001: a file that takes part cannot be parsed."""

from __future__ import annotations

from collections.abc import Iterable

from supertokens_lint.finding import Finding, Severity
from supertokens_lint.rule import Documentation, Rule
from supertokens_lint.topology.model import System


class SyntaxErrorRule(Rule):
    """Documents ST001. The engine makes its findings: rules see no files, only what is in them."""

    code = "ST001"
    name = "syntax-error"
    severity = Severity.WARNING
    documentation = Documentation(
        summary="A file that takes part in the system cannot be parsed.",
        why="""
            What the file says cannot be checked: an option that stands after the error may be
            missed, and a setting that is imported from this file is unknown. The rest of the
            system is checked as usual.
        """,
        fix="""
            Mend the syntax. When the file is no part of the system (a template with placeholders,
            a test for a parser), leave it out with `exclude` in the configuration.
        """,
        bad="""
```ts
// frontend/src/config.ts
export const appInfo = {
  appName: "Example",
  apiDomain: "http://localhost:3001"
  websiteDomain: "http://localhost:3000",
};
```
        """,
        good="""
```ts
// frontend/src/config.ts
export const appInfo = {
  appName: "Example",
  apiDomain: "http://localhost:3001",
  websiteDomain: "http://localhost:3000",
};
```
        """,
        quiet="""
            Files that neither use a SuperTokens SDK nor are needed to resolve a setting are not
            parsed, so errors in them are not reported.
        """,
    )

    def check(self, system: System) -> Iterable[Finding]:
        """Yield nothing: see the class."""
        del system
        return ()
