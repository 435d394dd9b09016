"""Nothing is written outside of the project, and nothing is replaced that nobody asked about."""

from __future__ import annotations

from pathlib import Path

import pytest

from security import hostile_system
from supertokens_lint.cli.main import run

PRECIOUS = "precious\n"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project beside a folder with something precious, being the working directory."""
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/file").write_text(PRECIOUS)
    hostile_system.write(tmp_path / "project", hostile_system.files())
    monkeypatch.chdir(tmp_path / "project")
    return tmp_path / "project"


def _untouched(root: Path) -> bool:
    outside = root.parent / "outside"
    return [path.name for path in outside.iterdir()] == ["file"] and (
        (outside / "file").read_text() == PRECIOUS
    )


@pytest.mark.parametrize(
    "command",
    [
        ["check", "--output-file"],
        ["check", "--diff", "--output-file"],
        ["inspect", "--output-file"],
        ["inspect", "--output-format", "html", "--output-file"],
        ["contract", "--output-file"],
        ["baseline", "--baseline"],
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("name", ["link", "folder/file", "folder/new", "dangling"])
def test_outputs_do_not_leave_through_links(root: Path, command: list[str], name: str) -> None:
    """A link at the place of the output or on the way to it; what a link leads to stays as it is."""
    (root / "link").symlink_to(root.parent / "outside/file")
    (root / "dangling").symlink_to(root.parent / "outside/new")
    (root / "folder").symlink_to(root.parent / "outside")
    run([*command, name])
    assert _untouched(root)


@pytest.mark.parametrize("place", ["../outside/new", "folder/new", "/../%s/outside/new"])
@pytest.mark.parametrize("command", [["baseline"], ["check"], ["baseline", "--prune"]])
def test_a_configured_baseline_is_inside(
    root: Path, capsys: pytest.CaptureFixture[str], command: list[str], place: str
) -> None:
    """The configuration belongs to what is linted; it cannot have files written elsewhere."""
    (root / "folder").symlink_to(root.parent / "outside")
    place = place.replace("%s", str(root.parent))
    (root / "supertokens-lint.toml").write_text(f'baseline = "{place}"\n')
    assert run(command) == 2
    assert "must be a file below" in capsys.readouterr().err
    assert _untouched(root)


def test_a_new_configuration_does_not_follow_links(root: Path) -> None:
    """Neither over what the link leads to, nor to a new file there."""
    for name, target in (("supertokens-lint.toml", "file"), ("pyproject.toml", "file")):
        (root / name).symlink_to(root.parent / "outside" / target)
    run(["init"])
    run(["init", "--force"])
    run(["init", "--pyproject"])
    (root / "supertokens-lint.toml").unlink(missing_ok=True)
    (root / "supertokens-lint.toml").symlink_to(root.parent / "outside/new")
    run(["init"])
    assert _untouched(root)


def test_fixes_do_not_follow_links(root: Path) -> None:
    """A linked file is not changed where it is, even when it has a fault."""
    source = (root / "api/index.js").read_text()
    (root.parent / "outside/file").write_text(source)
    (root / "api/index.js").unlink()
    (root / "api/index.js").symlink_to(root.parent / "outside/file")
    run(["check", "--fix", "--unsafe-fixes"])
    assert (root.parent / "outside/file").read_text() == source


def test_outputs_go_where_they_are_asked_to_go(root: Path) -> None:
    """Also outside, when the command line says so, and through links that stay inside."""
    (root / "real").mkdir()
    (root / "inner").symlink_to("real")
    run(["check", "--output-file", "inner/report.txt"])
    run(["check", "--output-file", "../report.txt"])
    assert "ST114" in (root / "real/report.txt").read_text()
    assert "ST114" in (root.parent / "report.txt").read_text()


def test_no_name_of_a_temporary_file_can_be_foreseen(root: Path) -> None:
    """A baseline is written through no link that waits for it."""
    import os  # noqa: PLC0415 - for this one

    (root / f"base.json.{os.getpid()}.tmp").symlink_to(root.parent / "outside/file")
    assert run(["baseline", "--baseline", "base.json"]) == 0
    assert _untouched(root)
    assert (root / "base.json").is_file()
