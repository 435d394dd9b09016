"""What else changes the variables of Go programs: calls that fill structs, and functions.

Pointers are not followed: a call that is given a variable by its name may change it when it is
known to fill what it is given, or when it is a function of the project that assigns to fields of
that parameter.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from supertokens_lint.languages import ir
from supertokens_lint.resolve.callers import ANY_CALLER
from supertokens_lint.resolve.fallbacks import simplified
from supertokens_lint.resolve.scopes import Names, Scope, walk_outside_functions
from supertokens_lint.resolve.values import Case, Choice, Closure, External, Value
from supertokens_lint.source import Span

if TYPE_CHECKING:
    from supertokens_lint.resolve.evaluator import Evaluator
    from supertokens_lint.resolve.sites import Site

# Functions of encoding/json, yaml, toml, viper, koanf, cleanenv and their like.
FILLERS = frozenset(
    {"Unmarshal", "UnmarshalStrict", "UnmarshalExact", "UnmarshalKey", "UnmarshalWithConf",
     "Decode", "DecodeFile", "ReadConfig", "LoadConfig", "Load", "Parse", "ParseJSON", "Process",
     "MustProcess", "Populate", "Bind", "BindJSON", "Scan", "Fill", "Merge", "Copy"}
)  # fmt: skip
# What these fill is told by the tags of the fields: see go_settings.
_BY_TAGS = ("caarlos0/env", "envconfig", "go-env", "envdecode")
_STARTED = frozenset({"main", "init"})
MAX_LATE = 6


class Handed(Struct, frozen=True):
    """A call that is given a variable by its name."""

    call: ir.Call
    index: int
    span: Span


class Fill(Struct, frozen=True):
    """A call that may change a variable.

    ``fields`` are those that a function of the project assigns to; empty when it may be any.
    """

    span: Span
    fields: frozenset[str] = frozenset()


class GoEffects:
    """Finds the calls that may change a variable, and the functions that assign to one."""

    def __init__(self, ev: Evaluator) -> None:
        self._ev = ev
        self._handed: dict[int, tuple[Names, dict[str, list[Handed]]]] = {}
        self._known: dict[tuple[int, int], frozenset[str] | None] = {}
        self._late: dict[str, dict[str, list[Site]]] = {}

    def fills(self, name: str, scope: Scope, at: Span | None) -> list[Fill]:
        """Return the calls, before ``at``, that may fill a variable of a function."""
        if scope.kind != "function":
            return []
        found: list[Fill] = []
        for item in self._calls(scope).get(name, ()):
            if at is None or item.span.end <= at.start:
                change = self._changes(item, scope)
                if change is not None:
                    found.append(Fill(item.span, change))
        return found

    def _calls(self, scope: Scope) -> dict[str, list[Handed]]:
        known = self._handed.get(id(scope.names))
        if known is None:
            found: dict[str, list[Handed]] = {}
            for placed in scope.names.statements:
                for node in walk_outside_functions(placed.statement):
                    if isinstance(node, ir.Call) and not node.is_new:
                        for index, argument in enumerate(node.args):
                            if isinstance(argument.value, ir.Name):
                                handed = Handed(node, index, node.span)
                                found.setdefault(argument.value.id, []).append(handed)
            known = (scope.names, found)
            self._handed[id(scope.names)] = known
        return known[1]

    def _changes(self, item: Handed, scope: Scope) -> frozenset[str] | None:
        key = (id(item.call), item.index)
        if key not in self._known:
            self._known[key] = self._may_change(item, scope)
        return self._known[key]

    def _may_change(self, item: Handed, scope: Scope) -> frozenset[str] | None:
        callee = item.call.callee
        label = callee.name if isinstance(callee, ir.Member) else getattr(callee, "id", "")
        value = self._ev.evaluate(callee, scope)
        if isinstance(value, Closure):
            return self._assigns_to(value, item.index)
        if isinstance(value, External) and any(word in value.module for word in _BY_TAGS):
            return None
        return frozenset() if label in FILLERS else None

    def _assigns_to(self, closure: Closure, index: int) -> frozenset[str] | None:
        params = closure.function.params
        target = params[index].target if index < len(params) else None
        names = self._ev.program.names(closure.function, ir.Language.GO)
        if not isinstance(target, ir.Name):
            return None
        inner = Scope(closure.scope.path, "function", names, ir.Language.GO, closure.scope)
        if any(self._label(item) in FILLERS for item in self._calls(inner).get(target.id, ())):
            return frozenset()
        fields = frozenset(item.path[0] for item in names.members.get(target.id, ()) if item.path)
        return fields or None

    def _label(self, item: Handed) -> str:
        callee = item.call.callee
        return callee.name if isinstance(callee, ir.Member) else ""

    # --- variables of a package ------------------------------------------------------------------

    def reassigned(self, name: str, value: Value, scope: Scope) -> Value:
        """Return a package's variable with what functions of the package assign to it.

        ``main`` and ``init`` run; whether other functions do, and when, is not known.
        """
        for site in self._assignments(scope.path).get(name, ())[:MAX_LATE]:
            node = site.node
            conditions = self._ev.conditions(site.guards, site.scope)
            if conditions is None or not isinstance(node, ir.Bind) or node.value is None:
                continue
            if site.functions[0].name not in _STARTED or len(site.functions) > 1:
                conditions = (*conditions, ANY_CALLER)
            found = self._ev.evaluate(node.value, site.scope)
            if conditions:
                found = simplified(Choice((Case(conditions, found), Case((), value))))
            value = found
        return value

    def _assignments(self, path: str) -> dict[str, list[Site]]:
        if path not in self._late:
            found: dict[str, list[Site]] = {}
            for site in self._sites(path):
                node = site.node
                if isinstance(node, ir.Bind) and isinstance(node.target, ir.Name):
                    name = node.target.id
                    outside = node.kind == "assign" and node.op == "=" and site.functions
                    if outside and not _is_local(name, site.scope):
                        found.setdefault(name, []).append(site)
            self._late[path] = found
        return self._late[path]

    def _sites(self, path: str) -> Iterator[Site]:
        for file in self._ev.program.go.files(path):
            yield from self._ev.sites.of(file)


def _is_local(name: str, scope: Scope) -> bool:
    current: Scope | None = scope
    while current is not None and current.kind == "function":
        if name in current.names.bindings:
            return True
        current = current.parent
    return False
