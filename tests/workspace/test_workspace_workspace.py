from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from supertokens_lint.errors import ReaderError
from supertokens_lint.source import SourceText
from supertokens_lint.workspace import workspace as room
from supertokens_lint.workspace.files import FileKind
from supertokens_lint.workspace.filesystem import MemoryFileSystem, OsFileSystem
from supertokens_lint.workspace.ignores import Excludes
from supertokens_lint.workspace.workspace import Workspace


class CountingFileSystem(MemoryFileSystem):
    """Counts how often each file is read."""

    def __init__(self, files: Mapping[str, str | bytes]) -> None:
        super().__init__(files)
        self.reads: list[str] = []

    def read(self, path: str, limit: int) -> bytes:
        self.reads.append(path)
        return super().read(path, limit)


def counting(files: Mapping[str, str | bytes]) -> tuple[Workspace, CountingFileSystem]:
    system = CountingFileSystem(files)
    rules = Excludes((), "/w")
    listing = system.list_root("/w", rules)
    return Workspace([listing], cwd="/w", file_system=system, excludes=rules), system


def test_files_are_found_by_kind_in_the_order_of_paths() -> None:
    """Several kinds are merged."""
    workspace = Workspace.in_memory({"b.ts": "", "a.py": "", "c.js": "", "x.md": ""})
    kinds = (FileKind.TYPESCRIPT, FileKind.JAVASCRIPT, FileKind.PYTHON)
    assert [entry.name for entry in workspace.files(*kinds)] == ["a.py", "b.ts", "c.js"]


def test_files_are_found_by_name() -> None:
    """Names that belong to no kind of their own as well."""
    workspace = Workspace.in_memory({"a/vercel.json": "{}", "b/netlify.toml": "", "Makefile": ""})
    found = workspace.named("vercel.json", "netlify.toml", "Makefile")
    assert [entry.name for entry in found] == ["Makefile", "vercel.json", "netlify.toml"]


def test_searching_reads_each_file_once() -> None:
    """A second search and the parsers use the same bytes."""
    workspace, system = counting({"/w/a.ts": "supertokens", "/w/b.py": "axios", "/w/c.md": "x"})
    assert [entry.name for entry in workspace.mentioning(b"supertokens")] == ["a.ts"]
    assert [entry.name for entry in workspace.mentioning(b"axios", b"nothing")] == ["b.py"]
    assert workspace.text("/w/a.ts").text == "supertokens"
    assert sorted(system.reads) == ["/w/a.ts", "/w/b.py"]


def test_kept_bytes_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Past the budget files are read again, with the same result."""
    monkeypatch.setattr(room, "_BYTES_KEPT", 5)
    workspace, system = counting({"/w/a.ts": "x.x", "/w/b.ts": "x.xxxxxx"})
    assert len(workspace.mentioning(b"x")) == 2
    assert len(workspace.mentioning(b"x.")) == 2
    assert system.reads.count("/w/a.ts") == 1
    assert system.reads.count("/w/b.ts") == 2


def test_texts_in_utf_16_are_candidates() -> None:
    """A search for bytes cannot see into them."""
    workspace = Workspace.in_memory({"a.ts": "supertokens".encode("utf-16")})
    assert len(workspace.mentioning(b"supertokens")) == 1


def test_large_and_unreadable_files_are_no_candidates() -> None:
    """In silence: bundles and data are not what a person asks about."""
    workspace = Workspace.in_memory({"a.js": b"supertokens;\n" * 90_000})
    assert workspace.mentioning(b"supertokens") == ()
    assert workspace.problems == []


def test_problems_are_noted_once_a_file() -> None:
    """However often and with however many readers a file is asked for."""
    workspace = Workspace.in_memory({"b.yaml": b"\0", "a.yaml": b"\xff"})

    def shout(text: SourceText) -> str:
        return text.text.upper()

    for _ in range(2):
        assert workspace.read("/system/b.yaml", shout) is None
        assert workspace.read("/system/a.yaml", shout) is None
    assert [problem.path for problem in workspace.problems] == [
        "/system/a.yaml",
        "/system/b.yaml",
    ]
    with pytest.raises(ReaderError):
        workspace.text("/system/b.yaml")


def test_modules_are_parsed_once() -> None:
    """The same object comes back; files without a parser give nothing."""
    workspace = Workspace.in_memory({"a.ts": "export const x = 1", "a.md": "# x"})
    module = workspace.module("/system/a.ts")
    assert module is not None
    assert workspace.module("/system/a.ts") is module
    assert workspace.module("/system/a.md") is None
    assert workspace.module("/system/none.ts") is None


def test_a_module_that_cannot_be_read_is_a_problem() -> None:
    """It hides nothing else."""
    workspace = Workspace.in_memory({"a.ts": b"\0", "b.py": "x = (\n"})
    assert workspace.module("/system/a.ts") is None
    assert workspace.module("/system/b.py") is None
    assert [problem.path for problem in workspace.problems] == ["/system/a.ts", "/system/b.py"]


def test_folders_are_walked_up_to_the_outermost_root(tmp_path: Path) -> None:
    """And not beyond."""
    (tmp_path / "app" / "src").mkdir(parents=True)
    (tmp_path / "app" / "src" / "a.ts").write_text("")
    workspace = Workspace.open([str(tmp_path / "app")])
    chain = list(workspace.directory_chain(f"{tmp_path}/app/src/a.ts"))
    assert chain == [f"{tmp_path}/app/src", f"{tmp_path}/app"]
    assert list(workspace.directory_chain(f"{tmp_path}/other/a.ts")) == []
    assert workspace.is_directory(f"{tmp_path}/app/src")
    assert not workspace.is_directory(f"{tmp_path}/app/none")


def test_paths_are_shown_from_the_working_directory() -> None:
    """Inside it they are relative, outside they climb."""
    workspace = Workspace.in_memory({"a.ts": ""}, root="/home/me/project")
    assert workspace.display("/home/me/project/a.ts") == "a.ts"
    assert workspace.display("/home/me/other/b.ts") == "../other/b.ts"


def test_imports_of_ignored_files_are_found(tmp_path: Path) -> None:
    """A file that git ignores is there at run time; one in a pruned folder is not asked for."""
    (tmp_path / ".gitignore").write_text("generated.ts\n")
    (tmp_path / "a.ts").write_text("")
    (tmp_path / "generated.ts").write_text("")
    (tmp_path / "node_modules").mkdir()
    (tmp_path / "node_modules" / "x.ts").write_text("")
    workspace = Workspace.open([str(tmp_path)])
    assert f"{tmp_path}/generated.ts" not in workspace.entries
    assert workspace.exists(f"{tmp_path}/generated.ts")
    assert not workspace.exists(f"{tmp_path}/node_modules/x.ts")
    assert not workspace.exists(f"{tmp_path}/none.ts")


def test_what_is_ignored_counts_beside_listed_files_alone(tmp_path: Path) -> None:
    """A folder that git ignores with all that is in it is none of the system's."""
    (tmp_path / ".gitignore").write_text("out/*\n")
    (tmp_path / "a.ts").write_text("")
    (tmp_path / "a.min.js").write_text("")
    (tmp_path / "notes.log").write_text("")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "x.ts").write_text("")
    workspace = Workspace.open([str(tmp_path)])
    assert workspace.exists(f"{tmp_path}/a.min.js")
    assert not workspace.exists(f"{tmp_path}/out/x.ts")
    other = workspace.reopened(OsFileSystem())
    assert other.exists(f"{tmp_path}/a.min.js")
    assert not other.exists(f"{tmp_path}/out/x.ts")
