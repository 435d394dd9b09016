"""Install each version of supertokens-python that the oracle asks into a folder of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
TARGET = HERE.parent.parent / ".oracle" / "python"


def main() -> None:
    """Install what is not there yet."""
    for requirement in (HERE / "python" / "versions.txt").read_text("utf-8").split():
        folder = TARGET / f"python-{requirement.rpartition('==')[2]}"
        if not folder.is_dir():
            partial = folder.with_suffix(".partial")
            command = [
                sys.executable,
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
            ]
            subprocess.run([*command, "--target", str(partial), requirement], check=True)
            partial.rename(folder)


if __name__ == "__main__":
    main()
