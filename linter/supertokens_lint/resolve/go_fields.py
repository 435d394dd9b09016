"""Fields of Go structs that are filled elsewhere than where the struct is made."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from supertokens_lint.languages import ir
from supertokens_lint.resolve.go_types import aliased
from supertokens_lint.resolve.values import ClassRef, Instance, Reason, Unknown, Value, alternatives

if TYPE_CHECKING:
    from supertokens_lint.resolve.evaluator import Evaluator
    from supertokens_lint.resolve.sites import Site

MAX_FILES = 60
MAX_FOUND = 6
MAX_HOPS = 3
FLAGS = frozenset({"StringVar", "BoolVar", "IntVar", "StringVarP", "BoolVarP", "IntVarP"})


_Filled: TypeAlias = "tuple[ir.Member, ir.Expr, Site]"
_Literal: TypeAlias = "tuple[ir.Call, Site]"


class Where(Enum):
    """Which ways of filling a field are looked at."""

    ASSIGNED = "every assignment"
    ASSIGNED_AND_GIVEN = "every assignment and struct literal"
    SHARED = "assignments through parameters, receivers and variables of other functions"


class GoFields:
    """Finds what the program assigns to fields and gives them in literals."""

    def __init__(self, ev: Evaluator) -> None:
        self._ev = ev
        self._known: dict[tuple[int, str, Where], list[Value]] = {}
        self._active: set[tuple[int, str, Where]] = set()
        self._files: dict[str, tuple[dict[str, list[_Filled]], dict[str, list[_Literal]]]] = {}

    def search(self, cls: ClassRef, name: str, where: Where) -> list[Value]:
        """Return what a field of a type is filled with in the program."""
        key = (id(cls.definition), name, where)
        if key in self._known:
            return self._known[key]
        if key in self._active or len(self._active) >= MAX_HOPS:
            return []
        outermost = not self._active
        self._active.add(key)
        try:
            found = list(islice(self._find(cls, name, where), MAX_FOUND + 1))
        finally:
            self._active.discard(key)
        if len(found) > MAX_FOUND:
            found[-1] = Unknown(Reason.BOUND, f"{name} is filled in many places")
        if outermost:
            self._known[key] = found
        return found

    def _find(self, cls: ClassRef, name: str, where: Where) -> Iterator[Value]:
        for path in self._ev.paths_mentioning(name, ir.Language.GO)[:MAX_FILES]:
            filled, literals = self._in(path)
            for target, value, site in filled.get(name, ()):
                if where is Where.SHARED and not _is_shared(target, site):
                    continue
                if self._is_of(self._ev.evaluate(target.object, site.scope), cls):
                    yield self._ev.evaluate(value, site.scope)
            if where is Where.ASSIGNED_AND_GIVEN:
                for node, site in literals.get(name, ()):
                    yield from self._given(node, site, cls, name)

    def _in(self, path: str) -> tuple[dict[str, list[_Filled]], dict[str, list[_Literal]]]:
        """Return the assignments to fields and the struct literals of a file, by field."""
        known = self._files.get(path)
        if known is None:
            filled: dict[str, list[_Filled]] = {}
            literals: dict[str, list[_Literal]] = {}
            for site in self._ev.sites.of(path):
                found = _filled(site.node)
                if found is not None:
                    target, value = found
                    filled.setdefault(target.name, []).append((target, value, site))
                if isinstance(site.node, ir.Call) and site.node.is_new:
                    for argument in site.node.args:
                        if argument.name is not None:
                            literals.setdefault(argument.name, []).append((site.node, site))
            known = self._files[path] = (filled, literals)
        return known

    def _given(self, node: ir.Call, site: Site, cls: ClassRef, name: str) -> Iterator[Value]:
        argument = next((item for item in node.args if item.name == name), None)
        if argument is None:
            return
        callee = self._ev.evaluate(node.callee, site.scope)
        if isinstance(callee, ClassRef):
            target = aliased(self._ev, callee)
            if isinstance(target, ClassRef) and target.definition is cls.definition:
                yield self._ev.evaluate(argument.value, site.scope)

    def _is_of(self, value: Value, cls: ClassRef) -> bool:
        return any(
            isinstance(option, Instance) and option.cls.definition is cls.definition
            for option in alternatives(value)
        )


def _filled(node: ir.Node) -> tuple[ir.Member, ir.Expr] | None:
    """Return the field that an assignment, or ``flag.StringVar``, fills, and with what."""
    target: ir.Node | None = None
    value: ir.Expr | None = None
    if isinstance(node, ir.Bind):
        target, value = node.target, node.value
    elif isinstance(node, ir.Call) and len(node.args) > 2 and _name(node) in FLAGS:
        target, value = node.args[0].value, node.args[2].value
    if isinstance(target, ir.Member) and value is not None:
        return target, value
    return None


def _name(node: ir.Call) -> str | None:
    return node.callee.name if isinstance(node.callee, ir.Member) else None


def _is_shared(target: ir.Member, site: Site) -> bool:
    """Tell whether a field belongs to something that was made elsewhere."""
    root: ir.Expr = target
    while isinstance(root, ir.Member | ir.Index):
        root = root.object
    bindings = site.scope.names.bindings.get(root.id) if isinstance(root, ir.Name) else None
    if not bindings or site.scope.kind != "function":
        return True
    return any(
        item.kind == "param" or (isinstance(item.value, ir.Name) and item.value.id == "this")
        for item in bindings
    )
