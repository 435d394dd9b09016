"""Each kind of question that a run asked is asked again, and one other answer is enough."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from histories import commit
from remembering import SYSTEM, written
from supertokens_lint.cache.checking import Checking
from supertokens_lint.cache.record import Record
from supertokens_lint.cache.recorder import Recorder
from supertokens_lint.fixes.guard import may_change
from supertokens_lint.outcome import Outcome
from supertokens_lint.resolve import module_links
from supertokens_lint.workspace import witness
from supertokens_lint.workspace.files import FileKind
from supertokens_lint.workspace.history import earlier_texts
from supertokens_lint.workspace.workspace import Workspace


@pytest.fixture
def system(tmp_path: Path) -> Path:
    """Return the folder of a system."""
    return written(tmp_path, SYSTEM)


class _Run:
    """A run that asks what it is told to, and can be held against the disk."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("supertokens_lint.cache.code.loaded", lambda _now: [])
        self.root = root
        self.recorder = Recorder()
        with witness.watching(self.recorder):
            self.workspace = self._opened(self.recorder)

    def _opened(self, recorder: Recorder) -> Workspace:
        return Workspace.open([str(self.root)], file_system=recorder)

    def path(self, name: str) -> str:
        return (self.root / name).as_posix()

    def record(self) -> Record:
        found = self.recorder.record(Outcome("", "", "", 0))
        assert found is not None
        return found

    def holds(self) -> bool:
        return self.agrees_with(self.record())

    def agrees_with(self, record: Record) -> bool:
        live = Recorder()
        return Checking(record, live, lambda: self._opened(live)).holds()


@pytest.fixture
def run(system: Path, monkeypatch: pytest.MonkeyPatch) -> _Run:
    """Return a run on the system that has listed its files."""
    return _Run(system, monkeypatch)


def test_a_run_that_only_listed(run: _Run, system: Path) -> None:
    """What nobody read may change; what is there may not."""
    (system / "api/.env").write_text("A=1\n", "utf-8")
    assert run.holds()
    (system / "web/new.ts").write_text("", "utf-8")
    assert not run.holds()


def test_a_link_that_leads_elsewhere(
    run: _Run, system: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Links are part of a listing."""
    if os.name == "nt":
        pytest.skip("links need rights on Windows")
    (system / "link").symlink_to("web")
    again = _Run(system, monkeypatch)
    assert again.holds()
    (system / "link").unlink()
    (system / "link").symlink_to("api")
    assert not again.holds()
    assert not run.holds()


def test_a_file_that_was_used(run: _Run, system: Path) -> None:
    """All of its bytes count."""
    run.workspace.text(run.path("web/src/title.ts"))
    assert run.holds()
    (system / "web/src/title.ts").write_text('export const title = "two";\n', "utf-8")
    assert not run.holds()


def test_a_file_that_could_not_be_read(run: _Run, system: Path) -> None:
    """It is tried again each time."""
    path = system / "api/.env"
    text = path.read_text("utf-8")
    path.unlink()
    assert run.workspace.read(run.path("api/.env"), lambda source: source) is None
    path.mkdir()
    assert not run.holds()
    path.rmdir()
    path.write_text(text, "utf-8")
    assert not run.holds()


def test_a_file_that_was_searched(run: _Run, system: Path) -> None:
    """It may change as long as the same words are in it, and it does not look minified."""
    path = system / "web/src/title.ts"
    assert run.workspace.mentioning(b"title", b"heading", kinds={FileKind.TYPESCRIPT})
    assert not run.workspace.mentioning(b"fetch", kinds={FileKind.TYPESCRIPT})
    path.write_text("const heading = 1;\n", "utf-8")
    assert run.holds()
    for text in ("fetch(title)\n", "const name = 1;\n", "title(a,b);{c=d};" * 10_000):
        path.write_text(text, "utf-8")
        assert not run.holds()
    path.write_bytes(b"\xff\xfe" + "title".encode("utf-16-le"))
    assert not run.holds()


def test_a_file_that_was_asked(run: _Run, system: Path) -> None:
    """It may change as long as it gives the same answers."""
    path = system / "web/src/title.ts"
    path.write_text('import a from "./a";\nconst b = 1;\n', "utf-8")
    run.workspace.answer(run.path("web/src/title.ts"), module_links.specifiers_in)
    run.workspace.answer(
        run.path("web/src/title.ts"), module_links.stands_beside_tags, 20, ("b", "c")
    )
    path.write_text('import a from "./a";\nconst  c = 1;\n', "utf-8")
    assert run.holds()
    path.write_text('import a from "./b";\nconst b = 1;\n', "utf-8")
    assert not run.holds()
    path.write_text('import a from "./a";\nconst d = 1;\n', "utf-8")
    assert not run.holds()


def _first_byte(data: bytes) -> bytes:
    return data[:1]


def test_a_question_that_nobody_knows(run: _Run, system: Path) -> None:
    """A function that the cache cannot name uses the file as a whole."""
    path = system / "web/src/title.ts"
    run.workspace.answer(run.path("web/src/title.ts"), _first_byte)
    assert run.holds()
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")
    assert not run.holds()


def test_a_file_that_was_not_there(run: _Run, system: Path) -> None:
    """One that git ignores is in no listing, and is found by an import all the same."""
    (system / ".gitignore").write_text("web/src/local.ts\n", "utf-8")
    commit(system)
    with witness.watching(run.recorder):
        run.recorder.listings.clear()
        workspace = Workspace.open([str(system)], file_system=run.recorder)
        assert not workspace.exists(run.path("web/src/local.ts"))
    assert run.holds()
    (system / "web/src/local.ts").write_text("", "utf-8")
    assert not run.holds()


def test_what_git_said(system: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another commit, or none, is another past."""
    commit(system)
    run = _Run(system, monkeypatch)
    with witness.watching(run.recorder):
        earlier_texts(run.path("api/.env"), "")
    assert run.record().git
    assert run.holds()
    (system / "api/.env").write_text("API_DOMAIN=http://localhost:3002\n", "utf-8")
    assert run.holds()
    commit(system)
    assert not run.holds()


def test_what_a_fix_may_change(system: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether git ignores a file is told from elsewhere than the file."""
    commit(system)
    (system / "api/.env.local").write_text("A=1\n", "utf-8")
    (system / ".gitignore").write_text("\n", "utf-8")
    run = _Run(system, monkeypatch)
    with witness.watching(run.recorder):
        assert may_change(run.path("api/.env.local"), run.path("."))
    assert run.holds()
    record = run.record()
    (system / ".gitignore").write_text(".env.local\n", "utf-8")
    again = Recorder()
    run._opened(again)
    record.listings = list(again.listings.items())
    assert not run.agrees_with(record)


def test_a_file_that_changes_during_the_run(run: _Run, system: Path) -> None:
    """What a run has seen in two states is not kept."""
    path = run.path("web/src/title.ts")
    run.recorder.read(path, 1000)
    (system / "web/src/title.ts").write_text("", "utf-8")
    run.recorder.read(path, 1000)
    assert run.recorder.record(Outcome("", "", "", 0)) is None
