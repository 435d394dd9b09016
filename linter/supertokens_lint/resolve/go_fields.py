"""Fields of Go structs that are filled elsewhere than where the struct is made."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from supertokens_lint.languages import ir
from supertokens_lint.resolve.go_structs import aliased
from supertokens_lint.resolve.values import ClassRef, Instance, Value, alternatives

if TYPE_CHECKING:
    from supertokens_lint.resolve.evaluator import Evaluator
    from supertokens_lint.resolve.sites import Site

MAX_FILES = 60
MAX_FOUND = 6
MAX_HOPS = 3


class GoFields:
    """Finds what the program assigns to fields and gives them in literals."""

    def __init__(self, ev: Evaluator) -> None:
        self._ev = ev
        self._known: dict[tuple[int, str, bool], list[Value]] = {}
        self._active: set[tuple[int, str, bool]] = set()

    def search(self, cls: ClassRef, name: str, *, literals: bool) -> list[Value]:
        """Return what a field of a type is assigned anywhere, and given where one is made.

        ``literals`` looks at struct literals as well: where nobody knows which one it is.
        """
        key = (id(cls.definition), name, literals)
        if key in self._known:
            return self._known[key]
        if key in self._active or len(self._active) >= MAX_HOPS:
            return []
        outermost = not self._active
        self._active.add(key)
        try:
            found = list(self._find(cls, name, literals=literals))[:MAX_FOUND]
        finally:
            self._active.discard(key)
        if outermost:
            self._known[key] = found
        return found

    def _find(self, cls: ClassRef, name: str, *, literals: bool) -> Iterator[Value]:
        for path in self._ev.paths_mentioning(name, ir.Language.GO)[:MAX_FILES]:
            for site in self._ev.sites.of(path):
                node = site.node
                if isinstance(node, ir.Bind) and node.value is not None:
                    target = node.target
                    if (
                        isinstance(target, ir.Member)
                        and target.name == name
                        and self._is_of(self._ev.evaluate(target.object, site.scope), cls)
                    ):
                        yield self._ev.evaluate(node.value, site.scope)
                elif literals and isinstance(node, ir.Call) and node.is_new:
                    yield from self._given(node, site, cls, name)

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
