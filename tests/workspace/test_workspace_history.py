"""Earlier texts of files, and repositories that would like to run something."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from histories import commit
from supertokens_lint.workspace import git, history
from supertokens_lint.workspace.history import earlier_texts
from supertokens_lint.workspace.workspace import Workspace


def write(root: Path, text: str, name: str = "a.js") -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def texts(path: Path) -> list[str]:
    return [item.text for item in earlier_texts(str(path), path.read_text(encoding="utf-8"))]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "repo"
    folder.mkdir()
    return folder


def test_texts_come_newest_first_and_once(root: Path) -> None:
    """What a file says now is no earlier text, and going back and forth gives each text once."""
    for text in ("one", "two", "one", "three", "now"):
        path = write(root, text)
        commit(root)
    assert texts(path) == ["three", "one", "two"]


def test_the_commit_that_replaced_a_text_is_named(root: Path) -> None:
    """People find the change by it; work that is not committed has none."""
    write(root, "one")
    commit(root)
    path = write(root, "two")
    commit(root)
    head = subprocess.run(
        ["git", "-C", root, "rev-parse", "HEAD"], check=True, capture_output=True, text=True
    ).stdout.strip()
    assert [item.replaced_by for item in earlier_texts(str(path), "two")] == [head[:12]]
    path = write(root, "three")
    found = earlier_texts(str(path), "three")
    assert [(item.text, item.replaced_by) for item in found] == [("two", ""), ("one", head[:12])]


def test_files_that_never_changed_have_no_past(root: Path) -> None:
    """One commit that adds the file is no change."""
    path = write(root, "one")
    commit(root)
    assert texts(path) == []


@pytest.mark.parametrize("name", ["my file.js", "[id].js", "-x.js", "*.js", "a/b/ü.js", ":(top)x"])
def test_names_are_taken_literally(root: Path, name: str) -> None:
    """Spaces, globs, options and pathspec magic in names mean nothing."""
    write(root, "other", "z.js")
    write(root, "one", name)
    commit(root)
    path = write(root, "two", name)
    commit(root)
    assert texts(path) == ["one"]


def test_folders_inside_the_work_tree_are_found(root: Path) -> None:
    """The repository may begin above the folder of the file."""
    write(root, "one", "services/api/a.py")
    commit(root)
    path = write(root, "two", "services/api/a.py")
    assert texts(path) == ["one"]


def test_no_history_is_no_fault(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Outside a repository, for untracked files, in an empty one and without git: nothing."""
    path = write(root, "one")
    assert texts(path) == []
    subprocess.run(["git", "init", "-q", root], check=True)
    assert texts(path) == []
    write(root, "one", "b.js")
    commit(root)
    assert texts(write(root, "x", "untracked.js")) == []
    assert earlier_texts(str(tmp_path / "gone" / "a.js"), "") == ()
    assert earlier_texts(f"{root}/a\nb.js", "") == ()
    assert earlier_texts("/", "") == ()
    monkeypatch.setenv("PATH", "")
    assert texts(path) == []


def test_shallow_clones_say_nothing(root: Path, tmp_path: Path) -> None:
    """Their oldest commit seems to have made every file."""
    for text in ("one", "two", "three"):
        write(root, text)
        commit(root)
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", "--depth", "2", f"file://{root}", clone], check=True)
    assert texts(clone / "a.js") == []


def test_work_is_bounded(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No more than so many commits, none of another year, and no large or binary text."""
    for number in range(6):
        path = write(root, f"text {number}")
        commit(root)
    monkeypatch.setattr(history, "MAX_COMMITS", 2)
    assert texts(path) == ["text 4", "text 3"]
    monkeypatch.setattr(history, "MAX_BYTES", 3)
    assert texts(path) == []


def test_old_changes_do_not_count(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cookie of a former domain has expired by then."""
    for day, text in (("2020-01-01", "one"), ("2020-02-01", "two"), ("2023-01-01", "three")):
        monkeypatch.setenv("GIT_COMMITTER_DATE", f"{day}T00:00:00Z")
        path = write(root, text)
        commit(root)
    assert texts(path) == ["two"]


def test_binary_texts_are_left_out(root: Path) -> None:
    """What is no UTF-8 is no source text."""
    path = root / "a.js"
    for data in (b"one", b"\xff\xfe\x00", b"now"):
        path.write_bytes(data)
        commit(root)
    assert texts(path) == ["one"]


@pytest.mark.skipif(os.name == "nt", reason="the programs are shell scripts")
def test_repositories_cannot_run_anything(root: Path, tmp_path: Path) -> None:
    """Whatever a repository's configuration names as a program stays where it is."""
    marker = tmp_path / "ran"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {marker}\ncat\n", encoding="utf-8")
    program.chmod(0o755)
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for name in ("post-checkout", "reference-transaction", "post-index-change", "fsmonitor"):
        (hooks / name).write_text(program.read_text(encoding="utf-8"), encoding="utf-8")
        (hooks / name).chmod(0o755)
    write(root, "* diff=evil filter=evil\n", ".gitattributes")
    write(root, "one")
    commit(root)
    path = write(root, "two")
    commit(root)
    settings = {
        "core.fsmonitor": str(program),
        "core.hooksPath": str(hooks),
        "core.pager": str(program),
        "core.editor": str(program),
        "core.sshCommand": str(program),
        "diff.external": str(program),
        "diff.evil.textconv": str(program),
        "diff.evil.command": str(program),
        "filter.evil.clean": str(program),
        "filter.evil.smudge": str(program),
        "log.showSignature": "true",
        "gpg.program": str(program),
        "credential.helper": str(program),
        "alias.rev-list": f"!{program}",
        "alias.cat-file": f"!{program}",
        "remote.origin.url": f"ext::{program}",
        "remote.origin.promisor": "true",
        "extensions.partialClone": "origin",
    }
    for key, value in settings.items():
        subprocess.run(["git", "-C", root, "config", key, value], check=True)
    assert texts(path) == ["one"]
    for stored in (root / ".git" / "objects").glob("??/*"):
        stored.chmod(0o644)
        stored.unlink()
    assert texts(path) == []
    assert not marker.exists()


@given(st.binary(max_size=200))
def test_what_git_prints_may_be_anything(data: bytes) -> None:
    """Half-written answers end the reading, and never in an error."""
    for text in history._contents(data):
        assert text is None or isinstance(text, str)


def test_git_is_asked_by_plumbing_alone(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands for people read configuration that can name programs; these do not."""
    write(root, "one")
    commit(root)
    path = write(root, "two")
    asked: list[str] = []
    ask = git.ask

    def record(directory: str, arguments: tuple[str, ...], **options: object) -> bytes | None:
        asked.append(arguments[0])
        return ask(directory, arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(git, "ask", record)
    assert texts(path) == ["one"]
    assert set(asked) <= {"rev-parse", "rev-list", "cat-file"}


def test_another_text_changes_one_file() -> None:
    """A workspace with an earlier text of a file has all others as they are."""
    workspace = Workspace.in_memory({"a.js": "now", "b/c.js": "kept"})
    earlier = workspace.with_text("/system/a.js", "before")
    assert earlier.text("/system/a.js").text == "before"
    assert earlier.text("/system/b/c.js").text == "kept"
    assert workspace.text("/system/a.js").text == "now"
    assert set(earlier.entries) == set(workspace.entries)
