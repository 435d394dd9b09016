"""Packages of a repository that other packages of it import.

In a monorepo the init of an app often stands in a library of the same repository; what says how
the app is served, and most of its requests, stands in the package that imports the library.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable, Iterable
from typing import TypeAlias

from supertokens_lint.source import whole_text
from supertokens_lint.workspace.paths import is_below
from supertokens_lint.workspace.workspace import Workspace

Imports: TypeAlias = Callable[[str], frozenset[str]]
MOST_FILES = 20_000
"""How many files are followed from one start; what lies beyond counts as not imported."""
STARTS = ("dev", "start", "serve", "develop", "start:dev")
PAGES = ("index.html", "public/index.html", "src/index.html", "src/app.html")
MANIFEST = "package.json"


class Libraries:
    """Answers which packages are libraries, and who imports them.

    A library is a package with a name that nothing starts and that has no page of its own.
    """

    def __init__(self, workspace: Workspace, imports: Imports) -> None:
        self._workspace = workspace
        self._imports = imports
        self._importers: dict[frozenset[str], tuple[str, ...]] = {}

    def root_of(self, path: str) -> str | None:
        """Return the root of the library that holds a file, or ``None``."""
        root = self.package_of(path)
        return root if root is not None and self._is_library(root) else None

    def package_of(self, path: str) -> str | None:
        """Return the nearest folder above a file that has a ``package.json``."""
        for directory in self._workspace.directory_chain(path):
            if self._workspace.exists(f"{directory}/{MANIFEST}"):
                return directory
        return None

    def importers(self, wanted: frozenset[str]) -> tuple[str, ...]:
        """Return the files outside of a library that import some of its files through it."""
        if wanted not in self._importers:
            roots = {self.root_of(path) for path in wanted}
            root = roots.pop() if len(roots) == 1 else None
            self._importers[wanted] = () if root is None else self._importing(root, wanted)
        return self._importers[wanted]

    def _importing(self, root: str, wanted: frozenset[str]) -> tuple[str, ...]:
        manifest = self._manifest(root) or {}
        names = {posixpath.basename(root), str(manifest.get("name"))}
        return tuple(
            entry.path
            for entry in self._workspace.mentioning(*(name.encode() for name in sorted(names)))
            if entry.is_source
            and not entry.is_test
            and not is_below(entry.path, root)
            and wanted & self.reached([entry.path], inside=root)
        )

    def reached(self, starts: Iterable[str], inside: str | None = None) -> set[str]:
        """Return some files and those that they import, directly or not, in a folder alone."""
        waiting = list(starts)
        seen = set(waiting)
        while waiting and len(seen) < MOST_FILES:
            for target in self._imports(waiting.pop()):
                if target not in seen and (inside is None or is_below(target, inside)):
                    seen.add(target)
                    waiting.append(target)
        return seen

    def _is_library(self, root: str) -> bool:
        manifest = self._manifest(root)
        if manifest is None or not isinstance(manifest.get("name"), str):
            return False
        scripts = manifest.get("scripts")
        started = isinstance(scripts, dict) and any(name in scripts for name in STARTS)
        pages = any(self._workspace.exists(f"{root}/{page}") for page in PAGES)
        return not started and not pages and not self._started_from_above(root)

    def _started_from_above(self, root: str) -> bool:
        """Tell whether a script of a folder above starts something in a package's folder."""
        for directory in self._workspace.directory_chain(posixpath.dirname(root)):
            scripts = (self._manifest(directory) or {}).get("scripts")
            folder = re.compile(
                rf"(?<![\w./-])(?:\./)?{re.escape(root[len(directory) + 1 :])}(?![\w-])"
            )
            for name, command in scripts.items() if isinstance(scripts, dict) else ():
                starts = name.partition(":")[0].partition("-")[0] in STARTS
                if starts and isinstance(command, str) and folder.search(command):
                    return True
        return False

    def _manifest(self, root: str) -> dict[str, object] | None:
        source = self._workspace.read(f"{root}/{MANIFEST}", whole_text)
        try:
            found = json.loads(source.text) if source is not None else None
        except (ValueError, RecursionError):
            return None
        return found if isinstance(found, dict) else None
