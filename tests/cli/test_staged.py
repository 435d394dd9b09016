"""``check --staged``: what the next commit would break."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from supertokens_lint.cli.main import run

IDENTITY = ("-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "commit.gpgsign=false")
FRONTEND = """\
import SuperTokens from "supertokens-auth-react";
import Session from "supertokens-auth-react/recipe/session";

SuperTokens.init({
  appInfo: {
    appName: "shop",
    apiDomain: "http://localhost:3001",
    websiteDomain: "http://localhost:3000",
    apiBasePath: "/auth",
  },
  recipeList: [Session.init()],
});
"""
BACKEND = """\
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from supertokens_python import InputAppInfo, SupertokensConfig, get_all_cors_headers, init
from supertokens_python.framework.fastapi import get_middleware
from supertokens_python.recipe import session

init(
    app_info=InputAppInfo(
        app_name="shop",
        api_domain="http://localhost:3001",
        website_domain="http://localhost:3000",
        api_base_path="/auth",
    ),
    supertokens_config=SupertokensConfig(connection_uri="http://core:3567"),
    framework="fastapi",
    recipe_list=[session.init()],
)
app = FastAPI()
app.add_middleware(get_middleware())
app.add_middleware(
    CORSMiddleware,
    allow_origins=["http://localhost:3000"],
    allow_credentials=True,
    allow_methods=["*"],
    allow_headers=["Content-Type", *get_all_cors_headers()],
)
"""
FILES = {
    "web/package.json": '{"name": "web", "dependencies": {"supertokens-auth-react": "^0.50.0"}}',
    "web/src/index.tsx": FRONTEND,
    "api/requirements.txt": "fastapi\nsupertokens-python>=0.29\n",
    "api/main.py": BACKEND,
    "README.md": "A shop.\n",
}
BROKEN = BACKEND.replace('"/auth"', '"/api/auth"')


def git(directory: Path, *words: str) -> None:
    """Run git without the configuration of whoever runs the tests."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("GIT_")}
    subprocess.run(
        ["git", *IDENTITY, *words],
        cwd=directory,
        env=kept | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"},
        check=True,
        capture_output=True,
    )


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a correct system, committed, as the working directory."""
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "--quiet", "-m", "first")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _checked(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, Any]]:
    status = run(["check", "--staged", "--output-format", "json", *words])
    return status, json.loads(capsys.readouterr().out)


def test_nothing_is_staged(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Then there is nothing to say."""
    status, document = _checked(capsys)
    assert status == 0
    assert document["findings"] == []
    assert document["summary"]["elsewhere"] == 0


def test_nothing_is_staged_and_something_is_broken(
    shop: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last commit is not looked at: it is what would be committed."""
    (shop / "api/main.py").write_text(BROKEN)
    git(shop, "commit", "--quiet", "--all", "-m", "second")
    monkeypatch.setattr("supertokens_lint.staged.read_head", None)
    status, document = _checked(capsys)
    assert status == 0
    assert document["summary"]["elsewhere"] == 1


def test_a_staged_file_that_breaks_is_found(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Although the other end stands in a file that is not staged."""
    (shop / "api/main.py").write_text(BROKEN)
    assert _checked(capsys)[0] == 0
    git(shop, "add", "api/main.py")
    status, document = _checked(capsys)
    assert status == 1
    assert [finding["rule"] for finding in document["findings"]] == ["api-base-path-mismatch"]


def test_unstaged_changes_do_not_count(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither such that mend what is staged, nor such that break it."""
    (shop / "api/main.py").write_text(BROKEN)
    git(shop, "add", "api/main.py")
    (shop / "api/main.py").write_text(BACKEND)
    assert _checked(capsys)[0] == 1
    git(shop, "add", "api/main.py")
    (shop / "api/main.py").write_text(BROKEN)
    assert _checked(capsys)[0] == 0
    assert run(["check"]) == 1


def test_findings_elsewhere_are_counted(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What was broken before does not stop a commit about something else."""
    (shop / "api/main.py").write_text(BROKEN)
    git(shop, "commit", "--quiet", "--all", "-m", "second")
    (shop / "api/more.py").write_text("x = 1\n")
    git(shop, "add", "api/more.py")
    status, document = _checked(capsys)
    assert status == 0
    assert document["findings"] == []
    assert document["summary"]["error"] == 0
    assert document["summary"]["elsewhere"] == 1
    assert run(["check", "--staged"]) == 0
    assert "1 more finding elsewhere, run without --staged." in capsys.readouterr().out


def test_a_commit_that_takes_a_file_away(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No place of the finding is in a staged file, but the last commit did not have it."""
    (shop / "web/.env").write_text("VITE_PATH=/auth\n")
    text = FRONTEND.replace('"/auth"', 'import.meta.env.VITE_PATH ?? "/other"')
    (shop / "web/src/index.tsx").write_text(text)
    git(shop, "add", "--all")
    git(shop, "commit", "--quiet", "-m", "second")
    assert run(["check"]) == 0
    capsys.readouterr()
    git(shop, "rm", "--quiet", "web/.env")
    status, document = _checked(capsys)
    assert status == 1
    assert [finding["rule"] for finding in document["findings"]] == ["api-base-path-mismatch"]


def test_any_place_of_a_finding_may_be_staged(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The other end, for example."""
    (shop / "api/main.py").write_text(BROKEN)
    git(shop, "commit", "--quiet", "--all", "-m", "second")
    (shop / "web/src/index.tsx").write_text(f"{FRONTEND}\n")
    git(shop, "add", "web")
    status, document = _checked(capsys)
    assert status == 1
    assert document["summary"]["elsewhere"] == 0


def test_an_ignored_env_file_decides_values(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is never staged, and the program reads it at run time."""
    (shop / ".gitignore").write_text(".env\n")
    (shop / "web/.env").write_text("VITE_PATH=/other\n")
    text = FRONTEND.replace('"/auth"', "import.meta.env.VITE_PATH")
    (shop / "web/src/index.tsx").write_text(text)
    git(shop, "add", "--all")
    status, document = _checked(capsys)
    assert status == 1
    (finding,) = document["findings"]
    assert finding["rule"] == "api-base-path-mismatch"
    assert finding["location"]["path"] == "web/.env"


def test_paths_are_a_part_of_the_repository(
    shop: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given from anywhere in it."""
    (shop / "api/main.py").write_text(BROKEN)
    git(shop, "add", "--all")
    assert _checked(capsys, "web", "api/main.py")[0] == 1
    assert _checked(capsys, "web")[0] == 0
    monkeypatch.chdir(shop / "web")
    status, document = _checked(capsys, ".", "../api")
    assert status == 1
    paths = {finding["location"]["path"] for finding in document["findings"]}
    assert paths <= {"src/index.tsx", "../api/main.py"}


@pytest.mark.parametrize("option", ["--fix", "--diff"])
def test_what_is_staged_is_not_fixed(
    shop: Path, capsys: pytest.CaptureFixture[str], option: str
) -> None:
    """A fix would go to files that may be different."""
    assert run(["check", "--staged", option]) == 2
    assert "--staged" in capsys.readouterr().err


def test_outside_of_a_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The run fails and says why."""
    monkeypatch.chdir(tmp_path)
    assert run(["check", "--staged"]) == 2
    assert "is in no work tree of git" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["--all"], ["api/main.py"], ["--all", "--amend"]])
def test_as_a_hook_of_git(shop: Path, words: list[str]) -> None:
    """Git makes an index for the time of the hook when paths or ``--all`` are given."""
    hook = shop / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m supertokens_lint check --staged\n')
    hook.chmod(0o755)
    (shop / "api/main.py").write_text(BROKEN)
    with pytest.raises(subprocess.CalledProcessError) as caught:
        git(shop, "commit", "-m", "second", *words)
    assert b"api-base-path-mismatch" in caught.value.stderr + caught.value.stdout
    (shop / "api/main.py").write_text(f"{BACKEND}\n")
    git(shop, "commit", "-m", "second", *words)
