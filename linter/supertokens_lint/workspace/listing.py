"""The files of one root: what git or the folders say, less what tools made, plus env files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from stat import S_ISREG

from supertokens_lint.errors import ReaderError
from supertokens_lint.workspace import git, paths
from supertokens_lint.workspace.files import (
    CODE_KINDS,
    FileEntry,
    FileKind,
    classify,
    entry_for,
    is_env_name,
)
from supertokens_lint.workspace.ignores import Excludes, IgnoreRules
from supertokens_lint.workspace.minified import is_minified_name
from supertokens_lint.workspace.prunes import Directory, is_pruned

_EMPTY = Directory()
_MAX_NESTED_REPOSITORIES = 200
MAX_FOLDERS = 100
"""Folders deeper than this below a root are left out."""


@dataclass
class Listing:
    """What was found below one root.

    ``unlisted`` are sources and JSON files in the same folders that git ignores or whose names say
    that they are minified: an import that leads to one works at run time as well. ``links`` maps
    symbolic links to the files and folders inside the root that they lead to. ``problems`` holds
    folders that could not be read.
    """

    root: str
    entries: dict[str, FileEntry] = field(default_factory=dict)
    unlisted: dict[str, FileEntry] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    problems: list[ReaderError] = field(default_factory=list)


def list_root(root: str, excludes: Excludes) -> Listing:
    """List the files of a folder.

    Inside a git work tree the list is what git tracks and what it does not ignore; elsewhere, and
    when git lists nothing there (the folder is ignored as a whole) or refuses, the folder is
    walked and its ``.gitignore`` files are obeyed. Env files on disk are listed although git
    ignores them, because they decide values. Symbolic links are never walked into.
    """
    return _Lister(root, excludes).run()


class _Lister:
    def __init__(self, root: str, excludes: Excludes) -> None:
        self._excludes = excludes
        self._listing = Listing(root)
        self._seen: dict[str, Directory] = {}
        self._kept: dict[str, bool] = {root: True}
        self._real_root = os.path.realpath(root)

    def run(self) -> Listing:
        root = self._listing.root
        names = git.list_work_tree(root)
        if names:
            self._add_listed(root, names)
        else:
            self._walk(root)
        for directory in [path for path, kept in self._kept.items() if kept]:
            self._add_env_files(directory)
            self._add_unlisted(directory)
        return self._listing

    # --- folders ---------------------------------------------------------------------------------

    def _look(self, path: str) -> Directory:
        known = self._seen.get(path)
        if known is None:
            known = self._seen[path] = self._scan(path)
        return known

    def _scan(self, path: str) -> Directory:
        files: list[str] = []
        directories: list[str] = []
        links: list[str] = []
        try:
            with os.scandir(path) as found:
                for item in found:
                    if item.is_symlink():
                        links.append(item.name)
                    elif item.is_dir(follow_symlinks=False):
                        directories.append(item.name)
                    elif item.is_file(follow_symlinks=False):
                        files.append(item.name)
        except (FileNotFoundError, NotADirectoryError):
            return _EMPTY
        except OSError as error:
            message = f"the folder cannot be read: {error.strerror or error}"
            self._listing.problems.append(ReaderError(path, message))
            return _EMPTY
        return Directory(frozenset(files), frozenset(directories), frozenset(links))

    def _keeps(self, directory: str) -> bool:
        """Tell whether a folder below the root counts; asked once a folder, from the root down."""
        known = self._kept.get(directory)
        if known is not None:
            return known
        above = paths.parent(directory)
        kept = (
            directory.count("/") - self._listing.root.count("/") <= MAX_FOLDERS
            and self._keeps(above)
            and directory.rpartition("/")[2] in self._look(above).directories
            and not self._excludes.matches(directory, is_directory=True)
            and not is_pruned(directory, self._look)
        )
        self._kept[directory] = kept
        return kept

    # --- sources of names ------------------------------------------------------------------------

    def _add_listed(self, base: str, names: list[str]) -> None:
        nested: list[str] = []
        prefix = base.rstrip("/") + "/"
        current: str | None = None
        content = _EMPTY
        for name in names:
            path = prefix + name
            directory, _, last = path.rpartition("/")
            if not last:  # an untracked repository
                nested.append(directory)
                continue
            if directory != current:  # files of a folder come one after the other
                current = directory
                content = self._look(directory or "/") if self._keeps(directory or "/") else _EMPTY
            if last in content.files:
                self._add(path, last)
            elif last in content.links:
                self._add_link(path)
            elif last in content.directories:
                nested.append(path)
        for path in nested[:_MAX_NESTED_REPOSITORIES]:
            if self._keeps(path):
                inner = git.list_work_tree(path) if self._has_repository(path) else None
                if inner:
                    self._add_listed(path, inner)
                else:
                    self._walk(path)

    def _has_repository(self, path: str) -> bool:
        content = self._look(path)
        return ".git" in content.directories or ".git" in content.files

    def _walk(self, top: str) -> None:
        rules = IgnoreRules()
        pending = [top]
        while pending:
            directory = pending.pop()
            content = self._look(directory)
            if ".gitignore" in content.files:
                rules.read(directory)
            prefix = directory.rstrip("/") + "/"
            for name in sorted(content.files):
                path = prefix + name
                if not rules.ignores(path, top, is_directory=False):
                    self._add(path, name)
            for name in sorted(content.links):
                if not rules.ignores(prefix + name, top, is_directory=False):
                    self._add_link(prefix + name)
            pending.extend(
                prefix + name
                for name in sorted(content.directories, reverse=True)
                if not rules.ignores(prefix + name, top, is_directory=True)
                and self._keeps(prefix + name)
            )

    # --- entries ---------------------------------------------------------------------------------

    def _add(self, path: str, name: str) -> None:
        if path in self._listing.entries or self._excludes.matches(path):
            return
        if not is_minified_name(name):
            self._listing.entries[path] = entry_for(path, self._listing.root)

    def _add_link(self, path: str) -> None:
        """Note where a link leads; files other than code are listed under the link's own path.

        ``frontend/.env -> ../.env`` gives the frontend its values; a second path to the same
        code would only repeat what is known.
        """
        target = self._target(path)
        if target is None:
            return
        self._listing.links[path] = target
        if classify(path) not in CODE_KINDS and _is_regular(path):
            self._add(path, path.rpartition("/")[2])

    def _target(self, path: str) -> str | None:
        real = paths.normalise(os.path.realpath(path))
        real_root = paths.normalise(self._real_root)
        if not paths.is_below(real, real_root) or real == real_root:
            return None
        if not os.path.exists(real):  # noqa: PTH110 - also false for loops
            return None
        target = self._listing.root.rstrip("/") + real[len(real_root.rstrip("/")) :]
        return None if paths.is_below(path, target) else target

    def _add_env_files(self, directory: str) -> None:
        content = self._look(directory)
        prefix = directory.rstrip("/") + "/"
        for name in sorted(_env_names(content.files)):
            self._add(prefix + name, name)
        for name in sorted(_env_names(content.links)):
            if prefix + name not in self._listing.links:
                self._add_link(prefix + name)

    def _add_unlisted(self, directory: str) -> None:
        prefix = directory.rstrip("/") + "/"
        listed = self._listing.entries
        for name in self._look(directory).files:
            path = prefix + name
            if path not in listed and not self._excludes.matches(path):
                entry = entry_for(path, self._listing.root)
                if _may_be_imported(entry):
                    self._listing.unlisted[path] = entry


def _may_be_imported(entry: FileEntry) -> bool:
    """Tell whether a file that is not listed is found where an import leads to it."""
    return entry.is_source or entry.kind is FileKind.JSON


def _env_names(names: frozenset[str]) -> Iterator[str]:
    return (name for name in names if is_env_name(name))


def _is_regular(path: str) -> bool:
    try:
        return S_ISREG(os.stat(path).st_mode)  # noqa: PTH116 - one call for many paths
    except OSError:
        return False
