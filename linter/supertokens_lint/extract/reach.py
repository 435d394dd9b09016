"""Whether anything leads to a piece of code.

The answer leans to "yes": code is only called dead when no file imports its module and nothing
about the module says that it is an entry point, or when nobody names the function around it.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable
from functools import cached_property

from supertokens_lint.extract import go_reach
from supertokens_lint.extract.function_folders import FunctionFolders
from supertokens_lint.extract.launches import Launches
from supertokens_lint.extract.libraries import Libraries
from supertokens_lint.extract.next_layout import SPECIAL_FILES, NextLayout
from supertokens_lint.languages import ir
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.sites import Site
from supertokens_lint.resolve.values import ClassRef, Closure, Unknown, alternatives
from supertokens_lint.source import whole_text

ENTRY_STEMS = frozenset(
    {
        "main", "index", "app", "server", "_app", "_document", "manage", "settings", "wsgi",
        "asgi", "__init__", "__main__", "start", "boot", "bootstrap", "run", "cli", "handler",
        "lambda", "worker", "entry", "entry-client", "entry-server", "entry.client",
        "entry.server", "root", "layout", "page", "route", "middleware", "proxy", "hooks.client",
        "hooks.server", "hooks", "instrumentation", "instrumentation-client", "vite.config",
        "next.config", "nuxt.config", "svelte.config", "astro.config", "polyfills", "background",
        "content", "preload", "renderer", "_layout", "+layout", "+page", "conftest",
    }
)  # fmt: skip
ENTRY_DIRECTORIES = frozenset(
    {
        "pages", "app", "plugins", "routes", "api", "layouts", "functions", "netlify",
        "middleware", "boot", "server", "views", "entrypoints", "scripts",
    }
)  # fmt: skip
FOLDERS_BESIDE_ROUTES = frozenset({"functions", "netlify", "scripts", "server", "api"})
"""Folders of a Next.js application, outside of its routes, whose files others start by name."""
COMPONENTS = (".tsx", ".jsx")
MAX_CLIMBED = 2_000
GO = ".go"
PLATFORMS = (".web", ".native", ".ios", ".android")
"""Ends of stems that React Native's bundler puts in the place of the file without them."""
MARKUP = (".vue", ".svelte", ".astro", ".html", ".htm")
PYTHON_IMPORT = re.compile(
    r"^[ \t]*(?:from[ \t]+([.\w]+)[ \t]+import[ \t]+(.+)|import[ \t]+(.+))", re.MULTILINE
)

_COMMENT = re.compile(r"#.*")
_LONGEST_LIST = 20_000


class Reach:
    """Answers whether code can run."""

    def __init__(self, ev: Evaluator) -> None:
        self._ev = ev
        self._modules: dict[str, bool] = {}
        self._launches = Launches(ev.workspace)
        self._functions_of = FunctionFolders(ev.workspace)
        self.layout = NextLayout(ev.workspace)

    def reaches(self, site: Site) -> bool:
        """Tell whether something leads to ``site``."""
        return self.module(site.scope.path) and self._functions(site)

    def module(self, path: str) -> bool:
        """Tell whether a module is an entry point or imported by a file that is no test.

        Where the routes of Next.js are known, an importer counts that something leads to.
        """
        if path not in self._modules:
            self._modules[path] = True
            if path.endswith(GO):
                self._modules[path] = go_reach.module_reached(self._ev, path)
            elif (root := self.layout.root(path)) is not None:
                self._modules[path] = self._climbs_to_start(path, root)
            else:
                self._modules[path] = self._is_entry(path) or bool(self._importers(path))
        return self._modules[path]

    # --- functions -------------------------------------------------------------------------------

    def _functions(self, site: Site) -> bool:
        if site.scope.path.endswith(GO):
            return go_reach.function_reached(self._ev, site)
        if site.owner is not None and site.owner.name is not None:
            return _is_django_app(site.owner) or self._named_elsewhere(site.owner.name, site)
        outer = next((function for function in site.functions), None)
        if outer is None or outer.decorators:
            return True
        name = outer.name or self._bound_name(outer, site)
        return name is None or self._named_elsewhere(name, site)

    def _bound_name(self, function: ir.Function, site: Site) -> str | None:
        module = site.scope.module()
        for name, bindings in module.names.bindings.items():
            if any(binding.value is function for binding in bindings):
                return name
        return None

    def _named_elsewhere(self, name: str, site: Site) -> bool:
        path = site.scope.path
        scope = site.scope.module()
        for placed in scope.names.statements:
            if isinstance(placed.statement, ir.ExportDefault):
                value = placed.statement.value
                if isinstance(value, ir.Function | ir.Class):
                    return True
                if isinstance(value, ir.Name) and value.id == name:
                    return True
                if value.span.start <= site.node.span.start < value.span.end:
                    return True
        if self._used_within(name, site) or self._exports_renamed(path, name):
            return True
        if path.endswith(MARKUP):
            return True
        return any(
            self._refers(importer, name, site)
            for importer in self._ev.paths_mentioning(name, None)
            if importer != path
        )

    def _used_within(self, name: str, site: Site) -> bool:
        outer = site.functions[0] if site.functions else None
        for other in self._ev.sites.of(site.scope.path):
            node = other.node
            if not isinstance(node, ir.Name | ir.Member):
                continue
            inside = outer is not None and outer in other.functions
            if _label(node) == name and not inside and not _only_exports(other):
                return True
        return False

    def _refers(self, importer: str, name: str, site: Site) -> bool:
        if site.owner is not None and self._imports_directly(importer, site.scope.path):
            return True
        if self._exports_renamed(importer, name):
            return True
        labels = {name, *_renamed(name, self._ev.workspace.text(importer).text)}
        for other in self._ev.sites.of(importer):
            node = other.node
            if isinstance(node, ir.Name | ir.Member) and _label(node) in labels:
                for value in alternatives(self._ev.evaluate(node, other.scope)):
                    if isinstance(value, Closure) and value.function in site.functions:
                        return True
                    if isinstance(value, ClassRef) and value.definition is site.owner:
                        return True
                    if isinstance(value, Unknown) and site.scope.path in self.imports(importer):
                        return True
        return False

    def _exports_renamed(self, path: str, name: str) -> bool:
        """Tell whether a module exports something under another name than it has there."""
        scope = self._ev.program.scope(path)
        return scope is not None and any(
            exported.local == name != exported.exported
            for placed in scope.names.statements
            if isinstance(placed.statement, ir.Export)
            for exported in placed.statement.names
        )

    def _imports_directly(self, importer: str, path: str) -> bool:
        """Tell whether a file imports another, by itself or through an index that re-exports it.

        Enough for classes: injection names them in type annotations alone.
        """
        targets = self.imports(importer)
        return path in targets or any(path in self.imports(target) for target in targets)

    # --- modules ---------------------------------------------------------------------------------

    def _is_entry(self, path: str) -> bool:
        name = posixpath.basename(path)
        stem = name.split(".")[0] if name.endswith(MARKUP) else posixpath.splitext(name)[0]
        if name == "apps.py" and "AppConfig" in self._ev.workspace.text(path).text:
            return True  # Django loads it for every installed application
        if path.endswith(MARKUP) or stem in ENTRY_STEMS or stem.startswith(("+", "[", "(", "$")):
            return True
        if stem == "App" and self._ev.workspace.exists(f"{posixpath.dirname(path)}/package.json"):
            return True
        if stem.endswith((".client", ".server", ".config", ".page", ".route", *PLATFORMS)):
            return True
        if ENTRY_DIRECTORIES.intersection(self._directories(path)) and self._is_framework(path):
            return True
        if self._launches.names(path) or self._launches.loads_folder(path):
            return True
        return self._is_function_of_a_cloud(path)

    def _climbs_to_start(self, path: str, root: str) -> bool:
        """Tell whether something starts a module of Next.js, or one that leads to it."""
        seen = {path}
        waiting = [path]
        while waiting and len(seen) < MAX_CLIMBED:
            current = waiting.pop()
            importers = self._importers(current)
            if self.layout.root(current) != root or self._starts(current, root, importers):
                return True
            waiting.extend(importer for importer in importers if importer not in seen)
            seen.update(importers)
        return bool(waiting)

    def _starts(self, path: str, root: str, importers: tuple[str, ...]) -> bool:
        """Tell whether a module of Next.js is a route, or is started by its name."""
        if self.layout.is_route(path, root):
            return True
        if self.layout.is_barrel(path, root):
            return False
        if not path.endswith(COMPONENTS) and self._launches.names(path):
            return True
        if self.layout.in_routes(path, root):
            return False
        if self.layout.folder(path, root) in FOLDERS_BESIDE_ROUTES:
            return True
        stem = posixpath.splitext(posixpath.basename(path))[0]
        if not importers and stem in ENTRY_STEMS - SPECIAL_FILES:
            return True
        return stem.endswith((".config", ".server")) or self._is_function_of_a_cloud(path)

    def _is_function_of_a_cloud(self, path: str) -> bool:
        """Tell whether a module exports what AWS Lambda and its like call by name."""
        if path.endswith(".py"):
            scope = self._ev.program.scope(path)
            return scope is not None and "lambda_handler" in scope.names.bindings
        if self._functions_of.has(path):
            return True
        named = self._ev.program.exports(path).named
        return any(name == "handler" or name.startswith("onRequest") for name in named)

    def _directories(self, path: str) -> tuple[str, ...]:
        return tuple(posixpath.dirname(path).split("/"))

    def _is_framework(self, path: str) -> bool:
        marks = ("next.config", "nuxt.config", "svelte.config", "astro.config", "remix.config")
        extensions = ("js", "ts", "mjs", "cjs", "mts")
        for directory in self._ev.workspace.directory_chain(path):
            for mark in marks:
                for extension in extensions:
                    if self._ev.workspace.exists(f"{directory}/{mark}.{extension}"):
                        return True
            if self._ev.workspace.exists(f"{directory}/package.json"):
                manifest = self._ev.workspace.read(f"{directory}/package.json", whole_text)
                text = "" if manifest is None else manifest.text
                return '"next"' in text or '"nuxt"' in text or "@remix-run" in text
        return False

    def _importers(self, path: str) -> tuple[str, ...]:
        name = posixpath.basename(path)
        stem = posixpath.splitext(name)[0]
        if stem in ("index", "__init__"):
            stem = posixpath.basename(posixpath.dirname(path))
        return tuple(
            importer
            for importer in self._ev.paths_mentioning(stem, None)
            if importer != path and path in self.imports(importer)
        )

    @cached_property
    def libraries(self) -> Libraries:
        """The packages of the repository that others of it import."""
        return Libraries(self._ev.workspace, self.imports)

    def with_importers(self, paths: Iterable[str]) -> list[str]:
        """Return some files, and those that import them from a library of the repository."""
        given = list(paths)
        found = (self.libraries.importers(frozenset({path})) for path in dict.fromkeys(given))
        return [*given, *(importer for importers in found for importer in importers)]

    def imports(self, path: str) -> frozenset[str]:
        """Return the project files that a file imports, found without parsing it."""
        known = self._imports.get(path)
        if known is None:
            known = frozenset(self._read_imports(path))
            self._imports[path] = known
        return known

    @cached_property
    def _imports(self) -> dict[str, frozenset[str]]:
        return {}

    def _read_imports(self, path: str) -> Collection[str]:
        if not path.endswith((GO, ".py")):
            return self._ev.program.links.targets(path)
        source = self._ev.workspace.read(path, whole_text)
        if source is None:
            return set()
        if path.endswith(GO):
            return go_reach.imports(self._ev, path)
        return self._python_imports(path, source.text)

    def _python_imports(self, path: str, text: str) -> set[str]:
        found: set[str] = set()
        text = text.replace("\\\r\n", " ").replace("\\\n", " ")
        for match in PYTHON_IMPORT.finditer(text):
            for module in _python_modules(match, text):
                target = self._ev.program.resolve(path, module, ir.Language.PYTHON)
                if target is not None:
                    found.add(target)
        return found


def _is_django_app(owner: ir.Class) -> bool:
    """Tell whether Django makes an object of a class for an installed application."""
    return any(
        (isinstance(base, ir.Name) and base.id == "AppConfig")
        or (isinstance(base, ir.Member) and base.name == "AppConfig")
        for base in owner.bases
    )


def _python_modules(match: re.Match[str], text: str) -> list[str]:
    base, names, plain = match.groups()
    if base is None:
        plain = _COMMENT.sub("", plain or "").split(";")[0]
        return [part.split(" as ")[0].strip() for part in plain.split(",")]
    if names.lstrip().startswith("("):
        rest = _COMMENT.sub("", text[match.start(2) : match.start(2) + _LONGEST_LIST])
        names = rest.partition(")")[0].replace("(", "")
    joiner = "" if base.endswith(".") else "."
    modules = [base]
    for part in _COMMENT.sub("", names).split(";")[0].split(","):
        name = part.split(" as ")[0].strip()
        if name.isidentifier():
            modules.append(f"{base}{joiner}{name}")
    return modules


def _label(node: ir.Name | ir.Member) -> str:
    return node.id if isinstance(node, ir.Name) else node.name


def _renamed(name: str, text: str) -> list[str]:
    """Return what a name is imported as: ``name as other``, ``{ name: other } = require(...)``."""
    return re.findall(rf"\b{re.escape(name)}\s*(?:\bas\b|:)\s*([^\W\d]\w*)", text)


def _only_exports(site: Site) -> bool:
    return isinstance(site.statement, ir.Export)
