"""Places, depth, length and half-written text in Go."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from languages.sketch import sketch, text_of
from supertokens_lint.languages import ir
from supertokens_lint.languages.go import read
from supertokens_lint.languages.go.reader import MAX_PROBLEMS
from supertokens_lint.languages.trees import MAX_DEPTH

PROGRAM = """package main

import (
	"os"

	"github.com/supertokens/supertokens-golang/recipe/session"
	st "github.com/supertokens/supertokens-golang/supertokens"
)

// Grüße 😀
type config struct {
	domain string `env:"API"`
}

func (c *config) url(port int) (string, error) {
	if v, ok := os.LookupEnv("API"); ok {
		return v, nil
	}
	switch port {
	case 1:
		c.domain = "a"
	}
	for i := range 3 {
		_ = i
	}
	return c.domain + "ä", nil
}

func main() {
	base := "/auth"
	err := st.Init(st.TypeInput{
		AppInfo:    st.AppInfo{APIDomain: "http://a", APIBasePath: &base},
		RecipeList: []st.Recipe{session.Init(nil)},
	})
	if err != nil {
		panic(err.Error())
	}
}
"""
_MANY = 4000
_DEEP = {
    "calls": "var x = " + "f(" * _MANY + ")" * _MANY,
    "lists": "var x = " + "[]T{" * _MANY + "}" * _MANY,
    "lists without types": "var x = []T" + "{" * _MANY + "}" * _MANY,
    "structs": "var x = " + "T{A: " * _MANY + "1" + "}" * _MANY,
    "functions": "var x = " + "func() {" * _MANY + "}" * _MANY,
    "blocks": "func f() {" + "{" * _MANY + "}" * _MANY + "}",
    "ifs": "func f() {" + "if a {" * _MANY + "}" * _MANY + "}",
    "loops": "func f() {" + "for {" * _MANY + "}" * _MANY + "}",
    "switches": "func f() {" + "switch { case a: " * _MANY + "}" * _MANY + "}",
    "sums": "var x = " + "(a + " * _MANY + "1" + ")" * _MANY,
}
_LONG = {
    "sum": "var x = " + " + ".join(["f(1)"] * 2000),
    "uses": "var x = a" + ".use(f(1))" * 2000,
    "branches": "func m() { if a { f(1) }" + " else if a { f(1) }" * 1999 + " }",
    "branches with initialisers": "func m() { if a { f(1) }" + " else if b := c; b { f(1) }" * 1999 + " }",
    "cases": "func m() { switch a {\n" + "case 1: f(1)\n" * 2000 + "} }",
}  # fmt: skip


def _depth(module: ir.Module) -> int:
    deepest = 0
    stack: list[tuple[ir.Node, int]] = [(statement, 1) for statement in module.body]
    while stack:
        node, depth = stack.pop()
        deepest = max(deepest, depth)
        stack.extend((child, depth + 1) for child in ir.children(node))
    return deepest


def _texts(source: str, kind: type) -> list[str]:
    found = read("/app/a.go", source)
    assert found.problems == ()
    nodes = ir.walk(*found.body)
    return [text_of(source, node.span) for node in nodes if isinstance(node, kind)]


@pytest.mark.parametrize(
    ("source", "kind", "expected"),
    [
        ('import st "a/b" // why', ir.Import, ['st "a/b"']),
        ("var a, b = 1, 2", ir.Bind, ["a, b = 1, 2"] * 2),
        ("var a T", ir.Bind, ["a"]),
        ("var x = ((a.b)).c", ir.Member, ["((a.b)).c", "a.b"]),
        ("var x = *&y", ir.Name, ["x", "y"]),
        ("var x = T{A: 1, B: /* b */ 2}", ir.Argument, ["A: 1", "B: /* b */ 2"]),
        ("var x = f(a, b...)", ir.Argument, ["a", "b..."]),
        ('var x = map[string]int{"ä": 1}', ir.Property, ['"ä": 1']),
        ("var x = []T{{A: 1}}", ir.Call, ["{A: 1}"]),
        ("func f() { // why\n}", ir.FunctionDeclaration, ["func f() { // why\n}"]),
        ("func (c C) F() {}", ir.Member, ["func (c C) F() {}"]),
        ("type (\n\tA struct{ B int }\n)", ir.ClassDeclaration, ["A struct{ B int }"]),
        ("type A struct {\n\tB int `x`\n}", ir.Field, ["B int `x`"]),
        ("func f(a, b int, c T) {}", ir.Param, ["a", "b", "c T"]),
        ("func f() { return a, b // why\n}", ir.Array, ["a, b"]),
        ("func f() { i++ }", ir.Literal, ["++"]),
        ("func f() { if a := b; a { c() } }", ir.Block, ["if a := b; a { c() }"]),
        (
            "func f() { switch a {\ncase 1: b()\ncase 2: c()\n} }",
            ir.If,
            ["switch a {\ncase 1: b()\ncase 2: c()\n}", "case 2: c()"],
        ),
    ],
)
def test_places(source: str, kind: type, expected: list[str]) -> None:
    """Each node stands where its text is, in characters."""
    assert _texts(f"package a // é😀\n{source}\n", kind) == expected


def test_places_of_parts() -> None:
    """Members and imports tell where their name is."""
    source = 'package a\nimport "b/c"\nvar x = c.D\n'
    found = read("/app/a.go", source)
    member = next(node for node in ir.walk(*found.body) if isinstance(node, ir.Member))
    imported = next(node for node in ir.walk(*found.body) if isinstance(node, ir.Import))
    assert text_of(source, member.name_span) == "D"
    assert text_of(source, imported.module_span) == "b/c"


@pytest.mark.parametrize("source", _DEEP.values(), ids=_DEEP)
def test_deep_nesting_is_cut(source: str) -> None:
    """Nesting without end gives a tree of bounded depth and a problem that says so."""
    found = read("/app/a.go", f"package a\n{source}\n")
    assert found.body
    assert _depth(found) <= 2 * MAX_DEPTH + 4
    assert "nested too deeply" in [problem.message for problem in found.problems]


@pytest.mark.parametrize("source", _LONG.values(), ids=_LONG)
def test_long_chains_keep_their_operands(source: str) -> None:
    """A chain too long to nest keeps every call in it, and a problem says that it is cut."""
    found = read("/app/a.go", f"package a\n{source}\n")
    assert _depth(found) <= 2 * MAX_DEPTH + 4
    assert [problem.message for problem in found.problems if "too long" in problem.message]
    calls = [
        node
        for node in ir.walk(*found.body)
        if isinstance(node, ir.Call) and node.callee == ir.Name("f", node.callee.span)
    ]
    assert len(calls) == 2000


def test_half_written_text_keeps_what_is_readable() -> None:
    """What stands before and after a mistake is read, and the mistake is a problem."""
    source = 'package a\nvar a = "b"\nvar c = \nfunc f() { g() }\n'
    found = read("/app/a.go", source)
    shown = " ".join(map(sketch, found.body))
    assert "Bind(a, 'b', kind='var')" in shown
    assert "Call(g, [])" in shown
    assert found.problems


def test_values_beside_a_mistake_are_doubted() -> None:
    """A value with unreadable text in it is no value."""
    found = read("/app/a.go", 'package a\nfunc f() {\n\tx := g("a" "b")\n}\n')
    shown = " ".join(map(sketch, found.body))
    assert "Opaque('error'" in shown
    assert found.problems


def test_problems_are_bounded() -> None:
    """A file of mistakes does not fill a report."""
    found = read("/app/a.go", "package a\n" + "func ) ( {\n" * 200)
    assert 0 < len(found.problems) <= MAX_PROBLEMS


@pytest.mark.parametrize(
    "text", ["", "\n", "// only", "package", "\x00\x01", "package a\r\nvar x = 1\r\n"]
)
def test_odd_files(text: str) -> None:
    """Empty, binary and unfinished files are read without an error."""
    assert read("/app/a.go", text).language is ir.Language.GO


@given(cut=st.integers(0, len(PROGRAM)), drop=st.integers(0, 40))
@settings(max_examples=150, deadline=None)
def test_no_cut_ends_in_an_error(cut: int, drop: int) -> None:
    """A program with a piece missing is read, and every node lies inside the file."""
    text = PROGRAM[:cut] + PROGRAM[cut + drop :]
    found = read("/app/a.go", text)
    for node in ir.walk(*found.body):
        assert 0 <= node.span.start <= node.span.end <= len(text)


@given(st.text(alphabet="pfunc()ave{}[]:=.\"`,;*&\n\t x1'/ä😀", max_size=120))
@settings(max_examples=150, deadline=None)
def test_no_text_ends_in_an_error(text: str) -> None:
    """Any text gives a module."""
    assert read("/app/a.go", "package a\n" + text).path == "/app/a.go"
