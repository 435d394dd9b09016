"""Which files take part in an app beside those below its root.

In a monorepo an app imports packages of the same repository: its init may stand in one, its
requests in another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from msgspec import Struct, field

from supertokens_lint.extract.libraries import Libraries
from supertokens_lint.sdk.names import Side
from supertokens_lint.workspace.paths import is_below
from supertokens_lint.workspace.workspace import Workspace

Key: TypeAlias = tuple[str, Side]


class Ground(Struct, frozen=True):
    """What apps use outside of their roots.

    ``homes`` maps a library's part of an app to the root of the one app that imports it; ``lent``
    maps an app's root to the files outside of all apps that it imports, directly or not.
    """

    homes: Mapping[Key, str] = field(default_factory=dict)
    lent: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def home(self, root: str, side: Side) -> str:
        """Return the root of the app that code of one side below a root takes part in."""
        return self.homes.get((root, side), root)

    def borrows(self, root: str, path: str) -> bool:
        """Tell whether an app uses a file that lies in no app."""
        return path in self.lent.get(root, ())


def homes_of(files: Mapping[Key, frozenset[str]], libraries: Libraries) -> dict[Key, str]:
    """Return the app of each library that exactly one package imports.

    ``files`` are those with inits and uses of a side, by root.
    """
    found: dict[Key, str] = {}
    for (root, side), wanted in files.items():
        consumers = {libraries.package_of(path) for path in libraries.importers(wanted)}
        consumer = consumers.pop() if len(consumers) == 1 else None
        if consumer is not None and not is_below(root, consumer):
            found[root, side] = consumer
    return {key: home for key, home in found.items() if (home, key[1]) not in found}


def lent_to(
    roots: Iterable[str], paths: Iterable[str], workspace: Workspace, libraries: Libraries
) -> dict[str, frozenset[str]]:
    """Return, for each app root, which of ``paths`` outside of all roots its code imports."""
    known = sorted(set(roots))
    loose = {path for path in paths if not any(is_below(path, root) for root in known)}
    if not loose:
        return {}
    return {root: frozenset(loose & libraries.reached(_sources(root, workspace))) for root in known}


def _sources(root: str, workspace: Workspace) -> list[str]:
    return [
        entry.path
        for entry in workspace.entries.values()
        if entry.is_source and not entry.is_test and is_below(entry.path, root)
    ]
