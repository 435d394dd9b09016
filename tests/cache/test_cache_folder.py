"""The cache is the user's own, and never what somebody else has put there."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from histories import commit
from remembering import SYSTEM, Checks, checks_of, written
from supertokens_lint.cache import folder
from supertokens_lint.cli import main

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has other places and modes")


@pytest.fixture
def checks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Checks:
    """Return checks with a cache, in the folder of a system."""
    monkeypatch.chdir(written(tmp_path / "system", SYSTEM))
    return checks_of(tmp_path / "cache", monkeypatch, capsys)


def test_where_it_is() -> None:
    """What is asked for goes before the environment, and that before the platform's place."""
    home = {"HOME": "/home/me"}
    inner = "Library/Caches" if sys.platform == "darwin" else ".cache"
    assert folder.location("/a", {folder.VARIABLE: "/b"}) == Path("/a")
    assert folder.location(None, {folder.VARIABLE: "/b", **home}) == Path("/b")
    assert folder.location(None, {"XDG_CACHE_HOME": "/c", **home}) == Path("/c/supertokens-lint")
    assert folder.location(None, {"XDG_CACHE_HOME": "c", **home}) == Path(
        "/home/me", inner, "supertokens-lint"
    )
    assert folder.location(None, home) == Path("/home/me", inner, "supertokens-lint")
    assert folder.location(None, {}) is None
    assert folder.location(None, {"HOME": "home"}) is None


def test_a_run_without_a_home(checks: Checks, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the user has no place for it, there is no cache and no complaint."""
    expected = checks.anew()
    for name in (folder.VARIABLE, "XDG_CACHE_HOME", "HOME"):
        monkeypatch.delenv(name, raising=False)
    assert checks() == checks() == expected
    assert not checks.answered()


@pytest.mark.parametrize("mode", [0o770, 0o702, 0o777])
def test_a_folder_that_others_may_write_to(mode: int, checks: Checks) -> None:
    """It is as if it were not there."""
    checks.cache.mkdir()
    checks.cache.chmod(mode)
    checks()
    assert list(checks.cache.iterdir()) == []


def test_a_folder_of_somebody_else(checks: Checks, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is read from it and nothing written."""
    checks()
    checks()
    assert checks.answered()
    user = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: user + 1)
    checks()
    assert not checks.answered()
    assert len(checks.entries) == 1


def test_no_folder_is_made_in_the_home_of_somebody_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run as another user leaves nothing that its owner could not use; unless it was asked to."""
    user = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: user + 1)
    assert folder.opened(tmp_path / "a/b", (), is_chosen=False) is None
    assert not (tmp_path / "a").exists()


def test_a_file_in_its_place(checks: Checks) -> None:
    """A file where the folder should be is no cache."""
    checks.cache.write_text("", "utf-8")
    assert checks() == checks.anew()


def test_a_cache_in_the_project(checks: Checks, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is used where git can tell that it did not come with the project."""
    here = Path.cwd()
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", os.path.realpath(here.parent))
    monkeypatch.setenv(folder.VARIABLE, ".cache")
    checks()
    checks()
    assert not checks.answered()
    assert not list(here.glob(".cache/*.supertokens-lint-entry"))
    commit(here)
    expected = checks()
    assert checks() == expected
    assert checks.answered()
    (here / ".cache/.gitignore").unlink()
    commit(here)
    assert checks() == checks.anew()
    checks()
    assert not checks.answered()


def test_the_option_names_it(checks: Checks, tmp_path: Path) -> None:
    """``--cache-dir`` goes before the environment."""
    checks("--cache-dir", str(tmp_path / "other"))
    assert not checks.entries
    assert list((tmp_path / "other").glob("*.supertokens-lint-entry"))
    checks("--cache-dir", str(tmp_path / "other"))
    assert checks.answered()


def test_without_cache_nothing_is_made(checks: Checks, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither with the option nor with the variable."""
    checks.anew()
    monkeypatch.setenv("SUPERTOKENS_LINT_NO_CACHE", "1")
    checks()
    assert not checks.cache.exists()


def test_what_changes_files_is_not_kept(checks: Checks) -> None:
    """Runs that fix or show fixes look at the files."""
    checks("--diff")
    checks("--fix")
    assert checks.entries == []


def test_clean_removes_answers_and_nothing_else(
    checks: Checks, capsys: pytest.CaptureFixture[str]
) -> None:
    """Other files in the folder stay; a second time there is nothing to remove."""
    checks()
    checks("--quiet")
    (checks.cache / "notes.txt").write_text("mine", "utf-8")
    capsys.readouterr()
    assert main.run(["clean"]) == 0
    assert capsys.readouterr().out == f"2 answers removed from {checks.cache}\n"
    assert checks.entries == []
    assert (checks.cache / "notes.txt").read_text("utf-8") == "mine"
    assert main.run(["clean", "--cache-dir", str(checks.cache / "absent")]) == 0
    assert capsys.readouterr().out.startswith("0 answers removed")
