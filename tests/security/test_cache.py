"""An entry that somebody else has put into the cache runs nothing, waits for nothing, ends no run."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from histories import commit
from remembering import SYSTEM, Checks, checks_of, trusting, written
from supertokens_lint.cache import git_questions
from supertokens_lint.cache.store import Store

Change = Callable[[Any, Path], None]
_HEAD = b"supertokens-lint cache 1\n"
_START = len(_HEAD) + 32


@pytest.fixture
def checks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Checks:
    """Return checks with a cache, in a repository."""
    trusting(monkeypatch)
    system = written(tmp_path / "system", SYSTEM)
    commit(system)
    monkeypatch.chdir(system)
    return checks_of(tmp_path / "cache", monkeypatch, capsys)


def _git(*words: str, given: str = "", **variables: str) -> Change:
    def change(entry: Any, trace: Path) -> None:
        command = [word.replace("@", str(trace)) for word in words]
        named = [[name, value.replace("@", str(trace))] for name, value in variables.items()]
        entry["git"].append([str(Path.cwd()), command, given, named, ""])

    return change


def _set(*keys: str | int, value: object) -> Change:
    def change(entry: Any, trace: Path) -> None:
        del trace
        for key in keys[:-1]:
            entry = entry[key]
        entry[keys[-1]] = value

    return change


RUNNING: dict[str, Change] = {
    "alias": _git("-c", "alias.x=!touch @", "x"),
    "option": _git("-c", "core.pager=touch @", "rev-parse", "HEAD"),
    "variable": _git("rev-parse", "--show-prefix", GIT_TRACE="@"),
    "output": _git("diff-index", "--output=@", "HEAD"),
    "listed output": _git("rev-list", "--output=@", "HEAD"),
    "filters": _git("cat-file", "--filters", "HEAD:api/.env"),
    "remote": _git("archive", "--remote=ext::sh -c touch% @", "HEAD"),
    "another folder": _git("--exec-path=@", "rev-parse", "--show-prefix"),
}
WRONG: dict[str, Change] = {
    "path": _set("files", "paths", 0, value=0),
    "path with nothing": _set("files", "paths", 0, value="a\0b"),
    "mask": _set("files", "masks", 0, value=999),
    "stamp": _set("files", "stamps", 0, value=["a", "b", "c", "d"]),
    "outcome": _set("outcome", "text", value=5),
    "status": _set("outcome", "status", value="0"),
    "listing": _set("listings", value=[[5, "digest"]]),
    "permission": _set("permissions", value=[[5, None, True]]),
    "search": _set("searches", value=[[["\u20ac"], ["x"]]]),
    "given": _git("cat-file", "--batch", given="\u20ac"),
    "code": _set("code", value=[[5, None, ""]]),
    "nothing": _set("files", value={}),
}


def _poisoned(entry: Path, change: Change, trace: Path) -> None:
    found = json.loads(entry.read_bytes()[_START:])
    change(found, trace)
    content = json.dumps(found).encode()
    entry.write_bytes(_HEAD + sha256(content).digest() + content)


@pytest.mark.parametrize("name", [*RUNNING, *WRONG])
def test_a_poisoned_entry_does_nothing(checks: Checks, tmp_path: Path, name: str) -> None:
    """Its sum is right, its questions are not: git is asked none of them, and the run goes on."""
    trace = tmp_path / "trace"
    expected = checks()
    (entry,) = checks.entries
    _poisoned(entry, {**RUNNING, **WRONG}[name], trace)
    assert checks() == expected
    assert not trace.exists()
    assert not checks.answered() or name == "nothing"


def test_an_entry_as_it_was_is_the_answer(checks: Checks, tmp_path: Path) -> None:
    """The trap works: the same way of writing an entry, without a change, is accepted."""
    expected = checks()
    (entry,) = checks.entries
    _poisoned(entry, lambda _entry, _trace: None, tmp_path)
    assert checks() == expected
    assert checks.answered()


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pipes and devices in folders")
def test_no_entry_is_a_link_or_a_pipe(tmp_path: Path) -> None:
    """Neither is followed nor waited for."""
    kept = Store(tmp_path)
    assert kept.save("a", [b"con", b"tent"])
    (tmp_path / "b.supertokens-lint-entry").symlink_to("a.supertokens-lint-entry")
    (tmp_path / "c.supertokens-lint-entry").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "d.supertokens-lint-entry")
    (tmp_path / "e.supertokens-lint-entry").mkdir()
    assert [kept.load(name) for name in "abcde"] == [b"content", None, None, None, None]


def test_files_of_others_stay(tmp_path: Path) -> None:
    """A folder that somebody chose may hold what looks left over."""
    for name in ("config.new", "notes.entry.txt"):
        (tmp_path / name).write_text("precious")
        os.utime(tmp_path / name, (1, 1))
    Store(tmp_path).save("a", [])
    assert {path.name for path in tmp_path.iterdir()} == {
        "a.supertokens-lint-entry",
        "config.new",
        "notes.entry.txt",
    }


def test_what_runs_ask_git_may_be_asked_again() -> None:
    """Else no run in a repository would be kept."""
    assert git_questions.is_known(("cat-file", "--batch"), {})
    assert git_questions.is_known(
        ("rev-list", "--max-count=20", "--max-age=1", "HEAD", "--", "--output=x"), {}
    )
    assert not git_questions.is_known(("rev-list", "--max-count=1\n", "HEAD"), {})
    assert not git_questions.is_known(("cat-file", "--batch"), {"GIT_DIR": "x"})
