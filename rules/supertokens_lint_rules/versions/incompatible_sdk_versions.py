"""ST801: versions of SDKs that cannot work together."""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.rule import Documentation, Rule
from supertokens_lint.sdk.features import Feature, has
from supertokens_lint.source import Place
from supertokens_lint.topology.model import App, Basis, Pair, System
from supertokens_lint_rules.versions.generations import (
    Stated,
    differ,
    has_no_counterpart,
    interfaces,
    is_older,
    talks,
    versions_of,
)


class IncompatibleSdkVersions(Rule):
    """ST801."""

    code = "ST801"
    name = "incompatible-sdk-versions"
    severity = Severity.ERROR
    reasons = ("A.10", "F.4")
    documentation = Documentation(
        summary="The versions of the frontend's and the backend's SDK cannot work together.",
        why="""
            Frontend and backend SDKs speak the frontend driver interface (FDI), and every release
            lists the versions of it that it knows. Two releases without a common version differ in
            the names of headers and cookies or in the form of requests: sessions that one creates,
            the other does not find. The same happens within one app when a lockfile and a
            manifest, or two manifests, ask for releases of different generations: which of them
            is installed depends on the command that somebody runs.
        """,
        fix="""
            Upgrade the older side to a release that shares a version of the interface with the
            other, and keep manifests and lockfiles of one app in step. Each SDK's
            `frontendDriverInterfaceSupported.json` and change log tell what it speaks.
        """,
        bad="""
```text
web/package.json       "supertokens-auth-react": "^0.40.0"
api/requirements.txt   supertokens-python==0.12.0
```
        """,
        good="""
```text
web/package.json       "supertokens-auth-react": "^0.40.0"
api/requirements.txt   supertokens-python==0.20.2
```
        """,
        quiet="""
            A range counts with all its releases: one common version of the interface is enough.
            Nothing is said of `latest`, `*` and other versions that name no release, unless a
            lockfile pins them, nor of releases older than the record. A lockfile that does not
            match its manifest is left alone while both are of one generation. Where no release of
            the backend's SDK speaks what the frontend does and both make sessions alike, it is
            a warning: sign-in may work, other steps of the auth flow may not.
        """,
    )

    def check(self, system: System) -> Iterator[Finding]:
        """Yield pairs that cannot talk, then apps whose files disagree, each line once."""
        seen: set[Place] = set()
        for finding in (*self._pairs(system), *self._apps(system)):
            if finding.primary.place not in seen:
                seen.update(end.place for end in (finding.primary, *finding.counterparts))
                yield finding

    def _pairs(self, system: System) -> Iterator[Finding]:
        for pair in system.pairs:
            for mine in versions_of(pair.frontend):
                for theirs in versions_of(pair.backend):
                    if not talks(mine, theirs):
                        yield self._cannot_talk(pair, mine, theirs)

    def _cannot_talk(self, pair: Pair, mine: Stated, theirs: Stated) -> Finding:
        older, newer = (mine, theirs) if is_older(mine, theirs) else (theirs, mine)
        other_files = [
            item.evidence(f"{item.sdk.value} in another file")
            for side in (older, newer)
            for item in side.others
            if differ(side, item)
        ]
        alone = has_no_counterpart(mine, theirs)
        return self.finding(
            f"{older.shown} and {newer.shown} have no version of the interface between them in "
            f"common: the former speaks {interfaces(older)}, the latter {interfaces(newer)}.",
            older.evidence(older.sdk.value),
            newer.evidence(newer.sdk.value),
            *other_files,
            effect="Sessions themselves are of one generation; users may see that another step of "
            "the auth flow fails."
            if alone
            else _effect(mine, theirs),
            help=_help(older, newer, alone=alone),
            severity=_severity(pair, alone=alone),
        )

    def _apps(self, system: System) -> Iterator[Finding]:
        for app in system.apps:
            for item in versions_of(app):
                for other in item.others:
                    if differ(item, other):
                        yield self._files_disagree(app, item, other, system)

    def _files_disagree(self, app: App, first: Stated, second: Stated, system: System) -> Finding:
        older, newer = (first, second) if is_older(first, second) else (second, first)
        others = [
            item.evidence(f"{item.sdk.value}, which cannot work with {older.fact.text}")
            for item in _counterparts(app, system)
            if not talks(item, older) and talks(item, newer)
        ]
        return self.finding(
            f"One file asks for {older.shown}, another for {newer.sdk.value} {newer.fact.text}: "
            "these are different generations of the SDK.",
            older.evidence(f"{app.side.value} {older.sdk.value}"),
            Evidence(f"{app.side.value} {newer.sdk.value}", newer.fact.place, newer.fact.text),
            *others,
            effect="Which of the two is installed depends on the command that is run: users will "
            "see that sessions work in one installation and not in another.",
            help="Ask for one version in both files, and write the lockfile anew.",
        )


def _counterparts(app: App, system: System) -> Iterator[Stated]:
    for pair in system.pairs:
        if app is pair.frontend:
            yield from versions_of(pair.backend)
        elif app is pair.backend:
            yield from versions_of(pair.frontend)


def _severity(pair: Pair, *, alone: bool) -> Severity | None:
    return Severity.WARNING if alone or pair.basis is Basis.DIRECTORY else None


def _help(older: Stated, newer: Stated, *, alone: bool) -> str:
    downgrade = f"use a release of {newer.sdk.value} that speaks one of the versions "
    if alone:
        return (
            f"No release of {older.sdk.value} speaks a newer interface: try the whole auth flow, "
            f"or {downgrade}{interfaces(older)}."
        )
    return f"Upgrade {older.sdk.value}, or {downgrade}{interfaces(older)}."


def _effect(mine: Stated, theirs: Stated) -> str:
    """Say what users see; without header sessions the tokens themselves have other names."""
    generations = {
        has(Feature.HEADER_SESSIONS, item.sdk, item.fact.version) for item in (mine, theirs)
    }
    if generations == {True, False}:
        return (
            "Users will see that sign-in succeeds and that they are signed out at once: the two "
            "name the headers and cookies of a session differently."
        )
    return (
        "The two expect different requests and answers of the auth API: users will see that "
        "signing in, or another step of the auth flow, fails."
    )
