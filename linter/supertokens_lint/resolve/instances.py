"""Classes of the project: fields, properties, constructors, and settings classes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from supertokens_lint.languages import ir
from supertokens_lint.resolve import calling, go_structs
from supertokens_lint.resolve.scopes import Binding, Names, Scope, names_of
from supertokens_lint.resolve.settings_classes import (
    field_default,
    is_settings_class,
    settings_field,
)
from supertokens_lint.resolve.values import (
    ArgumentValue,
    ClassRef,
    Closure,
    Const,
    External,
    Instance,
    MethodOf,
    Reason,
    Unknown,
    Value,
    through,
)
from supertokens_lint.source import Place

if TYPE_CHECKING:
    from supertokens_lint.resolve.evaluator import Evaluator

MAX_BASES = 8


def class_scope(ev: Evaluator, cls: ClassRef, this: Value | None) -> Scope:
    """Return the scope of a class body."""
    return Scope(
        cls.scope.path,
        "class",
        _class_names(ev, cls.definition),
        cls.scope.language,
        cls.scope,
        None,
        None,
        this,
        cls.definition,
    )


def _class_names(ev: Evaluator, definition: ir.Class) -> Names:
    known = ev.class_names.get(id(definition))
    if known is None:
        names = names_of(definition.body)
        for member in definition.members:
            if isinstance(member, ir.Field) and member.value is not None:
                binding = Binding(member.name, "value", member.span, value=member.value)
                names.bindings.setdefault(member.name, []).append(binding)
        known = (definition, names)
        ev.class_names[id(definition)] = known
    return known[1]


def lineage(ev: Evaluator, cls: ClassRef) -> Iterator[ClassRef | External]:
    """Yield a class and what it derives from, nearest first; bounded."""
    pending: list[Value] = [cls]
    seen: set[int] = set()
    while pending and len(seen) < MAX_BASES:
        current = pending.pop(0)
        if isinstance(current, External):
            yield current
        if not isinstance(current, ClassRef) or id(current.definition) in seen:
            continue
        seen.add(id(current.definition))
        yield current
        pending.extend(ev.evaluate(base, current.scope) for base in current.definition.bases)


def member(ev: Evaluator, value: Instance | ClassRef, name: str, place: Place) -> Value:
    """Return ``instance.name`` or ``Class.name``."""
    cls = value.cls if isinstance(value, Instance) else value
    if cls.scope.language is ir.Language.GO:
        return go_structs.member(ev, value, name, place)
    bases = tuple(lineage(ev, cls))
    settings = isinstance(value, Instance) and is_settings_class(bases)
    opaque_base: External | None = None
    for base in bases:
        if isinstance(base, External):
            opaque_base = opaque_base or base
            continue
        found = _own_member(ev, value, base, name, settings=settings)
        if found is not None:
            return through(found, f"read as {name}", place)
    if isinstance(value, Instance):
        constructed = _constructed(ev, value, bases, name)
        if constructed is not None:
            return through(constructed, f"read as {name}", place)
    if opaque_base is not None:
        return MethodOf(value, name)
    if name in ("get", "copy", "dict", "model_dump", "value"):
        return MethodOf(value, name)
    return Unknown(Reason.MISSING_NAME, f"{cls.definition.name or 'class'}.{name}")


def _own_member(
    ev: Evaluator, value: Instance | ClassRef, cls: ClassRef, name: str, *, settings: bool
) -> Value | None:
    this: Value = value
    scope = class_scope(ev, cls, this)
    for item in reversed(cls.definition.members):
        if item.name != name:
            continue
        if isinstance(item, ir.Method):
            closure = Closure(item.function, scope, this)
            return calling.invoke(ev, closure, ()) if item.kind == "get" else closure
        given = _given_field(value, cls, item)
        if given is not None:
            return given
        if settings:
            return settings_field(ev, cls, item, scope)
        if item.value is None:
            return _assigned_late(ev, cls, item)
        written = ev.evaluate(item.value, scope)
        found = field_default(ev, written, Place(scope.path, item.span))
        late = _assigned_late(ev, cls, item) if _is_null(found) else None
        return found if late is None else late
    return ev.name(name, scope, cls.definition.span) if name in scope.names.bindings else None


def _is_null(value: Value | None) -> bool:
    return isinstance(value, Const) and value.value is None


def _assigned_late(ev: Evaluator, cls: ClassRef, item: ir.Field) -> Value | None:
    """Return what static methods put into a static field: the instance of a singleton."""
    if not item.is_static and cls.scope.language is not ir.Language.PYTHON:
        return None
    receivers = {"this", "cls", cls.definition.name}
    for method in cls.definition.members:
        if not isinstance(method, ir.Method) or not (method.is_static or method.name == "__new__"):
            continue
        names = ev.program.names(method.function, cls.scope.language)
        scope = Scope(
            cls.scope.path,
            "function",
            names,
            cls.scope.language,
            class_scope(ev, cls, cls),
            method.function,
            None,
            cls,
        )
        for receiver in receivers:
            for assigned in names.members.get(receiver or "", ()):
                if assigned.path == (item.name,):
                    return ev.evaluate(assigned.value, scope)
    return None


def _given_field(value: Instance | ClassRef, cls: ClassRef, item: ir.Field) -> Value | None:
    if not isinstance(value, Instance) or not value.args or _constructor(cls) is not None:
        return None
    fields = [field for field in cls.definition.members if isinstance(field, ir.Field)]
    for index, argument in enumerate(value.args):
        if argument.name == item.name:
            return argument.value
        named = index < len(fields) and fields[index].name == item.name
        if argument.name is None and not argument.spread and named:
            return argument.value
    if any(argument.spread for argument in value.args):
        return Unknown(Reason.PARAMETER, "arguments that are not written out")
    return None


def _constructor(cls: ClassRef) -> ir.Method | None:
    return next(
        (
            item
            for item in cls.definition.members
            if isinstance(item, ir.Method) and item.kind == "constructor"
        ),
        None,
    )


def _constructed(
    ev: Evaluator, value: Instance, bases: tuple[ClassRef | External, ...], name: str
) -> Value | None:
    for base in bases:
        if not isinstance(base, ClassRef):
            continue
        constructor = _constructor(base)
        methods = [constructor] if constructor is not None else []
        methods += [
            item
            for item in base.definition.members
            if isinstance(item, ir.Method) and item is not constructor
        ]
        for method in methods:
            args = value.args if method is constructor else None
            found = _assigned_in(ev, value, base, method, args, name)
            if found is not None:
                return found
    return None


def _assigned_in(
    ev: Evaluator,
    value: Instance,
    cls: ClassRef,
    method: ir.Method,
    args: tuple[ArgumentValue, ...] | None,
    name: str,
) -> Value | None:
    function = method.function
    names = ev.program.names(function, cls.scope.language)
    outer = class_scope(ev, cls, value)
    scope = Scope(
        cls.scope.path, "function", names, cls.scope.language, outer, function, args, value
    )
    receiver = "this"
    if cls.scope.language is ir.Language.PYTHON:
        first = function.params[0].target if function.params else None
        receiver = first.id if isinstance(first, ir.Name) else "self"
    for assigned in names.members.get(receiver, ()):
        if assigned.path == (name,):
            return ev.evaluate(assigned.value, scope)
    for param in function.params:
        target = param.target
        if param.accessibility is not None and isinstance(target, ir.Name) and target.id == name:
            return ev.callers.parameter(param, scope)
    return None
