"""ST004: an app without a counterpart."""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.rule import AppRule, Documentation
from supertokens_lint.sdk.names import Side
from supertokens_lint.topology.model import App, System

_OTHER = {Side.FRONTEND: Side.BACKEND, Side.BACKEND: Side.FRONTEND}


class UnpairedApp(AppRule):
    """ST004."""

    code = "ST004"
    name = "unpaired-app"
    severity = Severity.INFO
    documentation = Documentation(
        summary="A frontend has no backend to check it against, or the reverse.",
        why="""
            Most faults of a session are disagreements between two sides. With one side alone,
            only what is wrong in itself can be found.
        """,
        fix="""
            Give the directories of both sides on the command line
            (`supertokens-lint check ../web ../api`). Where the other repository cannot be read,
            `supertokens-lint contract` writes there what `check --with` compares here. Two sides
            of one repository that are not recognised as a pair are named in the configuration:

```toml
[[tool.supertokens-lint.pairs]]
frontend = "apps/web"
backend = "services/api"
```
        """,
        bad="""
```sh
supertokens-lint check frontend
```
        """,
        good="""
```sh
supertokens-lint check frontend backend
```
        """,
        quiet="""
            An app that takes part in at least one pair is not reported. A finding of this rule
            never fails a run unless `--fail-on info` asks for it.
        """,
    )

    def check_app(self, app: App, system: System) -> Iterator[Finding]:
        """Yield a finding at the first init of an app that is in no pair."""
        if not app.inits or any(app in (pair.frontend, pair.backend) for pair in system.pairs):
            return
        other = _OTHER[app.side].value
        yield self.finding(
            f"The {app.side.value} {app.name} has no {other} that belongs to it.",
            Evidence(f"{app.side.value} init", app.inits[0].callee),
            effect=f"Nothing here is compared with a {other}.",
            help=f"Check the {other}'s directory in the same run, give its contract with --with, "
            "or name the pair in the configuration.",
        )
