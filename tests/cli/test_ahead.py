"""A second process reads files: the outcome is the same, whatever becomes of it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from supertokens_lint import ahead
from supertokens_lint.cache.recorder import Recorder
from supertokens_lint.cli import main, remembered
from supertokens_lint.resolve.module_links import specifiers_in
from supertokens_lint.workspace import witness
from supertokens_lint.workspace.files import FileEntry
from supertokens_lint.workspace.workspace import Workspace

SYSTEM = Path(__file__).parents[2] / "fixtures/api-domain-mismatch/breaks-backend-as-its-core"
FILES: dict[str, str | bytes] = {
    "a.ts": 'import b from "./b";\nexport const one = b;\n',
    "b.ts": "export default 1;\n",
    "c.ts": b"\xff\xfew\x00i\x00d\x00e\x00",
    "d.py": "import one\n",
    "e.js": "a=b(c);" * 600,
    "f.ts": 'export { one } from "./a";\n',
    "g.ts": "x" * 1_000_001,
    "h.ts": "last = one;\n",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder of files in which a second process reads as soon as there are two."""
    monkeypatch.setattr(ahead, "FEWEST_FILES", 2)
    monkeypatch.setattr(ahead, "_processors", lambda: 2)
    tmp_path = tmp_path / "system"
    tmp_path.mkdir()
    for name, text in FILES.items():
        (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return tmp_path


def opened(folder: Path, recorder: Recorder | None = None) -> Workspace:
    """Return the files of a folder."""
    return Workspace.open([folder.as_posix()], file_system=recorder)


def found(workspace: Workspace) -> dict[bytes, list[str]]:
    """Return what some searches find."""
    needles = (b"one", b"import", b"./a", b"x", b"b(c)", b"none")
    return {needle: [e.name for e in workspace.mentioning(needle)] for needle in needles}


def test_searches_find_the_same(folder: Path) -> None:
    """In files that were read here and in those that were read there."""
    expected = found(opened(folder))
    assert expected[b"one"] == ["a.ts", "c.ts", "d.py", "f.ts", "h.ts"]
    workspace = opened(folder)
    with ahead.reading(workspace, None):
        assert found(workspace) == expected


def test_imports_are_told_without_reading_again(folder: Path) -> None:
    """What the process has answered is not asked of the bytes once more."""
    workspace = opened(folder)
    with ahead.reading(workspace, None):
        workspace.mentioning(b"one")
        for name in ("a.ts", "b.ts"):
            (folder / name).unlink()
        assert workspace.answer((folder / "a.ts").as_posix(), specifiers_in) == ("./b",)
        assert workspace.answer((folder / "b.ts").as_posix(), specifiers_in) == ()
        assert workspace.answer((folder / "f.ts").as_posix(), specifiers_in) == ("./a",)


def replace_process(monkeypatch: pytest.MonkeyPatch, folder: Path, code: str) -> None:
    """Let the second process do something else."""
    place = folder.parent / "replaced"
    place.mkdir()
    (place / "replaced.py").write_text(f"def main():\n    {code}\n", "utf-8")
    monkeypatch.setattr(sys, "path", [place.as_posix(), *sys.path])
    monkeypatch.setattr(ahead, "__name__", "replaced")


@pytest.mark.parametrize(
    "code",
    [
        "raise SystemExit(1)",
        "pass",
        "print('[INFO] hello')",
        "import sys; from supertokens_lint import ahead; sys.stdout.write(ahead._HEAD.decode())",
        "import sys; sys.stdout.write('supertokens-lint ahead\\n(\\x05')",
    ],
)
def test_a_process_that_fails(folder: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """What it leaves undone is done here."""
    replace_process(monkeypatch, folder, code)
    expected = found(opened(folder))
    workspace = opened(folder)
    with ahead.reading(workspace, None):
        assert found(workspace) == expected


def test_a_process_that_hangs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not waited for without end."""
    replace_process(monkeypatch, folder, "while True: pass")
    monkeypatch.setattr(ahead, "_MOST_SECONDS", 0)
    expected = found(opened(folder))
    workspace = opened(folder)
    with ahead.reading(workspace, None):
        assert found(workspace) == expected


def test_a_process_that_cannot_be_started(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is read here."""
    monkeypatch.setattr(sys, "executable", (folder / "none").as_posix())
    workspace = opened(folder)
    with ahead.reading(workspace, None):
        assert found(workspace) == found(opened(folder))


def test_a_process_that_nobody_asks(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It ends with the run, however long it would have taken."""
    replace_process(monkeypatch, folder, "while True: pass")
    started: list[ahead._Process | None] = []
    start = ahead._started

    def watched(entries: Sequence[FileEntry], recorder: Recorder | None) -> ahead._Process | None:
        started.append(start(entries, recorder))
        return started[-1]

    monkeypatch.setattr(ahead, "_started", watched)
    with ahead.reading(opened(folder), None):
        pass
    [process] = started
    assert process is not None
    assert process._child.returncode is not None


def test_a_recorder_knows_all_reads(folder: Path) -> None:
    """Those of the other process as well, and none of those that failed there twice."""
    told: list[dict[str, str]] = []
    for is_ahead in (False, True):
        recorder = Recorder(now=2**63)
        with witness.watching(recorder):
            workspace = opened(folder, recorder)
            if is_ahead:
                with ahead.reading(workspace, recorder):
                    workspace.mentioning(b"one")
            else:
                workspace.mentioning(b"one")
        told.append({path: digest for path, _, digest in recorder.reads_but(())})
    assert told[0] == told[1]
    assert len(told[0]) == len(FILES)


def test_a_whole_check_says_the_same(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Through the command line, with and without the cache."""
    monkeypatch.delenv(remembered.NO_CACHE)
    monkeypatch.setattr(ahead, "_processors", lambda: 2)
    said: list[tuple[int, str]] = []
    for fewest, more in (
        (10_000, ["--no-cache"]),
        (1, ["--no-cache"]),
        (1, ["--cache-dir", (tmp_path / "cache").as_posix()]),
    ):
        monkeypatch.setattr(ahead, "FEWEST_FILES", fewest)
        status = main.run(["check", SYSTEM.as_posix(), *more])
        said.append((status, capsys.readouterr().out))
    assert said[0] == said[1] == said[2]
    assert said[0][0] == 1
