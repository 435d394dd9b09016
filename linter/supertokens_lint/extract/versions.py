"""SDK versions from lockfiles and manifests."""

from __future__ import annotations

from supertokens_lint.extract.facts import VersionFact
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.workspace.workspace import Workspace


class Versions:
    """Looks SDK versions up for the files of apps."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.found: dict[str, tuple[VersionFact, ...]] = {}

    def of(self, sdk: Sdk, path: str) -> VersionFact | None:
        """Return the version of an SDK that the app of a file uses, or ``None``."""
        return None

    def installed(self, sdk: Sdk, path: str) -> bool:
        """Tell whether the app of a file may have the SDK: no manifest says otherwise."""
        return True
