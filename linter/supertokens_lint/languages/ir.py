"""The neutral form into which every language reader turns source text.

The tree is small on purpose: it keeps what decides a configuration value or the order in which
things are mounted, and folds the rest into :class:`Opaque`, whose children are still walked, so
that a call inside syntax nobody models is not lost.

Every node is frozen, is part of no cycle, and carries the exact
:class:`~supertokens_lint.source.Span` of its text.
Spans are character offsets into the *whole* file, also for script blocks inside Vue, Svelte,
Astro and HTML files.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Literal as OneOf
from typing import TypeAlias, cast

from msgspec import Struct, field

from supertokens_lint.source import Span

# --- expressions -------------------------------------------------------------------------------


class Literal(Struct, frozen=True, gc=False):
    """A string, number, boolean, or null.

    ``value`` is ``None`` for ``null`` and Python's ``None``. JavaScript's ``undefined`` is a
    :class:`Name`. Strings are decoded (escapes applied). Regular expressions are
    :class:`Opaque` of kind ``"regex"``.
    """

    value: str | int | float | bool | None
    span: Span


class Name(Struct, frozen=True, gc=False):
    """A reference to a variable. ``this`` and ``self`` are names too."""

    id: str
    span: Span


class Member(Struct, frozen=True, gc=False):
    """``object.name``; ``object?.name`` when ``optional``.

    ``import.meta`` is ``Member(Name("import"), "meta")``. JavaScript private names keep their
    ``#``; ``object["name"]`` is the same there, with the text as ``name_span``.
    """

    object: Expr
    name: str
    span: Span
    name_span: Span
    optional: bool = False


class Index(Struct, frozen=True, gc=False):
    """``object[index]``. A slice is an :class:`Opaque` index of kind ``"slice"``."""

    object: Expr
    index: Expr
    span: Span
    optional: bool = False


class Argument(Struct, frozen=True, gc=False):
    """One argument of a call.

    ``name`` is set for Python keyword arguments. ``spread`` is ``"*"`` for ``*args`` and
    ``...args``, ``"**"`` for ``**kwargs``.
    """

    value: Expr
    span: Span
    name: str | None = None
    spread: OneOf["", "*", "**"] = ""


class Call(Struct, frozen=True, gc=False):
    """A call, or ``new X(...)`` when ``is_new``.

    ``new X`` without parentheses has no arguments. A tagged template is a call whose only
    argument is the template. ``import("x")`` calls ``Name("import")``.
    """

    callee: Expr
    args: tuple[Argument, ...]
    span: Span
    is_new: bool = False
    optional: bool = False


class Property(Struct, frozen=True, gc=False):
    """``key: value`` of an object or dict; shorthand ``{a}`` has ``value = Name("a")``.

    ``key`` is a string when it is written out (identifier, string or number), else the computed
    expression. Methods are properties with a :class:`Function` value. ``kind`` tells accessors.
    """

    key: str | Expr
    value: Expr
    span: Span
    key_span: Span
    kind: OneOf["value", "method", "get", "set"] = "value"
    shorthand: bool = False


class Spread(Struct, frozen=True, gc=False):
    """``...value`` or ``*value`` in a list, ``...value`` or ``**value`` in an object."""

    value: Expr
    span: Span


class Object(Struct, frozen=True, gc=False):
    """An object literal or a dict display."""

    entries: tuple[Property | Spread, ...]
    span: Span


class Array(Struct, frozen=True, gc=False):
    """An array, list, tuple or set display. ``kind`` tells which; holes are left out."""

    items: tuple[Expr | Spread, ...]
    span: Span
    kind: OneOf["list", "tuple", "set"] = "list"


class Template(Struct, frozen=True, gc=False):
    """A template string or f-string: text parts are string literals, the others expressions.

    Adjacent Python strings of which one is an f-string make one template. An f-string
    placeholder with a conversion or a format specification is an ``Opaque("format")`` around
    its expression.
    """

    parts: tuple[Expr, ...]
    span: Span


class Unary(Struct, frozen=True, gc=False):
    """``!x``, ``-x``, ``typeof x``, ``not x`` (spelled ``"!"``), ``void x``, ``~x``."""

    op: str
    operand: Expr
    span: Span


class Binary(Struct, frozen=True, gc=False):
    """A binary operation in JavaScript's spelling.

    Python's ``or`` is ``"||"``, ``and`` is ``"&&"``, ``is`` and ``==`` are ``"=="``, ``is not``
    and ``!=`` are ``"!="``, ``not in`` is ``"not in"``. JavaScript's ``===`` is ``"=="`` and
    ``!==`` is ``"!="``. Chained comparisons are joined with ``"&&"``.
    """

    op: str
    left: Expr
    right: Expr
    span: Span


class Conditional(Struct, frozen=True, gc=False):
    """``test ? then : otherwise`` or ``then if test else otherwise``."""

    test: Expr
    then: Expr
    otherwise: Expr
    span: Span


class Assign(Struct, frozen=True, gc=False):
    """An assignment used as an expression, Python's walrus included."""

    target: Pattern
    value: Expr
    span: Span
    op: str = "="


class Await(Struct, frozen=True, gc=False):
    """``await value``."""

    value: Expr
    span: Span


class Element(Struct, frozen=True, gc=False):
    """A JSX element or fragment (``tag`` is ``None`` for a fragment).

    An attribute without a value has ``Literal(True)``. Text children are left out.
    """

    tag: Expr | None
    attributes: tuple[Property | Spread, ...]
    children: tuple[Expr, ...]
    span: Span


class Opaque(Struct, frozen=True, gc=False):
    """Syntax that is not modelled; ``children`` are the expressions inside it, in order."""

    kind: str
    children: tuple[Expr, ...]
    span: Span


# --- functions and classes ---------------------------------------------------------------------


class Param(Struct, frozen=True, gc=False):
    """One parameter. ``kind`` is ``"rest"`` for ``*args`` and ``...x``, ``"kwrest"`` for ``**k``.

    ``annotation`` is the type as written, without the colon. ``decorators`` holds TypeScript
    parameter decorators; ``accessibility`` is set where the parameter is also a class member.
    """

    target: Pattern
    span: Span
    default: Expr | None = None
    kind: OneOf["plain", "rest", "kwrest", "keyword"] = "plain"
    annotation: str | None = None
    decorators: tuple[Expr, ...] = ()
    accessibility: str | None = None


class Function(Struct, frozen=True, gc=False):
    """A function, arrow function, lambda or method.

    An arrow function or lambda with an expression body has one :class:`Return` as its body,
    with the span of the expression.
    """

    name: str | None
    params: tuple[Param, ...]
    body: tuple[Statement, ...]
    span: Span
    is_async: bool = False
    is_generator: bool = False
    is_arrow: bool = False
    decorators: tuple[Expr, ...] = ()
    returns: str | None = None


class Field(Struct, frozen=True, gc=False):
    """A class field with or without a value. ``annotation`` is the type as written."""

    name: str
    value: Expr | None
    span: Span
    annotation: str | None = None
    is_static: bool = False
    decorators: tuple[Expr, ...] = ()


class Method(Struct, frozen=True, gc=False):
    """A method. The constructor (``constructor``, ``__init__``) is one of kind ``"constructor"``.

    Python ``@property`` gives kind ``"get"``; ``@staticmethod`` and ``@classmethod`` give
    ``is_static`` (decorators are kept on the function as well).
    """

    name: str
    function: Function
    span: Span
    kind: OneOf["method", "get", "set", "constructor"] = "method"
    is_static: bool = False


class Class(Struct, frozen=True, gc=False):
    """A class. Statements in a class body that are neither field nor method are in ``body``."""

    name: str | None
    bases: tuple[Expr, ...]
    members: tuple[Field | Method, ...]
    body: tuple[Statement, ...]
    span: Span
    decorators: tuple[Expr, ...] = ()
    keywords: tuple[Argument, ...] = ()


# --- patterns (targets of assignments and parameters) --------------------------------------------


class ObjectPatternEntry(Struct, frozen=True, gc=False):
    """``key: target = default`` of a destructuring pattern."""

    key: str | Expr
    target: Pattern
    span: Span
    default: Expr | None = None


class ObjectPattern(Struct, frozen=True, gc=False):
    """``{a, b: c = 1, ...rest}``."""

    entries: tuple[ObjectPatternEntry, ...]
    rest: Pattern | None
    span: Span


class ArrayPattern(Struct, frozen=True, gc=False):
    """``[a, , ...rest]`` or ``a, *rest``; holes are ``None``, ``rest_index`` is the starred one.

    ``defaults`` goes with ``items`` one for one, or is empty when no item has a default.
    """

    items: tuple[Pattern | None, ...]
    span: Span
    rest_index: int | None = None
    defaults: tuple[Expr | None, ...] = ()


# --- statements ----------------------------------------------------------------------------------


class Bind(Struct, frozen=True, gc=False):
    """A declaration or assignment.

    ``kind`` is ``"const"``, ``"let"`` or ``"var"`` for JavaScript declarations, ``"assign"`` for
    assignments in either language (Python has no other). A declaration without a value has
    ``value = None``. ``op`` is ``"="`` or an augmented operator such as ``"+="`` or ``"??="``.
    ``a = b = c`` in Python makes two of them.
    """

    target: Pattern
    value: Expr | None
    span: Span
    kind: OneOf["const", "let", "var", "assign"] = "assign"
    op: str = "="
    annotation: str | None = None


class ExpressionStatement(Struct, frozen=True, gc=False):
    """An expression evaluated for its effect. Assignments are :class:`Bind`, not this."""

    value: Expr
    span: Span


class If(Struct, frozen=True, gc=False):
    """``if``; ``elif`` nests in ``otherwise``. ``switch`` and ``match`` become a chain of these.

    A ``switch`` case is tested as ``subject == case``; a default case goes last as ``otherwise``.
    """

    test: Expr
    then: tuple[Statement, ...]
    otherwise: tuple[Statement, ...]
    span: Span


class Loop(Struct, frozen=True, gc=False):
    """Any loop. ``target`` and ``iterable`` are set for ``for x of/in y``."""

    target: Pattern | None
    iterable: Expr | None
    test: Expr | None
    body: tuple[Statement, ...]
    span: Span


class Try(Struct, frozen=True, gc=False):
    """``try``; each handler is its statements; ``else`` is appended to ``body``."""

    body: tuple[Statement, ...]
    handlers: tuple[tuple[Statement, ...], ...]
    finalizer: tuple[Statement, ...]
    span: Span


class Block(Struct, frozen=True, gc=False):
    """Statements in a scope of no importance: ``{}``, ``with``, labels, ``if __name__`` excluded.

    ``context`` holds the expressions of a ``with`` statement.
    """

    body: tuple[Statement, ...]
    span: Span
    context: tuple[Expr, ...] = ()


class Return(Struct, frozen=True, gc=False):
    """``return``; ``yield`` is an :class:`Opaque` expression."""

    value: Expr | None
    span: Span


class Raise(Struct, frozen=True, gc=False):
    """``throw`` or ``raise``."""

    value: Expr | None
    span: Span


class FunctionDeclaration(Struct, frozen=True, gc=False):
    """A named function that is hoisted or defined by a statement."""

    function: Function
    span: Span


class ClassDeclaration(Struct, frozen=True, gc=False):
    """A named class defined by a statement."""

    definition: Class
    span: Span


class ImportedName(Struct, frozen=True, gc=False):
    """``imported as local``. A default import has ``imported = "default"``."""

    imported: str
    local: str
    span: Span
    type_only: bool = False


class Import(Struct, frozen=True, gc=False):
    """An import statement.

    ``module`` is the specifier as written; Python relative imports keep their dots
    (``"..pkg.mod"``, ``"."``). ``namespace`` is the local name of ``import * as ns`` and of
    TypeScript's ``import x = require("m")``. Python ``import a.b.c`` binds ``a``:
    ``names=(), namespace="a", module="a.b.c"``, and with ``as x``: ``namespace="x"`` and
    ``aliased=True``. ``from m import *`` has ``star = True``. A bare ``import "x"`` has no names.
    """

    module: str
    names: tuple[ImportedName, ...]
    span: Span
    module_span: Span
    namespace: str | None = None
    aliased: bool = False
    star: bool = False
    type_only: bool = False


class ExportedName(Struct, frozen=True, gc=False):
    """``local as exported``."""

    local: str
    exported: str
    span: Span


class Export(Struct, frozen=True, gc=False):
    """``export { a as b } [from "m"]``, ``export * from "m"``, ``export * as ns from "m"``.

    ``star`` is ``"*"`` for a plain star, the namespace name for ``* as ns``. Exported
    declarations are the declaration itself followed by an ``Export`` with its names and no
    module. ``export default expr`` is :class:`ExportDefault`.
    """

    names: tuple[ExportedName, ...]
    span: Span
    module: str | None = None
    star: str | None = None
    type_only: bool = False


class ExportDefault(Struct, frozen=True, gc=False):
    """``export default value`` and TypeScript's ``export = value``.

    A default-exported named function or class is its declaration followed by an
    ``ExportDefault`` of its name.
    """

    value: Expr
    span: Span


Expr: TypeAlias = (
    Literal
    | Name
    | Member
    | Index
    | Call
    | Object
    | Array
    | Template
    | Unary
    | Binary
    | Conditional
    | Assign
    | Await
    | Element
    | Function
    | Class
    | Opaque
)
Pattern: TypeAlias = Name | Member | Index | ObjectPattern | ArrayPattern | Opaque
Statement: TypeAlias = (
    Bind
    | ExpressionStatement
    | If
    | Loop
    | Try
    | Block
    | Return
    | Raise
    | FunctionDeclaration
    | ClassDeclaration
    | Import
    | Export
    | ExportDefault
)
Node: TypeAlias = (
    Expr
    | Pattern
    | Statement
    | Argument
    | Property
    | Spread
    | Param
    | Field
    | Method
    | ObjectPatternEntry
    | ImportedName
    | ExportedName
)


# --- modules -------------------------------------------------------------------------------------


class Language(str, Enum):
    """The languages that have a reader."""

    PYTHON = "python"
    JAVASCRIPT = "javascript"
    TYPESCRIPT = "typescript"
    GO = "go"


class Comment(Struct, frozen=True, gc=False):
    """A comment with its delimiters; used for suppressions."""

    text: str
    span: Span


class SyntaxProblem(Struct, frozen=True, gc=False):
    """A place that the reader could not make sense of."""

    message: str
    span: Span


class ScriptBlock(Struct, frozen=True, gc=False):
    """One script of a file: the file itself, or a block of a Vue, Svelte, Astro or HTML file.

    ``role`` is ``"module"`` for ordinary files, ``"setup"`` for Vue's ``<script setup>`` and
    Svelte's instance script, ``"server"`` for Astro front matter, ``"client"`` for scripts that
    run in the browser. ``src`` is the script's source attribute where it has one and no body.
    """

    role: OneOf["module", "setup", "server", "client"]
    body: tuple[Statement, ...]
    span: Span
    src: str | None = None
    directives: tuple[str, ...] = ()


class Module(Struct, frozen=True, gc=False):
    """One parsed file.

    ``problems`` is empty when all of the text was understood. A reader that recovers returns
    what it could read together with the problems; ``body`` joins the statements of all blocks.
    """

    path: str
    language: Language
    blocks: tuple[ScriptBlock, ...]
    comments: tuple[Comment, ...] = ()
    problems: tuple[SyntaxProblem, ...] = field(default=())

    @property
    def body(self) -> tuple[Statement, ...]:
        """All statements of the file, in order."""
        if len(self.blocks) == 1:
            return self.blocks[0].body
        return tuple(statement for block in self.blocks for statement in block.body)

    @property
    def directives(self) -> frozenset[str]:
        """String directives at the top of the file, such as ``use client``."""
        return frozenset(text for block in self.blocks for text in block.directives)


def children(node: Node) -> list[Node]:
    """Return the nodes directly below ``node`` in source order of its fields."""
    found: list[Node] = []
    for name in _PARTS[type(node)]:
        value = getattr(node, name)
        if type(value) in _NODE_KINDS:
            found.append(value)
        elif value.__class__ is tuple:
            _add_nodes(value, found)
    return found


def walk(*roots: Node) -> Iterator[Node]:
    """Yield the roots and every node below them, parents first, without recursion."""
    stack: list[Node] = list(reversed(roots))
    while stack:
        node = stack.pop()
        yield node
        below = children(node)
        below.reverse()
        stack += below


def _add_nodes(values: tuple[object, ...], found: list[Node]) -> None:
    for value in values:
        if type(value) in _NODE_KINDS:
            found.append(cast("Node", value))
        elif value.__class__ is tuple:
            _add_nodes(cast("tuple[object, ...]", value), found)


_NODE_KINDS: frozenset[type[Struct]] = frozenset(
    {
        Literal,
        Name,
        Member,
        Index,
        Call,
        Object,
        Array,
        Template,
        Unary,
        Binary,
        Conditional,
        Assign,
        Await,
        Element,
        Function,
        Class,
        Opaque,
        ObjectPattern,
        ArrayPattern,
        Bind,
        ExpressionStatement,
        If,
        Loop,
        Try,
        Block,
        Return,
        Raise,
        FunctionDeclaration,
        ClassDeclaration,
        Import,
        Export,
        ExportDefault,
        Argument,
        Property,
        Spread,
        Param,
        Field,
        Method,
        ObjectPatternEntry,
        ImportedName,
        ExportedName,
    }
)
_PLAIN = frozenset({"str", "int", "float", "bool", "None", "Span", "Span | None"})


def _may_hold_nodes(annotation: str) -> bool:
    """Tell whether a field of some type, as it is written above, may hold a node."""
    parts = [part.strip() for part in annotation.split("|")]
    return not annotation.startswith("OneOf[") and any(part not in _PLAIN for part in parts)


_PARTS: dict[type, tuple[str, ...]] = {
    kind: tuple(
        name for name in kind.__struct_fields__ if _may_hold_nodes(kind.__annotations__[name])
    )
    for kind in _NODE_KINDS
}
LEAVES: frozenset[type[Struct]] = frozenset(kind for kind, parts in _PARTS.items() if not parts)
"""The kinds of nodes with no nodes below them."""
