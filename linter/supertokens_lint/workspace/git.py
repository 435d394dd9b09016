"""Ask git about a folder without letting the repository run anything."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence

from supertokens_lint.workspace import witness

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
    found = ask(root, ("ls-files", "--cached", "--others", "--exclude-standard", "-z"))
    if found is None:
        return None
    names = os.fsdecode(found).split("\0")
    return list(dict.fromkeys(name for name in names if name))


def ask(
    directory: str,
    arguments: Sequence[str],
    *,
    given: bytes = b"",
    seconds: float = _TIMEOUT_SECONDS,
    variables: Mapping[str, str] | None = None,
) -> bytes | None:
    """Return what a git command prints in a folder, ``None`` when it fails or takes too long.

    Only commands that run no filter, pager, editor, alias or external diff belong here: plumbing.
    ``given`` is what the command reads, ``variables`` are added to its environment.
    """
    answer = _ask(directory, arguments, given, seconds, variables or {})
    witness.current().asked_git(directory, arguments, given, variables or {}, answer)
    return answer


def _ask(
    directory: str,
    arguments: Sequence[str],
    given: bytes,
    seconds: float,
    variables: Mapping[str, str],
) -> bytes | None:
    program = shutil.which("git")
    if program is None or _is_here(program) or not _is_in_repository(directory):
        return None
    try:
        done = subprocess.run(  # noqa: S603 - fixed arguments
            [program, *_SAFE_OPTIONS, *arguments],
            cwd=directory,
            env={**_environment(), **variables},
            input=given,
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None


def _is_here(program: str) -> bool:
    """Tell whether a program stands in the working directory, where Windows looks first."""
    return os.path.dirname(os.path.abspath(program)) == os.getcwd()  # noqa: PTH100, PTH109, PTH120 - strings


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
