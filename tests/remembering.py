"""Checks with a cache of their own, for tests of what it answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from supertokens_lint.cache import code, folder, stamps
from supertokens_lint.cache.memory import Memory
from supertokens_lint.cache.stamps import Stamp
from supertokens_lint.cli import main, remembered
from supertokens_lint.cli.arguments import Arguments
from supertokens_lint.progress import Progress

if TYPE_CHECKING:
    import pytest


@dataclass(frozen=True)
class Said:
    """What a check wrote, and its exit status."""

    status: int
    out: str
    err: str


class Checks:
    """Runs checks in one cache and tells which of them were answered from it."""

    def __init__(
        self, cache: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.cache = cache
        self._was_answered = False
        self._capsys = capsys
        monkeypatch.delenv(remembered.NO_CACHE, raising=False)
        monkeypatch.setenv(folder.VARIABLE, str(cache))
        monkeypatch.setattr(code, "loaded", _nothing_loaded)
        anew = remembered._anew

        def watched(arguments: Arguments, progress: Progress, memory: Memory) -> int:
            self._was_answered = False
            return anew(arguments, progress, memory)

        monkeypatch.setattr(remembered, "_anew", watched)

    def __call__(self, *words: str) -> Said:
        """Run a check and return what it said."""
        self._was_answered = True
        self._capsys.readouterr()
        status = main.run(["check", *words])
        captured = self._capsys.readouterr()
        return Said(status, captured.out, captured.err)

    def anew(self, *words: str) -> Said:
        """Return what a check says without the cache."""
        return self("--no-cache", *words)

    def answered(self) -> bool:
        """Tell whether the last check was answered from the cache."""
        return self._was_answered

    @property
    def entries(self) -> list[Path]:
        """The files of the cache that hold answers."""
        return sorted(self.cache.glob("*.supertokens-lint-entry"))


def checks_of(
    cache: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Checks:
    """Return checks with a cache in a folder that is made when it is needed."""
    return Checks(cache, monkeypatch, capsys)


def trusting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let times of files count however young they are, as they do when a run comes later."""
    monkeypatch.setattr(stamps, "GRAIN_NANOSECONDS", -(10**15))


def _nothing_loaded(_now: int) -> list[tuple[str, Stamp | None, str]]:
    """Stand in for the files of the code, some of which other tests write and remove."""
    return []


def written(directory: Path, files: dict[str, str]) -> Path:
    """Write files into a folder and return it."""
    for name, text in files.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return directory


Change = Callable[[Path], None]

SYSTEM = {
    "web/package.json": '{"name": "web", "dependencies": {"supertokens-auth-react": "^0.49.0",'
    ' "react": "^18.0.0"}}',
    "web/src/main.ts": 'import SuperTokens from "supertokens-auth-react";\n'
    'import Session from "supertokens-auth-react/recipe/session";\n'
    'import { title } from "./title";\n'
    'import { apiDomain } from "./domain";\n'
    "document.title = title;\n"
    "SuperTokens.init({\n"
    '    appInfo: { appName: "a", apiDomain, websiteDomain: "http://localhost:3000" },\n'
    "    recipeList: [Session.init()],\n"
    "});\n",
    "web/src/domain.ts": 'export const apiDomain = "http://localhost:3001";\n',
    "web/src/title.ts": 'export const title = "one";\n',
    "api/package.json": '{"name": "api", "dependencies": {"supertokens-node": "^22.0.0",'
    ' "express": "^4.0.0", "cors": "^2.8.5"}}',
    "api/src/index.ts": 'import express from "express";\n'
    'import cors from "cors";\n'
    'import supertokens from "supertokens-node";\n'
    'import Session from "supertokens-node/recipe/session";\n'
    'import { errorHandler, middleware } from "supertokens-node/framework/express";\n'
    "supertokens.init({\n"
    '    framework: "express",\n'
    '    supertokens: { connectionURI: "http://localhost:3567" },\n'
    '    appInfo: { appName: "a", apiDomain: process.env.API_DOMAIN,\n'
    '        websiteDomain: "http://localhost:3000" },\n'
    "    recipeList: [Session.init()],\n"
    "});\n"
    "const app = express();\n"
    'app.use(cors({ origin: "http://localhost:3000", credentials: true,\n'
    '    allowedHeaders: ["content-type", ...supertokens.getAllCORSHeaders()] }));\n'
    "app.use(middleware());\n"
    "app.use(errorHandler());\n"
    "app.listen(3001);\n",
    "api/.env": "API_DOMAIN=http://localhost:3001\n",
}
"""A frontend and a backend that agree."""
