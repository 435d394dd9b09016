"""What the Go reader makes of declarations, statements and expressions."""

from __future__ import annotations

import pytest

from languages.sketch import sketch
from supertokens_lint.languages import ir
from supertokens_lint.languages.go import read

HEAD = "package main\n"


def module(source: str) -> ir.Module:
    """Read a file that must be free of problems."""
    found = read("/app/main.go", HEAD + source)
    assert found.problems == ()
    return found


def declared(source: str) -> str:
    """Spell the declarations of a file."""
    return " ".join(map(sketch, module(source).body))


def body(source: str, results: str = "") -> tuple[ir.Statement, ...]:
    """Return the statements of a function."""
    (statement,) = module(f"func f() {results} {{\n{source}\n}}\n").body
    assert isinstance(statement, ir.FunctionDeclaration)
    return statement.function.body


def statements(source: str, results: str = "") -> str:
    """Spell the statements of a function."""
    return " ".join(map(sketch, body(source, results)))


def expression(source: str) -> str:
    """Spell an expression."""
    (statement,) = body(f"x := {source}")
    assert isinstance(statement, ir.Bind)
    assert statement.value is not None
    return sketch(statement.value)


def test_a_module_tells_its_language_and_package() -> None:
    """The package clause is a directive."""
    found = read("/app/a.go", "// Package a does it.\npackage a\n")
    assert found.language is ir.Language.GO
    assert found.directives == {"package a"}
    assert [comment.text for comment in found.comments] == ["// Package a does it."]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('"fmt"', "Import('fmt', [], namespace='fmt')"),
        ('"net/http"', "Import('net/http', [], namespace='http')"),
        ('st "a/b"', "Import('a/b', [], namespace='st', aliased=True)"),
        ('. "a/b"', "Import('a/b', [], star=True)"),
        ('_ "a/b"', "Import('a/b', [])"),
        ('"github.com/go-chi/chi/v5"', "Import('github.com/go-chi/chi/v5', [], namespace='chi')"),
        ('"gopkg.in/yaml.v3"', "Import('gopkg.in/yaml.v3', [], namespace='yaml')"),
        ('"x/go-cmp"', "Import('x/go-cmp', [], namespace='cmp')"),
        ("`a/b`", "Import('a/b', [], namespace='b')"),
        (
            '(\n\t"a" // one\n\n\tc "b"\n)',
            "Import('a', [], namespace='a') Import('b', [], namespace='c', aliased=True)",
        ),
        ("()", ""),
    ],
)
def test_imports(source: str, expected: str) -> None:
    """An import binds its alias, or the name that its path suggests."""
    assert declared(f"import {source}\n") == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("var x = 1", "Bind(x, 1, kind='var')"),
        ("var x string", "Bind(x, None, kind='var', annotation='string')"),
        (
            "var x, y int = 1, 2",
            "Bind(x, 1, kind='var', annotation='int') Bind(y, 2, kind='var', annotation='int')",
        ),
        ("var x, y = f()", "Bind(ArrayPattern([x, y]), Call(f, []), kind='var')"),
        ("var (\n\tx = 1\n\ty = 2\n)", "Bind(x, 1, kind='var') Bind(y, 2, kind='var')"),
        ("var _ I = T{}", "Call(T, [], is_new=True);"),
        ("const x = 1", "Bind(x, 1, kind='const')"),
        (
            'const (\n\ta = "u" // first\n\tb\n\tc, d = 1, 2\n)',
            "Bind(a, 'u', kind='const') Bind(b, 'u', kind='const') Bind(c, 1, kind='const') "
            "Bind(d, 2, kind='const')",
        ),
        ("const x = iota", "Bind(x, Opaque('iota', []), kind='const')"),
    ],
)
def test_variables_and_constants(source: str, expected: str) -> None:
    """Each name of a declaration is bound; constants repeat the expression before them."""
    assert declared(source + "\n") == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            'type C struct {\n\tA, B string `env:"X"`\n\t*p.D\n\tE\n}',
            "ClassDeclaration(Class('C', [Member(p, 'D'), E], "
            "[Field('A', None, annotation='string', decorators=['env:\"X\"']), "
            "Field('B', None, annotation='string', decorators=['env:\"X\"']), "
            "Field('D', None, annotation='p.D'), Field('E', None, annotation='E')], []))",
        ),
        (
            "type E string",
            "ClassDeclaration(Class('E', [string], [], [], "
            "keywords=[Argument('string', name='underlying')]))",
        ),
        (
            "type M map[string]int",
            "ClassDeclaration(Class('M', [], [], [], "
            "keywords=[Argument('map', name='underlying')]))",
        ),
        (
            "type (\n\tA = p.B\n\tI interface{ F() }\n)",
            "ClassDeclaration(Class('A', [Member(p, 'B')], [], [], "
            "keywords=[Argument('p.B', name='underlying')])) "
            "ClassDeclaration(Class('I', [], [], [], "
            "keywords=[Argument('interface', name='underlying')]))",
        ),
        ("type G[T any] struct{ V T }", "ClassDeclaration(Class('G', [], [Field('V', None, annotation='T')], []))"),
    ],
)  # fmt: skip
def test_types(source: str, expected: str) -> None:
    """Struct types are classes, with tags as decorators; other types say what they are made of."""
    assert declared(source + "\n") == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("func f() {}", "FunctionDeclaration(Function('f', [], []))"),
        (
            "func f(a, b string, c ...int) error { return nil }",
            "FunctionDeclaration(Function('f', [Param(a, annotation='string'), "
            "Param(b, annotation='string'), Param(c, kind='rest', annotation='int')], "
            "[Return(None)], returns='error'))",
        ),
        (
            "func f(string, int) {}",
            "FunctionDeclaration(Function('f', [Param(_, annotation='string'), "
            "Param(_, annotation='int')], []))",
        ),
        (
            "func f() (u string, err error) {\n\treturn\n}",
            "FunctionDeclaration(Function('f', [], [Bind(u, None, kind='var', annotation='string'), "
            "Bind(err, None, kind='var', annotation='error'), "
            "Return(Array([u, err], kind='tuple'))], returns='(u string, err error)'))",
        ),
        (
            "func (c *Config) URL() string { return c.u }",
            "Bind(Member(Config, 'URL'), Function('URL', [], "
            "[Bind(c, this, kind='let', annotation='*Config'), Return(Member(c, 'u'))], "
            "returns='string'))",
        ),
        ("func (Config) F() {}", "Bind(Member(Config, 'F'), Function('F', [], []))"),
        (
            "func (l List[T]) F() {}",
            "Bind(Member(List, 'F'), Function('F', [], "
            "[Bind(l, this, kind='let', annotation='List[T]')]))",
        ),
        ("func F[T any](v T) *T { return &v }", "FunctionDeclaration(Function('F', [Param(v, annotation='T')], [Return(v)], returns='*T'))"),
    ],
)  # fmt: skip
def test_functions(source: str, expected: str) -> None:
    """Methods are assigned to their type, and receivers bound in the body."""
    assert declared(source + "\n") == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("x := 1", "Bind(x, 1, kind='let')"),
        ("x, y := 1, 2", "Bind(x, 1, kind='let') Bind(y, 2, kind='let')"),
        ("x, err := f()", "Bind(ArrayPattern([x, err]), Call(f, []), kind='let')"),
        ("_, err := f()", "Bind(ArrayPattern([None, err]), Call(f, []), kind='let')"),
        ("_, _ = f()", "Call(f, []);"),
        ("_ = f()", "Call(f, []);"),
        ("x, ok := m[k]", "Bind(x, Index(m, k), kind='let') Bind(ok, Opaque('ok', []), kind='let')"),
        ("x, ok := a.(T)", "Bind(x, a, kind='let') Bind(ok, Opaque('ok', []), kind='let')"),
        ("x, _ = <-c", "Bind(x, Opaque('receive', [c])) Opaque('ok', []);"),
        ("x = 1", "Bind(x, 1)"),
        ("x += 1", "Bind(x, 1, op='+=')"),
        ("x++", "Bind(x, 1, op='+=')"),
        ("x--", "Bind(x, 1, op='-=')"),
        ("*x = 1", "Bind(x, 1)"),
        ("x.y = 1", "Bind(Member(x, 'y'), 1)"),
        ('x["y"] = 1', "Bind(Index(x, 'y'), 1)"),
        ("const x = 1", "Bind(x, 1, kind='const')"),
        ("var x T", "Bind(x, None, kind='var', annotation='T')"),
        ("f()", "Call(f, []);"),
        ("defer f()", "Call(f, []);"),
        ("go func() {}()", "Call(Function(None, [], []), []);"),
        ("c <- x", "c; x;"),
        ("panic(x)", "Raise(Call(panic, [x]))"),
        ("os.Exit(1)", "Raise(Call(Member(os, 'Exit'), [1]))"),
        ("log.Fatalf(x)", "Raise(Call(Member(log, 'Fatalf'), [x]))"),
        ("{ f() }", "Block([Call(f, []);])"),
        ("L: for { break L }", "Loop(None, None, None, [])"),
        ("for x { f() }", "Loop(None, None, x, [Call(f, []);])"),
        (
            "for i := 0; i < 3; i++ { f() }",
            "Block([Bind(i, 0, kind='let'), "
            "Loop(None, None, Binary('<', i, 3), [Call(f, []);, Bind(i, 1, op='+=')])])",
        ),
        ("for k, v := range m { f() }", "Loop(ArrayPattern([k, v]), m, None, [Call(f, []);])"),
        ("for _, v := range m {}", "Loop(ArrayPattern([None, v]), m, None, [])"),
        ("for range m {}", "Loop(None, m, None, [])"),
        ("if x { f() }", "If(x, [Call(f, []);], [])"),
        ("if x { f() } else { g() }", "If(x, [Call(f, []);], [Call(g, []);])"),
        (
            "if x { f() } else if y { g() } else { h() }",
            "If(x, [Call(f, []);], [If(y, [Call(g, []);], [Call(h, []);])])",
        ),
        ("if v := f(); v { g() }", "Block([Bind(v, Call(f, []), kind='let'), If(v, [Call(g, []);], [])])"),
        (
            'switch x {\ncase "a", "b":\n\tf()\ncase "c":\ndefault:\n\tg()\n}',
            "If(Binary('||', Binary('==', x, 'a'), Binary('==', x, 'b')), [Call(f, []);], "
            "[If(Binary('==', x, 'c'), [], [Call(g, []);])])",
        ),
        ("switch {\ncase x:\n\tf()\n}", "If(x, [Call(f, []);], [])"),
        ("switch x {\ndefault:\n\tf()\n}", "Block([Call(f, []);], context=[x])"),
        (
            "switch y := f(); y {\ncase 1:\n}",
            "Block([Bind(y, Call(f, []), kind='let'), If(Binary('==', y, 1), [], [])])",
        ),
        (
            "switch y := x.(type) {\ncase string:\n\tf()\n}",
            "Block([Bind(y, x, kind='let'), If(Opaque('case', []), [Call(f, []);], [])])",
        ),
        (
            "select {\ncase v := <-c:\n\tf(v)\ndefault:\n\tg()\n}",
            "If(Opaque('select', []), [Bind(v, Opaque('receive', [c]), kind='let'), "
            "Call(f, [v]);], [Call(g, []);])",
        ),
        ("goto L", ""),
        ("type T struct{}", "ClassDeclaration(Class('T', [], [], []))"),
    ],
)  # fmt: skip
def test_statements(source: str, expected: str) -> None:
    """Statements keep what they bind, evaluate and decide."""
    assert statements(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("return", "Return(None)"),
        ("return x", "Return(x)"),
        ("return x, nil", "Return(Array([x, None], kind='tuple'))"),
        ("return f()", "Return(Call(f, []))"),
    ],
)
def test_returns(source: str, expected: str) -> None:
    """Several values make a tuple."""
    assert statements(source, "(a, b)") == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('"a\\n\\x41\\u00e9\\U0001F600\\101\\\\"', repr("a\nA\u00e9\U0001f600A\\")),
        ('"\\xc3\\xa9"', repr("\u00e9")),
        ("`a\\n\r\nb`", repr("a\\n\nb")),
        ("'a'", "97"),
        ("'\\n'", "10"),
        ("1_000", "1000"),
        ("0x1F", "31"),
        ("0b11", "3"),
        ("0o17", "15"),
        ("017", "15"),
        ("1.5e3", "1500.0"),
        ("0x1p-2", "0.25"),
        ("2i", "Opaque('imaginary', [])"),
        ("true", "True"),
        ("nil", "None"),
        ("&x", "x"),
        ("*x", "x"),
        ("&T{}", "Call(T, [], is_new=True)"),
        ("(x)", "x"),
        ("x.(string)", "x"),
        ("[]byte(x)", "x"),
        ("T(x)", "Call(T, [x])"),
        ("!x", "Unary('!', x)"),
        ("-x", "Unary('-', x)"),
        ("^x", "Unary('~', x)"),
        ("<-x", "Opaque('receive', [x])"),
        ("a + b*c", "Binary('+', a, Binary('*', b, c))"),
        ("a && b || c", "Binary('||', Binary('&&', a, b), c)"),
        ("a.b.c", "Member(Member(a, 'b'), 'c')"),
        ("a[b]", "Index(a, b)"),
        ("a[1:2]", "Index(a, Opaque('slice', [1, 2]))"),
        ("f(a, b...)", "Call(f, [a, *b])"),
        ("a.b().c(d)", "Call(Member(Call(Member(a, 'b'), []), 'c'), [d])"),
        ("f[string](a)", "Call(f, [a])"),
        ("func(a int) string { return b }", "Function(None, [Param(a, annotation='int')], [Return(b)], returns='string')"),
        ('[]string{a, "b"}', "Array([a, 'b'])"),
        ("[...]int{1}", "Array([1])"),
        ("[2]T{{A: 1}, {}}", "Array([Call(T, [Argument(1, name='A')], is_new=True), Call(T, [], is_new=True)])"),
        ("[]*T{{1}}", "Array([Call(T, [1], is_new=True)])"),
        ("[][]T{{{1}}}", "Array([Array([Call(T, [1], is_new=True)])])"),
        ('map[string]T{"a": {B: 1}, k: x}', "Object([Property('a', Call(T, [Argument(1, name='B')], is_new=True)), Property(k, x)])"),
        ("map[int]string{1: a}", "Object([Property('1', a)])"),
        ("p.T{A: p.U{B: x}}", "Call(Member(p, 'T'), [Argument(Call(Member(p, 'U'), [Argument(x, name='B')], is_new=True), name='A')], is_new=True)"),
        ("T[int]{A: 1}", "Call(T, [Argument(1, name='A')], is_new=True)"),
        ('M{"a": 1}', "Object([Property('a', 1)])"),
        ("struct{ A, B int }{1, 2}", "Object([Property('A', 1), Property('B', 2)])"),
        ("struct{ A int }{A: 1}", "Object([Property('A', 1)])"),
        ("new(T)", "Call(T, [], is_new=True)"),
        ("new(p.T)", "Call(Member(p, 'T'), [], is_new=True)"),
        ("make([]string, 2)", "Array([])"),
        ("make(map[string]int)", "Object([])"),
        ("make(chan int)", "Call(make, [Opaque('channel_type', [int])])"),
    ],
)  # fmt: skip
def test_expressions(source: str, expected: str) -> None:
    """Pointers are transparent; literals are calls, lists and objects by their type."""
    assert expression(source) == expected
