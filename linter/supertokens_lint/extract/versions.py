"""SDK versions from lockfiles and manifests."""

from __future__ import annotations

from dataclasses import replace

from supertokens_lint.extract.facts import VersionFact
from supertokens_lint.sdk.names import Language, Sdk
from supertokens_lint.sdk.versions import parse_version
from supertokens_lint.workspace.files import FileKind
from supertokens_lint.workspace.packages import Packages, PackageVersion
from supertokens_lint.workspace.workspace import Workspace

PYTHON_MANIFESTS = (
    FileKind.REQUIREMENTS,
    FileKind.PYPROJECT,
    FileKind.PIPFILE,
    FileKind.SETUP_CFG,
)
MANIFESTS: dict[Language, tuple[FileKind, ...]] = {
    Language.JAVASCRIPT: (FileKind.PACKAGE_JSON,),
    Language.PYTHON: PYTHON_MANIFESTS,
    Language.GO: (FileKind.GO_MOD,),
}


class Versions:
    """Looks SDK versions up for the files of apps."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._packages = Packages(workspace)
        self._known: dict[tuple[Sdk, str], VersionFact | None] = {}
        self._named: dict[Sdk, bool] = {}

    @property
    def found(self) -> dict[str, tuple[VersionFact, ...]]:
        """All versions looked up so far, by package."""
        facts: dict[str, tuple[VersionFact, ...]] = {}
        for fact in self._known.values():
            if fact is not None and fact not in facts.get(fact.package, ()):
                facts[fact.package] = (*facts.get(fact.package, ()), fact)
        return facts

    def of(self, sdk: Sdk, path: str) -> VersionFact | None:
        """Return the version of an SDK that the app of a file uses, or ``None``.

        Script bundles come from a CDN, so no manifest tells their version.
        """
        if sdk is Sdk.PREBUILT_UI:
            return None
        key = (sdk, path)
        if key not in self._known:
            found = self._stated(sdk, path)
            self._known[key] = _fact(sdk, found) if found else None
        return self._known[key]

    def _stated(self, sdk: Sdk, path: str) -> tuple[PackageVersion, ...]:
        if sdk.language is Language.PYTHON:
            return self._packages.python(path, sdk.package)
        if sdk.language is Language.GO:
            return self._packages.go(path, sdk.package)
        return self._packages.js(path, sdk.package)

    def installed(self, sdk: Sdk, path: str) -> bool:
        """Tell whether the app of a file may have the SDK: no manifest says otherwise."""
        if sdk is Sdk.PREBUILT_UI or self.of(sdk, path) is not None:
            return True
        if sdk not in self._named:
            self._named[sdk] = self._is_named(sdk)
        return self._named[sdk] or not self._has_manifest(sdk, path)

    def _is_named(self, sdk: Sdk) -> bool:
        kinds = MANIFESTS[sdk.language]
        spellings = {sdk.package, sdk.package.replace("-", "_")}
        needles = tuple(spelling.encode() for spelling in sorted(spellings))
        return bool(self._workspace.mentioning(*needles, kinds=kinds))

    def _has_manifest(self, sdk: Sdk, path: str) -> bool:
        kinds = MANIFESTS[sdk.language]
        chain = frozenset(self._workspace.directory_chain(path))
        broken = {problem.path for problem in self._workspace.problems}
        return any(
            entry.directory in chain and entry.path not in broken
            for entry in self._workspace.files(*kinds)
        )


def _fact(sdk: Sdk, found: tuple[PackageVersion, ...]) -> VersionFact:
    first, *others = (_stated_fact(sdk, item) for item in found)
    return replace(first, others=tuple(others))


def _stated_fact(sdk: Sdk, found: PackageVersion) -> VersionFact:
    text = found.version or found.specifier or ""
    return VersionFact(found.package, parse_version(sdk, text), text, found.place)
