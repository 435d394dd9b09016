"""A check of files that do not name SuperTokens: the same answer, without loading the rules."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from supertokens_lint import baseline
from supertokens_lint.cli import bystander, check, main
from supertokens_lint.cli.arguments import parse
from supertokens_lint.progress import Progress

FILES = {
    "web/package.json": '{"name": "web", "dependencies": {"react": "^18.0.0"}}',
    "web/src/main.tsx": 'import { a } from "./a";\nfetch("/api");\n',
    "api/main.py": "from fastapi import FastAPI\napp = FastAPI()\n",
    "broken.py": "def (:\n",
    ".env": "API=1\n",
    "deploy.yaml": "a: [\n",
}
HEAVY = ("libcst", "tree_sitter", "rich", "yaml", "pathspec", "supertokens_lint.extract",
         "supertokens_lint.registry", "supertokens_lint.topology", "supertokens_lint_rules")  # fmt: skip


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with files that have nothing to do with SuperTokens."""
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _git(directory: Path, *words: str) -> None:
    kept = {name: text for name, text in os.environ.items() if not name.startswith("GIT_")}
    identity = ("-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "commit.gpgsign=false")
    subprocess.run(
        ["git", *identity, *words],
        cwd=directory,
        env=kept | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"},
        check=True,
    )


def _loaded(tree: Path, *arguments: str) -> set[str]:
    code = (
        "import sys\nfrom supertokens_lint.cli.main import run\n"
        f"run({list(arguments)!r})\nsys.stderr.write('|'.join(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tree, capture_output=True, text=True, check=True
    )
    return set(done.stderr.split("|"))


def test_nothing_heavy_is_loaded(tree: Path) -> None:
    """Neither parsers nor rules are imported where there is nothing for them to do."""
    assert not {name for name in HEAVY if name in _loaded(tree, "check", ".")}


def test_rules_are_loaded_where_there_is_something(tree: Path) -> None:
    """The check above can fail: one import of an SDK loads the rules."""
    (tree / "web/src/a.ts").write_text('import "supertokens-web-js";', "utf-8")
    assert "supertokens_lint.registry" in _loaded(tree, "check", ".")


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["."],
        ["web", "api"],
        ["--quiet"],
        ["--fail-on", "info"],
        ["--exclude", "api"],
        ["--exit-zero"],
    ],
)
def test_the_answer_is_that_of_the_whole_program(
    tree: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Output and status are those of a check that loads everything."""
    del tree
    given = parse(["check", *arguments])
    status = bystander.run(given, Progress())
    short = capsys.readouterr()
    assert status == check.run(given, Progress())
    assert capsys.readouterr() == short


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("web/src/b.ts", 'import "supertokens-node";'),
        ("web/src/b.ts", "const initSuperTokens = 1;"),
        ("api/b.py", "# Supertokens\n"),
        (".env", "SUPERTOKENS_URI=x\n"),
        ("web/package.json", '{"dependencies": {"supertokens-node": "1"}}'),
        ("web/src/b.ts", "// supertokens-lint: ignore\n"),
        ("compose.yaml", "services: {}\n"),
        (bystander.BASELINE, "{}"),
        ("supertokens-lint.toml", 'select = ["ST1"]\n'),
    ],
)
def test_other_trees_are_left_to_the_whole_program(tree: Path, name: str, text: str) -> None:
    """Anything that names SuperTokens or asks for more than a plain check needs all of it."""
    (tree / name).write_text(text, "utf-8")
    assert bystander.run(parse(["check"]), Progress()) is None


@pytest.mark.parametrize(
    "arguments",
    [["--select", "ST1"], ["--fix"], ["--diff"], ["--statistics"], ["none"],
     ["--output-format", "json"], ["--environment", "production"], ["--with", "a.json"]],
)  # fmt: skip
def test_other_runs_are_left_to_the_whole_program(tree: Path, arguments: list[str]) -> None:
    """Options that say more are judged by the whole program, mistakes in them included."""
    del tree
    assert bystander.run(parse(["check", *arguments]), Progress()) is None


def test_the_name_of_the_baseline() -> None:
    """The baseline's file is known here by its name alone."""
    assert bystander.BASELINE == baseline.FILE_NAME


def test_nothing_is_loaded_when_nothing_is_staged_that_is_read(tree: Path) -> None:
    """A commit of texts and pictures is over at once, in a system of SuperTokens as well."""
    (tree / "web/src/a.ts").write_text('import "supertokens-web-js";', "utf-8")
    (tree / "supertokens-lint.toml").write_text('fail-on = "error"\n', "utf-8")
    _git(tree, "init", "--quiet")
    _git(tree, "add", "--all")
    assert "supertokens_lint.registry" in _loaded(tree, "check", "--staged"), "the first commit"
    _git(tree, "commit", "--quiet", "--message", "first")
    assert not {name for name in HEAVY if name in _loaded(tree, "check", "--staged")}
    (tree / "README.md").write_text("Read me.\n")
    _git(tree, "add", "README.md")
    assert not {name for name in HEAVY if name in _loaded(tree, "check", "--staged", "web")}


@pytest.mark.parametrize("name", [".env", ".gitignore", "web/src/main.tsx"])
def test_files_that_matter_are_looked_at_when_they_are_staged(tree: Path, name: str) -> None:
    """Also by a commit that deletes them."""
    (tree / ".gitignore").write_text("dist\n")
    _git(tree, "init", "--quiet")
    _git(tree, "add", "--all")
    _git(tree, "commit", "--quiet", "--message", "first")
    _git(tree, "rm", "--quiet", name)
    assert "supertokens_lint.registry" in _loaded(tree, "check", "--staged")


def test_a_folder_without_git_is_refused_as_ever(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing can be staged there."""
    assert main.run(["check", "--staged"]) == 2
    assert "work tree" in capsys.readouterr().err
