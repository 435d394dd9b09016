"""ST507: a package replaces Node's HTTP functions by old ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from supertokens_lint.extract.facts import Init
from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.resolve.outcomes import Environment
from supertokens_lint.rule import AppRule, Documentation
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.sdk.versions import at_least
from supertokens_lint.topology.model import App, System

_JWKS_SINCE = (14, 0, 0)


class PatchedHttpClient(AppRule):
    """ST507."""

    code = "ST507"
    name = "patched-http-client"
    severity = Severity.WARNING
    reasons = ("F45",)
    documentation = Documentation(
        summary="A locked package replaces Node's https.request by one that the SDK cannot use.",
        why="""
            supertokens-node fetches the core's signing keys with `https.get(url, options)`.
            agent-base 4.2.1 and older, a dependency of old https-proxy-agent releases, replaces
            that function for the whole process by one that takes no address as its first argument.
            Every verification of a session then fails with "The "listener" argument must be of
            type function. Received an instance of Object".
        """,
        fix="""
            Update the package that brings agent-base (`npm ls agent-base`), or force 4.3.0 or
            newer with `overrides` (`resolutions` in yarn).
        """,
        bad="""
```json
"node_modules/agent-base": { "version": "4.2.1" }
```
        """,
        good="""
```json
"node_modules/agent-base": { "version": "6.0.2" }
```
        """,
        quiet="""
            agent-base 4.3.0 and newer takes an address. Nothing is said when the core is not known
            to be at an https address, when a manifest gives a range only, and about
            supertokens-node before 14, which fetches no keys this way.
        """,
    )

    def check_app(self, app: App, system: System) -> Iterable[Finding]:
        """Yield a finding for each backend whose lockfile has such a package."""
        for item in app.sessions.patched:
            for init in app.inits:
                if init.callee != item.place or not _fetches_keys(init):
                    continue
                core = _https_core(system, app, init)
                if core is None:
                    continue
                fact = item.version
                yield self.finding(
                    f"{fact.package} {fact.text} replaces https.get by a function that "
                    "supertokens-node cannot fetch the core's keys with.",
                    Evidence(f"{fact.package} in the lockfile", fact.place, fact.text),
                    core,
                    effect="Users will see that requests with a session fail with status 500: "
                    '"The "listener" argument must be of type function".',
                    help=f"Update what depends on {fact.package}, or force 4.3.0 or newer.",
                )


def _fetches_keys(init: Init) -> bool:
    version = None if init.version is None else init.version.version
    if init.sdk is Sdk.NESTJS:
        return True
    return at_least(Sdk.NODE, version, _JWKS_SINCE) is True


def _https_core(system: System, app: App, init: Init) -> Evidence | None:
    """Return where the core's https address is given, ``None`` when it is not known to be one."""
    for environment in system.environments(app):
        for text, evidence in _cores(system, init, environment):
            if text.lower().startswith("https://"):
                return evidence
    return None


def _cores(system: System, init: Init, environment: Environment) -> Iterator[tuple[str, Evidence]]:
    setting = init.root.get("supertokens")
    if setting is None:
        return
    for outcome in system.outcomes(setting.value, environment):
        entries = getattr(outcome.structure, "entries", {})
        entry = entries.get("connectionURI")
        if entry is None:
            continue
        for uri in system.outcomes(entry.value, environment):
            if uri.text is not None:
                for address in uri.text.split(";"):
                    yield address.strip(), Evidence("address of the core", entry.place, "https")
