"""Which supertokens-website, the engine of all web SDKs, each web SDK brings."""

from __future__ import annotations

from functools import lru_cache

from supertokens_lint.sdk.names import Sdk
from supertokens_lint.sdk.versions import (
    Release,
    SdkVersion,
    VersionRange,
    hull,
    intersection,
    parse_version,
)

# package.json of supertokens-web-js at its release tags: dependencies.supertokens-website.
_WEBSITE_OF_WEB_JS: tuple[tuple[Release, str], ...] = (
    ((0, 0, 1), "^12.0.0"),
    ((0, 1, 0), "^12.2.0"),
    ((0, 1, 1), "^13.0.0"),
    ((0, 1, 5), "^13.0.2"),
    ((0, 2, 0), "^13.1.0"),
    ((0, 3, 0), "^14.0.0"),
    ((0, 4, 0), "^15.0.0"),
    ((0, 5, 0), "^16.0.0"),
    ((0, 6, 0), "^17.0.0"),
    ((0, 7, 0), "^17.0.1"),
    ((0, 8, 0), "^17.0.3"),
    ((0, 9, 0), "^18.0.0"),
    ((0, 9, 2), "^18.0.2"),
    ((0, 10, 0), "^19.0.0"),
    ((0, 11, 0), "^20.0.0"),
    ((0, 12, 0), "^20.0.1"),
    ((0, 14, 0), "^20.1.5"),
)

# package.json of supertokens-auth-react: dependencies.supertokens-website up to 0.21.
_WEBSITE_OF_AUTH_REACT: tuple[tuple[Release, str], ...] = (
    ((0, 1, 0), "5.0.1"),
    ((0, 2, 0), "^5.0.1"),
    ((0, 4, 0), "^5.0.6"),
    ((0, 8, 0), "^5.1.0"),
    ((0, 9, 0), "^6.0.0"),
    ((0, 11, 0), "^7.0.0"),
    ((0, 13, 0), "^7.1.0"),
    ((0, 13, 2), "^7.2.0"),
    ((0, 14, 0), "^8.0.0"),
    ((0, 15, 0), "^8.1.0"),
    ((0, 16, 0), "^9.0.1"),
    ((0, 17, 0), "^10.0.0"),
    ((0, 20, 5), "^10.1.0"),
    ((0, 21, 0), "^11.0.0"),
)

# package.json of supertokens-auth-react from 0.22 on: supertokens-web-js, a dependency and from
# 0.30 a peer.
_WEB_JS_OF_AUTH_REACT: tuple[tuple[Release, str], ...] = (
    ((0, 22, 0), "^0.0.2"),
    ((0, 23, 0), "^0.1.0"),
    ((0, 26, 0), "^0.2.0"),
    ((0, 27, 0), "^0.3.0"),
    ((0, 30, 0), "^0.4.0"),
    ((0, 31, 0), "^0.5.0"),
    ((0, 33, 0), "^0.6.0"),
    ((0, 34, 0), "^0.7.0"),
    ((0, 35, 0), "^0.8.0"),
    ((0, 37, 0), "^0.9.0"),
    ((0, 39, 0), "^0.10.0"),
    ((0, 41, 0), "^0.11.0"),
    ((0, 42, 0), "^0.12.0"),
    ((0, 44, 0), "^0.13.0"),
    ((0, 48, 0), "^0.14.0"),
    ((0, 49, 0), "^0.15.0"),
    ((0, 50, 0), "^0.16.0"),
)


@lru_cache(maxsize=256)
def website_generation(sdk: Sdk, version: SdkVersion | None) -> SdkVersion | None:
    """Return the supertokens-website version that ``version`` of a web SDK brings.

    The result is a range unless pinned. None for SDKs that do not contain supertokens-website,
    and where ``version`` is None.
    """
    if version is None or sdk is Sdk.WEBSITE:
        return version
    if version.range is None:
        return version if sdk.engine in {Sdk.WEB_JS, Sdk.AUTH_REACT} else None
    if sdk is Sdk.WEB_JS:
        found = _brought(version.range, _WEBSITE_OF_WEB_JS, None)
    elif sdk.engine is Sdk.AUTH_REACT:
        direct = _brought(version.range, _WEBSITE_OF_AUTH_REACT, _WEB_JS_OF_AUTH_REACT[0][0])
        web_js = _brought(version.range, _WEB_JS_OF_AUTH_REACT, None)
        through = _brought(web_js, _WEBSITE_OF_WEB_JS, None) if web_js else None
        found = hull([part for part in (direct, through) if part is not None])
    else:
        return None
    return SdkVersion(str(found), found) if found is not None else None


def _brought(
    known: VersionRange, steps: tuple[tuple[Release, str], ...], end: Release | None
) -> VersionRange | None:
    """Return the hull of the dependency ranges of all steps that ``known`` reaches."""
    starts = [start for start, _ in steps]
    found: list[VersionRange] = []
    for (start, spec), following in zip(steps, [*starts[1:], end], strict=True):
        if intersection(VersionRange(start, following), known) is None:
            continue
        brought = parse_version(Sdk.WEBSITE, spec).range
        if brought is not None:
            found.append(brought)
    return hull(found)
