"""``package.json`` as far as it tells how an app is started and what it is made of."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from supertokens_lint.source import Place, SourceText
from supertokens_lint.workspace import paths
from supertokens_lint.workspace.jsontext import read_json
from supertokens_lint.workspace.tree import Data, Scalar, at, pairs

_DEPENDENCIES = ("dependencies", "devDependencies", "peerDependencies", "optionalDependencies")


class Package(Struct, frozen=True):
    """One manifest: its scripts, its dependencies with their ranges, and its ``proxy`` entry."""

    path: str
    scripts: Mapping[str, Scalar]
    dependencies: Mapping[str, tuple[str, Place]]
    proxy: Data | None

    @property
    def directory(self) -> str:
        """The folder of the manifest."""
        return paths.parent(self.path)

    def has(self, *names: str) -> bool:
        """Tell whether one of some packages is a dependency."""
        return any(name in self.dependencies for name in names)

    def place(self, data: Data) -> Place:
        """Return where a part of the manifest stands."""
        return Place(self.path, data.span)


def read_package(source: SourceText) -> Package:
    """Read a manifest; raises :class:`ReaderError` when it is no JSON."""
    data = read_json(source)
    scripts = {
        key.text: value for key, value in pairs(data, "scripts") if isinstance(value, Scalar)
    }
    dependencies: dict[str, tuple[str, Place]] = {}
    for group in _DEPENDENCIES:
        for key, value in pairs(data, group):
            text = value.text if isinstance(value, Scalar) else ""
            dependencies.setdefault(key.text, (text, Place(source.path, key.span)))
    return Package(source.path, scripts, dependencies, at(data, "proxy"))
