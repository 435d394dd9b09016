"""Listeners of Envoy in its YAML and JSON files.

Source: envoyproxy.io, API reference of config.route.v3 (RouteMatch, RouteAction, VirtualHost,
CorsPolicy): the first route that fits decides; ``prefix_rewrite`` replaces the matched prefix; a
CORS policy answers preflight requests, and its lists stand in place of the application's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from supertokens_lint.extract.facts import ProxyRule
from supertokens_lint.extract.gateway_facts import (
    Action,
    Direction,
    Gateway,
    GatewayCors,
    HeaderList,
    HeaderRemoval,
    Location,
    OwnAnswer,
)
from supertokens_lint.extract.gateways.cors_headers import SetHeader, cors_of
from supertokens_lint.extract.gateways.documents import Document, read_documents
from supertokens_lint.extract.gateways.storing import kept_by_headers
from supertokens_lint.extract.gateways.texts import template_value
from supertokens_lint.extract.surroundings.rewrites import KEEP, UNKNOWN, Rewrite, replacing
from supertokens_lint.resolve.values import Reason, Unknown, Value
from supertokens_lint.source import Place
from supertokens_lint.workspace.files import FileKind
from supertokens_lint.workspace.tree import Data, Mapping, Sequence, at, items, pairs
from supertokens_lint.workspace.workspace import Workspace

TOOL = "Envoy"
MAX_DEPTH = 14
_CORS = "envoy.filters.http.cors"
_FILTER = re.compile(r"name:?\"?(?:\s*:)?\s*\"?envoy\.(?:filters\.http\.)?cors")
_REPLACES = frozenset({"OVERWRITE_IF_EXISTS_OR_ADD", "OVERWRITE_IF_EXISTS"})
_Match = Literal["prefix", "segments", "exact", "pattern"]


def gateways_in(workspace: Workspace) -> Iterator[Gateway]:
    """Yield the virtual hosts of all files of Envoy."""
    for entry in workspace.mentioning(b"virtual_hosts", kinds={FileKind.YAML, FileKind.JSON}):
        for document in workspace.read(entry.path, read_documents) or ():
            yield from _File(document).gateways()


class _Around(Struct, frozen=True):
    """What a route inherits: the headers and the policy of its virtual host."""

    gateway: Place
    headers: tuple[SetHeader, ...] = ()
    removals: tuple[HeaderRemoval, ...] = ()
    cors: GatewayCors | None = None


class _File:
    def __init__(self, document: Document) -> None:
        self._document = document
        resources = document.child("static_resources")
        self._clusters = {
            name: address
            for cluster in (*items(resources, "clusters"), *items(document.child("clusters")))
            if (name := document.literal(at(cluster, "name"))) is not None
            and (address := self._address(cluster, 0)) is not None
        }
        self._listeners = items(resources, "listeners")

    def gateways(self) -> Iterator[Gateway]:
        """Yield each virtual host at the ports of the listener that it belongs to."""
        for listener in self._listeners:
            port = self._document.literal(at(listener, "address", "socket_address", "port_value"))
            ports = (int(port[:5]),) if port is not None and port.isdecimal() else ()
            for host in self._hosts(listener, 0):
                yield from self._gateway(host, ports)

    def _hosts(self, data: Data, depth: int) -> Iterator[Data]:
        if depth > MAX_DEPTH:
            return
        for name, value in pairs(data):
            if name.text == "virtual_hosts" and isinstance(value, Sequence):
                yield from value.items
            else:
                yield from self._hosts(value, depth + 1)
        for value in data.items if isinstance(data, Sequence) else ():
            yield from self._hosts(value, depth + 1)

    def _address(self, data: Data, depth: int) -> tuple[str, Place] | None:
        """Return the first socket address of a cluster."""
        if depth > MAX_DEPTH:
            return None
        given = at(data, "socket_address")
        host, port = at(given, "address"), at(given, "port_value")
        texts = (self._document.literal(host), self._document.literal(port))
        if host is not None and None not in texts:
            return f"http://{texts[0]}:{texts[1]}", self._document.place(host)
        inner = data.items if isinstance(data, Sequence) else [value for _, value in pairs(data)]
        found = (self._address(value, depth + 1) for value in inner)
        return next((address for address in found if address is not None), None)

    def _gateway(self, host: Data, ports: tuple[int, ...]) -> Iterator[Gateway]:
        domains = at(host, "domains")
        routes = items(host, "routes")
        if not routes or domains is None:
            return
        names = [self._document.literal(item) for item in items(domains)]
        known = [name.partition(":")[0].lower() for name in names if name is not None]
        place = self._document.place(domains)
        around = self._around(host, _Around(place))
        found = [self._route(route, around) for route in routes]
        yield Gateway(
            tool=TOOL,
            place=place,
            locations=tuple(item for item in found if item is not None),
            hosts=() if "*" in known else tuple(known),
            open_hosts=None in names,
            listens=ports,
            is_ordered=True,
            is_complete=None not in found,
        )

    def _around(self, data: Data, outer: _Around) -> _Around:
        return _Around(
            outer.gateway,
            (*outer.headers, *self._headers(data)),
            (*outer.removals, *self._removals(data)),
            self._policy(data) or outer.cors,
        )

    # --- routes ----------------------------------------------------------------------------------

    def _route(self, route: Data, outer: _Around) -> Location | None:
        around = self._around(route, outer)
        matched = self._match(at(route, "match"))
        if matched is None:
            return None
        path, kind, place = matched
        action = at(route, "route")
        answer = at(route, "direct_response")
        rule = None if action is None else self._rule(action, path, kind, place, around)
        return Location(
            path=path,
            match=kind,
            action=_action(route),
            place=place,
            rule=rule,
            cors=around.cors or cors_of(around.headers, None),
            removals=around.removals,
            caches=tuple(kept_by_headers(around.headers)),
            answer=self._answer(answer),
        )

    def _match(self, match: Data | None) -> tuple[str, _Match, Place] | None:
        """Return path, comparison and place; ``None`` for matches with other conditions."""
        kinds: tuple[tuple[str, _Match], ...] = (
            ("prefix", "prefix"),
            ("path_separated_prefix", "segments"),
            ("path", "exact"),
        )
        keys = {name.text for name, _ in pairs(match)}
        for key, kind in kinds:
            data = at(match, key)
            path = self._document.literal(data)
            if data is not None and path is not None and keys <= {key, "case_sensitive"}:
                return path, kind, self._document.place(data)
        data = at(match, "safe_regex", "regex")
        pattern = self._document.literal(data)
        if data is not None and pattern is not None and keys == {"safe_regex"}:
            return f"^(?:{pattern})$", "pattern", self._document.place(data)
        return None

    def _rule(
        self, action: Data, path: str, kind: _Match, place: Place, around: _Around
    ) -> ProxyRule:
        rewrite: Rewrite = KEEP
        prefix = self._document.literal(at(action, "prefix_rewrite"))
        if prefix is not None and kind in ("prefix", "segments"):
            rewrite = replacing(path, prefix)
        elif any(at(action, key) is not None for key in _REWRITES):
            rewrite = UNKNOWN
        return ProxyRule(
            prefix="/" if kind == "pattern" else path,
            target=self._target(action),
            rewrite=rewrite.kind,
            place=place,
            tool=TOOL,
            removes=rewrite.removes,
            adds=rewrite.adds,
            is_pattern=kind == "pattern",
            gateway=around.gateway,
        )

    def _target(self, action: Data) -> Value:
        name = self._document.literal(at(action, "cluster"))
        address = self._clusters.get(name or "")
        if address is None:
            return Unknown(Reason.SYNTAX, "a cluster of Envoy", ())
        return template_value(address[0], address[1], "forwarded to here")

    def _answer(self, data: Data | None) -> OwnAnswer | None:
        status = at(data, "status")
        if status is None or self._document.literal(status) != "200":
            return None
        return OwnAnswer("direct_response status: 200", self._document.place(status))

    # --- headers ---------------------------------------------------------------------------------

    def _headers(self, data: Data) -> Iterator[SetHeader]:
        for item in items(data, "response_headers_to_add"):
            name = self._document.literal(at(item, "header", "key"))
            value = at(item, "header", "value")
            if name is not None and value is not None:
                action = self._document.literal(at(item, "append_action"))
                text = self._document.literal(value) or "${unknown}"
                is_last = action in _REPLACES
                yield SetHeader(name.lower(), text, self._document.place(value), is_last)

    def _removals(self, data: Data) -> Iterator[HeaderRemoval]:
        for key, direction in (
            ("request_headers_to_remove", Direction.REQUEST),
            ("response_headers_to_remove", Direction.RESPONSE),
        ):
            for item in items(data, key):
                name = self._document.literal(item)
                if name is not None:
                    yield HeaderRemoval(name.lower(), direction, self._document.place(item))

    def _policy(self, data: Data) -> GatewayCors | None:
        given = at(data, "cors")
        given = given if given is not None else at(data, "typed_per_filter_config", _CORS)
        is_used = _FILTER.search(self._document.text) is not None
        is_always = at(given, "filter_enabled") is None
        if not isinstance(given, Mapping) or not (is_used and is_always):
            return None
        expose = self._listed(given, "expose_headers")
        allow = self._listed(given, "allow_headers")
        place = allow.place if allow is not None else self._document.place(given)
        credentials = at(given, "allow_credentials")
        return GatewayCors(
            place=place,
            answers=True,
            allow_headers=allow,
            expose_headers=expose,
            credentials=credentials is not None and self._document.truth(credentials),
            replaces=expose is not None,
        )

    def _listed(self, data: Data, key: str) -> HeaderList | None:
        return self._document.names_at(data, key)


_REWRITES = ("prefix_rewrite", "regex_rewrite", "path_rewrite_policy")


def _action(route: Data) -> Action:
    if at(route, "route") is not None:
        return Action.FORWARDS
    if at(route, "redirect") is not None:
        return Action.REDIRECTS
    return Action.ANSWERS if at(route, "direct_response") is not None else Action.UNKNOWN
