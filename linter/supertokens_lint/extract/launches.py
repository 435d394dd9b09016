"""Which modules are started by name: by scripts, containers, pages and descriptions of deployments.

Some programs load all modules of a folder instead.

Sources: the command lines of node, tsx, python, uvicorn, gunicorn, flask and celery; the AWS
serverless and SAM documentation on ``handler``; PEP 621 on ``[project.scripts]``; the README of
@fastify/autoload on ``dir``; Vite and webpack on ``import.meta.glob`` and ``require.context``.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from functools import cached_property

from supertokens_lint.source import whole_text
from supertokens_lint.workspace.files import FileKind
from supertokens_lint.workspace.workspace import Workspace

_COMMANDS = (
    FileKind.PACKAGE_JSON,
    FileKind.DOCKERFILE,
    FileKind.COMPOSE,
    FileKind.PROCFILE,
    FileKind.SHELL,
    FileKind.PYPROJECT,
    FileKind.SETUP_CFG,
)
_MANIFESTS = (FileKind.YAML, FileKind.TOML, FileKind.JSON)
_MANIFEST_FILE = re.compile(
    r"serverless[\w.-]*\.(?:ya?ml|json)|(?:sam-)?template\.(?:ya?ml|json)|(?:app|render)\.ya?ml"
    r"|(?:fly|netlify|wrangler)\.toml|(?:vercel|firebase|function|wrangler|project)\.jsonc?"
)
"""Descriptions of deployments, which name the files that a cloud starts."""
_FOLDER_LOADERS = (
    b"@fastify/autoload", b"fastify-autoload", b"readdir", b"import.meta.glob", b"require.context",
    b"globSync", b"glob.sync",
)  # fmt: skip
_LITERAL = re.compile(r"""["'`]([\w./@-]*\w)/?(?:\*[^"'`]*)?["'`]""")
_CONFIG_FILE = re.compile(r"\.config\.[cm]?[jt]s$")
_SCRIPT = (
    r"(?<![\w.@-]){0}\.[cm]?[jt]sx?(?![\w-])"  # config.ts
    r"|(?<=/){0}(?:\.\w+)?(?![\w/-])"  # ./src/config, dist/config.js, src/config.handler
    r"|(?<![\w.@:/-]){0}\.\w+(?![\w/.-])"  # handler: config.handler
)
_COMMAND = r"|(?<=\s){0}(?![\w:./-])"  # node config
_PYTHON = (
    r"(?<![\w.-]){0}\.py(?![\w-])|(?<=/){0}\.py(?![\w-])"  # python config.py
    r"|(?<![\w-]){0}:[A-Za-z_]"  # uvicorn config:app, shop.config:main
    r"|(?:\s-m|--app|\s-A|FLASK_APP)[\s=:\"',]+(?:[\w-]+[./])*{0}(?![\w.-])"  # python -m config
    r"|(?<=/){0}\.\w+(?![\w/.-])|(?<![\w.@:/-]){0}\.\w+(?![\w/.-])"  # handler: config.main
)
_PYTHON_NAME = r"[\"'](?:\w+\.)+{0}(?::\w+)?[\"']|[\"']{0}:\w+[\"']"


class Launches:
    """Answers whether something starts a module by its file name."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def names(self, path: str) -> bool:
        """Tell whether a file that starts programs, or a string in Python code, names a module."""
        stem = re.escape(posixpath.splitext(posixpath.basename(path))[0])
        if path.endswith(".py"):
            return self._python(path, stem)
        script = re.compile(_SCRIPT.format(stem))
        command = re.compile(f"{_SCRIPT}{_COMMAND}".format(stem))
        return any(command.search(text) for text in self._commands) or any(
            script.search(text) for text in (*self._manifests, *self._configs)
        )

    def loads_folder(self, path: str) -> bool:
        """Tell whether a script loads whole folders and names one that holds a module."""
        return any(path.startswith(f"{folder}/") for folder in self._folders)

    @cached_property
    def _folders(self) -> frozenset[str]:
        """The folders that loaders name; where one names none, those beside and below it."""
        scripts = self._workspace.files(FileKind.JAVASCRIPT, FileKind.TYPESCRIPT)
        known = {entry.directory for entry in scripts}
        known |= {above for each in known for above in self._workspace.directory_chain(f"{each}/")}
        found: set[str] = set()
        for entry in self._workspace.mentioning(*_FOLDER_LOADERS):
            text = None if entry.is_test else self._workspace.read(entry.path, whole_text)
            if text is not None:
                named = self._named(entry.path, text.text) & known
                found |= named or {entry.directory}
        return frozenset(found)

    def _named(self, path: str, text: str) -> set[str]:
        names = {match.group(1).strip("./") for match in _LITERAL.finditer(text)} - {""}
        return {
            posixpath.normpath(posixpath.join(directory, name))
            for name in names
            for directory in self._workspace.directory_chain(path)
        }

    def _python(self, path: str, stem: str) -> bool:
        word = re.compile(_PYTHON.format(stem))
        if any(word.search(text) for text in (*self._commands, *self._manifests)):
            return True
        name = re.compile(_PYTHON_NAME.format(stem))
        name_of_file = posixpath.splitext(posixpath.basename(path))[0]
        plain = name_of_file.encode("utf-8", "surrogatepass")
        return any(
            name.search(text.text)
            for entry in self._workspace.mentioning(plain)
            if entry.kind is FileKind.PYTHON and entry.path != path
            if (text := self._workspace.read(entry.path, whole_text)) is not None
        )

    @cached_property
    def _commands(self) -> tuple[str, ...]:
        return tuple(self._texts(*(entry.path for entry in self._workspace.files(*_COMMANDS))))

    @cached_property
    def _manifests(self) -> tuple[str, ...]:
        return tuple(
            self._texts(
                *(
                    entry.path
                    for entry in self._workspace.files(*_MANIFESTS)
                    if _MANIFEST_FILE.fullmatch(posixpath.basename(entry.path))
                )
            )
        )

    @cached_property
    def _configs(self) -> tuple[str, ...]:
        scripts = self._workspace.files(FileKind.JAVASCRIPT, FileKind.TYPESCRIPT)
        pages = self._workspace.files(FileKind.MARKUP)
        return tuple(
            self._texts(
                *(entry.path for entry in scripts if _CONFIG_FILE.search(entry.path)),
                *(entry.path for entry in pages if entry.path.endswith(".html")),
            )
        )

    def _texts(self, *paths: str) -> Iterator[str]:
        for path in paths:
            text = self._workspace.read(path, whole_text)
            if text is not None:
                yield text.text
