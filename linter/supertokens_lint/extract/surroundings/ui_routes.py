"""The routes at which the website shows SuperTokens' UI."""

from __future__ import annotations

import re
from collections.abc import Iterator

from supertokens_lint.extract.facts import UiRoute
from supertokens_lint.extract.reach import Reach
from supertokens_lint.extract.surroundings import next_config
from supertokens_lint.extract.surroundings.auth_routes import fixed_path, route_reader
from supertokens_lint.extract.surroundings.configs import text_of
from supertokens_lint.extract.surroundings.homes import Homes
from supertokens_lint.languages import ir
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.scopes import Scope
from supertokens_lint.resolve.values import Const
from supertokens_lint.source import Place, Span, whole_text

MAX_HOPS = 4
_SHOWS = re.compile(
    r"""\b(?:getRoutingComponent|canHandleRoute)\s*\(|<AuthPage\b"""
    r"""|id\s*=\s*\{?["'`]supertokensui["'`]"""
)
_NEEDLES = (b"getRoutingComponent", b"canHandleRoute", b"AuthPage", b"supertokensui")
_COMPONENT_KEYS = frozenset(
    {"component", "Component", "element", "loadChildren", "loadComponent", "lazy", "render"}
)
_UNDIVIDED = frozenset({"Remix", "React Router"})
_ROUTE = re.compile(r"""(?<![\w-])path\s*[:=]""")


class UiRoutes:
    """Finds files that show the UI, and the routes that lead to them."""

    def __init__(self, ev: Evaluator, homes: Homes, reach: Reach) -> None:
        self._ev = ev
        self._homes = homes
        self._reach = reach
        self._tables: dict[str, bool] = {}
        self.screens = frozenset(
            entry.path for entry in homes.mentioning(*_NEEDLES) if self._shows(entry.path)
        )

    def find(self) -> Iterator[UiRoute]:
        """Yield the routes of all packages."""
        if not self.screens:
            return
        yield from self._files()
        for entry in self._homes.mentioning(b"path"):
            yield from self._table(entry.path)

    def _shows(self, path: str) -> bool:
        source = self._ev.workspace.read(path, whole_text)
        return source is not None and _SHOWS.search(source.text) is not None

    def leads_to_screen(self, path: str, hops: int = 0) -> bool:
        """Tell whether a file shows the UI itself or through the components that it imports.

        Tables of routes are not looked through: what they lead to is shown elsewhere.
        """
        if path in self.screens:
            return True
        if hops >= MAX_HOPS or (hops > 0 and self._is_table(path)):
            return False
        return any(self.leads_to_screen(target, hops + 1) for target in self._reach.imports(path))

    def _is_table(self, path: str) -> bool:
        if path not in self._tables:
            self._tables[path] = any(True for _ in self._entries(path))
        return self._tables[path]

    # --- file routes -----------------------------------------------------------------------------

    def _files(self) -> Iterator[UiRoute]:
        for package in self._homes.packages():
            route_of = route_reader(self._ev, package)
            for entry in self._ev.workspace.entries.values():
                if not entry.is_source or entry.is_test:
                    continue
                route = route_of(entry.path)
                if route is None or (
                    route.api and route.framework not in ("Remix", "React Router")
                ):
                    continue
                if route.path == "/" or not self.leads_to_screen(entry.path):
                    continue
                place = self._page_place(entry.path)
                yield UiRoute(route.path, place, route.framework)
                yield from self._with_base(package.directory, route.path, route.framework, place)

    def _with_base(
        self, directory: str, path: str, framework: str, place: Place
    ) -> Iterator[UiRoute]:
        base = next_config.base_path(self._ev, directory) if framework == "Next" else None
        text = None if base is None else text_of(base)
        if text:
            yield UiRoute(text + path, place, framework)

    def _page_place(self, path: str) -> Place:
        source = self._ev.workspace.text(path)
        match = _SHOWS.search(source.text)
        start, end = match.span() if match is not None else (0, 0)
        return Place(path, Span(start, end))

    # --- tables of routes ------------------------------------------------------------------------

    def _table(self, path: str) -> Iterator[UiRoute]:
        for pattern, roots, node, scope in self._entries(path):
            if any(self._shows_there(root, scope) for root in roots):
                fixed, _ = fixed_path(pattern)
                yield UiRoute(fixed, Place(path, node.span), "router")

    def _entries(
        self, path: str
    ) -> Iterator[tuple[str, list[ir.Node], ir.Property | ir.Element, Scope]]:
        """Yield the routes written in a file that have a fixed front: pattern and components."""
        source = self._ev.workspace.read(path, whole_text)
        if source is None or _ROUTE.search(source.text) is None:
            return
        parents: dict[int, str] = {}
        for site in self._ev.sites.of(path):
            node = site.node
            if isinstance(node, ir.Object):
                yield from self._object(node, site.scope, parents)
            elif isinstance(node, ir.Element):
                yield from self._element(node, site.scope, parents)

    def _object(
        self, node: ir.Object, scope: Scope, parents: dict[int, str]
    ) -> Iterator[tuple[str, list[ir.Node], ir.Property | ir.Element, Scope]]:
        entries = {
            entry.key: entry
            for entry in node.entries
            if isinstance(entry, ir.Property) and isinstance(entry.key, str)
        }
        if "path" not in entries:
            return
        own = self._text(entries["path"].value, scope)
        if own is None:
            return
        pattern = _joined(parents.get(id(node), ""), own)
        children = entries.get("children")
        if children is not None and isinstance(children.value, ir.Array):
            for item in children.value.items:
                parents[id(item)] = pattern
        components: list[ir.Node] = [
            entry.value for key, entry in entries.items() if key in _COMPONENT_KEYS
        ]
        if components and fixed_path(pattern)[0] != "/":
            yield pattern, components, entries["path"], scope

    def _element(
        self, node: ir.Element, scope: Scope, parents: dict[int, str]
    ) -> Iterator[tuple[str, list[ir.Node], ir.Property | ir.Element, Scope]]:
        attributes = {
            entry.key: entry
            for entry in node.attributes
            if isinstance(entry, ir.Property) and isinstance(entry.key, str)
        }
        own = self._text(attributes["path"].value, scope) if "path" in attributes else ""
        if own is None:
            return
        pattern = _joined(parents.get(id(node), ""), own)
        for child in node.children:
            parents[id(child)] = pattern
        if "path" not in attributes or fixed_path(pattern)[0] == "/":
            return
        components: list[ir.Node] = [
            entry.value for key, entry in attributes.items() if key in _COMPONENT_KEYS
        ]
        inner = [child for child in node.children if not _has_path(child)]
        if components or inner:
            yield pattern, [*components, *inner], attributes["path"], scope

    def _text(self, expression: ir.Expr, scope: Scope) -> str | None:
        value = self._ev.evaluate(expression, scope)
        return value.value if isinstance(value, Const) and isinstance(value.value, str) else None

    def _shows_there(self, root: ir.Node, scope: Scope) -> bool:
        """Tell whether an expression names a component, or imports a file, that shows the UI."""
        for node in ir.walk(root):
            if isinstance(node, ir.Call) and isinstance(node.callee, ir.Name):
                if node.callee.id == "import" and self._imports_screen(node, scope):
                    return True
            elif isinstance(node, ir.Name) and self._name_shows(node.id, scope):
                return True
        return False

    def _imports_screen(self, node: ir.Call, scope: Scope) -> bool:
        argument = node.args[0].value if node.args else None
        if not isinstance(argument, ir.Literal) or not isinstance(argument.value, str):
            return False
        target = self._ev.program.resolve(scope.path, argument.value, scope.language)
        return target is not None and self.leads_to_screen(target, 1)

    def _name_shows(self, name: str, scope: Scope) -> bool:
        module = scope.module()
        for binding in module.names.bindings.get(name, ()):
            if binding.imported is not None:
                specifier = binding.imported.module
                target = self._ev.program.resolve(scope.path, specifier, scope.language)
                if target is not None and self.leads_to_screen(target, 1):
                    return True
            elif binding.function is not None:
                if self._span_shows(scope.path, binding.function.span):
                    return True
            elif binding.value is not None and (
                self._span_shows(scope.path, binding.value.span)
                or self._shows_there(binding.value, module)
            ):
                return True
        return False

    def _span_shows(self, path: str, span: Span) -> bool:
        if path not in self.screens:
            return False
        return _SHOWS.search(self._ev.workspace.text(path).slice(span)) is not None


def _joined(parent: str, own: str) -> str:
    if own.startswith("/") or not parent:
        return own
    fixed, _ = fixed_path(parent)
    return f"{fixed.rstrip('/')}/{own}"


def _has_path(node: ir.Node) -> bool:
    return isinstance(node, ir.Element) and any(
        isinstance(entry, ir.Property) and entry.key == "path" for entry in node.attributes
    )
