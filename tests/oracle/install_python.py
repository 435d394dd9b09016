"""Install the Python packages that the oracle asks, each version into a folder of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
TARGET = HERE.parent.parent / ".oracle"


def wanted() -> Iterator[tuple[Path, list[str]]]:
    """Yield each folder with the requirements to install there."""
    for requirement in (HERE / "python" / "versions.txt").read_text("utf-8").split():
        version = requirement.rpartition("==")[2]
        yield TARGET / "python" / f"python-{version}", [requirement]
    for line in (HERE / "cors_python" / "versions.txt").read_text("utf-8").splitlines():
        name, *requirements = line.split()
        yield TARGET / "cors-python" / name, requirements


def main() -> None:
    """Install what is not there yet."""
    for folder, requirements in wanted():
        if not folder.is_dir():
            partial = folder.with_name(f"{folder.name}.partial")
            install = [sys.executable, "-m", "pip", "install", "--quiet"]
            quiet = ["--disable-pip-version-check", "--target", str(partial)]
            subprocess.run([*install, *quiet, *requirements], check=True)
            partial.rename(folder)


if __name__ == "__main__":
    main()
