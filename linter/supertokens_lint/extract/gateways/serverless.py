"""The Serverless Framework: stages, paths and CORS of ``serverless.yml`` and its relatives.

Source: lib/plugins/aws/package/compile/events of serverless 3. ``http`` events make a REST API
whose stage is a prefix, ``httpApi`` events an HTTP API without one.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from supertokens_lint.extract.gateway_facts import Gateway, GatewayCors
from supertokens_lint.extract.gateways.aws import (
    DEFAULT_HEADERS,
    Route,
    api_gateways,
    cors_mapping,
)
from supertokens_lint.extract.gateways.documents import Document, of_value, read_documents
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.source import Place, Span
from supertokens_lint.workspace import paths
from supertokens_lint.workspace.tree import Data, Mapping, at, items, pairs

TOOL = "serverless"
DEFAULT_STAGE = "dev"
NAMES = ("serverless.yml", "serverless.yaml", "serverless.json")
CODE = ("serverless.ts", "serverless.js")
_EVENT = re.compile(r"(?P<method>\*|[A-Za-z]+)(?:\s+(?P<path>/\S*))?")
_POSTED = frozenset({"*", "any", "post"})


def gateways_in(ev: Evaluator) -> Iterator[Gateway]:
    """Yield the APIs of all files of the framework."""
    for entry in ev.workspace.named(*NAMES):
        documents = ev.workspace.read(entry.path, read_documents)
        for document in documents or ():
            yield from _apis(document)
    for entry in ev.workspace.named(*CODE):
        place = Place(entry.path, Span(0, 0))
        yield from _apis(of_value(ev.exported(entry.path, "default"), place))


def _apis(document: Document) -> Iterator[Gateway]:
    provider = document.child("provider")
    place = document.place(provider if provider is not None else document.data)
    rest = list(_routes(document, "http"))
    if rest:
        stage = at(provider, "stage")
        name = DEFAULT_STAGE if stage is None else document.literal(stage)
        stage_place = None if stage is None else document.place(stage)
        yield from api_gateways(TOOL, place, rest, name, stage_place)
    http = list(_routes(document, "httpApi"))
    if http:
        yield from api_gateways(TOOL, place, http, "")


def _routes(document: Document, kind: str) -> Iterator[Route]:
    shared = _http_api_cors(document) if kind == "httpApi" else None
    for _, function in pairs(document.child("functions")):
        handler = document.literal(at(function, "handler")) or ""
        folder = _folder(document.path, handler)
        for event in items(function, "events"):
            for key, data in pairs(event):
                route = _path(document, data) if key.text == kind else None
                if route is None or route[0].lower() not in _POSTED:
                    continue
                cors = shared if kind == "httpApi" else _event_cors(document, at(data, "cors"))
                yield Route(route[1], document.place(data), folder, cors)


def _folder(path: str, handler: str) -> str:
    return paths.join(paths.parent(path), posixpath.dirname(handler))


def _path(document: Document, data: Data) -> tuple[str, str] | None:
    """Return method and path of an event, ``None`` when they are not written out."""
    if isinstance(data, Mapping):
        method = document.literal(at(data, "method")) or "*"
        path = document.literal(at(data, "path"))
        if path is None:
            return None
        return (method, "/{proxy+}" if path == "*" else f"/{path.lstrip('/')}")
    found = _EVENT.fullmatch(document.literal(data) or "")
    if found is None:
        return None
    return found["method"], found["path"] or "/{proxy+}"


def _event_cors(document: Document, data: Data | None) -> GatewayCors | None:
    if data is None or (document.truth(data) is False and not isinstance(data, Mapping)):
        return None
    return cors_mapping(
        document,
        data,
        allow="headers",
        expose="exposedResponseHeaders",
        origins="origins" if at(data, "origins") is not None else "origin",
        credentials="allowCredentials",
        replaces=False,
        default=DEFAULT_HEADERS,
    )


def _http_api_cors(document: Document) -> GatewayCors | None:
    data = document.child("provider", "httpApi", "cors")
    if data is None or (document.truth(data) is False and not isinstance(data, Mapping)):
        return None
    return cors_mapping(
        document,
        data,
        allow="allowedHeaders",
        expose="exposedResponseHeaders",
        origins="allowedOrigins",
        credentials="allowCredentials",
        replaces=True,
        default=DEFAULT_HEADERS,
    )
