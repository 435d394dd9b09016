"""Fixtures with a past: what a file of a case said in an earlier commit.

A case may hold a file ``EARLIER``: its first line is the path of another file of the case, the
rest is the text which that file had before. Such a case is linted as a repository of two commits.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

SIDECAR = "EARLIER"
_IDENTITY = ("-c", "user.name=fixture", "-c", "user.email=fixture@example.com")


def commit(repository: Path, message: str = "change") -> None:
    """Commit all that is in a work tree, making it a repository first where it is none."""
    if not (repository / ".git").exists():
        subprocess.run(["git", "init", "-q", str(repository)], check=True)
    git = ["git", "-C", str(repository), *_IDENTITY, "-c", "commit.gpgsign=false"]
    subprocess.run([*git, "add", "-A"], check=True)
    subprocess.run([*git, "commit", "-q", "-m", message], check=True)


def with_history(case: Path, directory: Path) -> Path:
    """Return where to lint a case: itself, or below ``directory`` where it has a past."""
    if not (case / SIDECAR).is_file():
        return case
    copy = directory / case.name
    shutil.copytree(case, copy, ignore=shutil.ignore_patterns(SIDECAR))
    name, _, before = (case / SIDECAR).read_text(encoding="utf-8").partition("\n")
    now = (copy / name).read_bytes()
    (copy / name).write_text(before, encoding="utf-8")
    commit(copy, "before")
    (copy / name).write_bytes(now)
    commit(copy, "now")
    return copy
