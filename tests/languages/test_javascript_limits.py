"""Depth, length and half-written text: something is always read, and nothing ends in an error."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from languages.sketch import sketch
from languages.test_two_readers import SNIPPETS
from supertokens_lint.languages import ir
from supertokens_lint.languages.javascript import Dialect, read
from supertokens_lint.languages.javascript import dialect as grammars
from supertokens_lint.languages.javascript.reader import MAX_PROBLEMS
from supertokens_lint.languages.trees import MAX_DEPTH

_MANY = 5000

_DEEP = {
    "calls": "f(" * _MANY + ")" * _MANY,
    "arrays": "[" * _MANY + "]" * _MANY,
    "objects": "x = " + "{a:" * _MANY + "1" + "}" * _MANY,
    "blocks": "{" * _MANY + "}" * _MANY,
    "arrows": "x = " + "() => " * _MANY + "1",
    "functions": "function f() {" * _MANY + "}" * _MANY,
    "classes": "x = class { m() { return " * _MANY + "1" + "} }" * _MANY,
    "methods": "x = { m() { return " * _MANY + "1" + "} }" * _MANY,
    "elements": "x = " + "<a>{" * _MANY + "1" + "}</a>" * _MANY,
    "templates": "x = " + "`${" * _MANY + "1" + "}`" * _MANY,
    "unary": "x = " + "!" * _MANY + "1",
    "assignments": "a = " * _MANY + "1",
    "patterns": "let " + "[" * _MANY + "a" + "]" * _MANY + " = 1",
    "conditionals": "x = " + "a ? b : " * _MANY + "c",
    "powers": "x = " + "a ** " * _MANY + "c",
    "loops": "for (;;) " * _MANY + ";",
    "tries": "try {" * _MANY + "} catch (e) {}" * _MANY,
    "additions": "x = " + "(a + " * _MANY + "1" + ")" * _MANY,
    "awaits": "async () => " + "await (" * _MANY + "a" + ").b" * _MANY,
}

_LONG = {
    "sum": "x = " + " + ".join(["f(1)"] * 3000),
    "members": "x = a" + ".b" * 3000,
    "uses": "a" + ".use(f(1))" * 3000,
    "branches": "if (a) f(1); " + "else if (a) f(1); " * 2999,
    "cases": "switch (a) {" + "case 1: f(1); break; " * 3000 + "}",
}


def _depth(module: ir.Module) -> int:
    deepest = 0
    stack: list[tuple[ir.Node, int]] = [(statement, 1) for statement in module.body]
    while stack:
        node, depth = stack.pop()
        deepest = max(deepest, depth)
        stack.extend((child, depth + 1) for child in ir.children(node))
    return deepest


@pytest.mark.parametrize("source", _DEEP.values(), ids=_DEEP)
@pytest.mark.parametrize("dialect", [Dialect.JAVASCRIPT, Dialect.TSX])
def test_deep_nesting_is_cut(source: str, dialect: Dialect) -> None:
    """Nesting without end gives a tree of bounded depth and a problem that says so."""
    found = read("/app/a", source, dialect)
    assert found.body
    assert _depth(found) <= 2 * MAX_DEPTH + 4
    assert "nested too deeply" in [problem.message for problem in found.problems]


@pytest.mark.parametrize("source", _LONG.values(), ids=_LONG)
def test_long_chains_keep_their_operands(source: str) -> None:
    """A chain too long to nest keeps every call in it, and a problem says that it is cut."""
    found = read("/app/a.js", source, Dialect.JAVASCRIPT)
    assert _depth(found) <= MAX_DEPTH
    assert [problem.message for problem in found.problems if "too long" in problem.message]
    calls = [
        node
        for node in ir.walk(*found.body)
        if isinstance(node, ir.Call) and node.callee == ir.Name("f", node.callee.span)
    ]
    assert len(calls) == (0 if "f(1)" not in source else 3000)


@pytest.mark.parametrize(
    "source",
    [
        "x = " + "(" * _MANY + "1" + ")" * _MANY,
        "x = a" + "!" * _MANY,
        "x = a" + " as B" * _MANY,
        "x = (" + ", ".join(["a"] * _MANY) + ")",
    ],
    ids=["parentheses", "assertions", "casts", "sequence"],
)
def test_what_does_not_nest_is_not_cut(source: str) -> None:
    """Parentheses and type wrappers add no depth."""
    found = read("/app/a.ts", source, Dialect.TYPESCRIPT)
    assert found.problems == ()
    assert _depth(found) <= 3


def test_chains_of_usual_length_are_whole() -> None:
    """A chain of thirty calls and a sum of fifty terms are read as they are."""
    source = "a" + ".use(b({ c: [d] }))" * 30 + ";" + " + ".join(["e"] * 50)
    assert read("/app/a.js", source, Dialect.JAVASCRIPT).problems == ()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("init({ a: { b: 'c', d: }, e: [f()] }); g()", ["'c'", "Call(f, [])", "Call(g, [])"]),
        ("init({ a: { b: 'c',", ["'c'"]),
        ("const a =\n", []),
        ("if (a.) { init({ b: 1 }) } c()", ["Call(init, [Object([Property('b', 1)])])", "Call(c, [])"]),
        ("import { a from 'm';\ninit(b);\nc(d)", ["Call(c, [d])"]),
        ("class A { b( } init(c)", ["Call(init, [c])"]),
        ("x = <A b={c()}; init(d)", ["Call(c, [])", "Call(init, [d])"]),
        ("try { init(a) ", ["Call(init, [a])"]),
        ("f(`a${init(b)", ["Call(init, [b])"]),
    ],
)  # fmt: skip
def test_half_written_text_gives_what_it_has(source: str, expected: list[str]) -> None:
    """What can be read of half-written text is there, and so is a problem."""
    found = read("/app/a.js", source, Dialect.JAVASCRIPT)
    spelled = [sketch(node) for node in ir.walk(*found.body)]
    assert [text for text in expected if text not in spelled] == []
    assert found.problems


@pytest.mark.parametrize(
    "source",
    ["f({ a: 'b'\n c: 'd' })", "f({ a: 'b })\n", "const a = 'b' 'c'", "a = b c d", "f({ a: b. })"],
)
def test_torn_values_are_doubted(source: str) -> None:
    """A value beside unreadable text is not taken for the value that was meant."""
    found = read("/app/a.js", source, Dialect.JAVASCRIPT)
    values = [
        node.value for node in ir.walk(*found.body) if isinstance(node, ir.Property | ir.Bind)
    ]
    assert found.problems
    assert not [value for value in values if isinstance(value, ir.Literal | ir.Name)]


def test_problems_are_bounded() -> None:
    """However broken a file is, it has a limited number of problems."""
    found = read("/app/a.js", "f(;\n{ ) };\n" * 200, Dialect.JAVASCRIPT)
    assert 0 < len(found.problems) <= MAX_PROBLEMS


@pytest.mark.parametrize(
    "source",
    [
        "type A = { b: string }; const c: A = { b: 'd' };",
        "// @flow\nimport type { A } from 'a'; function f(b: A): ?string { return (b: any) }",
    ],
)
def test_types_in_javascript_files(source: str) -> None:
    """Types in a JavaScript file are read with the grammar that has them."""
    found = read("/app/a.js", source, Dialect.JAVASCRIPT)
    assert found.language is ir.Language.JAVASCRIPT
    assert any(isinstance(node, ir.Bind | ir.Function) for node in ir.walk(*found.body))


def test_elements_in_typescript_files() -> None:
    """JSX in a file that should have none is read with the grammar that has it."""
    found = read("/app/a.ts", "const a = <B c='d' />;", Dialect.TYPESCRIPT)
    assert found.problems == ()
    assert [node for node in ir.walk(*found.body) if isinstance(node, ir.Element)]


@pytest.mark.parametrize(
    "source", ["", " ", "\0", "\0\0a\0", "\ufeff", "\x7fELF\x01\x02", "`", "/*", '"']
)
def test_odd_text(source: str) -> None:
    """Text that is no program is read without an error."""
    for dialect in Dialect:
        found = read("/app/a", source, dialect)
        assert found.blocks[0].span.end == len(source)


_SIGNS = (
    *"(){}[]<>;,.:?!=+-*/`'\"\\$#@&|\n\t \0é😀",
    *["=>", "...", "?.", "${", "</", "/>", "//", "/*"],
)
_WORDS = [
    "async",
    "await",
    "class",
    "export",
    "import",
    "default",
    "from",
    "function",
    "new",
    "if",
    "else",
    "for",
    "case",
    "return",
    "as",
]
_PIECES = st.sampled_from([*_SIGNS, *(f"{word} " for word in _WORDS)])


@st.composite
def _mutated(draw: st.DrawFn) -> str:
    """Draw a snippet with some places cut, repeated or overwritten."""
    text = draw(st.sampled_from(SNIPPETS))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 8)))
        text = text[:start] + draw(_PIECES | st.just(text[start:end] * 2)) + text[end:]
    return text


@settings(max_examples=300, deadline=None)
@given(_mutated() | st.text(max_size=60), st.sampled_from(Dialect))
def test_mutations_never_end_in_an_error(source: str, dialect: Dialect) -> None:
    """Whatever the text, reading gives a tree whose places are inside the text."""
    found = read("/app/a", source, dialect)
    for node in ir.walk(*found.body):
        assert 0 <= node.span.start <= node.span.end <= len(source)
    for problem in found.problems:
        assert 0 <= problem.span.start <= problem.span.end <= len(source)


def test_recovery_without_end_is_given_up() -> None:
    """Text on which one grammar would never end is read with another."""
    source = '`${<}`;[g:{"7[y""\\\nf(); '
    found = read("/app/a.tsx", source, Dialect.TSX)
    assert found.problems
    assert found.blocks[0].span.end == len(source)


def test_text_that_no_grammar_ends_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of text that cannot be parsed as a whole the beginning is read, and a problem says so."""
    monkeypatch.setattr(grammars, "_LEAST_STEPS", 20)
    monkeypatch.setattr(grammars, "_BYTES_A_STEP", 10**9)
    source = "f(a, b);\n" * 2000
    found = read("/app/a.js", source, Dialect.JAVASCRIPT)
    assert 0 < len(found.body) < 2000
    assert found.problems[0].message == "text that cannot be read"
    assert found.problems[0].span.end == len(source)
    assert all(node.span.end <= found.problems[0].span.start for node in ir.walk(*found.body))
