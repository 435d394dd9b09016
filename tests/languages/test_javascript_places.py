"""Places of nodes: exact character offsets into the whole file."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from languages.sketch import module, text_of
from supertokens_lint.languages import ir
from supertokens_lint.languages.javascript import Dialect, read, read_script
from supertokens_lint.source import Span


def _texts(source: str, kind: type, dialect: Dialect = Dialect.TYPESCRIPT) -> list[str]:
    """Return the text at the place of each node of a kind."""
    nodes = ir.walk(*module(source, dialect).body)
    return [text_of(source, node.span) for node in nodes if isinstance(node, kind)]


@pytest.mark.parametrize(
    ("source", "kind", "expected"),
    [
        ("((a.b)).c;", ir.Member, ["((a.b)).c", "a.b"]),
        ("x = (a as B)!.c", ir.Name, ["x", "a"]),
        ("a = 1; // why", ir.Bind, ["a = 1"]),
        ("const a = 1, b = 2;", ir.Bind, ["a = 1", "b = 2"]),
        ("const a: B = 1 // why", ir.Bind, ["a: B = 1"]),
        ("f() // why\n", ir.ExpressionStatement, ["f()"]),
        ("f() ;", ir.ExpressionStatement, ["f() ;"]),
        ("return a /* b */ /* c */\n", ir.Return, ["return a"]),
        ("i++", ir.Literal, ["++"]),
        ("() => (a)", ir.Return, ["a"]),
        ("export const a = 1;", ir.Export, ["export const a = 1;"]),
        ("export const {a, b: c} = d;", ir.ExportedName, ["a", "c"]),
        ("export default function f() {} // why", ir.ExportDefault, ["export default function f() {}"]),
        ("@a class B {}", ir.Class, ["@a class B {}"]),
        ("@a export class B {}", ir.ClassDeclaration, ["@a export class B {}"]),
        ("class A { @b c() {} }", ir.Method, ["@b c() {}"]),
        ("class A { static async c() {} }", ir.Function, ["static async c() {}"]),
        ("class A { @b private c: D = 1; }", ir.Field, ["@b private c: D = 1"]),
        ("class A { constructor(@b private c: D = 1) {} }", ir.Param, ["@b private c: D = 1"]),
        ("import a, { type b as c } from 'd';", ir.ImportedName, ["a", "type b as c"]),
        ("import a = require('b');", ir.Import, ["import a = require('b');"]),
        ("enum A { B, C = 2 }", ir.Property, ["B", "C = 2"]),
        ("`a${b}c`", ir.Literal, ["a", "c"]),
        ("switch (a) { case 1: b; case 2: c }", ir.If, ["switch (a) { case 1: b; case 2: c }", "case 2: c"]),
        ("switch (a) { case 1: case 2: b }", ir.Binary, ["1: case 2", "1", "2"]),
        ("async () => await (a).b", ir.Member, ["(a).b"]),
    ],
)  # fmt: skip
def test_places(source: str, kind: type, expected: list[str]) -> None:
    """Each node stands where its text is, without the comments around it."""
    assert _texts(source, kind) == expected


def test_places_of_names() -> None:
    """Members, properties and imports tell where their name is."""
    source = "import a from 'm'; b.c = {d: 1, 'e': 2, [f]: 3}"
    found = module(source)
    texts = []
    for node in ir.walk(*found.body):
        if isinstance(node, ir.Member):
            texts.append(text_of(source, node.name_span))
        elif isinstance(node, ir.Property):
            texts.append(text_of(source, node.key_span))
        elif isinstance(node, ir.Import):
            texts.append(text_of(source, node.module_span))
    assert texts == ["'m'", "c", "d", "'e'", "f"]


@given(st.lists(st.sampled_from(["a", "é", "日本", "😀", "\U0010ffff", "ü"]), min_size=1))
def test_places_count_characters(pieces: list[str]) -> None:
    """Places count characters, whatever stands before them and however it is encoded."""
    source = "/* {0} */ f('{0}', `{0}${{g}}`) // {0}\nh.{1}".format("".join(pieces), "ß")
    found = module(source)
    nodes = list(ir.walk(*found.body))
    literals = [node for node in nodes if isinstance(node, ir.Literal)]
    assert [text_of(source, node.span).strip("'") for node in literals] == ["".join(pieces)] * 2
    assert [text_of(source, comment.span) for comment in found.comments] == [
        comment.text for comment in found.comments
    ]
    names = [text_of(source, node.span) for node in nodes if isinstance(node, ir.Name)]
    assert names == ["f", "g", "h"]


def test_part_of_a_file() -> None:
    """A script inside a file has places in the whole file."""
    source = "<é>f('ü')</é>"
    script = read_script(source, Span(3, 9), Dialect.JAVASCRIPT)
    (statement,) = script.body
    assert text_of(source, statement.span) == "f('ü')"
    assert script.span == Span(3, 9)


def test_lone_surrogates_do_not_shift_places() -> None:
    """Text that cannot be encoded is read all the same."""
    source = "f('\ud800'); g"
    found = read("/app/a.js", source, Dialect.JAVASCRIPT)
    assert text_of(source, found.body[-1].span) == "g"
