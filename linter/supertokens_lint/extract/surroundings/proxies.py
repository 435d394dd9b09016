"""Proxies of development servers: Vite, webpack, Create React App, Angular and Nuxt."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import replace

from supertokens_lint.extract.facts import ProxyRule
from supertokens_lint.extract.surroundings import next_config, setup_proxy
from supertokens_lint.extract.surroundings.configs import (
    config_path,
    entries_of,
    entry_at,
    exported_config,
    is_object,
    items_of,
    options_of,
    text_of,
)
from supertokens_lint.extract.surroundings.homes import Homes
from supertokens_lint.extract.surroundings.packages import Package
from supertokens_lint.extract.surroundings.rewrites import (
    KEEP,
    UNKNOWN,
    Rewrite,
    literal_prefix,
    rewrite_from,
    rewrite_of,
)
from supertokens_lint.finding import Step
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.values import Const, Entry, Record, Value
from supertokens_lint.source import Place
from supertokens_lint.workspace.tree import Scalar

_VITE = ("vite.config",)
_WEBPACK = ("vue.config", "craco.config", "webpack.config", "webpack.dev", "config-overrides")
_SERVER_FRAMEWORKS = (
    "@sveltejs/kit",
    "@remix-run/dev",
    "@react-router/dev",
    "@solidjs/start",
    "@tanstack/react-start",
    "@analogjs/platform",
    "@angular/ssr",
    "astro",
    "next",
    "nuxt",
    "vike",
    "vite-plugin-ssr",
)
_GLOB_TAILS = ("/**", "/*", "*")


def proxies_of(ev: Evaluator, homes: Homes) -> Iterator[ProxyRule]:
    """Yield the proxy rules of all packages."""
    for package in homes.packages():
        yield from _vite(ev, package)
        yield from _webpack(ev, package)
        yield from _angular(ev, package)
        yield from _create_react_app(package)
        yield from _nuxt(ev, package)
        yield from setup_proxy.rules_of(ev, package)
        yield from next_config.rules_of(ev, package)


def table_rules(ev: Evaluator, table: Value, tool: str, rewrite_key: str) -> Iterator[ProxyRule]:
    """Yield the rules of a table of prefixes, or of webpack's list of contexts."""
    for option in items_of(table):
        if isinstance(option, Record) and "context" in option.entries:
            context = option.entries["context"]
            for item in items_of(context.value):
                prefix = text_of(item)
                if prefix is not None:
                    yield from _rule(ev, prefix, Entry(option, context.place), tool, rewrite_key)
    for prefix, entry in entries_of(table):
        yield from _rule(ev, prefix, entry, tool, rewrite_key)


def _rule(
    ev: Evaluator, written: str, entry: Entry, tool: str, rewrite_key: str
) -> Iterator[ProxyRule]:
    prefix, is_pattern = prefix_of(written)
    if prefix is None:
        return
    for option in options_of(entry.value):
        if isinstance(option, Record):
            target = entry_at(option, "target") or entry_at(option, "router")
            if target is None:
                continue
            rewrite = _rewrite(ev, option, rewrite_key, prefix)
            yield proxy_rule(prefix, target.value, rewrite, entry.place, tool, pattern=is_pattern)
        elif not is_object(option):
            yield proxy_rule(prefix, option, KEEP, entry.place, tool, pattern=is_pattern)


def _rewrite(ev: Evaluator, options: Record, key: str, prefix: str) -> Rewrite:
    given = options.entries.get(key)
    if given is not None:
        return rewrite_of(ev, given.value, prefix)
    return UNKNOWN if options.rest is not None or "bypass" in options.entries else KEEP


def proxy_rule(
    prefix: str,
    target: Value,
    rewrite: Rewrite,
    place: Place,
    tool: str,
    *,
    pattern: bool = False,
) -> ProxyRule:
    """Return a rule from its parts."""
    return ProxyRule(
        prefix=prefix,
        target=target,
        rewrite=rewrite.kind,
        place=place,
        tool=tool,
        removes=rewrite.removes,
        adds=rewrite.adds,
        is_pattern=pattern,
    )


def prefix_of(written: str) -> tuple[str | None, bool]:
    """Return the public path of a table's key, and whether the key is a pattern."""
    if written.startswith("^"):
        return literal_prefix(written), True
    for tail in _GLOB_TAILS:
        if written.endswith(tail):
            return written[: -len(tail)] or "/", False
    return written, False


def _known(rules: list[ProxyRule], table: Value) -> Iterator[ProxyRule]:
    """Yield rules, marked where the table that they are from holds no others."""
    is_whole = isinstance(table, Record) and table.rest is None
    is_whole = is_whole and len(rules) == len(entries_of(table))
    for rule in rules:
        yield replace(rule, is_whole=is_whole and not rule.is_pattern)


def _whole(rules: Iterable[ProxyRule], package: Package) -> Iterator[ProxyRule]:
    """Yield rules, without the mark where a framework answers paths by itself."""
    answers = package.has(*_SERVER_FRAMEWORKS)
    for rule in rules:
        yield replace(rule, is_whole=rule.is_whole and not answers)


# --- tools ---------------------------------------------------------------------------------------


def _vite(ev: Evaluator, package: Package) -> Iterator[ProxyRule]:
    path = config_path(ev.workspace, package.directory, *_VITE)
    if path is not None:
        yield from _whole(_vite_object(ev, exported_config(ev, path), "server"), package)
    for stem in ("astro.config", "nuxt.config", "app.config"):
        path = config_path(ev.workspace, package.directory, stem)
        if path is not None:
            yield from _vite_object(ev, exported_config(ev, path), "vite", "server")


def _vite_object(ev: Evaluator, config: Value, *keys: str) -> Iterator[ProxyRule]:
    table = entry_at(config, *keys, "proxy")
    if table is not None:
        rules = list(table_rules(ev, table.value, "vite", "rewrite"))
        yield from _known(rules, table.value)


def _webpack(ev: Evaluator, package: Package) -> Iterator[ProxyRule]:
    path = config_path(ev.workspace, package.directory, *_WEBPACK)
    if path is None:
        return
    proxy = entry_at(exported_config(ev, path), "devServer", "proxy")
    if proxy is None:
        return
    if is_object(proxy.value):
        rules = list(table_rules(ev, proxy.value, "webpack", "pathRewrite"))
        yield from _whole(_known(rules, proxy.value), package)
    else:
        yield proxy_rule("/", proxy.value, KEEP, proxy.place, "webpack")


def _angular(ev: Evaluator, package: Package) -> Iterator[ProxyRule]:
    for path in _angular_files(ev, package):
        table = exported_config(ev, path)
        rules = list(table_rules(ev, table, "angular", "pathRewrite"))
        yield from _whole(_known(rules, table), package)


def _angular_files(ev: Evaluator, package: Package) -> list[str]:
    if not package.has("@angular/core", "@angular/cli"):
        return []
    manifest = posixpath.join(package.directory, "angular.json")
    named: list[str] = []
    if ev.workspace.exists(manifest):
        for _, project in entries_of(_value_at(ev.exported(manifest, "default"), "projects")):
            for target in ("architect", "targets"):
                serve = entry_at(project.value, target, "serve")
                if serve is not None:
                    named.extend(_proxy_configs(serve.value))
    for script in package.scripts.values():
        _, flag, rest = script.text.partition("--proxy-config")
        if flag:
            named.append(rest.lstrip(" =").split(" ")[0])
    found = [posixpath.normpath(posixpath.join(package.directory, name)) for name in named]
    return [path for path in dict.fromkeys(found) if ev.workspace.exists(path)]


def _proxy_configs(serve: Value) -> list[str]:
    options = [entry_at(serve, "options")]
    options.extend(entry for _, entry in entries_of(_value_at(serve, "configurations")))
    found = [entry_at(entry.value, "proxyConfig") for entry in options if entry is not None]
    return [text for entry in found if entry is not None and (text := text_of(entry.value))]


def _value_at(value: Value, *keys: str) -> Value:
    entry = entry_at(value, *keys)
    return Const(None) if entry is None else entry.value


def _create_react_app(package: Package) -> Iterator[ProxyRule]:
    proxy = package.proxy
    if not isinstance(proxy, Scalar) or not isinstance(proxy.value, str):
        return
    if package.has("react-scripts", "@craco/craco", "react-app-rewired"):
        place = package.place(proxy)
        target = Const(proxy.value, (Step("written here", place),))
        yield proxy_rule("/", target, KEEP, place, "react-scripts")


def _nuxt(ev: Evaluator, package: Package) -> Iterator[ProxyRule]:
    path = config_path(ev.workspace, package.directory, "nuxt.config", "nitro.config")
    if path is None:
        return
    config = exported_config(ev, path)
    for keys in (("nitro", "devProxy"), ("devProxy",)):
        for written, entry in entries_of(_value_at(config, *keys)):
            target = entry_at(entry.value, "target")
            prefix, _ = prefix_of(written)
            if prefix is not None:
                value = entry.value if target is None else target.value
                strip = rewrite_from(prefix, "")
                yield proxy_rule(prefix, value, strip, entry.place, "nitro")
    for keys in (("routeRules",), ("nitro", "routeRules")):
        for written, entry in entries_of(_value_at(config, *keys)):
            yield from _route_rule(written, entry)


def _route_rule(written: str, entry: Entry) -> Iterator[ProxyRule]:
    proxy = entry_at(entry.value, "proxy", "to") or entry_at(entry.value, "proxy")
    prefix, _ = prefix_of(written)
    if proxy is None or prefix is None or is_object(proxy.value):
        return
    target = next_config.destination_of(proxy.value, "/**")
    if target is None:
        yield proxy_rule(prefix, proxy.value, UNKNOWN, entry.place, "nitro")
        return
    origin, path = target
    yield proxy_rule(prefix, origin, rewrite_from(prefix, path), entry.place, "nitro")
