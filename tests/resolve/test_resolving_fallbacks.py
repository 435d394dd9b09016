"""Variables that are asked for before they are used, and other ways of saying "or else"."""

from __future__ import annotations

import pytest

from evaluating import outcomes

SCRIPT_HELPER = """
function env(name, fallback) {
  const value = process.env[name];
  if (value === undefined || value === "") {
    if (fallback === undefined) throw new Error(name);
    return fallback;
  }
  return value;
}
"""
PYTHON_HELPER = """
import os
def env(name, default=None):
    value = os.environ.get(name)
    if value is None:
        if default is None:
            raise RuntimeError(name)
        return default
    return value
"""
CASES = {
    "compared with undefined": (
        "app.js",
        'const x = process.env.U !== undefined ? process.env.U : "http://a";',
    ),
    "compared with null, turned": (
        "app.js",
        'const x = process.env.U == null ? "http://a" : process.env.U;',
    ),
    "assigned when set": (
        "app.js",
        'let x = "http://a"; if (process.env.U !== undefined) { x = process.env.U; }',
    ),
    "in the environment": (
        "app.js",
        'const x = "U" in process.env ? process.env.U : "http://a";',
    ),
    "helper that throws": ("app.js", f'{SCRIPT_HELPER}const x = env("U", "http://a");'),
    "in os.environ": (
        "app.py",
        'import os\nx = os.environ["U"] if "U" in os.environ else "http://a"',
    ),
    "helper that raises": ("app.py", f'{PYTHON_HELPER}x = env("U", "http://a")'),
}


@pytest.mark.parametrize(("path", "text"), CASES.values(), ids=CASES)
def test_an_unset_variable_gives_way(path: str, text: str) -> None:
    """In development a variable that no file sets is taken for unset, and a set one counts."""
    assert outcomes({path: text}, path, "x") == ["http://a"]
    assert outcomes({path: text, ".env": "U=http://b"}, path, "x") == ["http://b"]


@pytest.mark.parametrize(("path", "text"), CASES.values(), ids=CASES)
def test_production_may_set_it(path: str, text: str) -> None:
    """In production a variable that no file sets may be set, so both ways are open."""
    found = outcomes({path: text}, path, "x", "production")
    assert sorted(map(str, found)) == ["http://a", "unknown: ENV_UNSET"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("app.js", f'{SCRIPT_HELPER}const x = env("U");'),
        ("app.py", f'{PYTHON_HELPER}x = env("U")'),
    ],
)
def test_a_helper_without_a_fallback_names_the_variable(path: str, text: str) -> None:
    """A helper that stops the program for want of a variable gives an unset variable."""
    assert outcomes({path: text}, path, "x") == ["unknown: ENV_UNSET"]
