"""Which version of a package a file of the project is run with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

from msgspec import Struct

from supertokens_lint.errors import ReaderError
from supertokens_lint.source import Place, SourceText
from supertokens_lint.workspace import paths
from supertokens_lint.workspace.files import FileEntry, FileKind
from supertokens_lint.workspace.jslocks import JS_LOCK_KINDS, Locked, exact_version, locked_version
from supertokens_lint.workspace.jsworkspaces import JsPackages
from supertokens_lint.workspace.pylocks import (
    PYTHON_LOCK_KINDS,
    go_module_version,
    locked_python_version,
)
from supertokens_lint.workspace.pyrequirements import (
    Requirement,
    Requirements,
    canonical,
    read_pipfile,
    read_pyproject,
    read_requirements,
    read_setup_cfg,
)
from supertokens_lint.workspace.workspace import Workspace

_PYTHON_READERS: dict[FileKind, Callable[[SourceText], Requirements]] = {
    FileKind.REQUIREMENTS: read_requirements,
    FileKind.PYPROJECT: read_pyproject,
    FileKind.PIPFILE: read_pipfile,
    FileKind.SETUP_CFG: read_setup_cfg,
}
MAX_INCLUDES = 20


class PackageVersion(Struct, frozen=True):
    """What one file says about the version of a package.

    ``version`` is exact where the file allows only one; ``specifier`` is the range as written in
    the manifest, where there is one. ``kind`` tells lockfiles from manifests.
    """

    package: str
    version: str | None
    specifier: str | None
    place: Place
    kind: Literal["lock", "manifest"]


class Packages:
    """Manifests and lockfiles of a workspace."""

    def __init__(self, workspace: Workspace, js_packages: JsPackages | None = None) -> None:
        self._workspace = workspace
        self.js_packages = js_packages if js_packages is not None else JsPackages(workspace)
        self._js_locks = _by_directory(workspace, JS_LOCK_KINDS)
        self._python_locks = _by_directory(workspace, PYTHON_LOCK_KINDS)
        self._python_manifests = _by_directory(workspace, tuple(_PYTHON_READERS))
        self._go_mods = _by_directory(workspace, (FileKind.GO_MOD,))

    # --- JavaScript ------------------------------------------------------------------------------

    def js(self, path: str, package: str) -> tuple[PackageVersion, ...]:
        """Return what is known of a package for the file or folder ``path``, the best first.

        The manifest is the nearest one upward that names the package; the lockfile the nearest
        one from there. A package that no manifest names may still be locked, as the dependency
        of another.
        """
        folder, manifest = self._js_manifest(path, package)
        locked = self._js_locked(folder, package, manifest.specifier if manifest else None)
        found: list[PackageVersion] = []
        if locked is not None:
            specifier = manifest.specifier if manifest else None
            found.append(PackageVersion(package, locked.version, specifier, locked.place, "lock"))
        if manifest is not None:
            found.append(manifest)
        return tuple(found)

    def _js_manifest(self, path: str, package: str) -> tuple[str, PackageVersion | None]:
        nearest: str | None = None
        for directory in self._chain(path):
            own = self.js_packages.at(directory)
            if own is None:
                continue
            nearest = nearest or directory
            dependency = own.dependency(package)
            if dependency is not None:
                specifier = dependency.specifier
                version = exact_version(specifier)
                place = dependency.place
                return directory, PackageVersion(package, version, specifier, place, "manifest")
        return nearest or path, None

    def _js_locked(self, folder: str, package: str, specifier: str | None) -> Locked | None:
        """Look in the lockfile of the monorepo, else in the nearest one upward."""
        root = self.js_packages.workspace_root(f"{folder}/package.json")
        nearest = next((item for item in self._chain(folder) if item in self._js_locks), None)
        for directory in dict.fromkeys((root, nearest)):
            for entry in self._js_locks.get(directory or "", ()):
                relative = folder[len(paths.parent(entry.path).rstrip("/")) + 1 :]
                text = self._text(entry)
                if text is None:
                    continue
                try:
                    found = locked_version(text, entry.kind, package, relative, specifier)
                except ReaderError as error:
                    self._workspace.note(error)
                    continue
                if found is not None:
                    return found
        return None

    # --- Python ----------------------------------------------------------------------------------

    def python(self, path: str, package: str) -> tuple[PackageVersion, ...]:
        """Return what is known of a Python package for the file or folder ``path``, best first.

        The nearest folder upward that says anything counts: its lockfile, then its manifests,
        exact versions first.
        """
        name = canonical(package)
        for directory in self._chain(path):
            manifests = [
                PackageVersion(name, item.exact, item.specifier, item.place, "manifest")
                for item in self.python_requirements_in(directory)
                if item.name == name
            ]
            manifests.sort(key=lambda item: item.version is None)
            locks = list(self._python_locked(directory, name, manifests))
            if locks or manifests:
                return (*locks, *manifests)
        return ()

    def _python_locked(
        self, directory: str, name: str, manifests: list[PackageVersion]
    ) -> Iterator[PackageVersion]:
        asked = [item for item in manifests if item.version is None] or manifests
        specifier = asked[0].specifier if asked else None
        for entry in self._python_locks.get(directory, ()):
            text = self._text(entry)
            found = locked_python_version(text, entry.kind, name) if text is not None else None
            if found is not None:
                yield PackageVersion(name, found.version, specifier, found.place, "lock")

    def python_requirements_in(self, directory: str) -> tuple[Requirement, ...]:
        """Return the requirements of the manifests in a folder, included files as well."""
        pending = [
            entry.path
            for place in (directory, f"{directory}/requirements")
            for entry in self._python_manifests.get(place, ())
        ]
        seen: set[str] = set()
        found: list[Requirement] = []
        while pending and len(seen) < MAX_INCLUDES:
            path = pending.pop(0)
            if path in seen:
                continue
            seen.add(path)
            entry = self._workspace.entry(path)
            reader = _PYTHON_READERS.get(entry.kind, read_requirements) if entry else None
            file = self._workspace.read(path, reader) if reader is not None else None
            if file is not None:
                found.extend(file.requirements)
                pending.extend(file.includes)
        return tuple(dict.fromkeys(found))

    # --- Go --------------------------------------------------------------------------------------

    def go(self, path: str, module: str) -> tuple[PackageVersion, ...]:
        """Return what the nearest go.mod upward says about a module."""
        for directory in self._chain(path):
            for entry in self._go_mods.get(directory, ()):
                text = self._text(entry)
                found = go_module_version(text, module) if text is not None else None
                if found is None:
                    return ()
                version = f"v{found.version}"
                return (PackageVersion(module, found.version, version, found.place, "lock"),)
        return ()

    # --- helpers ---------------------------------------------------------------------------------

    def _chain(self, path: str) -> Iterator[str]:
        """Yield the folders to look in, ``path`` itself first when it is a folder."""
        if self._workspace.entry(path) is None:
            path = f"{path.rstrip('/')}/_"
        yield from self._workspace.directory_chain(path)

    def _text(self, entry: FileEntry) -> SourceText | None:
        return self._workspace.read(entry.path, _as_it_is)


def _as_it_is(text: SourceText) -> SourceText:
    return text


def _by_directory(workspace: Workspace, kinds: tuple[FileKind, ...]) -> dict[str, list[FileEntry]]:
    found: dict[str, list[FileEntry]] = {}
    for kind in kinds:
        for entry in workspace.files(kind):
            found.setdefault(paths.parent(entry.path), []).append(entry)
    return found
