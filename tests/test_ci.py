"""The action, the workflows and the examples that users copy."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from supertokens_lint.cli.arguments import COMMANDS, parse

ROOT = Path(__file__).parents[1]
ACTION = ROOT / "action.yml"
GUIDES = ("docs/ci.md", "docs/pre-commit.md", "docs/split-repositories.md", "README.md")
FENCED = re.compile(r"^```ya?ml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NAMED = re.compile(r"# (\S+\.ya?ml)\n")
COMMAND = re.compile(r"\bsupertokens-lint (?!==)(\S[^\n]*)")
BASH = shutil.which("bash")
GIT_SHA = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}")

needs_bash = pytest.mark.skipif(BASH is None, reason="the steps of the action are for bash")


def _examples() -> list[tuple[str, str]]:
    """Return the YAML blocks of the guides, each with its guide and number."""
    return [
        (f"{guide}:{number}", text)
        for guide in GUIDES
        for number, text in enumerate(FENCED.findall((ROOT / guide).read_text("utf-8")), 1)
    ]


def _whole(name: str) -> list[str]:
    """Return the examples that are a whole file of this name."""
    found = [(text, match[1]) for _, text in _examples() if (match := NAMED.match(text))]
    return [text for text, file in found if re.fullmatch(name, file)]


def _scripts(node: object) -> Iterator[str]:
    """Yield the commands in a workflow or pipeline."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key in ("run", "script"):
                yield from ([value] if isinstance(value, str) else value)
            else:
                yield from _scripts(value)
    elif isinstance(node, list):
        for item in node:
            yield from _scripts(item)


def _zizmor(*words: str) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).parent / "zizmor"
    if not program.exists():
        pytest.skip("zizmor is not installed")
    return subprocess.run(
        [str(program), "--offline", "--no-progress", *words],
        env={**os.environ, "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_zizmor_finds_nothing_in_the_action_and_the_workflows() -> None:
    """Neither templates in scripts nor actions that are not pinned."""
    done = _zizmor("--pedantic", str(ACTION))
    assert done.returncode == 0, done.stdout
    done = _zizmor(str(ROOT / ".github" / "workflows"))
    assert done.returncode == 0, done.stdout


def test_zizmor_finds_nothing_in_the_examples(tmp_path: Path) -> None:
    """But for the version of this action, which readers replace by a later one."""
    workflows = _whole(r"\.github/workflows/.*")
    assert len(workflows) >= 2
    for number, text in enumerate(workflows):
        path = tmp_path / ".github" / "workflows" / f"{number}.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        pinned = re.sub(r"(supertokens/supertokens-lint)@v[\d.]+", rf"\1@{'0' * 40}", text)
        path.write_text(pinned, encoding="utf-8")
    done = _zizmor(str(tmp_path))
    assert done.returncode == 0, done.stdout


def test_zizmor_would_find_something(tmp_path: Path) -> None:
    """A template in a script, which lets a branch name run as a command."""
    text = ACTION.read_text("utf-8").replace('wanted="$SOURCE"', "wanted=${{ inputs.version }}")
    (tmp_path / "action.yml").write_text(text, encoding="utf-8")
    assert _zizmor(str(tmp_path / "action.yml")).returncode != 0


@pytest.mark.parametrize(("name", "text"), _examples())
def test_every_example_is_yaml(name: str, text: str) -> None:
    """Copied as it is."""
    assert isinstance(yaml.safe_load(text), dict | list), name


@pytest.mark.parametrize(("name", "text"), _examples())
def test_every_command_of_an_example_is_understood(name: str, text: str) -> None:
    """Options are those that the program has."""
    for script in _scripts(yaml.safe_load(text)):
        for words in COMMAND.findall(script):
            assert parse(words.split()).command in COMMANDS, name


def test_there_is_an_example_for_every_service() -> None:
    """GitHub, GitLab and CircleCI, each with its own format."""
    commands = {
        service: "\n".join(
            script for text in _whole(name) for script in _scripts(yaml.safe_load(text))
        )
        for service, name in (
            ("github", r"\.github/workflows/.*"),
            ("gitlab", r"\.gitlab-ci\.yml"),
            ("circleci", r"\.circleci/config\.yml"),
        )
    }
    assert "--output-format github" in commands["github"]
    assert "--output-format gitlab" in commands["gitlab"]
    assert "--output-format junit" in commands["gitlab"]
    assert "--output-format junit" in commands["circleci"]


def test_examples_for_pre_commit_name_hooks_that_exist(tmp_path: Path) -> None:
    """pre-commit itself takes the configuration."""
    manifest = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    known = {hook["id"] for hook in manifest}
    examples = _whole(r"\.pre-commit-config\.yaml")
    assert len(examples) >= 3
    used = set()
    for number, text in enumerate(examples):
        path = tmp_path / f"{number}.yaml"
        path.write_text(text, encoding="utf-8")
        subprocess.run(
            [sys.executable, "-m", "pre_commit", "validate-config", str(path)], check=True
        )
        (repository,) = yaml.safe_load(text)["repos"]
        used |= {hook["id"] for hook in repository["hooks"]}
    assert used == known


def _action() -> dict[str, Any]:
    return dict(yaml.safe_load(ACTION.read_text("utf-8")))


def _step(name: str) -> dict[str, Any]:
    (step,) = [step for step in _action()["runs"]["steps"] if step.get("id") == name]
    return dict(step)


def test_the_action_is_complete() -> None:
    """Every input is described, optional, and used through the environment; uses are pinned."""
    action = _action()
    assert action["runs"]["using"] == "composite"
    steps = action["runs"]["steps"]
    variables = json.dumps([step.get("env", {}) for step in steps])
    for name, settings in action["inputs"].items():
        assert settings["description"]
        assert settings["default"] is not None
        assert f"inputs.{name} }}}}" in variables
    for step in steps:
        assert "run" not in step or (step["shell"] == "bash" and "${{" not in step["run"])
        assert "uses" not in step or GIT_SHA.fullmatch(step["uses"])


def _run(step: str, directory: Path, **variables: str) -> tuple[int, str, dict[str, str]]:
    """Run a step as the runner does; return status, what was printed, and the outputs."""
    outputs = directory / "outputs"
    outputs.write_text("")
    path = directory / "step.sh"
    path.write_text(_step(step)["run"], encoding="utf-8")
    done = subprocess.run(
        [str(BASH), "--noprofile", "--norc", "-e", "-o", "pipefail", str(path)],
        cwd=directory,
        env={
            "PATH": f"{directory / 'programs'}:{os.environ['PATH']}",
            "RUNNER_TEMP": str(directory),
            "GITHUB_OUTPUT": str(outputs),
            **variables,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    found = dict(line.split("=", 1) for line in outputs.read_text().splitlines())
    return done.returncode, done.stdout, found


def _program(path: Path, script: str) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!{BASH}\n{script}", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


@needs_bash
@pytest.mark.parametrize(
    ("version", "wanted"),
    [
        ("", "/source of it"),
        ("1.2.3", "supertokens-lint==1.2.3"),
        ("$(x); y", "supertokens-lint==$(x); y"),
    ],
)
def test_the_action_installs_its_own_source_or_a_release(
    tmp_path: Path, version: str, wanted: str
) -> None:
    """Into an environment of its own; what is asked for is one word."""
    _program(
        tmp_path / "programs" / "python3",
        'mkdir -p "$3/bin"; cp "$0" "$3/bin/python"; for word; do echo "[$word]"; done\n',
    )
    status, printed, outputs = _run("install", tmp_path, SOURCE="/source of it", VERSION=version)
    assert status == 0, printed
    place = tmp_path / "supertokens-lint"
    assert printed.split("\n")[:3] == ["[-m]", "[venv]", f"[{place}]"]
    assert f"[install]\n[--quiet]\n[--disable-pip-version-check]\n[{wanted}]\n" in printed
    assert outputs == {"program": f"{place}/bin/supertokens-lint"}


@needs_bash
@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({}, ["--", "."]),
        ({"PATHS": "web\n  api\n"}, ["--", "web", "api"]),
        ({"PATHS": ""}, ["--"]),
        ({"FAIL_ON": "error"}, ["--fail-on", "error", "--", "."]),
        ({"ARGS": "--select  ST1\n--quiet"}, ["--select", "ST1", "--quiet", "--", "."]),
        (
            {"ARGS": "$(touch x) `y` * ; z", "PATHS": "$HOME"},
            ["$(touch", "x)", "`y`", "*", ";", "z", "--", "$HOME"],
        ),
    ],
)
def test_the_action_hands_words_on(
    tmp_path: Path, variables: dict[str, str], words: list[str]
) -> None:
    """Inputs are split at blanks and never run, and names are not made of patterns."""
    program = _program(tmp_path / "lint", 'for word; do echo "[$word]"; done\n')
    given = {"ARGS": "", "FAIL_ON": "", "PATHS": ".", "SARIF": "false", "PROGRAM": program}
    status, printed, outputs = _run("check", tmp_path, **{**given, **variables})
    assert status == 0, printed
    expected = ["check", "--output-format", "github", *words]
    assert printed.splitlines() == [f"[{word}]" for word in expected]
    assert outputs == {}


@needs_bash
def test_the_action_annotates_uploads_and_fails(tmp_path: Path) -> None:
    """With the program itself, on the demonstration system."""
    program = _program(tmp_path / "lint", f'exec "{sys.executable}" -m supertokens_lint "$@"\n')
    summary = tmp_path / "summary.md"
    summary.write_text("before\n")
    status, printed, outputs = _run(
        "check",
        tmp_path,
        ARGS="",
        FAIL_ON="",
        PATHS=str(ROOT / "demo"),
        PROGRAM=program,
        SARIF="true",
        GITHUB_STEP_SUMMARY=str(summary),
    )
    assert status == 1
    assert printed.startswith("::error file=")
    report = json.loads(Path(outputs["sarif-file"]).read_text("utf-8"))
    assert report["runs"][0]["results"]
    assert summary.read_text("utf-8").startswith("before\n### supertokens-lint: ")
    assert summary.read_text("utf-8").count("### supertokens-lint: ") == 1
