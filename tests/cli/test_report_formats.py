"""Every output format through the command line: exit status, files, counts, the step summary."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from junitparser import JUnitXml

from supertokens_lint.cli.arguments import REPORT_FORMATS
from supertokens_lint.cli.main import run
from supertokens_lint.report import FORMATS

FRONTEND = """\
import SuperTokens from "supertokens-auth-react";
import Session from "supertokens-auth-react/recipe/session";

// supertokens-lint: ignore[syntax-error]
SuperTokens.init({
  appInfo: {
    appName: "x",
    apiDomain: process.env.REACT_APP_API,
    websiteDomain: "http://localhost:3000",
  },
  recipeList: [Session.init()],
});
"""
JSON_FORMATS = ("json", "sarif", "gitlab")
LINES = ("text", "concise", "github")
every_format = pytest.mark.parametrize("name", REPORT_FORMATS)


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A frontend with one warning, below the root of a repository, as the working directory."""
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    (tmp_path / ".git").mkdir()
    web = tmp_path / "web"
    web.mkdir()
    (web / "package.json").write_text('{"dependencies": {"supertokens-auth-react": "^0.50.0"}}')
    (web / "index.ts").write_text(FRONTEND)
    monkeypatch.chdir(web)
    return tmp_path


def _run(name: str, *words: str) -> int:
    return run(["check", "--output-format", name, "--select", "ST002", *words])


def test_every_format_is_offered() -> None:
    """By the command line and by the renderer."""
    assert set(REPORT_FORMATS) == set(FORMATS)


@every_format
@pytest.mark.parametrize(
    ("words", "status"),
    [([], 1), (["--exit-zero"], 0), (["--fail-on", "error"], 0), (["--fail-on", "never"], 0)],
)
def test_the_exit_status_does_not_depend_on_the_format(
    name: str, words: list[str], status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """And the finding is in the output whatever the status is."""
    assert _run(name, *words) == status
    printed = capsys.readouterr().out
    assert "unused-suppression" in printed
    assert "needs a reason" in printed


@every_format
def test_the_output_goes_to_a_file(
    name: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And nothing to standard output."""
    assert _run(name, "--output-file", "report") == 1
    assert capsys.readouterr().out == ""
    assert "unused-suppression" in (project / "web" / "report").read_text(encoding="utf-8")


@every_format
def test_statistics(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """In the output where it has lines, else on standard error; documents stay documents."""
    _run(name, "--statistics")
    printed = capsys.readouterr()
    line = "    1  ST002  unused-suppression\n"
    if name in LINES:
        assert line in printed.out
        assert printed.err == ""
    else:
        assert printed.err == line
    if name in JSON_FORMATS:
        json.loads(printed.out)
    if name == "junit":
        JUnitXml.fromstring(printed.out.encode())


@pytest.mark.parametrize("name", ["sarif", "github", "gitlab", "junit"])
def test_paths_begin_at_the_root_of_the_repository(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The working directory is one folder below it."""
    _run(name)
    assert "web/index.ts" in capsys.readouterr().out


def test_fail_on_decides_which_cases_of_junit_fail(capsys: pytest.CaptureFixture[str]) -> None:
    """A warning passes when only errors make the run fail."""
    _run("junit")
    assert 'failures="1"' in capsys.readouterr().out
    _run("junit", "--fail-on", "error")
    printed = capsys.readouterr().out
    assert 'tests="1" failures="0"' in printed
    assert "<system-out>" in printed


def test_sarif_tells_of_the_rules_that_ran(capsys: pytest.CaptureFixture[str]) -> None:
    """Those that were not asked for are left out."""
    _run("sarif")
    (log,) = json.loads(capsys.readouterr().out)["runs"]
    assert [rule["id"] for rule in log["tool"]["driver"]["rules"]] == ["ST002"]


def test_the_step_summary_is_added_to(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Only with the format for GitHub; what earlier steps have written stays."""
    path = project / "summary.md"
    path.write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(path))
    _run("text")
    assert path.read_text() == "before\n"
    _run("github")
    assert path.read_text().startswith("before\n### supertokens-lint: 1 warning\n")
    assert "::warning file=web/index.ts," in capsys.readouterr().out


def test_a_step_summary_that_cannot_be_written_ends_the_run(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With a message that names the variable."""
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(project))
    assert _run("github") == 2
    assert "$GITHUB_STEP_SUMMARY" in capsys.readouterr().err


@every_format
@pytest.mark.parametrize("encoding", ["utf-16"])
def test_documents_are_utf_8_whatever_the_terminal_is(name: str, encoding: str) -> None:
    """What a shell redirects into a file is the same as what ``--output-file`` writes there."""
    command = [sys.executable, "-m", "supertokens_lint", "--output-format", name, "--exit-zero"]
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    piped = subprocess.run(command, env=environment, capture_output=True, check=True).stdout
    subprocess.run([*command, "--output-file", "out"], check=True, capture_output=True)
    if name not in LINES:
        assert piped == Path("out").read_bytes()


@pytest.mark.parametrize("target", ["index.ts", "main.py", "main.go", ".env"])
def test_a_report_never_takes_the_place_of_code(
    target: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A name that slipped into the wrong option costs nobody a file."""
    path = project / "web" / target
    path.write_text(FRONTEND, encoding="utf-8")
    assert _run("json", "--output-file", target) == 2
    assert "source file" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == FRONTEND
