"""What the index of a git repository holds: the files of the next commit.

Git is asked by plumbing commands alone. ``diff-files`` compares files on disk with the index, for
which git would run the filters that the repository's configuration names (gitattributes(5),
"filter"); they are emptied for that call.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from supertokens_lint.errors import UsageError
from supertokens_lint.workspace import git, paths

_LINK = "120000"
_SUBMODULE = "160000"
_REGULAR = frozenset({"100644", "100755"})


@dataclass(frozen=True)
class Index:
    """The index of one repository. All paths are absolute.

    ``top`` is the root of the work tree. ``blobs`` maps regular files to their objects.
    ``differing`` are those of them that may have another content on disk, ``missing`` those that
    are not there. ``absent`` are files on disk that are not in the index and not ignored; a
    repository among them stands for all of its files. ``staged`` are the files that the next
    commit changes; a submodule among them stands for all of its files.
    """

    top: str
    blobs: Mapping[str, str] = field(default_factory=dict)
    submodules: frozenset[str] = frozenset()
    differing: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()
    absent: frozenset[str] = frozenset()
    staged: frozenset[str] = frozenset()

    def is_absent(self, path: str) -> bool:
        """Tell whether a file on disk will not be in the commit, and is not ignored by git."""
        return _is_in(path, self.absent, self.top)

    def is_staged(self, path: str) -> bool:
        """Tell whether the next commit changes a file."""
        return _is_in(path, self.staged, self.top)


def read_index(directory: str, environ: Mapping[str, str]) -> Index:
    """Return the index of the repository that a folder belongs to.

    ``environ`` may name another file as the index in ``GIT_INDEX_FILE``: git does so for hooks
    when only a part of what is staged is committed. Raises :class:`UsageError` when the folder
    belongs to no work tree, or git does not answer.
    """
    return _Reader(directory, environ).read()


def changed_files(directory: str, environ: Mapping[str, str]) -> frozenset[str] | None:
    """Return the files that the next commit adds, changes or takes away; ``None`` for the first.

    This asks git for nothing else and is quick. ``directory``, ``environ`` and errors are those of
    :func:`read_index`.
    """
    return _Reader(directory, environ).changed()


def read_head(index: Index) -> Index:
    """Return the last commit in the form of an index: what ``index`` is before it is committed.

    Submodules are those of the index. Without a commit, no file of the repository is there.
    """
    found = git.ask(index.top, ("ls-tree", "-r", "-z", "--full-tree", "HEAD")) or b""
    blobs: dict[str, str] = {}
    for entry in os.fsdecode(found).split("\0")[:-1]:
        head, _, name = entry.partition("\t")
        mode, _, blob = head.split(" ")
        if mode in _REGULAR and _is_inside(name):
            blobs[posixpath.join(index.top, name)] = blob
    changed = {path for path, blob in blobs.items() if index.blobs.get(path) != blob}
    return Index(
        top=index.top,
        blobs=blobs,
        submodules=index.submodules,
        differing=frozenset(changed | (index.differing & blobs.keys())),
        missing=frozenset(index.missing & blobs.keys()),
        absent=frozenset(index.absent.union(index.blobs.keys() - blobs.keys())),
    )


class _Reader:
    def __init__(self, directory: str, environ: Mapping[str, str]) -> None:
        self._directory = self._top = directory
        self._variables: dict[str, str] = {}
        prefix = self._line("rev-parse", "--show-prefix")
        self._top = paths.join(directory, "../" * prefix.count("/"))
        self._variables = self._index_file(environ)

    def read(self) -> Index:
        blobs: dict[str, str] = {}
        links: set[str] = set()
        submodules: set[str] = set()
        differing: set[str] = set()
        unwanted: set[str] = set()
        for tag, mode, name, path in self._entries():
            if mode in _REGULAR:
                blobs[path] = name
            elif mode == _LINK:
                links.add(path)
            elif mode == _SUBMODULE:
                submodules.add(path)
            if tag != "H":  # "assume unchanged" and "skip worktree" keep git from looking
                differing.add(path)
        missing: set[str] = set()
        for status, path in self._changes():
            if status == "A":  # "git add --intent-to-add": nothing of it will be committed
                blobs.pop(path, None)
                unwanted.add(path)
            elif path in links:
                unwanted.add(path)
            elif status == "D":
                missing.add(path)
            elif status != "U":
                differing.add(path)
        others = self._paths("ls-files", "--others", "--exclude-standard", "-z")
        return Index(
            top=self._top,
            blobs=blobs,
            submodules=frozenset(submodules),
            differing=frozenset(differing & blobs.keys()),
            missing=frozenset(missing & blobs.keys()),
            absent=frozenset(unwanted.union(others)),
            staged=frozenset(self._staged(blobs, submodules)),
        )

    def changed(self) -> frozenset[str] | None:
        return frozenset(self._differences()) if self._has_commit() else None

    def _entries(self) -> Iterator[tuple[str, str, str, str]]:
        """Yield tag, mode, object and path of each entry; one in conflict is left to the disk."""
        for entry in self._words("ls-files", "--stage", "-v", "-z"):
            head, _, name = entry.partition("\t")
            tag, mode, blob, stage = head.split(" ")
            if stage == "0" and _is_inside(name):
                yield tag, mode, blob, self._path(name)

    def _changes(self) -> Iterator[tuple[str, str]]:
        """Yield status and path of each file that is not on disk as it is in the index."""
        command = ("diff-files", "--name-status", "--ignore-submodules=all", "-z")
        words = self._words(*command, variables=self._without_filters())
        for status, name in zip(words[::2], words[1::2], strict=False):
            if _is_inside(name):
                yield status, self._path(name)

    def _staged(self, blobs: Mapping[str, str], submodules: set[str]) -> Iterator[str]:
        if self._has_commit():
            yield from self._differences()
        else:
            yield from blobs
            yield from submodules

    def _has_commit(self) -> bool:
        return self._ask("rev-parse", "--verify", "--quiet", "HEAD^{commit}") is not None

    def _differences(self) -> Iterator[str]:
        """Yield the paths that differ from the last commit; of a renamed file both of them."""
        command = ("diff-index", "--cached", "--name-only", "--no-renames", "-z", "HEAD")
        yield from self._paths(*command)

    def _without_filters(self) -> dict[str, str]:
        """Return variables under which no filter runs (git-config(1), ``GIT_CONFIG_COUNT``)."""
        pattern = r"^filter\..*\.(clean|smudge|process|required)$"
        found = self._ask("config", "--null", "--name-only", "--get-regexp", pattern)
        names = dict.fromkeys(os.fsdecode(found or b"").split("\0"))
        variables: dict[str, str] = {}
        for number, name in enumerate(name for name in names if name):
            variables[f"GIT_CONFIG_KEY_{number}"] = name
            value = "false" if name.endswith(".required") else ""
            variables[f"GIT_CONFIG_VALUE_{number}"] = value
        return {**variables, "GIT_CONFIG_COUNT": str(len(variables) // 2)}

    def _index_file(self, environ: Mapping[str, str]) -> dict[str, str]:
        """Return the variable that names the index, where it is one of this repository."""
        given = environ.get("GIT_INDEX_FILE")
        if not given:
            return {}
        path = paths.normalise(given, self._top)
        folder = paths.normalise(self._line("rev-parse", "--absolute-git-dir"))
        spellings = {folder, paths.join(self._top, ".git")}
        inside = any(paths.is_below(path, spelling) for spelling in spellings)
        return {"GIT_INDEX_FILE": path} if inside else {}

    def _ask(self, *command: str, variables: Mapping[str, str] | None = None) -> bytes | None:
        added = {**self._variables, **(variables or {})}
        return git.ask(self._top, command, variables=added)

    def _words(self, *command: str, variables: Mapping[str, str] | None = None) -> list[str]:
        found = self._ask(*command, variables=variables)
        if found is None:
            raise UsageError(f"--staged: git cannot read the index of {self._directory}")
        return os.fsdecode(found).split("\0")[:-1]

    def _line(self, *command: str) -> str:
        found = self._ask(*command)
        if found is None:
            raise UsageError(
                f"--staged: {self._directory} is in no work tree of git, or git refuses to read it"
            )
        return os.fsdecode(found).removesuffix("\n").removesuffix("\r")

    def _paths(self, *command: str) -> Iterator[str]:
        return (self._path(name) for name in self._words(*command) if _is_inside(name))

    def _path(self, name: str) -> str:
        return posixpath.join(self._top, name.rstrip("/"))


def _is_inside(name: str) -> bool:
    """Tell whether a name is one that git itself would put into an index.

    An index that somebody wrote by hand may lead out of the work tree, or into ``.git``. Source:
    git read-cache.c, ``verify_path``.
    """
    parts = name.removesuffix("/").split("/")
    return not any(part in ("", ".", "..") or part.lower() == ".git" for part in parts)


def _is_in(path: str, known: frozenset[str], top: str) -> bool:
    return any(folder in known for folder in paths.upward(path, top))
