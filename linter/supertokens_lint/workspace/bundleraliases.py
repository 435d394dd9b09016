"""Aliases in the configuration of bundlers and frameworks: Vite, webpack, Babel, SvelteKit, Nuxt.

The values are read from the parsed text by their usual shapes: a string, ``path.resolve`` or
``path.join`` of the configuration's folder, ``fileURLToPath(new URL(..., import.meta.url))``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from supertokens_lint.languages import ir
from supertokens_lint.source import SourceText
from supertokens_lint.workspace import paths
from supertokens_lint.workspace.files import SCRIPT_KINDS
from supertokens_lint.workspace.jsontext import read_json
from supertokens_lint.workspace.tree import pairs, string
from supertokens_lint.workspace.tsconfig import PathPattern
from supertokens_lint.workspace.workspace import Workspace

_CONFIG = re.compile(
    r"(?:electron\.vite|vite|vitest|svelte|astro|nuxt|webpack|craco|vue|next|rsbuild|rspack|remix"
    r"|solid|app|quasar|babel|metro)\.config(?:\.\w+)?\.[cm]?[jt]s"
    r"|webpack(?:\.\w+)*\.[cm]?[jt]s|config-overrides\.js|\.babelrc\.js"
)
_HERE = frozenset({"__dirname", "__filename", "import.meta.dirname", "rootDir", "root", "__root"})
_REGEX_PREFIX = re.compile(r"\^?((?:\\?[@~#$/\w-])+)")
_LIBRARY = ("public-api", "public_api", "index")
MAX_DEPTH = 6


class BundlerAliases(Struct, frozen=True):
    """What one configuration file says; it holds for the files below its folder."""

    directory: str
    patterns: tuple[PathPattern, ...]


def is_bundler_config(name: str) -> bool:
    """Tell whether a file name is that of a bundler's or framework's configuration."""
    return _CONFIG.fullmatch(name) is not None


def bundler_aliases(workspace: Workspace) -> tuple[BundlerAliases, ...]:
    """Return the aliases of all configuration files, those of the framework itself included."""
    found: list[BundlerAliases] = []
    for entry in workspace.files(*SCRIPT_KINDS):
        if entry.is_test or not is_bundler_config(entry.name):
            continue
        directory = entry.directory
        patterns = list(_framework_patterns(entry.name, directory))
        module = workspace.module(entry.path) if _mentions_alias(workspace, entry.path) else None
        if module is not None:
            text = workspace.text(entry.path).text
            patterns += _Reader(module, text, directory).patterns()
        if patterns:
            patterns.sort(key=lambda item: -len(item.pattern.partition("*")[0]))
            found.append(BundlerAliases(directory, tuple(patterns)))
    for entry in workspace.named("angular.json"):
        libraries = workspace.read(entry.path, _angular_libraries)
        if libraries:
            found.append(BundlerAliases(entry.directory, libraries))
    return tuple(found)


def _angular_libraries(source: SourceText) -> tuple[PathPattern, ...]:
    """Read the libraries of an Angular workspace: apps import them by name from ``dist``."""
    directory = paths.parent(source.path)
    return tuple(
        PathPattern(key.text, tuple(paths.join(directory, f"{root}/{name}") for name in _LIBRARY))
        for key, project in pairs(read_json(source), "projects")
        if string(project, "projectType") == "library" and (root := string(project, "sourceRoot"))
    )


def _mentions_alias(workspace: Workspace, path: str) -> bool:
    return bool(workspace.read(path, _names_alias))


def _names_alias(source: SourceText) -> bool:
    return "alias" in source.text


def _framework_patterns(name: str, directory: str) -> Iterator[PathPattern]:
    """SvelteKit's ``$lib`` and Nuxt's ``~``, ``@``, ``~~``, ``@@``, ``#shared``."""
    if name.startswith("svelte.config"):
        yield from prefix_patterns("$lib", (f"{directory}/src/lib",))
    elif name.startswith("nuxt.config"):
        sources = (f"{directory}/app", directory, f"{directory}/src")
        for prefix in ("~", "@"):
            yield from prefix_patterns(prefix, sources)
            yield from prefix_patterns(prefix * 2, (directory,))
        yield from prefix_patterns("#shared", (f"{directory}/shared",))
    elif name.startswith("vue.config"):
        yield from prefix_patterns("@", (f"{directory}/src",))


def prefix_patterns(prefix: str, targets: tuple[str, ...]) -> Iterator[PathPattern]:
    """Yield the patterns for a name and for everything below it."""
    bare = prefix.rstrip("/")
    if bare == prefix:
        yield PathPattern(bare, targets)
    yield PathPattern(f"{bare}/*", tuple(f"{target.rstrip('/')}/*" for target in targets))


class _Reader:
    def __init__(self, module: ir.Module, text: str, directory: str) -> None:
        self._module = module
        self._text = text
        self._directory = directory
        self._constants = {
            node.target.id: node.value
            for node in ir.walk(*module.body)
            if isinstance(node, ir.Bind) and isinstance(node.target, ir.Name) and node.value
        }

    def patterns(self) -> list[PathPattern]:
        """Return the aliases of every object or list under a key called ``alias``."""
        found: list[PathPattern] = []
        for node in ir.walk(*self._module.body):
            if not isinstance(node, ir.Property) or node.key not in ("alias", "aliases"):
                continue
            value = self._constant(node.value)
            if isinstance(value, ir.Object):
                found += self._of_object(value)
            elif isinstance(value, ir.Array):
                found += self._of_list(value)
        return found

    def _constant(self, node: ir.Expr) -> ir.Expr:
        if isinstance(node, ir.Name):
            return self._constants.get(node.id, node)
        return node

    def _of_object(self, value: ir.Object) -> Iterator[PathPattern]:
        for entry in value.entries:
            if isinstance(entry, ir.Spread) or not isinstance(entry.key, str):
                continue
            target = self._target(entry.value, 0)
            if target is None:
                continue
            if entry.key.endswith("$"):
                yield PathPattern(entry.key[:-1], (target,))
            elif "*" in entry.key:
                yield PathPattern(entry.key, (target,))
            else:
                yield from prefix_patterns(entry.key, (target,))

    def _of_list(self, value: ir.Array) -> Iterator[PathPattern]:
        for item in value.items:
            if not isinstance(item, ir.Object):
                continue
            named = {
                entry.key: entry.value for entry in item.entries if isinstance(entry, ir.Property)
            }
            find, replacement = named.get("find"), named.get("replacement")
            if find is None or replacement is None:
                continue
            prefix, target = self._find(find), self._target(replacement, 0)
            if prefix is not None and target is not None:
                yield from prefix_patterns(prefix, (target,))

    def _find(self, node: ir.Expr) -> str | None:
        if isinstance(node, ir.Literal):
            return node.value if isinstance(node.value, str) else None
        if isinstance(node, ir.Opaque) and node.kind == "regex":
            body = self._text[node.span.start : node.span.end].strip("/")
            match = _REGEX_PREFIX.match(body)
            return match.group(1).replace("\\", "") if match is not None else None
        return None

    def _target(self, node: ir.Expr, depth: int) -> str | None:
        if depth > MAX_DEPTH:
            return None
        if isinstance(node, ir.Literal):
            return self._from_text(node.value) if isinstance(node.value, str) else None
        if isinstance(node, ir.Name) and node.id in self._constants and node.id not in _HERE:
            return self._target(self._constants[node.id], depth + 1)
        if isinstance(node, ir.Template):
            return self._from_parts(list(node.parts), depth)
        if isinstance(node, ir.Binary) and node.op == "+":
            return self._from_parts([node.left, node.right], depth)
        if isinstance(node, ir.Member):
            return self._target(node.object, depth + 1) if node.name == "pathname" else None
        if isinstance(node, ir.Call):
            return self._from_call(node, depth)
        return None

    def _from_call(self, node: ir.Call, depth: int) -> str | None:
        name = _called(node.callee)
        values = [argument.value for argument in node.args]
        if name == "fileURLToPath" and values:
            return self._target(values[0], depth + 1)
        if name == "URL" and values:
            return self._target(values[0], depth + 1)
        if name in ("resolve", "join"):
            return self._from_parts(values, depth)
        if name in ("r", "path", "dir", "pathResolve", "resolvePath") and values:
            return self._target(values[-1], depth + 1)
        return None

    def _from_parts(self, nodes: list[ir.Expr], depth: int) -> str | None:
        path = self._directory
        for node in nodes:
            constant = self._constant(node) if _dotted(node) not in _HERE else node
            if isinstance(constant, ir.Literal) and isinstance(constant.value, str):
                path = paths.join(path, constant.value.lstrip("/"))
            elif _is_here(constant):
                continue
            else:
                inner = self._target(constant, depth + 1)
                if inner is None:
                    return None
                path = inner
        return path

    def _from_text(self, text: str) -> str | None:
        if text.startswith((".", "/")) or not text.strip():
            return paths.join(self._directory, text.lstrip("/") or ".")
        if re.fullmatch(r"(?:src|app|lib|source|client|server|shared)(?:/.*)?", text):
            return paths.join(self._directory, text)
        return None


def _called(node: ir.Expr) -> str | None:
    if isinstance(node, ir.Name):
        return node.id
    return node.name if isinstance(node, ir.Member) else None


def _dotted(node: ir.Expr) -> str:
    if isinstance(node, ir.Member):
        return f"{_dotted(node.object)}.{node.name}"
    return node.id if isinstance(node, ir.Name) else ""


def _is_here(node: ir.Expr) -> bool:
    if isinstance(node, ir.Call):
        return _dotted(node.callee) in ("process.cwd", "dirname", "path.dirname")
    return _dotted(node) in _HERE
