"""The places where a module puts an access token away."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from supertokens_lint.extract.client_facts import Keeping, KeptToken
from supertokens_lint.extract.facts import Runtime
from supertokens_lint.extract.requests.context import Context, callee_name, place_of
from supertokens_lint.extract.requests.token_names import (
    AUTHORIZATION,
    STATES,
    Key,
    declaring,
    is_token,
    keys_of,
    storage_key,
    variable,
)
from supertokens_lint.extract.texts import constant_text
from supertokens_lint.languages import ir
from supertokens_lint.resolve.scopes import Binding, Scope
from supertokens_lint.resolve.sites import Site
from supertokens_lint.resolve.values import Const
from supertokens_lint.source import Place

_SETTER = re.compile(r"set([A-Z])(\w*)")
_STORES = frozenset({"setItem", "set", "setItemAsync", "setString"})
_OBJECTS = frozenset({"set", "setState", "patchState", "patch", "assign", "update", "dispatch",
                      "commit"})  # fmt: skip
_CREATORS = frozenset({"create", "extend", "HttpLink", "createHttpLink", "GraphQLClient", "Client",
                       "createClient", "Configuration"})  # fmt: skip


class Hold(Struct, frozen=True):
    """One place where a token is put away; there is no key for a default header."""

    kept: KeptToken
    key: Key | None
    site: Site


class Holds:
    """Finds where one module puts tokens."""

    def __init__(self, context: Context, path: str) -> None:
        self._context = context
        self._ev = context.ev
        self._path = path
        self._aliases = self._find_aliases()

    def find(self) -> Iterator[Hold]:
        """Yield the places where the module puts tokens."""
        for site in self._ev.sites.of(self._path):
            runtime = self._context.runs(site)
            if runtime is None or runtime is Runtime.SERVER:
                continue
            node = site.node
            if isinstance(node, ir.Bind | ir.Assign) and node.value is not None:
                yield from self._assigned(node.target, node.value, site, runtime)
            elif isinstance(node, ir.Call) and node.args:
                yield from self._called(node, site, runtime)

    def _find_aliases(self) -> dict[int, str]:
        """Return the parameters of ``getAccessToken().then((token) => ...)``, by function."""
        found: dict[int, str] = {}
        for node, site in self._ev.sites.calls(self._path):
            callee = node.callee
            if not isinstance(callee, ir.Member) or callee.name != "then" or not node.args:
                continue
            function = node.args[0].value
            if not isinstance(function, ir.Function) or not function.params:
                continue
            target = function.params[0].target
            if isinstance(target, ir.Name) and self._is_promised(callee.object, site):
                found[id(function)] = target.id
        return found

    def _is_token(self, expression: ir.Expr, site: Site) -> bool:
        known = {
            self._aliases[id(function)]
            for function in site.functions
            if id(function) in self._aliases
        }
        if known and any(
            isinstance(node, ir.Name) and node.id in known for node in ir.walk(expression)
        ):
            return True
        return is_token(self._ev.evaluate(expression, site.scope))

    def _is_promised(self, expression: ir.Expr, site: Site) -> bool:
        return is_token(self._ev.evaluate(expression, site.scope))

    # --- assignments -----------------------------------------------------------------------------

    def _assigned(
        self, target: ir.Pattern, value: ir.Expr, site: Site, runtime: Runtime
    ) -> Iterator[Hold]:
        if isinstance(target, ir.Member | ir.Index):
            path = target_path(self._context, target, site)
            is_default = _is_default_header(path)
            is_open = is_default or ("headers" not in path and not self._is_given(target, site))
            if not is_open or not self._is_token(value, site):
                return
            if is_default:
                name = ".".join(path)
                kept = KeptToken(Keeping.HEADER, name, place_of(site), runtime)
                yield Hold(kept, None, site)
            else:
                yield from self._in_place(target, site, runtime)
        elif isinstance(target, ir.Name):
            found = declaring(target.id, site.scope)
            if found is not None and _outlives(found[0], site) and self._is_token(value, site):
                yield from self._in_place(target, site, runtime)

    def _is_given(self, target: ir.Expr, site: Site) -> bool:
        """Tell whether an object is a parameter: the configuration of one request."""
        while isinstance(target, ir.Member | ir.Index):
            target = target.object
        if not isinstance(target, ir.Name) or target.id == "this":
            return False
        found = declaring(target.id, site.scope)
        return found is not None and any(binding.kind == "param" for binding in found[1])

    def _in_place(
        self, target: ir.Name | ir.Member | ir.Index, site: Site, runtime: Runtime
    ) -> Iterator[Hold]:
        for key in keys_of(self._ev, target, site):
            keeping = Keeping.VARIABLE if isinstance(target, ir.Name) else Keeping.OBJECT
            if key[0] == "storage":
                keeping = Keeping.STORAGE
            yield Hold(KeptToken(keeping, key[-1], place_of(site), runtime), key, site)

    # --- calls -----------------------------------------------------------------------------------

    def _called(self, node: ir.Call, site: Site, runtime: Runtime) -> Iterator[Hold]:
        place = place_of(site)
        name = callee_name(node)
        values = [argument.value for argument in node.args]
        stored = storage_key(self._ev, node, site, _STORES)
        if stored is not None:
            if len(values) > 1 and self._is_token(values[1], site):
                yield Hold(KeptToken(Keeping.STORAGE, stored[1], place, runtime), stored, site)
            return
        state = self._state(node, site)
        if state is not None:
            yield Hold(KeptToken(Keeping.STATE, state[-1], place, runtime), state, site)
        elif name in _CREATORS and not site.functions:
            yield from self._created(node, site, runtime)
        elif name in _OBJECTS or _SETTER.match(name):
            yield from self._in_object(values[0], site, runtime)
        elif name == "setHeader" and self._is_header(values, site):
            kept = KeptToken(Keeping.HEADER, "Authorization", place, runtime)
            yield Hold(kept, None, site)

    def _is_header(self, values: list[ir.Expr], site: Site) -> bool:
        named = len(values) > 1 and names_header(self._context, values[0], site)
        return named and self._is_token(values[1], site)

    def _state(self, node: ir.Call, site: Site) -> Key | None:
        """Return the key of the state that ``setToken(token)`` or ``.then(setToken)`` fills."""
        setter: ir.Expr = node.callee
        given: ir.Expr = node.args[0].value
        holds = self._is_token
        if callee_name(node) == "then" and isinstance(node.callee, ir.Member):
            setter, given, holds = given, node.callee.object, self._is_promised
        key = self._filled_by(setter, site)
        return key if key is not None and holds(given, site) else None

    def _filled_by(self, setter: ir.Expr, site: Site) -> Key | None:
        """Return the key of what a function sets, by its name and by what it comes from."""
        if isinstance(setter, ir.Member) and isinstance(setter.object, ir.Name):
            return variable(self._ev, setter.object, site.scope) if setter.name == "set" else None
        if not isinstance(setter, ir.Name):
            return None
        found = declaring(setter.id, site.scope)
        if found is not None:
            for binding in found[1]:
                if isinstance(binding.value, ir.Call) and callee_name(binding.value) in STATES:
                    return _sibling(binding, found[0])
        match = _SETTER.match(setter.id)
        return None if match is None else ("property", match[1].lower() + match[2])

    def _created(self, node: ir.Call, site: Site, runtime: Runtime) -> Iterator[Hold]:
        """Yield the token that a client is given for all requests when a module is loaded."""
        for argument in node.args:
            for inner in ir.walk(argument.value):
                if isinstance(inner, ir.Function):
                    break
                named = isinstance(inner, ir.Property) and str(inner.key).lower() == AUTHORIZATION
                if isinstance(inner, ir.Property) and named and self._is_token(inner.value, site):
                    place = Place(self._path, inner.span)
                    kept = KeptToken(Keeping.HEADER, str(inner.key), place, runtime)
                    yield Hold(kept, None, site)

    def _in_object(self, given: ir.Expr, site: Site, runtime: Runtime) -> Iterator[Hold]:
        """Yield the tokens that a store is given as a property: ``set({ token })``."""
        for entry in given.entries if isinstance(given, ir.Object) else ():
            if isinstance(entry, ir.Spread) or not isinstance(entry.key, str):
                continue
            if self._is_token(entry.value, site):
                kept = KeptToken(Keeping.OBJECT, entry.key, place_of(site), runtime)
                yield Hold(kept, ("property", entry.key), site)


def target_path(context: Context, target: ir.Expr, site: Site) -> tuple[str, ...]:
    """Return the names of ``a.b["c"]``, the root first; unknown indexes are empty."""
    parts: list[str] = []
    while isinstance(target, ir.Member | ir.Index):
        if isinstance(target, ir.Member):
            parts.append(target.name)
        else:
            index = context.ev.evaluate(target.index, site.scope)
            parts.append(str(index.value) if isinstance(index, Const) else "")
        target = target.object
    if isinstance(target, ir.Name):
        parts.append(target.id)
    return tuple(reversed(parts))


def names_header(context: Context, expression: ir.Expr, site: Site) -> bool:
    """Tell whether an expression is the text ``Authorization``."""
    text = constant_text(context.ev, expression, site.scope)
    return text is not None and text.lower() == AUTHORIZATION


def _is_default_header(path: tuple[str, ...]) -> bool:
    last = path[-1].lower() if path else ""
    return (last == AUTHORIZATION and "defaults" in path) or path[-2:] == ("OpenAPI", "TOKEN")


def _outlives(owner: Scope, site: Site) -> bool:
    """Tell whether a variable lives longer than the call of the function that fills it."""
    return owner.function is None or owner.function is not site.scope.function


def _sibling(setter: Binding, scope: Scope) -> Key | None:
    """Return the key of ``token`` in ``const [token, setToken] = useState()``."""
    start = "" if scope.function is None else str(scope.function.span.start)
    for name, found in scope.names.bindings.items():
        for binding in found:
            if binding.value is setter.value and binding.steps and binding.steps[0].key == 0:
                return ("var", scope.path, start, name)
    return None
