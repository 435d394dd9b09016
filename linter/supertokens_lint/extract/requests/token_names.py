"""What an access token is kept under, and whether an expression is a token or reads a kept one.

A key names a place that outlives the call of a function: a variable, a property of an object, an
entry of a storage. Two expressions with one key mean the same place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

from msgspec import structs

from supertokens_lint.extract import sdks
from supertokens_lint.extract.requests.bindings import module_name_of
from supertokens_lint.extract.requests.context import callee_name
from supertokens_lint.languages import ir
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.scopes import Binding, Scope, place_statements
from supertokens_lint.resolve.sites import Site, Surroundings
from supertokens_lint.resolve.values import (
    Closure,
    Const,
    External,
    Invocation,
    Join,
    Operation,
    Value,
    alternatives,
)

Key: TypeAlias = tuple[str, ...]

SOURCE = "getAccessToken"
AUTHORIZATION = "authorization"
STORAGE = re.compile(
    r"localStorage|sessionStorage|AsyncStorage|SecureStore|Cookies?$|storage$", re.IGNORECASE
)
GETTERS = frozenset({"getItem", "get", "getItemAsync", "getString"})
STATES = frozenset({"useState", "createSignal", "useLocalStorage", "useSessionStorage", "useAtom"})
MAX_DEPTH = 6
MAX_PARTS = 60


def is_token(value: Value) -> bool:
    """Tell whether a value is, or is made of, what the SDK's getAccessToken returns."""
    for option in alternatives(value):
        parts: tuple[Value, ...] = ()
        if isinstance(option, Join):
            parts = option.parts
        elif isinstance(option, Operation):
            parts = option.operands
        if any(_is_source(item) for part in (option, *parts) for item in alternatives(part)):
            return True
    return False


def _is_source(value: Value) -> bool:
    if not isinstance(value, Invocation) or not isinstance(value.callee, External):
        return False
    callee = value.callee
    if callee.path[-1:] != (SOURCE,):
        return False
    if not callee.module:
        return callee.path[0].startswith("supertokens")
    sdk = sdks.sdk_of_module(callee.module)
    return sdk is not None and sdk.is_frontend


def declaring(name: str, scope: Scope) -> tuple[Scope, list[Binding]] | None:
    """Return the scope that declares a name, with the ways in which it gets its value."""
    current: Scope | None = scope
    while current is not None:
        bindings = current.names.bindings.get(name)
        if bindings and current.kind != "class":
            return current, bindings
        current = current.parent
    return None


def variable(ev: Evaluator, node: ir.Name, scope: Scope) -> Key | None:
    """Return the key of a variable; ``None`` for globals and parameters."""
    found = declaring(node.id, scope)
    if found is None:
        if node.id.startswith("$") and len(node.id) > 1:  # the value of a Svelte store
            inner = ir.Name(node.id[1:], node.span)
            return variable(ev, inner, scope)
        return None
    owner, bindings = found
    if any(binding.kind == "param" for binding in bindings):
        return None
    if any(binding.kind == "import" for binding in bindings):
        named = module_name_of(ev, node, scope)
        return None if named is None else ("var", named[0], "", named[1])
    function = owner.function
    return ("var", owner.path, "" if function is None else str(function.span.start), node.id)


def keys_of(ev: Evaluator, node: ir.Expr, site: Site) -> tuple[Key, ...]:
    """Return the keys of what an expression names: a variable, a property, a storage's entry."""
    if isinstance(node, ir.Name):
        key = variable(ev, node, site.scope)
        return () if key is None else (key,)
    if isinstance(node, ir.Index):
        index = ev.evaluate(node.index, site.scope)
        if not isinstance(index, Const) or not isinstance(index.value, str):
            return ()
        return _property(ev, node.object, index.value, site)
    if isinstance(node, ir.Member):
        if node.name in ("value", "current") and isinstance(node.object, ir.Name):
            return keys_of(ev, node.object, site)
        return _property(ev, node.object, node.name, site)
    return ()


def _property(ev: Evaluator, owner: ir.Expr, name: str, site: Site) -> tuple[Key, ...]:
    if isinstance(owner, ir.Name) and owner.id == "this":
        if site.owner is None:  # an action of a store that is written as an object
            return (("property", name),)
        return (("this", site.scope.path, str(site.owner.span.start), name),)
    last = owner.name if isinstance(owner, ir.Member) else ""
    text = owner.id if isinstance(owner, ir.Name) else last
    if STORAGE.search(text):
        return (("storage", name),)
    if isinstance(owner, ir.Name):
        key = variable(ev, owner, site.scope)
        return (("property", name),) if key is None else (("property", name), (*key, name))
    return (("property", name),)


def storage_key(ev: Evaluator, node: ir.Call, site: Site, names: frozenset[str]) -> Key | None:
    """Return the key of ``localStorage.getItem("x")`` and its like."""
    callee = node.callee
    if not isinstance(callee, ir.Member) or callee.name not in names or not node.args:
        return None
    owner = callee.object
    text = owner.name if isinstance(owner, ir.Member) else ""
    text = owner.id if isinstance(owner, ir.Name) else text
    if not STORAGE.search(text):
        return None
    key = ev.evaluate(node.args[0].value, site.scope)
    return ("storage", key.value) if isinstance(key, Const) and isinstance(key.value, str) else None


class Reads:
    """Finds the keys that expressions read."""

    def __init__(self, ev: Evaluator) -> None:
        self._ev = ev

    def of(self, expression: ir.Expr, site: Site, depth: int = 0) -> Iterator[Key]:
        """Yield the keys that an expression reads, also through locals and functions."""
        if depth > MAX_DEPTH:
            return
        pending: list[ir.Node] = [expression]
        for _ in range(MAX_PARTS):
            if not pending:
                return
            node = pending.pop()
            if isinstance(node, ir.Name):
                yield from self._name(node, site, depth)
            elif isinstance(node, ir.Member | ir.Index):
                yield from keys_of(self._ev, node, site)
            elif isinstance(node, ir.Call):
                yield from self._call(node, site, depth)
                pending.extend(argument.value for argument in node.args)
            elif not isinstance(node, ir.Function | ir.Class):
                pending.extend(ir.children(node))

    def _name(self, node: ir.Name, site: Site, depth: int) -> Iterator[Key]:
        key = variable(self._ev, node, site.scope)
        if key is not None:
            yield key
        found = declaring(node.id, site.scope)
        for binding in () if found is None else found[1]:
            if binding.value is None or found is None:
                continue
            for step in binding.steps:
                if step.kind == "key" and isinstance(step.key, str):
                    yield ("property", step.key)
            inner = Site(binding.value, structs.replace(site.around, scope=found[0], guards=()))
            yield from self.of(binding.value, inner, depth + 1)

    def _call(self, node: ir.Call, site: Site, depth: int) -> Iterator[Key]:
        stored = storage_key(self._ev, node, site, GETTERS)
        if stored is not None:
            yield stored
        if isinstance(node.callee, ir.Name):
            found = declaring(node.callee.id, site.scope)
            if found is not None and _is_signal(found[1]):
                key = variable(self._ev, node.callee, site.scope)
                yield from () if key is None else (key,)
                return
        if callee_name(node) == SOURCE:
            return
        callee = self._ev.evaluate(node.callee, site.scope)
        for option in alternatives(callee):
            if isinstance(option, Closure):
                yield from self._returned(option, depth)

    def _returned(self, closure: Closure, depth: int) -> Iterator[Key]:
        scope = self._ev.sites.function_scope(closure.function, closure.scope, closure.this)
        for placed in place_statements(closure.function.body):
            statement = placed.statement
            if isinstance(statement, ir.Return) and statement.value is not None:
                around = Surroundings(scope, (), statement, (closure.function,))
                inner = Site(statement.value, around)
                yield from self.of(statement.value, inner, depth + 2)


def _is_signal(bindings: list[Binding]) -> bool:
    return any(
        isinstance(binding.value, ir.Call) and callee_name(binding.value) in STATES
        for binding in bindings
    )
