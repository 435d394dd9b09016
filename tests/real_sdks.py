"""The real SDKs as tests ask them: one process a language, a line in and a line out.

They are installed by ``make oracle``: npm packages from ``npm/package-lock.json``, one folder for
each version of supertokens-python.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from supertokens_lint.sdk.names import Sdk
from supertokens_lint.sdk.versions import SdkVersion, parse_version

HERE = Path(__file__).parent / "oracle"
ROOT = HERE.parent.parent
NPM = HERE / "npm"
PYTHON = ROOT / ".oracle" / "python"
EXAMPLES = int(os.environ.get("SUPERTOKENS_LINT_ORACLE_EXAMPLES", "1000"))
"""How many inputs each property draws; every one goes to all versions."""

Answer = tuple[str, Any]


@dataclass(frozen=True)
class Real:
    """One installed SDK: the folder that it is in, and what the linter calls it."""

    folder: str
    sdk: Sdk
    version: SdkVersion

    def __str__(self) -> str:
        return self.folder


def _npm(folder: str, sdk: Sdk) -> Real:
    manifest = json.loads((NPM / "package.json").read_text("utf-8"))
    version = str(manifest["dependencies"][folder]).rpartition("@")[2]
    return Real(folder, sdk, parse_version(sdk, version))


def _python(version: str) -> Real:
    return Real(f"python-{version}", Sdk.PYTHON, parse_version(Sdk.PYTHON, version))


NODES = tuple(_npm(f"node-{major}", Sdk.NODE) for major in (12, 13, 16, 20, 21, 24))
WEBSITES = tuple(_npm(f"website-{major}", Sdk.WEBSITE) for major in (13, 16, 19, 20))
WEB_JS = _npm("supertokens-web-js", Sdk.WEB_JS)
AUTH_REACT = _npm("react-51", Sdk.AUTH_REACT)
PYTHONS = tuple(
    _python(line.rpartition("==")[2])
    for line in (HERE / "python" / "versions.txt").read_text("utf-8").split()
)
BACKENDS = (*NODES, *PYTHONS)
NORMALISERS = (*BACKENDS, *WEBSITES, WEB_JS)


class Process:
    """A driver that answers one question at a time."""

    def __init__(self, command: list[str], folder: Path) -> None:
        self._process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )

    def ask(self, question: list[Any]) -> Answer:
        """Return the driver's answer to a question."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        kind, value = json.loads(self._process.stdout.readline())
        return kind, value

    def close(self) -> None:
        """End the process."""
        self._process.communicate()


class Oracle:
    """Asks any of the real SDKs."""

    def __init__(self, node: Process, pythons: dict[str, Process]) -> None:
        self._node = node
        self._pythons = pythons

    def ask(self, real: Real, question: str, argument: object) -> Answer:
        """Return what a real SDK says: ``("ok", answer)`` or ``("error", message)``."""
        if real.sdk is Sdk.PYTHON:
            return self._pythons[real.folder].ask([question, argument])
        return self._node.ask([real.folder, question, argument])


def missing() -> str | None:
    """Return what is not installed, or ``None``."""
    if shutil.which("node") is None:
        return "Node.js is not installed"
    if not (NPM / "node_modules").is_dir():
        return "the npm packages are not installed: run make oracle"
    absent = [real.folder for real in PYTHONS if not (PYTHON / real.folder).is_dir()]
    return f"not installed: {', '.join(absent)}: run make oracle" if absent else None


@contextmanager
def running() -> Iterator[Oracle]:
    """Run the drivers while tests ask them."""
    node = Process(["node", "driver.cjs"], NPM)
    pythons = {
        real.folder: Process(
            [sys.executable, "-S", str(HERE / "python" / "driver.py"), str(PYTHON / real.folder)],
            HERE,
        )
        for real in PYTHONS
    }
    try:
        yield Oracle(node, pythons)
    finally:
        for process in (node, *pythons.values()):
            process.close()
