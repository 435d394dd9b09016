"""Which modules Next.js starts by itself, told from the folders that it reads.

In the app router these are files of certain names, in ``pages`` all files. Only the ``app`` and
``pages`` folders of the application itself count, or those of its ``src``; a folder of that name
elsewhere is like any other. Sources: Next.js "Project structure", "src directory", "Custom pages
directory".
"""

from __future__ import annotations

import posixpath

from supertokens_lint.extract.js_packages import MANIFEST, read_manifest
from supertokens_lint.workspace.paths import is_below
from supertokens_lint.workspace.workspace import Workspace

SPECIAL_FILES = frozenset(
    {
        "page", "layout", "route", "template", "loading", "error", "global-error", "not-found",
        "global-not-found", "default", "forbidden", "unauthorized", "sitemap", "robots",
        "manifest", "icon", "apple-icon", "opengraph-image", "twitter-image",
    }
)  # fmt: skip
_OF_THE_ROOT = frozenset(
    {"middleware", "proxy", "instrumentation", "instrumentation-client", "mdx-components"}
)
_CONFIGS = tuple(f"next.config.{extension}" for extension in ("js", "ts", "mjs", "cjs", "mts"))
_SCRIPTS = (".js", ".jsx", ".ts", ".tsx", ".mjs", ".mts", ".cjs", ".cts")
MOST_PARTS = 2
"""How deep the index of a program beside the routes lies: ``worker/index.ts``."""
_UNREAD = ".mdx"


class NextLayout:
    """Tells which modules of Next.js applications are routes."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._roots: dict[str, str | None] = {}
        self._known: dict[str, bool] = {}

    def root(self, path: str) -> str | None:
        """Return the application of Next.js that holds a script and has its routes in plain sight.

        ``None`` where none holds it, and where the routes lie in a folder that nobody can tell:
        that of a custom server, or one with pages of MDX, which are not read.
        """
        if not path.endswith(_SCRIPTS):
            return None
        directory = posixpath.dirname(path)
        if directory not in self._roots:
            self._roots[directory] = self._find(path)
        root = self._roots[directory]
        return root if root is not None and self._is_plain(root) else None

    def in_routes(self, path: str, root: str) -> bool:
        """Tell whether a module lies in a folder whose routes Next.js reads."""
        return self.folder(path, root) in ("app", "pages")

    def folder(self, path: str, root: str) -> str:
        """Return the folder of an application, or of its ``src``, that holds a module."""
        parts = _inside(path, root)
        return parts[0] if len(parts) > 1 else ""

    def is_route(self, path: str, root: str) -> bool:
        """Tell whether Next.js starts a module by its place and name."""
        parts = _inside(path, root)
        stem = parts[-1].split(".", 1)[0]
        if len(parts) == 1:
            return stem in _OF_THE_ROOT
        special = stem.rstrip("0123456789") in SPECIAL_FILES
        return parts[0] == "pages" or (parts[0] == "app" and special)

    def is_barrel(self, path: str, root: str) -> bool:
        """Tell whether a module is the index of a folder deep inside, which others only import."""
        parts = _inside(path, root)
        return len(parts) > MOST_PARTS and parts[-1].split(".", 1)[0] == "index"

    def _find(self, path: str) -> str | None:
        for directory in self._workspace.directory_chain(path):
            if any(self._workspace.exists(f"{directory}/{name}") for name in _CONFIGS):
                return directory
            manifest_path = f"{directory}/{MANIFEST}"
            if self._workspace.exists(manifest_path):
                manifest = self._workspace.read(manifest_path, read_manifest)
                names = dict(manifest.dependencies) if manifest is not None else {}
                return directory if "next" in names else None
        return None

    def _is_plain(self, root: str) -> bool:
        if root not in self._known:
            below = [path for path in self._workspace.entries if is_below(path, root)]
            routes = any(
                path.endswith(_SCRIPTS) and self._holds_routes(path, root) for path in below
            )
            self._known[root] = routes and not any(
                path.endswith(_UNREAD) and self.in_routes(path, root) for path in below
            )
        return self._known[root]

    def _holds_routes(self, path: str, root: str) -> bool:
        return len(_inside(path, root)) > 1 and self.is_route(path, root)


def _inside(path: str, root: str) -> tuple[str, ...]:
    parts = tuple(path[len(root) :].strip("/").split("/"))
    return parts[1:] if len(parts) > 1 and parts[0] == "src" else parts
