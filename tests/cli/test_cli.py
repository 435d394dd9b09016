from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from supertokens_lint import __version__, engine
from supertokens_lint.cli import main
from supertokens_lint.cli.main import run

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


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A frontend with one suppression without a reason (a warning) as the working directory."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "package.json").write_text(
        '{"dependencies": {"supertokens-auth-react": "^0.50.0"}}'
    )
    (tmp_path / "web" / "index.ts").write_text(FRONTEND)
    return tmp_path


def _json(capsys: pytest.CaptureFixture[str]) -> dict[str, list[dict[str, object]]]:
    document: dict[str, list[dict[str, object]]] = json.loads(capsys.readouterr().out)
    return document


@pytest.mark.parametrize(
    ("argv", "status"),
    [
        (["check", "web"], 1),
        (["web"], 1),
        ([], 1),
        (["--fail-on", "error"], 0),
        (["--fail-on", "warning"], 1),
        (["--fail-on", "info", "--select", "ST003"], 1),
        (["--select", "ST003"], 0),
        (["--fail-on", "never"], 0),
        (["--exit-zero"], 0),
        (["--ignore", "unused-suppression"], 0),
        (["--exclude", "web/"], 0),
        (["missing"], 2),
        (["--select", "nope"], 2),
        (["--config", "missing.toml"], 2),
        (["--environment", "prodution"], 2),
        (["--environment", "production,development"], 1),
        (["--output-file", "missing/x.txt"], 2),
        (["explain", "nope"], 2),
        (["explain", "ST002"], 0),
        (["rules"], 0),
        (["inspect"], 0),
        (["inspect", "missing"], 2),
    ],
)
def test_the_exit_status_tells_what_happened(argv: list[str], status: int) -> None:
    """0 clean, 1 findings at or above --fail-on, 2 the run itself failed."""
    assert run(argv) == status


def test_a_failed_run_says_why_and_prints_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    """The message is on standard error, in one line."""
    assert run(["missing"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err == "supertokens-lint: there is no file or directory 'missing'\n"


def test_a_misspelled_command_is_recognised(capsys: pytest.CaptureFixture[str]) -> None:
    """A first word that is neither a path nor a command is compared with the commands."""
    assert run(["chek"]) == 2
    assert "'chek'; did you mean check?" in capsys.readouterr().err


@pytest.mark.parametrize("form", ["text", "gitlab"])
def test_a_run_that_sees_no_app_says_so(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A wrong path in continuous integration does not pass for a checked system."""
    (tmp_path / "else").mkdir()
    assert run([str(tmp_path / "else"), "--output-format", form]) == 0
    printed = capsys.readouterr()
    told = printed.out if form == "text" else printed.err
    assert "othing was checked: no app that uses a SuperTokens SDK was found." in told
    if form != "text":
        assert printed.out == "[]\n"


def test_a_run_that_compares_nothing_says_so_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where an init is not reached, no finding tells that there is no pair."""
    code = 'import st from "supertokens-node";\nexport const start = () => st.init({});\n'
    api = tmp_path / "else"
    api.mkdir()
    (api / "package.json").write_text('{"dependencies": {"supertokens-node": "21.0.0"}}')
    (api / "auth.js").write_text(code)
    run([str(api)])
    assert "Nothing was compared" in capsys.readouterr().out
    run([str(api), "--ignore", "unpaired-app"])
    assert "Nothing was compared" not in capsys.readouterr().out


def test_the_configuration_is_used_and_the_command_line_goes_before_it(project: Path) -> None:
    """Both what runs and what fails a run."""
    config = project / "supertokens-lint.toml"
    config.write_text('fail-on = "error"')
    assert run([]) == 0
    assert run(["--fail-on", "warning"]) == 1
    config.write_text('ignore = ["ST002"]')
    assert run([]) == 0
    assert run(["--select", "ST002"]) == 1
    config.write_text('select = ["ST9"]')
    assert run([]) == 2
    config.write_text("nope = 1")
    assert run([]) == 2


def test_paths_in_the_output_are_relative_to_the_working_directory(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever the program is started."""
    monkeypatch.chdir(project / "web")
    run([str(project), "--output-format", "json", "--select", "ST002"])
    (finding,) = _json(capsys)["findings"]
    location = finding["location"]
    assert isinstance(location, dict)
    assert location["path"] == "index.ts"
    assert location["start"] == {"line": 4, "column": 1}


def test_output_goes_to_a_file_when_asked(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And nothing is printed then."""
    assert run(["--output-format", "json", "--output-file", "out.json"]) == 1
    assert capsys.readouterr().out == ""
    assert json.loads((project / "out.json").read_text())["version"] == __version__


def test_a_setting_is_inspected_with_its_origin(capsys: pytest.CaptureFixture[str]) -> None:
    """As text and as JSON: the value or the reason why it is unknown."""
    assert run(["inspect"]) == 0
    text = capsys.readouterr().out
    assert "frontend" in text
    assert '"http://localhost:3000"' in text
    assert "REACT_APP_API" in text
    assert run(["inspect", "--output-format", "json"]) == 0
    (app,) = _json(capsys)["apps"]
    (init,) = app["inits"]  # type: ignore[misc] # the shape is checked by what follows
    found = {setting["key"]: setting["values"][0]["kind"] for setting in init["settings"]}  # type: ignore[has-type]
    assert found["websiteDomain"] == "value"
    assert found["apiDomain"] == "unknown"


def test_rules_are_listed_and_explained(capsys: pytest.CaptureFixture[str]) -> None:
    """By code, and as JSON with the address of each page."""
    run(["rules", "--output-format", "json"])
    rules = json.loads(capsys.readouterr().out)
    assert {"code", "name", "severity", "summary", "url"} == set(rules[0])
    run(["explain", "st001"])
    assert capsys.readouterr().out.startswith("ST001: syntax-error\n")


def test_an_unforeseen_error_is_reported_and_ends_with_two(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the version, what was being done and where to report it; the traceback with --debug."""

    def broken(self: object) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(engine.Run, "report", broken)
    assert run(["web"]) == 2
    message = capsys.readouterr().err
    assert f"supertokens-lint {__version__}: internal error while looking for apps" in message
    assert "ZeroDivisionError: a bug" in message
    assert main.ISSUES in message
    assert "Traceback" not in message
    assert run(["web", "--debug"]) == 2
    assert "Traceback" in capsys.readouterr().err


def test_an_interrupt_ends_quietly(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the status that shells use for it."""

    def interrupted(self: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(engine.Run, "report", interrupted)
    assert run(["web"]) == 130
    assert capsys.readouterr().err == ""


def test_a_reader_that_goes_away_is_no_error(project: Path) -> None:
    """``supertokens-lint | head`` prints no traceback."""
    for number in range(200):
        (project / "web" / f"f{number}.ts").write_text(f"// supertokens-lint: x{'y' * 900}\n")
    command = [sys.executable, "-m", "supertokens_lint", "check", "web"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(1)
    process.stdout.close()
    errors = process.stderr.read()
    process.stderr.close()
    process.wait()
    assert errors == b""


def test_the_output_survives_any_encoding(project: Path) -> None:
    """A character that the terminal cannot show is written as an escape."""
    (project / "web" / "index.ts").write_text("// supertokens-lint: 日本\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "supertokens_lint", "web"],
        env={"PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, b"")
    assert b"\\u65e5" in done.stdout


def test_the_beginning_of_codes_is_answered_with_the_rules(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """``explain`` takes one rule; a word that ``--select`` takes is not called unknown."""
    assert run(["explain", "st00"]) == 2
    assert "it is how ST001, ST002, ST003, ST004 begin" in capsys.readouterr().err
