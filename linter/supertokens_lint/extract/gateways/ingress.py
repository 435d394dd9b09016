"""Ingresses of Kubernetes, as the nginx ingress controller reads them.

Sources: Kubernetes documentation of Ingress, and "Annotations" of kubernetes/ingress-nginx, with
its default list of CORS headers. For other controllers only hosts, paths and services are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal

from msgspec import Struct

from supertokens_lint.extract.facts import ProxyRule
from supertokens_lint.extract.gateway_facts import (
    Action,
    CacheRule,
    Direction,
    Gateway,
    GatewayCors,
    HeaderLimit,
    HeaderList,
    HeaderRemoval,
    Location,
)
from supertokens_lint.extract.gateways.documents import Document, read_documents
from supertokens_lint.extract.gateways.kubernetes import service_ports
from supertokens_lint.extract.gateways.nginx_scope import Scope
from supertokens_lint.extract.gateways.nginx_text import read_nginx
from supertokens_lint.extract.gateways.texts import size_of
from supertokens_lint.extract.surroundings.rewrites import KEEP, UNKNOWN, Rewrite, replacing
from supertokens_lint.finding import Step
from supertokens_lint.resolve.values import Const
from supertokens_lint.source import Place, SourceText
from supertokens_lint.workspace.files import FileKind
from supertokens_lint.workspace.tree import Data, Scalar, at, items, pairs
from supertokens_lint.workspace.workspace import Workspace

TOOL = "ingress"
DEFAULT_HEADERS = (
    "dnt",
    "keep-alive",
    "user-agent",
    "x-requested-with",
    "if-modified-since",
    "cache-control",
    "content-type",
    "range",
    "authorization",
)
_ANNOTATION = "nginx.ingress.kubernetes.io/"
_SNIPPETS = ("configuration-snippet", "server-snippet")
_GROUPS = re.compile(r"(?P<front>/[\w./-]*?)(?:\(/\|\$\)\(\.\*\)|/?\(/?\.\*\)|/\?\(\.\*\))\$?")
_TARGET = re.compile(r"(?P<front>/?[\w./-]*)\$[12]")


class _Options(Struct, frozen=True):
    """The annotations of one ingress, without the controller's name in front."""

    document: Document
    values: Mapping[str, Data]

    def text(self, name: str) -> str | None:
        """Return an annotation that is written out."""
        return self.document.literal(self.values.get(name))

    def raw(self, name: str) -> str:
        """Return an annotation as it is written, with its references to groups."""
        found = self.values.get(name)
        return found.text if isinstance(found, Scalar) else ""

    def place(self, name: str) -> Place:
        """Return where an annotation stands."""
        return self.document.place(self.values[name])


def gateways_in(workspace: Workspace) -> Iterator[Gateway]:
    """Yield the hosts of all ingresses of a workspace."""
    entries = workspace.mentioning(b"kind: Ingress", kinds={FileKind.YAML})
    if not entries:
        return
    ports = dict(service_ports(workspace))
    for entry in entries:
        for document in workspace.read(entry.path, read_documents) or ():
            if document.literal(document.child("kind")) == "Ingress":
                yield from _ingress(document, ports)


def _ingress(document: Document, ports: Mapping[tuple[str, str], str]) -> Iterator[Gateway]:
    given = {
        key.text.removeprefix(_ANNOTATION): value
        for key, value in pairs(document.child("metadata", "annotations"))
        if key.text.startswith(_ANNOTATION)
    }
    options = _Options(document, given)
    for rule in items(document.child("spec"), "rules"):
        host = at(rule, "host")
        name = document.literal(host)
        place = document.place(host if host is not None else rule)
        found = [
            location
            for path in items(rule, "http", "paths")
            for location in _locations(document, path, options, ports, place)
        ]
        yield Gateway(
            tool=TOOL,
            place=place,
            locations=tuple(found),
            hosts=() if name is None else (name.lower(),),
            open_hosts=host is not None and name is None,
            listens=(80, 443),
            is_complete=len(found) == len(items(rule, "http", "paths"))
            and "server-snippet" not in given,
        )


def _locations(
    document: Document,
    data: Data,
    options: _Options,
    ports: Mapping[tuple[str, str], str],
    gateway: Place,
) -> Iterator[Location]:
    written = at(data, "path")
    path = "/" if written is None else document.literal(written)
    backend = at(data, "backend")
    service = document.literal(at(backend, "service", "name") or at(backend, "serviceName"))
    port = document.literal(
        at(backend, "service", "port", "number")
        or at(backend, "service", "port", "name")
        or at(backend, "servicePort")
    )
    if path is None or service is None:
        return
    place = document.place(written if written is not None else data)
    rewrite, prefix, kind = _path(document, data, path, options)
    target = ports.get((service, port or ""), port or "")
    rule = ProxyRule(
        prefix=prefix,
        target=Const(f"http://{service}:{target}", (Step("forwarded to here", place),)),
        rewrite=rewrite.kind,
        place=place,
        tool=TOOL,
        removes=rewrite.removes,
        adds=rewrite.adds,
        gateway=gateway,
        is_pattern=kind == "pattern",
    )
    yield Location(
        path=f"^{path}" if kind == "pattern" else path,
        match=kind,
        action=Action.FORWARDS,
        place=place,
        rule=rule,
        ignores_case=kind == "pattern",
        cors=_cors(options) or _snippet_cors(options),
        limits=tuple(_limits(options)),
        removals=tuple(_removals(options)),
        caches=tuple(_caches(options)),
    )


# --- paths ---------------------------------------------------------------------------------------


def _path(
    document: Document, data: Data, path: str, options: _Options
) -> tuple[Rewrite, str, Literal["exact", "segments", "pattern"]]:
    """Return what happens to a path, its fixed front, and how it is compared."""
    is_regex = "rewrite-target" in options.values or options.text("use-regex") == "true"
    match = _GROUPS.fullmatch(path)
    front = match["front"] if match is not None else path.partition("(")[0] or "/"
    rewrite = KEEP
    if "rewrite-target" in options.values:
        found = _TARGET.fullmatch(options.raw("rewrite-target"))
        is_known = match is not None and found is not None
        adds = found["front"].rstrip("/") if found is not None else ""
        rewrite = replacing(front.rstrip("/"), adds) if is_known else UNKNOWN
    if any(name.startswith("configuration-snippet") for name in options.values):
        text = options.raw("configuration-snippet")
        rewrite = UNKNOWN if "rewrite" in text else rewrite
    if is_regex:
        return rewrite, front or "/", "pattern"
    exact = document.literal(at(data, "pathType")) == "Exact"
    return rewrite, path, "exact" if exact else "segments"


# --- headers -------------------------------------------------------------------------------------


def _cors(options: _Options) -> GatewayCors | None:
    if options.text("enable-cors") != "true":
        return None
    place = options.place("enable-cors")
    document, given = options.document, options.values
    default = HeaderList(DEFAULT_HEADERS, place, is_default=True)
    expose = document.names(given.get("cors-expose-headers"))
    return GatewayCors(
        place=place,
        answers=True,
        allow_headers=document.names(given.get("cors-allow-headers")) or default,
        expose_headers=expose,
        origins=document.names(given.get("cors-allow-origin")),
        credentials=options.text("cors-allow-credentials") != "false",
        replaces=expose is not None,
    )


def _limits(options: _Options) -> Iterator[HeaderLimit]:
    size = size_of(options.text("proxy-buffer-size") or "")
    if size is not None:
        place = options.place("proxy-buffer-size")
        yield HeaderLimit("proxy-buffer-size", size, Direction.RESPONSE, place)


def _scopes(options: _Options) -> Iterator[tuple[Scope, Place]]:
    for name in _SNIPPETS:
        text = options.raw(name)
        if text:
            file = read_nginx(SourceText(options.document.path, text))
            yield Scope(options.document.path).inner(file.directives), options.place(name)


def _removals(options: _Options) -> Iterator[HeaderRemoval]:
    for scope, place in _scopes(options):
        for found in scope.removals("proxy"):
            yield HeaderRemoval(found.header, found.direction, place)


def _caches(options: _Options) -> Iterator[CacheRule]:
    for scope, place in _scopes(options):
        for found in scope.caches("proxy"):
            yield CacheRule(found.text, place)


def _snippet_cors(options: _Options) -> GatewayCors | None:
    """Return the CORS headers of snippets, standing where the snippet does."""
    for scope, place in _scopes(options):
        found = scope.cors(None, None)
        if found is not None:
            return GatewayCors(
                place=place,
                answers=False,
                allow_headers=_moved(found.allow_headers, place),
                expose_headers=_moved(found.expose_headers, place),
                origins=_moved(found.origins, place),
                credentials=found.credentials,
                replaces=found.replaces,
            )
    return None


def _moved(names: HeaderList | None, place: Place) -> HeaderList | None:
    return None if names is None else HeaderList(names.names, place, names.is_open)
