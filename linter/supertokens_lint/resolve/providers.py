"""Providers of dependency injection: what ``{ provide: TOKEN, useValue: ... }`` gives.

Source: docs.nestjs.com, "Custom providers" (useValue, useFactory with inject, useClass,
useExisting).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from supertokens_lint.languages import ir
from supertokens_lint.resolve.scopes import Scope
from supertokens_lint.resolve.values import (
    ArgumentValue,
    ClassRef,
    Closure,
    External,
    Instance,
    Items,
    Record,
    Value,
)

if TYPE_CHECKING:
    from supertokens_lint.resolve.evaluator import Evaluator

_NAMELESS = frozenset({"default", "*"})
SERVICES = {"ConfigService": External("@nestjs/config", ("ConfigService",))}


def token_of(token: ir.Expr, scope: Scope) -> str | None:
    """Return how a token is written: a text, a name, or ``Tokens.AUTH``.

    A name that an import gives another one is returned as the module calls it that it is from.
    """
    if isinstance(token, ir.Name):
        return _exported(token.id, scope)
    if isinstance(token, ir.Member) and isinstance(token.object, ir.Name):
        return f"{_exported(token.object.id, scope)}.{token.name}"
    text = token.value if isinstance(token, ir.Literal) else None
    return text if isinstance(text, str) else None


def _exported(local: str, scope: Scope) -> str:
    for binding in scope.module().names.bindings.get(local, ()):
        name = binding.imported_name
        if name is not None and name.imported not in _NAMELESS:
            return name.imported
    return local


def provides(node: ir.Object, token: str, scope: Scope) -> bool:
    """Tell whether an object is a provider of a token."""
    for entry in node.entries:
        if isinstance(entry, ir.Property) and entry.key == "provide":
            return token_of(entry.value, scope) == token
    return False


def given_by(ev: Evaluator, node: ir.Object, scope: Scope) -> Value | None:
    """Return what a provider gives, ``None`` for objects that are none."""
    record = ev.evaluate(node, scope)
    if not isinstance(record, Record):
        return None
    entry = record.entries.get("useValue")
    if entry is not None:
        return entry.value
    factory = record.entries.get("useFactory")
    if factory is not None and isinstance(factory.value, Closure):
        return _made(ev, factory.value, record)
    for key in ("useClass", "useExisting"):
        made = record.entries.get(key)
        if made is not None and isinstance(made.value, ClassRef):
            return Instance(made.value, None)
    return None if factory is None else factory.value


def _made(ev: Evaluator, factory: Closure, record: Record) -> Value:
    """Return what a factory gives for the services in its ``inject`` list."""
    from supertokens_lint.resolve import calling  # noqa: PLC0415 - mutual rooms

    tokens = record.entries.get("inject")
    listed = tokens.value.items if tokens and isinstance(tokens.value, Items) else ()
    services = [
        SERVICES.get(item.path[-1]) for item in listed if isinstance(item, External) and item.path
    ]
    given = tuple(ArgumentValue(service) for service in services if service is not None)
    is_known = bool(listed) and len(given) == len(listed)
    return calling.invoke(ev, factory, given if is_known else None)
