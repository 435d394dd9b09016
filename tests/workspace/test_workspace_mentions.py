"""Searches for byte strings: the distinct words of files answer as the files themselves do."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supertokens_lint.workspace.mentions import QUESTIONS_WITHOUT_WORDS
from supertokens_lint.workspace.workspace import Workspace

TEXTS = st.lists(
    st.sampled_from(["fetch", "Fetch", ".", " ", "=", "\n", "$", "é", "a", "axios", "_"]),
    max_size=9,
).map("".join)


def _after_many(workspace: Workspace) -> Workspace:
    """Ask so often that the words of all files are known."""
    for number in range(QUESTIONS_WITHOUT_WORDS + 1):
        workspace.mentioning(b"nothing%d" % number)
    return workspace


@given(st.lists(TEXTS, min_size=1, max_size=4), st.lists(TEXTS.filter(bool), max_size=3))
@settings(deadline=None, derandomize=True, max_examples=300)
def test_words_answer_as_the_bytes_do(texts: list[str], needles: list[str]) -> None:
    """What is found does not depend on how often somebody has asked before."""
    files = {f"{number}.ts": text for number, text in enumerate(texts)}
    wanted = tuple(needle.encode() for needle in needles)
    first = Workspace.in_memory(files).mentioning(*wanted)
    assert _after_many(Workspace.in_memory(files)).mentioning(*wanted) == first
    assert [entry.name for entry in first] == [
        name for name, text in files.items() if any(needle in text for needle in needles)
    ]


@pytest.mark.parametrize("asked", [False, True])
def test_special_files(asked: bool) -> None:
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
    if asked:
        _after_many(workspace)
    found = workspace.mentioning(b"a", kinds={entry.kind for entry in workspace.entries.values()})
    assert [entry.name for entry in found] == ["data.json", "plain.ts", "wide.ts"]


def test_only_the_files_asked_for() -> None:
    """Other files are neither read nor found, before and after the whole is known."""
    workspace = Workspace.in_memory({"a.ts": "x", "b.ts": "x", "c.ts": ""})
    for _ in range(QUESTIONS_WITHOUT_WORDS + 2):
        found = workspace.mentioning(b"x", among=frozenset({"/system/b.ts", "/system/none.ts"}))
        assert [entry.path for entry in found] == ["/system/b.ts"]
    assert len(workspace.mentioning(b"x")) == 2
    found = workspace.mentioning(b"x", among=frozenset({"/system/b.ts"}))
    assert [entry.path for entry in found] == ["/system/b.ts"]
