"""The index of a repository as the files of a workspace."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from supertokens_lint.errors import ReaderError, UsageError
from supertokens_lint.workspace.index import Index, read_head, read_index
from supertokens_lint.workspace.indexfiles import IndexFileSystem
from supertokens_lint.workspace.workspace import Workspace

IDENTITY = ("-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "commit.gpgsign=false")


def git(directory: Path, *words: str) -> str:
    """Run git without the configuration of whoever runs the tests."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("GIT_")}
    done = subprocess.run(
        ["git", *IDENTITY, "-c", "protocol.file.allow=always", *words],
        cwd=directory,
        env=kept | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


def write(directory: Path, files: dict[str, str]) -> None:
    """Write files by their paths."""
    for name, text in files.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a repository with one commit, and nothing staged or changed."""
    top = tmp_path / "repository"
    top.mkdir()
    git(top, "init", "--quiet")
    write(top, {"web/a.ts": "old a", "api/b.py": "old b", ".gitignore": ".env\ngenerated.ts\n"})
    git(top, "add", "--all")
    git(top, "commit", "--quiet", "-m", "first")
    return top


def _index(directory: Path, **environ: str) -> Index:
    return read_index(directory.as_posix(), environ)


def _workspace(directory: Path, index: Index | None = None) -> Workspace:
    system = IndexFileSystem([_index(directory) if index is None else index])
    return Workspace.open([str(directory)], cwd=str(directory), file_system=system)


def _texts(directory: Path) -> dict[str, str]:
    workspace = _workspace(directory)
    return {workspace.display(path): workspace.text(path).text for path in workspace.entries}


def _staged(directory: Path) -> list[str]:
    index = _index(directory)
    return sorted(os.path.relpath(path, directory) for path in index.staged)


def test_unchanged_files_are_as_on_disk(repository: Path) -> None:
    """Nothing is read from the object database then."""
    index = _index(repository)
    assert not index.differing
    assert not index.missing
    assert not index.staged
    assert _texts(repository) == {
        "web/a.ts": "old a",
        "api/b.py": "old b",
        ".gitignore": ".env\ngenerated.ts\n",
    }


def test_what_is_staged_counts_and_not_what_is_changed_after_that(repository: Path) -> None:
    """A file staged and then changed again; a file that is only changed."""
    write(repository, {"web/a.ts": "staged"})
    git(repository, "add", "web/a.ts")
    write(repository, {"web/a.ts": "later", "api/b.py": "not staged"})
    texts = _texts(repository)
    assert texts["web/a.ts"] == "staged"
    assert texts["api/b.py"] == "old b"
    assert _staged(repository) == ["web/a.ts"]


def _change_unseen(repository: Path, path: Path) -> None:
    """Change a file so that git has to look into it to know (racy-git.txt of git)."""
    git(repository, "config", "core.trustctime", "false")
    status = path.stat()
    path.write_text("new a", encoding="utf-8")
    for name in (path, repository / ".git" / "index"):
        os.utime(name, ns=(status.st_atime_ns, status.st_mtime_ns))


def test_a_change_that_keeps_size_and_time_is_still_seen(repository: Path) -> None:
    """The case that git calls racy."""
    _change_unseen(repository, repository / "web" / "a.ts")
    assert _texts(repository)["web/a.ts"] == "old a"


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_what_git_has_not_looked_at_is_compared(tmp_path: Path, algorithm: str) -> None:
    """After a copy of a repository, git takes every file for changed."""
    git(tmp_path, "init", "--quiet", f"--object-format={algorithm}")
    write(tmp_path, {"a.ts": "a", "b.ts": "b"})
    git(tmp_path, "add", "--all")
    os.utime(tmp_path / "a.ts", (1, 1))
    write(tmp_path, {"b.ts": "later"})
    assert len(_index(tmp_path).differing) == 2
    assert _texts(tmp_path) == {"a.ts": "a", "b.ts": "b"}


def test_files_that_are_gone_from_disk_alone_are_there(repository: Path) -> None:
    """And those that are taken out of the index are not."""
    (repository / "web" / "a.ts").unlink()
    git(repository, "rm", "--quiet", "--cached", "api/b.py")
    texts = _texts(repository)
    assert texts["web/a.ts"] == "old a"
    assert "api/b.py" not in texts
    assert _staged(repository) == ["api/b.py"]


def test_a_whole_folder_that_is_gone_is_there(repository: Path) -> None:
    """Its files are found although there is nothing to list."""
    (repository / "web" / "a.ts").unlink()
    (repository / "web").rmdir()
    assert _texts(repository)["web/a.ts"] == "old a"


def test_untracked_files_are_absent_unless_they_are_env_files(repository: Path) -> None:
    """Env files decide values wherever they are; code that is not added is not committed."""
    files = {"web/new.ts": "new", "web/.env": "A=1", "other.env": "B=2", "generated.ts": "x"}
    write(repository, files)
    workspace = _workspace(repository)
    assert not workspace.exists(str(repository / "web" / "new.ts"))
    assert workspace.text(str(repository / "web" / ".env")).text == "A=1"
    assert workspace.text(str(repository / "other.env")).text == "B=2"
    assert workspace.exists(str(repository / "generated.ts"))


def test_a_file_that_is_only_meant_to_be_added_is_absent(repository: Path) -> None:
    """``git add --intent-to-add`` stages a name without a content."""
    write(repository, {"web/new.ts": "new"})
    git(repository, "add", "--intent-to-add", "web/new.ts")
    assert "web/new.ts" not in _texts(repository)


@pytest.mark.parametrize("flag", ["--assume-unchanged", "--skip-worktree"])
def test_files_that_git_is_told_not_to_look_at(repository: Path, flag: str) -> None:
    """Git commits what the index has, whatever is on disk."""
    git(repository, "update-index", flag, "web/a.ts")
    write(repository, {"web/a.ts": "mine"})
    assert _texts(repository)["web/a.ts"] == "old a"


def test_everything_is_staged_for_the_first_commit(tmp_path: Path) -> None:
    """There is no HEAD to compare with."""
    git(tmp_path, "init", "--quiet")
    write(tmp_path, {"a.ts": "a", "b.ts": "b"})
    git(tmp_path, "add", "a.ts")
    assert _staged(tmp_path) == ["a.ts"]
    assert _texts(tmp_path) == {"a.ts": "a"}
    assert not _workspace(tmp_path, read_head(_index(tmp_path))).entries


def test_a_folder_of_the_repository(repository: Path) -> None:
    """The paths are those of the whole repository, the listing that of the folder."""
    write(repository, {"web/a.ts": "staged", "api/b.py": "staged"})
    git(repository, "add", "--all")
    index = _index(repository / "web")
    assert index.top == repository.as_posix()
    assert index.is_staged((repository / "api" / "b.py").as_posix())
    assert list(_workspace(repository / "web").entries) == [(repository / "web/a.ts").as_posix()]


def test_a_folder_that_is_reached_through_a_link(repository: Path, tmp_path: Path) -> None:
    """Paths keep the spelling that they are asked with."""
    link = tmp_path / "link"
    link.symlink_to(repository)
    write(repository, {"web/a.ts": "staged"})
    git(repository, "add", "--all")
    assert _index(link / "web").is_staged((link / "web" / "a.ts").as_posix())


def test_links_lead_to_what_the_index_has(repository: Path) -> None:
    """As with an env file of the whole repository that an app links to."""
    write(repository, {"shared.env": "A=1"})
    (repository / "web" / "shared.env").symlink_to("../shared.env")
    git(repository, "add", "--all")
    write(repository, {"shared.env": "A=2"})
    assert _texts(repository)["web/shared.env"] == "A=1"


def test_submodules_are_read_from_disk(repository: Path, tmp_path: Path) -> None:
    """Their files are staged when the submodule is; nothing in them is absent."""
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "--quiet")
    write(other, {"c.ts": "c"})
    git(other, "add", "--all")
    git(other, "commit", "--quiet", "-m", "first")
    git(repository, "submodule", "--quiet", "add", str(other), "vendored")
    index = _index(repository)
    path = (repository / "vendored" / "c.ts").as_posix()
    assert index.is_staged(path)
    assert _workspace(repository).text(path).text == "c"
    git(repository, "commit", "--quiet", "-m", "second")
    assert not _index(repository).is_staged(path)
    inside = _index(repository / "vendored")
    assert inside.top == (repository / "vendored").as_posix()


def test_a_repository_that_is_not_tracked_is_absent(repository: Path) -> None:
    """Git names it as one path with a slash."""
    inner = repository / "inner"
    inner.mkdir()
    git(inner, "init", "--quiet")
    write(inner, {"c.ts": "c"})
    assert "inner/c.ts" not in _texts(repository)


def test_files_in_conflict_are_read_from_disk(repository: Path) -> None:
    """Such an index cannot be committed, and the run does not end because of it."""
    git(repository, "checkout", "--quiet", "-b", "other")
    write(repository, {"web/a.ts": "other"})
    git(repository, "commit", "--quiet", "-am", "other")
    git(repository, "checkout", "--quiet", "-")
    write(repository, {"web/a.ts": "mine"})
    git(repository, "commit", "--quiet", "-am", "mine")
    with pytest.raises(subprocess.CalledProcessError):
        git(repository, "merge", "--quiet", "other")
    assert "<<<<<<<" in _texts(repository)["web/a.ts"]


@pytest.mark.parametrize("absolute", [True, False])
def test_the_index_that_git_gives_to_a_hook_counts(repository: Path, absolute: bool) -> None:
    """``git commit --all`` and ``git commit PATH`` make one for the time of the hook."""
    write(repository, {"web/a.ts": "new"})
    git(repository, "add", "--all")
    folder = repository / ".git"
    (folder / "index").rename(folder / "next-index.lock")
    git(repository, "reset", "--quiet")
    name = f"{folder.as_posix()}/next-index.lock" if absolute else ".git/next-index.lock"
    assert not _index(repository).staged
    index = _index(repository, GIT_INDEX_FILE=name)
    assert index.is_staged((repository / "web" / "a.ts").as_posix())


def test_an_index_of_another_repository_does_not_count(repository: Path, tmp_path: Path) -> None:
    """A hook of one repository may look at another one."""
    elsewhere = tmp_path / "index"
    elsewhere.write_bytes(b"no index")
    assert not _index(repository, GIT_INDEX_FILE=str(elsewhere)).staged


def test_no_filter_of_the_repository_runs(repository: Path) -> None:
    """A filter is a program, and linting runs none."""
    trace = repository / "ran"
    git(repository, "config", "filter.f.clean", f"touch {trace}; cat")
    git(repository, "config", "filter.f.required", "true")
    git(repository, "config", "core.fsmonitor", f"touch {trace}; false")
    write(repository, {".gitattributes": "*.ts filter=f\n"})
    _change_unseen(repository, repository / "web" / "a.ts")
    assert _texts(repository)["web/a.ts"] == "old a"
    assert not trace.exists()
    git(repository, "diff-files", "--name-status")
    assert trace.exists(), "git itself would have run the filter"


def test_large_and_binary_files(repository: Path) -> None:
    """They are problems of their own file, as on disk."""
    write(repository, {"web/a.ts": "x" * 1_100_000})
    (repository / "api" / "b.py").write_bytes(b"\0\1")
    git(repository, "add", "--all")
    write(repository, {"web/a.ts": "y", "api/b.py": "y"})
    workspace = _workspace(repository)
    with pytest.raises(ReaderError, match="larger than 1 MB"):
        workspace.text((repository / "web" / "a.ts").as_posix())
    with pytest.raises(ReaderError, match="binary"):
        workspace.text((repository / "api" / "b.py").as_posix())


def test_an_object_that_is_not_there_is_a_problem_of_its_file(repository: Path) -> None:
    """As in a partial clone, which is not asked to fetch anything."""
    name = git(repository, "rev-parse", "HEAD:web/a.ts").strip()
    (repository / ".git" / "objects" / name[:2] / name[2:]).unlink()
    write(repository, {"web/a.ts": "changed"})
    workspace = _workspace(repository)
    with pytest.raises(ReaderError, match="partial clone"):
        workspace.text((repository / "web" / "a.ts").as_posix())
    assert workspace.text((repository / "api" / "b.py").as_posix()).text == "old b"


def test_what_lies_in_pruned_folders_stays_out(repository: Path) -> None:
    """Also when it is tracked, and gone from disk."""
    write(repository, {"node_modules/x/i.js": "x", "web/v.min.js": "x"})
    git(repository, "add", "--all", "--force")
    (repository / "node_modules" / "x" / "i.js").unlink()
    (repository / "web" / "v.min.js").unlink()
    assert set(_texts(repository)) == {"web/a.ts", "api/b.py", ".gitignore"}
    workspace = _workspace(repository)
    minified = (repository / "web" / "v.min.js").as_posix()
    assert workspace.exists(minified)  # for an import that leads to it
    assert workspace.text(minified).text == "x"
    assert not workspace.exists((repository / "node_modules" / "x" / "i.js").as_posix())


def test_what_is_ignored_beside_no_staged_file(repository: Path) -> None:
    """A file on disk that git ignores counts where the next commit has files, not elsewhere."""
    write(repository, {".gitignore": "i.ts", "web/i.ts": "", "gen/i.ts": "", "gen/new.ts": ""})
    workspace = _workspace(repository)
    assert workspace.exists((repository / "web" / "i.ts").as_posix())
    assert not workspace.exists((repository / "gen" / "i.ts").as_posix())


def test_names_that_are_no_text(repository: Path) -> None:
    """Any bytes but NUL and slash can be a name, line ends included."""
    name = os.fsdecode(b"web/\xff\n\t a.ts")
    (repository / name).write_text("staged")
    git(repository, "add", "--all")
    (repository / name).write_text("later")
    path = f"{repository.as_posix()}/{name}"
    assert _index(repository).is_staged(path)
    assert _workspace(repository).text(path).text == "staged"


def test_the_last_commit_can_be_read_in_the_same_way(repository: Path) -> None:
    """Whatever is staged, changed, added or gone since."""
    write(repository, {"api/b.py": "staged", "web/new.ts": "staged"})
    git(repository, "add", "--all")
    git(repository, "rm", "--quiet", "--force", "web/a.ts")
    write(repository, {"api/b.py": "later", "web/a.ts": "later", "web/other.ts": "later"})
    workspace = _workspace(repository, read_head(_index(repository)))
    texts = {workspace.display(path): workspace.text(path).text for path in workspace.entries}
    assert texts == {
        "web/a.ts": "old a",
        "api/b.py": "old b",
        ".gitignore": ".env\ngenerated.ts\n",
    }


def test_outside_of_a_repository(tmp_path: Path) -> None:
    """The message says what is wrong."""
    with pytest.raises(UsageError, match="is in no work tree of git"):
        _index(tmp_path)
    git(tmp_path, "init", "--quiet", "--bare", "bare.git")
    with pytest.raises(UsageError, match="--staged"):
        _index(tmp_path / "bare.git")
