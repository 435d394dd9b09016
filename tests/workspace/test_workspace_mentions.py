"""Searches for byte strings: the distinct words of files answer as the files themselves do."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from supertokens_lint.workspace import vocabulary
from supertokens_lint.workspace.files import CODE_KINDS
from supertokens_lint.workspace.workspace import Workspace

TEXTS = st.lists(
    st.sampled_from(["fetch", "Fetch", ".", " ", "=", "\n", "$", "é", "a", "axios", "_", "]", "^"]),
    max_size=9,
).map("".join)


@pytest.mark.parametrize("most_words", [0, 2, vocabulary.MOST_WORDS])
@given(st.lists(TEXTS, min_size=1, max_size=4), st.lists(TEXTS.filter(bool), max_size=3))
@settings(
    deadline=None,
    derandomize=True,
    max_examples=200,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_words_answer_as_the_bytes_do(
    monkeypatch: pytest.MonkeyPatch, most_words: int, texts: list[str], needles: list[str]
) -> None:
    """What is found is what the bytes hold, with words of all files and with those of one."""
    monkeypatch.setattr(vocabulary, "MOST_WORDS", most_words)
    files = {f"{number}.ts": text for number, text in enumerate(texts)}
    wanted = tuple(needle.encode() for needle in needles)
    expected = [name for name, text in files.items() if any(needle in text for needle in needles)]
    workspace = Workspace.in_memory(files)
    assert workspace.is_mentioned(*wanted, kinds=CODE_KINDS) is bool(expected)
    assert [entry.name for entry in workspace.mentioning(*wanted)] == expected


def test_a_needle_in_many_words() -> None:
    """So many words may hold a needle that their characters are looked for together."""
    files = {f"{number:02}.ts": f"port{number} [^-]" for number in range(40)}
    workspace = Workspace.in_memory({**files, "other.ts": "none"})
    assert [entry.name for entry in workspace.mentioning(b"port")] == [*files]
    assert [entry.name for entry in workspace.mentioning(b"rt7")] == ["07.ts"]


def test_more_words_than_there_are_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    """What does not fit among the words of all files is found nevertheless."""
    monkeypatch.setattr(vocabulary, "MOST_CHARACTERS", 3)
    workspace = Workspace.in_memory({"a.ts": "one two three", "b.ts": "four five", "c.ts": "two"})
    for word, names in ((b"two", ["a.ts", "c.ts"]), (b"five", ["b.ts"]), (b"six", [])):
        assert [entry.name for entry in workspace.mentioning(word)] == names


def test_special_files() -> None:
    """UTF-16 may hold anything; minified scripts hold nothing; data does, however dense."""
    dense = "a=b(c);" * 600
    files: dict[str, str | bytes] = {
        "wide.ts": "fetch".encode("utf-16"),
        "small.js": dense,
        "data.json": dense,
        "empty.ts": "",
        "plain.ts": "a",
    }
    workspace = Workspace.in_memory(files)
    kinds = {entry.kind for entry in workspace.entries.values()}
    found = workspace.mentioning(b"a", kinds=kinds)
    assert [entry.name for entry in found] == ["data.json", "plain.ts", "wide.ts"]
    for name, text in files.items():
        alone = Workspace.in_memory({name: text})
        assert alone.is_mentioned(b"a", kinds=kinds) is (name in {entry.name for entry in found})


def test_only_the_files_asked_for() -> None:
    """Other files are neither read nor found, before and after the whole is known."""
    workspace = Workspace.in_memory({"a.ts": "x", "b.ts": "x", "c.ts": ""})
    found = workspace.mentioning(b"x", among=frozenset({"/system/b.ts", "/system/none.ts"}))
    assert [entry.path for entry in found] == ["/system/b.ts"]
    assert len(workspace.mentioning(b"x")) == 2
    found = workspace.mentioning(b"x", among=frozenset({"/system/b.ts"}))
    assert [entry.path for entry in found] == ["/system/b.ts"]
