"""Which versions of two SDKs, or of one SDK in two files, belong to one generation."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from msgspec import Struct

from supertokens_lint.extract.facts import VersionFact
from supertokens_lint.finding import Evidence
from supertokens_lint.sdk.fdi import Fdi, fdi_versions, newest_fdi_versions
from supertokens_lint.sdk.features import Feature, has
from supertokens_lint.sdk.names import Language, Sdk
from supertokens_lint.sdk.versions import intersection
from supertokens_lint.topology.model import App


class Stated(Struct, frozen=True):
    """What a file says of the version of an app's SDK, and the interfaces that it speaks.

    ``others`` is what further files of the app say.
    """

    sdk: Sdk
    fact: VersionFact
    spoken: frozenset[Fdi]

    @property
    def shown(self) -> str:
        """The SDK with its version, as a message names it."""
        return f"{self.sdk.value} {self.fact.text}"

    @property
    def others(self) -> Iterator[Stated]:
        """What further files say, as far as they name releases."""
        for fact in self.fact.others:
            found = stated(self.sdk, fact)
            if found is not None:
                yield found

    def evidence(self, label: str) -> Evidence:
        """Return the version as proof."""
        return Evidence(label, self.fact.place, self.fact.text)


def stated(sdk: Sdk, fact: VersionFact | None) -> Stated | None:
    """Return a version with the interfaces of its releases.

    ``None`` where it names no release (``latest`` may be any that was the newest once) or is
    older than the record.
    """
    if fact is None or (fact.version.range is None and sdk is not Sdk.NESTJS):
        return None
    spoken = fdi_versions(sdk, fact.version)
    return None if spoken is None else Stated(sdk, fact, spoken)


def versions_of(app: App) -> Iterator[Stated]:
    """Yield the versions of the SDKs that an app initialises, each once."""
    seen: set[VersionFact] = set()
    for init in app.inits:
        found = stated(init.sdk, init.version)
        if found is not None and found.fact not in seen:
            seen.add(found.fact)
            yield found


def differ(first: Stated, second: Stated) -> bool:
    """Tell whether two files ask for generations of one SDK that exclude one another.

    Releases are of one generation when they speak a common interface and no behaviour that rules
    know of came or went between them. A lockfile in a folder above a package's own may belong to
    another package.
    """
    mine, theirs = first.fact.version, second.fact.version
    if mine.range is None or theirs.range is None:
        return False
    folders = {posixpath.dirname(item.fact.place.path) for item in (first, second)}
    if len(folders) > 1 and first.sdk.language is not Language.PYTHON:
        return False
    if intersection(mine.range, theirs.range) is not None:
        return False
    return first.spoken.isdisjoint(second.spoken) or any(
        {has(feature, first.sdk, version) for version in (mine, theirs)} == {True, False}
        for feature in Feature
    )


def talks(first: Stated, second: Stated) -> bool:
    """Tell whether some releases of both have an interface in common."""
    return not first.spoken.isdisjoint(second.spoken)


def has_no_counterpart(frontend: Stated, backend: Stated) -> bool:
    """Tell whether the backend's SDK is up to date, and no release of it speaks as the frontend.

    SuperTokens' own starter projects put the newest of both together, and both make sessions
    alike; what differs is the rest of the interface.
    """
    newest = newest_fdi_versions(backend.sdk)
    generations = {
        has(Feature.HEADER_SESSIONS, item.sdk, item.fact.version) for item in (frontend, backend)
    }
    return generations == {True} and newest <= backend.spoken and newest.isdisjoint(frontend.spoken)


def is_older(first: Stated, second: Stated) -> bool:
    """Tell whether the first speaks the older interfaces."""
    return max(first.spoken) < max(second.spoken)


def interfaces(item: Stated) -> str:
    """Return the interface versions of an SDK in words."""
    names = [f"{major}.{minor}" for major, minor in sorted(item.spoken)]
    if len(names) == 1:
        return names[0]
    return f"{', '.join(names[:-1])} and {names[-1]}"
