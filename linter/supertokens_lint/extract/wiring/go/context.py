"""What recognisers of Go backends share while a program is followed."""

from __future__ import annotations

import re

from msgspec import Struct, field

from supertokens_lint.extract.facts import VersionFact
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.values import Value
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.sdk.versions import parse_version
from supertokens_lint.source import Place
from supertokens_lint.workspace.packages import Packages

_MODULE = re.compile(r"^[^/.]+(?:\.[^/]*)/[^/]+/[^/]+(?:/v\d+)?")


class Wiring(Struct):
    """One look at the Go backends of a workspace.

    ``bases`` are the paths of the SDK's API, ``None`` when one is not known. ``more`` holds what
    methods such as ``AddAllowHeaders`` add to a CORS configuration, by where that is made.
    ``used`` are the places of CORS configurations that belong to an application.
    """

    ev: Evaluator
    packages: Packages
    bases: frozenset[str] | None = None
    more: dict[Place, dict[str, list[Value]]] = field(default_factory=dict)
    used: set[Place] = field(default_factory=set)

    def version(self, path: str, package: str) -> VersionFact | None:
        """Return the version of the module that a package of an import belongs to."""
        match = _MODULE.match(package)
        for found in () if match is None else self.packages.go(path, match[0]):
            text = found.version or found.specifier or ""
            return VersionFact(found.package, parse_version(Sdk.GOLANG, text), text, found.place)
        return None
