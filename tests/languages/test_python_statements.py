"""Statements of Python in the neutral form."""

from __future__ import annotations

import inspect

import libcst as cst
import pytest

from languages.sketch import sketch
from supertokens_lint.languages import ir, parse
from supertokens_lint.languages.python import read
from supertokens_lint.languages.python import statements as statement_readers


def statements(source: str) -> str:
    """Spell the statements of a Python file."""
    return " ".join(map(sketch, read("/app/file.py", source).body))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a = b", "Bind(a, b)"),
        ("a = b = c", "Bind(a, c) Bind(b, c)"),
        ("a.b = c", "Bind(Member(a, 'b'), c)"),
        ('app.config["X"] = 1', "Bind(Index(Member(app, 'config'), 'X'), 1)"),
        ("a, b = c", "Bind(ArrayPattern([a, b]), c)"),
        ("a, *b = c", "Bind(ArrayPattern([a, b], rest_index=1), c)"),
        ("[a, (b, c)] = d", "Bind(ArrayPattern([a, ArrayPattern([b, c])]), d)"),
        ("(a) = b", "Bind(a, b)"),
        ("a = *b, c", "Bind(a, Array([Spread(b), c], kind='tuple'))"),
        ("a = yield", "Bind(a, Opaque('yield', []))"),
        ("a: b", "Bind(a, None, annotation='b')"),
        ("a: Optional[ 'b' ] = c", "Bind(a, c, annotation=\"Optional[ 'b' ]\")"),
        ("a.b: c = d", "Bind(Member(a, 'b'), d, annotation='c')"),
        ("a |= b", "Bind(a, b, op='|=')"),
        ("a[b] += c", "Bind(Index(a, b), c, op='+=')"),
        ("type A[T: b = c, *U, **P] = d", "Bind(A, d)"),
    ],
)
def test_assignments(source: str, expected: str) -> None:
    """Every form of assignment binds."""
    assert statements(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import a", "Import('a', [], namespace='a')"),
        ("import a.b.c", "Import('a.b.c', [], namespace='a')"),
        ("import a . b as c", "Import('a.b', [], namespace='c', aliased=True)"),
        ("import a, b as b", "Import('a', [], namespace='a') "
         "Import('b', [], namespace='b', aliased=True)"),
        ("from a import b", "Import('a', [ImportedName('b', 'b')])"),
        ("from a.b import (c as d, e,)",
         "Import('a.b', [ImportedName('c', 'd'), ImportedName('e', 'e')])"),
        ("from . import a", "Import('.', [ImportedName('a', 'a')])"),
        ("from . .. a import b", "Import('...a', [ImportedName('b', 'b')])"),
        ("from ..a.b import *", "Import('..a.b', [], star=True)"),
    ],
)  # fmt: skip
def test_imports(source: str, expected: str) -> None:
    """Imports keep their dots and tell which names they bind."""
    assert statements(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a; b;", "a; b;"),
        ('"doc"\na', "'doc'; a;"),
        ("pass", ""),
        ("global a, b", ""),
        ("while a: break", "Loop(None, None, a, [])"),
        ("return", "Return(None)"),
        ("return a, b", "Return(Array([a, b], kind='tuple'))"),
        ("raise", "Raise(None)"),
        ("raise a() from b", "Raise(Call(a, []))"),
        ("assert a", "Opaque('assert', [a]);"),
        ("assert a, b", "Opaque('assert', [a, b]);"),
        ("del a", "Opaque('del', [a]);"),
        ("del a, b[c]", "Opaque('del', [Array([a, Index(b, c)], kind='tuple')]);"),
    ],
)
def test_simple_statements(source: str, expected: str) -> None:
    """Statements of one line; those without meaning here leave nothing."""
    assert statements(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("if a: b", "If(a, [b;], [])"),
        ("if a: b; c\nelse: d", "If(a, [b; c;], [d;])".replace("; ", ";, ")),
        ("if a:\n b\nelif c:\n d\nelif e:\n f\nelse:\n g",
         "If(a, [b;], [If(c, [d;], [If(e, [f;], [g;])])])"),
        ('if __name__ == "__main__": a', "If(Binary('==', __name__, '__main__'), [a;], [])"),
        ("if TYPE_CHECKING: import a", "If(TYPE_CHECKING, [Import('a', [], namespace='a')], [])"),
        ("while a: b\nelse: c", "Loop(None, None, a, [b;, c;])"),
        ("for a in b: c", "Loop(a, b, None, [c;])"),
        ("for a, *b in *c, d: e\nelse: f",
         "Loop(ArrayPattern([a, b], rest_index=1), "
         "Array([Spread(c), d], kind='tuple'), None, [e;, f;])"),
        ("async def f():\n async for a in b: c",
         "FunctionDeclaration(Function('f', [], [Loop(a, b, None, [c;])], is_async=True))"),
        ("try: a\nfinally: b", "Try([a;], [], [b;])"),
        ("try: a\nexcept b: c\nexcept: d\nelse: e\nfinally: f",
         "Try([a;, e;], [[c;], [d;]], [f;])"),
        ("try: a\nexcept (b, c) as d: e",
         "Try([a;], [[Bind(d, Opaque('exception', [Array([b, c], kind='tuple')])), e;]], [])"),
        ("try: a\nexcept* b as c: d",
         "Try([a;], [[Bind(c, Opaque('exception', [b])), d;]], [])"),
        ("with a: b", "Block([b;], context=[a])"),
        ("with a() as b, c as (d, e): f",
         "Block([Bind(b, Call(a, [])), Bind(ArrayPattern([d, e]), c), f;], "
         "context=[Call(a, []), c])"),
        ("with (a as b, c,): d", "Block([Bind(b, a), d;], context=[a, c])"),
        ("with (a): b", "Block([b;], context=[a])"),
    ],
)  # fmt: skip
def test_compound_statements(source: str, expected: str) -> None:
    """Blocks nest; what ``as`` binds stands in front of the body."""
    assert statements(source) == expected


@pytest.mark.parametrize(
    ("cases", "expected"),
    [
        ("case 1: a", "If(Binary('==', s, 1), [a;], [])"),
        ("case -1: a", "If(Binary('==', s, Unary('-', 1)), [a;], [])"),
        ("case None: a", "If(Binary('==', s, None), [a;], [])"),
        ("case A.b: a", "If(Binary('==', s, Member(A, 'b')), [a;], [])"),
        ("case 'x' | ('y'): a",
         "If(Binary('||', Binary('==', s, 'x'), Binary('==', s, 'y')), [a;], [])"),
        ("case 1: a\n case 2: b\n case _: c",
         "If(Binary('==', s, 1), [a;], [If(Binary('==', s, 2), [b;], [c;])])"),
        ("case 1 if g: a", "If(Binary('&&', Binary('==', s, 1), g), [a;], [])"),
        ("case 1: a\n case _ if g: b", "If(Binary('==', s, 1), [a;], [If(g, [b;], [])])"),
        ("case 1: a\n case n: b", "If(Binary('==', s, 1), [a;], [Bind(n, s), b;])"),
        ("case 1 as n: a", "If(Binary('==', s, 1), [Bind(n, s), a;], [])"),
        ("case _: a", "Block([a;], context=[s])"),
        ("case (): a", "If(Opaque('pattern', [s]), [a;], [])"),
        ("case [1, *_]: a", "If(Opaque('pattern', [s, 1]), [a;], [])"),
        ("case 1, (x, *y): a", "If(Opaque('pattern', [s, 1]), "
         "[Bind(x, Opaque('capture', [])), Bind(y, Opaque('capture', [])), a;], [])"),
        ("case {'k': 1, **r}: a", "If(Opaque('pattern', [s, 'k', 1]), "
         "[Bind(r, Opaque('capture', [])), a;], [])"),
        ("case (A(1, k=x)) | [x]: a", "If(Opaque('pattern', [s, A, 1]), "
         "[Bind(x, Opaque('capture', [])), Bind(x, Opaque('capture', [])), a;], [])"),
    ],
)  # fmt: skip
def test_match(cases: str, expected: str) -> None:
    """A match is a chain of tests of its subject; captured names are bound."""
    assert statements(f"match s:\n {cases}") == expected


def test_the_module_and_its_comments() -> None:
    """A file is one block; comments are found everywhere, not in strings."""
    source = "#!x\na = [ # one\n  '#', #two\n] \\\n# no\nif a: # three\n  # four\n  pass\n#five"
    module = read("/app/file.py", source.replace(" \\\n# no", ""))
    assert module.language is ir.Language.PYTHON
    assert [block.role for block in module.blocks] == ["module"]
    assert [comment.text for comment in module.comments] == [
        "#!x",
        "# one",
        "#two",
        "# three",
        "# four",
        "#five",
    ]
    assert parse("/app/file.py", source.replace(" \\\n# no", "")) == module


@pytest.mark.skipif(not hasattr(cst, "LazyImport"), reason="libcst does not know PEP 810")
def test_lazy_imports() -> None:
    """Lazy imports are imports."""
    assert statements("lazy import a.b") == "Import('a.b', [], namespace='a')"
    assert statements("lazy from .a import b") == "Import('.a', [ImportedName('b', 'b')])"


def test_every_statement_of_libcst_has_a_reader() -> None:
    """No statement that libcst can return is refused."""
    bases = (cst.BaseSmallStatement, cst.BaseCompoundStatement)
    known = {
        kind
        for _, kind in inspect.getmembers(cst, inspect.isclass)
        if issubclass(kind, bases) and not kind.__name__.startswith("Base")
    }
    assert known == set(statement_readers._READERS)
