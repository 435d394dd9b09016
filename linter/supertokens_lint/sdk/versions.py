"""Versions of SDKs: exact ones from lockfiles, ranges from manifests.

A range is reduced to its hull, the half-open interval from its lowest to its highest release.
Pre-releases count as the release that they lead to: a feature is in its first beta.
"""

from __future__ import annotations

import re

from msgspec import Struct
from packaging.specifiers import InvalidSpecifier, Specifier, SpecifierSet
from packaging.version import InvalidVersion, Version
from semantic_version import NpmSpec
from semantic_version.base import AllOf, AnyOf, Clause, Range

from supertokens_lint.sdk.names import Language, Sdk

Release = tuple[int, int, int]

ZERO: Release = (0, 0, 0)
_LONGEST_SPEC = 200
_SPACED_OPERATOR = re.compile(r"([<>=~^]{1,3})\s{1,99}(?=[v\d])")
_NPM_ALIAS = re.compile(r"npm:(?:@[^@/]+/)?[^@/]+@(?P<range>.+)")


class VersionRange(Struct, frozen=True):
    """Releases from ``minimum`` (included) up to ``maximum`` (excluded; None: no upper end)."""

    minimum: Release
    maximum: Release | None

    def __str__(self) -> str:
        """Write the range as npm would: ``>=16.0.0 <17.0.0``, or the one release in it."""
        low = ".".join(map(str, self.minimum))
        if self.maximum is None:
            return f">={low}"
        if self.maximum == next_release(self.minimum):
            return low
        return f">={low} <{'.'.join(map(str, self.maximum))}"


ANY_RELEASE = VersionRange(ZERO, None)
# 0.0.0 is what unpublished workspace packages and Go pseudo-versions carry.
_NO_RELEASE = (None, ANY_RELEASE, VersionRange(ZERO, (0, 0, 1)))


class SdkVersion(Struct, frozen=True):
    """The version of an SDK in one app.

    ``text`` is what the manifest or lockfile says. ``range`` is None where that names no release
    (``latest``, ``*``, a git address, a workspace link): such an app gets the newest one.
    """

    text: str
    range: VersionRange | None

    @property
    def exact(self) -> Release | None:
        """The release, where only one is possible."""
        if self.range is None or self.range.maximum != next_release(self.range.minimum):
            return None
        return self.range.minimum

    def __str__(self) -> str:
        """Return the text of the manifest."""
        return self.text


NEWEST = SdkVersion("latest", None)


def next_release(release: Release) -> Release:
    """Return the release that directly follows ``release``."""
    return (release[0], release[1], release[2] + 1)


def exactly(release: Release) -> SdkVersion:
    """Return the version that is this one release."""
    text = ".".join(map(str, release))
    return SdkVersion(text, VersionRange(release, next_release(release)))


def parse_version(sdk: Sdk, text: str) -> SdkVersion:
    """Read a version or a range as the package manager of ``sdk`` does.

    Never raises: text that names no release is the newest version.
    """
    cleaned = text.strip()
    if not cleaned or len(cleaned) > _LONGEST_SPEC:
        return SdkVersion(text, None)
    if sdk.language is Language.PYTHON:
        found = _pep440_range(cleaned) or _npm_range(cleaned)
    else:
        found = _npm_range(cleaned)
    return SdkVersion(text, None if found in _NO_RELEASE else found)


def at_least(sdk: Sdk, version: SdkVersion | None, release: Release) -> bool | None:
    """Tell whether ``version`` is ``release`` or newer.

    True when every release in its range is, False when none is, None when the range lies on both
    sides or ``version`` is None. A version that names no release counts as the newest. For
    ``NESTJS``, ``release`` is one of supertokens-node, which its versions are translated to.
    """
    if version is None:
        return None
    known = version.range
    if sdk is Sdk.NESTJS:
        known = NODE_OF_NESTJS
    if known is None or known.minimum >= release:
        return True
    if known.maximum is not None and known.maximum <= release:
        return False
    return None


# supertokens-nestjs, package.json, peerDependencies: supertokens-node ^21.1.0 at its first release.
NODE_OF_NESTJS = VersionRange((21, 1, 0), None)


def hull(ranges: list[VersionRange]) -> VersionRange | None:
    """Return the smallest range that contains all of ``ranges``, or None if there are none."""
    if not ranges:
        return None
    ends = [each.maximum for each in ranges if each.maximum is not None]
    highest = max(ends) if len(ends) == len(ranges) else None
    return VersionRange(min(each.minimum for each in ranges), highest)


def intersection(first: VersionRange, second: VersionRange) -> VersionRange | None:
    """Return the releases in both ranges, or None if there are none."""
    low = max(first.minimum, second.minimum)
    ends = [each for each in (first.maximum, second.maximum) if each is not None]
    high = min(ends) if ends else None
    return None if high is not None and high <= low else VersionRange(low, high)


def _npm_range(text: str) -> VersionRange | None:
    alias = _NPM_ALIAS.fullmatch(text)
    spec = _SPACED_OPERATOR.sub(r"\1", alias["range"] if alias else text)
    spec = " ".join(spec.removeprefix("workspace:").split())
    try:
        return _clause_range(NpmSpec(spec).clause)
    except ValueError:
        return None


def _clause_range(clause: Clause) -> VersionRange | None:
    if isinstance(clause, AllOf):
        whole: VersionRange | None = ANY_RELEASE
        for each in clause.clauses:
            part = _clause_range(each)
            whole = intersection(whole, part) if whole and part else None
        return whole
    if isinstance(clause, AnyOf):
        parts = [_clause_range(each) for each in clause.clauses]
        return hull([part for part in parts if part is not None])
    if isinstance(clause, Range):
        target = clause.target
        return _bounded(clause.operator, (target.major, target.minor, target.patch))
    return ANY_RELEASE


def _bounded(operator: str, release: Release) -> VersionRange:
    if operator in {"==", "==="}:
        return VersionRange(release, next_release(release))
    if operator == ">=":
        return VersionRange(release, None)
    if operator == ">":
        return VersionRange(next_release(release), None)
    if operator == "<":
        return VersionRange(ZERO, release)
    if operator == "<=":
        return VersionRange(ZERO, next_release(release))
    return ANY_RELEASE


def _pep440_range(text: str) -> VersionRange | None:
    try:
        release = _triple(Version(text))
    except InvalidVersion:
        pass
    else:
        return VersionRange(release, next_release(release))
    try:
        specifiers = SpecifierSet(text)
    except InvalidSpecifier:
        return None
    whole: VersionRange | None = ANY_RELEASE
    for specifier in specifiers:
        whole = intersection(whole, _specifier_range(specifier)) if whole else None
    return whole


def _specifier_range(specifier: Specifier) -> VersionRange:
    operator, text = specifier.operator, specifier.version
    prefix = text.removesuffix(".*")
    try:
        version = Version(prefix)
    except InvalidVersion:
        return ANY_RELEASE
    release = _triple(version)
    if operator == "~=":
        return VersionRange(release, _bumped(version.release[:-1]))
    if text != prefix:
        return VersionRange(release, _bumped(version.release)) if operator == "==" else ANY_RELEASE
    return _bounded(operator, release)


def _bumped(parts: tuple[int, ...]) -> Release:
    """Return the first release after all that start with ``parts``."""
    kept = parts[:3]
    bumped = (*kept[:-1], kept[-1] + 1, 0, 0, 0)
    return (bumped[0], bumped[1], bumped[2])


def _triple(version: Version) -> Release:
    return (version.major, version.minor, version.micro)
