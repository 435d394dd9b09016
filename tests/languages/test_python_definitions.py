"""Functions and classes of Python in the neutral form."""

from __future__ import annotations

import pytest

from languages.sketch import sketch
from supertokens_lint.languages import ir
from supertokens_lint.languages.python import read


def function(source: str) -> ir.Function:
    """Read the only function of a file."""
    (statement,) = read("/app/file.py", source).body
    assert isinstance(statement, ir.FunctionDeclaration)
    return statement.function


def definition(source: str) -> ir.Class:
    """Read the only class of a file."""
    (statement,) = read("/app/file.py", source).body
    assert isinstance(statement, ir.ClassDeclaration)
    return statement.definition


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ("", "[]"),
        ("a, /", "[Param(a)]"),
        ("a: int = 1, /, b: 'B' = None,",
         "[Param(a, default=1, annotation='int'), Param(b, default=None, annotation=\"'B'\")]"),
        ("*, a, b=1", "[Param(a, kind='keyword'), Param(b, default=1, kind='keyword')]"),
        ("*a: int, b", "[Param(a, kind='rest', annotation='int'), Param(b, kind='keyword')]"),
        ("*a: *Ts", "[Param(a, kind='rest', annotation='*Ts')]"),
        ("a, **b: dict[str, int],",
         "[Param(a), Param(b, kind='kwrest', annotation='dict[str, int]')]"),
    ],
)  # fmt: skip
def test_parameters(params: str, expected: str) -> None:
    """Parameters have their kind, default and type as written."""
    source = f"def f({params}): pass"
    # A default of None is told from no default by its node, not by the sketch.
    spelled = sketch(function(source).params)
    assert spelled == expected


def test_functions() -> None:
    """A function has its name, type and decorators."""
    found = function("@a\n@b.c(1)\nasync def f[T: int](x: T) -> list[T]:\n  'doc'\n  return x")
    assert (found.name, found.returns, found.is_async) == ("f", "list[T]", True)
    assert sketch(found.decorators) == "[a, Call(Member(b, 'c'), [1])]"
    assert sketch(found.body) == "['doc';, Return(x)]"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("yield a", True),
        ("x = [(yield)]", True),
        ("if a:\n  with b: yield from c", True),
        ("return lambda: (yield)", False),
        ("def g(): yield", False),
        ("pass", False),
    ],
)
def test_generators(body: str, expected: bool) -> None:
    """A function is a generator when it yields itself, not when one inside it does."""
    indented = body.replace("\n", "\n  ")
    assert function(f"def f():\n  {indented}").is_generator is expected


def test_classes() -> None:
    """A class has bases, keywords, decorators and, aside from members, its other statements."""
    found = definition(
        "@a\nclass A[T](B, c.D[E], *F, metaclass=M, **k):\n"
        "  'doc'\n  x: int\n  y: str = 'v'\n  z = w = 1\n  z += 1\n  p, q = r\n"
        "  class Config: env = 1\n  if a: b = 2\n"
    )
    assert sketch(found.decorators) == "[a]"
    assert sketch(found.bases) == "[B, Index(Member(c, 'D'), E), Opaque('spread', [F])]"
    assert sketch(found.keywords) == "[Argument(M, name='metaclass'), **k]"
    assert sketch(found.members) == (
        "[Field('x', None, annotation='int'), Field('y', 'v', annotation='str'), "
        "Field('z', 1), Field('w', 1)]"
    )
    assert sketch(found.body) == (
        "['doc';, Bind(z, 1, op='+='), Bind(ArrayPattern([p, q]), r), "
        "ClassDeclaration(Class('Config', [], [Field('env', 1)], [])), If(a, [Bind(b, 2)], [])]"
    )


@pytest.mark.parametrize("header", ["class A", "class A()", "class A[T]"])
def test_classes_without_bases(header: str) -> None:
    """Empty parentheses change nothing."""
    assert sketch(definition(f"{header}: ...")) == "Class('A', [], [], [Opaque('ellipsis', []);])"


@pytest.mark.parametrize(
    ("head", "kind", "is_static"),
    [
        ("def f(self)", "method", False),
        ("async def f(self)", "method", False),
        ("def __init__(self)", "constructor", False),
        ("@property\ndef f(self)", "get", False),
        ("@functools.cached_property\ndef f(self)", "get", False),
        ("@computed_field\n@property\ndef f(self)", "get", False),
        ("@f.setter\ndef f(self, v)", "set", False),
        ("@staticmethod\ndef f()", "method", True),
        ("@classmethod\nasync def f(cls)", "method", True),
        ("@cache()\ndef f(self)", "method", False),
    ],
)
def test_methods(head: str, kind: str, is_static: bool) -> None:
    """The decorators of a method tell its kind and stay with the function."""
    indented = head.replace("\n", "\n  ")
    (method,) = definition(f"class A:\n  {indented}: pass").members
    assert isinstance(method, ir.Method)
    assert (method.kind, method.is_static) == (kind, is_static)
    assert method.name == method.function.name
    assert len(method.function.decorators) == head.count("@")
