"""What kind of file a name stands for."""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache
from typing import NamedTuple


class FileKind(str, Enum):
    """The formats that some part of the program reads; everything else is ``OTHER``."""

    PYTHON = "python"
    JAVASCRIPT = "javascript"
    TYPESCRIPT = "typescript"
    DECLARATION = "typescript declaration"
    MARKUP = "markup"
    GO = "go"
    JSON = "json"
    YAML = "yaml"
    TOML = "toml"
    ENV = "env"
    COMPOSE = "compose"
    DOCKERFILE = "dockerfile"
    WORKFLOW = "workflow"
    PACKAGE_JSON = "package.json"
    PNPM_WORKSPACE = "pnpm-workspace.yaml"
    NPM_LOCK = "package-lock.json"
    PNPM_LOCK = "pnpm-lock.yaml"
    YARN_LOCK = "yarn.lock"
    BUN_LOCK = "bun.lock"
    TSCONFIG = "tsconfig.json"
    REQUIREMENTS = "requirements.txt"
    PYPROJECT = "pyproject.toml"
    SETUP_CFG = "setup.cfg"
    PIPFILE = "Pipfile"
    PIPFILE_LOCK = "Pipfile.lock"
    POETRY_LOCK = "poetry.lock"
    UV_LOCK = "uv.lock"
    PDM_LOCK = "pdm.lock"
    GO_MOD = "go.mod"
    NGINX = "nginx"
    CADDY = "caddy"
    PROCFILE = "Procfile"
    SHELL = "shell"
    OTHER = "other"

    # That of Enum is written in Python, and kinds are looked up by the ten thousand.
    __hash__ = str.__hash__


CODE_KINDS = frozenset(
    {
        FileKind.PYTHON,
        FileKind.JAVASCRIPT,
        FileKind.TYPESCRIPT,
        FileKind.MARKUP,
        FileKind.GO,
    }
)
SCRIPT_KINDS = frozenset({FileKind.JAVASCRIPT, FileKind.TYPESCRIPT, FileKind.MARKUP})
LOCK_KINDS = frozenset(
    {
        FileKind.NPM_LOCK,
        FileKind.PNPM_LOCK,
        FileKind.YARN_LOCK,
        FileKind.BUN_LOCK,
        FileKind.PIPFILE_LOCK,
        FileKind.POETRY_LOCK,
        FileKind.UV_LOCK,
        FileKind.PDM_LOCK,
    }
)
SEARCHED_KINDS = frozenset(FileKind) - LOCK_KINDS - {FileKind.OTHER}
"""Files that people write and that some part of the program reads."""


class FileEntry(NamedTuple):
    """One file of the workspace.

    ``is_test`` marks tests, mocks and stories by their name or folder below the root.
    """

    path: str
    kind: FileKind
    is_test: bool = False

    @property
    def is_source(self) -> bool:
        """Whether the file holds code of a language that has a reader."""
        return self.kind in CODE_KINDS

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition("/")[2]

    @property
    def directory(self) -> str:
        """The folder of the file."""
        return self.path.rpartition("/")[0] or "/"


_BY_EXTENSION = {
    "py": FileKind.PYTHON,
    "js": FileKind.JAVASCRIPT,
    "mjs": FileKind.JAVASCRIPT,
    "cjs": FileKind.JAVASCRIPT,
    "jsx": FileKind.JAVASCRIPT,
    "ts": FileKind.TYPESCRIPT,
    "mts": FileKind.TYPESCRIPT,
    "cts": FileKind.TYPESCRIPT,
    "tsx": FileKind.TYPESCRIPT,
    "vue": FileKind.MARKUP,
    "svelte": FileKind.MARKUP,
    "astro": FileKind.MARKUP,
    "html": FileKind.MARKUP,
    "htm": FileKind.MARKUP,
    "go": FileKind.GO,
    "json": FileKind.JSON,
    "jsonc": FileKind.JSON,
    "yaml": FileKind.YAML,
    "yml": FileKind.YAML,
    "toml": FileKind.TOML,
    "nginx": FileKind.NGINX,
    "caddy": FileKind.CADDY,
    "caddyfile": FileKind.CADDY,
    "dockerfile": FileKind.DOCKERFILE,
    "containerfile": FileKind.DOCKERFILE,
    "sh": FileKind.SHELL,
    "bash": FileKind.SHELL,
}

_BY_NAME = {
    "package.json": FileKind.PACKAGE_JSON,
    "pnpm-workspace.yaml": FileKind.PNPM_WORKSPACE,
    "package-lock.json": FileKind.NPM_LOCK,
    "npm-shrinkwrap.json": FileKind.NPM_LOCK,
    "pnpm-lock.yaml": FileKind.PNPM_LOCK,
    "yarn.lock": FileKind.YARN_LOCK,
    "bun.lock": FileKind.BUN_LOCK,
    "pyproject.toml": FileKind.PYPROJECT,
    "setup.cfg": FileKind.SETUP_CFG,
    "pipfile": FileKind.PIPFILE,
    "pipfile.lock": FileKind.PIPFILE_LOCK,
    "poetry.lock": FileKind.POETRY_LOCK,
    "uv.lock": FileKind.UV_LOCK,
    "pdm.lock": FileKind.PDM_LOCK,
    "go.mod": FileKind.GO_MOD,
    "caddyfile": FileKind.CADDY,
    "dockerfile": FileKind.DOCKERFILE,
    "containerfile": FileKind.DOCKERFILE,
    "procfile": FileKind.PROCFILE,
    ".gitlab-ci.yml": FileKind.WORKFLOW,
    ".gitlab-ci.yaml": FileKind.WORKFLOW,
}

_ENV_EXACT = frozenset({".env", ".flaskenv", ".dev.vars", "dotenv", "env"})
_CODE_ENDS = frozenset({*_BY_EXTENSION, "ts", "d", "md", "txt", "rs", "java", "php", "rb", "map"})
_SAMPLE_ENDS = frozenset(
    {"example", "sample", "template", "tmpl", "dist", "tpl", "default", "defaults"}
)
_COMPOSE = re.compile(r"(?:[\w.-]*[-_.])?(?:docker-)?compose(?:[-_.][\w.-]*)?\.ya?ml")
_TSCONFIG = re.compile(r"(?:ts|js)config(?:[.-][\w.-]+)?\.json")
_REQUIREMENTS = re.compile(
    r"(?:[\w.-]*[-_.])?(?:requirements|constraints)(?:[-_.][\w.-]*)?\.(?:txt|in)"
)
_DOCKERFILE = re.compile(r"(?:docker|container)file[-._][\w.-]+", re.IGNORECASE)
_NGINX_FILE = re.compile(r"(?:[\w.-]*nginx[\w.-]*|default|site)\.conf(?:\.[\w.-]+)?")
_NGINX_FOLDER = re.compile(
    r"/(?:[\w.-]*nginx[\w.-]*|sites-(?:available|enabled)|conf\.d)/", re.IGNORECASE
)
_CONF = re.compile(r"\.(?:conf|nginx|vhost)(?:\.(?:template|tmpl|tpl|j2|dist|example|sample))?$")

_TEST_NAME = re.compile(
    r"(?:[._-](?:test|spec|cy|e2e|stories|story)\.\w+$)|(?:_test\.go$)|(?:^test_[^/]*\.py$)"
    r"|(?:_tests?\.py$)|(?:^conftest\.py$)"
)
_TEST_FOLDER = re.compile(
    r"(?:^|/)(?:tests?|__tests?__|__mocks?__|mocks?|testdata|cypress|e2e|playwright|specs?"
    r"|__fixtures__|__snapshots__)/"
)


def is_env_name(name: str) -> bool:
    """Tell whether a file name is that of an env file, samples included."""
    if "env" not in name and name != ".dev.vars":
        return False
    lower = name.lower()
    if lower in _ENV_EXACT or lower.startswith(".env."):
        return lower not in ("env", "dotenv") and lower.rpartition(".")[2] not in _CODE_ENDS
    if lower.startswith((".env-", ".env_")):
        return lower.rpartition(".")[2] not in _CODE_ENDS
    parts = lower.lstrip(".").split(".")
    while len(parts) > 1 and parts[-1] in _SAMPLE_ENDS:
        parts.pop()
    return parts[-1] in ("env", "dotenv") and lower not in ("env", "dotenv")


def is_nginx_ending(name: str) -> bool:
    """Tell whether a file name ends as those of nginx's files do; other servers' do as well."""
    return _CONF.search(name.lower()) is not None


def classify(path: str) -> FileKind:
    """Return the kind of the file at a path, by its name and, where names are vague, its folder."""
    name = path.rpartition("/")[2]
    kind = _classify_name(name)
    if kind is FileKind.YAML and "/.github/workflows/" in path:
        return FileKind.WORKFLOW
    return _classify_rare(path, name.lower()) if kind is FileKind.OTHER else kind


@lru_cache(maxsize=8192)
def _classify_name(name: str) -> FileKind:
    lower = name.lower()
    known = _BY_NAME.get(lower)
    if known is not None:
        return known
    if is_env_name(name):
        return FileKind.ENV
    kind = _BY_EXTENSION.get(lower.rpartition(".")[2]) if "." in lower else None
    if kind is None:
        return FileKind.OTHER
    if kind is FileKind.TYPESCRIPT and lower.endswith((".d.ts", ".d.mts", ".d.cts")):
        return FileKind.DECLARATION
    if kind is FileKind.YAML and _COMPOSE.fullmatch(lower):
        return FileKind.COMPOSE
    if kind is FileKind.JSON and _TSCONFIG.fullmatch(lower):
        return FileKind.TSCONFIG
    return kind


def _classify_rare(path: str, lower: str) -> FileKind:
    if lower.endswith((".txt", ".in")):
        if _REQUIREMENTS.fullmatch(lower) or "/requirements/" in path:
            return FileKind.REQUIREMENTS
        return FileKind.OTHER
    if _DOCKERFILE.fullmatch(lower):
        return FileKind.DOCKERFILE
    if lower.startswith("caddyfile"):
        return FileKind.CADDY
    if _NGINX_FILE.fullmatch(lower):
        return FileKind.NGINX
    if _NGINX_FOLDER.search(path) and (_CONF.search(lower) or "/sites-" in path):
        return FileKind.NGINX
    return FileKind.OTHER


def is_test_path(relative: str) -> bool:
    """Tell whether a path below a root is that of a test, a mock or a story."""
    directory, _, name = relative.rpartition("/")
    return _is_test_folder(directory) or _TEST_NAME.search(name) is not None


@lru_cache(maxsize=8192)
def _is_test_folder(directory: str) -> bool:
    return _TEST_FOLDER.search(f"{directory}/") is not None


def entry_for(path: str, root: str) -> FileEntry:
    """Return the entry of a file below a root."""
    kind = classify(path)
    relative = path[len(root.rstrip("/")) + 1 :]
    return FileEntry(path, kind, kind in CODE_KINDS and is_test_path(relative))
