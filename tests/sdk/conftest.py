"""Shared set-up of the tests of the sdk room."""

from __future__ import annotations

import pytest

from supertokens_lint.sdk.public_suffixes import public_suffix


@pytest.fixture(autouse=True, scope="session")
def suffix_list() -> None:
    """Load the public suffix list before the first example of a property is timed."""
    public_suffix("example.com", icann_only=True)
    public_suffix("example.com")
