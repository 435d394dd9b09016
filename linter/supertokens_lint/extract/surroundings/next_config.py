"""Rewrites and the base path of Next, and the rewrites of ``vercel.json``."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import replace

from supertokens_lint.extract.facts import ProxyRule
from supertokens_lint.extract.surroundings.configs import (
    called,
    config_path,
    entry_at,
    exported_config,
    items_of,
    text_of,
)
from supertokens_lint.extract.surroundings.file_routes import file_route
from supertokens_lint.extract.surroundings.header_rules import front_of
from supertokens_lint.extract.surroundings.packages import Package
from supertokens_lint.extract.surroundings.rewrites import (
    UNKNOWN,
    Rewrite,
    literal_prefix,
    rewrite_by_pattern,
    rewrite_from,
)
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.values import Const, FirstOf, Items, Join, Record, Value
from supertokens_lint.source import Place, Span

_WILDCARD = re.compile(r"/:(\w+)[*+]$|/:(\w+)\(\.[*+]\)$|/\(\.\*\)$")
_PARAMETER = re.compile(r"/:(\w+)[*+]?$|/\$1$")
_ORIGIN = re.compile(r"(https?://[^/]+)(/.*)?", re.IGNORECASE)
_LISTS = ("beforeFiles", "afterFiles", "fallback")


def rules_of(ev: Evaluator, package: Package) -> Iterator[ProxyRule]:
    """Yield the rewrites of one package; relative destinations stay inside the app."""
    found: list[ProxyRule] = []
    if package.has("next"):
        found.extend(_next(ev, package.directory))
    path = posixpath.join(package.directory, "vercel.json")
    if ev.workspace.exists(path):
        found.extend(_vercel(ev.exported(path, "default")))
    answers = bool(found) and _answers_itself(ev, package)
    for rule in found:
        yield replace(rule, is_whole=rule.is_whole and not answers)


def _vercel(settings: Value) -> Iterator[ProxyRule]:
    """Yield the rewrites and, in older files, the ``routes`` that lead to other servers.

    A path that a redirect takes first reaches no rewrite.
    """
    rewrites, redirects = entry_at(settings, "rewrites"), entry_at(settings, "redirects")
    taken = [] if redirects is None else _redirected(redirects.value)
    for rule in _rules(rewrites.value, "", "vercel") if rewrites is not None else ():
        if not any(_covers(front, rule.prefix) for front in taken):
            yield rule
    routes = entry_at(settings, "routes")
    for item in items_of(routes.value) if routes is not None else ():
        source, target = entry_at(item, "src"), entry_at(item, "dest")
        if source is None or target is None or not isinstance(item, Record):
            continue
        pattern, written = text_of(source.value), text_of(target.value) or ""
        address = _ORIGIN.fullmatch(written)
        front = None if pattern is None else literal_prefix(pattern)
        if pattern is None or front is None or address is None:
            continue
        rewrite = rewrite_by_pattern(pattern, address.group(2) or "/", front)
        origin = Const(address.group(1), target.value.trail)
        yield _proxy(front.rstrip("/"), origin, rewrite, item.place, "vercel")


def _redirected(redirects: Value) -> list[str]:
    """Return the paths below which everything is sent elsewhere, whoever asks."""
    found: list[str] = []
    for item in items_of(redirects):
        if isinstance(item, Record) and not {"has", "missing"} & set(item.entries):
            source = entry_at(item, "source")
            front = None if source is None else front_of(text_of(source.value) or "")
            found.extend([front] if front is not None else [])
    return found


def _covers(front: str, prefix: str) -> bool:
    return f"{prefix.rstrip('/')}/".startswith(f"{front.rstrip('/')}/")


def _answers_itself(ev: Evaluator, package: Package) -> bool:
    """Tell whether files of a package may answer requests to an API: endpoints, middleware."""
    below = package.directory.rstrip("/") + "/"
    for path in ev.workspace.entries:
        if not path.startswith(below):
            continue
        route = file_route(package, path)
        if route is not None and route.api:
            return True
        relative = path[len(below) :].removeprefix("src/")
        if relative.startswith(("middleware.", "proxy.", "api/")):
            return True
    return False


def base_path(ev: Evaluator, directory: str) -> Value | None:
    """Return the ``basePath`` of a Next app, ``None`` when it has none."""
    path = config_path(ev.workspace, directory, "next.config")
    entry = None if path is None else entry_at(exported_config(ev, path), "basePath")
    return None if entry is None else entry.value


def _next(ev: Evaluator, directory: str) -> Iterator[ProxyRule]:
    path = config_path(ev.workspace, directory, "next.config")
    if path is None:
        return
    entry = entry_at(exported_config(ev, path), "rewrites")
    if entry is None:
        return
    lists = called(ev, entry.value, Place(path, Span(0, 0)))
    base = base_path(ev, directory)
    prefix = "" if base is None else text_of(base)
    if isinstance(lists, Record):
        for name in _LISTS:
            inner = entry_at(lists, name)
            if inner is not None:
                yield from _rules(inner.value, prefix, "next")
    else:
        yield from _rules(lists, prefix, "next")


def _rules(rewrites: Value, base: str | None, tool: str) -> Iterator[ProxyRule]:
    found = [_read(item, base, tool) for item in items_of(rewrites)]
    is_whole = isinstance(rewrites, Items) and rewrites.rest is None and None not in found
    for rule in found:
        if rule is not None:
            yield replace(rule, is_whole=is_whole and rule.rewrite != "unknown")


def _read(item: Value, base: str | None, tool: str) -> ProxyRule | None:
    source, destination = entry_at(item, "source"), entry_at(item, "destination")
    if source is None or destination is None or not isinstance(item, Record):
        return None
    written = text_of(source.value)
    if written is None:
        return None
    prefix = _WILDCARD.sub("", written)
    rule = _rule(prefix, written, destination.value, item.place, tool)
    if base is None:
        return replace(rule, rewrite="unknown")
    return replace(rule, prefix=base + rule.prefix)


def _rule(prefix: str, written: str, destination: Value, place: Place, tool: str) -> ProxyRule:
    wild = prefix != written
    target = destination_of(destination, None) if wild else None
    rewrite = UNKNOWN if target is None else rewrite_from(prefix, target[1])
    if ":" in prefix or "(" in prefix:
        prefix = prefix.partition("/:")[0].partition("/(")[0] or "/"
        rewrite = UNKNOWN
    return _proxy(prefix, destination if target is None else target[0], rewrite, place, tool)


def _proxy(prefix: str, target: Value, rewrite: Rewrite, place: Place, tool: str) -> ProxyRule:
    return ProxyRule(
        prefix=prefix or "/",
        target=target,
        rewrite=rewrite.kind,
        place=place,
        tool=tool,
        removes=rewrite.removes,
        adds=rewrite.adds,
    )


def destination_of(value: Value, wildcard: str | None) -> tuple[Value, str] | None:
    """Return the origin and path of a destination, ``None`` when its wildcard is not at the end.

    ``wildcard`` is the text that stands for the rest of the path, ``None`` for Next's parameters.
    A destination inside the app has ``Const("")`` as its origin.
    """
    if isinstance(value, Const) and isinstance(value.value, str):
        match = _ORIGIN.fullmatch(value.value)
        origin, path = (match.group(1), match.group(2) or "") if match else ("", value.value)
        rest = _without_wildcard(path, wildcard)
        return None if rest is None else (Const(origin, value.trail), rest)
    if isinstance(value, Join) and value.parts:
        return _joined(value, wildcard)
    if isinstance(value, FirstOf):
        return destination_of(value.options[-1], wildcard)
    return None


def _joined(value: Join, wildcard: str | None) -> tuple[Value, str] | None:
    last = value.parts[-1]
    text = text_of(last)
    if text is None:
        return None
    head = "" if text.startswith("/") else text.partition("/")[0]
    rest = _without_wildcard(text[len(head) :], wildcard)
    if rest is None:
        return None
    front = value.parts[:-1] if not head else (*value.parts[:-1], Const(head))
    return (front[0] if len(front) == 1 else Join(front, value.trail)), rest


def _without_wildcard(path: str, wildcard: str | None) -> str | None:
    if wildcard is not None:
        return path.removesuffix(wildcard) if path.endswith(wildcard) else None
    rest = _PARAMETER.sub("", path)
    return None if rest == path else rest
