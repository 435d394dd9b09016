"""Go structs: literals, fields, methods, and what is assigned to fields later.

A value of a struct type of the project is an :class:`Instance`, one of a package's type an
:class:`Invocation` that ``is_new``; both keep the fields that are given by name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from supertokens_lint.languages import ir
from supertokens_lint.resolve import go_settings
from supertokens_lint.resolve.callers import either_of
from supertokens_lint.resolve.fallbacks import simplified
from supertokens_lint.resolve.go_effects import Fill
from supertokens_lint.resolve.go_fields import Where
from supertokens_lint.resolve.go_types import aliased, external, fields_of, of_type, underlying
from supertokens_lint.resolve.scopes import MemberBinding, Scope
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

MAX_EMBEDDED = 6
MAX_FILES = 40
MAX_CHANGES = 60
_FILLED = Unknown(Reason.SYNTAX, "filled at run time")


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
        others = ev.go_fields.search(value.cls, item.name, Where.SHARED)
        return either_of([*others, written]) if others else written
    where = Where.ASSIGNED if value.args is not None else Where.ASSIGNED_AND_GIVEN
    elsewhere = ev.go_fields.search(value.cls, item.name, where)
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


def of_scalar(ev: Evaluator, value: Value, name: str, place: Place) -> Closure | None:
    """Return the method of a type that is no struct: the only one of that name in the program."""
    found: list[Closure] = []
    for path in ev.paths_mentioning(name, ir.Language.GO)[:MAX_FILES]:
        scope = ev.program.scope(path)
        for owner, members in scope.names.members.items() if scope is not None else ():
            for item in members:
                if scope is None or item.path != (name,) or not isinstance(item.value, ir.Function):
                    continue
                cls = ev.name(owner, scope, place.span)
                if isinstance(cls, ClassRef) and underlying(cls) is not None:
                    found.append(Closure(item.value, scope, value))
    return found[0] if len(found) == 1 else None


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


# --- assignments to fields -----------------------------------------------------------------------


def members_before(name: str, scope: Scope, at: Span | None) -> list[MemberBinding]:
    """Return what is assigned to members of a variable, before ``at`` where that is given."""
    found = scope.names.members.get(name, [])
    if scope.kind != "function" or at is None:
        return found
    return [item for item in found if item.span.end <= at.start]


def assigned(
    ev: Evaluator, value: Value, members: list[MemberBinding], fills: list[Fill], scope: Scope
) -> Value:
    """Return a value with the fields and keys that later statements assign.

    ``fills`` are calls that may have changed any of them.
    """
    changes: list[MemberBinding | Fill] = [*members, *fills]
    if len(changes) > MAX_CHANGES and isinstance(value, Instance | Invocation | Record):
        return Unknown(Reason.BOUND, "too many assignments to members")
    for item in sorted(changes, key=lambda item: item.span.start):
        if not isinstance(value, Instance | Invocation | Record):
            break
        if isinstance(item, Fill):
            value = _doubted(value, item)
            continue
        if not item.path:
            continue
        conditions = ev.conditions(item.guards, scope)
        if conditions is None:
            continue
        entry = Entry(ev.evaluate(item.value, scope), Place(scope.path, item.span))
        value = _with_path(ev, value, item.path, entry, conditions)
    return value


def _doubted(value: Instance | Invocation | Record, fill: Fill) -> Value:
    """Return a struct any of whose fields may have been filled with something else.

    What the project assigns to fields of its own types is found with each field.
    """
    if isinstance(value, Instance) and value.args is not None and not fill.fields:
        return structs.replace(value, args=(*value.args, ArgumentValue(_FILLED, spread="**")))
    if isinstance(value, Invocation):
        keywords = {
            key: Entry(either_of([_FILLED, entry.value]), entry.place)
            if key in (fill.fields or value.keywords)
            else entry
            for key, entry in value.keywords.items()
        }
        return structs.replace(value, keywords=keywords, open=True)
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
        return base if base.args is None else structs.replace(base, args=(*base.args, argument))
    if isinstance(base, Invocation):
        return structs.replace(base, keywords={**base.keywords, key: entry})
    return structs.replace(base, entries={**base.entries, key: entry})


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
