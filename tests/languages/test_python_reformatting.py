"""What Python's syntax leaves open does not change what is read."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from languages.sketch import sketch
from supertokens_lint.languages import ir
from supertokens_lint.languages.python import read


def spelled(source: str) -> str:
    """Spell a whole file without places."""
    return "\n".join(map(sketch, read("/app/file.py", source).body))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a = (b)", "a = b"),
        ("a = ((b + (c)))", "a = b + c"),
        ("(a).b[(c)]((d), e=(f))", "a.b[c](d, e=f)"),
        ("a = b,", "a = (b,)"),
        ("a, b = c", "(a, b) = (c)"),
        ("for (a) in (b): pass", "for a in b:\n\n    pass # c"),
        ("with (a) as b: c", "with a as b:\n  c"),
        ("with (a as b, c): d", "with a as b, c: d"),
        ("from a import (b, c,)", "from a import b, \\\n  c"),
        ("class A(): pass", "class A:\n    pass"),
        ("if (a): b;", "if a:\n\tb"),
        ("if a:\n b\nelse:\n if c:\n  d", "if a: b\nelif c: d"),
        ("return (a)", "return a"),
        ("del (a)", "del a"),
        ("a = 'b'", 'a = u"""b"""'),
        ("a = 'b' 'c'", "a = (\n  'bc' # d\n)"),
        ("a = f'b{c}' 'd'", 'a = f"b{ c }d"'),
        ("a = f'{b!r}'", 'a = f"""{\nb\n!r}"""'),
        ("a = 0XFF + 1_0", "a = 0xff + 10"),
        ("a = not (b)", "a = not b"),
        ("a = (yield)", "a = yield"),
        ("a = lambda: (b)", "a = lambda : b"),
        ("a = b if (c) else (d)", "a = (b if c else d)"),
        ("f(a, b,)", "f(\n\n  a, # c\n\n  b\n)"),
        ("a = {b: c,}", "a = {\n  b:\n    c\n}"),
        ("a.b . c", "(a\n  .b\n  .c)"),
        ("a = b is  not c", "a = (b is not c)"),
        ("@(a)\ndef b(c,): pass", "@a\n\n# d\ndef b(\n  c\n):\n  pass"),
        ("match (a):\n case (1): b", "match a:\n  # c\n\n  case 1:\n    b"),
        ("match a:\n case (1 | 2) as b: c", "match a:\n case 1 | 2 as b: c"),
        ("assert (a), (b)", "assert a, b"),
        ("a", "\n\f\n# b\n\na\n\n"),
    ],
)
def test_spellings_of_the_same(one: str, other: str) -> None:
    """Parentheses, quotes, commas, line breaks and comments do not change what is read."""
    assert spelled(one) == spelled(other)


_NAMES = st.sampled_from(["a", "b", "app", "ünï", "self", "SETTINGS"])
_TEXTS = st.text(st.sampled_from("ab'\"\\{}é /:\n"), max_size=4)
_ATOMS = st.one_of(
    _NAMES,
    st.integers(0, 10**6).map(str),
    st.booleans().map(str),
    st.just("None"),
    _TEXTS.map(repr),
)


def _larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Make expressions out of expressions."""
    wrapped = inner.map("({})".format)
    some = st.lists(inner, max_size=3)

    def build(template: str, *parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        return st.tuples(*parts).map(lambda found: template.format(*found))

    return st.one_of(
        wrapped,
        build("{}.{}", wrapped, _NAMES),
        build("{}[{}]", wrapped, inner),
        build("{}({}, {}={})", wrapped, inner, _NAMES, inner),
        build("{}(*{}, **{})", wrapped, wrapped, wrapped),
        some.map(lambda items: f"[{', '.join(items)}]"),
        some.map(lambda items: f"({''.join(item + ', ' for item in items)})"),
        st.lists(st.tuples(inner, inner), max_size=2).map(
            lambda pairs: "{" + ", ".join(f"{key}: {value}" for key, value in pairs) + "}"
        ),
        build(
            "{} {} {}",
            wrapped,
            st.sampled_from(["or", "and", "+", "%", "==", "is not", "not in", "**", "<"]),
            wrapped,
        ),
        build("not {}", wrapped),
        build("-{}", wrapped),
        build("{} if {} else {}", wrapped, wrapped, wrapped),
        build("lambda {}: {}", _NAMES, wrapped),
        build("[{} for {} in {} if {}]", wrapped, _NAMES, wrapped, wrapped),
        build("f'x{{{}}}y' 'z'", st.lists(_NAMES, min_size=1).map(".".join)),
    ).map(lambda text: text if text[0] in "([{'" else f"({text})")


_EXPRESSIONS = st.recursive(_ATOMS, _larger, max_leaves=8)


def _indented(lines: list[str]) -> list[str]:
    return [f"    {line}" for line in lines] or ["    pass"]


def _blocks(inner: st.SearchStrategy[list[str]]) -> st.SearchStrategy[list[str]]:
    """Make statements with blocks out of statements."""

    def block(head: str, *parts: st.SearchStrategy[str]) -> st.SearchStrategy[list[str]]:
        return st.tuples(st.tuples(*parts), inner).map(
            lambda found: [head.format(*found[0]), *_indented(found[1])]
        )

    return st.one_of(
        block("if {}:", _EXPRESSIONS),
        block("while {}:", _EXPRESSIONS),
        block("for {} in {}:", _NAMES, _EXPRESSIONS),
        block("with {} as {}:", _EXPRESSIONS, _NAMES),
        block("def {}(b, *c, d: int={}, **e):", _NAMES, _EXPRESSIONS),
        block("class {}({}):", _NAMES, _EXPRESSIONS),
        st.tuples(inner, inner).map(
            lambda found: [
                "try:",
                *_indented(found[0]),
                "except (A, B) as ünï:",
                *_indented(found[1]),
            ]
        ),
        st.tuples(_EXPRESSIONS, inner, inner).map(
            lambda found: [
                f"if {found[0]}:",
                *_indented(found[1]),
                "elif a:",
                *_indented(found[2]),
                "else:",
                *_indented(found[1]),
            ]
        ),
        st.tuples(inner, inner).map(lambda found: [*found[0], *found[1]]),
    )


_LINES = st.one_of(
    _EXPRESSIONS.map("print({})".format),
    st.tuples(_NAMES, _EXPRESSIONS).map(lambda found: f"{found[0]} = {found[1]}"),
    st.tuples(_NAMES, _EXPRESSIONS).map(lambda found: f"{found[0]}.x[0] += {found[1]}"),
    st.just("import a.b as ünï"),
    st.just("from ..c import (a, b as d)"),
    st.just("pass"),
)
_PROGRAMS = st.recursive(_LINES.map(lambda line: [line]), _blocks, max_leaves=5).map(
    lambda lines: "\n".join(lines) + "\n"
)


def _formatted(source: str) -> str:
    """Format source with ruff."""
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "format", "--isolated", "-"],
        input=source.encode(),
        capture_output=True,
        check=True,
    )
    return done.stdout.decode()


def _with_blank_lines(source: str) -> str:
    return "".join(f"\n# é\n{line}" for line in source.splitlines(keepends=True))


def _with_parentheses(source: str) -> str:
    lines = []
    for line in source.splitlines(keepends=True):
        head, mark, value = line.rstrip("\n").partition(" = ")
        simple = mark and head.strip().isidentifier()
        lines.append(f"{head} = (  # é\n{value}\n)\n" if simple else line)
    return "".join(lines)


@settings(deadline=None)
@given(_PROGRAMS)
def test_names_and_members_are_in_their_places(source: str) -> None:
    """Whatever the program, the text at a name is the name."""
    for line_end in ("\n", "\r\n"):
        text = source.replace("\n", line_end)
        for node in ir.walk(*read("/app/file.py", text).body):
            if isinstance(node, ir.Name):
                assert text[node.span.start : node.span.end] == node.id
            if isinstance(node, ir.Member):
                assert text[node.name_span.start : node.name_span.end] == node.name


@pytest.mark.parametrize("change", [_with_blank_lines, _with_parentheses])
@settings(deadline=None)
@given(source=_PROGRAMS)
def test_layout_does_not_change_what_is_read(change: Callable[[str], str], source: str) -> None:
    """Blank lines, comments and redundant parentheses do not change what is read."""
    assert spelled(change(source)) == spelled(source)


@settings(max_examples=40, deadline=None)
@given(_PROGRAMS)
def test_the_formatter_does_not_change_what_is_read(source: str) -> None:
    """A program and its formatted form read the same."""
    assert spelled(_formatted(source)) == spelled(source)
