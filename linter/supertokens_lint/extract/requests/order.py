"""What runs before what while the modules of an app are loaded."""

from __future__ import annotations

from collections import deque

from msgspec import Struct

from supertokens_lint.extract.module_graph import HOISTED, ModuleGraph
from supertokens_lint.extract.reach import MARKUP
from supertokens_lint.extract.requests.startup import Startup
from supertokens_lint.languages import ir
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.sites import Site
from supertokens_lint.resolve.values import ClassRef, Closure
from supertokens_lint.source import Span

MAX_ROOTS = 24
MAX_CALL_DEPTH = 3
MAX_REMEMBERED = 64


class Moment(Struct, frozen=True):
    """When a piece of code runs.

    While its module is loaded (``loading``, at ``offset``), or later, when something calls the
    function around it that begins at ``offset``. A ``callback`` is given to a call that runs
    while the module is loaded and may call it at once.
    """

    path: str
    offset: int
    loading: bool
    callback: bool = False


class _Called(Struct, frozen=True):
    """The calls of one module: of names by what they run, and of members by their name."""

    by_target: dict[int, list[tuple[ir.Function | ir.Class, Site]]]
    of_members: dict[str, list[tuple[ir.Call, Site]]]


class LoadOrder:
    """Answers what surely runs before what."""

    def __init__(self, ev: Evaluator, graph: ModuleGraph, startup: Startup | None = None) -> None:
        self._ev = ev
        self._graph = graph
        self._startup = startup
        self._orders: dict[str, dict[str, int]] = {}
        self._called: dict[str, _Called] = {}
        self._leading: dict[str, dict[str, None]] = {}

    def before(self, first: Site, second: Site) -> bool | None:
        """Tell whether ``first`` runs before ``second``; ``None`` when nobody can tell."""
        nested = _in_one_function(first, second)
        if nested is not None:
            return nested
        known = self._before(self.moment(first), self.moment(second))
        if known is not None or self._startup is None:
            return known
        return self._startup.before(self._origin(first), self._origin(second))

    def _origin(self, site: Site) -> Site:
        """Return the only call that leads to a place, or the place where there is none."""
        for _ in range(MAX_CALL_DEPTH):
            functions = [f for f in site.functions if not self._called_at_once(site.scope.path, f)]
            call = self._load_time_call(functions, site) if functions or site.owner else None
            if call is None:
                break
            site = call
        return site

    def moment(self, site: Site, depth: int = 0) -> Moment:
        """Return when a place runs."""
        path, start = site.scope.path, site.node.span.start
        hoisted = isinstance(site.node, ir.Import)
        if not hoisted and self._in_component(path, site.node.span):
            return Moment(path, start, loading=False)
        functions = [item for item in site.functions if not self._called_at_once(path, item)]
        if not functions and site.owner is None:
            return Moment(path, HOISTED if hoisted else start, loading=True)
        call = self._load_time_call(functions, site) if depth < MAX_CALL_DEPTH else None
        if call is not None:
            return self.moment(call, depth + 1)
        if not functions:
            return Moment(path, start, loading=False)
        callback = self._is_argument(functions[0], site)
        return Moment(path, functions[0].span.start, loading=False, callback=callback)

    def _before(self, first: Moment, second: Moment) -> bool | None:
        if first.path == second.path:
            return _in_one_module(first, second)
        if not first.loading and not second.loading:
            return None
        order = self._modules(first, second)
        if order is None or (first.loading and second.loading):
            return order
        if first.loading:
            return True if order or not second.callback else None
        return False if not order or not first.callback else None

    def _modules(self, first: Moment, second: Moment) -> bool | None:
        below_first = self._graph.closure(first.path)
        below_second = self._graph.closure(second.path)
        if first.path in below_second:
            if second.path in below_first:
                return None
            return self._loads_before(second, first.path)
        if second.path in below_first:
            earlier = self._loads_before(first, second.path)
            return None if earlier is None else not earlier
        return self._from_common_roots(first.path, second.path)

    def _loads_before(self, importer: Moment, path: str) -> bool | None:
        """Tell whether ``importer``'s module loads ``path`` before it comes to its moment."""
        if not importer.loading:
            return True
        verdicts = [
            edge.offset < importer.offset
            for edge in self._graph.edges(importer.path)
            if edge.target == path or path in self._graph.closure(edge.target)
        ]
        return verdicts[0] if verdicts else None

    def _from_common_roots(self, first: str, second: str) -> bool | None:
        above_first, above_second = self._above(first), self._above(second)
        verdicts: set[bool] = set()
        roots = [path for path in above_first if path in above_second][:MAX_ROOTS]
        for root in roots:
            verdict = self._seen_from(root, first, second)
            if verdict is not None:
                verdicts.add(verdict)
        return verdicts.pop() if len(verdicts) == 1 else None

    def _seen_from(self, root: str, first: str, second: str) -> bool | None:
        if root not in self._orders:
            self._orders[root] = self._graph.load_order(root)
        order = self._orders[root]
        if first in order and second in order:
            return order[first] < order[second]
        if first in order:
            return True
        return False if second in order else None

    def _above(self, path: str) -> dict[str, None]:
        """Return a module and everything that leads to it, the nearest first."""
        known = self._leading.get(path)
        if known is not None:
            return known
        found: dict[str, None] = {}
        pending = deque([path])
        while pending and len(found) < 500:
            current = pending.popleft()
            if current not in found:
                found[current] = None
                pending.extend(self._graph.importers(current))
        if len(self._leading) >= MAX_REMEMBERED:
            self._leading.clear()
        self._leading[path] = found
        return found

    # --- functions -------------------------------------------------------------------------------

    def _in_component(self, path: str, span: Span) -> bool:
        if not path.endswith(MARKUP):
            return False
        module = self._ev.workspace.module(path)
        return any(
            block.role == "setup" and block.span.start <= span.start < block.span.end
            for block in (() if module is None else module.blocks)
        )

    def _called_at_once(self, path: str, function: ir.Function) -> bool:
        return any(node.callee is function for node, _ in self._ev.sites.calls(path))

    def _is_argument(self, function: ir.Function, site: Site) -> bool:
        for node, other in self._ev.sites.calls(site.scope.path):
            if other.at_module_level and any(arg.value is function for arg in node.args):
                return True
        return False

    def _load_time_call(self, functions: list[ir.Function], site: Site) -> Site | None:
        """Return the only call that runs a function, method or constructor, when it is known."""
        if len(functions) > 1:
            return None
        function = functions[0] if functions else None
        if site.owner is not None:
            constructs = function is None or _is_constructor(site.owner, function)
            return self._only_call(site.owner.name, site.owner) if constructs else None
        if function is None:
            return None
        return self._only_call(function.name or _bound_name(function, site), function)

    def _only_call(self, name: str | None, target: ir.Function | ir.Class) -> Site | None:
        found: list[Site] = []
        for path in () if name is None else self._ev.paths_mentioning(name, None):
            known = self._calls_of(path)
            found.extend(site for run, site in known.by_target.get(id(target), ()) if run is target)
            for node, site in known.of_members.get(name or "", ()):
                if self._target(node, site) is target:
                    found.append(site)
        return found[0] if len(found) == 1 else None

    def _calls_of(self, path: str) -> _Called:
        """Return the calls of a module; what names stand for is worked out once."""
        if path not in self._called:
            known = self._called[path] = _Called({}, {})
            for node, site in self._ev.sites.calls(path):
                if isinstance(node.callee, ir.Member):
                    known.of_members.setdefault(node.callee.name, []).append((node, site))
                elif isinstance(node.callee, ir.Name):
                    target = self._target(node, site)
                    if target is not None:
                        known.by_target.setdefault(id(target), []).append((target, site))
        return self._called[path]

    def _target(self, node: ir.Call, site: Site) -> ir.Function | ir.Class | None:
        """Return the function or class of the project that a call runs."""
        callee = self._ev.evaluate(node.callee, site.scope)
        if isinstance(callee, Closure):
            return callee.function
        return callee.definition if isinstance(callee, ClassRef) else None


def _is_constructor(owner: ir.Class, function: ir.Function) -> bool:
    return any(
        isinstance(member, ir.Method)
        and member.kind == "constructor"
        and member.function is function
        for member in owner.members
    )


def _bound_name(function: ir.Function, site: Site) -> str | None:
    for name, bindings in site.scope.module().names.bindings.items():
        if any(binding.value is function for binding in bindings):
            return name
    return None


def _in_one_function(first: Site, second: Site) -> bool | None:
    """Compare two places of which one function contains the other, by their text."""
    if first.scope.path != second.scope.path or first.owner is not second.owner:
        return None
    if not first.functions or not second.functions:
        return None
    if first.functions == second.functions:
        return first.node.span.start < second.node.span.start
    if second.functions[: len(first.functions)] == first.functions:
        inner = second.functions[len(first.functions)]
        return True if first.node.span.start < inner.span.start else None
    if first.functions[: len(second.functions)] == second.functions:
        inner = first.functions[len(second.functions)]
        return False if second.node.span.start < inner.span.start else None
    return None


def _in_one_module(first: Moment, second: Moment) -> bool | None:
    if first.loading and second.loading:
        return first.offset < second.offset
    if first.loading:
        return True if first.offset < second.offset or not second.callback else None
    if second.loading:
        return False if second.offset < first.offset or not first.callback else None
    return None
