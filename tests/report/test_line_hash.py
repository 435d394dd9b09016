from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supertokens_lint.report.line_hash import line_hashes
from supertokens_lint.source import SourceText

LOREM = "Lorem ipsum dolor sit amet.\n"


def _hashes(text: str, path: str = "/a.ts") -> list[str]:
    return list(line_hashes(SourceText(path, text)).values())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["c129715d7a2bc9a3:1"]),
        (
            " a\nb\n  \t\tc\n d",
            [
                "271789c17abda88f:1",
                "54703d4cd895b18:1",
                "180aee12dab6264:1",
                "a23a3dc5e078b07b:1",
            ],
        ),
    ],
)
def test_hashes_are_those_of_github(text: str, expected: list[str]) -> None:
    """The numbers that github/codeql-action computes for these texts."""
    assert _hashes(text) == expected


def test_equal_lines_are_numbered() -> None:
    """As long as the 100 letters from their beginning are equal, too."""
    assert _hashes(LOREM * 10)[:7] == [
        *(f"a7f2ff13bc495cf2:{number}" for number in range(1, 7)),
        "a7f2ff1481e87703:1",
    ]


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_ends_do_not_count(end: str) -> None:
    """A checkout on Windows has the same hashes."""
    text = " hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n"
    assert _hashes(text.replace("\n", end)) == _hashes(text)
    assert _hashes(text)[-1] == "c129715d7a2bc9a3:1"


def test_letters_beyond_the_basic_plane_count_as_two() -> None:
    """The action is JavaScript, whose strings are UTF-16; lone surrogates are no error."""
    assert _hashes("\U0001f600") == _hashes("\ud83d\ude00")
    assert _hashes("\ud83d") != _hashes("\ude00")


def _naive(text: str) -> list[str]:
    """Return the hashes by the definition alone: a sum for each line."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    seen: dict[str, int] = {}
    found = []
    for number in range(len(lines)):
        rest = "\n".join(lines[number:]).replace(" ", "").replace("\t", "")
        units = [ord(char) for char in rest][:100]
        units = [*units, 0xFFFF, *[0] * 100][:100]
        value = 0
        for unit in units:
            value = (value * 37 + unit) % 2**64
        text_of = f"{value:x}"
        seen[text_of] = seen.get(text_of, 0) + 1
        found.append(f"{text_of}:{seen[text_of]}")
    return found


@given(st.text(alphabet="ab \t\r\nü", max_size=260))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_the_rolling_hash_is_the_sum_that_it_stands_for(text: str) -> None:
    """For texts shorter and longer than the window."""
    assert _hashes(text) == _naive(text)


def test_secrets_do_not_enter_the_hash() -> None:
    """Two files that differ in a secret alone have the same hashes; other values do count."""
    one = _hashes("API_KEY=hunter2\n", "/.env")
    assert one == _hashes("API_KEY=letmein\n", "/.env")
    assert _hashes('const a = "x";\n') != _hashes('const a = "y";\n')
    assert _hashes('apiKey: "x1",\n') == _hashes('apiKey: "y2",\n')
    assert _hashes("http://me:pw@host\n") == _hashes("http://me:no@host\n")
