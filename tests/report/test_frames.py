from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supertokens_lint.report.cells import visible, width
from supertokens_lint.report.frames import frame
from supertokens_lint.source import Place, SourceText, Span


def _frame(
    text: str,
    marked: str,
    *,
    path: str = "/p/a.ts",
    limit: int | None = None,
    value_shown: bool = False,
) -> list[str]:
    start = text.index(marked)
    place = Place(path, Span(start, start + len(marked)))
    lines = frame(SourceText(path, text), place, value_shown=value_shown, limit=limit)
    return ["".join(part[0] for part in line) for line in lines]


def test_one_line_of_context_is_shown_around_the_marked_line() -> None:
    """Carets stand under the marked text, line numbers are aligned."""
    text = "a\n" * 8 + "before\n  key: 'value',\nafter\nmore\n"
    assert _frame(text, "'value'") == [
        " 9 | before",
        "10 |   key: 'value',",
        "   |        ^^^^^^^",
        "11 | after",
    ]


def test_no_context_is_shown_where_none_is_asked_for() -> None:
    """The marked line alone."""
    place = Place("/p/a.ts", Span(2, 3))
    lines = frame(SourceText("/p/a.ts", "a\nb\nc"), place, value_shown=False, limit=None, context=0)
    assert ["".join(part[0] for part in line) for line in lines] == ["2 | b", "  | ^"]


def test_blank_neighbours_are_left_out() -> None:
    """A blank line tells nothing."""
    assert _frame("\n  \nx = 1\n\n", "1") == ["3 | x = 1", "  |     ^"]


def test_tabs_and_wide_characters_keep_the_carets_in_place() -> None:
    """A tab goes to the next multiple of four cells, a wide character takes two."""
    assert _frame('\ta\t"日本" + x', "x") == ['1 |     a   "日本" + x', "  |                  ^"]


def test_combining_marks_take_no_cell() -> None:
    """A letter with a combining accent is one cell wide."""
    assert _frame("'e\u0301' x", "x")[1] == "  |     ^"


def test_a_span_over_several_lines_is_marked_to_the_end_of_its_first() -> None:
    """What is shown is where it begins."""
    assert _frame("f({  \n  a,\n})", "{  \n  a,\n}")[1] == "  |   ^"


def test_an_empty_span_gets_one_caret() -> None:
    """Even a place without text, also at the end of a line, is marked."""
    source = SourceText("/p/a.ts", "ab")
    lines = frame(source, Place("/p/a.ts", Span(2, 2)), value_shown=False, limit=None)
    assert "".join(part[0] for part in lines[1]) == "  |   ^"


@pytest.mark.parametrize("at", [0, 300, 900])
def test_long_lines_are_cut_around_the_mark(at: int) -> None:
    """However long the line, it fits the limit and the carets still stand under the mark."""
    text = "a" * at + "MARK" + "b" * (1000 - at)
    shown, carets = _frame(text, "MARK", limit=60)
    assert len(shown) <= 60
    assert shown.index("MARK") == carets.index("^")
    assert ("…" in shown[:5]) == (at > 0)
    assert shown.endswith("…")


def test_context_is_shown_for_code_only() -> None:
    """In a compose file the neighbours may be secrets."""
    text = "A: secret\nAPI_DOMAIN: http://x\nB: secret\n"
    shown = _frame(text, "API_DOMAIN", path="/p/compose.yaml")
    assert shown == ["2 | API_DOMAIN: http://x", "  | ^^^^^^^^^^"]


def test_an_environment_file_shows_only_the_value_that_the_finding_shows() -> None:
    """Without a value in the finding, the value in the file is masked."""
    text = "SECRET=abc\nAPI_DOMAIN=http://x\nOTHER=def\n"
    path = "/p/.env"
    assert _frame(text, "API_DOMAIN", path=path)[0] == "2 | API_DOMAIN=***"
    shown = _frame(text, "http://x", path=path, value_shown=True)
    assert shown == ["2 | API_DOMAIN=http://x", "  |            ^^^^^^^^"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a\u202eb", "a\\u202eb"),
        ("\x9b1m\x07", "\\x9b1m\\x07"),
        ("\ud800", "\\ud800"),
        ("plain ü 日", "plain ü 日"),
    ],
)
def test_nothing_in_the_source_steers_the_terminal(text: str, shown: str) -> None:
    """Control characters and direction marks are written as escapes."""
    assert visible(text) == shown
    assert _frame(f"'{text}'", "'")[0] == f"1 | '{shown}'"


@given(st.text(max_size=300), st.integers(0, 300), st.integers(0, 300), st.integers(20, 120))
def test_any_place_in_any_text_has_a_frame_that_fits(
    text: str, first: int, second: int, limit: int
) -> None:
    """No text breaks a frame, no line of it is wider than asked, and something is marked."""
    place = Place("/p/a.ts", Span(min(first, second), max(first, second)))
    lines = frame(SourceText("/p/a.ts", text), place, value_shown=False, limit=limit)
    shown = ["".join(part[0] for part in line) for line in lines]
    assert any("^" in line for line in shown)
    assert all(visible(line) == line for line in shown)
    assert all(width(line) <= max(limit, 24) + 8 for line in shown)
