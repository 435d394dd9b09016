"""``package.json``: names, dependencies, scripts and entry points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from supertokens_lint.source import Place, SourceText
from supertokens_lint.workspace import paths
from supertokens_lint.workspace.jsontext import read_json
from supertokens_lint.workspace.tree import Data, Scalar, Sequence, at, items, pairs, string
from supertokens_lint.workspace.tree import Mapping as Table

DEPENDENCY_GROUPS = (
    "dependencies",
    "devDependencies",
    "peerDependencies",
    "optionalDependencies",
)
_ENTRY_FIELDS = ("source", "module", "main", "svelte", "react-native", "browser", "types")
# Conditions in the order that suits reading sources: an app's own condition for sources first.
_CONDITIONS = ("source", "development", "import", "module", "node", "browser", "require", "default")
_MAX_CONDITIONS = 12


@dataclass(frozen=True, slots=True)
class Dependency:
    """One dependency; ``specifier`` is what stands there, a range or ``workspace:*``."""

    name: str
    specifier: str
    group: str
    place: Place


@dataclass(frozen=True, slots=True)
class Script:
    """One script."""

    name: str
    command: str
    place: Place


@dataclass(frozen=True)
class PackageJson:
    """One manifest. ``workspaces`` are globs; ``fields`` are entry points as written."""

    path: str
    name: str | None
    version: str | None
    module_type: str
    dependencies: tuple[Dependency, ...]
    scripts: Mapping[str, Script]
    workspaces: tuple[str, ...]
    fields: Mapping[str, str]
    data: Table = field(repr=False)

    @property
    def directory(self) -> str:
        """The folder of the package."""
        return paths.parent(self.path)

    def dependency(self, name: str) -> Dependency | None:
        """Return a dependency by name, from the first group that has it."""
        return next((item for item in self.dependencies if item.name == name), None)

    def depends_on(self, *names: str) -> bool:
        """Tell whether one of some packages is a dependency."""
        return any(item.name in names for item in self.dependencies)

    def entry_stems(self, subpath: str) -> Iterator[str]:
        """Yield where ``import "name/subpath"`` may lead: absolute paths, before extensions.

        Sources are preferred to build output, which nobody lists: for ``./dist/x.js`` the same
        file below ``src`` is tried as well.
        """
        directory = self.directory
        for target in _export_targets(at(self.data, "exports"), subpath):
            yield from _with_sources(directory, target)
        if subpath == ".":
            for key in _ENTRY_FIELDS:
                if key in self.fields:
                    yield from _with_sources(directory, self.fields[key])
            yield from (f"{directory}/src/index", f"{directory}/index", f"{directory}/lib/index")
        else:
            inner = subpath.removeprefix("./")
            yield from (f"{directory}/{inner}", f"{directory}/src/{inner}")

    def import_stems(self, specifier: str) -> Iterator[str]:
        """Yield where a subpath import (``#name``) may lead."""
        for target in _matching_targets(at(self.data, "imports"), specifier):
            if target.startswith("."):
                yield from _with_sources(self.directory, target)


def read_package_json(source: SourceText) -> PackageJson:
    """Read a manifest; raises :class:`ReaderError` when it is no JSON object."""
    data = read_json(source)
    if not isinstance(data, Table):
        data = Table((), data.span)
    path = source.path
    dependencies = [
        Dependency(key.text, value.text, group, Place(path, value.span))
        for group in DEPENDENCY_GROUPS
        for key, value in pairs(data, group)
        if isinstance(value, Scalar)
    ]
    scripts = {
        key.text: Script(key.text, value.text, Place(path, value.span))
        for key, value in pairs(data, "scripts")
        if isinstance(value, Scalar)
    }
    given = at(data, "workspaces")
    globs = items(given, "packages") if isinstance(given, Table) else items(given)
    fields = {key: text for key in _ENTRY_FIELDS if (text := string(data, key))}
    return PackageJson(
        path=path,
        name=string(data, "name"),
        version=string(data, "version"),
        module_type=string(data, "type") or "commonjs",
        dependencies=tuple(dependencies),
        scripts=scripts,
        workspaces=tuple(item.text for item in globs if isinstance(item, Scalar)),
        fields=fields,
        data=data,
    )


def _export_targets(exports: Data | None, subpath: str) -> Iterator[str]:
    if isinstance(exports, Table) and any(key.text.startswith(".") for key, _ in exports.entries):
        yield from _matching_targets(exports, subpath)
    elif subpath == ".":
        yield from _targets(exports, 0)


def _matching_targets(table: Data | None, name: str) -> Iterator[str]:
    for key, value in pairs(table):
        if key.text == name:
            yield from _targets(value, 0)
    for key, value in pairs(table):
        before, star, after = key.text.partition("*")
        if star and name.startswith(before) and name.endswith(after):
            middle = name[len(before) : len(name) - len(after)]
            if len(name) >= len(before) + len(after):
                for target in _targets(value, 0):
                    yield target.replace("*", middle)


def _targets(value: Data | None, depth: int) -> Iterator[str]:
    """Yield the files of a target: itself, or those under its conditions."""
    if depth > _MAX_CONDITIONS:
        return
    if isinstance(value, Scalar):
        if isinstance(value.value, str):
            yield value.value
    elif isinstance(value, Sequence):
        for item in value.items:
            yield from _targets(item, depth + 1)
    elif isinstance(value, Table):
        known = [name for name in _CONDITIONS if value.get(name) is not None]
        others = [key.text for key, _ in value.entries if key.text not in _CONDITIONS]
        for name in (*known, *others):
            yield from _targets(value.get(name), depth + 1)


def _with_sources(directory: str, target: str) -> Iterator[str]:
    path = paths.join(directory, target.lstrip("/"))
    yield path
    relative = path[len(directory) + 1 :]
    first, slash, rest = relative.partition("/")
    if slash and first in ("dist", "build", "lib", "out", "es", "esm", "cjs"):
        for prefix in ("esm/", "cjs/", "es/", "src/", ""):
            if rest.startswith(prefix):
                stem = _without_extension(rest[len(prefix) :])
                yield f"{directory}/src/{stem}"
                yield f"{directory}/{stem}"


def _without_extension(path: str) -> str:
    for extension in (".d.ts", ".mjs", ".cjs", ".js"):
        if path.endswith(extension):
            return path[: -len(extension)]
    return path
