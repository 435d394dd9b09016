from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from supertokens_lint.errors import UsageError
from supertokens_lint.workspace import git
from supertokens_lint.workspace.workspace import Workspace


def write(root: Path, *names: str, text: str = "x = 1\n") -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def names(workspace: Workspace, root: Path) -> set[str]:
    return {os.path.relpath(path, root) for path in workspace.entries}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = tmp_path / "repo"
    root.mkdir()
    subprocess.run(["git", "init", "-q", root], check=True)
    return root


def test_git_decides_which_files_count(repository: Path) -> None:
    """Untracked files are listed, ignored ones are not, deleted ones are not."""
    write(repository, "a.py", "gone.py", "skip/b.py", "c.log")
    write(repository, ".gitignore", text="skip/\n*.log\n")
    subprocess.run(["git", "-C", repository, "add", "gone.py"], check=True)
    (repository / "gone.py").unlink()
    assert names(Workspace.open([str(repository)]), repository) == {".gitignore", "a.py"}


def test_ignored_env_files_are_listed(repository: Path) -> None:
    """They decide values, so they count when they are on disk; samples and other files do not."""
    write(repository, "app/a.py", "app/.env", "app/.env.local", "app/secret.txt", "skip/.env")
    write(repository, ".gitignore", text=".env*\nsecret.txt\nskip/\n")
    found = names(Workspace.open([str(repository)]), repository)
    assert found == {".gitignore", "app/a.py", "app/.env", "app/.env.local"}


def test_committed_dependencies_are_pruned(repository: Path) -> None:
    """What git tracks can still be vendored."""
    write(repository, "node_modules/x/i.js", "venv/pyvenv.cfg", "venv/a.py", "a.py", "j.min.js")
    subprocess.run(["git", "-C", repository, "add", "-f", "."], check=True)
    assert names(Workspace.open([str(repository)]), repository) == {"a.py"}


def test_a_folder_that_git_ignores_can_be_given(repository: Path) -> None:
    """A root that git knows nothing of is walked."""
    write(repository, "tmp/app/a.py")
    write(repository, ".gitignore", text="tmp/\n")
    root = repository / "tmp" / "app"
    assert names(Workspace.open([str(root)]), root) == {"a.py"}


def test_nested_repositories_are_part_of_the_system(repository: Path) -> None:
    """A clone inside a work tree is listed with its own ignores."""
    inner = repository / "backend"
    inner.mkdir()
    subprocess.run(["git", "init", "-q", inner], check=True)
    write(repository, "a.py", "backend/b.py", "backend/skip.py")
    write(inner, ".gitignore", text="skip.py\n")
    found = names(Workspace.open([str(repository)]), repository)
    assert found == {"a.py", "backend/b.py", "backend/.gitignore"}


def test_a_hostile_repository_runs_nothing(repository: Path, tmp_path: Path) -> None:
    """Programs named in a repository's configuration are never started."""
    write(repository, "a.py")
    trap, mark = tmp_path / "trap.sh", tmp_path / "ran"
    trap.write_text(f"#!/bin/sh\ntouch {mark}\n")
    trap.chmod(0o755)
    for key in ("core.fsmonitor", "core.pager", "core.sshCommand", "filter.x.clean", "core.editor"):
        subprocess.run(["git", "-C", repository, "config", key, str(trap)], check=True)
    hooks = repository / ".git" / "hooks"
    hooks.mkdir(exist_ok=True)
    for hook in ("post-index-change", "fsmonitor-watchman", "query-watchman"):
        shutil.copy(trap, hooks / hook)
    assert names(Workspace.open([str(repository)]), repository) == {"a.py"}
    assert not mark.exists()


def test_variables_of_a_surrounding_git_do_not_mislead(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Inside a hook git sets GIT_DIR and GIT_INDEX_FILE for another repository."""
    write(repository, "a.py")
    monkeypatch.setenv("GIT_DIR", "/nonexistent")
    monkeypatch.setenv("GIT_INDEX_FILE", "/nonexistent/index")
    assert names(Workspace.open([str(repository)]), repository) == {"a.py"}


def test_a_broken_repository_is_walked(tmp_path: Path) -> None:
    """When git refuses, the folders themselves are read and ``.gitignore`` files obeyed."""
    write(tmp_path, "a.py", "skip.py", "sub/skip.py", "sub/keep.py", ".git/HEAD")
    write(tmp_path, ".gitignore", text="skip.py\n")
    write(tmp_path, "sub/.gitignore", text="!skip.py\n# note\n\n")
    assert git.list_work_tree(str(tmp_path)) is None
    assert names(Workspace.open([str(tmp_path)]), tmp_path) == {
        ".gitignore",
        "a.py",
        "sub/.gitignore",
        "sub/skip.py",
        "sub/keep.py",
    }


def test_without_git_folders_are_walked(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program git is not needed."""
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    write(repository, "a.py", "skip/b.py", "skip/.env")
    write(repository, ".gitignore", text="skip/\n[broken\n")
    assert names(Workspace.open([str(repository)]), repository) == {".gitignore", "a.py"}


def test_excludes_are_relative_to_their_base(tmp_path: Path) -> None:
    """Patterns follow gitignore: anchored, by name, negated, and for folders."""
    write(
        tmp_path, "app/legacy/a.py", "app/b.py", "app/gen/c.py", "app/gen/keep.py", "x/legacy/d.py"
    )
    found = Workspace.open(
        [str(tmp_path / "app"), str(tmp_path / "x")],
        excludes=["/app/legacy", "**/gen/*", "!**/gen/keep.py"],
        exclude_base=str(tmp_path),
    )
    assert names(found, tmp_path) == {"app/b.py", "app/gen/keep.py", "x/legacy/d.py"}


def test_a_bad_exclude_is_a_usage_error(tmp_path: Path) -> None:
    """The pattern is named."""
    with pytest.raises(UsageError, match="not a gitignore pattern"):
        Workspace.open([str(tmp_path)], excludes=["!"])


def test_symbolic_links_are_not_walked(tmp_path: Path) -> None:
    """Loops end, links out of the root are ignored, links inside lead to their targets."""
    root, outside = tmp_path / "root", tmp_path / "outside"
    write(root, "shared/a.ts", ".env")
    write(outside, "b.ts")
    (root / "loop").symlink_to(root)
    (root / "self").symlink_to("self")
    (root / "out").symlink_to(outside)
    (root / "out.ts").symlink_to(outside / "b.ts")
    (root / "broken.ts").symlink_to("nowhere.ts")
    (root / "web").mkdir()
    (root / "web" / "shared").symlink_to("../shared")
    (root / "web" / ".env").symlink_to("../.env")
    workspace = Workspace.open([str(root)])
    assert names(workspace, root) == {"shared/a.ts", ".env", "web/.env"}
    entry = workspace.entry(f"{root}/web/shared/a.ts")
    assert entry is not None
    assert entry.path == f"{root}/shared/a.ts"
    assert not workspace.exists(f"{root}/out/b.ts")
    assert not workspace.exists(f"{root}/out.ts")
    assert workspace.text(f"{root}/web/.env").text == "x = 1\n"


def test_a_root_that_is_a_link_is_listed_under_its_own_name(tmp_path: Path) -> None:
    """People see the path that they gave."""
    write(tmp_path / "real", "a.py")
    (tmp_path / "link").symlink_to("real")
    workspace = Workspace.open([str(tmp_path / "link")])
    assert set(workspace.entries) == {f"{tmp_path}/link/a.py"}


def test_several_roots_are_one_system(tmp_path: Path) -> None:
    """Equal and nested roots are listed once; files come in the order of paths."""
    write(tmp_path, "b/x.py", "a/y.py", "a/in/z.py")
    workspace = Workspace.open(
        [str(tmp_path / "b"), str(tmp_path / "a" / "in"), str(tmp_path / "a"), str(tmp_path / "a/")]
    )
    assert set(workspace.roots) == {f"{tmp_path}/a", f"{tmp_path}/b"}
    assert len(workspace.entries) == 3


def test_a_pruned_folder_can_be_a_root_beside_the_outer_one(tmp_path: Path) -> None:
    """What is asked for outright is listed."""
    write(tmp_path, "a.py", "node_modules/mine/index.js")
    workspace = Workspace.open([str(tmp_path), str(tmp_path / "node_modules" / "mine")])
    assert names(workspace, tmp_path) == {"a.py", "node_modules/mine/index.js"}


def test_a_file_stands_for_its_folder(tmp_path: Path) -> None:
    """The system is the folder; the file is remembered as what the person asked about."""
    write(tmp_path, "a.py", "b.py")
    workspace = Workspace.open(["a.py"], cwd=str(tmp_path))
    assert names(workspace, tmp_path) == {"a.py", "b.py"}
    assert workspace.focus == {f"{tmp_path}/a.py"}


def test_a_path_that_does_not_exist_is_a_usage_error(tmp_path: Path) -> None:
    """It is named as it was given."""
    with pytest.raises(UsageError, match="nowhere/x: no such file or folder"):
        Workspace.open(["nowhere/x"], cwd=str(tmp_path))


def test_folders_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A root that cannot be listed is a usage error, a folder below one a problem with its name."""
    write(tmp_path, "a.py", "closed/b.py")
    closed = str(tmp_path / "closed")
    scandir = os.scandir

    def guarded(path: str) -> Iterator[os.DirEntry[str]]:
        if path == closed:
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", guarded)
    workspace = Workspace.open([str(tmp_path)])
    assert names(workspace, tmp_path) == {"a.py"}
    assert [(item.path, item.message) for item in workspace.problems] == [
        (closed, "the folder cannot be read: Permission denied")
    ]
    with pytest.raises(UsageError, match="closed: the folder cannot be read"):
        Workspace.open([closed])


def test_pipes_and_sockets_are_not_listed(tmp_path: Path) -> None:
    """Only regular files are."""
    write(tmp_path, "a.py")
    os.mkfifo(tmp_path / "pipe.py")
    os.mkfifo(tmp_path / ".env")
    assert names(Workspace.open([str(tmp_path)]), tmp_path) == {"a.py"}


def test_names_that_are_no_text(tmp_path: Path) -> None:
    """A file name of any bytes can be listed, read and shown."""
    (tmp_path / os.fsdecode(b"\xff\n.py")).write_bytes(b"x = 1\n")
    workspace = Workspace.open([str(tmp_path)], cwd=str(tmp_path))
    (entry,) = workspace.entries.values()
    assert workspace.text(entry.path).text == "x = 1\n"
    assert workspace.display(entry.path).isprintable()
