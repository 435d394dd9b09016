"""Calls that send requests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from supertokens_lint.extract import sdks
from supertokens_lint.extract.facts import HttpClient, Options, Request
from supertokens_lint.extract.requests import libraries
from supertokens_lint.extract.requests.angular import is_http_client
from supertokens_lint.extract.requests.bindings import module_name_of
from supertokens_lint.extract.requests.clients import Callee, callees_of, sends_by_default
from supertokens_lint.extract.requests.context import (
    Context,
    callee_name,
    place_of,
)
from supertokens_lint.extract.requests.fetches import Captured, holds_fetch
from supertokens_lint.extract.requests.making import made
from supertokens_lint.extract.requests.urls import (
    argument,
    config_url,
    given_options,
    is_record,
    options_from,
    plain_url,
)
from supertokens_lint.languages import ir
from supertokens_lint.resolve.sites import Site
from supertokens_lint.resolve.values import Const, External, Record, Value, alternatives
from supertokens_lint.source import Place

NEVER = frozenset(
    {"require", "import", "useState", "useEffect", "useMemo", "useCallback", "useRef", "setTimeout",
     "String", "Number", "Boolean", "parseInt", "defineProps", "defineEmits", "ref", "computed"}
)  # fmt: skip
MEMBERS = libraries.VERBS | {"fetch", "ajax", "getJSON", "raw"}
OPTIONS_FIRST = frozenset({"request", "ajax"})
SENT_IN_BODY = frozenset({"post", "put", "patch", "postForm", "putForm", "patchForm"})
URL_KEYS = ("url", "uri", "baseUrl", "baseURL", "basePath", "endpoint", "prefixUrl")
CLIENT_NAME_HINTS = ("client", "axios", "http", "api", "instance", "fetch")


class Calls:
    """Finds requests in modules."""

    def __init__(
        self,
        context: Context,
        captured: Iterable[Captured],
        imports: Mapping[tuple[str, str], Place],
    ) -> None:
        self._context = context
        self._ev = context.ev
        self._captures = {item.named: item.fact.place for item in captured if item.named}
        self._stored = {item.fact.place for item in captured}
        self._imports = imports

    def find(self, path: str) -> Iterator[Request]:
        """Yield the requests of a module, those of tests and tools left out."""
        for node, site in self._ev.sites.calls(path):
            if _may_send(node):
                yield from self._requests(node, site)
            yield from self._configured(node, site)

    def _requests(self, node: ir.Call, site: Site) -> Iterator[Request]:
        value = self._ev.evaluate(node.callee, site.scope)
        if holds_fetch(value):
            captured = None if self._is_live(node.callee, site) else self._capture(node, site)
            yield from self._fetch("fetch", node, site, captured)
            return
        package = _package(value)
        if package is not None:
            yield from self._fetch(package, node, site, self._import(package, value, site))
            return
        callee = node.callee
        if isinstance(callee, ir.Member) and is_http_client(self._ev, callee.object, site):
            yield from self._angular(callee.name, node, site)
            return
        seen: set[tuple[str, Place | None]] = set()
        for found in callees_of(self._ev, value, place_of(site)):
            key = (found.client.library, found.client.identity)
            if key not in seen:
                seen.add(key)
                yield from self._with_client(found, node, site)

    # --- fetch -----------------------------------------------------------------------------------

    def _fetch(
        self, library: str, node: ir.Call, site: Site, captured: Place | None
    ) -> Iterator[Request]:
        url = argument(self._ev, node, 0, site.scope)
        options = given_options(self._ev, node, 1, site.scope)
        yield from self._made(
            library,
            None if url is None else plain_url(url),
            None,
            site,
            options=options,
            captured=captured,
        )

    def _is_live(self, callee: ir.Expr, site: Site) -> bool:
        """Tell whether a callee reads the global fetch at the very moment it is called."""
        if isinstance(callee, ir.Member):
            owner = self._ev.evaluate(callee.object, site.scope)
            return callee.name == "fetch" and isinstance(owner, External)
        is_fetch = isinstance(callee, ir.Name) and callee.id == "fetch"
        return is_fetch and module_name_of(self._ev, callee, site.scope) is None

    def _capture(self, node: ir.Call, site: Site) -> Place | None:
        callee = node.callee
        if isinstance(callee, ir.Member):
            owner = self._ev.evaluate(callee.object, site.scope)
            entry = owner.entries.get(callee.name) if isinstance(owner, Record) else None
            if entry is not None:
                return entry.place if entry.place in self._stored else None
        named = module_name_of(self._ev, callee, site.scope)
        return None if named is None else self._captures.get(named)

    def _configured(self, node: ir.Call, site: Site) -> Iterator[Request]:
        """Yield what a client that keeps a fetch, or is given one, calls."""
        if place_of(site) in self._stored and callee_name(node) != "bind":
            config = argument(self._ev, node, 0, site.scope)
            url = None if config is None else config_url(config, place_of(site), *URL_KEYS)
            yield from made(
                self._context,
                "fetch",
                url or Const(""),
                site,
                captured=place_of(site),
                is_client=True,
            )
        for given in node.args:
            if not isinstance(given.value, ir.Object):
                continue
            for entry in given.value.entries:
                if isinstance(entry, ir.Property) and entry.key == "fetch":
                    yield from self._given_fetch(node, given.value, entry, site)

    def _given_fetch(
        self, node: ir.Call, config: ir.Object, entry: ir.Property, site: Site
    ) -> Iterator[Request]:
        value = self._ev.evaluate(entry.value, site.scope)
        place = Place(site.scope.path, entry.span)
        library, captured = "fetch", place if place in self._stored else None
        package = _package(value)
        if package is not None:
            library, captured = package, self._import(package, value, site)
        if captured is None:
            return
        url = config_url(self._ev.evaluate(config, site.scope), place, *URL_KEYS)
        if url is None and node.args[0].value is not config:
            url = argument(self._ev, node, 0, site.scope)
        if url is not None:
            url = plain_url(url)
            yield from made(self._context, library, url, site, captured=captured, is_client=True)

    def _import(self, package: str, value: Value, site: Site) -> Place | None:
        first = next(alternatives(value))
        if isinstance(first, External) and first.trail:
            return first.trail[0].place
        return self._imports.get((site.scope.path, package))

    def _angular(self, method: str, node: ir.Call, site: Site) -> Iterator[Request]:
        index = 1 if method == "request" else 0
        url = argument(self._ev, node, index, site.scope)
        after = 2 if method in SENT_IN_BODY else index + 1
        yield from self._made(
            "angular",
            None if url is None else plain_url(url),
            None,
            site,
            options=given_options(self._ev, node, after, site.scope),
        )

    # --- clients ---------------------------------------------------------------------------------

    def _with_client(self, callee: Callee, node: ir.Call, site: Site) -> Iterator[Request]:
        first = argument(self._ev, node, 0, site.scope)
        config: Value | None
        url: Value | None
        if is_record(first) and (callee.method is None or callee.method in OPTIONS_FIRST):
            config = first
            url = None if first is None else config_url(first, place_of(site), "url")
        else:
            index = 2 if callee.method in SENT_IN_BODY and callee.client.library == "axios" else 1
            config = argument(self._ev, node, index, site.scope)
            url = None if first is None else plain_url(first)
        client = self._context.with_defaults(callee.client)
        options = options_from(config, place_of(site))
        own_base = None if options is None else options.get("baseURL")
        if own_base is not None:
            client = replace(client, base_url=own_base.value)
        if (
            client.library == "axios"
            and isinstance(config, Record)
            and not sends_by_default(config)
        ):
            client = replace(client, library=libraries.OWN_ADAPTER)
        yield from self._made(client.library, url, client, site, options=options)

    def _made(
        self,
        library: str,
        url: Value | None,
        client: HttpClient | None,
        site: Site,
        *,
        options: Options | None,
        captured: Place | None = None,
    ) -> Iterator[Request]:
        yield from made(
            self._context, library, url, site, client=client, options=options, captured=captured
        )


def _package(value: Value) -> str | None:
    """Return the package whose own fetch a value surely is."""
    found: set[str | None] = set()
    for item in alternatives(value):
        package = libraries.package_of_module(item.module) if isinstance(item, External) else None
        callable_name = isinstance(item, External) and sdks.names_of(item) in _FETCH_NAMES
        found.add(package if callable_name else None)
    return found.pop() if len(found) == 1 else None


_FETCH_NAMES = ((), ("fetch",), ("request",), ("get",), ("post",), ("put",), ("delete",))


def _may_send(node: ir.Call) -> bool:
    if node.is_new:
        return False
    name = callee_name(node)
    if isinstance(node.callee, ir.Name):
        return name not in NEVER
    if not isinstance(node.callee, ir.Member):
        return False
    return name in MEMBERS or name.lower().endswith(CLIENT_NAME_HINTS)
