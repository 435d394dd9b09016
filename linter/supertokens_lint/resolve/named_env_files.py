"""Env files with names or places of their own, which the code that loads them names.

``load_dotenv("config/dev.env")``, ``dotenv.config({ path: "./env/local.env" })``, pydantic's
``env_file``, Node's ``--env-file``: the file counts for the program whose code names it.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from supertokens_lint.resolve.outcomes import Mode, Statement
from supertokens_lint.workspace.envfiles import EnvFile, read_env_file
from supertokens_lint.workspace.files import CODE_KINDS, FileKind
from supertokens_lint.workspace.paths import is_below
from supertokens_lint.workspace.workspace import Workspace

MANIFESTS = (
    "package.json",
    "pyproject.toml",
    "requirements.txt",
    "setup.py",
    "manage.py",
    "go.mod",
)
LOADERS = (b"dotenv", b"env_file", b"env-file", b"env-cmd", b"read_env")
MAX_FILES = 40


class NamedEnvFiles:
    """Looks variables up in the env files that a program's code names."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._known: dict[str, tuple[EnvFile, ...]] = {}

    def lookup(self, name: str, reader: str, mode: Mode) -> Statement | None:
        """Return what such a file says of a variable that the file ``reader`` reads."""
        home = self._home(reader)
        if home not in self._known:
            self._known[home] = tuple(self._named(home))
        for file in self._known[home]:
            value = file.variables.get(name)
            fits = file.name.mode in (None, mode.value)
            if value is None or not fits or (mode is Mode.PRODUCTION and file.name.mode is None):
                continue
            placeholder = value.is_placeholder or value.value is None
            return Statement(value.value or "", value.place, placeholder=placeholder)
        return None

    def _named(self, home: str) -> Iterator[EnvFile]:
        entries = [
            entry for entry in self._workspace.files(FileKind.ENV) if is_below(entry.path, home)
        ]
        for entry in entries[:MAX_FILES]:
            file = self._workspace.read(entry.path, read_env_file)
            if file is not None and not file.name.is_sample and self._is_loaded(entry.path, home):
                yield file

    def _is_loaded(self, path: str, home: str) -> bool:
        kinds = (*CODE_KINDS, FileKind.PACKAGE_JSON)
        name = posixpath.basename(path)
        return any(
            not item.is_test
            and self._home(item.path) == home
            and name in self._workspace.text(item.path).text
            for item in self._workspace.mentioning(*LOADERS, kinds=kinds)
        )

    def _home(self, path: str) -> str:
        """Return the folder of the program that a file belongs to: the nearest with a manifest."""
        chain = tuple(self._workspace.directory_chain(path))
        for directory in chain:
            if any(self._workspace.exists(f"{directory}/{name}") for name in MANIFESTS):
                return directory
        return chain[-1] if chain else posixpath.dirname(path)
