"""No regular expression of the program takes long on any text; steps are counted, not time."""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
from typing import Any

import pytest

import supertokens_lint
import supertokens_lint_rules
from security.regex_steps import Matcher, TooManyStepsError, attacks
from stepping import counted
from supertokens_lint.patterns import may_take_long
from supertokens_lint.workspace import globs

LENGTH = 24
MOST = 40_000
SHORT = frozenset(
    {
        "workspace.files._COMPOSE", "workspace.files._NGINX_FILE", "workspace.files._REQUIREMENTS",
        "workspace.prunes._HASHED", "extract.sessions.caching._AUTH_FILE",
        "extract.requests.endpoints.AROUND",  # bounded, with large bounds
    }
)  # fmt: skip
"""May take quadratic or cubic time: these are matched with names of files and short words alone."""


def _patterns() -> dict[str, re.Pattern[Any]]:
    found: dict[str, re.Pattern[Any]] = {}
    for package in (supertokens_lint, supertokens_lint_rules):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if module.name.endswith("__main__"):
                continue
            for name, value in vars(importlib.import_module(module.name)).items():
                if isinstance(value, re.Pattern) and value not in found.values():
                    found[f"{module.name.partition('.')[2]}.{name}"] = value
    return found


PATTERNS = _patterns()


def _growth(pattern: re.Pattern[Any], length: int = LENGTH) -> tuple[float, str]:
    """Return how much more a text of twice the length takes, at the most, and such a text."""
    matcher = Matcher(pattern, MOST)
    worst = (0.0, "")
    for before, part in attacks(pattern, 24):
        text = f"{before}{part * length}\0"
        try:
            one = matcher.search(text, everywhere=False)
            two = matcher.search(f"{before}{part * (2 * length)}\0", everywhere=False)
        except TooManyStepsError:
            return 99.0, text
        worst = max(worst, (two / one, text))
    return worst


@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_steps_grow_with_the_text(name: str) -> None:
    """Twice the text takes about twice the steps, from any place where a match may begin."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(20_000)
    try:
        growth, text = _growth(PATTERNS[name], 5 if name in SHORT else LENGTH)
    finally:
        sys.setrecursionlimit(before)
    if name in SHORT:
        assert growth < 12
    else:
        assert growth < 3, text


def test_the_steps_of_known_bad_patterns_are_seen() -> None:
    """Exponential, and quadratic."""
    assert _growth(re.compile(r"(a+)+b"))[0] == 99
    assert _growth(re.compile(r"\s*\s*x"))[0] > 3
    assert _growth(re.compile(r"\s*x"))[0] < 3


@pytest.mark.parametrize(
    ("pattern", "is_long"),
    [
        (r"^https?://", False),
        (r"\/+$", False),
        (r"^/auth(/.*)?$", False),
        (r"^/(api|auth|v1)/.*\.js$", False),
        (r"a?" * 30 + "b", True),
        (r"^a*a*a*a*a*b", True),
        ("(a|a)" * 24 + "b", True),
        ("x{1,99}" * 8, True),
    ],
)
def test_patterns_of_a_project_are_judged(pattern: str, is_long: bool) -> None:
    """Those that people write are used, those that may take long are not."""
    assert may_take_long(pattern, 60) is is_long


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("packages/*", "packages/a", True),
        ("packages/*", "packages/a/b", False),
        ("packages/**", "packages/a/b", True),
        ("**/web", "web", True),
        ("**/web", "a/b/web", True),
        ("**/web", "aweb", False),
        ("**/*a*b/c", "x/a/ab/c", True),
        ("./{apps,libs}/*-web/", "libs/x-web", True),
        ("{apps,libs}/*-web", "other/x-web", False),
        ("a{b}c", "abc", True),
        ("a{b", "a{b", True),
        ("", "", True),
    ],
)
def test_globs_match_as_package_managers_have_it(pattern: str, path: str, expected: bool) -> None:
    """Stars, deep stars and alternatives."""
    assert globs.matches(pattern, path) is expected


def test_globs_take_steps_for_what_they_are_long() -> None:
    """Many stars on a long path."""
    path = "/".join(["a" * 200] * 15)
    for pattern in ("*a" * 200 + "b", "**/" * 100 + "b", "**a" * 100 + "b", "{a,b}" * 90):
        found, _ = counted(lambda pattern=pattern: globs.matches(pattern, path), 4_000_000)  # type: ignore[misc]
        assert found is False
