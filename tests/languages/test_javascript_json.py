"""JSON in the neutral form."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from languages.sketch import sketch, text_of
from supertokens_lint.languages import ir
from supertokens_lint.languages.javascript import read_json
from supertokens_lint.languages.trees import MAX_DEPTH

_SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
_VALUES = st.recursive(
    _SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20
)


def _value(node: ir.Expr | ir.Spread) -> object:
    if isinstance(node, ir.Object):
        pairs = [entry for entry in node.entries if isinstance(entry, ir.Property)]
        return {entry.key: _value(entry.value) for entry in pairs}
    if isinstance(node, ir.Array):
        return [_value(item) for item in node.items]
    assert isinstance(node, ir.Literal)
    return node.value


def _whole(text: str) -> object:
    found = read_json("/app/a.json", text)
    assert found.problems == ()
    (statement,) = found.body
    assert isinstance(statement, ir.ExportDefault)
    assert text_of(text, statement.span) == text.strip()
    return _value(statement.value)


def _has_surrogate(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in text)


@given(_VALUES, st.sampled_from([None, 2]), st.booleans())
def test_any_value(value: object, indent: int | None, ascii_only: bool) -> None:
    """Whatever an encoder writes has the value that it was given."""
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    if "Infinity" in text or _has_surrogate(text):
        return
    assert _whole(text) == value


def test_comments_and_trailing_commas() -> None:
    """What tsconfig files may hold besides JSON is read, comments with their places."""
    text = '// a\n{ /* b */ "c": [1, -2.5e1,], // d\n \'e\': "f // g", h: null, }\n// i'
    found = read_json("/app/tsconfig.json", text)
    assert found.problems == ()
    assert [comment.text for comment in found.comments] == ["// a", "/* b */", "// d", "// i"]
    assert all(text_of(text, comment.span) == comment.text for comment in found.comments)
    (statement,) = found.body
    assert isinstance(statement, ir.ExportDefault)
    assert _value(statement.value) == {"c": [1, -25.0], "e": "f // g", "h": None}


def test_places() -> None:
    """Entries and keys have exact places."""
    text = '{"é": {"b" : [true]}}'
    found = read_json("/app/a.json", text)
    entries = [node for node in ir.walk(*found.body) if isinstance(node, ir.Property)]
    assert [text_of(text, entry.span) for entry in entries] == [
        '"é": {"b" : [true]}',
        '"b" : [true]',
    ]
    assert [text_of(text, entry.key_span) for entry in entries] == ['"é"', '"b"']
    assert [text_of(text, entry.value.span) for entry in entries] == ['{"b" : [true]}', "[true]"]


@pytest.mark.parametrize(
    ("text", "message", "offset"),
    [
        ("", "expected a value", 0),
        ("{", "expected a key", 1),
        ('{"a" 1}', "expected a colon", 5),
        ('{"a": 1 "b": 2}', "expected a comma or a closing brace", 8),
        ("[1 2]", "expected a comma or a closing bracket", 3),
        ("[1, f()]", "expected a value", 4),
        ('"a', "expected a string", 0),
        ("1 2", "expected the end", 2),
        ("[,]", "expected a value", 1),
        ("/* a", "expected a value", 4),
        ("[" * 5000, "nested too deeply", MAX_DEPTH),
    ],
)
def test_what_is_no_json(text: str, message: str, offset: int) -> None:
    """Text that is no JSON has a problem where it stops being some, and no value."""
    found = read_json("/app/a.json", text)
    assert found.body == ()
    (problem,) = found.problems
    assert (problem.message, problem.span.start) == (message, offset)


@given(st.text(alphabet='{}[]",:/*\\ \n1e-.trunfals', max_size=40))
def test_garbage_never_ends_in_an_error(text: str) -> None:
    """Whatever the text, there is a value or a problem."""
    found = read_json("/app/a.json", text)
    assert bool(found.body) != bool(found.problems)


def test_huge_numbers() -> None:
    """Numbers of any length are read."""
    found = read_json("/app/a.json", f"[{'9' * 5000}, 1e999]")
    assert sketch(found.body[0]) == "ExportDefault(Array([inf, inf]))"
