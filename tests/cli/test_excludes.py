from __future__ import annotations

import pytest
from pathspec import GitIgnoreSpec

from supertokens_lint.cli.excludes import merged


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("legacy/", "/p/app/legacy/a.ts", True),
        ("legacy/", "/p/app/x/legacy/a.ts", True),
        ("legacy/", "/p/legacy/a.ts", False),
        ("/legacy", "/p/app/legacy/a.ts", True),
        ("/legacy", "/p/app/x/legacy/a.ts", False),
        ("a/*.ts", "/p/app/a/b.ts", True),
        ("a/*.ts", "/p/app/x/a/b.ts", False),
    ],
)
def test_command_line_patterns_hold_below_the_working_directory(
    pattern: str, path: str, matches: bool
) -> None:
    """Even when the configuration file stands above it and has patterns of its own."""
    patterns, base = merged(["/other"], "/p", [pattern], "/p/app")
    assert base == "/p"
    spec = GitIgnoreSpec.from_lines(patterns)
    assert spec.match_file(path.removeprefix("/p/")) is matches
    assert spec.match_file("other/x")


def test_negations_stay_negations() -> None:
    """``!`` stands before the whole pattern."""
    assert merged([], "/p", ["!a", "b/c"], "/p/q")[0] == ["!/q/**/a", "/q/b/c"]


def test_without_a_configuration_file_patterns_are_left_as_they_are() -> None:
    """They are relative to the working directory."""
    assert merged([], None, ["a/b"], "/p") == (["a/b"], "/p")
