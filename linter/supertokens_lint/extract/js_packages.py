"""What the manifests of JavaScript packages say about where their code runs."""

from __future__ import annotations

import posixpath
from enum import Enum

from msgspec import Struct

from supertokens_lint.source import SourceText
from supertokens_lint.workspace.jsontext import load_json
from supertokens_lint.workspace.workspace import Workspace

MANIFEST = "package.json"
DEPENDENCY_KEYS = ("dependencies", "devDependencies", "peerDependencies", "optionalDependencies")


class Framework(str, Enum):
    """A framework that decides by directory or file name where a module runs."""

    NEXT = "next"
    NUXT = "nuxt"
    SVELTEKIT = "sveltekit"
    REMIX = "remix"
    ASTRO = "astro"
    NATIVE = "react native"
    NONE = "none"


_FRAMEWORKS = (
    ("next", Framework.NEXT),
    ("nuxt", Framework.NUXT),
    ("nuxt3", Framework.NUXT),
    ("@sveltejs/kit", Framework.SVELTEKIT),
    ("@remix-run/react", Framework.REMIX),
    ("@remix-run/node", Framework.REMIX),
    ("@react-router/dev", Framework.REMIX),
    ("astro", Framework.ASTRO),
    ("react-native", Framework.NATIVE),
    ("expo", Framework.NATIVE),
)
BROWSER_PACKAGES = frozenset(
    {
        "react", "react-dom", "preact", "vue", "svelte", "solid-js", "lit", "@angular/core",
        "react-scripts", "vite", "@vitejs/plugin-react", "@vue/cli-service", "parcel",
        "parcel-bundler", "webpack-dev-server", "jquery", "supertokens-web-js",
        "supertokens-website", "supertokens-auth-react",
    }
)  # fmt: skip
SERVER_PACKAGES = frozenset(
    {
        "express", "fastify", "koa", "hono", "@hono/node-server", "@nestjs/core", "@hapi/hapi",
        "hapi", "@loopback/core", "@loopback/rest", "restify", "polka", "supertokens-node",
        "supertokens-nestjs", "aws-lambda", "@middy/core", "serverless", "firebase-functions",
        "nodemon", "ts-node-dev",
    }
)  # fmt: skip


class Package(Struct, frozen=True):
    """A JavaScript package: its directory, its dependencies with their ranges, its entry."""

    root: str
    dependencies: dict[str, str]
    main: str | None

    @property
    def framework(self) -> Framework:
        """The framework that lays the package out."""
        for name, framework in _FRAMEWORKS:
            if name in self.dependencies:
                return framework
        return Framework.NONE

    @property
    def has_browser(self) -> bool:
        """Whether it depends on something that runs in browsers."""
        return not BROWSER_PACKAGES.isdisjoint(self.dependencies)

    @property
    def has_server(self) -> bool:
        """Whether it depends on something that only runs on servers."""
        return not SERVER_PACKAGES.isdisjoint(self.dependencies)

    @property
    def has_electron(self) -> bool:
        """Whether it is an Electron app."""
        return "electron" in self.dependencies


class _Manifest(Struct, frozen=True):
    dependencies: tuple[tuple[str, str], ...]
    main: str | None


def read_manifest(source: SourceText) -> _Manifest:
    """Return what a manifest depends on; raises :class:`ReaderError` when it is no JSON."""
    data = load_json(source)
    if not isinstance(data, dict):
        return _Manifest((), None)
    found: dict[str, str] = {}
    for key in DEPENDENCY_KEYS:
        section = data.get(key)
        for name, text in section.items() if isinstance(section, dict) else ():
            if isinstance(text, str):
                found.setdefault(name, text)
    main = data.get("main")
    return _Manifest(tuple(found.items()), main if isinstance(main, str) else None)


def package_of(workspace: Workspace, path: str) -> Package | None:
    """Return the innermost package that holds a file and says what it depends on.

    A manifest without dependencies (a folder that only sets ``type``) is passed over.
    """
    for directory in workspace.directory_chain(path):
        manifest_path = posixpath.join(directory, MANIFEST)
        if not workspace.exists(manifest_path):
            continue
        manifest = workspace.read(manifest_path, read_manifest)
        if manifest is not None and manifest.dependencies:
            return Package(directory, dict(manifest.dependencies), manifest.main)
    return None
