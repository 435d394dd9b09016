"""Searches pass from one workspace to the next as long as somebody asks for them."""

from __future__ import annotations

import pytest

from supertokens_lint.errors import ReaderError
from supertokens_lint.server.analysis import SupersededError
from supertokens_lint.workspace.files import FileKind
from supertokens_lint.workspace.filesystem import MemoryFileSystem
from supertokens_lint.workspace.searches import MAX_IDLE, Search, Searches
from supertokens_lint.workspace.workspace import Workspace


def _passed_on(earlier: Searches) -> Searches:
    later = Searches()
    for search, found, idle in earlier.recent():
        later.keep(search, found, idle)
    return later


def test_what_nobody_asks_for_is_forgotten() -> None:
    """Otherwise words that are typed letter by letter would be looked for at every change."""
    asked: Search = ((b"asked",), frozenset({FileKind.GO}), None)
    left: Search = ((b"left",), frozenset({FileKind.GO}), None)
    searches = Searches()
    searches.keep(asked, ())
    searches.keep(left, ())
    for _ in range(MAX_IDLE):
        searches = _passed_on(searches)
        assert searches.get(asked) == ()
    assert {search for search, *_ in searches.recent()} == {asked}


def test_searches_do_not_pile_up_over_many_changes() -> None:
    """However many words have been looked for, a workspace takes over those of the last few."""
    workspace = Workspace.in_memory({"a.ts": "export const name = 1;\n"})
    counts = []
    for number in range(4 * MAX_IDLE):
        workspace.mentioning(b"name%d" % number)
        later = Workspace.in_memory({"a.ts": "export const name = 1;\n"})
        later.take_over(workspace, lambda _: True)
        workspace = later
        counts.append(len(list(workspace._searches.recent())))
    assert max(counts) == counts[-1] <= MAX_IDLE


def test_an_answer_that_is_passed_on_is_the_one_of_the_new_text() -> None:
    """A file that has changed is searched again."""
    texts = {"a.ts": "one\n", "b.ts": "two\n"}
    earlier = Workspace.in_memory(texts)
    assert [entry.name for entry in earlier.mentioning(b"one")] == ["a.ts"]
    later = Workspace.in_memory({**texts, "b.ts": "one\n"})
    later.take_over(earlier, lambda path: path.endswith("a.ts"))
    assert [entry.name for entry in later.mentioning(b"one")] == ["a.ts", "b.ts"]


def test_what_is_made_of_the_list_of_files_stays_with_it() -> None:
    """Until a file that changes it has another text, or files are listed anew."""
    texts = {"a.ts": "one\n", "tsconfig.json": "{}"}
    made: list[int] = []

    def make() -> int:
        made.append(len(made))
        return made[-1]

    def told(workspace: Workspace) -> int:
        return workspace.standing("number", make, lambda entry: entry.kind is FileKind.TSCONFIG)

    def following(earlier: Workspace, *changed: str) -> Workspace:
        later = earlier.reopened(earlier._file_system)
        later.take_over(earlier, lambda path: not path.endswith(changed))
        return later

    first = Workspace.in_memory(texts)
    first._bytes.clear()
    assert (told(first), told(first)) == (0, 0)
    second = following(first, "a.ts")
    assert told(second) == 0
    third = following(second, "tsconfig.json")
    assert told(third) == 1
    again = Workspace.in_memory(texts)
    again.take_over(third, lambda _: True)
    assert told(again) == 2


def test_a_search_that_was_broken_off_loses_nothing() -> None:
    """A run that a newer one has taken the place of ends while files are read."""
    texts = {f"{number}.ts": "one\n" for number in range(9)}
    broken = Workspace.in_memory(texts, "/w")
    system = broken._file_system
    broken._file_system = _EndingFileSystem({f"/w/{name}": text for name, text in texts.items()})
    with pytest.raises(SupersededError):
        broken.mentioning(b"one")
    later = broken.reopened(system)
    later.take_over(broken, lambda _: True)
    assert [entry.name for entry in later.mentioning(b"one")] == [*texts]


class _EndingFileSystem(MemoryFileSystem):
    """Files of which one is never read."""

    def read(self, path: str, limit: int) -> bytes:
        if path == "/w/5.ts":
            raise SupersededError("a newer check is wanted")
        return super().read(path, limit)


class _FailingFileSystem(MemoryFileSystem):
    """Files that cannot be read."""

    def read(self, path: str, limit: int) -> bytes:
        raise ReaderError(path, "cannot be read: Input/output error")


def test_a_file_that_could_not_be_read_is_read_later() -> None:
    """It may be on another machine that does not always answer."""
    broken = Workspace.in_memory({"a.ts": "one\n"}, "/w")
    system = broken._file_system
    broken._file_system = _FailingFileSystem({"/w/a.ts": ""})
    assert broken.mentioning(b"one") == ()
    later = broken.reopened(system)
    later.take_over(broken, lambda _: True)
    assert [entry.name for entry in later.mentioning(b"one", b"two")] == ["a.ts"]


def test_a_workspace_that_forgot_finds_the_same() -> None:
    """What it let go of is read again."""
    workspace = Workspace.in_memory({"a.ts": "one\n", "b.ts": "two\n"})
    assert len(workspace.mentioning(b"one")) == 1
    workspace.forget()
    assert [entry.name for entry in workspace.mentioning(b"two")] == ["b.ts"]
    assert [entry.name for entry in workspace.mentioning(b"one")] == ["a.ts"]
