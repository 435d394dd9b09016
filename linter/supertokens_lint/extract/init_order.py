"""Which inits a program surely runs one after the other, though they stand in different modules.

Modules run once, in the order in which they finish loading (ECMA-262, "InnerModuleEvaluation");
what a function holds runs where the function is called. Only calls without any condition count.
Routes of one application of Next.js run in one server, in the order in which they are asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from msgspec import Struct

from supertokens_lint.extract.facts import Init
from supertokens_lint.extract.module_graph import NO_SCRIPTS, ModuleGraph
from supertokens_lint.extract.reach import Reach
from supertokens_lint.languages import ir
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.sites import Site
from supertokens_lint.resolve.values import Closure, alternatives
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.source import Place

MOST_LOADERS = 400


class _Run(Struct, frozen=True):
    """Where an init runs while a module is loaded; ``late`` behind an asynchronous function."""

    path: str
    offset: int
    late: bool = False


def with_order(inits: Sequence[Init], ev: Evaluator, graph: ModuleGraph) -> list[Init]:
    """Return the inits with those that surely ran before each of them."""
    if len({init.sdk for init in inits}) == len(inits):
        return list(inits)
    reach = graph.reach
    runs = {init.callee: run for init in inits if (run := _run_of(init, ev, reach)) is not None}
    earlier: dict[Place, list[Place]] = {}
    beside: dict[Place, list[Place]] = {}
    routes = _Routes(graph)
    for first, second in combinations([init for init in inits if init.callee in runs], 2):
        if first.sdk is not second.sdk or first.sdk is Sdk.PREBUILT_UI:
            continue
        before = _before(runs[first.callee], runs[second.callee], graph)
        if before is not None:
            later, sooner = (second, first) if before else (first, second)
            earlier.setdefault(later.callee, []).append(sooner.callee)
        elif first.sdk is Sdk.NODE and routes.share(
            runs[first.callee].path, runs[second.callee].path
        ):
            beside.setdefault(second.callee, []).append(first.callee)
    return [
        replace(
            init,
            follows=tuple(earlier.get(init.callee, ())),
            beside=tuple(beside.get(init.callee, ())),
        )
        for init in inits
    ]


class _Routes:
    """Tells which modules are loaded by routes of one application of Next.js."""

    def __init__(self, graph: ModuleGraph) -> None:
        self._layout = graph.reach.layout
        self._graph = graph

    def share(self, first: str, second: str) -> bool:
        """Tell whether two modules are loaded by different routes of one application."""
        root = self._layout.root(first)
        if root is None or root != self._layout.root(second):
            return False
        mine, theirs = self._of(first, root), self._of(second, root)
        return bool(mine) and bool(theirs) and not mine & theirs

    def _of(self, path: str, root: str) -> frozenset[str]:
        seen = {path}
        waiting = [path]
        while waiting and len(seen) < MOST_LOADERS:
            for importer in self._graph.importers(waiting.pop()):
                if importer not in seen and path in self._graph.closure(importer):
                    seen.add(importer)
                    waiting.append(importer)
        return frozenset(
            item
            for item in seen
            if self._layout.root(item) == root and self._layout.is_route(item, root)
        )


def _run_of(init: Init, ev: Evaluator, reach: Reach) -> _Run | None:
    path = init.place.path
    if path.endswith(NO_SCRIPTS) or init.is_test or not init.reached:
        return None
    if init.unconditional:
        return _Run(path, init.place.span.start)
    site = next((s for node, s in ev.sites.calls(path) if node.span == init.place.span), None)
    if site is None or site.guards or site.owner is not None or len(site.functions) != 1:
        return None
    function = site.functions[0]
    if function.is_generator or function.name is None:
        return None
    return next(
        (
            _Run(call.scope.path, call.node.span.start, function.is_async)
            for call in _calls_at_load(function, ev)
            if reach.module(call.scope.path)
        ),
        None,
    )


def _calls_at_load(function: ir.Function, ev: Evaluator) -> Iterator[Site]:
    for path in ev.paths_mentioning(function.name or "", None):
        if path.endswith(NO_SCRIPTS):
            continue
        for node, site in ev.sites.calls(path):
            if site.functions or site.guards or site.owner is not None:
                continue
            if not isinstance(node.callee, ir.Name | ir.Member):
                continue
            values = alternatives(ev.evaluate(node.callee, site.scope))
            if all(isinstance(value, Closure) and value.function is function for value in values):
                yield site


def _before(first: _Run, second: _Run, graph: ModuleGraph) -> bool | None:
    """Tell whether one surely runs before the other; ``None`` when not both surely run."""
    if first.late and second.late:
        return None
    order = _loading(first, second, graph)
    return second.late if order is not None and first.late is not second.late else order


def _loading(first: _Run, second: _Run, graph: ModuleGraph) -> bool | None:
    if first.path == second.path:
        return first.offset < second.offset
    if first.path in graph.closure(second.path):
        return _loaded_at(second.path, first.path, graph) < second.offset
    if second.path in graph.closure(first.path):
        return first.offset < _loaded_at(first.path, second.path, graph)
    return _loaded_by_another(first.path, second.path, graph)


def _loaded_at(path: str, target: str, graph: ModuleGraph) -> int:
    """Return where a module loads another, by itself or through others."""
    return min(
        edge.offset
        for edge in graph.edges(path)
        if edge.target == target or target in graph.closure(edge.target)
    )


def _loaded_by_another(first: str, second: str, graph: ModuleGraph) -> bool | None:
    loader = _common_loader(first, second, graph)
    if loader is None or not graph.reach.module(loader):
        return None
    positions = graph.load_order(loader)
    if first not in positions or second not in positions:
        return None
    return positions[first] < positions[second]


def _common_loader(first: str, second: str, graph: ModuleGraph) -> str | None:
    seen = {first}
    waiting = [first]
    while waiting and len(seen) < MOST_LOADERS:
        for importer in graph.importers(waiting.pop(0)):
            if importer in seen:
                continue
            seen.add(importer)
            loaded = graph.closure(importer)
            if first in loaded and second in loaded:
                return importer
            waiting.append(importer)
    return None
