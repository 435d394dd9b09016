"""The real CORS libraries as tests ask them: options and requests in, responses out."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from real_sdks import HERE, ROOT
from supertokens_lint.cors.names import SPELLINGS
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.sdk.versions import SdkVersion, parse_version

NPM = HERE / "cors_npm"
PYTHON = ROOT / ".oracle" / "cors-python"


@dataclass(frozen=True)
class Library:
    """One installed library: its name for the linter, its folder, its version."""

    name: str
    folder: str
    version: SdkVersion
    is_python: bool

    def __str__(self) -> str:
        return self.folder

    def options(self, canonical: dict[str, Any]) -> dict[str, Any]:
        """Return options as this library spells them."""
        spellings: dict[str, str] = {}
        for spelled, name in SPELLINGS[self.name].items():
            spellings.setdefault(name, spelled)
        return {spellings[key]: value for key, value in canonical.items()}


def _npm(name: str, folder: str) -> Library:
    manifest = json.loads((NPM / "package.json").read_text("utf-8"))
    version = str(manifest["dependencies"][folder]).rpartition("@")[2]
    return Library(name, folder, parse_version(Sdk.NODE, version), is_python=False)


def _python() -> Iterator[Library]:
    for line in (HERE / "cors_python" / "versions.txt").read_text("utf-8").splitlines():
        folder = line.split()[0]
        name, _, version = folder.rpartition("-")
        yield Library(name, folder, parse_version(Sdk.PYTHON, version), is_python=True)


LIBRARIES = (
    _npm("cors", "cors"),
    _npm("@koa/cors", "koa-cors-4"),
    _npm("@koa/cors", "koa-cors-5"),
    _npm("@fastify/cors", "fastify-cors-10"),
    _npm("@fastify/cors", "fastify-cors-11"),
    _npm("hapi", "@hapi/hapi"),
    _npm("hono", "hono"),
    *_python(),
)


@dataclass(frozen=True)
class Reply:
    """What a browser looks at in a response."""

    status: int
    headers: dict[str, str]

    def words(self, name: str) -> set[str]:
        """Return the entries of a header that holds a list, in lower case."""
        parts = self.headers.get(name, "").split(",")
        return {part.strip().lower() for part in parts if part.strip()}


class CorsOracle:
    """Sends requests to small applications with the real libraries."""

    def __init__(self, processes: dict[str, subprocess.Popen[str]]) -> None:
        self._processes = processes

    def ask(
        self, library: Library, options: dict[str, Any], *requests: dict[str, Any]
    ) -> list[Reply]:
        """Return the responses to some requests."""
        process = self._processes[library.folder if library.is_python else "node"]
        question = {
            "library": library.name,
            "folder": library.folder,
            "options": library.options(options),
            "requests": requests,
        }
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(question) + "\n")
        process.stdin.flush()
        return [Reply(**answer) for answer in json.loads(process.stdout.readline())]


def missing() -> str | None:
    """Return what is not installed, or ``None``."""
    if shutil.which("node") is None or not (NPM / "node_modules").is_dir():
        return "the npm packages are not installed: run make oracle"
    absent = [item.folder for item in LIBRARIES if item.is_python and not _folder(item).is_dir()]
    return f"not installed: {', '.join(absent)}: run make oracle" if absent else None


def _folder(library: Library) -> Path:
    return PYTHON / library.folder


def _started(command: list[str], folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command,
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    )


@contextmanager
def running() -> Iterator[CorsOracle]:
    """Run the drivers while tests ask them."""
    processes = {"node": _started(["node", "driver.cjs"], NPM)}
    script = str(HERE / "cors_python" / "driver.py")
    for item in LIBRARIES:
        if item.is_python:
            command = [sys.executable, "-S", script, str(_folder(item)), item.name]
            processes[item.folder] = _started(command, HERE)
    try:
        yield CorsOracle(processes)
    finally:
        for process in processes.values():
            process.communicate()
