"""What each CORS library does with its options, by library and version: pure functions.

Nobody else knows what ``origin: "*"`` means to a library. :mod:`.model` holds what goes in and
comes out, :mod:`.names` how libraries spell their options, the other modules the libraries of one
language each, read from their sources.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from supertokens_lint.cors import golang, javascript, python
from supertokens_lint.cors.model import (
    CorsBehaviour,
    ExposeRule,
    Given,
    GivenOptions,
    HeaderRule,
    MethodRule,
    OriginRule,
)
from supertokens_lint.sdk.versions import SdkVersion

__all__ = [
    "CorsBehaviour",
    "ExposeRule",
    "Given",
    "GivenOptions",
    "HeaderRule",
    "MethodRule",
    "OriginRule",
    "behaviour",
]

Library = Callable[[GivenOptions], CorsBehaviour]
_LIBRARIES: Mapping[str, Library] = {
    **javascript.LIBRARIES,
    **python.LIBRARIES,
    **golang.LIBRARIES,
}


def behaviour(
    library: str,
    options: Mapping[str, Given],
    version: SdkVersion | None = None,
    *,
    package: str = "",
    is_open: bool = False,
) -> CorsBehaviour:
    """Return what a library does with ``options``, keyed by the canonical names of ``names``.

    ``package`` is the one that ``version`` belongs to where it is not the library itself
    (``fastapi`` for Starlette's middleware). ``is_open`` says that more options may be given than
    anybody can see. A library that nobody knows gives unknown rules throughout.
    """
    read = _LIBRARIES.get(library)
    if read is None:
        return CorsBehaviour()
    return read(GivenOptions(options, version, package, is_open=is_open))
