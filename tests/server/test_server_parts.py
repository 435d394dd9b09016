"""The parts of the server that need no client."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from threading import Event

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from lsprotocol import types

from fakes import ROOT, FakeProject, make_finding, make_report
from supertokens_lint.finding import Edit, Finding, Fix
from supertokens_lint.report.model import Report, Summary
from supertokens_lint.server import settings, watching
from supertokens_lint.server.actions import FIX_ALL, Actions
from supertokens_lint.server.analysis import Analyser, Analysis, Snapshot, SupersededError
from supertokens_lint.server.buffers import Buffer, Buffers, path_of, uri_of
from supertokens_lint.server.checks import Checks
from supertokens_lint.server.diagnostics import Look, by_path
from supertokens_lint.server.files import StampedFiles
from supertokens_lint.server.positions import offset_of, position_of
from supertokens_lint.server.publishing import Board, FileState
from supertokens_lint.server.settings import Settings
from supertokens_lint.source import Place, SourceText, Span

ENCODINGS = ("utf-8", "utf-16", "utf-32")
LOOK = Look("utf-16", uri_of)


# --- positions -----------------------------------------------------------------------------------


@hypothesis_settings(deadline=None, max_examples=200, derandomize=True)
@given(
    st.text(alphabet="ab\n\r\t\x0c\u2028\u00e9\u4e2d\U0001f510", max_size=40),
    st.sampled_from(ENCODINGS),
)
def test_positions_lead_back_to_their_offset(text: str, encoding: str) -> None:
    """In every encoding; only CR, LF and CR LF end a line, as the protocol says."""
    source = SourceText("/a", text)
    for offset in range(len(text) + 1):
        at = position_of(source, offset, encoding)
        if text[offset - 1 : offset + 1] == "\r\n":
            continue  # between CR and LF there is no position
        assert offset_of(source, at, encoding) == offset
    assert (
        position_of(source, len(text), encoding).line
        == len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")) - 1
    )


@pytest.mark.parametrize(("encoding", "units"), [("utf-8", 4), ("utf-16", 2), ("utf-32", 1)])
def test_a_character_takes_as_many_units_as_the_encoding_says(encoding: str, units: int) -> None:
    """And a position in the middle of one counts as its end."""
    source = SourceText("/a", "\U0001f510x")
    assert position_of(source, 1, encoding).character == units
    assert offset_of(source, types.Position(0, units), encoding) == 1
    assert offset_of(source, types.Position(0, 1), encoding) == 1


def test_positions_outside_of_the_text_are_brought_in() -> None:
    """Clients may be ahead of the server or behind."""
    source = SourceText("/a", "ab\ncd")
    assert offset_of(source, types.Position(0, 99), "utf-16") == 2
    assert offset_of(source, types.Position(9, 0), "utf-16") == 5
    assert position_of(source, 99, "utf-16") == types.Position(1, 2)


# --- settings ------------------------------------------------------------------------------------


def test_settings_are_read_in_either_shape() -> None:
    """By themselves, or under the name of the program."""
    wanted = Settings(select=("ST1",), run_on="save", config_path="x.toml", delay=0)
    raw = {"select": ["ST1"], "runOn": "save", "configPath": "x.toml", "delay": 0, "ignore": None}
    assert settings.read(raw) == (wanted, [])
    assert settings.read({"supertokens-lint": raw, "python": {}}) == (wanted, [])
    assert settings.read(None, wanted) == (wanted, [])
    assert settings.read({"path": ["x"], "trace": {"server": "off"}}) == (Settings(), [])


@hypothesis_settings(deadline=None, max_examples=100, derandomize=True)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(st.sampled_from(["enable", "select", "runOn", "delay", "x"]), inner)
        ),
    )
)
def test_settings_of_any_shape_are_read(raw: object) -> None:
    """Whatever comes, there are settings and perhaps words about what is wrong."""
    read, problems = settings.read(raw)
    assert isinstance(read.enable, bool)
    assert read.run_on in settings.RUN_ON
    assert 0 <= read.delay <= 10_000
    assert all(isinstance(problem, str) for problem in problems)


# --- buffers, files and what is watched ----------------------------------------------------------


def test_only_files_are_buffers() -> None:
    """Settings pages, diffs and new texts without a name are none."""
    buffers = Buffers()
    assert not buffers.put("untitled:Untitled-1", "x", 1)
    assert not buffers.put("git:/a/b.ts?ref", "x", 1)
    assert buffers.put("file:///a/b%20c.ts", "\ufeffx", 1)
    assert buffers.snapshot() == {"/a/b c.ts": Buffer("file:///a/b%20c.ts", "x", 1)}
    assert buffers.uri("/a/b c.ts") == "file:///a/b%20c.ts"
    assert path_of(uri_of("/a/\u00e9 #?.ts")) == "/a/\u00e9 #?.ts"
    assert buffers.drop("file:///a/b%20c.ts")
    assert not buffers.drop("file:///a/b%20c.ts")


def _passing() -> None:
    return


def _read(path: Path, buffers: dict[str, str] | None = None) -> StampedFiles:
    files = StampedFiles(buffers or {}, _passing)
    if path.exists() or buffers:
        files.read(path.as_posix(), 100)
    return files


def test_a_file_is_unchanged_only_if_nothing_about_it_is(tmp_path: Path) -> None:
    """Neither its time nor its size nor what the editor lays over it."""
    path = tmp_path / "a"
    path.write_text("x")
    os.utime(path, ns=(10**9, 10**9))
    before = _read(path)
    assert _read(path).is_unchanged_since(before, path.as_posix())
    assert not _read(path, {path.as_posix(): "x"}).is_unchanged_since(before, path.as_posix())
    os.utime(path, ns=(2 * 10**9, 2 * 10**9))
    assert not _read(path).is_unchanged_since(before, path.as_posix())
    path.unlink()
    assert not _read(path).is_unchanged_since(before, path.as_posix())


def test_a_file_written_just_now_is_never_taken_as_unchanged(tmp_path: Path) -> None:
    """A second write within the grain of the file system's clock would not show."""
    path = tmp_path / "a"
    path.write_text("x")
    os.utime(path, ns=(10**19 // 5, 10**19 // 5))  # far ahead of now
    assert not _read(path).is_unchanged_since(_read(path), path.as_posix())


@pytest.mark.parametrize(
    ("path", "kind", "expected"),
    [
        ("/w/a/.env", types.FileChangeType.Created, (True, True)),
        ("/w/a.ts", types.FileChangeType.Deleted, (True, True)),
        ("/w/.gitignore", types.FileChangeType.Changed, (True, True)),
        ("/w/supertokens-lint.toml", types.FileChangeType.Changed, (True, False)),
        ("/w/a.ts", types.FileChangeType.Changed, (True, False)),
        ("/w/open.ts", types.FileChangeType.Changed, (False, False)),
        ("/w/node_modules/x/a.js", types.FileChangeType.Created, (False, False)),
        ("/w/.git/index.lock", types.FileChangeType.Created, (False, False)),
    ],
)
def test_changes_on_disk_ask_for_what_they_must(
    path: str, kind: types.FileChangeType, expected: tuple[bool, bool]
) -> None:
    """A check, a check with a new list of files, or nothing."""
    event = types.FileEvent(uri_of(path), kind)
    assert watching.matters([event], ["/w/open.ts"], None) == expected


# --- the board -----------------------------------------------------------------------------------


def _item(message: str) -> types.Diagnostic:
    start = types.Position(0, 0)
    return types.Diagnostic(types.Range(start, start), message)


def test_only_what_changed_is_pushed_and_what_is_gone_is_cleared() -> None:
    """Open files are always told of, so that an editor may wait for the answer to a save."""
    board = Board()
    board.put(
        {
            "/a": FileState.of("file:///a", [_item("1")], None),
            "/b": FileState.of("file:///b", [], 3),
        }
    )
    assert [(p.uri, len(p.diagnostics), p.version) for p in board.to_push()] == [
        ("file:///a", 1, None),
        ("file:///b", 0, 3),
    ]
    assert [p.uri for p in board.to_push()] == ["file:///b"]
    board.put({})
    assert [(p.uri, len(p.diagnostics)) for p in board.to_push()] == [("file:///a", 0)]
    assert not list(board.to_push())


# --- actions -------------------------------------------------------------------------------------


def _actions(*fixes: Fix, text: str = "one two three\n") -> tuple[Actions, str]:
    project = FakeProject({"a.env": text, "b.env": text})
    findings: list[Finding] = []
    for fix in fixes:
        place = fix.edits[0].place
        base = make_finding(place, code="ST110")
        findings.append(
            Finding(
                base.code, f"{base.rule}-{len(findings)}", base.severity, "m", base.primary, fix=fix
            )
        )
    report = make_report(project, *findings)
    snapshot = Snapshot((ROOT,), {f"{ROOT}/a.env": Buffer("file:///A.env", text, 7)}, Settings())
    return Actions(Analysis(snapshot, report), LOOK), f"{ROOT}/a.env"


def _params(*only: str, automatic: bool = False) -> types.CodeActionParams:
    whole = types.Range(types.Position(0, 0), types.Position(9, 0))
    kind = types.CodeActionTriggerKind.Automatic if automatic else None
    context = types.CodeActionContext([], list(only) or None, kind)
    return types.CodeActionParams(types.TextDocumentIdentifier("file:///A.env"), whole, context)


def _edit(start: int, end: int, text: str, path: str = "a.env") -> Edit:
    return Edit(Place(f"{ROOT}/{path}", Span(start, end)), text)


SAFE = Fix("Write 1", (_edit(0, 3, "1"),), safe=True)
UNSAFE = Fix("Write 2", (_edit(4, 7, "2"),), safe=False)
OVERLAPPING = Fix("Write 3", (_edit(2, 5, "3"),), safe=True)
TWO_FILES = Fix("Write 4", (_edit(8, 13, "4"), _edit(0, 3, "4", "b.env")), safe=True)


def _made(action: types.CodeAction) -> list[tuple[str, int | None, list[str]]]:
    assert action.edit is not None
    return [
        (
            change.text_document.uri,
            change.text_document.version,
            [edit.new_text for edit in change.edits if isinstance(edit, types.TextEdit)],
        )
        for change in action.edit.document_changes or ()
        if isinstance(change, types.TextDocumentEdit)
    ]


def test_safe_fixes_are_preferred_and_others_say_what_they_are() -> None:
    """A person decides about the others."""
    actions, path = _actions(SAFE, UNSAFE)
    found = actions.of(path, _params("quickfix"))
    told = {action.title: action.is_preferred for action in found}
    assert told == {"Write 1": True, "Write 2 (check what it changes)": None}
    assert _made(found[0]) == [("file:///A.env", 7, ["1"])]


def test_one_action_applies_all_safe_fixes_that_fit_together() -> None:
    """Unsafe ones are left out; of two that overlap, the first is in."""
    actions, path = _actions(SAFE, UNSAFE, OVERLAPPING, TWO_FILES)
    (action,) = actions.of(path, _params(FIX_ALL))
    assert _made(action) == [
        ("file:///A.env", 7, ["1", "4"]),
        (uri_of(f"{ROOT}/b.env"), None, ["4"]),
    ]


def test_on_save_other_files_are_left_alone() -> None:
    """Nobody asked for a change in a file that is not the one saved."""
    actions, path = _actions(SAFE, TWO_FILES)
    (action,) = actions.of(path, _params("source.fixAll", automatic=True))
    assert _made(action) == [("file:///A.env", 7, ["1"])]


def test_fix_all_is_not_offered_unasked() -> None:
    """It is no answer to one problem."""
    actions, path = _actions(SAFE)
    assert FIX_ALL not in [action.kind for action in actions.of(path, _params())]


# --- diagnostics ---------------------------------------------------------------------------------


def test_ends_at_one_place_are_shown_once_and_secrets_never() -> None:
    """Also where a message quotes an address with a password."""
    project = FakeProject({"a.env": "A=1\n"})
    place = project.place("a.env", "1")
    finding = make_finding(place, place, message="It is http://me:secret@host.")
    shown = by_path(make_report(project, finding), LOOK)
    ((only,),) = shown.values()
    assert "secret" not in only.diagnostic.message
    assert only.diagnostic.related_information == []


# --- when checks run -----------------------------------------------------------------------------


class _Host:
    def __init__(self) -> None:
        self.found_: list[tuple[Analysis, bool]] = []
        self.errors: list[Exception] = []
        self.snapshots = 0

    def snapshot(self) -> Snapshot:
        self.snapshots += 1
        return Snapshot((str(self.snapshots),), {}, Settings())

    def found(self, analysis: Analysis, *, publish: bool) -> None:
        self.found_.append((analysis, publish))

    def failed(self, error: Exception, step: str) -> None:
        self.errors.append(error)


class _Slow(Analyser):
    """Waits in its first run until it is superseded, as a real run would at its next step."""

    def __init__(self, *, waits: bool = True, fails: bool = False) -> None:
        super().__init__()
        self.began = Event()
        self.waits = waits
        self.fails = fails

    def run(self, snapshot: Snapshot, superseded: Event) -> Analysis:
        self.began.set()
        if self.fails:
            raise KeyError("a bug")
        if self.waits:
            self.waits = False
            assert superseded.wait(30)
            raise SupersededError("newer")
        report = Report((), Summary(), lambda path: None, "/")
        return Analysis(snapshot, report)


@pytest.mark.asyncio
async def test_a_newer_request_ends_the_run_that_is_under_way() -> None:
    """Any number of requests come to one result, and that is the newest."""
    host = _Host()
    checks = Checks(host, _Slow())
    checks.want()
    settled = asyncio.ensure_future(checks.settled())
    await asyncio.get_running_loop().run_in_executor(None, checks.analyser.began.wait, 30)  # type: ignore[attr-defined]
    for _ in range(5):
        checks.want(delay=9.0)
    await settled
    assert [(analysis.snapshot.roots, publish) for analysis, publish in host.found_] == [
        (("2",), True)
    ]
    assert await checks.current() is checks.analysis
    assert host.snapshots == 2
    checks.stop()


@pytest.mark.asyncio
async def test_a_question_after_a_change_gets_a_new_result_that_is_not_published() -> None:
    """Where checks wait for a save, typing shows nothing, but answers fit the text."""
    host = _Host()
    checks = Checks(host, _Slow(waits=False))
    checks.want()
    await checks.settled()
    checks.touch()
    assert await checks.inquire(lambda analysis: analysis.snapshot.roots) == ("2",)
    assert [publish for _, publish in host.found_] == [True, False]
    checks.stop()


@pytest.mark.asyncio
async def test_a_bug_is_told_once_and_ends_nothing() -> None:
    """Questions get no answer until something changes; then it is tried again."""
    host = _Host()
    slow = _Slow(waits=False, fails=True)
    checks = Checks(host, slow)
    checks.want()
    assert await checks.current() is None
    assert await checks.inquire(lambda analysis: analysis) is None
    assert [type(error) for error in host.errors] == [KeyError]
    slow.fails = False
    checks.touch()
    assert await checks.current() is not None
    checks.stop()
