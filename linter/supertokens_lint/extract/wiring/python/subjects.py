"""Which application or router an expression stands for."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from supertokens_lint.extract.sdks import dotted
from supertokens_lint.extract.wiring.python.names import (
    APPLICATIONS,
    ROUTERS,
    external_names,
)
from supertokens_lint.languages import ir
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.scopes import Scope
from supertokens_lint.resolve.values import (
    External,
    Instance,
    Invocation,
    MethodOf,
    Reason,
    Unknown,
    Value,
    alternatives,
)
from supertokens_lint.source import Place, Span

MAX_LAYERS = 20


class Subject(Struct, frozen=True):
    """One application or router: where it is made tells which one it is."""

    kind: Literal["app", "router"]
    framework: str
    place: Place


class Subjects:
    """Finds subjects behind values: through variables, wrappers and classes that extend one."""

    def __init__(self, ev: Evaluator) -> None:
        self._ev = ev

    def of(self, value: Value | None) -> Subject | None:
        """Return the one application or router that a value can be, or ``None``."""
        if value is None:
            return None
        found = {
            subject
            for option in alternatives(value)
            if (subject := self._behind(option, 0)) is not None
        }
        return found.pop() if len(found) == 1 else None

    def of_expression(self, node: ir.Expr, scope: Scope) -> Subject | None:
        """Return the subject that an expression stands for, or ``None``."""
        return self.of(self._ev.evaluate(node, scope))

    def made_by(self, callee: Value) -> tuple[str, Literal["app", "router"]] | None:
        """Return the framework and kind of what calling a value makes, or ``None``."""
        for name in external_names(self._ev, callee):
            if name in APPLICATIONS:
                return APPLICATIONS[name], "app"
            if name in ROUTERS:
                return name.split(".", 1)[0], "router"
        return None

    def _behind(self, value: Value, depth: int) -> Subject | None:
        if depth > MAX_LAYERS:
            return None
        if isinstance(value, Instance):
            made = self.made_by(value.cls)
            if made is None:
                return None
            cls = value.cls
            return Subject(made[1], made[0], Place(cls.scope.path, cls.definition.span))
        if isinstance(value, MethodOf):
            wrapped = value.name in ("wsgi_app", "asgi_app", "app")
            return self._behind(value.target, depth + 1) if wrapped else None
        if not isinstance(value, Invocation):
            return None
        if isinstance(value.callee, External):
            made = self.made_by(value.callee)
            if made is not None:
                return Subject(made[1], made[0], value.place)
            return self._wrapped(value, depth)
        return None

    def _wrapped(self, value: Invocation, depth: int) -> Subject | None:
        """Return what an ASGI or WSGI wrapper such as ``CORSMiddleware(app, ...)`` holds."""
        if not isinstance(value.callee, External) or not is_wrapper(value.callee):
            return None
        entry = value.keywords.get("app")
        inner = value.args[0] if value.args else None if entry is None else entry.value
        if isinstance(inner, Unknown) and inner.reason is Reason.CYCLE:
            inner = self._earlier(value.place)
        return None if inner is None else self._behind(_only(inner), depth + 1)

    def _earlier(self, place: Place) -> Value | None:
        """Return what the name inside ``app = Wrapper(app)`` was worth before the assignment."""
        for node, site in self._ev.sites.calls(place.path):
            if node.span != place.span:
                continue
            given = [arg.value for arg in node.args if arg.name in (None, "app")]
            if given and isinstance(given[0], ir.Name):
                start = site.statement.span.start
                return self._ev.name(given[0].id, site.scope, Span(start, start))
        return None


def is_wrapper(callee: External) -> bool:
    """Tell whether a package's class is given an application and is one itself."""
    last = dotted(callee).rsplit(".", 1)[-1]
    return last.endswith(("Middleware", "ASGIApp", "Fix")) or last in ("Mangum", "WsgiToAsgi")


def _only(value: Value) -> Value:
    options = list(alternatives(value))
    return options[0] if len(options) == 1 else value
