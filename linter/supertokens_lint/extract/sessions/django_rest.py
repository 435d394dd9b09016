"""What Django REST framework checks before a view runs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from msgspec import Struct

from supertokens_lint.extract.sdks import dotted
from supertokens_lint.extract.session_facts import OtherCheck
from supertokens_lint.extract.sessions.context import Context
from supertokens_lint.extract.sessions.guarded import Guarded
from supertokens_lint.languages import ir
from supertokens_lint.resolve.instances import class_scope, lineage
from supertokens_lint.resolve.values import (
    ClassRef,
    Const,
    External,
    Invocation,
    Items,
    Record,
    Value,
)
from supertokens_lint.source import Place, Span

UNAUTHORIZED = 401
NAMING_A_SCHEME = frozenset(
    {
        "rest_framework.authentication.TokenAuthentication",
        "rest_framework.authentication.BasicAuthentication",
        "rest_framework_simplejwt.authentication.JWTAuthentication",
        "rest_framework_simplejwt.authentication.JWTStatelessUserAuthentication",
        "rest_framework_jwt.authentication.JSONWebTokenAuthentication",
        "oauth2_provider.contrib.rest_framework.OAuth2Authentication",
        "knox.auth.TokenAuthentication",
    }
)
KNOWN = NAMING_A_SCHEME | {"rest_framework.authentication.SessionAuthentication"}
REQUIRING = frozenset(
    {
        "rest_framework.permissions.IsAuthenticated",
        "rest_framework.permissions.IsAdminUser",
        "rest_framework.permissions.DjangoModelPermissions",
    }
)
DEFAULTS = {
    "authentication_classes": (
        "rest_framework.authentication.SessionAuthentication",
        "rest_framework.authentication.BasicAuthentication",
    ),
    "permission_classes": ("rest_framework.permissions.AllowAny",),
}
_SETTINGS = {
    "authentication_classes": "DEFAULT_AUTHENTICATION_CLASSES",
    "permission_classes": "DEFAULT_PERMISSION_CLASSES",
}
_GETTERS = {
    "authentication_classes": "get_authenticators",
    "permission_classes": "get_permissions",
}
_VIEW_ROOTS = ("rest_framework.views.", "rest_framework.generics.", "rest_framework.viewsets.")


class _Classes(Struct, frozen=True):
    """The names of a list of classes, and where it is written; ``None`` names are not known."""

    names: tuple[str | None, ...]
    place: Place | None


class RestFramework:
    """Tells which views answer 401 before the SDK verifies a session."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._ev = context.ev

    def check(self, item: Guarded) -> Iterator[OtherCheck]:
        """Yield the check of the view that a route's handler belongs to."""
        if not self._is_view(item):
            return
        authentication = self._classes(item, "authentication_classes")
        permission = self._classes(item, "permission_classes")
        names = authentication.names
        required = any(name in REQUIRING for name in permission.names)
        if not names or not required or any(name not in KNOWN for name in names):
            return
        first = names[0] or ""
        place = permission.place or authentication.place
        if first in NAMING_A_SCHEME and place is not None:
            label = f"{(permission.names[0] or '').rsplit('.', 1)[-1]} of Django REST framework"
            yield OtherCheck(label, place, item.verified, UNAUTHORIZED)

    def _is_view(self, item: Guarded) -> bool:
        if item.owner is None:
            return any(self._is_api_view(value) for value, _ in item.beside)
        return any(
            isinstance(base, External) and dotted(base).startswith(_VIEW_ROOTS)
            for base in lineage(self._ev, item.owner)
        )

    def _is_api_view(self, value: Value) -> bool:
        return (
            isinstance(value, Invocation)
            and isinstance(value.callee, External)
            and dotted(value.callee) == "rest_framework.decorators.api_view"
        )

    def _classes(self, item: Guarded, key: str) -> _Classes:
        own = self._of_class(item, key) or self._of_decorator(item, key)
        if own is not None:
            return own
        return self._settings.get(key) or _Classes(DEFAULTS[key], None)

    def _of_class(self, item: Guarded, key: str) -> _Classes | None:
        for base in () if item.owner is None else lineage(self._ev, item.owner):
            if not isinstance(base, ClassRef):
                continue
            for member in base.definition.members:
                if isinstance(member, ir.Field) and member.name == key and member.value:
                    scope = class_scope(self._ev, base, None)
                    value = self._ev.evaluate(member.value, scope)
                    return _Classes(_names(value), Place(scope.path, member.span))
                if isinstance(member, ir.Method) and member.name == _GETTERS[key]:
                    return _Classes((None,), None)
        return None

    def _of_decorator(self, item: Guarded, key: str) -> _Classes | None:
        for value, place in item.beside:
            callee = value.callee if isinstance(value, Invocation) else None
            if not isinstance(callee, External) or not isinstance(value, Invocation):
                continue
            if dotted(callee) == f"rest_framework.decorators.{key}" and value.args:
                return _Classes(_names(value.args[0]), place)
        return None

    @cached_property
    def _settings(self) -> dict[str, _Classes]:
        found: dict[str, _Classes] = {}
        for entry in self._context.homes.mentioning(b"REST_FRAMEWORK"):
            if not entry.path.endswith(".py"):
                continue
            value = self._ev.exported(entry.path, "REST_FRAMEWORK")
            for key, name in _SETTINGS.items():
                given = value.entries.get(name) if isinstance(value, Record) else None
                if given is not None:
                    found[key] = _Classes(_names(given.value), given.place)
                elif isinstance(value, Record) and value.rest is not None:
                    found[key] = _Classes((None,), Place(entry.path, Span(0, 0)))
        return found


def _names(value: Value) -> tuple[str | None, ...]:
    """Return the dotted names of a list of classes, given as classes or as texts."""
    if not isinstance(value, Items) or value.rest is not None:
        return (None,)
    return tuple(_name(item) for item in value.items)


def _name(value: Value) -> str | None:
    if isinstance(value, External):
        return dotted(value)
    text = value.value if isinstance(value, Const) else None
    return text if isinstance(text, str) else None
