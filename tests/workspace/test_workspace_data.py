from __future__ import annotations

import contextlib
import json
from collections.abc import Callable

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from supertokens_lint.errors import ReaderError
from supertokens_lint.source import SourceText
from supertokens_lint.workspace.jsontext import load_json, read_json
from supertokens_lint.workspace.tomltext import load_toml
from supertokens_lint.workspace.tree import (
    Data,
    Mapping,
    Scalar,
    Sequence,
    at,
    items,
    pairs,
    string,
    text,
)
from supertokens_lint.workspace.yamltext import read_yaml


def plain(data: Data) -> object:
    if isinstance(data, Scalar):
        return data.value
    if isinstance(data, Sequence):
        return [plain(item) for item in data.items]
    return {key.text: plain(value) for key, value in data.entries}


def leaves(data: Data) -> list[Scalar]:
    if isinstance(data, Scalar):
        return [data]
    if isinstance(data, Sequence):
        return [leaf for item in data.items for leaf in leaves(item)]
    return [leaf for key, value in data.entries for leaf in (key, *leaves(value))]


JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(JSON_VALUES, st.sampled_from([None, 2]), st.booleans())
def test_json_gives_what_the_standard_library_gives(
    value: object, indent: int | None, ascii_only: bool
) -> None:
    """For every valid document, and every string's place holds that string."""
    written = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    data = read_json(SourceText("/a.json", written))
    assert plain(data) == value
    for leaf in leaves(data):
        assert json.loads(written[leaf.span.start : leaf.span.end]) == leaf.value


def test_json_with_comments_and_trailing_commas_is_read() -> None:
    """As TypeScript reads its configuration."""
    written = '{ // "no": 1\n "a": [1, 2,], /* "x" */ "u": "http://x", }\n'
    assert plain(read_json(SourceText("/t.json", written))) == {"a": [1, 2], "u": "http://x"}


@pytest.mark.parametrize(
    ("written", "line", "column", "message"),
    [
        ("", 1, 1, "ends too early"),
        ('{\n  "a": }', 2, 8, "a value was expected"),
        ('{"a" 1}', 1, 6, '":" was expected'),
        ("{a: 1}", 1, 2, "key in double quotes"),
        ('["x" "y"]', 1, 6, '"," or "]" was expected'),
        ("[1] 2", 1, 5, "after the end"),
        ('"abc', 1, 1, "Unterminated string"),
        ("[" * 5000, 1, 202, "nested too deeply"),
        ("1" * 5000, 1, 1, "a value was expected"),
    ],
)
def test_broken_json_tells_the_place(written: str, line: int, column: int, message: str) -> None:
    """Half-written files are common while somebody edits."""
    with pytest.raises(ReaderError, match=message) as raised:
        read_json(SourceText("/a.json", written))
    assert (raised.value.line, raised.value.column) == (line, column)


YAML_KEYS = st.text(min_size=1, max_size=6).filter(lambda key: key != "<<")
"""PyYAML writes a key that is a merge in YAML without quotes, and so reads another document."""
YAML_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(YAML_KEYS, inner, max_size=4),
    max_leaves=12,
)


@given(YAML_VALUES, st.booleans())
def test_yaml_gives_what_pyyaml_gives(value: object, flow: bool) -> None:
    """For everything that it writes itself."""
    written = yaml.safe_dump(value, default_flow_style=flow, allow_unicode=True)
    documents = read_yaml(SourceText("/a.yaml", written))
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    expected = yaml.load(written, Loader=loader)  # noqa: S506 - a safe loader
    assert [plain(item) for item in documents] == ([] if expected is None else [expected])


@given(
    st.dictionaries(
        st.text("aé\U0001f600ñ", min_size=1, max_size=4),
        st.text("xyü\U0001f601", min_size=1),
        min_size=1,
    )
)
def test_places_in_yaml_count_characters(values: dict[str, str]) -> None:
    """Not bytes, and with any line ends."""
    written = "".join(f"{key}: {value}\r\n" for key, value in values.items())
    (data,) = read_yaml(SourceText("/a.yaml", written))
    for leaf in leaves(data):
        assert written[leaf.span.start : leaf.span.end] == leaf.text


def test_yaml_scalars_follow_the_core_schema() -> None:
    """Where YAML 1.1 sees times and booleans, compose and Actions see text."""
    (data,) = read_yaml(SourceText("/a.yaml", "[yes, 22:22, 0o7, 1e3, 010, '1', ~, True, !!str 5]"))
    assert plain(data) == ["yes", "22:22", "0o7", 1000.0, 10, "1", None, True, "5"]


def test_yaml_merges_and_aliases() -> None:
    """Own keys win over merged ones, the first of several merged mappings over later ones."""
    written = "a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc:\n  <<: [*a, *b]\n  z: 3\nd: *a\n"
    (data,) = read_yaml(SourceText("/a.yaml", written))
    assert plain(at(data, "c") or data) == {"x": 1, "y": 1, "z": 3}
    assert at(data, "d") == at(data, "a")


def test_yaml_bombs_are_bounded() -> None:
    """Aliases share what they stand for; merges are counted; nesting ends."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 60)]
    (data,) = read_yaml(SourceText("/a.yaml", "\n".join(lines)))
    assert len(pairs_of(data)) == 60
    wide = "a: &a {" + ", ".join(f"k{n}: 1" for n in range(400)) + "}\n"
    merges = "".join(f"m{n}: {{<<: *a}}\n" for n in range(200))
    with pytest.raises(ReaderError, match="too many merged entries"):
        read_yaml(SourceText("/a.yaml", wide + merges))
    with pytest.raises(ReaderError, match=r"nested too deeply|maximum nesting depth"):
        read_yaml(SourceText("/a.yaml", "[" * 100_000))


def pairs_of(data: Data) -> list[tuple[Scalar, Data]]:
    return list(pairs(data))


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("a: b: c", 1),
        ("a: [1", 2),
        ("x: *nowhere", 1),
        ("a: \x07", 1),
        ("a: 1\n\tb: 2", 2),
        ("%", 1),
    ],
)
def test_broken_yaml_tells_the_place(written: str, line: int) -> None:
    """With the file and the line."""
    with pytest.raises(ReaderError, match="not valid YAML") as raised:
        read_yaml(SourceText("/a.yaml", written))
    assert (raised.value.path, raised.value.line) == ("/a.yaml", line)


def test_tags_make_no_objects() -> None:
    """A tag is only text to us."""
    (data,) = read_yaml(
        SourceText("/a.yaml", "a: !!python/object/apply:os.system ['x']\nb: !Ref c")
    )
    assert plain(data) == {"a": ["x"], "b": "c"}


def test_block_collections_end_with_their_last_item() -> None:
    """Comments after them belong to what follows."""
    written = "env:\n  A: 1\n  # note\nnext: 2\n"
    (data,) = read_yaml(SourceText("/a.yaml", written))
    inner = at(data, "env")
    assert inner is not None
    assert written[inner.span.start : inner.span.end] == "A: 1"


@pytest.mark.parametrize("read", [read_json, read_yaml, load_json, load_toml])
@given(written=st.text(alphabet="{}[]\":,&*!|>-#a1 \n\t\\'=<", max_size=40))
def test_any_text_gives_data_or_a_reader_error(
    read: Callable[[SourceText], object], written: str
) -> None:
    """Nothing else is ever raised."""
    with contextlib.suppress(ReaderError):
        read(SourceText("/a", written))


def test_toml_errors_tell_the_place() -> None:
    """Deep nesting is an error as well."""
    with pytest.raises(ReaderError) as raised:
        load_toml(SourceText("/a.toml", 'a = 1\nb = "x\n'))
    assert raised.value.line == 2
    with pytest.raises(ReaderError):
        load_toml(SourceText("/a.toml", "a = " + "[" * 100_000))
    with pytest.raises(ReaderError, match="nested too deeply"):
        load_toml(SourceText("/a.toml", "a." * 100_000 + "b = 1"))
    with pytest.raises(ReaderError):
        load_json(SourceText("/a.json", "[" * 1_000_000))


def test_reaching_into_data() -> None:
    """Missing keys and other shapes give nothing; of equal keys the last counts."""
    data = read_json(SourceText("/a", '{"a": {"b": [1, "x"], "n": null}, "k": 1, "k": "2"}'))
    assert isinstance(data, Mapping)
    assert string(data, "k") == "2"
    assert text(at(data, "a", "b")) is None
    assert [item.value for item in items(data, "a", "b") if isinstance(item, Scalar)] == [1, "x"]
    assert items(data, "a", "n") == ()
    assert text(data, "a", "n") is None
    assert at(data, "a", "b", "c") is None
    assert list(pairs(data, "k")) == []
