"""Write ``constraints.txt`` from what is installed, so that tests do not change by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path

from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

OLDEST_PYTHON = "3.10.0"
NOT_OURS = frozenset({"atheris", "pip", "setuptools", "supertokens-lint"})
HEADER = """\
# The versions that `make setup` installs, so that tests, lint and types stay as they are.
# Users get what pyproject.toml allows. To raise them: CONTRIBUTING.md, "Versions".
"""


def main() -> None:
    """Write the file beside ``pyproject.toml``."""
    target = Path(__file__).parent.parent / "constraints.txt"
    target.write_text(HEADER + "".join(sorted(set(_lines()))), encoding="utf-8")


def _lines() -> Iterator[str]:
    for distribution in distributions():
        name = canonicalize_name(distribution.metadata["Name"])
        if name not in NOT_OURS:
            yield f"{name}=={distribution.version}{_marker(distribution)}\n"


def _marker(distribution: Distribution) -> str:
    """Leave a version open for the oldest Python where that cannot install it."""
    needed = distribution.metadata["Requires-Python"]
    if needed is None or SpecifierSet(needed).contains(OLDEST_PYTHON):
        return ""
    return " ; python_version >= '3.11'"


if __name__ == "__main__":
    main()
