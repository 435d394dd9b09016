"""What frameworks run before what when an app starts, without an import that says so.

Sources: Nuxt packages/nuxt/src/core/app.ts (``resolveApp`` takes the plugins of the configuration,
then the files of the plugins folder by name) and packages/nuxt/src/app/nuxt.ts (``applyPlugins``
waits for each plugin that is not parallel, and runs them before the root component); SvelteKit
"Hooks": the client hooks are loaded, and ``init`` is awaited, before the first component is made.
"""

from __future__ import annotations

import posixpath

from msgspec import Struct

from supertokens_lint.extract.js_packages import Framework, Package
from supertokens_lint.extract.runtime import Runtimes
from supertokens_lint.extract.surroundings.configs import (
    config_path,
    entry_at,
    exported_config,
    text_of,
)
from supertokens_lint.languages import ir
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.sites import Site
from supertokens_lint.resolve.values import Closure, Const, Invocation, Items, Record, Value

_ORDERS = {"pre": -20, "default": 0, "post": 20}
_SCRIPTS = (".ts", ".js", ".mts", ".mjs")
_OLD = ("2", "^2", "~2", "npm:nuxt@2")
_COMPONENTS = (".vue", ".svelte")


class _Plugin(Struct, frozen=True):
    """A plugin of Nuxt: where it stands in the list, and what its object says."""

    rank: tuple[int, int, str]
    setup: ir.Function
    name: str | None = None
    depends: tuple[str, ...] = ()
    is_parallel: bool = False


class Startup:
    """Answers what a framework surely starts first."""

    def __init__(self, ev: Evaluator, runtimes: Runtimes) -> None:
        self._ev = ev
        self._runtimes = runtimes

    def before(self, first: Site, second: Site) -> bool | None:
        """Tell whether ``first`` runs before ``second``; ``None`` when nothing says so."""
        package = self._runtimes.package(first.scope.path)
        other = self._runtimes.package(second.scope.path)
        if package is None or other is None or package.root != other.root:
            return None
        if package.framework is Framework.SVELTEKIT:
            return _ordered(self._in_hooks(package, first), self._in_hooks(package, second))
        if package.framework is not Framework.NUXT:
            return None
        if package.dependencies.get("nuxt", "").startswith(_OLD):
            return None
        return self._in_nuxt(package, first, second)

    # --- SvelteKit -------------------------------------------------------------------------------

    def _in_hooks(self, package: Package, site: Site) -> bool | None:
        """Tell whether a place is the client hooks' (true) or a component's (false)."""
        path = site.scope.path
        stem = posixpath.join(package.root, "src", "hooks.client")
        if posixpath.splitext(path)[0] == stem:
            if site.owner is not None or len(site.functions) > 1:
                return None
            init = self._ev.exported(path, "init") if site.functions else None
            started = isinstance(init, Closure) and init.function is site.functions[0]
            return True if started or not site.functions else None
        return False if self._in_component(site) else None

    # --- Nuxt ------------------------------------------------------------------------------------

    def _in_nuxt(self, package: Package, first: Site, second: Site) -> bool | None:
        one, two = self._plugin(package, first), self._plugin(package, second)
        if one is not None and two is not None:
            verdict = _first_of(one, two)
            earlier = (one, first) if verdict else (two, second)
            return verdict if _is_waited_for(*earlier) else None
        here, there = self._stage(package, first, one), self._stage(package, second, two)
        if here is None or there is None or here == there:
            return None
        plugin, site = (one, first) if here < there else (two, second)
        return here < there if plugin is None or _is_waited_for(plugin, site) else None

    def _stage(self, package: Package, site: Site, plugin: _Plugin | None) -> int | None:
        """Return whether a place runs when plugins are loaded, when they are set up, or after.

        What a component imports is in none of these: Nuxt's router is a plugin itself, and may load
        the first page's modules before others are set up (pages/runtime/plugins/router.ts).
        """
        if plugin is not None:
            return 1
        if self._in_component(site):
            return None if isinstance(site.node, ir.Import) else 2
        at_once = not site.functions and site.owner is None
        return 0 if at_once and self._rank(package, site.scope.path) is not None else None

    def _plugin(self, package: Package, site: Site) -> _Plugin | None:
        path = site.scope.path
        rank = self._rank(package, path)
        if rank is None or not site.functions:
            return None
        made = self._ev.exported(path, "default")
        if not isinstance(made, Invocation) or len(made.args) != 1:
            return None
        found = _read(rank, made.args[0])
        return found if found is not None and site.functions[0] is found.setup else None

    def _rank(self, package: Package, path: str) -> tuple[int, str] | None:
        """Return where a plugin stands among those of the same ``order``."""
        config = config_path(self._ev.workspace, package.root, "nuxt.config")
        options = None if config is None else exported_config(self._ev, config)
        if options is not None and entry_at(options, "dir") is not None:
            return None
        source = self._source(package, options)
        entry = None if options is None else entry_at(options, "plugins")
        if source is None or (entry is not None and not isinstance(entry.value, Items)):
            return None
        named_first = entry.value if entry is not None else None
        for index, item in enumerate(named_first.items if isinstance(named_first, Items) else ()):
            named = _named_file(item, package.root, source)
            if named is None:
                return None
            if path == named or posixpath.splitext(path)[0] == named:
                return index - 1_000, ""
        folder = posixpath.join(source, "plugins")
        inner = posixpath.relpath(path, folder)
        scanned = "/" not in inner or (inner.count("/") == 1 and "/index." in inner)
        is_plugin = path.startswith(f"{folder}/") and scanned and path.endswith(_SCRIPTS)
        return (0, inner) if is_plugin else None

    def _source(self, package: Package, options: Value | None) -> str | None:
        entry = None if options is None else entry_at(options, "srcDir")
        if entry is not None:
            given = text_of(entry.value)
            return (
                None if given is None else posixpath.normpath(posixpath.join(package.root, given))
            )
        folders = (package.root, posixpath.join(package.root, "app"))
        is_directory = self._ev.workspace.is_directory
        used = [folder for folder in folders if is_directory(posixpath.join(folder, "plugins"))]
        return used[0] if len(used) == 1 else None

    def _in_component(self, site: Site) -> bool:
        path = site.scope.path
        module = self._ev.workspace.module(path) if path.endswith(_COMPONENTS) else None
        start = site.node.span.start
        return any(
            block.role == "setup" and block.span.start <= start < block.span.end
            for block in (() if module is None else module.blocks)
        )


def _ordered(first: bool | None, second: bool | None) -> bool | None:
    if first is None or second is None or first == second:
        return None
    return first


def _is_waited_for(plugin: _Plugin, site: Site) -> bool:
    """Tell whether a place surely has run before Nuxt goes on to what comes after a plugin."""
    return site.owner is None and len(site.functions) == 1 and not plugin.is_parallel


def _first_of(one: _Plugin, two: _Plugin) -> bool | None:
    needs, needed = two.name in one.depends, one.name in two.depends
    if needs or needed:
        return None if needs and needed else needed
    verdict = one.rank < two.rank
    if one.rank[:2] == two.rank[:2] and verdict != (one.rank[2].lower() < two.rank[2].lower()):
        return None
    return None if one.rank == two.rank or (one if verdict else two).depends else verdict


def _read(rank: tuple[int, str], value: Value) -> _Plugin | None:
    if isinstance(value, Closure):
        return _Plugin((0, *rank), value.function)
    if not isinstance(value, Record):
        return None
    setup = value.entries.get("setup")
    if setup is None or not isinstance(setup.value, Closure):
        return None
    order = _order(value)
    depends = value.entries.get("dependsOn")
    names = _texts(depends.value) if depends is not None else ()
    if order is None or names is None:
        return None
    given = value.entries.get("name")
    parallel = value.entries.get("parallel")
    return _Plugin(
        (order, *rank),
        setup.value.function,
        None if given is None else text_of(given.value),
        names,
        parallel is not None and parallel.value != Const(False),
    )


def _order(value: Record) -> int | None:
    given = value.entries.get("order")
    if given is not None:
        number = given.value.value if isinstance(given.value, Const) else None
        return number if isinstance(number, int) else None
    enforce = value.entries.get("enforce")
    if enforce is None:
        return 0
    text = text_of(enforce.value)
    return None if text is None else _ORDERS.get(text)


def _texts(value: Value) -> tuple[str, ...] | None:
    if not isinstance(value, Items):
        return None
    found = [text_of(item) for item in value.items]
    texts = tuple(item for item in found if item is not None)
    return texts if len(texts) == len(found) else None


def _named_file(item: Value, root: str, source: str) -> str | None:
    """Return the file that an entry of ``plugins`` names, maybe without its extension."""
    if isinstance(item, Record):
        entry = item.entries.get("src")
        item = item if entry is None else entry.value
    text = text_of(item)
    if text is None:
        return None
    for mark in ("~~/", "@@/"):
        if text.startswith(mark):
            return posixpath.join(root, text[3:])
    inner = text[2:] if text.startswith(("~/", "@/")) else text
    return posixpath.normpath(posixpath.join(root if inner is text else source, inner))
