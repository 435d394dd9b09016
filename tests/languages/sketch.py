"""A short spelling of the neutral form for expectations in tests; places are left out."""

from __future__ import annotations

from msgspec import NODEFAULT, Struct
from msgspec.structs import FieldInfo, fields

from supertokens_lint.languages import ir
from supertokens_lint.languages.javascript import Dialect, read
from supertokens_lint.source import Span

_PLACES = frozenset(("span", "key_span", "name_span", "module_span"))


def sketch(value: object) -> str:
    """Spell a node as ``Type(field, option=field)``, names and literals as they are written."""
    if isinstance(value, ir.Name):
        return value.id
    if isinstance(value, ir.Literal):
        return repr(value.value)
    if isinstance(value, ir.ExpressionStatement):
        return f"{sketch(value.value)};"
    if isinstance(value, ir.Argument) and not value.name:
        return f"{value.spread}{sketch(value.value)}"
    if isinstance(value, tuple):
        return f"[{', '.join(map(sketch, value))}]"
    if isinstance(value, Struct):
        shown = (_field(value, item) for item in fields(value) if item.name not in _PLACES)
        return f"{type(value).__name__}({', '.join(text for text in shown if text)})"
    return repr(value)


def _field(node: object, item: FieldInfo) -> str:
    value = getattr(node, item.name)
    if item.default is NODEFAULT:
        return sketch(value)
    return "" if value == item.default else f"{item.name}={sketch(value)}"


def module(source: str, dialect: Dialect = Dialect.JAVASCRIPT) -> ir.Module:
    """Read a script that must be free of problems."""
    found = read("/app/file", source, dialect)
    assert found.problems == ()
    return found


def statements(source: str, dialect: Dialect = Dialect.JAVASCRIPT) -> str:
    """Spell the statements of a script that must be free of problems."""
    return " ".join(map(sketch, module(source, dialect).body))


def expression(source: str, dialect: Dialect = Dialect.JAVASCRIPT) -> str:
    """Spell an expression that must be free of problems."""
    (statement,) = module(f"x(\n{source}\n)", dialect).body
    assert isinstance(statement, ir.ExpressionStatement)
    assert isinstance(statement.value, ir.Call)
    (argument,) = statement.value.args
    return sketch(argument.value)


def text_of(source: str, span: Span) -> str:
    """Return the text at a place."""
    return source[span.start : span.end]
