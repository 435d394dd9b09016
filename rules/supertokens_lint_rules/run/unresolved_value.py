"""ST003: a setting that decides rules could not be resolved."""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.extract.facts import Setting
from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.resolve.values import Reason, Unknown
from supertokens_lint.rule import Documentation, Rule
from supertokens_lint.source import Place
from supertokens_lint.topology.model import App, System

_APP_INFO = (
    "apiDomain",
    "websiteDomain",
    "origin",
    "apiBasePath",
    "websiteBasePath",
    "apiGatewayPath",
)
_SESSION = (
    "cookieDomain",
    "cookieSecure",
    "cookieSameSite",
    "antiCsrf",
    "tokenTransferMethod",
    "sessionTokenFrontendDomain",
    "sessionTokenBackendDomain",
)
_HELP = {
    Reason.ENV_UNSET: "Give the variable a value in an env file, or in an example file such as "
    ".env.example.",
    Reason.PLACEHOLDER: "Put a value that works for development into that file.",
    Reason.TOKEN: "Read the value from an environment variable with a default for development.",
    Reason.MISSING_MODULE: "Check the import, or include the file that it leads to in the run.",
    Reason.UNPARSED: "Mend the syntax of the file that the value comes from.",
    Reason.EXTERNAL: "If the package only passes the value on, write the value where it is given "
    "to the SDK.",
}
_DEFAULT_HELP = "If the value is known, write it as a literal or as a default of an env variable."


class UnresolvedValue(Rule):
    """ST003."""

    code = "ST003"
    name = "unresolved-value"
    severity = Severity.INFO
    documentation = Documentation(
        summary="A setting that decides rules could not be resolved.",
        why="""
            A value that the files do not tell is never guessed, so no rule that depends on it
            can say anything. The message tells why the value is unknown and what was looked for.
        """,
        fix="""
            For an environment variable, add it to the env file of an environment, or to an
            example file that is committed. For an import that leads nowhere, run the linter on
            the directory that holds both files.
        """,
        bad="""
```ts
// no env file gives API_DOMAIN a value
apiDomain: process.env.API_DOMAIN,
```
        """,
        good="""
```ts
apiDomain: process.env.API_DOMAIN ?? "http://localhost:3001",
```
        """,
        quiet="""
            A setting that is known in at least one environment is not reported. Each setting is
            reported once, however many apps share it.
        """,
    )

    def check(self, system: System) -> Iterator[Finding]:
        """Yield a finding for each setting that is unknown in every environment."""
        seen: set[Place] = set()
        for app in system.apps:
            for setting in _settings(app):
                unknown = _why_unknown(setting, app, system)
                if unknown is not None and setting.place not in seen:
                    seen.add(setting.place)
                    yield self._finding(setting, unknown, app)

    def _finding(self, setting: Setting, unknown: Unknown, app: App) -> Finding:
        detail = f" ({unknown.detail})" if unknown.detail else ""
        return self.finding(
            f"{setting.key} of the {app.side.value} is not known: {unknown.reason.value}{detail}.",
            Evidence(
                f"{app.side.value} {setting.key}",
                setting.place,
                trail=unknown.trail or setting.value.trail,
            ),
            effect="Rules that depend on this value say nothing.",
            help=_HELP.get(unknown.reason, _DEFAULT_HELP),
        )


def _settings(app: App) -> Iterator[Setting]:
    for key in _APP_INFO:
        yield from (setting for _, setting in app.app_info(key))
    for key in _SESSION:
        yield from (setting for _, setting in app.session(key))


def _why_unknown(setting: Setting, app: App, system: System) -> Unknown | None:
    """Return the first reason when the setting is unknown in all environments."""
    outcomes = [
        outcome
        for environment in system.environments(app)
        for outcome in system.outcomes(setting.value, environment)
    ]
    reasons = [outcome.unknown for outcome in outcomes if outcome.unknown is not None]
    return reasons[0] if reasons and len(reasons) == len(outcomes) else None
