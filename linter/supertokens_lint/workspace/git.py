"""Ask git which files of a folder count, without letting the repository run anything."""

from __future__ import annotations

import os
import shutil
import subprocess

_TIMEOUT_SECONDS = 120
_KEPT_VARIABLES = frozenset(
    {"GIT_EXEC_PATH", "GIT_CEILING_DIRECTORIES", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_NOSYSTEM"}
)
# A repository's own configuration can name programs (fsmonitor, hooks) and remotes of partial
# clones; both are switched off. ls-files itself runs no filter, pager, editor or alias.
_SAFE_OPTIONS = (
    "--no-pager",
    "--literal-pathspecs",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "protocol.allow=never",
)


def list_work_tree(root: str) -> list[str] | None:
    """Return the tracked and untracked, not ignored files below ``root``, relative to it.

    Nested repositories and submodules come as one path each (with a slash at its end when they
    are untracked). ``None`` means that git is not there, ``root`` is in no work tree, or git
    refuses; the caller walks the folder instead.
    """
    program = shutil.which("git")
    if program is None or not _is_in_repository(root):
        return None
    try:
        done = subprocess.run(  # noqa: S603 - fixed arguments
            [
                program,
                *_SAFE_OPTIONS,
                "ls-files",
                "--cached",
                "--others",
                "--exclude-standard",
                "-z",
            ],
            cwd=root,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_TIMEOUT_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    if done.returncode != 0:
        return None
    names = os.fsdecode(done.stdout).split("\0")
    return list(dict.fromkeys(name for name in names if name))


def _is_in_repository(root: str) -> bool:
    directory = root
    while True:
        if os.path.lexists(f"{directory.rstrip('/')}/.git"):
            return True
        above = directory.rpartition("/")[0] or "/"
        if above == directory or not directory.strip("/"):
            return False
        directory = above


def _environment() -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name in _KEPT_VARIABLES
    }
    return kept | {
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "LC_ALL": "C",
    }
