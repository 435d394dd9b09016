"""Statements of JavaScript in the neutral form."""

from __future__ import annotations

import pytest

from languages.sketch import module, statements


def test_directives() -> None:
    """Strings at the top are directives; those further down are not."""
    found = module("\"use client\";\n'use strict'\na;\n'not one'")
    assert found.blocks[0].directives == ("use client", "use strict")
    assert found.directives == {"use client", "use strict"}


def test_comments_and_hashbang() -> None:
    """Comments are kept with their delimiters and places; a hashbang is none."""
    source = "#!/usr/bin/env node\n// a\nf(/* b */ 1) // c\n"
    found = module(source)
    assert [comment.text for comment in found.comments] == ["// a", "/* b */", "// c"]
    assert all(
        source[comment.span.start : comment.span.end] == comment.text for comment in found.comments
    )
    assert statements(source) == "Call(f, [1]);"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a;", "a;"),
        ("a()", "Call(a, []);"),
        ("a = b;", "Bind(a, b)"),
        ("a.b += c", "Bind(Member(a, 'b'), c, op='+=')"),
        (
            "({a, b: [c], ...d} = e);",
            (
                "Bind(ObjectPattern([ObjectPatternEntry('a', a), ObjectPatternEntry('b', "
                "ArrayPattern([c]))], d), e)"
            ),
        ),
        ("a = b = c", "Bind(a, Assign(b, c))"),
        ("a, b", "Opaque('sequence', [a, b]);"),
        ("i++", "Bind(i, 1, op='+=')"),
        ('"use strict"', "'use strict';"),
    ],
)
def test_expression_statements(source: str, expected: str) -> None:
    """An assignment is a binding; any other expression a statement."""
    assert statements(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("const a = 1, b = 2;", "Bind(a, 1, kind='const') Bind(b, 2, kind='const')"),
        ("let a;", "Bind(a, None, kind='let')"),
        (
            'var {a, b: c = 1, [d]: e, "f": {g}, ...h} = i',
            (
                "Bind(ObjectPattern([ObjectPatternEntry('a', a), ObjectPatternEntry('b', c, "
                "default=1), ObjectPatternEntry(d, e), ObjectPatternEntry('f', "
                "ObjectPattern([ObjectPatternEntry('g', g)], None))], h), i, kind='var')"
            ),
        ),
        (
            "const [a, , b = 2, ...c] = d",
            (
                "Bind(ArrayPattern([a, None, b, c], rest_index=3, defaults=[None, None, 2, None]), "
                "d, kind='const')"
            ),
        ),
        ("const [a, b] = c", "Bind(ArrayPattern([a, b]), c, kind='const')"),
        ("const [, a] = b", "Bind(ArrayPattern([None, a]), b, kind='const')"),
        ("using a = b", "Bind(a, b, kind='const')"),
        ("await using a = b", "Bind(a, b, kind='const')"),
        (
            "function f(a, {b}, [c]) { return }",
            (
                "FunctionDeclaration(Function('f', [Param(a), "
                "Param(ObjectPattern([ObjectPatternEntry('b', b)], None)), "
                "Param(ArrayPattern([c]))], [Return(None)]))"
            ),
        ),
        (
            "async function* f() {}",
            "FunctionDeclaration(Function('f', [], [], is_async=True, is_generator=True))",
        ),
    ],
)
def test_declarations(source: str, expected: str) -> None:
    """A declaration gives one binding a declarator."""
    assert statements(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("if (a) b; else if (c) { d } else e", "If(a, [b;], [If(c, [d;], [e;])])"),
        ("if (a) {}", "If(a, [], [])"),
        ("if (a) ; else { b; c }", "If(a, [], [b;, c;])"),
    ],
)
def test_branches(source: str, expected: str) -> None:
    """else if nests in the branch before; blocks are their statements."""
    assert statements(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "switch (a) { case 1: b; break; case 2: case 3: c; default: d }",
            (
                "If(Binary('==', a, 1), [b;], [If(Binary('||', Binary('==', a, 2), Binary('==', a, "
                "3)), [c;], [d;])])"
            ),
        ),
        ("switch (a) { default: b; break; case 1: c }", "If(Binary('==', a, 1), [c;], [b;])"),
        (
            "switch (a) { case 1: default: b; break; case 2: c }",
            "If(Binary('==', a, 2), [c;], [b;])",
        ),
        ("switch (a) { case 1: { b } }", "If(Binary('==', a, 1), [Block([b;])], [])"),
        ("switch (a) { case 1: }", "If(Binary('==', a, 1), [], [])"),
        ("switch (a) { default: b }", "Block([b;], context=[a])"),
        ("switch (a) {}", "Block([], context=[a])"),
    ],
)
def test_switches(source: str, expected: str) -> None:
    """A switch is a chain of tests; the default goes last."""
    assert statements(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("for (const a of b) c", "Loop(a, b, None, [c;])"),
        ("for (a.b in c) {}", "Loop(Member(a, 'b'), c, None, [])"),
        (
            "for await (const {a} of b) {}",
            "Loop(ObjectPattern([ObjectPatternEntry('a', a)], None), b, None, [])",
        ),
        (
            "for (let i = 0, j; i < 1; i++) { a }",
            (
                "Block([Bind(i, 0, kind='let'), Bind(j, None, kind='let'), Loop(None, None, "
                "Binary('<', i, 1), [a;, Bind(i, 1, op='+=')])])"
            ),
        ),
        ("for (;;) a", "Loop(None, None, None, [a;])"),
        ("for (i = 0; ;) {}", "Block([Bind(i, 0), Loop(None, None, None, [])])"),
        ("while (a) b", "Loop(None, None, a, [b;])"),
        ("do { a } while (b)", "Loop(None, None, b, [a;])"),
    ],
)
def test_loops(source: str, expected: str) -> None:
    """Loops keep their target, iterable, test and body."""
    assert statements(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "try { a } catch (e) { b } finally { c }",
            "Try([a;], [[Bind(e, None, kind='let'), b;]], [c;])",
        ),
        ("try { a } catch { b }", "Try([a;], [[b;]], [])"),
        (
            "try { a } catch ({ b }) {}",
            (
                "Try([a;], [[Bind(ObjectPattern([ObjectPatternEntry('b', b)], None), None, "
                "kind='let')]], [])"
            ),
        ),
        ("a: for (;;) { break a }", "Block([Loop(None, None, None, [])])"),
        ("{ a }", "Block([a;])"),
        ("with (a) b", "Block([b;], context=[a])"),
        ("throw a", "Raise(a)"),
        ("return a", "Return(a)"),
        ("return", "Return(None)"),
        ("debugger;;", ""),
        ("for (;;) { continue }", "Loop(None, None, None, [])"),
    ],
)
def test_others(source: str, expected: str) -> None:
    """Other statements; what does nothing is left out."""
    assert statements(source) == expected
