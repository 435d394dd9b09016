"""Fixes applied together: what they may and may not do to a text, and to one another."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supertokens_lint.finding import Edit, Evidence, Finding, Fix, Severity
from supertokens_lint.fixes.apply import apply_round, edited, fix_all
from supertokens_lint.source import Place, SourceText, Span

PATH = "/project/a.py"
PIECES = st.text(alphabet="ab \n\r\t\"'é😀\ufeff\u2028", max_size=12)


def _finding(*edits: Edit, safe: bool = True, message: str = "m", code: str = "ST107") -> Finding:
    place = edits[0].place if edits else Place(PATH, Span(0, 0))
    fix = Fix("Mend it", edits, safe) if edits else None
    return Finding(code, "rule", Severity.ERROR, message, Evidence("x", place), fix=fix)


def _edit(start: int, end: int, text: str, path: str = PATH) -> Edit:
    return Edit(Place(path, Span(start, end)), text)


def _yes(path: str, text: str) -> bool:
    return True


@settings(deadline=None, derandomize=True, max_examples=200)
@given(st.lists(st.tuples(PIECES, PIECES, PIECES), max_size=6), PIECES)
def test_an_edit_touches_its_span_alone(parts: list[tuple[str, str, str]], tail: str) -> None:
    """Whatever characters and line ends a text has, all between the spans stays as it was."""
    old = new = ""
    edits = []
    for kept, taken, put in parts:
        start = len(old) + len(kept)
        edits.append(_edit(start, start + len(taken), put))
        old += kept + taken
        new += kept + put
    spans: tuple[Span, ...]
    distinct = {edit.place: edit for edit in edits}
    if len(distinct) < len(edits):
        return
    text, spans = edited(old + tail, reversed(edits))
    assert text == new + tail
    assert [text[span.start : span.end] for span in spans] == [put for _, _, put in parts]


@settings(deadline=None, derandomize=True, max_examples=200)
@given(
    st.lists(
        st.tuples(st.integers(0, 20), st.integers(0, 6), st.text("xyz", max_size=3)), max_size=8
    )
)
def test_of_fixes_that_overlap_the_first_wins(raw: list[tuple[int, int, str]]) -> None:
    """A round applies fixes that touch nothing in common, and never the same place twice."""
    text = "a" * 30
    findings = [
        _finding(_edit(start, start + size, put), message=str(index))
        for index, (start, size, put) in enumerate(raw)
    ]
    done = apply_round(findings, {PATH: text}.get, _yes, unsafe=False)
    chosen = {edit for finding in done.fixed if finding.fix for edit in finding.fix.edits}
    ordered = sorted(chosen, key=lambda edit: edit.place)
    for one, other in pairwise(ordered):
        assert one.place.span.end <= other.place.span.start
        assert one.place != other.place
    if raw:
        assert findings[0] in done.fixed
        assert done.texts[PATH] == edited(text, ordered)[0]


def test_fixes_that_share_an_edit_are_applied_together() -> None:
    """Two findings may need the same import: it is written once."""
    shared = _edit(0, 0, "import x\n")
    one, two = _finding(shared, _edit(5, 6, "y")), _finding(shared, _edit(8, 9, "z"), message="n")
    done = apply_round([one, two], {PATH: "a = [1, 2]"}.get, _yes, unsafe=False)
    assert done.fixed == (one, two)
    assert done.texts[PATH] == "import x\na = [y, z]"


@pytest.mark.parametrize(("unsafe", "expected"), [(False, {}), (True, {PATH: "b"})])
def test_unsafe_fixes_are_asked_for(unsafe: bool, expected: Mapping[str, str]) -> None:
    """A fix that is not safe is applied only on request."""
    finding = _finding(_edit(0, 1, "b"), safe=False)
    assert apply_round([finding], {PATH: "a"}.get, _yes, unsafe=unsafe).texts == expected


def test_a_fix_that_breaks_the_file_is_dropped() -> None:
    """The rest of the file is still fixed, and the dropped one is told of."""
    bad, good = _finding(_edit(4, 5, "(")), _finding(_edit(0, 1, "b"), message="n")
    done = apply_round([bad, good], {PATH: "a = 1"}.get, _yes, unsafe=False)
    assert (done.fixed, done.dropped) == ((good,), (bad,))
    assert done.texts == {PATH: "b = 1"}


def test_a_file_that_does_not_parse_may_still_be_fixed_where_it_does() -> None:
    """Errors that were there before are no reason to drop a fix of a script."""
    path = "/project/a.js"
    done = apply_round([_finding(_edit(0, 1, "b", path))], {path: "a = ;"}.get, _yes, unsafe=False)
    assert done.texts == {path: "b = ;"}


def test_rounds_go_on_until_nothing_is_left() -> None:
    """What got in the way of another fix is applied in the next round."""

    def lint(texts: Mapping[str, str]) -> list[Finding]:
        text = texts.get(PATH, "ab")
        at = text.find("b")
        first = [_finding(_edit(0, len(text), "xb"), message="1")] if text == "ab" else []
        return [*first, *([_finding(_edit(at, at + 1, "y"), message="2")] if at >= 0 else [])]

    result = fix_all(lint, {PATH: "ab"}.get, _yes, unsafe=False)
    assert result.texts == {PATH: "xy"}
    assert [finding.message for finding in result.fixed] == ["1", "2"]
    assert result.findings == ()


def test_a_fix_that_does_not_help_is_left_out() -> None:
    """Its finding would come again for ever; the text stays as it was, other fixes are applied."""

    def lint(texts: Mapping[str, str]) -> list[Finding]:
        text = texts.get(PATH, "a b")
        useless = _finding(_edit(0, 1, "a" if text[0] == "c" else "c"), message="useless")
        return [useless, *([_finding(_edit(2, 3, "d"), message="n")] if "b" in text else [])]

    result = fix_all(lint, {PATH: "a b"}.get, _yes, unsafe=False)
    assert result.texts == {PATH: "a d"}
    assert [finding.message for finding in result.fixed] == ["n"]
    assert [finding.message for finding in result.dropped] == ["useless"]


def test_a_fix_that_writes_a_new_error_is_left_out() -> None:
    """A finding inside of what a fix wrote speaks against the fix."""

    def lint(texts: Mapping[str, str]) -> list[Finding]:
        text = texts.get(PATH, "a")
        if text == "a":
            return [_finding(_edit(0, 1, "f()"))]
        place = Place(PATH, Span(0, 3))
        return [
            Finding("ST103", "init-too-late", Severity.ERROR, "too early", Evidence("x", place))
        ]

    result = fix_all(lint, {PATH: "a"}.get, _yes, unsafe=False)
    assert result.texts == {}
    assert [finding.code for finding in result.findings] == ["ST107"]


def test_places_count_characters_and_not_bytes() -> None:
    """An edit behind characters outside of the basic plane lands where it should."""
    text = 'x = "😀é"; y = "a"\r\n'
    source = SourceText(PATH, text)
    at = text.index('"a"') + 1
    assert source.slice(Span(at, at + 1)) == "a"
    done = apply_round([_finding(_edit(at, at + 1, "b"))], {PATH: text}.get, _yes, unsafe=False)
    assert done.texts == {PATH: 'x = "😀é"; y = "b"\r\n'}


def test_fixes_that_undo_one_another_are_not_applied_in_turns() -> None:
    """Two rules that want two values at one place must not make every run change the file."""

    def lint(texts: Mapping[str, str]) -> list[Finding]:
        text = texts.get(PATH, "a")
        other = "b" if text == "a" else "a"
        return [_finding(_edit(0, 1, other), message=f"{text} should be {other}")]

    result = fix_all(lint, {PATH: "a"}.get, _yes, unsafe=False)
    again = fix_all(lambda texts: lint(texts or result.texts), result.texts.get, _yes, unsafe=False)
    assert result.texts.get(PATH, "a") in ("a", "b")
    assert len(result.fixed) <= 1
    assert len(again.fixed) <= 1
