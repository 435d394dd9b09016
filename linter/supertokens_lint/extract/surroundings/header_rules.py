"""Headers and caching that frameworks and hosts are told to add to paths: Next, Vercel and Nuxt.

Sources: nextjs.org, "headers" in next.config (of two rules for one path the last counts);
vercel.com, "headers" and "routes" of vercel.json, and "Cache-Control headers" (what a function
answers overrides both); nitro.build, "Route rules". Header rules of Netlify (``_headers`` and
``[[headers]]``) and of Cloudflare Pages are not read: they hold for files alone, not for functions
and proxied paths.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from msgspec import Struct

from supertokens_lint.extract.gateways.storing import HEADERS, may_be_kept
from supertokens_lint.extract.surroundings.configs import (
    called,
    config_path,
    entries_of,
    entry_at,
    exported_config,
    items_of,
    text_of,
)
from supertokens_lint.extract.surroundings.rewrites import literal_prefix
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.values import Const, Entry, Record, Value
from supertokens_lint.source import Place, Span

_REST = re.compile(r"/:\w+(?:\(\.\*\))?[*+]?$|/?\(\.\*\)$|/?\*{1,2}$")
_SPECIAL = re.compile(r"[:()*\\{}?]")
_ONE = re.compile(r"/:\w+$")


class CachingRule(Struct, frozen=True):
    """What a file says about keeping answers of the paths below ``front``.

    ``text`` is what is written, ``keeps`` whether answers may be kept, ``tool`` who does it.
    """

    front: str
    text: str
    keeps: bool
    place: Place
    tool: str

    def covers(self, path: str) -> bool:
        """Tell whether all that is below a path falls in."""
        return f"{path}/".startswith(f"{self.front.rstrip('/')}/")


class HeaderRule(Struct, frozen=True):
    """A header that a file adds to all answers of the paths below ``front``."""

    front: str
    name: str
    value: Entry
    tool: str


def header_rules(ev: Evaluator, directory: str) -> Iterator[HeaderRule]:
    """Yield what the configurations of Next and Vercel in a folder add, of equal names the last."""
    found = [*_next_headers(ev, directory), *_vercel_headers(ev, directory)]
    yield from {(rule.tool, rule.front, rule.name.lower()): rule for rule in found}.values()


def caching_rule(ev: Evaluator, directory: str, path: str) -> CachingRule | None:
    """Return the rule that decides about a path of a package, when its answers may be kept."""
    found = [rule for rule in (*_stored(ev, directory), *_nuxt(ev, directory)) if rule.covers(path)]
    return found[-1] if found and all(rule.keeps for rule in found) else None


def _stored(ev: Evaluator, directory: str) -> Iterator[CachingRule]:
    for rule in (*_next_headers(ev, directory), *_vercel_headers(ev, directory)):
        yield from _header(rule.front, rule.name, rule.value, rule.tool)


def _next_headers(ev: Evaluator, directory: str) -> Iterator[HeaderRule]:
    path = config_path(ev.workspace, directory, "next.config")
    config = None if path is None else exported_config(ev, path)
    entry = None if config is None else entry_at(config, "headers")
    if path is None or config is None or entry is None or entry_at(config, "basePath") is not None:
        return
    given = called(ev, entry.value, Place(path, Span(0, 0)))
    yield from _rules(given, "Next")


def _vercel_headers(ev: Evaluator, directory: str) -> Iterator[HeaderRule]:
    path = posixpath.join(directory, "vercel.json")
    if not ev.workspace.exists(path):
        return
    settings = ev.exported(path, "default")
    headers, routes = entry_at(settings, "headers"), entry_at(settings, "routes")
    if headers is not None:
        yield from _rules(headers.value, "Vercel")
    for item in items_of(routes.value) if routes is not None else ():
        source, given = entry_at(item, "src"), entry_at(item, "headers")
        text = None if source is None else text_of(source.value)
        front = None if text is None else literal_prefix(text)
        if front is None or given is None or not _is_whole(text or ""):
            continue
        for name, entry in entries_of(given.value):
            yield HeaderRule(front, name, entry, "Vercel")


def _rules(given: Value, tool: str) -> Iterator[HeaderRule]:
    for item in items_of(given):
        if not isinstance(item, Record) or {"has", "missing"} & set(item.entries):
            continue
        source, headers = entry_at(item, "source"), entry_at(item, "headers")
        front = None if source is None else front_of(text_of(source.value) or "")
        if front is None or headers is None:
            continue
        for header in items_of(headers.value):
            key, value = entry_at(header, "key"), entry_at(header, "value")
            name = None if key is None else text_of(key.value)
            if name is not None and value is not None:
                yield HeaderRule(front, name, value, tool)


def _header(front: str, name: str, entry: Entry, tool: str) -> Iterator[CachingRule]:
    text = text_of(entry.value)
    if name.lower() in HEADERS and text is not None:
        yield CachingRule(front, f"{name}: {text}", may_be_kept(text), entry.place, tool)


def front_of(source: str) -> str | None:
    """Return the fixed path below which a ``source`` takes everything, ``None`` for others."""
    front = _REST.sub("", source)
    is_one = _ONE.search(source) is not None
    if front == source or is_one or _SPECIAL.search(front) or not source.startswith("/"):
        return None
    return front


def _is_whole(pattern: str) -> bool:
    return re.search(r"\.\*\)?\$?$", pattern) is not None


def _nuxt(ev: Evaluator, directory: str) -> Iterator[CachingRule]:
    path = config_path(ev.workspace, directory, "nuxt.config", "nitro.config")
    config = None if path is None else exported_config(ev, path)
    for keys in (("routeRules",), ("nitro", "routeRules")):
        table = None if config is None else entry_at(config, *keys)
        for written, entry in entries_of(table.value) if table is not None else ():
            front = front_of(written)
            if front is not None:
                yield from _route_rule(front, entry)


def _route_rule(front: str, entry: Entry) -> Iterator[CachingRule]:
    headers = entry_at(entry.value, "headers")
    for name, value in entries_of(headers.value) if headers is not None else ():
        yield from _header(front, name, value, "Nitro")
    for key in ("swr", "isr", "cache"):
        option = entry_at(entry.value, key)
        if option is not None:
            yield from _cached(front, key, option)


def _cached(front: str, key: str, option: Entry) -> Iterator[CachingRule]:
    value = option.value
    if isinstance(value, Record):
        yield CachingRule(front, key, keeps=True, place=option.place, tool="Nitro")
    elif isinstance(value, Const) and not isinstance(value.value, str):
        text = f"{key}: {str(value.value).lower()}"
        yield CachingRule(front, text, bool(value.value), option.place, "Nitro")
