"""Which files a fix may change."""

from __future__ import annotations

from supertokens_lint.workspace import git, paths, witness
from supertokens_lint.workspace.envfiles import parse_env_name
from supertokens_lint.workspace.files import LOCK_KINDS, FileKind, classify
from supertokens_lint.workspace.ignores import IgnoreRules

_LISTED = ("ls-files", "--cached", "--others", "--exclude-standard", "-z", "--")
_GENERATED = LOCK_KINDS | {FileKind.DECLARATION, FileKind.OTHER}


def may_change(path: str, root: str | None) -> bool:
    """Tell whether a fix may change a file below ``root``, the root that holds it.

    Files outside of all roots, example env files, lockfiles and what git ignores stay as they are.
    """
    answer = _may_change(path, root)
    witness.current().asked_permission(path, root, answer)
    return answer


def _may_change(path: str, root: str | None) -> bool:
    if root is None or classify(path) in _GENERATED:
        return False
    if classify(path) is FileKind.ENV and parse_env_name(path.rpartition("/")[2]).is_sample:
        return False
    return not _is_ignored(path, root)


def _is_ignored(path: str, root: str) -> bool:
    """Tell whether git ignores a file; without git, whether ``.gitignore`` files say so."""
    folder, _, name = path.rpartition("/")
    known = git.ask(folder or "/", (*_LISTED, name))
    if known is not None:
        return not known
    folder = paths.parent(path)
    rules = IgnoreRules()
    for above in reversed(list(paths.upward(folder, root))):
        rules.read(above)
        if above != root and rules.ignores(above, root, is_directory=True):
            return True
    return rules.ignores(path, root, is_directory=False)
