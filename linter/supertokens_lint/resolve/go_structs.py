"""Go structs: literals, fields, methods, and what is assigned to fields later.

A value of a struct type of the project is an :class:`Instance`, one of a package's type an
:class:`Invocation` that ``is_new``; both keep the fields that are given by name.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from supertokens_lint.languages import ir
from supertokens_lint.resolve import go_settings
from supertokens_lint.resolve.callers import either_of
from supertokens_lint.resolve.fallbacks import simplified
from supertokens_lint.resolve.go_scopes import BUILTIN
from supertokens_lint.resolve.scopes import Binding, MemberBinding, Scope
from supertokens_lint.resolve.values import (
    ArgumentValue,
    Case,
    Choice,
    ClassRef,
    Closure,
    Condition,
    Entry,
    External,
    Instance,
    Invocation,
    Items,
    MethodOf,
    Reason,
    Record,
    Unknown,
    Value,
    through,
)
from supertokens_lint.source import Place, Span

if TYPE_CHECKING:
    from supertokens_lint.resolve.evaluator import Evaluator

MAX_ALIASES = 6
MAX_EMBEDDED = 6
_NOWHERE = Span(0, 0)
_FILLED = Unknown(Reason.SYNTAX, "filled at run time")
_NAMED_TYPE = re.compile(r"^[*.\s(]*(?:(\w+)\.)?([A-Za-z_]\w*)(?:\[[^\]]*\])?\)?$")


def made(
    ev: Evaluator, callee: ClassRef, args: tuple[ArgumentValue, ...], place: Place, *, is_new: bool
) -> Value:
    """Return what ``T{...}`` or the conversion ``T(x)`` makes of a type of the project."""
    target = aliased(ev, callee)
    if not is_new:
        return args[0].value if args else Unknown(Reason.SYNTAX, "conversion")
    if isinstance(target, External):
        return external(target, args, place)
    if underlying(target) == "slice":
        return Items(tuple(arg.value for arg in args), place)
    if underlying(target) == "map":
        entries = {
            arg.name: Entry(arg.value, arg.place or place) for arg in args if arg.name is not None
        }
        return Record(entries, place)
    return Instance(target, args, callee.trail)


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


# --- members -------------------------------------------------------------------------------------


def member(ev: Evaluator, value: Instance | ClassRef, name: str, place: Place) -> Value:
    """Return ``value.name``: a field, a method, or what an embedded type has."""
    found = _member(ev, value, name, 0)
    if found is None:
        cls = value.cls if isinstance(value, Instance) else value
        return Unknown(Reason.MISSING_NAME, f"{cls.definition.name or 'struct'}.{name}")
    return through(found, f"read as {name}", place)


def _member(ev: Evaluator, value: Instance | ClassRef, name: str, depth: int) -> Value | None:
    cls = value.cls if isinstance(value, Instance) else value
    method = _method(ev, value, cls, name)
    if method is not None:
        return method
    if not isinstance(value, Instance):
        return None
    item = next((item for item in fields_of(cls) if item.name == name), None)
    if item is not None:
        return _field(ev, value, item)
    return _embedded(ev, value, name, depth) if depth < MAX_EMBEDDED else None


def fields_of(cls: ClassRef) -> list[ir.Field]:
    """Return the fields of a struct type in order."""
    return [item for item in cls.definition.members if isinstance(item, ir.Field)]


def given(value: Instance, name: str) -> Value | None:
    """Return the value that a literal or a later assignment gives a field.

    What may have been filled after that has an alternative that nobody knows.
    """
    fields = fields_of(value.cls)
    args = value.args or ()
    doubted = False
    for index in range(len(args) - 1, -1, -1):
        argument = args[index]
        plain = argument.name is None and not argument.spread
        by_place = plain and index < len(fields) and fields[index].name == name
        if argument.name == name or by_place:
            return either_of([_FILLED, argument.value]) if doubted else argument.value
        doubted = doubted or argument.spread == "**"
    return None


def _field(ev: Evaluator, value: Instance, item: ir.Field) -> Value:
    written = given(value, item.name)
    settings = go_settings.field(ev, value.cls, item, written)
    if settings is not None:
        return settings
    if written is not None:
        others = ev.go_fields.shared(value.cls, item.name)
        return either_of([*others, written]) if others else written
    elsewhere = ev.go_fields.search(value.cls, item.name, literals=value.args is None)
    if elsewhere:
        return either_of(elsewhere)
    inner = of_type(
        ev, item.annotation, value.cls.scope, zero=Place(value.cls.scope.path, item.span)
    )
    if isinstance(inner, Instance):
        return inner if value.args is not None else Instance(inner.cls, None)
    default = go_settings.tag_default(item, value.cls.scope.path)
    if default is not None:
        return default
    return Unknown(Reason.SYNTAX, f"{item.name} is filled at run time")


def _method(ev: Evaluator, value: Value, cls: ClassRef, name: str) -> Value | None:
    for path in ev.program.go.files(cls.scope.path):
        scope = ev.program.scope(path)
        assigned = [] if scope is None else scope.names.members.get(cls.definition.name or "", [])
        for item in assigned:
            if scope is not None and item.path == (name,) and isinstance(item.value, ir.Function):
                return Closure(item.value, scope, value)
    return None


def _embedded(ev: Evaluator, value: Instance, name: str, depth: int) -> Value | None:
    outside: External | None = None
    for base in value.cls.definition.bases:
        found = ev.evaluate(base, value.cls.scope)
        label = base.name if isinstance(base, ir.Member) else getattr(base, "id", "")
        inner = given(value, label)
        if inner is None and isinstance(found, ClassRef):
            target = aliased(ev, found)
            known = () if value.args is not None else None
            inner = Instance(target, known) if isinstance(target, ClassRef) else None
        if isinstance(inner, Instance):
            promoted = _member(ev, inner, name, depth + 1)
            if promoted is not None:
                return promoted
        elif inner is not None:
            return ev.member(inner, name, Place(value.cls.scope.path, base.span))
        if isinstance(found, External):
            outside = outside or found
    return None if outside is None else MethodOf(outside, name)


def declared(ev: Evaluator, binding: Binding, scope: Scope) -> Value:
    """Return what a variable that is declared without a value holds."""
    place = Place(scope.path, binding.span)
    found = of_type(ev, binding.annotation, scope, zero=place)
    if isinstance(found, Instance) and (binding.annotation or "").startswith("*"):
        return replace(found, args=None)
    if found is not None:
        return found
    if (binding.annotation or "").startswith("[]"):
        return Items((), place)
    return Unknown(Reason.SYNTAX, f"{binding.name} is filled at run time")


# --- assignments to fields -----------------------------------------------------------------------


def members_before(name: str, scope: Scope, at: Span | None) -> list[MemberBinding]:
    """Return what is assigned to members of a variable, before ``at`` where that is given."""
    found = scope.names.members.get(name, [])
    if scope.kind != "function" or at is None:
        return found
    return [item for item in found if item.span.end <= at.start]


def assigned(
    ev: Evaluator, value: Value, members: list[MemberBinding], fills: list[Span], scope: Scope
) -> Value:
    """Return a value with the fields and keys that later statements assign.

    ``fills`` are the places of calls that may have changed any of them.
    """
    for item in sorted((*members, *fills), key=_start):
        if not isinstance(value, Instance | Invocation | Record):
            break
        if isinstance(item, Span):
            value = _doubted(value)
            continue
        if not item.path:
            continue
        conditions = ev.conditions(item.guards, scope)
        if conditions is None:
            continue
        entry = Entry(ev.evaluate(item.value, scope), Place(scope.path, item.span))
        value = _with_path(ev, value, item.path, entry, conditions)
    return value


def _start(item: MemberBinding | Span) -> int:
    return item.start if isinstance(item, Span) else item.span.start


def _doubted(value: Instance | Invocation | Record) -> Value:
    """Return a struct any of whose fields may have been filled with something else."""
    if isinstance(value, Instance) and value.args is not None:
        return replace(value, args=(*value.args, ArgumentValue(_FILLED, spread="**")))
    if isinstance(value, Invocation):
        return replace(value, open=True)
    return value


def _with_path(
    ev: Evaluator,
    base: Instance | Invocation | Record,
    path: tuple[str, ...],
    entry: Entry,
    conditions: tuple[Condition, ...],
) -> Value:
    key, deeper = path[0], path[1:]
    before = _current(ev, base, key, entry.place, is_struct=bool(deeper))
    if deeper:
        if not isinstance(before, Instance | Invocation | Record):
            return base
        entry = Entry(_with_path(ev, before, deeper, entry, conditions), entry.place)
    elif conditions:
        known = Unknown(Reason.SYNTAX, f"{key} is not set") if before is None else before
        chosen = Choice((Case(conditions, entry.value), Case((), known)))
        entry = Entry(simplified(chosen), entry.place)
    if isinstance(base, Instance):
        argument = ArgumentValue(entry.value, key, place=entry.place)
        return base if base.args is None else replace(base, args=(*base.args, argument))
    if isinstance(base, Invocation):
        return replace(base, keywords={**base.keywords, key: entry})
    return replace(base, entries={**base.entries, key: entry})


def _current(
    ev: Evaluator,
    base: Instance | Invocation | Record,
    key: str,
    place: Place,
    *,
    is_struct: bool,
) -> Value | None:
    if isinstance(base, Instance):
        return member(ev, base, key, place)
    entries = base.keywords if isinstance(base, Invocation) else base.entries
    entry = entries.get(key)
    if entry is not None:
        return entry.value
    return _zero_field(base, key, place) if is_struct and isinstance(base, Invocation) else None


def _zero_field(base: Invocation, key: str, place: Place) -> Value | None:
    """Return the struct that ``x.Key.Inner = ...`` assigns to: its type is not needed."""
    if not isinstance(base.callee, External):
        return None
    return external(External(base.callee.module, (key,)), (), place)
