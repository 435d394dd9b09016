"""The packages of npm, yarn, pnpm, bun, lerna and Rush monorepos, by name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from supertokens_lint.source import SourceText
from supertokens_lint.workspace import paths
from supertokens_lint.workspace.files import FileKind
from supertokens_lint.workspace.globs import matches as matches_glob
from supertokens_lint.workspace.jsontext import read_json
from supertokens_lint.workspace.packagejson import Dependency, PackageJson, read_package_json
from supertokens_lint.workspace.tree import Data, Scalar, items, string
from supertokens_lint.workspace.workspace import Workspace
from supertokens_lint.workspace.yamltext import read_yaml

_LINKED = re.compile(r"\s*(?:$|\*|workspace:|file:|link:|portal:)")
_LOCAL = re.compile(r"(?:file|link|portal):(?P<path>[^#?]+)")


class Member(Struct, frozen=True):
    """A package that others below ``root`` can import by name."""

    root: str
    package: PackageJson


class JsPackages:
    """All manifests of a workspace, and which of them see each other by name."""

    def __init__(self, workspace: Workspace) -> None:
        self._by_directory: dict[str, PackageJson] = {}
        for entry in workspace.files(FileKind.PACKAGE_JSON):
            package = workspace.read(entry.path, read_package_json)
            if package is not None:
                self._by_directory[package.directory] = package
        self._workspace = workspace
        self._members: dict[str, list[Member]] = {}
        for root, globs in self._roots():
            for directory, package in self._by_directory.items():
                if package.name and directory != root and _is_member(directory, root, globs):
                    self._members.setdefault(package.name, []).append(Member(root, package))

    @property
    def packages(self) -> tuple[PackageJson, ...]:
        """All manifests in the order of their folders."""
        return tuple(self._by_directory[key] for key in sorted(self._by_directory))

    def nearest(self, path: str) -> PackageJson | None:
        """Return the manifest of the package that a file belongs to."""
        for directory in self._workspace.directory_chain(path):
            if directory in self._by_directory:
                return self._by_directory[directory]
        return None

    def at(self, directory: str) -> PackageJson | None:
        """Return the manifest that stands in a folder."""
        return self._by_directory.get(directory)

    def by_name(self, importer: str, name: str) -> PackageJson | None:
        """Return the package of the monorepo that ``name`` means in a file.

        Members of the innermost monorepo around the file count, then packages that its own
        manifest takes from a folder (``file:``, ``link:``), then the package itself if it has
        ``exports`` (Node, "Self-referencing a package using its name"). An application that is
        called like a package it depends on does not stand for that package.
        """
        own = self.nearest(importer)
        dependency = own.dependency(name) if own is not None else None
        seen = [
            item
            for item in self._members.get(name, ())
            if paths.is_below(importer, item.root)
            and item.package is not own
            and _is_linked(dependency, item.package)
        ]
        if seen:
            return max(seen, key=lambda item: len(item.root)).package
        if own is None:
            return None
        if dependency is not None:
            local = _LOCAL.match(dependency.specifier)
            target = paths.join(own.directory, local["path"].strip()) if local else None
            return self._by_directory.get(target) if target is not None else None
        return own if own.name == name and own.data.get("exports") is not None else None

    def workspace_root(self, path: str) -> str | None:
        """Return the root of the monorepo that a file's package is a member of."""
        own = self.nearest(path)
        roots = (
            [
                item.root
                for item in self._members.get(own.name or "", ())
                if item.package.path == own.path
            ]
            if own is not None
            else []
        )
        return max(roots, key=len) if roots else None

    def _roots(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        for directory, package in self._by_directory.items():
            if package.workspaces:
                yield directory, package.workspaces
        for entry in self._workspace.files(FileKind.PNPM_WORKSPACE):
            globs = self._workspace.read(entry.path, _pnpm_globs)
            if globs:
                yield entry.directory, globs
        for entry in self._workspace.named("lerna.json", "rush.json"):
            globs = self._workspace.read(entry.path, _other_globs)
            if globs:
                yield entry.directory, globs


def _is_linked(dependency: Dependency | None, member: PackageJson) -> bool:
    """Tell whether package managers link a member for a dependency on its name."""
    if dependency is None or _LINKED.match(dependency.specifier):
        return True
    import semantic_version  # noqa: PLC0415 - needed in few monorepos

    try:
        version = semantic_version.Version.coerce(member.version or "0.0.0")
        return bool(semantic_version.NpmSpec(dependency.specifier).match(version))
    except ValueError:  # a tag such as "latest" comes from the registry
        return False


def _pnpm_globs(source: SourceText) -> tuple[str, ...]:
    return tuple(text for document in read_yaml(source) for text in _texts(document, "packages"))


def _other_globs(source: SourceText) -> tuple[str, ...]:
    data = read_json(source)
    folders = [string(item, "projectFolder") for item in items(data, "projects")]
    return (*_texts(data, "packages"), *(folder for folder in folders if folder))


def _texts(data: Data, key: str) -> Iterator[str]:
    return (item.text for item in items(data, key) if isinstance(item, Scalar))


def _is_member(directory: str, root: str, globs: tuple[str, ...]) -> bool:
    if not paths.is_below(directory, root):
        return False
    relative = directory[len(root.rstrip("/")) + 1 :]
    member = False
    for glob in globs:
        if glob.startswith("!"):
            if matches_glob(glob[1:], relative):
                member = False
        elif matches_glob(glob, relative):
            member = True
    return member
