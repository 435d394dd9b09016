from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from linting import lint
from supertokens_lint import config_file
from supertokens_lint.cli.main import run
from supertokens_lint.finding import Finding

ROOT = Path(__file__).parents[2]
CASES = sorted(
    next(path for path in sorted(rule.iterdir()) if path.is_dir())
    for rule in (ROOT / "fixtures").iterdir()
    if rule.is_dir()
)
PYPROJECT = '[project]\nname = "x" # kept\n\n[tool.other]\nkey   =  1'


def _findings(directory: Path) -> list[Finding]:
    return list(lint(directory).findings)


@pytest.mark.parametrize("case", [ROOT / "demo", *CASES], ids=lambda case: case.parent.name)
def test_the_written_configuration_loads_and_changes_no_finding(case: Path, tmp_path: Path) -> None:
    """What it says is what was found; a guess that would change a severity stays a comment."""
    copy = shutil.copytree(case, tmp_path / "case")
    before = _findings(copy)
    assert run(["init", str(copy)]) == 0
    assert config_file.load(copy).path == (copy / "supertokens-lint.toml").as_posix()
    assert _findings(copy) == before


def test_pairs_that_are_certain_are_written_down(tmp_path: Path) -> None:
    """With paths relative to the file, and how sure they are."""
    shutil.copytree(ROOT / "demo", tmp_path, dirs_exist_ok=True)
    run(["init", str(tmp_path)])
    (pair,) = config_file.load(tmp_path).pairs
    assert pair.frontend == (tmp_path / "frontend").as_posix()
    text = (tmp_path / "supertokens-lint.toml").read_text()
    assert "# sure: there is one backend only\n[[pairs]]" in text
    assert '# environments = ["development", "production"]' in text
    assert "frontend frontend: supertokens-auth-react" in text


def test_guessed_pairs_stand_in_comments(tmp_path: Path) -> None:
    """Two backends, and only their folders tell which one is the frontend's."""
    for side, count in (("frontend", 1), ("backend", 2)):
        for index in range(count):
            target = tmp_path / ("one" if index == 0 else "two") / side
            shutil.copytree(ROOT / "demo" / side, target)
    settings = tmp_path / "one/backend/.env.production"
    before = _findings(tmp_path)
    assert settings.exists()
    run(["init", str(tmp_path)])
    config = config_file.load(tmp_path)
    text = (tmp_path / "supertokens-lint.toml").read_text()
    assert ("a guess" in text) == (config.pairs == ())
    assert "[[pairs]]" in text
    assert _findings(tmp_path) == before


def test_a_file_that_is_there_is_not_replaced_unasked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """--force replaces it, --dry-run prints and writes nothing."""
    target = tmp_path / "supertokens-lint.toml"
    target.write_text("# mine\n")
    assert run(["init", str(tmp_path)]) == 2
    assert "--force replaces it" in capsys.readouterr().err
    assert run(["init", str(tmp_path), "--dry-run"]) == 0
    shown = capsys.readouterr().out
    assert target.read_text() == "# mine\n"
    assert run(["init", str(tmp_path), "--force"]) == 0
    assert target.read_text() == shown
    assert "No app that uses a SuperTokens SDK was found." in shown
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_pyproject_keeps_what_it_has(tmp_path: Path, newline: str) -> None:
    """Byte for byte, comments and spacing included; the table stands behind it."""
    shutil.copytree(ROOT / "demo", tmp_path, dirs_exist_ok=True)
    target = tmp_path / "pyproject.toml"
    text = PYPROJECT.replace("\n", newline).encode()
    target.write_bytes(text)
    before = _findings(tmp_path)
    assert run(["init", str(tmp_path), "--pyproject"]) == 0
    written = target.read_bytes()
    assert written.startswith(text)
    assert written.replace(b"\r\n", b"").count(b"\n") == (
        0 if newline == "\r\n" else written.count(b"\n")
    )
    assert len(config_file.load(tmp_path).pairs) == 1
    assert _findings(tmp_path) == before


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[tool.supertokens-lint]\nselect = ["ST1"]', "already; edit it there"),
        ("[project", "is not valid TOML"),
        ("tool = { other = 1 }", "is not valid TOML"),
        (None, "there is no"),
    ],
)
def test_pyproject_without_a_place_for_the_table_stays_as_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str | None, message: str
) -> None:
    """One that has the table, is broken, or cannot take it."""
    target = tmp_path / "pyproject.toml"
    if text is not None:
        target.write_text(text)
    assert run(["init", str(tmp_path), "--pyproject", "--force"]) == 2
    assert message in capsys.readouterr().err
    assert (target.read_text() if target.exists() else None) == text


def test_pyproject_beside_a_file_of_our_own_is_refused(tmp_path: Path) -> None:
    """It would have no effect."""
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "supertokens-lint.toml").write_text("")
    assert run(["init", str(tmp_path), "--pyproject"]) == 2
    assert run(["init", str(tmp_path / "missing")]) == 2


def test_strange_names_of_folders_are_quoted(tmp_path: Path) -> None:
    """The file is TOML whatever the folders are called."""
    shutil.copytree(ROOT / "demo/frontend", tmp_path / 'we"b\\ \x7fé')
    shutil.copytree(ROOT / "demo/backend", tmp_path / "api\t#")
    assert run(["init", str(tmp_path)]) == 0
    (pair,) = config_file.load(tmp_path).pairs
    assert pair.frontend == (tmp_path / 'we"b\\ \x7fé').as_posix()
