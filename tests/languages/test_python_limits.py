"""Input that is broken, deep or long."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supertokens_lint.errors import ReaderError
from supertokens_lint.languages import ir
from supertokens_lint.languages.python import read
from supertokens_lint.languages.python.depth import measure


@pytest.mark.parametrize(
    ("source", "line", "column", "reason"),
    [
        ("x = a b", 1, 7, ""),
        ("x = 1\n\ndef f(:\n  pass", 4, 2, ""),
        ("print 'a'", 1, 9, ""),
        ("x = 1\n  y = 2\n", 2, 2, ""),
        ("a = 1\nb = 'x\nc = 2\n", 2, 5, ": unterminated string literal"),
        ("a = 1\nb = '''x\n", 2, 5, ": unterminated triple-quoted string literal"),
        ("a = f'{b}\n", 1, 10, ": unterminated string literal"),
        ("a\nb = (1]\n", 2, 5, ": Closing parenthesis ']' does not match"),
        ("a\n)\n", 2, 1, ": unmatched ')'"),
        ("é\nb = $\n", 2, 5, ": '$' is not a valid character"),
        ("é\nb \\ c\n", 2, 3, ": unexpected characters after a line continuation"),
        ("a = \x00", 1, 5, ": '\\0' is not a valid character"),
        ("'a' b'b'", 1, 1, ": Cannot concatenate string and bytes."),
        ("return* a", 1, 1, ": Must have at least one space after 'return'."),
        ("\u00a0x = 1", 1, 1, ": "),
        ("if a:\n\tb\n        c\n", 1, 1, ": inconsistent mixing of tabs and spaces"),
    ],
)
def test_syntax_errors(source: str, line: int, column: int, reason: str) -> None:
    """What is no Python is refused at its place, as far as that is known."""
    with pytest.raises(ReaderError) as caught:
        read("/app/file.py", source)
    error = caught.value
    assert (error.path, error.line, error.column) == ("/app/file.py", line, column)
    assert error.message.startswith(f"invalid Python syntax{reason}")
    assert "\n" not in error.message


def test_lone_surrogates() -> None:
    """Text that has no encoding is refused at its place."""
    with pytest.raises(ReaderError) as caught:
        read("/app/file.py", "a = 1\nb = '\ud800'")
    assert (caught.value.line, caught.value.column) == (2, 6)


@pytest.mark.parametrize("source", ["", " ", "\n\n", "\f\n", "#", "# a", "\t# a\r\n", "\r"])
def test_files_without_statements(source: str) -> None:
    """Empty files are modules without statements."""
    assert read("/app/file.py", source).body == ()


_DEEP: dict[str, Callable[[int], str]] = {
    "parentheses": lambda n: "(" * n + "a" + ")" * n,
    "lists": lambda n: "[" * n + "]" * n,
    "dicts": lambda n: "{1:" * n + "a" + "}" * n,
    "calls": lambda n: "f(" * n + ")" * n,
    "unclosed": lambda n: "(" * n,
    "closed": lambda n: ")" * n,
    "targets": lambda n: "(" * n + "a" + ",)" * n + " = b",
    "annotations": lambda n: "x: " + "a[" * n + "b" + "]" * n,
    "placeholders": lambda n: "f'{" * n + "a" + "}'" * n,
    "unclosed placeholders": lambda n: "f'{" * n,
    "specifications": lambda n: "f'" + "{a:" * n + "}" * n + "'",
    "not": lambda n: "not " * n + "a",
    "minus": lambda n: "-" * n + "a",
    "power": lambda n: "a ** " * n + "a",
    "lambda": lambda n: "lambda a, b: " * n + "a",
    "conditional": lambda n: "a if b else " * n + "a",
    "for": lambda n: "[a " + "for a, b in c " * n + "]",
    "indentation": lambda n: "".join(f"{' ' * i}if a:\n" for i in range(n)) + " " * n + "b",
    "case": lambda n: "match a:\n case " + "{1: " * n + "b" + "}" * n + ": c",
    "members": lambda n: "a" + ".b" * n,
    "dotted": lambda n: "import a" + ".b" * n,
}


@pytest.mark.parametrize("source", _DEEP.values(), ids=_DEEP)
@pytest.mark.parametrize("depth", [2000, 20_000])
def test_what_is_too_deep_is_refused(source: Callable[[int], str], depth: int) -> None:
    """Deep nesting is an error with a message, not the end of the process."""
    text = source(min(depth, 2000) if "  if" in source(3) else depth)
    with pytest.raises(ReaderError) as caught:
        read("/app/file.py", text)
    assert caught.value.message.startswith(("nested too deeply", "invalid Python syntax"))


@pytest.mark.parametrize(
    "source", [_DEEP[name] for name in _DEEP if not name.startswith(("unclosed", "closed"))]
)
def test_what_people_write_is_not_too_deep(source: Callable[[int], str]) -> None:
    """Nesting of eight levels is read, whatever nests."""
    assert read("/app/file.py", source(8)).body


_LONG: dict[str, tuple[Callable[[int], str], type[ir.Node]]] = {
    "plus": (lambda n: " + ".join(["a"] * n), ir.Name),
    "or": (lambda n: " or ".join(["a"] * n), ir.Name),
    "comparisons": (lambda n: "b" + " < f()" * n, ir.Binary),
    "elif": (lambda n: "if a:\n b\n" + "elif b:\n c\n" * (n - 1), ir.If),
    "statements": (lambda n: "a = 1\n" * n, ir.Bind),
    "items": (lambda n: "[" + "{'a': 1}, " * n + "]", ir.Object),
    "lambdas": (lambda n: "".join(f"a = lambda: {i}\n" for i in range(n)), ir.Function),
    "targets": (lambda n: "a = " * n + "1", ir.Bind),
    "decorators": (lambda n: "@a()\n" * n + "def f(): pass", ir.Call),
    "cases": (lambda n: "match f():\n" + " case 1: g()\n" * n, ir.ExpressionStatement),
}


@pytest.mark.parametrize(("source", "kind"), _LONG.values(), ids=_LONG)
def test_what_is_long_is_read(source: Callable[[int], str], kind: type[ir.Node]) -> None:
    """Chains and sequences of any reasonable length are read to their end."""
    module = read("/app/file.py", source(1000))
    found = {node.span for node in ir.walk(*module.body) if isinstance(node, kind)}
    assert len(found) >= 1000


def test_three_thousand_operands() -> None:
    """Chains of three thousand are read; strings side by side are one literal."""
    (statement,) = read("/app/file.py", " or ".join(["'a'"] * 3000)).body
    assert sum(isinstance(node, ir.Literal) for node in ir.walk(statement)) == 3000
    (statement,) = read("/app/file.py", " ".join(["'a'"] * 3000)).body
    assert isinstance(statement, ir.ExpressionStatement)
    assert isinstance(statement.value, ir.Literal)
    assert statement.value.value == "a" * 3000


@pytest.mark.parametrize(
    ("source", "suspect"),
    [
        ("f'{a[\"b\"]}' \"'\" '''(''' r'\\\\' # (", None),
        ("f'{{' f'{a!r:>{b}}' rf'\\{a}' f'\\N{DASH}{a}' f'\\{a}'", None),
        ("f'''{\n'''a''' # }\n}''' f'{a:\"}' t\"{a:{b}}}}\"", None),
        ("f'{lambda_}' if x else {'a': f'{b}'}[c]", None),
        ("(a", 0),
        ("a]", 1),
        ("f'{a", 2),
    ],
)
def test_measuring_knows_strings(source: str, suspect: int | None) -> None:
    """Brackets in strings and comments do not count, those in placeholders do."""
    depth = measure(source)
    assert (depth.suspect, depth.too_deep) == (suspect, None)


def test_brackets_of_placeholders_add_up() -> None:
    """A deep expression in an f-string is as deep as outside of it."""
    inner = "(" * 98 + "a" + ")" * 98
    assert measure(f"f'{{{inner}}}'").too_deep is None
    assert measure(f"f'{{({inner})}}'").too_deep is None
    assert measure(f"f'{{(({inner}))}}'").too_deep is not None


_PIECES = st.sampled_from(
    ["a", "'", '"', "'''", "f'", "{", "}", "(", ")", "[", "]", ":", "=", ",", "\\", "#", "if ",
     "else ", "case ", "match a:\n", "lambda ", "import ", "from . ", "*", "é", "1", "\x00", "!r",
     "not ", "in ", "def f():", "class A:", "@", ";", "...", "$", "b'", "\n", "\n ", "\r\n", "\f"]
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(_PIECES, max_size=40).map("".join))
def test_fragments_never_end_in_a_traceback(source: str) -> None:
    """Any text is read or refused, and what is read has its names in their places."""
    try:
        module = read("/app/file.py", source)
    except ReaderError as error:
        place = (error.line, error.column)
        assert min(place) >= 1
        return
    for node in ir.walk(*module.body):
        if isinstance(node, ir.Name):
            assert source[node.span.start : node.span.end] == node.id
