"""Where JavaScript modules run: in the browser, on a server, or in both.

The answer comes from a framework's rules for directories and file names, from directives, and
for everything else from who imports a module. Sources: Next.js "Project structure" and
"Directives", SvelteKit "Server-only modules" and "Routing", Nuxt "Directory structure", Remix and
React Router "Module constraints", Astro "Components" and "Endpoints".
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator

from supertokens_lint.extract.facts import Runtime
from supertokens_lint.extract.js_packages import (
    SERVER_PACKAGES,
    Framework,
    Package,
    package_of,
)
from supertokens_lint.extract.module_graph import ModuleGraph
from supertokens_lint.extract.reach import MARKUP
from supertokens_lint.extract.runtime_layouts import (
    astro_runtime,
    by_name,
    next_runtime,
    remix_runtime,
    sveltekit_runtime,
)
from supertokens_lint.languages import ir
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.module_links import SPECIFIER
from supertokens_lint.resolve.scopes import Scope
from supertokens_lint.resolve.sites import Site
from supertokens_lint.source import Span, whole_text

MAX_IMPORTERS = 400
TOOL_NAME = re.compile(
    r"^(?:vite|vitest|next|nuxt|svelte|astro|remix|react-router|tailwind|postcss|jest|webpack|rollup"
    r"|rspack|babel|eslint|prettier|stylelint|metro|playwright|cypress|tsup|drizzle|karma|craco|vue"
    r"|quasar|capacitor|protractor|commitlint|lint-staged|wdio|orval|codegen|ecosystem|knexfile"
    r"|ormconfig|uno|unocss|windi|panda|next-i18next|next-sitemap|sentry)\.config\.[cm]?[jt]s$"
    r"|^(?:gulpfile|Gruntfile|gruntfile|setupTests|setupProxy)\.[cm]?[jt]s$|^\.[\w-]+rc\.[cm]?js$"
)
TOOL_FOLDERS = frozenset({"scripts", "bin", ".storybook", "tools", "cypress", ".github"})
SERVER_FOLDERS = frozenset({"server", "backend", "api-server", "functions", "netlify"})
SOURCE_BUNDLERS = ("react-scripts", "@vue/cli-service", "@angular/core")
BROWSER_FOLDERS = frozenset({"client", "frontend", "web", "webapp", "public", "static"})
SERVER_FUNCTIONS = {
    Framework.NEXT: frozenset({"getServerSideProps", "getStaticProps", "getStaticPaths"}),
    Framework.REMIX: frozenset({"loader", "action", "headers"}),
}
COMPONENTS = (".tsx", ".jsx", ".vue", ".svelte", ".astro")


class Runtimes:
    """Tells where modules, and places in them, run."""

    def __init__(self, ev: Evaluator, graph: ModuleGraph) -> None:
        self._ev = ev
        self._graph = graph
        self._known: dict[str, Runtime | None] = {}
        self._fixed_known: dict[str, Runtime | None] = {}
        self._packages: dict[str, Package | None] = {}
        self._imported: dict[str, dict[str, set[str]]] = {}
        self._uses: dict[str, dict[str, list[Site]]] = {}

    def of(self, path: str) -> Runtime | None:
        """Return where a module runs; ``None`` for tests, tools and configuration files."""
        if path not in self._known:
            self._known[path] = self._find(path)
        return self._known[path]

    def at(self, site: Site) -> Runtime | None:
        """Return where a place in a module runs: a server function makes the difference."""
        path = site.scope.path
        runtime = self.of(path)
        if runtime is None or runtime is Runtime.SERVER:
            return runtime
        role = self._role(path, site.node.span)
        if role == "server" or self._in_server_function(path, site):
            return Runtime.SERVER
        return Runtime.BROWSER if role == "client" else runtime

    def of_import(self, path: str, site: Site) -> Runtime | None:
        """Return where what an import binds is used."""
        runtime = self.at(site)
        if runtime is not Runtime.BOTH or not isinstance(site.node, ir.Import):
            return runtime
        names = _local_names(site.node)
        return Runtime.SERVER if self._used_on_server(path, names) else runtime

    def package(self, path: str) -> Package | None:
        """Return the package that a file belongs to."""
        directory = posixpath.dirname(path)
        if directory not in self._packages:
            self._packages[directory] = package_of(self._ev.workspace, path)
        return self._packages[directory]

    # --- modules ---------------------------------------------------------------------------------

    def _find(self, path: str) -> Runtime | None:
        fixed = self._fixed(path)
        if fixed is not Runtime.UNKNOWN:
            return fixed
        found = set(self._above(path))
        if not found:
            return self._default(path)
        return found.pop() if len(found) == 1 else Runtime.BOTH

    def _above(self, path: str) -> Iterator[Runtime]:
        seen = {path}
        pending = [path]
        while pending and len(seen) < MAX_IMPORTERS:
            current = pending.pop()
            importers = self._graph.importers(current)
            if not importers and current != path:
                yield self._default(current)
            for importer in importers:
                fixed = self._edge(importer, current)
                if fixed is Runtime.UNKNOWN and importer not in seen:
                    seen.add(importer)
                    pending.append(importer)
                elif fixed is not None and fixed is not Runtime.UNKNOWN:
                    yield fixed

    def _edge(self, importer: str, path: str) -> Runtime | None:
        fixed = self._fixed(importer)
        if fixed is None or fixed is Runtime.SERVER or fixed is Runtime.BROWSER:
            return fixed
        if importer.endswith(".astro"):
            return self._astro_edge(importer, path)
        package = self.package(importer)
        if package is None or package.framework not in SERVER_FUNCTIONS:
            return fixed
        return Runtime.SERVER if self._only_server_uses(importer, path) else fixed

    def _astro_edge(self, importer: str, path: str) -> Runtime:
        if path.endswith(COMPONENTS):
            return Runtime.BOTH
        roles = {
            self._role(importer, site.node.span)
            for site in self._ev.sites.of(importer)
            if self._imports_from(site.node, importer, path)
        }
        return Runtime.BROWSER if roles == {"client"} else Runtime.SERVER

    def _only_server_uses(self, importer: str, path: str) -> bool:
        return self._used_on_server(importer, self._names_from(importer).get(path, set()))

    def _names_from(self, importer: str) -> dict[str, set[str]]:
        """Return the names that a module imports, by the file that they come from."""
        if importer not in self._imported:
            found: dict[str, set[str]] = {}
            for site in self._ev.sites.of_kinds(importer, ir.Import):
                if isinstance(site.node, ir.Import):
                    language = ir.Language.JAVASCRIPT
                    path = self._ev.program.resolve(importer, site.node.module, language)
                    if path is not None:
                        found.setdefault(path, set()).update(_local_names(site.node))
            self._imported[importer] = found
        return self._imported[importer]

    def _used_on_server(self, path: str, names: set[str]) -> bool:
        if path not in self._uses:
            self._uses[path] = _uses_of_module(self._ev.sites.of(path))
        uses = [site for name in names for site in self._uses[path].get(name, ())]
        return bool(uses) and all(
            self._in_server_function(path, site) or self._role(path, site.node.span) == "server"
            for site in uses
        )

    def _imports_from(self, node: ir.Node, importer: str, path: str) -> bool:
        return (
            isinstance(node, ir.Import)
            and self._ev.program.resolve(importer, node.module, ir.Language.JAVASCRIPT) == path
        )

    # --- what the place of a file says -----------------------------------------------------------

    def _fixed(self, path: str) -> Runtime | None:
        """Return the runtime that place, name or directive decide; ``UNKNOWN`` when none does."""
        if path not in self._fixed_known:
            self._fixed_known[path] = self._by_place(path)
        return self._fixed_known[path]

    def _by_place(self, path: str) -> Runtime | None:
        entry = self._ev.workspace.entry(path)
        name = posixpath.basename(path)
        package = self.package(path)
        inner = path[len(package.root) :].strip("/") if package is not None else name
        parts = tuple(inner.split("/"))
        if (entry is not None and entry.is_test) or TOOL_NAME.search(name):
            return None
        if TOOL_FOLDERS.intersection(parts[:1] if package is not None else ()):
            return None
        framework = Framework.NONE if package is None else package.framework
        named = by_name(name, parts, framework)
        if named is not None:
            return named
        if path.endswith((".html", ".htm")):
            return Runtime.BROWSER
        directive = self._directive(path)
        if directive is not None:
            return directive
        return Runtime.UNKNOWN if package is None else self._by_package(path, parts, package)

    def _by_package(self, path: str, parts: tuple[str, ...], package: Package) -> Runtime:
        framework = package.framework
        if framework is Framework.NEXT:
            return next_runtime(parts)
        if framework is Framework.NUXT:
            return Runtime.SERVER if parts[0] == "server" else Runtime.BOTH
        if framework is Framework.SVELTEKIT:
            return sveltekit_runtime(parts)
        if framework is Framework.REMIX:
            return remix_runtime(parts)
        if framework is Framework.ASTRO:
            return astro_runtime(parts)
        if framework is Framework.NATIVE:
            return Runtime.BROWSER
        return self._plain(path, parts, package)

    def _plain(self, path: str, parts: tuple[str, ...], package: Package) -> Runtime:
        if package.has_electron:
            folders = {part.lower() for part in parts}
            if package.main is not None and posixpath.normpath(package.main) == "/".join(parts):
                return Runtime.SERVER
            if folders & {"main", "electron", "preload", "main.js", "main.ts"}:
                return Runtime.SERVER
        if not package.has_server:
            return Runtime.BROWSER if package.has_browser else Runtime.UNKNOWN
        if not package.has_browser:
            return Runtime.SERVER
        if path.endswith((".vue", ".svelte")):
            return Runtime.BROWSER
        if self._names_packages(path) & SERVER_PACKAGES:
            return Runtime.SERVER
        folders = {part.lower() for part in parts[:-1]}
        bundled = parts[0] == "src" and any(n in package.dependencies for n in SOURCE_BUNDLERS)
        if bundled or folders & BROWSER_FOLDERS:
            return Runtime.BROWSER
        return Runtime.SERVER if folders & SERVER_FOLDERS else Runtime.UNKNOWN

    def _default(self, path: str) -> Runtime:
        """Return where a module runs that nothing else decides about."""
        package = self.package(path)
        if package is None:
            return Runtime.UNKNOWN
        if package.framework is not Framework.NONE:
            return Runtime.BOTH
        if package.has_browser and not (package.has_server and self._serves(package.root)):
            return Runtime.BROWSER
        return Runtime.UNKNOWN

    def _serves(self, root: str) -> bool:
        """Tell whether some module below a folder imports a server package."""
        return any(
            self._names_packages(entry.path) & SERVER_PACKAGES
            for entry in self._ev.workspace.mentioning(*(n.encode() for n in SERVER_PACKAGES))
            if entry.path.startswith(f"{root}/") and not entry.is_test
        )

    def _names_packages(self, path: str) -> set[str]:
        source = self._ev.workspace.read(path, whole_text)
        text = "" if source is None else source.text
        found = set()
        for match in SPECIFIER.finditer(text):
            parts = match.group(1).split("/")
            found.add("/".join(parts[:2]) if parts[0].startswith("@") else parts[0])
        return found

    def _directive(self, path: str) -> Runtime | None:
        source = self._ev.workspace.read(path, whole_text)
        if source is None or ("use client" not in source.text and "use server" not in source.text):
            return None
        module = self._ev.workspace.module(path)
        directives = frozenset() if module is None else module.directives
        if "use client" in directives:
            return Runtime.BROWSER
        return Runtime.SERVER if "use server" in directives else None

    # --- places inside modules -------------------------------------------------------------------

    def _role(self, path: str, span: Span) -> str:
        if not path.endswith(MARKUP):
            return "module"
        module = self._ev.workspace.module(path)
        for block in () if module is None else module.blocks:
            if block.span.start <= span.start < max(block.span.end, block.span.start + 1):
                return block.role
        return "module"

    def _in_server_function(self, path: str, site: Site) -> bool:
        if any(_has_directive(function, "use server") for function in site.functions):
            return True
        package = self.package(path)
        names = SERVER_FUNCTIONS.get(package.framework) if package is not None else None
        if not names:
            return False
        for placed in site.scope.module().names.statements:
            statement = placed.statement
            if statement.span.start <= site.node.span.start < statement.span.end:
                return _declared_name(statement) in names
        return False


def _local_names(node: ir.Import) -> set[str]:
    names = {name.local for name in node.names}
    return names if node.namespace is None else {*names, node.namespace}


def _uses_of_module(sites: Iterable[Site]) -> dict[str, list[Site]]:
    """Return where names are used that a module binds, and no function or class in it."""
    found: dict[str, list[Site]] = {}
    for site in sites:
        if isinstance(site.node, ir.Name):
            name = site.node.id
            scope: Scope | None = site.scope
            while scope is not None and name not in scope.names.bindings:
                scope = scope.parent
            if scope is not None and scope.kind == "module":
                found.setdefault(name, []).append(site)
    return found


def _has_directive(function: ir.Function, directive: str) -> bool:
    if not function.body:
        return False
    first = function.body[0]
    return (
        isinstance(first, ir.ExpressionStatement)
        and isinstance(first.value, ir.Literal)
        and first.value.value == directive
    )


def _declared_name(statement: ir.Statement) -> str | None:
    if isinstance(statement, ir.FunctionDeclaration):
        return statement.function.name
    if isinstance(statement, ir.Bind) and isinstance(statement.target, ir.Name):
        return statement.target.id
    return None
