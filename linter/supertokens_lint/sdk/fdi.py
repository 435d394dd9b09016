"""The versions of the frontend driver interface that each SDK speaks.

Source: frontendDriverInterfaceSupported.json of each SDK at its release tags. A frontend and a
backend without a common version cannot talk.
"""

from __future__ import annotations

from supertokens_lint.sdk.names import Sdk
from supertokens_lint.sdk.versions import (
    NODE_OF_NESTJS,
    Release,
    SdkVersion,
    VersionRange,
    intersection,
)

Fdi = tuple[int, int]
_Steps = tuple[tuple[Release, tuple[Fdi, Fdi], tuple[Fdi, ...]], ...]

# Each step: the first release; the 1.x versions as a closed range; the later ones by name.
_NONE_1_X: tuple[Fdi, Fdi] = ((1, 1), (1, 0))


def _ones(low: int, high: int) -> tuple[Fdi, Fdi]:
    return ((1, low), (1, high))


_TO_3_0: tuple[Fdi, ...] = ((2, 0), (3, 0))
_TO_3_1: tuple[Fdi, ...] = (*_TO_3_0, (3, 1))
_TO_4_0: tuple[Fdi, ...] = (*_TO_3_1, (4, 0))
_TO_4_1: tuple[Fdi, ...] = (*_TO_4_0, (4, 1))
_TO_4_2: tuple[Fdi, ...] = (*_TO_4_1, (4, 2))

_STEPS: dict[Sdk, _Steps] = {
    Sdk.WEBSITE: (
        ((5, 0, 0), _ones(3, 3), ()),
        ((5, 0, 2), _ones(3, 4), ()),
        ((5, 0, 7), _ones(3, 5), ()),
        ((5, 0, 9), _ones(3, 6), ()),
        ((5, 1, 0), _ones(7, 7), ()),
        ((7, 0, 0), _ones(8, 8), ()),
        ((8, 2, 2), _ones(8, 9), ()),
        ((10, 0, 2), _ones(8, 10), ()),
        ((10, 0, 6), _ones(8, 11), ()),
        ((10, 0, 7), _ones(8, 12), ()),
        ((10, 0, 9), _ones(8, 13), ()),
        ((12, 2, 0), _ones(8, 14), ()),
        ((13, 1, 0), _ones(8, 15), ()),
        ((16, 0, 0), _ones(16, 16), ()),
        ((17, 0, 2), _ones(16, 17), ()),
        ((17, 0, 3), _ones(16, 18), ()),
        ((19, 0, 0), _ones(16, 19), ()),
        ((20, 0, 1), _ones(16, 19), _TO_3_0),
        ((20, 1, 5), _ones(16, 19), _TO_4_0),
        ((20, 1, 6), _ones(16, 19), _TO_4_1),
        ((20, 1, 7), _ones(16, 19), _TO_4_2),
    ),
    Sdk.WEB_JS: (
        ((0, 0, 1), _ones(8, 13), ()),
        ((0, 1, 0), _ones(8, 14), ()),
        ((0, 2, 0), _ones(15, 15), ()),
        ((0, 5, 0), _ones(16, 16), ()),
        ((0, 7, 0), _ones(17, 17), ()),
        ((0, 8, 0), _ones(17, 18), ()),
        ((0, 10, 0), _ones(17, 19), ()),
        ((0, 12, 0), _NONE_1_X, _TO_3_0),
        ((0, 14, 0), _NONE_1_X, ((3, 1), (4, 0))),
        ((0, 15, 0), _NONE_1_X, ((3, 1), (4, 0), (4, 1))),
    ),
    Sdk.AUTH_REACT: (
        ((0, 1, 0), _ones(3, 3), ()),
        ((0, 2, 0), _ones(4, 4), ()),
        ((0, 4, 0), _ones(5, 5), ()),
        ((0, 6, 0), _ones(6, 6), ()),
        ((0, 8, 0), _ones(7, 7), ()),
        ((0, 11, 0), _ones(8, 8), ()),
        ((0, 15, 10), _ones(8, 9), ()),
        ((0, 17, 2), _ones(8, 10), ()),
        ((0, 17, 6), _ones(8, 11), ()),
        ((0, 18, 0), _ones(8, 12), ()),
        ((0, 20, 0), _ones(8, 13), ()),
        ((0, 23, 0), _ones(8, 14), ()),
        ((0, 26, 0), _ones(15, 15), ()),
        ((0, 31, 0), _ones(16, 16), ()),
        ((0, 34, 0), _ones(17, 17), ()),
        ((0, 35, 0), _ones(17, 18), ()),
        ((0, 39, 0), _ones(17, 19), ()),
        ((0, 42, 0), _NONE_1_X, _TO_3_0),
        ((0, 48, 0), _NONE_1_X, ((3, 1), (4, 0))),
        ((0, 49, 0), _NONE_1_X, ((3, 1), (4, 0), (4, 1))),
        ((0, 50, 0), _NONE_1_X, ((3, 1), (4, 0), (4, 1), (4, 2))),
    ),
    Sdk.REACT_NATIVE: (
        ((2, 0, 0), _ones(8, 9), ()),
        ((3, 0, 3), _ones(8, 10), ()),
        ((3, 0, 6), _ones(8, 11), ()),
        ((3, 0, 7), _ones(8, 12), ()),
        ((3, 0, 8), _ones(8, 13), ()),
        ((3, 1, 0), _ones(8, 14), ()),
        ((3, 2, 0), _ones(8, 15), ()),
        ((4, 0, 0), _ones(16, 16), ()),
        ((4, 0, 5), _ones(16, 17), ()),
        ((4, 0, 7), _ones(16, 18), ()),
        ((4, 1, 1), _ones(16, 19), ()),
        ((5, 0, 2), _ones(16, 19), _TO_3_0),
        ((5, 1, 3), _ones(16, 19), _TO_4_0),
        ((5, 1, 4), _ones(16, 19), _TO_4_1),
    ),
    Sdk.NODE: (
        ((3, 0, 0), _ones(3, 3), ()),
        ((3, 1, 0), _ones(3, 4), ()),
        ((3, 3, 0), _ones(3, 5), ()),
        ((4, 0, 0), _ones(6, 6), ()),
        ((4, 2, 0), _ones(6, 7), ()),
        ((5, 0, 0), _ones(8, 8), ()),
        ((7, 2, 0), _ones(8, 9), ()),
        ((8, 1, 0), _ones(8, 10), ()),
        ((8, 3, 0), _ones(8, 11), ()),
        ((8, 5, 0), _ones(8, 12), ()),
        ((9, 1, 0), _ones(8, 13), ()),
        ((10, 0, 0), _ones(14, 14), ()),
        ((12, 0, 0), _ones(15, 15), ()),
        ((13, 0, 0), _ones(16, 16), ()),
        ((15, 0, 0), _ones(17, 17), ()),
        ((16, 0, 0), _ones(17, 18), ()),
        ((17, 0, 0), _ones(17, 19), ()),
        ((18, 0, 0), _ones(17, 19), _TO_3_0),
        ((21, 0, 0), _ones(17, 19), _TO_4_0),
        ((22, 0, 0), _ones(17, 19), _TO_4_1),
        ((23, 0, 1), _ones(17, 19), _TO_4_2),
    ),
    Sdk.PYTHON: (
        ((0, 0, 1), _ones(8, 9), ()),
        ((0, 2, 0), _ones(8, 10), ()),
        ((0, 3, 0), _ones(8, 11), ()),
        ((0, 4, 0), _ones(8, 12), ()),
        ((0, 5, 2), _ones(8, 13), ()),
        ((0, 9, 0), _ones(14, 14), ()),
        ((0, 11, 0), _ones(15, 15), ()),
        ((0, 12, 0), _ones(16, 16), ()),
        ((0, 15, 0), _ones(17, 17), ()),
        ((0, 21, 0), _ones(17, 17), ((2, 0),)),
        ((0, 25, 0), _ones(17, 19), _TO_3_1),
        ((0, 27, 0), _ones(17, 19), _TO_4_0),
        ((0, 30, 0), _ones(17, 19), _TO_4_1),
        ((0, 31, 0), _ones(17, 19), _TO_4_2),
    ),
    Sdk.GOLANG: (
        ((0, 0, 1), _ones(8, 8), ()),
        ((0, 0, 3), _ones(8, 9), ()),
        ((0, 2, 0), _ones(8, 10), ()),
        ((0, 3, 2), _ones(8, 11), ()),
        ((0, 4, 0), _ones(8, 12), ()),
        ((0, 5, 2), _ones(8, 13), ()),
        ((0, 7, 0), _ones(14, 14), ()),
        ((0, 9, 0), _ones(15, 15), ()),
        ((0, 10, 0), _ones(16, 16), ()),
        ((0, 13, 0), _ones(17, 17), ()),
        ((0, 20, 0), _ones(17, 17), ((2, 0),)),
    ),
}


def fdi_versions(sdk: Sdk, version: SdkVersion | None) -> frozenset[Fdi] | None:
    """Return every interface version that some release in ``version`` speaks.

    None for an unknown version and for releases older than the record.
    """
    if version is None:
        return None
    known = NODE_OF_NESTJS if sdk is Sdk.NESTJS else version.range
    steps = _STEPS[sdk.engine]
    if known is None:
        return _spoken(steps[-1])
    starts = [start for start, _, _ in steps]
    found: set[Fdi] = set()
    for step, following in zip(steps, [*starts[1:], None], strict=True):
        if intersection(VersionRange(step[0], following), known) is not None:
            found |= _spoken(step)
    return frozenset(found) if found else None


def newest_fdi_versions(sdk: Sdk) -> frozenset[Fdi]:
    """Return the interface versions that the newest recorded release of an SDK speaks."""
    return _spoken(_STEPS[sdk.engine][-1])


def can_talk(
    frontend: Sdk,
    frontend_version: SdkVersion | None,
    backend: Sdk,
    backend_version: SdkVersion | None,
) -> bool | None:
    """Tell whether some allowed pair of releases shares an interface version; None if unknown."""
    first = fdi_versions(frontend, frontend_version)
    second = fdi_versions(backend, backend_version)
    if first is None or second is None:
        return None
    return not first.isdisjoint(second)


def _spoken(step: tuple[Release, tuple[Fdi, Fdi], tuple[Fdi, ...]]) -> frozenset[Fdi]:
    _, (low, high), later = step
    return frozenset({(1, minor) for minor in range(low[1], high[1] + 1)} | set(later))
