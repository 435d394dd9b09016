"""Which JavaScript module loads which, and in what order."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from functools import cached_property

from msgspec import Struct

from supertokens_lint.extract.reach import MARKUP, Reach
from supertokens_lint.languages import ir
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.source import Span

HOISTED = -1
NO_SCRIPTS = (".py", ".go")
MAX_MODULES = 3_000
LOADING = (b"import", b"require", b"export", b"<script")


class Edge(Struct, frozen=True):
    """A module that another loads while it is loaded itself.

    ``offset`` is where a ``require`` stands; ES imports are loaded before the importing module's
    own code and have ``HOISTED``.
    """

    offset: int
    target: str


class ModuleGraph:
    """The imports between the modules of a workspace."""

    def __init__(self, ev: Evaluator, reach: Reach) -> None:
        self._ev = ev
        self.reach = reach
        self._edges: dict[str, tuple[Edge, ...]] = {}
        self._closures: dict[str, frozenset[str]] = {}

    def importers(self, path: str) -> tuple[str, ...]:
        """Return the modules that import a module in any way, tests left out."""
        return self._importers.get(path, ())

    def imports(self, path: str) -> frozenset[str]:
        """Return the modules that a module imports in any way."""
        if path.endswith(NO_SCRIPTS):
            return frozenset()
        scripts = (edge.target for edge in self._scripts(path))
        return self.reach.imports(path).union(scripts)

    def edges(self, path: str) -> tuple[Edge, ...]:
        """Return what a module loads while it is loaded, in order; ``import()`` is left out.

        Source: ECMA-262, "InnerModuleEvaluation": requested modules are evaluated depth first in
        the order of the import and export declarations, before the module itself. What Astro's
        front matter imports is loaded on the server, and each of its islands by itself.
        """
        if path not in self._edges:
            found = [*self._imports(path), *self._scripts(path)]
            self._edges[path] = tuple(sorted(found, key=lambda edge: edge.offset))
        return self._edges[path]

    def closure(self, path: str) -> frozenset[str]:
        """Return all modules that are loaded together with a module, itself left out."""
        if path not in self._closures:
            found: dict[str, None] = {}
            pending = [edge.target for edge in self.edges(path)]
            while pending and len(found) < MAX_MODULES:
                current = pending.pop()
                if current not in found:
                    found[current] = None
                    pending.extend(edge.target for edge in self.edges(current))
            self._closures[path] = frozenset(found)
        return self._closures[path]

    def load_order(self, root: str) -> dict[str, int]:
        """Return the position at which each module finishes loading when ``root`` is loaded."""
        positions: dict[str, int] = {}
        entered = {root}
        stack: list[tuple[str, Iterator[Edge]]] = [(root, iter(self.edges(root)))]
        while stack:
            path, edges = stack[-1]
            following = next((edge.target for edge in edges if edge.target not in entered), None)
            if following is None or len(entered) > MAX_MODULES:
                positions[path] = len(positions)
                stack.pop()
            else:
                entered.add(following)
                stack.append((following, iter(self.edges(following))))
        return positions

    def _imports(self, path: str) -> Iterator[Edge]:
        for declared in self._declared(path):
            target = self._resolve(path, declared)
            if target is not None:
                yield Edge(HOISTED, target)
        for node, site in self._ev.sites.calls(path) if self._may_require(path) else ():
            if site.at_module_level and isinstance(node.callee, ir.Name) and node.args:
                module = node.args[0].value
                if node.callee.id == "require" and isinstance(module, ir.Literal):
                    target = self._resolve(path, module.value)
                    if target is not None:
                        yield Edge(node.span.start, target)

    def _declared(self, path: str) -> Iterator[str | None]:
        """Yield the modules of import and export declarations that are more than types."""
        known = self._ev.program.links.requested(path)
        if known is not None:
            yield from (item.module for item in known.requests if not item.type_only)
            return
        scope = self._ev.program.scope(path)
        server = self._server_spans(path)
        for placed in scope.names.statements if scope is not None else ():
            statement = placed.statement
            if any(span.start <= statement.span.start < span.end for span in server):
                continue
            if isinstance(statement, ir.Import | ir.Export) and not statement.type_only:
                yield statement.module

    def _server_spans(self, path: str) -> tuple[Span, ...]:
        module = self._ev.workspace.module(path) if path.endswith(".astro") else None
        blocks = () if module is None else module.blocks
        return tuple(block.span for block in blocks if block.role == "server")

    def _may_require(self, path: str) -> bool:
        return path in self._requiring

    @cached_property
    def _requiring(self) -> frozenset[str]:
        return frozenset(entry.path for entry in self._ev.workspace.mentioning(b"require("))

    def _scripts(self, path: str) -> Iterator[Edge]:
        if not path.endswith(MARKUP):
            return
        module = self._ev.workspace.module(path)
        for block in () if module is None else module.blocks:
            if block.src is None:
                continue
            source = block.src.split("?", 1)[0]
            for directory in self._ev.workspace.directory_chain(path):
                target = posixpath.normpath(posixpath.join(directory, source.lstrip("/")))
                if self._ev.workspace.exists(target):
                    yield Edge(HOISTED, target)
                    break
                if not source.startswith("/"):
                    break

    def _resolve(self, path: str, module: object) -> str | None:
        if not isinstance(module, str):
            return None
        return self._ev.program.resolve(path, module, ir.Language.JAVASCRIPT)

    @cached_property
    def _importers(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for entry in self._ev.workspace.mentioning(*LOADING):
            if entry.is_test or entry.path.endswith(NO_SCRIPTS):
                continue
            for target in self.imports(entry.path):
                found.setdefault(target, []).append(entry.path)
        return {path: tuple(importers) for path, importers in found.items()}
