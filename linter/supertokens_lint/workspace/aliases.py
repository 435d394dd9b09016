"""Where a JavaScript import that is no relative path may lead inside the project."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from supertokens_lint.workspace import paths
from supertokens_lint.workspace.bundleraliases import BundlerAliases, bundler_aliases
from supertokens_lint.workspace.jsworkspaces import JsPackages
from supertokens_lint.workspace.tsconfig import TsConfigs, split_specifier
from supertokens_lint.workspace.workspace import Workspace


class AliasMap:
    """Path aliases, subpath imports and packages of the monorepo."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._known: dict[tuple[str, str], tuple[str, ...]] = {}

    @classmethod
    def of(cls, workspace: Workspace) -> AliasMap:
        """Return the aliases of a workspace; its files are read when first needed."""
        return cls(workspace)

    @cached_property
    def packages(self) -> JsPackages:
        """The manifests of the workspace."""
        return JsPackages(self._workspace)

    @cached_property
    def _tsconfigs(self) -> TsConfigs:
        return TsConfigs(self._workspace, self.packages)

    @cached_property
    def _bundlers(self) -> tuple[BundlerAliases, ...]:
        return bundler_aliases(self._workspace)

    def candidates(self, importer_path: str, specifier: str) -> tuple[str, ...]:
        """Return the absolute paths to try, without extensions, the likeliest first.

        ``specifier`` is what is imported in the file ``importer_path`` and does not begin with a
        dot. Nothing comes back for packages that are installed from elsewhere.
        """
        key = (paths.parent(importer_path), specifier)
        if key not in self._known:
            found = dict.fromkeys(self._stems(importer_path, specifier))
            self._known[key] = tuple(found)
        return self._known[key]

    def _stems(self, importer: str, specifier: str) -> Iterator[str]:
        if not specifier or specifier.startswith("node:") or "\0" in specifier:
            return
        if specifier.startswith("#"):
            own = self.packages.nearest(importer)
            if own is not None:
                yield from own.import_stems(specifier)
        yield from self._tsconfigs.stems(importer, specifier)
        for aliases in sorted(self._bundlers, key=lambda item: -len(item.directory)):
            if paths.is_below(importer, aliases.directory):
                for pattern in aliases.patterns:
                    yield from pattern.stems(specifier)
        if specifier.startswith("/"):
            # Vite and HTML: a path from the root of the site, which is the package's folder.
            own = self.packages.nearest(importer)
            if own is not None:
                yield from (own.directory + specifier, f"{own.directory}/public{specifier}")
            return
        name, rest = split_specifier(specifier)
        package = self.packages.by_name(importer, name)
        if package is not None:
            yield from package.entry_stems(f"./{rest}" if rest else ".")
