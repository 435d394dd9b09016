"""The folders whose surroundings matter: packages in which a SuperTokens SDK is used."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property

from supertokens_lint.extract.surroundings.packages import Package, read_package
from supertokens_lint.workspace import paths
from supertokens_lint.workspace.files import CODE_KINDS, FileEntry, FileKind
from supertokens_lint.workspace.workspace import Workspace

MANIFESTS = (
    ("package.json",),
    ("pyproject.toml", "requirements.txt", "setup.py", "setup.cfg", "Pipfile", "manage.py"),
    ("go.mod", "main.go"),
)


class Homes:
    """Finds the packages around files that use an SDK, and the files below them."""

    def __init__(self, workspace: Workspace, users: Iterable[str]) -> None:
        self.workspace = workspace
        folders = {paths.parent(path): path for path in users}
        found = {home for path in folders.values() for home in _homes(workspace, path)}
        self.roots = tuple(sorted(found))

    def holds(self, path: str) -> bool:
        """Tell whether a file lies in one of the packages."""
        return any(paths.is_below(path, root) for root in self.roots)

    def mentioning(
        self, *needles: bytes, kinds: Collection[FileKind] = CODE_KINDS
    ) -> Iterator[FileEntry]:
        """Yield the source files of the packages, tests left out, that hold one of some texts."""
        yield from self.workspace.mentioning(*needles, kinds=kinds, among=self._sources)

    @cached_property
    def _sources(self) -> frozenset[str]:
        return frozenset(
            entry.path
            for entry in self.workspace.files(*CODE_KINDS)
            if not entry.is_test and self.holds(entry.path)
        )

    def packages(self) -> Iterator[Package]:
        """Yield the ``package.json`` of each package that has one."""
        for entry in self.workspace.files(FileKind.PACKAGE_JSON):
            if entry.directory in self.roots:
                package = self.workspace.read(entry.path, read_package)
                if package is not None:
                    yield package

    def package_of(self, path: str) -> Package | None:
        """Return the nearest ``package.json`` above a file."""
        for directory in self.workspace.directory_chain(path):
            manifest = posixpath.join(directory, "package.json")
            if self.workspace.exists(manifest):
                return self.workspace.read(manifest, read_package)
        return None


def _homes(workspace: Workspace, path: str) -> Iterator[str]:
    chain = tuple(workspace.directory_chain(path))
    for names in MANIFESTS:
        for directory in chain:
            if any(workspace.exists(posixpath.join(directory, name)) for name in names):
                yield directory
                break
    if chain and not any(
        workspace.exists(posixpath.join(directory, name))
        for directory in chain
        for names in MANIFESTS
        for name in names
    ):
        yield chain[-1]
