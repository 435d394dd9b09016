"""Go types: what a name, an annotation and a declaration of a type stand for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import structs

from supertokens_lint.languages import ir
from supertokens_lint.resolve.go_scopes import BUILTIN
from supertokens_lint.resolve.scopes import Binding, Scope
from supertokens_lint.resolve.values import (
    ArgumentValue,
    ClassRef,
    Closure,
    Entry,
    External,
    Instance,
    Invocation,
    Items,
    Reason,
    Unknown,
    Value,
)
from supertokens_lint.source import Place, Span

if TYPE_CHECKING:
    from supertokens_lint.resolve.evaluator import Evaluator

MAX_ALIASES = 6
_NOWHERE = Span(0, 0)
_NAMED_TYPE = re.compile(r"^[*.\s(]*(?:(\w+)\.)?([A-Za-z_]\w*)(?:\[[^\]]*\])?\)?$")


def external(callee: External, args: tuple[ArgumentValue, ...], place: Place) -> Invocation:
    """Return a struct of a package's type."""
    keywords = {arg.name: Entry(arg.value, arg.place or place) for arg in args if arg.name}
    given = tuple(arg for arg in args if arg.name is None)
    return Invocation(
        callee,
        tuple(arg.value for arg in given),
        keywords,
        place,
        is_new=True,
        arg_places=tuple(arg.place or place for arg in given),
    )


def underlying(cls: ClassRef) -> str | None:
    """Return what a type that is no struct is made of; ``None`` for structs."""
    for argument in cls.definition.keywords:
        if argument.name == "underlying" and isinstance(argument.value, ir.Literal):
            return str(argument.value.value)
    return None


def fields_of(cls: ClassRef) -> list[ir.Field]:
    """Return the fields of a struct type in order."""
    return [item for item in cls.definition.members if isinstance(item, ir.Field)]


def aliased(ev: Evaluator, cls: ClassRef) -> ClassRef | External:
    """Return the struct type that a type is another name of, else the type itself."""
    current = cls
    for _ in range(MAX_ALIASES):
        if underlying(current) is None or not current.definition.bases:
            return current
        found = ev.evaluate(current.definition.bases[0], current.scope)
        if isinstance(found, External) and found.module != BUILTIN:
            return found
        if not isinstance(found, ClassRef):
            return current
        current = found
    return current


def of_type(
    ev: Evaluator, annotation: str | None, scope: Scope, *, zero: Place | None = None
) -> Value | None:
    """Return a value of which only the type is known, or ``None`` when that tells nothing.

    ``zero`` is the place of a declaration that makes the zero value of the type.
    """
    match = _NAMED_TYPE.match(annotation or "")
    if match is None:
        return None
    package, name = match.groups()
    at = scope.module()
    start = ir.Name(package or name, _NOWHERE)
    found = ev.evaluate(start, at)
    if package is not None:
        found = ev.member(found, name, Place(scope.path, _NOWHERE))
    if isinstance(found, ClassRef):
        found = aliased(ev, found)
    if isinstance(found, ClassRef):
        is_struct = underlying(found) is None
        return Instance(found, () if zero is not None else None) if is_struct else None
    if isinstance(found, External) and found.module != BUILTIN and zero is not None:
        return None if (annotation or "").startswith("*") else external(found, (), zero)
    return None


def is_several(ev: Evaluator, argument: ir.Expr, scope: Scope) -> bool:
    """Tell whether an argument is a call whose several results are all handed on: ``f(g())``."""
    if scope.language is not ir.Language.GO or not isinstance(argument, ir.Call):
        return False
    callee = ev.evaluate(argument.callee, scope)
    return isinstance(callee, Closure) and "," in (callee.function.returns or "")


def declared(ev: Evaluator, binding: Binding, scope: Scope) -> Value:
    """Return what a variable that is declared without a value holds."""
    place = Place(scope.path, binding.span)
    found = of_type(ev, binding.annotation, scope, zero=place)
    if isinstance(found, Instance) and (binding.annotation or "").startswith("*"):
        return structs.replace(found, args=None)
    if found is not None:
        return found
    if (binding.annotation or "").startswith("[]"):
        return Items((), place)
    return Unknown(Reason.SYNTAX, f"{binding.name} is filled at run time")
