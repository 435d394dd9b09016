"""Lists of settings modules after everything that is done to them.

Django's settings are modules; split ones import a base with a star and go on from there:
``MIDDLEWARE += [...]``, ``MIDDLEWARE.insert(0, ...)``, ``MIDDLEWARE = [...] + MIDDLEWARE``.
"""

from __future__ import annotations

from msgspec import Struct, structs

from supertokens_lint.extract.sdks import dotted
from supertokens_lint.languages import ir
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.scopes import Placed, Scope
from supertokens_lint.resolve.structures import spread_items
from supertokens_lint.resolve.values import Const, External, Items, Unknown, Value, alternatives
from supertokens_lint.source import Place

MAX_MODULES = 12
# corsheaders/defaults.py of django-cors-headers 4; older releases allow a few more headers.
WELL_KNOWN = {
    "corsheaders.defaults.default_headers": (
        "accept",
        "authorization",
        "content-type",
        "user-agent",
        "x-csrftoken",
        "x-requested-with",
    ),
    "corsheaders.defaults.default_methods": ("DELETE", "GET", "OPTIONS", "PATCH", "POST", "PUT"),
}


class Item(Struct, frozen=True):
    """One item of a list and where it is written; ``conditional`` when it may be missing."""

    value: Value
    place: Place
    conditional: bool = False

    @property
    def text(self) -> str | None:
        """The item when it is a known text."""
        options = [option for option in alternatives(self.value) if isinstance(option, Const)]
        texts = [option.value for option in options if isinstance(option.value, str)]
        return texts[0] if len(texts) == 1 else None


class FinalList(Struct, frozen=True):
    """A list as a module leaves it; ``open`` when there may be more, or an order nobody knows.

    ``place`` is the last statement that gives the list as a whole.
    """

    items: tuple[Item, ...]
    place: Place
    open: bool = False
    edited: bool = False


class FinalLists:
    """Reads lists of settings modules."""

    def __init__(self, ev: Evaluator) -> None:
        self._ev = ev
        self._active: set[tuple[str, str]] = set()

    def of(self, path: str, name: str) -> FinalList | None:
        """Return a list as a module leaves it, or ``None`` when the module has none."""
        scope = self._ev.program.scope(path)
        key = (path, name)
        if scope is None or key in self._active or len(self._active) > MAX_MODULES:
            return None
        self._active.add(key)
        try:
            current: FinalList | None = None
            for placed in scope.names.statements:
                current = self._after(placed, scope, name, current)
            return current
        finally:
            self._active.discard(key)

    def _after(
        self, placed: Placed, scope: Scope, name: str, current: FinalList | None
    ) -> FinalList | None:
        statement = placed.statement
        if isinstance(statement, ir.Import):
            return self._imported(statement, scope, name) or current
        is_bind = isinstance(statement, ir.Bind) and _is_name(statement.target, name)
        call = _edit(statement, name)
        if not is_bind and call is None:
            return current
        conditions = self._ev.conditions(placed.guards, scope)
        if conditions is None:
            return current
        conditional = bool(conditions)
        if call is not None:
            return self._edited(call, scope, current, conditional=conditional)
        if not isinstance(statement, ir.Bind) or statement.value is None:
            return current
        return self._bound(statement, statement.value, scope, name, current, conditional)

    def _imported(self, statement: ir.Import, scope: Scope, name: str) -> FinalList | None:
        imported = next((item for item in statement.names if item.local == name), None)
        if not statement.star and imported is None:
            return None
        path = self._ev.program.resolve(scope.path, statement.module, scope.language)
        if path is None:
            return None
        return self.of(path, name if imported is None else imported.imported)

    # --- assignments -----------------------------------------------------------------------------

    def _bound(
        self,
        statement: ir.Bind,
        value: ir.Expr,
        scope: Scope,
        name: str,
        current: FinalList | None,
        conditional: bool,
    ) -> FinalList:
        place = Place(scope.path, statement.span)
        found = self._read(value, scope, name, current)
        if statement.op == "+=":
            before = current or FinalList((), place, open=True)
            items = tuple(structs.replace(item, conditional=True) for item in found.items)
            more = items if conditional else found.items
            is_open = before.open or found.open
            return FinalList((*before.items, *more), before.place, is_open, edited=True)
        if statement.op != "=":
            return structs.replace(found, open=True)
        if not conditional or current is None:
            return structs.replace(found, place=place, open=found.open or conditional)
        kept = {item.place for item in current.items}
        if kept <= {item.place for item in found.items}:
            items = tuple(
                item if item.place in kept else structs.replace(item, conditional=True)
                for item in found.items
            )
            return FinalList(items, current.place, current.open or found.open, edited=True)
        return structs.replace(current, open=True)

    def _read(self, node: ir.Expr, scope: Scope, name: str, current: FinalList | None) -> FinalList:
        place = Place(scope.path, node.span)
        if isinstance(node, ir.Array):
            return self._displayed(node, scope, name, current)
        if isinstance(node, ir.Binary) and node.op == "+":
            left = self._read(node.left, scope, name, current)
            right = self._read(node.right, scope, name, current)
            edited = left.edited or right.edited
            return FinalList(
                (*left.items, *right.items), place, left.open or right.open, edited=edited
            )
        if _is_name(node, name) and current is not None:
            return structs.replace(current, edited=True)
        if isinstance(node, ir.Call) and _is_conversion(node):
            return self._read(node.args[0].value, scope, name, current)
        return _known(self._ev.evaluate(node, scope), place)

    def _displayed(
        self, node: ir.Array, scope: Scope, name: str, current: FinalList | None
    ) -> FinalList:
        items: list[Item] = []
        is_open = edited = False
        for item in node.items:
            if isinstance(item, ir.Spread):
                inner = self._read(item.value, scope, name, current)
                items.extend(inner.items)
                is_open, edited = is_open or inner.open, edited or inner.edited
            else:
                place = Place(scope.path, item.span)
                items.append(Item(self._ev.evaluate(item, scope), place))
        return FinalList(tuple(items), Place(scope.path, node.span), is_open, edited)

    # --- edits -----------------------------------------------------------------------------------

    def _edited(
        self, call: ir.Call, scope: Scope, current: FinalList | None, *, conditional: bool
    ) -> FinalList | None:
        if current is None or not isinstance(call.callee, ir.Member):
            return current
        items = list(current.items)
        operation = call.callee.name
        if operation == "extend" and call.args:
            more = self._read(call.args[0].value, scope, "", None)
            items.extend(
                structs.replace(i, conditional=i.conditional or conditional) for i in more.items
            )
            return structs.replace(
                current, items=tuple(items), open=current.open or more.open, edited=True
            )
        index = self._position(call, scope, items)
        if index is None:
            return structs.replace(current, open=True, edited=True)
        last = call.args[-1].value
        value = self._ev.evaluate(last, scope)
        if operation == "remove":
            items = _removed(items, value, conditional=conditional)
        else:
            items.insert(index, Item(value, Place(scope.path, last.span), conditional))
        return structs.replace(current, items=tuple(items), edited=True)

    def _position(self, call: ir.Call, scope: Scope, items: list[Item]) -> int | None:
        """Return where ``append``, ``insert`` and ``remove`` act; ``None`` when nobody knows."""
        if not isinstance(call.callee, ir.Member):
            return None
        operation = call.callee.name
        if operation in ("append", "remove"):
            return len(items) if len(call.args) == 1 else None
        if operation != "insert" or len(call.args) != 2:
            return None
        return self._index(call.args[0].value, scope, items)

    def _index(self, node: ir.Expr, scope: Scope, items: list[Item]) -> int | None:
        if isinstance(node, ir.Binary) and node.op in ("+", "-"):
            left = self._index(node.left, scope, items)
            right = self._index(node.right, scope, items)
            if left is None or right is None:
                return None
            return left + right if node.op == "+" else left - right
        if isinstance(node, ir.Call) and isinstance(node.callee, ir.Member) and node.args:
            wanted = self._ev.evaluate(node.args[0].value, scope)
            text = wanted.value if isinstance(wanted, Const) else None
            positions = [at for at, item in enumerate(items) if item.text == text]
            return positions[0] if node.callee.name == "index" and positions else None
        value = self._ev.evaluate(node, scope)
        return value.value if isinstance(value, Const) and isinstance(value.value, int) else None


def _removed(items: list[Item], value: Value, *, conditional: bool) -> list[Item]:
    text = value.value if isinstance(value, Const) else None
    if conditional:
        return [structs.replace(i, conditional=True) if i.text == text else i for i in items]
    return [item for item in items if item.text != text]


def _known(value: Value, place: Place) -> FinalList:
    if isinstance(value, External) and dotted(value) in WELL_KNOWN:
        texts = WELL_KNOWN[dotted(value)]
        return FinalList(tuple(Item(Const(text), place) for text in texts), place)
    options = [item for item in alternatives(value) if not _is_null(item)]
    if len(options) != 1 or not isinstance(options[0], Items):
        return FinalList((), place, open=True)
    found, rest = spread_items(options[0])
    items = tuple(Item(item, item.trail[0].place if item.trail else place) for item in found)
    return FinalList(items, options[0].place, isinstance(rest, Unknown))


def _is_null(value: Value) -> bool:
    return isinstance(value, Const) and value.value is None


def _is_name(node: ir.Node, name: str) -> bool:
    return isinstance(node, ir.Name) and node.id == name


def _is_conversion(node: ir.Call) -> bool:
    callee = node.callee
    return isinstance(callee, ir.Name) and callee.id in ("list", "tuple") and len(node.args) == 1


def _edit(statement: ir.Statement, name: str) -> ir.Call | None:
    """Return the call of a method of the list, or ``None``."""
    if not isinstance(statement, ir.ExpressionStatement):
        return None
    call = statement.value
    if not isinstance(call, ir.Call) or not isinstance(call.callee, ir.Member):
        return None
    return call if _is_name(call.callee.object, name) else None
