"""Expressions of JavaScript in the neutral form."""

from __future__ import annotations

import pytest

from languages.sketch import expression


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a", "a"),
        ("this", "this"),
        ("undefined", "undefined"),
        ("null", "None"),
        ("true", "True"),
        ("false", "False"),
        ("/a/g", "Opaque('regex', [])"),
        ("12", "12"),
        ('"a"', "'a'"),
    ],
)
def test_names_and_literals(source: str, expected: str) -> None:
    """Names stay names and literals have their values."""
    assert expression(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("0x1F", "31"),
        ("0o17", "15"),
        ("0b11", "3"),
        ("017", "15"),
        ("1_000", "1000"),
        (".5", "0.5"),
        ("5.", "5.0"),
        ("1.5e3", "1500.0"),
        ("10n", "10"),
        ("0xFn", "15"),
        ("089", "89"),
    ],
)
def test_numbers(source: str, expected: str) -> None:
    """Numbers have their value, whatever their base or spelling."""
    assert expression(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("'a\\n\\t\\x41\\u0042\\u{1F600}'", "'a\\n\\tAB😀'"),
        ('"\\ud83d\\ude00"', "'😀'"),
        ('"\\ud83d"', "'�'"),
        ("'a\\\nb'", "'ab'"),
        ("'\\'\\\\\\q'", '"\'\\\\q"'),
        ("'\\0\\101'", "'\\x00A'"),
        ("''", "''"),
    ],
)
def test_strings(source: str, expected: str) -> None:
    """Escapes are applied; a lone half of a surrogate pair is replaced."""
    assert expression(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("`a${b}c`", "Template(['a', b, 'c'])"),
        ("``", "Template([])"),
        ("`\\n${a}${b}`", "Template(['\\n', a, b])"),
        ("`a${`b${c}`}`", "Template(['a', Template(['b', c])])"),
        ("f`a${b}`", "Call(f, [Template(['a', b])])"),
        ("a.b`c`", "Call(Member(a, 'b'), [Template(['c'])])"),
    ],
)
def test_templates(source: str, expected: str) -> None:
    """Templates alternate text and expressions; a tag is called with its template."""
    assert expression(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("-1", "Unary('-', 1)"),
        ("!a", "Unary('!', a)"),
        ("typeof a", "Unary('typeof', a)"),
        ("void 0", "Unary('void', 0)"),
        ("delete a.b", "Unary('delete', Member(a, 'b'))"),
        ("a + b * c", "Binary('+', a, Binary('*', b, c))"),
        ("(a + b) * c", "Binary('*', Binary('+', a, b), c)"),
        ("a === b", "Binary('==', a, b)"),
        ("a !== b", "Binary('!=', a, b)"),
        ("a == b", "Binary('==', a, b)"),
        ("a ?? b", "Binary('??', a, b)"),
        ("a && b || c", "Binary('||', Binary('&&', a, b), c)"),
        ("#x in a", "Binary('in', #x, a)"),
        ("a instanceof b", "Binary('instanceof', a, b)"),
        ("a ** b ** c", "Binary('**', a, Binary('**', b, c))"),
        ("a ? b : c", "Conditional(a, b, c)"),
        ("(a, b, c)", "Opaque('sequence', [a, b, c])"),
        ("((a))", "a"),
    ],
)
def test_operators(source: str, expected: str) -> None:
    """Operators keep their spelling except strict equality; precedence is kept."""
    assert expression(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a = b", "Assign(a, b)"),
        ("a += b", "Assign(a, b, op='+=')"),
        ("a ??= b", "Assign(a, b, op='??=')"),
        ("a.b = c", "Assign(Member(a, 'b'), c)"),
        ("[a, b] = c", "Assign(ArrayPattern([a, b]), c)"),
        ("i++", "Assign(i, 1, op='+=')"),
        ("--i", "Assign(i, 1, op='-=')"),
    ],
)
def test_assignments(source: str, expected: str) -> None:
    """Assignments inside expressions are assignments; counting is adding one."""
    assert expression(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("await a", "Await(a)"),
        (
            "async () => await (a)",
            "Function(None, [], [Return(Await(a))], is_async=True, is_arrow=True)",
        ),
        (
            "async () => await (await a).b(c)",
            (
                "Function(None, [], [Return(Await(Call(Member(Await(a), 'b'), [c])))], "
                "is_async=True, is_arrow=True)"
            ),
        ),
        (
            "async () => await (0, a.b)(c).d",
            (
                "Function(None, [], [Return(Await(Member(Call(Opaque('sequence', [0, Member(a, "
                "'b')]), [c]), 'd')))], is_async=True, is_arrow=True)"
            ),
        ),
        (
            "async () => (await (a).b()).c",
            (
                "Function(None, [], [Return(Member(Await(Call(Member(a, 'b'), [])), 'c'))], "
                "is_async=True, is_arrow=True)"
            ),
        ),
        (
            "async () => await (async () => a)()",
            (
                "Function(None, [], [Return(Await(Call(Function(None, [], [Return(a)], "
                "is_async=True, is_arrow=True), [])))], is_async=True, is_arrow=True)"
            ),
        ),
        ('await import("a")', "Await(Call(import, ['a']))"),
    ],
)
def test_awaiting(source: str, expected: str) -> None:
    """await takes the whole chain after it, parentheses included."""
    assert expression(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a.b.c", "Member(Member(a, 'b'), 'c')"),
        ("a?.b", "Member(a, 'b', optional=True)"),
        ("a?.[b]", "Index(a, b, optional=True)"),
        ("a?.(b)", "Call(a, [b], optional=True)"),
        ("a.#b", "Member(a, '#b')"),
        ("a[b]", "Index(a, b)"),
        ('a["b"]', "Member(a, 'b')"),
        ('a["b c"]', "Index(a, 'b c')"),
        ("f(a, ...b)", "Call(f, [a, *b])"),
        ("a.b(c).d(e)", "Call(Member(Call(Member(a, 'b'), [c]), 'd'), [e])"),
        ("(a.b).c", "Member(Member(a, 'b'), 'c')"),
        ('import("x")', "Call(import, ['x'])"),
        ("import.meta.env.A", "Member(Member(Member(import, 'meta'), 'env'), 'A')"),
    ],
)
def test_access(source: str, expected: str) -> None:
    """Member, index and call chains keep their order and optional links."""
    assert expression(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("new A", "Call(A, [], is_new=True)"),
        ("new A(b)", "Call(A, [b], is_new=True)"),
        ("new a.B(c).d", "Member(Call(Member(a, 'B'), [c], is_new=True), 'd')"),
        ("new (a())(b)", "Call(Call(a, []), [b], is_new=True)"),
    ],
)
def test_construction(source: str, expected: str) -> None:
    """new takes the callee up to its parentheses."""
    assert expression(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("({})", "Object([])"),
        (
            '({a, b: 1, "c": 2, [d]: 3, ["e"]: 4, 5: 6, 1e3: 7, ...f})',
            (
                "Object([Property('a', a, shorthand=True), Property('b', 1), Property('c', 2), "
                "Property(d, 3), Property('e', 4), Property('5', 6), Property('1000', 7), "
                "Spread(f)])"
            ),
        ),
        (
            '({ a() {}, get b() { return 1 }, set b(v) {}, async *c() {}, "d"() {}, [e]() {} })',
            (
                "Object([Property('a', Function('a', [], []), kind='method'), Property('b', "
                "Function('b', [], [Return(1)]), kind='get'), Property('b', Function('b', "
                "[Param(v)], []), kind='set'), Property('c', Function('c', [], [], is_async=True, "
                "is_generator=True), kind='method'), Property('d', Function('d', [], []), "
                "kind='method'), Property(e, Function('[e]', [], []), kind='method')])"
            ),
        ),
        ("[]", "Array([])"),
        ("[1, , ...a]", "Array([1, Spread(a)])"),
    ],
)
def test_objects_and_arrays(source: str, expected: str) -> None:
    """Object keys are strings where written out; holes of arrays are left out."""
    assert expression(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("function () {}", "Function(None, [], [])"),
        (
            "async function f(a) { return b }",
            "Function('f', [Param(a)], [Return(b)], is_async=True)",
        ),
        (
            "function* () { yield; yield* a }",
            (
                "Function(None, [], [Opaque('yield', []);, Opaque('yield', [a]);], "
                "is_generator=True)"
            ),
        ),
        ("async function* f() {}", "Function('f', [], [], is_async=True, is_generator=True)"),
        ("() => a", "Function(None, [], [Return(a)], is_arrow=True)"),
        ("() => ({})", "Function(None, [], [Return(Object([]))], is_arrow=True)"),
        ("() => (a)", "Function(None, [], [Return(a)], is_arrow=True)"),
        ("a => { b }", "Function(None, [Param(a)], [b;], is_arrow=True)"),
        ("async a => a", "Function(None, [Param(a)], [Return(a)], is_async=True, is_arrow=True)"),
        (
            "async (a, { b }, [c] = 1, ...d) => a",
            (
                "Function(None, [Param(a), Param(ObjectPattern([ObjectPatternEntry('b', b)], "
                "None)), Param(ArrayPattern([c]), default=1), Param(d, kind='rest')], [Return(a)], "
                "is_async=True, is_arrow=True)"
            ),
        ),
    ],
)
def test_functions(source: str, expected: str) -> None:
    """Functions keep parameters, defaults, rests and whether they are async or generators."""
    assert expression(source) == expected
