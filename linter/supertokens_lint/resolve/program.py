"""The modules of the project: their scopes, their exports, and where imports lead."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import TypeVar

from msgspec import Struct, field

from supertokens_lint.languages import ir
from supertokens_lint.resolve.go_packages import GoPackages
from supertokens_lint.resolve.module_links import ModuleLinks, specifiers_in
from supertokens_lint.resolve.scopes import Names, Scope, names_of
from supertokens_lint.workspace import paths
from supertokens_lint.workspace.aliases import AliasMap
from supertokens_lint.workspace.bundleraliases import is_bundler_config
from supertokens_lint.workspace.files import SCRIPT_KINDS, FileEntry, FileKind
from supertokens_lint.workspace.workspace import Workspace

T = TypeVar("T")
SCRIPT_EXTENSIONS = (
    ".ts",
    ".tsx",
    ".js",
    ".jsx",
    ".mts",
    ".mjs",
    ".cts",
    ".cjs",
    ".vue",
    ".svelte",
    ".astro",
    ".json",
)
REPLACED_IN = {
    "production": "production",
    "prod": "production",
    "development": "development",
    "dev": "development",
}
TYPED_TWINS = {".js": (".ts", ".tsx"), ".jsx": (".tsx",), ".mjs": (".mts",), ".cjs": (".cts",)}


class ExportRef(Struct, frozen=True):
    """What an exported name stands for: a local name, an expression, or another module's name."""

    local: str | None = None
    expression: ir.Expr | None = None
    module: str | None = None
    imported: str | None = None


class Exports(Struct, frozen=True):
    """The exports of a JavaScript module; ``assigned`` is the value of ``module.exports``."""

    named: dict[str, ExportRef] = field(default_factory=dict)
    stars: list[str] = field(default_factory=list)
    assigned: list[ir.Expr] = field(default_factory=list)


class Program:
    """Modules by path, read when first asked for."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        workspace.foresee(specifiers_in, SCRIPT_KINDS)
        self._scopes: dict[str, Scope | None] = {}
        self._exports: dict[str, Exports] = {}
        self._function_names: dict[int, tuple[ir.Function, Names]] = {}

    @cached_property
    def _imports(self) -> dict[tuple[str, bool], dict[str, str | None]]:
        """Where imports lead from a folder, which is a matter of paths and of configuration."""
        return self.standing("imports", dict)

    def standing(self, name: str, make: Callable[[], T]) -> T:
        """Return what is made of where imports lead, kept until that may be another place."""
        return self.workspace.standing(name, make, _leads_imports_elsewhere)

    @cached_property
    def aliases(self) -> AliasMap:
        """Path aliases and workspace packages of the JavaScript parts."""
        return AliasMap.of(self.workspace)

    @cached_property
    def go(self) -> GoPackages:
        """The packages of the Go parts."""
        return GoPackages(self.workspace)

    @cached_property
    def links(self) -> ModuleLinks:
        """The imports between the scripts."""
        return ModuleLinks(self)

    def scope(self, path: str) -> Scope | None:
        """Return the module scope of a file, or ``None`` when it cannot be read or parsed."""
        if path not in self._scopes:
            self._scopes[path] = self.workspace.derived(
                path, "scope", lambda: self._read_scope(path)
            )
        return self._scopes[path]

    def _read_scope(self, path: str) -> Scope | None:
        module = self.workspace.module(path)
        if module is None:
            return None
        return Scope(path, "module", names_of(module.body), module.language)

    def names(self, function: ir.Function, language: ir.Language) -> Names:
        """Return what a function binds; read once a function."""
        known = self._function_names.get(id(function))
        if known is None:
            script = language is not ir.Language.PYTHON
            known = (function, names_of(function.body, function.params, declared_only=script))
            self._function_names[id(function)] = known
        return known[1]

    def resolve(self, importer: str, module: str, language: ir.Language) -> str | None:
        """Return the project file that an import specifier leads to, or ``None``."""
        if language is ir.Language.GO:
            return self.go.resolve(importer, module)
        is_python = language is ir.Language.PYTHON
        known = self._imports.setdefault((paths.parent(importer), is_python), {})
        if module not in known:
            known[module] = self._find(importer, module, language, None)
        found = known[module]
        if found == importer and module[:1] != ".":
            return self._find(importer, module, language, importer)
        return found

    def script_targets(self, importer: str, modules: Iterable[str]) -> frozenset[str]:
        """Return the project files that import specifiers of a script lead to."""
        known = self._imports.setdefault((paths.parent(importer), False), {})
        found: set[str] = set()
        for module in modules:
            target = known.get(module, importer)
            if target == importer:  # or not known yet
                target = self.resolve(importer, module, ir.Language.JAVASCRIPT)
            if target is not None:
                found.add(target)
        return frozenset(found) if found else _NONE

    def _find(
        self, importer: str, module: str, language: ir.Language, other_than: str | None
    ) -> str | None:
        """Return where an import leads from a folder; a package is not the file that asks for it.

        Of ``importer``, only the folder matters.
        """
        listed = self.workspace.entries
        for path in self._candidates(importer, module, language):
            if path == other_than:
                continue
            if path in listed:
                return listed[path].path
            if self.workspace.exists(path):
                return path
        return self._in_other_case(importer, module, language)

    def _in_other_case(self, importer: str, module: str, language: ir.Language) -> str | None:
        """Return the file that a script finds where upper and lower case in paths are one."""
        if language is ir.Language.PYTHON or not module.startswith(_OWN_FILES):
            return None
        candidates = (path.casefold() for path in self._candidates(importer, module, language))
        return next((self._folded[path] for path in candidates if path in self._folded), None)

    @cached_property
    def _folded(self) -> dict[str, str]:
        return {path.casefold(): path for path in self.workspace.entries}

    def _candidates(self, importer: str, module: str, language: ir.Language) -> Iterator[str]:
        if language is ir.Language.PYTHON:
            yield from self._python_candidates(importer, module)
            return
        specifier = module.split("?", 1)[0]
        if specifier.startswith("."):
            stems: tuple[str, ...] = (paths.join(paths.parent(importer), specifier),)
        else:
            stems = self.aliases.candidates(importer, specifier)
        for stem in stems:
            yield from _script_files(stem)

    def _python_candidates(self, importer: str, module: str) -> Iterator[str]:
        dots = len(module) - len(module.lstrip("."))
        parts = [part for part in module[dots:].split(".") if part]
        here = posixpath.dirname(importer)
        if dots:
            base = here
            for _ in range(dots - 1):
                base = posixpath.dirname(base)
            yield from _python_files(posixpath.join(base, *parts))
            return
        for directory in self.workspace.directory_chain(importer):
            yield from _python_files(posixpath.join(directory, *parts))
            yield from _python_files(posixpath.join(directory, "src", *parts))

    def submodule(self, package: str, name: str) -> str | None:
        """Return the file of a Python submodule of the package whose ``__init__`` is given."""
        if posixpath.basename(package) != "__init__.py":
            return None
        stem = posixpath.join(posixpath.dirname(package), name)
        return next((path for path in _python_files(stem) if self.workspace.exists(path)), None)

    def replacements(self, path: str) -> dict[str, str]:
        """Return the files that Angular builds put in the place of ``environment.ts``, by mode.

        Source: angular.io, "Building and serving Angular apps", ``fileReplacements``, and the
        names that its schematics give: ``environment.prod.ts`` up to version 14,
        ``environment.development.ts`` from 15 on.
        """
        directory, name = posixpath.split(path)
        if name != "environment.ts":
            return {}
        found: dict[str, str] = {}
        for suffix, mode in REPLACED_IN.items():
            other = f"{directory}/environment.{suffix}.ts"
            if mode not in found and self.workspace.exists(other):
                found[mode] = other
        return found

    def exports(self, path: str) -> Exports:
        """Return the exports of a JavaScript module; empty when it cannot be read."""
        if path not in self._exports:
            scope = self.scope(path)
            self._exports[path] = Exports() if scope is None else _exports_of(scope)
        return self._exports[path]


_NONE: frozenset[str] = frozenset()
_OWN_FILES = (".", "@/", "~/")
_CODE = frozenset({FileKind.PYTHON, FileKind.GO, FileKind.ENV}) | SCRIPT_KINDS


def _leads_imports_elsewhere(entry: FileEntry) -> bool:
    """Tell whether another text of a file may change where imports of other files lead."""
    return entry.kind not in _CODE or is_bundler_config(entry.name)


def _script_files(stem: str) -> Iterator[str]:
    root, extension = posixpath.splitext(stem)
    for twin in TYPED_TWINS.get(extension, ()):
        yield root + twin
    if extension in SCRIPT_EXTENSIONS:
        yield stem
    for suffix in SCRIPT_EXTENSIONS:
        yield stem + suffix
    for suffix in SCRIPT_EXTENSIONS:
        yield f"{stem}/index{suffix}"


def _python_files(stem: str) -> Iterator[str]:
    yield stem + ".py"
    yield f"{stem}/__init__.py"


def _exports_of(scope: Scope) -> Exports:
    exports = Exports()
    for placed in scope.names.statements:
        statement = placed.statement
        if isinstance(statement, ir.ExportDefault):
            exports.named["default"] = ExportRef(expression=statement.value)
        elif isinstance(statement, ir.Export):
            _add_export(exports, statement)
    _add_commonjs(exports, scope)
    return exports


def _add_export(exports: Exports, statement: ir.Export) -> None:
    if statement.star == "*" and statement.module is not None:
        exports.stars.append(statement.module)
    elif statement.star is not None and statement.module is not None:
        exports.named[statement.star] = ExportRef(module=statement.module)
    for name in statement.names:
        if statement.module is None:
            exports.named[name.exported] = ExportRef(local=name.local)
        else:
            exports.named[name.exported] = ExportRef(module=statement.module, imported=name.local)


def _add_commonjs(exports: Exports, scope: Scope) -> None:
    for member in scope.names.members.get("module", ()):
        if member.path == ("exports",):
            exports.assigned.append(member.value)
        elif member.path[:1] == ("exports",) and len(member.path) == 2:
            exports.named.setdefault(member.path[1], ExportRef(expression=member.value))
    for member in scope.names.members.get("exports", ()):
        if len(member.path) == 1:
            exports.named.setdefault(member.path[0], ExportRef(expression=member.value))
