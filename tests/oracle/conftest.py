"""Set-up of the tests that hold the sdk room against the real SDKs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import real_sdks
from real_sdks import Oracle
from supertokens_lint.sdk.public_suffixes import public_suffix


@pytest.fixture(scope="session")
def oracle() -> Iterator[Oracle]:
    """Return the real SDKs; skip where they are not installed."""
    reason = real_sdks.missing()
    if reason is not None:
        pytest.skip(reason)
    public_suffix("example.com")
    with real_sdks.running() as running:
        yield running
