"""Places of Python's nodes: every span is exactly the text of its node.

Python's own ``ast`` is the second opinion: it and the reader must agree on the place and kind of
every expression and statement that both know.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from languages.sketch import sketch
from supertokens_lint.languages import ir
from supertokens_lint.languages.python import read
from supertokens_lint.source import SourceText, Span

_SOURCE = """\
# ünï
import os.path as p, sys
from .. pkg import (a as b, c,)
@deco.rated("ä")
async def f(x: int = 1, *args, ky=None, **kw) -> "T":
    ß = "é" f"{x!r:>3}{ß}" 'ü'; y = (ß . lower ( ) [ 1 : ])
    return (1, (x + 2) * -x), *args
@final
class K(Base, metaclass = M):
    field : int = {"ö": 1, **kw, 2: f(a, *b, c=d, **e)}
    @property
    def g(self): return not self.x is  not None if (1) < x <= (2) else [*q]
if (a := 1): pass
elif b: c = d = (await_)
else:
    del c, d
with open("ñ") as fh, (x) as (y, z): pass
for i, *j in (1, 2): k += 1
while t: break
try: u
except (E, F) as e: raise E from e
finally: assert u, "m"
match v:
    case 1 | "x" if w: ...
    case [A(b=c), *d]: ...
l = lambda a, *, b=1: (yield)
m = [n for n in o if p]; q = {r: s for r in t}; u = (v for v in w); f(x for x in y)
"""

_SLICES: list[tuple[type[ir.Node], list[str]]] = [
    (ir.Import, ["os.path as p", "sys", "from .. pkg import (a as b, c,)"]),
    (ir.ImportedName, ["a as b", "c"]),
    (ir.Param, ["x: int = 1", "*args", "ky=None", "**kw", "self", "a", "b=1"]),
    (ir.Return, ["return (1, (x + 2) * -x), *args",
                 "return not self.x is  not None if (1) < x <= (2) else [*q]", "(yield)"]),
    (ir.Template, ['"é" f"{x!r:>3}{ß}" \'ü\'']),
    (ir.Index, ["ß . lower ( ) [ 1 : ]"]),
    (ir.Member, ["deco.rated", "ß . lower", "self.x"]),
    (ir.Unary, ["-x", "not self.x is  not None"]),
    (ir.Binary, ["(x + 2) * -x", "x + 2", "(1) < x <= (2)", "(1) < x", "x <= (2)",
                 "self.x is  not None", '1 | "x" if w', "1", '1 | "x"', '"x"']),
    (ir.Array, ["(1, (x + 2) * -x), *args", "(1, (x + 2) * -x)", "[*q]", "(E, F)", "c, d", "(1, 2)"]),
    (ir.ArrayPattern, ["(y, z)", "i, *j"]),
    (ir.Spread, ["*args", "*q", "**kw"]),
    (ir.Object, ['{"ö": 1, **kw, 2: f(a, *b, c=d, **e)}']),
    (ir.Property, ['"ö": 1', "2: f(a, *b, c=d, **e)"]),
    (ir.Call, ['deco.rated("ä")', "ß . lower ( )", "f(a, *b, c=d, **e)", 'open("ñ")',
               "f(x for x in y)"]),
    (ir.Argument, ['"ä"', "metaclass = M", "a", "*b", "c=d", "**e", '"ñ"', "x for x in y"]),
    (ir.Conditional, ["not self.x is  not None if (1) < x <= (2) else [*q]"]),
    (ir.Assign, ["a := 1"]),
    (ir.Class, [_SOURCE[_SOURCE.index("class K"): _SOURCE.index("\nif (a")]]),
    (ir.ClassDeclaration, [_SOURCE[_SOURCE.index("@final"): _SOURCE.index("\nif (a")]]),
    (ir.Field, ['field : int = {"ö": 1, **kw, 2: f(a, *b, c=d, **e)}']),
    (ir.Method, [_SOURCE[_SOURCE.index("@property"): _SOURCE.index("\nif (a")]]),
    (ir.Function, [_SOURCE[_SOURCE.index("async"): _SOURCE.index("\n@final")],
                   _SOURCE[_SOURCE.index("def g"): _SOURCE.index("\nif (a")],
                   "lambda a, *, b=1: (yield)"]),
    (ir.FunctionDeclaration, [_SOURCE[_SOURCE.index("@deco"): _SOURCE.index("\n@final")]]),
    (ir.If, [_SOURCE[_SOURCE.index("if (a"): _SOURCE.index("\nwith")],
             _SOURCE[_SOURCE.index("elif"): _SOURCE.index("\nwith")],
             _SOURCE[_SOURCE.index("match"): _SOURCE.index("\nl =")],
             _SOURCE[_SOURCE.index("case ["): _SOURCE.index("\nl =")]]),
    (ir.Block, ['with open("ñ") as fh, (x) as (y, z): pass']),
    (ir.Loop, ["for i, *j in (1, 2): k += 1", "while t: break"]),
    (ir.Try, [_SOURCE[_SOURCE.index("try"): _SOURCE.index("\nmatch")]]),
    (ir.Raise, ["raise E from e"]),
    (ir.Bind, ['ß = "é" f"{x!r:>3}{ß}" \'ü\'', "y = (ß . lower ( ) [ 1 : ])", "c = d = (await_)",
               "d = (await_)", 'open("ñ") as fh', "(x) as (y, z)", "k += 1", "(E, F) as e", "c", "d",
               "l = lambda a, *, b=1: (yield)", "m = [n for n in o if p]",
               "q = {r: s for r in t}", "u = (v for v in w)"]),
    (ir.ExpressionStatement, ["u", "...", 'assert u, "m"', "del c, d", "f(x for x in y)"]),
    (ir.Opaque, ["{x!r:>3}", "1 :", "del c, d", "(E, F)", 'assert u, "m"', "[A(b=c), *d]", "c", "d",
                 "...", "yield", "[n for n in o if p]", "{r: s for r in t}", "(v for v in w)",
                 "x for x in y"]),
]  # fmt: skip


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(("kind", "expected"), _SLICES, ids=[kind.__name__ for kind, _ in _SLICES])
def test_spans_are_the_text_of_their_nodes(
    kind: type[ir.Node], expected: list[str], line_end: str
) -> None:
    """Each node's span is exactly its text, whatever the characters and line ends around it."""
    source = SourceText("/app/file.py", _SOURCE.replace("\n", line_end))
    nodes = ir.walk(*read(source.path, source.text).body)
    found = {source.slice(node.span) for node in nodes if isinstance(node, kind)}
    assert found == {text.replace("\n", line_end) for text in expected}


def test_places_inside_nodes() -> None:
    """Names of members, keys and modules have their own places."""
    source = SourceText("/app/file.py", _SOURCE)
    nodes = list(ir.walk(*read(source.path, source.text).body))
    assert [source.slice(node.name_span) for node in nodes if isinstance(node, ir.Member)] == [
        node.name for node in nodes if isinstance(node, ir.Member)
    ]
    assert [source.slice(node.key_span) for node in nodes if isinstance(node, ir.Property)] == [
        '"ö"',
        "2",
    ]
    assert [source.slice(node.module_span) for node in nodes if isinstance(node, ir.Import)] == [
        "os.path",
        "sys",
        ".. pkg",
    ]


def test_a_byte_order_mark_counts_as_a_character() -> None:
    """Offsets are those of the whole text, the mark included."""
    text = "\ufeffa = 'é' # c\n"
    module = read("/app/file.py", text)
    assert [text[node.span.start : node.span.end] for node in ir.walk(*module.body)] == [
        "a = 'é'",
        "a",
        "'é'",
    ]
    assert [text[comment.span.start : comment.span.end] for comment in module.comments] == ["# c"]
    assert module.blocks[0].span == Span(0, len(text))


_EXPRESSIONS: dict[type[ast.AST], tuple[type[object], ...]] = {
    ast.Name: (ir.Name, ir.Field),
    ast.Call: (ir.Call,),
    ast.Attribute: (ir.Member,),
    ast.Subscript: (ir.Index,),
    ast.Dict: (ir.Object,),
    ast.List: (ir.Array, ir.ArrayPattern),
    ast.Tuple: (ir.Array, ir.ArrayPattern),
    ast.Set: (ir.Array,),
    ast.BinOp: (ir.Binary,),
    ast.BoolOp: (ir.Binary,),
    ast.Compare: (ir.Binary,),
    ast.UnaryOp: (ir.Unary,),
    ast.IfExp: (ir.Conditional,),
    ast.Lambda: (ir.Function,),
    ast.Await: (ir.Await,),
    ast.NamedExpr: (ir.Assign,),
    ast.JoinedStr: (ir.Template, ir.Literal),
    ast.ListComp: (ir.Opaque,),
    ast.SetComp: (ir.Opaque,),
    ast.DictComp: (ir.Opaque,),
    ast.Yield: (ir.Opaque,),
    ast.YieldFrom: (ir.Opaque,),
    ast.Slice: (ir.Opaque,),
    ast.keyword: (ir.Argument,),
}
_STATEMENTS: dict[type[ast.AST], tuple[type[object], ...]] = {
    ast.FunctionDef: (ir.Function,),
    ast.AsyncFunctionDef: (ir.Function,),
    ast.ClassDef: (ir.Class,),
    ast.Assign: (ir.Bind, ir.Field),
    ast.AnnAssign: (ir.Bind, ir.Field),
    ast.AugAssign: (ir.Bind,),
    ast.Return: (ir.Return,),
    ast.Raise: (ir.Raise,),
    ast.Expr: (ir.ExpressionStatement,),
    ast.If: (ir.If,),
    ast.For: (ir.Loop,),
    ast.AsyncFor: (ir.Loop,),
    ast.While: (ir.Loop,),
    ast.With: (ir.Block,),
    ast.AsyncWith: (ir.Block,),
    ast.Try: (ir.Try,),
    ast.Match: (ir.If, ir.Block),
    ast.Assert: (ir.ExpressionStatement,),
    ast.Delete: (ir.ExpressionStatement,),
    ast.ImportFrom: (ir.Import,),
}
_KINDS = _EXPRESSIONS | _STATEMENTS
# The reader keeps types as text, the text of f-strings has no place in old versions of ast, and
# patterns and causes are not modelled.
_LEFT_OUT = {"annotation", "returns", "type_params", "cause", "pattern", "ctx"}

_PROJECT = Path(__file__).parents[2]
_FILES = sorted(path for room in ("linter", "rules") for path in (_PROJECT / room).rglob("*.py"))


def _judged(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes on whose place both parsers must agree."""
    stack = [tree]
    while stack:
        node = stack.pop()
        yield node
        if isinstance(node, ast.JoinedStr):
            continue
        for name, value in ast.iter_fields(node):
            unnamed = isinstance(node, ast.ExceptHandler) and name == "type" and not node.name
            if name in _LEFT_OUT or unnamed:
                continue
            values = value if isinstance(value, list) else [value]
            stack.extend(item for item in values if isinstance(item, ast.AST))


def _expected_kinds(node: ast.AST) -> tuple[type[object], ...]:
    if not isinstance(node, ast.Constant):
        return _KINDS.get(type(node), ())
    opaque = isinstance(node.value, (bytes, complex)) or node.value is ...
    return (ir.Opaque,) if opaque else (ir.Literal,)


def _accepted(value: object) -> list[object]:
    """Return what the reader may make of a constant: written keys are strings, lone surrogates U+FFFD."""
    return [value, str(value).encode("utf-16", "surrogatepass").decode("utf-16", "replace")]


def _span(node: ast.AST, starts: list[int], lines: list[bytes]) -> Span:
    """Turn the lines and byte columns of ast into character offsets."""
    assert isinstance(node, (ast.expr, ast.stmt, ast.keyword))
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    ends = []
    for line, column in (
        (node.lineno, node.col_offset),
        (node.end_lineno, node.end_col_offset),
    ):
        ends.append(starts[line - 1] + len(lines[line - 1][:column].decode()))
    return Span(*ends)


def _read_nodes(path: str, text: str) -> dict[Span, list[object]]:
    """Read a file; fields and written keys also count where ast has a name or constant."""
    found: dict[Span, list[object]] = {}
    for node in ir.walk(*read(path, text).body):
        found.setdefault(node.span, []).append(node)
        if isinstance(node, ir.Field):
            name = Span(node.span.start, node.span.start + len(node.name))
            found.setdefault(name, []).append(node)
        if isinstance(node, ir.Property) and isinstance(node.key, str):
            found.setdefault(node.key_span, []).append(ir.Literal(node.key, node.key_span))
    return found


def _disagreements(path: str, text: str) -> list[str]:
    found = _read_nodes(path, text)
    starts = list(SourceText(path, text).line_starts)
    ends = [*starts[1:], len(text)]
    lines = [text[start:end].encode() for start, end in zip(starts, ends, strict=True)]
    problems = []
    for node in _judged(ast.parse(text)):
        kinds = _expected_kinds(node)
        if not kinds:
            continue
        span = _span(node, starts, lines)
        same = [item for item in found.get(span, []) if isinstance(item, kinds)]
        if isinstance(node, ast.Constant) and kinds == (ir.Literal,):
            values = _accepted(node.value)
            same = [item for item in same if isinstance(item, ir.Literal) and item.value in values]
        if not same:
            problems.append(f"{type(node).__name__} {text[span.start : span.end]!r} at {span}")
    return problems


@pytest.mark.parametrize("path", _FILES, ids=lambda path: str(path.relative_to(_PROJECT)))
def test_this_project_is_read_as_ast_reads_it(path: Path) -> None:
    """On every file of this project, ast finds the same nodes in the same places."""
    assert _disagreements(str(path), path.read_text(encoding="utf-8")) == []


def test_the_sample_is_read_as_ast_reads_it() -> None:
    """On the sample of this file, ast finds the same nodes in the same places."""
    assert _disagreements("/app/file.py", _SOURCE) == []


_RE_READABLE = (ir.Binary, ir.Call, ir.Conditional, ir.Member, ir.Object, ir.Template, ir.Unary)


def test_the_text_of_an_expression_reads_as_that_expression() -> None:
    """Cutting an expression out of its file and reading it alone gives the same expression."""
    cut = 0
    for path in _FILES[:40]:
        text = path.read_text(encoding="utf-8")
        for node in ir.walk(*read(str(path), text).body):
            if isinstance(node, _RE_READABLE) and "await" not in text:
                alone = read("/app/file.py", f"(\n{text[node.span.start : node.span.end]}\n)")
                (statement,) = alone.body
                assert sketch(statement) == f"{sketch(node)};"
                cut += 1
    assert cut > 100
