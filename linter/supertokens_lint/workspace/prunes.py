"""Folders that hold no source of the project: dependencies, build output, caches.

Names that always mean the same are pruned by name. ``build``, ``dist`` and ``out`` are pruned
only when what lies in them shows that a tool made it, because people also keep source there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Directory:
    """The names in one folder. Devices, sockets and pipes are left out; links are on their own."""

    files: frozenset[str] = frozenset()
    directories: frozenset[str] = frozenset()
    links: frozenset[str] = frozenset()


Look = Callable[[str], Directory]
"""Returns the content of a folder; an empty one when it cannot be read."""

PRUNED_NAMES = frozenset(
    {
        # version control and editors
        ".git", ".hg", ".svn", ".jj", ".idea", ".vs", ".history", ".fleet",
        # dependencies
        "node_modules", "bower_components", "jspm_packages", ".pnpm-store", ".yarn",
        "site-packages", "__pypackages__", ".eggs", "Pods", ".venv", ".virtualenv",
        # Python caches
        "__pycache__", ".tox", ".nox", ".mypy_cache", ".pytest_cache", ".ruff_cache",
        ".hypothesis", ".ipynb_checkpoints",
        # build output and caches of JavaScript tools
        ".next", ".nuxt", ".output", ".svelte-kit", ".astro", ".vercel", ".netlify", ".vite",
        ".turbo", ".parcel-cache", ".cache", ".angular", ".expo", ".docusaurus", ".nx", ".swc",
        ".wrangler", ".vinxi", ".tanstack", ".solid", ".nitro", ".rpt2_cache", ".nyc_output",
        ".temp", ".tmp", "storybook-static", "htmlcov", "lcov-report",
        # deployment tools
        ".serverless", ".aws-sam", "cdk.out", ".amplify", ".firebase", ".terraform", ".pulumi",
        ".gradle", ".dart_tool", ".vagrant",
    }
)  # fmt: skip
_OUTPUT_NAMES = frozenset({"dist", "build", "out", "output", "_build", "public_build"})
_VENV_NAMES = frozenset({"venv", "env", "virtualenv", "ENV"})
_HASHED = re.compile(
    r"[\w.~\[\]-]+[.-](?:[0-9a-f]{8,40}|(?=[\w-]*\d)(?=[\w-]*[A-Z])[\w-]{8})"
    r"(?:\.chunk|\.bundle|\.min)?\.(?:js|mjs|css)"
)
_BUILD_FILES = frozenset(
    {
        "asset-manifest.json",
        "build-manifest.json",
        "ssr-manifest.json",
        "react-loadable-manifest.json",
        "BUILD_ID",
        "3rdpartylicenses.txt",
        "stats.json",
        "precache-manifest.json",
    }
)
_COVERAGE_FILES = frozenset(
    {"lcov.info", "coverage-final.json", "clover.xml", "coverage.json", "base.css", "coverage.xml"}
)
_ASSET_FOLDERS = frozenset({"static", "assets", "_next", "_app", "_astro", "js", "css"})
_SOURCE_ENDS = (".ts", ".tsx", ".jsx", ".mts", ".cts", ".vue", ".svelte", ".astro", ".py", ".go")
_DECLARATION_ENDS = (".d.ts", ".d.mts", ".d.cts")
_BUNDLE_NAMES = frozenset({"bundle.js", "bundle.css", "main.bundle.js", "app.bundle.js"})


def is_pruned(path: str, look: Look) -> bool:
    """Tell whether the folder at ``path`` holds dependencies, build output or a cache.

    ``look`` is asked for the folder, the folder beside it and one level below, no more.
    """
    parent, _, name = path.rpartition("/")
    if name in PRUNED_NAMES or name.endswith((".egg-info", ".dist-info")):
        return True
    if _is_environment(path, name, look):
        return True
    if name == "vendor":
        return bool(look(path).files & {"modules.txt", "autoload.php"})
    if name == "coverage":
        return bool(look(path).files & _COVERAGE_FILES)
    if name in _OUTPUT_NAMES:
        return is_build_output(path, parent, name, look)
    return False


def _is_environment(path: str, name: str, look: Look) -> bool:
    """Tell a virtual environment by its pyvenv.cfg (PEP 405), or by what is left of one."""
    content = look(path)
    if "pyvenv.cfg" in content.files:
        return True
    if name not in _VENV_NAMES:
        return False
    if content.directories >= {"Lib", "Scripts"}:
        return True
    for below in ("bin", "Scripts"):
        if (
            below in content.directories
            and {"activate", "activate.bat"} & look(f"{path}/{below}").files
        ):
            return True
    lib = look(f"{path}/lib").directories if "lib" in content.directories else ()
    return any(item.startswith("python") for item in lib)


def is_build_output(path: str, parent: str, name: str, look: Look) -> bool:
    """Tell whether a folder called ``dist``, ``build`` or ``out`` was made by a tool."""
    content = look(path)
    if name == "build" and _is_setuptools_output(content, look(parent)):
        return True
    levels = [content]
    levels += [look(f"{path}/{item}") for item in sorted(content.directories)[:24]]
    deeper = [
        look(f"{path}/{first}/{second}")
        for first in sorted(content.directories & _ASSET_FOLDERS)
        for second in sorted(look(f"{path}/{first}").directories & _ASSET_FOLDERS)
    ]
    files = frozenset().union(*(item.files for item in (*levels, *deeper)))
    if _has_bundler_traces(content, files):
        return True
    if any(item.endswith(_SOURCE_ENDS) and not item.endswith(_DECLARATION_ENDS) for item in files):
        return False
    if _has_compiler_traces(files):
        return True
    if name == "dist":
        return "package.json" in look(parent).files
    return _mirrors_sources(levels, parent, look)


def _has_bundler_traces(content: Directory, files: frozenset[str]) -> bool:
    if files & _BUILD_FILES or any(_HASHED.fullmatch(item) for item in files):
        return True
    if "_next" in content.directories or "_app" in content.directories:
        return True
    is_page = "index.html" in content.files and bool(content.directories & _ASSET_FOLDERS)
    has_source = any(
        item.endswith(_SOURCE_ENDS) and not item.endswith(_DECLARATION_ENDS) for item in files
    )
    return not has_source and (is_page or bool(content.files & _BUNDLE_NAMES))


def _has_compiler_traces(files: frozenset[str]) -> bool:
    scripts = {item for item in files if item.endswith((".js", ".mjs", ".cjs"))}
    for item in scripts:
        stem = item.rpartition(".")[0]
        if f"{item}.map" in files or f"{stem}.d.ts" in files or item.endswith(".min.js"):
            return True
    return any(item.endswith(".tsbuildinfo") for item in files)


def _is_setuptools_output(content: Directory, beside: Directory) -> bool:
    made = any(item == "lib" or item.startswith(("lib.", "bdist.")) for item in content.directories)
    return made and bool(beside.files & {"setup.py", "pyproject.toml", "setup.cfg"})


def _mirrors_sources(levels: list[Directory], parent: str, look: Look) -> bool:
    """Tell whether most scripts have a source of the same stem beside the folder or in ``src``."""
    made = {
        item.rpartition(".")[0]
        for level in levels
        for item in level.files
        if item.endswith((".js", ".mjs", ".cjs"))
    }
    if not made:
        return False
    beside = look(parent)
    places = [beside]
    for folder in beside.directories & {"src", "source", "app", "server", "lib"}:
        below = look(f"{parent}/{folder}")
        places.append(below)
        places += [look(f"{parent}/{folder}/{item}") for item in sorted(below.directories)[:24]]
    sources = {
        item.rpartition(".")[0]
        for place in places
        for item in place.files
        if item.endswith((".ts", ".tsx", ".mts", ".cts", ".jsx", ".js"))
    }
    return 2 * len(made & sources) >= len(made)
