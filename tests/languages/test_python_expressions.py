"""Expressions of Python in the neutral form."""

from __future__ import annotations

import inspect

import libcst as cst
import pytest

from languages.sketch import sketch
from supertokens_lint.languages import ir
from supertokens_lint.languages.python import expressions, read


def expression(source: str) -> str:
    """Spell an expression of Python."""
    (statement,) = read("/app/file.py", f"[\n{source}\n]").body
    assert isinstance(statement, ir.ExpressionStatement)
    assert isinstance(statement.value, ir.Array)
    (item,) = statement.value.items
    return sketch(item)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a", "a"),
        ("self", "self"),
        ("é", "é"),
        ("True", "True"),
        ("False", "False"),
        ("None", "None"),
        ("...", "Opaque('ellipsis', [])"),
        ("((a))", "a"),
    ],
)
def test_names_and_constants(source: str, expected: str) -> None:
    """Names stay names, constants have their values, parentheses leave no trace."""
    assert expression(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("12", "12"),
        ("1_000", "1000"),
        ("0x_fF", "255"),
        ("0o17", "15"),
        ("0b1_1", "3"),
        ("000", "0"),
        ("1.5e3", "1500.0"),
        ("1_0.", "10.0"),
        (".5", "0.5"),
        ("1e999", "inf"),
        ("2j", "Opaque('complex', [])"),
        ("-1", "Unary('-', 1)"),
        ("9" * 5000, "Opaque('number', [])"),
    ],
)
def test_numbers(source: str, expected: str) -> None:
    """Numbers have their value; complex and endless ones are opaque."""
    assert expression(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('"a"', "a"),
        ("''", ""),
        ("u'a'", "a"),
        (r'"\n\t\\\'\x41\u0042\U00000043\104\0"', "\n\t\\'ABCD\0"),
        (r'"\N{NO SUCH SYMBOL}\N{DIGIT ONE}"', r"\N{NO SUCH SYMBOL}1"),
        (r'"\d\ä"', r"\d\ä"),
        (r'"\ud800|\U00110000"', r"�|\U00110000"),
        ('"a\\\nb"', "ab"),
        ('"a\\\r\nb"', "ab"),
        (r'r"\n\""', r"\n\""),
        ('"""a\r\nb\rc"""', "a\nb\nc"),
        ("'''a'b''c'''", "a'b''c"),
        ("'a' \"b\"\n'''c'''", "abc"),
        ('r"\\d" "\\n"', "\\d\n"),
        ('f"a"', "a"),
        ('f""', ""),
        ('f"{{a}}" "{{b}}"', "{a}{{b}}"),
    ],
)
def test_strings(source: str, expected: str) -> None:
    """Strings have their value; those that are constant are one literal."""
    assert expression(source) == repr(expected)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('f"a{b}c"', "Template(['a', b, 'c'])"),
        ('f"{a}{b}"', "Template([a, b])"),
        ('f"{ a }"', "Template([a])"),
        ('rf"\\d{a}"', "Template(['\\\\d', a])"),
        ('f"\\t{a}"', "Template(['\\t', a])"),
        ('f"{a.b["c"]}"', "Template([Index(Member(a, 'b'), 'c')])"),
        ('f"""{\na # b\n}"""', "Template([a])"),
        ("'a' f'{b}c' 'd' \"e\"", "Template(['a', b, 'cde'])"),
        ("'' f'{b}' ''", "Template([b])"),
        ('f"{a!r}"', "Template([Opaque('format', [a])])"),
        ('f"{a:>9}"', "Template([Opaque('format', [a])])"),
        ('f"{a=}"', "Template([Opaque('format', [a])])"),
        ('f"{a=!r:{b}.{c}}"', "Template([Opaque('format', [a, b, c])])"),
        ('f"{f"{a}"}"', "Template([Template([a])])"),
        ("b'a'", "Opaque('bytes', [])"),
        ("b'a' Rb'b'", "Opaque('bytes', [])"),
    ],
)
def test_templates(source: str, expected: str) -> None:
    """Placeholders are expressions among literal texts; bytes are opaque."""
    assert expression(source) == expected


@pytest.mark.skipif(not hasattr(cst, "TemplatedString"), reason="libcst reads no t-strings")
def test_template_strings() -> None:
    """A t-string is no string; its expressions are kept."""
    assert expression('t"a{b}"') == "Opaque('template-string', ['a', b])"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("[]", "Array([])"),
        ("[a, *b,]", "Array([a, Spread(b)])"),
        ("()", "Array([], kind='tuple')"),
        ("(a,)", "Array([a], kind='tuple')"),
        ("(a, *b)", "Array([a, Spread(b)], kind='tuple')"),
        ("{a, *b}", "Array([a, Spread(b)], kind='set')"),
        ("{}", "Object([])"),
        ("{'a': b, c: d, **e,}", "Object([Property('a', b), Property(c, d), Spread(e)])"),
        ("{1: a, 1.5: b}", "Object([Property('1', a), Property('1.5', b)])"),
        ("{True: a, None: b}", "Object([Property(True, a), Property(None, b)])"),
        ("{f'a{b}': c}", "Object([Property(Template(['a', b]), c)])"),
        ("{'a' 'b': c}", "Object([Property('ab', c)])"),
    ],
)
def test_displays(source: str, expected: str) -> None:
    """Displays keep their kind, their order and what is spread into them."""
    assert expression(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("[a for b in c]", "Opaque('comprehension', [a, b, c])"),
        ("{a for b in c}", "Opaque('comprehension', [a, b, c])"),
        ("(a for b in c)", "Opaque('comprehension', [a, b, c])"),
        ("{a: b for c in d}", "Opaque('dict-comprehension', [a, b, c, d])"),
        ("f(a for b in c)", "Call(f, [Opaque('comprehension', [a, b, c])])"),
        (
            "[a for b, c in d if e if f async for g in h]",
            "Opaque('comprehension', [a, Array([b, c], kind='tuple'), d, e, f, g, h])",
        ),
    ],
)
def test_comprehensions(source: str, expected: str) -> None:
    """Comprehensions are opaque: the element, then each target, iterable and conditions."""
    assert expression(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a.b.c", "Member(Member(a, 'b'), 'c')"),
        ("(a).b", "Member(a, 'b')"),
        ("a[b]['c']", "Index(Index(a, b), 'c')"),
        ("a[b,]", "Index(a, Array([b], kind='tuple'))"),
        ("a[b, *c]", "Index(a, Array([b, Spread(c)], kind='tuple'))"),
        ("a[1:]", "Index(a, Opaque('slice', [1]))"),
        ("a[::b, c]", "Index(a, Array([Opaque('slice', [b]), c], kind='tuple'))"),
        ("a()", "Call(a, [])"),
        ("a(b, *c, d=e, **f)", "Call(a, [b, *c, Argument(e, name='d'), **f])"),
        ("a(b)(c).d()", "Call(Member(Call(Call(a, [b]), [c]), 'd'), [])"),
    ],
)
def test_access_and_calls(source: str, expected: str) -> None:
    """Members, subscripts and calls follow one another from left to right."""
    assert expression(source) == expected


@pytest.mark.parametrize(
    "operator", ["+", "-", "*", "/", "//", "%", "**", "@", "<<", ">>", "&", "|", "^"]
)
def test_binary_operators(operator: str) -> None:
    """Arithmetic is spelled as in the source, also where it augments an assignment."""
    assert expression(f"a {operator} b") == f"Binary('{operator}', a, b)"
    (bind,) = read("/app/file.py", f"a {operator}= b").body
    assert sketch(bind) == f"Bind(a, b, op='{operator}=')"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a or b", "Binary('||', a, b)"),
        ("a and b and c", "Binary('&&', Binary('&&', a, b), c)"),
        ("not a", "Unary('!', a)"),
        ("+a", "Unary('+', a)"),
        ("~a", "Unary('~', a)"),
        ("a == b", "Binary('==', a, b)"),
        ("a is b", "Binary('==', a, b)"),
        ("a != b", "Binary('!=', a, b)"),
        ("a is  not b", "Binary('!=', a, b)"),
        ("a in b", "Binary('in', a, b)"),
        ("a not\tin b", "Binary('not in', a, b)"),
        ("a >= b", "Binary('>=', a, b)"),
        ("a > b", "Binary('>', a, b)"),
        ("a < b <= c", "Binary('&&', Binary('<', a, b), Binary('<=', b, c))"),
        ("a + b * c", "Binary('+', a, Binary('*', b, c))"),
        ("(a + b) * c", "Binary('*', Binary('+', a, b), c)"),
        ("a ** b ** c", "Binary('**', a, Binary('**', b, c))"),
        ("a or not b and c", "Binary('||', a, Binary('&&', Unary('!', b), c))"),
        ("a if b else c", "Conditional(b, a, c)"),
        ("a if b else c if d else e", "Conditional(b, a, Conditional(d, c, e))"),
        ("(a := b)", "Assign(a, b)"),
    ],
)
def test_operators(source: str, expected: str) -> None:
    """Operators are spelled as in JavaScript and bind as in Python."""
    assert expression(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("lambda: a", "Function(None, [], [Return(a)], is_arrow=True)"),
        (
            "lambda a, /, b=1, *c, d, **e: f",
            "Function(None, [Param(a), Param(b, default=1), Param(c, kind='rest'), "
            "Param(d, kind='keyword'), Param(e, kind='kwrest')], [Return(f)], is_arrow=True)",
        ),
        (
            "lambda *, a: (yield)",
            "Function(None, [Param(a, kind='keyword')], [Return(Opaque('yield', []))], "
            "is_generator=True, is_arrow=True)",
        ),
        ("(yield)", "Opaque('yield', [])"),
        ("(yield a, b)", "Opaque('yield', [Array([a, b], kind='tuple')])"),
        ("(yield from a)", "Opaque('yield', [a])"),
        ("await a.b()", "Await(Call(Member(a, 'b'), []))"),
    ],
)
def test_functions(source: str, expected: str) -> None:
    """A lambda is a function that returns; what it yields is its own."""
    (function,) = read("/app/file.py", f"async def f():\n  [\n{source}\n  ]").body
    assert isinstance(function, ir.FunctionDeclaration)
    assert function.function.is_generator == source.startswith("(yield")
    (statement,) = function.function.body
    assert isinstance(statement, ir.ExpressionStatement)
    assert isinstance(statement.value, ir.Array)
    assert sketch(statement.value.items[0]) == expected


def test_every_expression_of_libcst_has_a_reader() -> None:
    """No expression that libcst can return is refused."""
    known = {
        kind
        for _, kind in inspect.getmembers(cst, inspect.isclass)
        if issubclass(kind, cst.BaseExpression) and not kind.__name__.startswith("Base")
    }
    assert known == set(expressions._STARTS) | set(expressions._LINKS)


@pytest.mark.skipif(not hasattr(cst, "StarredDictComp"), reason="libcst does not know PEP 798")
def test_spreading_comprehensions() -> None:
    """What a comprehension spreads is its element."""
    assert expression("{**a for a in b}") == "Opaque('dict-comprehension', [a, a, b])"
    assert expression("[*a for a in b]") == "Opaque('comprehension', [Opaque('spread', [a]), a, b])"
