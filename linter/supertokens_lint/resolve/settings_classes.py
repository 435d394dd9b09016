"""Settings classes whose fields are filled from environment variables.

Sources: pydantic-settings documentation ("Environment variable names", ``env_prefix``,
``validation_alias``, ``env_nested_delimiter``) and pydantic v1 (``Field(env=...)``,
``class Config``).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from supertokens_lint.finding import Step
from supertokens_lint.languages import ir
from supertokens_lint.resolve.scopes import Scope
from supertokens_lint.resolve.values import (
    ArgumentValue,
    ClassRef,
    Const,
    Entry,
    EnvVar,
    External,
    FirstOf,
    Instance,
    Invocation,
    Items,
    Reason,
    Record,
    Unknown,
    Value,
)
from supertokens_lint.source import Place

if TYPE_CHECKING:
    from supertokens_lint.resolve.evaluator import Evaluator

SETTINGS_BASES = frozenset({"BaseSettings", "Settings"})
SETTINGS_MODULES = ("pydantic", "pydantic_settings", "pydantic.v1", "pydantic.env_settings")
ALIAS_KEYS = ("validation_alias", "env", "alias")
_MODEL = re.compile(
    r"""\s*(?:typing\.)?(?:Optional\[)?["']?([A-Za-z_]\w*)["']?\]?(?:\s*\|\s*None)?\s*"""
)
MAX_NESTED = 6
_TRANSFORMERS = (("plainToInstance",), ("plainToClass",))
SOURCES = frozenset({"settings_customise_sources", "customise_sources"})
FIELD_MAKERS = frozenset(
    {
        ("dataclasses", "field"),
        ("pydantic", "Field"),
        ("pydantic", "PrivateAttr"),
        ("attr", "ib"),
        ("attr", "attrib"),
        ("attr", "field"),
        ("attrs", "field"),
        ("msgspec", "field"),
    }
)


def is_settings_class(bases: tuple[ClassRef | External, ...]) -> bool:
    """Tell whether one of a class's bases is pydantic's ``BaseSettings``."""
    return any(
        isinstance(base, External)
        and base.module.split(".")[0] in ("pydantic", "pydantic_settings")
        and base.path[-1:] == ("BaseSettings",)
        for base in bases
    )


def settings_field(ev: Evaluator, cls: ClassRef, field: ir.Field, scope: Scope) -> Value:
    """Return a field of a settings class: its environment variable, else its default."""
    place = Place(scope.path, field.span)
    if any(isinstance(m, ir.Method) and m.name in SOURCES for m in cls.definition.members):
        return Unknown(Reason.SYNTAX, "settings from sources that the project chooses")
    default = None if field.value is None else ev.evaluate(field.value, scope)
    names: tuple[str, ...] = ()
    if default is not None:
        names, default = _aliases(default), field_default(ev, default, place)
    names = names or _named_in_config(ev, cls, field.name)
    nested = _nested(ev, cls, field, default, scope)
    if nested is not None or isinstance(default, Instance | Record):
        return nested or default or Unknown(Reason.SYNTAX, "nested settings")
    if not names:
        names = (_option(ev, cls, "env_prefix") + field.name,)
    variables: tuple[Value, ...] = tuple(
        EnvVar(name.upper(), scope.path, (Step(f"reads {name.upper()}", place),)) for name in names
    )
    if default is None:
        return variables[0] if len(variables) == 1 else FirstOf(variables, "nullish")
    return FirstOf((*variables, default), "nullish")


def field_default(ev: Evaluator, value: Value, place: Place) -> Value | None:
    """Return the default in ``field(default=...)``, ``Field(...)`` or ``attr.ib(...)``.

    Any other value is the default itself; ``None`` comes back when a field has none.
    """
    from supertokens_lint.resolve import calling  # noqa: PLC0415 - mutual rooms

    callee = value.callee if isinstance(value, Invocation) else None
    if not isinstance(value, Invocation) or not isinstance(callee, External):
        return value
    if (callee.module.split(".")[0], *callee.path[-1:]) not in FIELD_MAKERS:
        return value
    factory = value.keywords.get("default_factory") or value.keywords.get("factory")
    if factory is not None:
        return calling.apply(ev, factory.value, (), place)
    entry = value.keywords.get("default")
    default = entry.value if entry is not None else next(iter(value.args), None)
    is_required = isinstance(default, External) and default.path == ("Ellipsis",)
    return None if is_required else default


def _aliases(value: Value) -> tuple[str, ...]:
    if not isinstance(value, Invocation) or not isinstance(value.callee, External):
        return ()
    if value.callee.path[-1:] != ("Field",):
        return ()
    for key in ALIAS_KEYS:
        alias = value.keywords.get(key)
        if alias is not None:
            return _alias_names(alias.value)
    return ()


def _alias_names(value: Value) -> tuple[str, ...]:
    if isinstance(value, Const) and isinstance(value.value, str):
        return (value.value,)
    if isinstance(value, Invocation):
        return tuple(name for arg in value.args for name in _alias_names(arg))
    if isinstance(value, Items):
        return tuple(name for item in value.items for name in _alias_names(item))
    return ()


def _nested(
    ev: Evaluator, cls: ClassRef, field: ir.Field, default: Value | None, scope: Scope
) -> Value | None:
    """Return a model whose fields have variables of their own: ``API__DOMAIN`` for ``api.domain``.

    ``None`` for fields of other types, and where no delimiter is set: the model's own fields, or
    its default, then say what it holds.
    """
    delimiter = _option(ev, cls, "env_nested_delimiter")
    model = _model(ev, field, default, scope) if delimiter else None
    if model is None:
        return None
    name = _option(ev, cls, "env_prefix") + field.name
    return _model_of_variables(ev, model, default, name, delimiter, scope.path)


def _model(ev: Evaluator, field: ir.Field, default: Value | None, scope: Scope) -> ClassRef | None:
    from supertokens_lint.resolve.instances import lineage  # noqa: PLC0415 - mutual rooms

    named = _MODEL.fullmatch(field.annotation or "")
    value = ev.name(named.group(1), scope, field.span) if named is not None else None
    if isinstance(default, Instance):
        value = default.cls
    if not isinstance(value, ClassRef):
        return None
    bases = tuple(lineage(ev, value))
    is_model = any(
        isinstance(base, External) and base.path[-1:] == ("BaseModel",) for base in bases
    )
    return value if is_model and not is_settings_class(bases) else None


def _model_of_variables(
    ev: Evaluator, model: ClassRef, default: Value | None, name: str, delimiter: str, reader: str
) -> Instance:
    from supertokens_lint.resolve.instances import class_scope  # noqa: PLC0415 - mutual rooms

    scope = class_scope(ev, model, None)
    base = default if isinstance(default, Instance) else Instance(model, ())
    given: list[ArgumentValue] = []
    for field in model.definition.members:
        if not isinstance(field, ir.Field) or field.is_static:
            continue
        place = Place(scope.path, field.span)
        full = f"{name}{delimiter}{field.name}"
        has_value = field.value is not None or (default is not None and bool(base.args))
        inner = ev.member(base, field.name, place) if has_value else None
        deeper = _model(ev, field, inner, scope)
        if deeper is not None and full.count(delimiter) < MAX_NESTED:
            value: Value = _model_of_variables(ev, deeper, inner, full, delimiter, reader)
        else:
            variable = EnvVar(full.upper(), reader, (Step(f"reads {full.upper()}", place),))
            value = variable if inner is None else FirstOf((variable, inner), "nullish")
        given.append(ArgumentValue(value, field.name, place=place))
    return Instance(model, tuple(given))


def _option(ev: Evaluator, cls: ClassRef, name: str) -> str:
    """Return a text in ``model_config`` or ``class Config``; empty when it is not there."""
    from supertokens_lint.resolve.instances import class_scope  # noqa: PLC0415 - mutual rooms

    scope = class_scope(ev, cls, None)
    for keyword in cls.definition.keywords:
        if keyword.name == name:
            return _text(ev.evaluate(keyword.value, cls.scope))
    for member in cls.definition.members:
        if isinstance(member, ir.Field) and member.name == "model_config" and member.value:
            config = ev.evaluate(member.value, scope)
            return _text(_keyword(config, name))
    return _text(_in_config(ev, cls, name))


def _in_config(ev: Evaluator, cls: ClassRef, name: str) -> Value | None:
    """Return an option in the ``class Config`` of a settings class."""
    from supertokens_lint.resolve.instances import class_scope  # noqa: PLC0415 - mutual rooms

    for statement in cls.definition.body:
        if isinstance(statement, ir.ClassDeclaration) and statement.definition.name == "Config":
            for member in statement.definition.members:
                if isinstance(member, ir.Field) and member.name == name and member.value:
                    return ev.evaluate(member.value, class_scope(ev, cls, None))
    return None


def _named_in_config(ev: Evaluator, cls: ClassRef, field: str) -> tuple[str, ...]:
    """Return the names in pydantic v1's ``class Config: fields = {"x": {"env": "X"}}``."""
    entry = _keyword(_in_config(ev, cls, "fields") or Const(None), field)
    return () if entry is None else _alias_names(_keyword(entry, "env") or entry)


def _keyword(value: Value, key: str) -> Value | None:
    if isinstance(value, Invocation) and key in value.keywords:
        return value.keywords[key].value
    if isinstance(value, Record) and key in value.entries:
        return value.entries[key].value
    return None


def _text(value: Value | None) -> str:
    """Return a text, or the one that stands in for an unset variable; empty for all else."""
    if isinstance(value, FirstOf):
        value = value.options[-1]
    return value.value if isinstance(value, Const) and isinstance(value.value, str) else ""


def validated(ev: Evaluator, value: Value, place: Place) -> Value | None:
    """Return the variables of a class that class-transformer makes of the environment, or ``None``.

    Source: docs.nestjs.com, "Custom validate function": ``plainToInstance(Variables, config)``.
    """
    from supertokens_lint.resolve.instances import class_scope  # noqa: PLC0415 - mutual rooms

    callee = value.callee if isinstance(value, Invocation) else None
    if not isinstance(value, Invocation) or not isinstance(callee, External):
        return None
    cls = value.args[0] if value.args else None
    is_made = callee.module == "class-transformer" and callee.path[-1:] in _TRANSFORMERS
    if not is_made or not isinstance(cls, ClassRef):
        return None
    scope = class_scope(ev, cls, None)
    entries: dict[str, Entry] = {}
    for field in cls.definition.members:
        if not isinstance(field, ir.Field) or field.is_static:
            continue
        at = Place(scope.path, field.span)
        variable = EnvVar(field.name, scope.path, (Step(f"reads {field.name}", at),))
        default = None if field.value is None else ev.evaluate(field.value, scope)
        either = variable if default is None else FirstOf((variable, default), "nullish")
        entries[field.name] = Entry(either, at)
    return Record(entries, place)
