"""Files share the sets of searches that found them."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from supertokens_lint.cache.masks import Masks

PATHS = st.sampled_from("abcdef")


@given(st.lists(st.lists(PATHS), max_size=8))
@settings(deadline=None, derandomize=True)
def test_each_file_has_its_searches(searches: list[list[str]]) -> None:
    """In their order, each once, and no set is kept that no file has."""
    masks = Masks(searches)
    found = {path: masks.of(path) for path in "abcdefg"}
    for path, mask in found.items():
        expected = tuple(number for number, paths in enumerate(searches) if path in paths)
        assert masks.used[mask] == expected
    assert len(set(masks.used)) == len(masks.used) == len(set(found.values()))
