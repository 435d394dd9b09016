"""CloudFormation and SAM templates, and OpenAPI documents with API Gateway's extensions.

Sources: AWS SAM resource reference (AWS::Serverless::Api, ::HttpApi, ::Function), AWS
CloudFormation reference (AWS::ApiGatewayV2::Api, AWS::Lambda::Url), API Gateway extensions to
OpenAPI. SAM's ``Cors`` knows no default list of headers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from msgspec import Struct

from supertokens_lint.extract.gateway_facts import Gateway, GatewayCors
from supertokens_lint.extract.gateways.aws import (
    Route,
    api_gateways,
    cors_mapping,
    mock_headers,
    stage_name,
)
from supertokens_lint.extract.gateways.documents import Document, read_documents
from supertokens_lint.source import Place, Span
from supertokens_lint.workspace import paths
from supertokens_lint.workspace.files import FileKind
from supertokens_lint.workspace.tree import Data, Mapping, Scalar, Sequence, at, pairs
from supertokens_lint.workspace.workspace import Workspace

SAM = "SAM"
CLOUDFORMATION = "CloudFormation"
OPENAPI = "API Gateway"
IMPLICIT_REST_STAGE = "Prod"
_NEEDLES = (b"AWS::Serverless", b"AWS::ApiGateway", b"AWS::Lambda::Url", b"x-amazon-apigateway")
_JSON = re.compile(r"template|openapi|swagger|api|stack|cloudformation", re.IGNORECASE)
_EVERYTHING = "/{proxy+}"
_POSTED = frozenset({"any", "post", "x-amazon-apigateway-any-method"})


def gateways_in(workspace: Workspace) -> Iterator[Gateway]:
    """Yield the APIs of all templates of a workspace."""
    found = list(workspace.mentioning(*_NEEDLES, kinds={FileKind.YAML}))
    found.extend(
        entry
        for entry in workspace.mentioning(*_NEEDLES, kinds={FileKind.JSON})
        if _JSON.search(entry.name)
    )
    for entry in found:
        for document in workspace.read(entry.path, read_documents) or ():
            if document.child("Resources") is not None:
                yield from _Template(document).gateways()
            elif document.child("paths") is not None:
                yield from _openapi(document)


class _Resource(Struct, frozen=True):
    name: str
    kind: str
    span: Span
    properties: Data | None


class _Template:
    def __init__(self, document: Document) -> None:
        self._document = document
        self._resources = [
            _Resource(key.text, kind, key.span, at(data, "Properties"))
            for key, data in pairs(document.child("Resources"))
            if (kind := document.literal(at(data, "Type"))) is not None
        ]
        self._globals = document.child("Globals")
        self._folder = paths.parent(document.path)

    def gateways(self) -> Iterator[Gateway]:
        """Yield the APIs that are resources, and those that SAM makes of events."""
        for resource in self._resources:
            if resource.kind == "AWS::Serverless::Api":
                yield from self._rest(resource)
            elif resource.kind == "AWS::Serverless::HttpApi":
                yield from self._http(resource, "CorsConfiguration", SAM)
            elif resource.kind == "AWS::ApiGatewayV2::Api":
                yield from self._http(resource, "CorsConfiguration", CLOUDFORMATION)
            elif resource.kind == "AWS::ApiGateway::Method":
                yield from self._mock(resource)
            elif resource.kind == "AWS::Lambda::Url":
                yield from self._url(resource, at(resource.properties, "Cors"), CLOUDFORMATION)
            elif resource.kind == "AWS::Serverless::Function":
                cors = at(resource.properties, "FunctionUrlConfig", "Cors")
                yield from self._url(resource, cors, SAM)
        yield from self._implicit()

    # --- REST APIs -------------------------------------------------------------------------------

    def _rest(self, resource: _Resource) -> Iterator[Gateway]:
        given = at(resource.properties, "Cors") or at(self._globals, "Api", "Cors")
        stage = at(resource.properties, "StageName")
        name = self._document.literal(stage)
        cors = self._sam_cors(given)
        place = None if stage is None else self._document.place(stage)
        yield from self._api(resource.span, resource.name, "Api", cors, name, SAM, place)

    def _sam_cors(self, data: Data | None) -> GatewayCors | None:
        if data is None:
            return None
        found = cors_mapping(
            self._document,
            data,
            allow="AllowHeaders",
            expose="ExposeHeaders",
            origins="AllowOrigin",
            credentials="AllowCredentials",
            replaces=False,
        )
        is_origin = isinstance(data, Scalar)
        return replace(found, allow_headers=None) if is_origin else found

    def _mock(self, resource: _Resource) -> Iterator[Gateway]:
        """Yield an API for an OPTIONS method that a mock integration answers."""
        method = self._document.literal(at(resource.properties, "HttpMethod")) or ""
        if method.upper() == "OPTIONS":
            cors = _mock_cors(self._document, at(resource.properties, "Integration"))
            if cors is not None:
                yield from self._api(resource.span, "", "", cors, None, CLOUDFORMATION)

    # --- HTTP APIs and function URLs -------------------------------------------------------------

    def _http(self, resource: _Resource, key: str, tool: str) -> Iterator[Gateway]:
        protocol = self._document.literal(at(resource.properties, "ProtocolType"))
        if protocol == "WEBSOCKET":
            return
        given = at(resource.properties, key)
        if given is None and tool == SAM:
            given = at(self._globals, "HttpApi", "CorsConfiguration")
        stage = at(resource.properties, "StageName") if tool == SAM else None
        name = "" if stage is None and tool == SAM else stage_name(self._document, stage)
        cors = self._http_cors(given)
        yield from self._api(resource.span, resource.name, "HttpApi", cors, name, tool)

    def _http_cors(self, data: Data | None) -> GatewayCors | None:
        if data is None or (self._document.truth(data) is False and not isinstance(data, Mapping)):
            return None
        return cors_mapping(
            self._document,
            data,
            allow="AllowHeaders",
            expose="ExposeHeaders",
            origins="AllowOrigins",
            credentials="AllowCredentials",
            replaces=True,
        )

    def _url(self, resource: _Resource, cors: Data | None, tool: str) -> Iterator[Gateway]:
        if cors is not None:
            found = self._http_cors(cors)
            folder = self._code(resource.properties)
            place = self._document.place(resource.span)
            route = Route(_EVERYTHING, place, folder, found)
            yield from api_gateways(tool, place, [route], None)

    # --- routes ----------------------------------------------------------------------------------

    def _api(
        self,
        span: Span,
        name: str,
        kind: str,
        cors: GatewayCors | None,
        stage: str | None,
        tool: str = SAM,
        stage_place: Place | None = None,
    ) -> Iterator[Gateway]:
        place = self._document.place(span)
        routes = list(self._events(kind, name, cors)) if kind else []
        if not routes:
            routes = [Route(_EVERYTHING, place, self._folder, cors)]
        yield from api_gateways(tool, place, routes, stage, stage_place)

    def _implicit(self) -> Iterator[Gateway]:
        """Yield the APIs that SAM makes of events that name none."""
        place = self._document.place(self._document.data)
        rest = list(self._events("Api", "", self._sam_cors(at(self._globals, "Api", "Cors"))))
        if rest:
            yield from api_gateways(SAM, rest[0].place, rest, IMPLICIT_REST_STAGE)
        shared = self._http_cors(at(self._globals, "HttpApi", "CorsConfiguration"))
        http = list(self._events("HttpApi", "", shared))
        if http:
            yield from api_gateways(SAM, http[0].place or place, http, "")

    def _events(self, kind: str, api: str, cors: GatewayCors | None) -> Iterator[Route]:
        """Yield the paths of events that belong to an API; to the implicit one without a name."""
        key = "RestApiId" if kind == "Api" else "ApiId"
        for resource in self._resources:
            if resource.kind != "AWS::Serverless::Function":
                continue
            for _, event in pairs(resource.properties, "Events"):
                given = at(event, "Properties", key)
                if self._document.literal(at(event, "Type")) != kind or (
                    self._referred(given) != api
                ):
                    continue
                method = at(event, "Properties", "Method")
                path = at(event, "Properties", "Path")
                if (self._document.literal(method) or "any").lower() not in _POSTED:
                    continue
                text = self._document.literal(path) or _EVERYTHING
                place = self._document.place(path if path is not None else event)
                yield Route(text, place, self._code(resource.properties), cors)

    def _referred(self, data: Data | None) -> str | None:
        """Return the resource that ``!Ref X`` or ``{Ref: X}`` names; empty without any."""
        if data is None:
            return ""
        if isinstance(data, Mapping):
            return self._document.literal(at(data, "Ref"))
        return data.text if isinstance(data, Scalar) else None

    def _code(self, properties: Data | None) -> str:
        uri = at(properties, "CodeUri") or at(self._globals, "Function", "CodeUri")
        return paths.join(self._folder, self._document.literal(uri) or ".")


def _mock_cors(document: Document, integration: Data | None) -> GatewayCors | None:
    """Return what a mock integration answers a preflight request with."""
    kind = document.literal(at(integration, "Type") or at(integration, "type"))
    if kind is None or kind.upper() != "MOCK":
        return None
    given = at(integration, "IntegrationResponses") or at(integration, "responses")
    found = (mock_headers(document, parameters) for parameters in _parameters(given))
    return next((cors for cors in found if cors is not None), None)


def _parameters(responses: Data | None) -> Iterator[Data]:
    """Yield the response parameters of integration responses, a list or a mapping."""
    items = responses.items if isinstance(responses, Sequence) else ()
    for item in (*items, *(value for _, value in pairs(responses))):
        found = at(item, "ResponseParameters") or at(item, "responseParameters")
        if found is not None:
            yield found


# --- OpenAPI -------------------------------------------------------------------------------------


def _openapi(document: Document) -> Iterator[Gateway]:
    given = document.child("x-amazon-apigateway-cors")
    shared = None
    if given is not None:
        shared = cors_mapping(
            document,
            given,
            allow="allowHeaders",
            expose="exposeHeaders",
            origins="allowOrigins",
            credentials="allowCredentials",
            replaces=True,
        )
    folder = paths.parent(document.path)
    routes: list[Route] = []
    for key, operations in pairs(document.child("paths")):
        options = at(operations, "options", "x-amazon-apigateway-integration")
        cors = shared or (None if options is None else _mock_cors(document, options))
        if cors is not None and any(name.text in _POSTED for name, _ in pairs(operations)):
            routes.append(Route(key.text, document.place(key), folder, cors))
    if routes:
        place = routes[0].place if given is None else document.place(given)
        yield from api_gateways(OPENAPI, place, routes, None)
