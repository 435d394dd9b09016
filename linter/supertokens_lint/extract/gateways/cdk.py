"""API gateways and distributions of AWS in code of the CDK, in JavaScript and Python.

Source: aws-cdk-lib/aws-apigateway, aws-apigatewayv2 and aws-lambda.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from supertokens_lint.extract.gateway_facts import Gateway, GatewayCors
from supertokens_lint.extract.gateways.aws import (
    DEFAULT_HEADERS,
    Route,
    api_gateways,
    cors_mapping,
)
from supertokens_lint.extract.gateways.cdk_cloudfront import distributions
from supertokens_lint.extract.gateways.cdk_values import (
    PACKAGE,
    code_of,
    functions_in,
    name_of,
    owner_of,
)
from supertokens_lint.extract.gateways.documents import Document, of_value
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.values import (
    Const,
    Entry,
    External,
    Invocation,
    Items,
    MethodOf,
    Record,
    Value,
)
from supertokens_lint.source import Place, Span
from supertokens_lint.workspace import paths
from supertokens_lint.workspace.tree import Data, Mapping, at

TOOL = "CDK"
REST = frozenset({"RestApi", "LambdaRestApi", "SpecRestApi"})
HTTP = frozenset({"HttpApi"})
METHODS = {
    "addCorsPreflight": "",
    "add_cors_preflight": "",
    "addFunctionUrl": "cors",
    "add_function_url": "cors",
}
_CONSTANTS = {"DEFAULT_HEADERS": DEFAULT_HEADERS, "ALL_ORIGINS": ("*",)}
_WORD = re.compile(r"_([a-z])")
_DEFAULT_STAGE = "prod"
_EVERYTHING = "/{proxy+}"


class _Api(Struct, frozen=True):
    """One API, or a method that adds CORS to one; ``owner`` is where the API is made."""

    owner: Place
    place: Place
    cors: GatewayCors | None
    stage: str | None


def gateways_in(ev: Evaluator) -> Iterator[Gateway]:
    """Yield the distributions of a system, and its APIs.

    Of several APIs those count that hand requests on to functions whose code the files show.
    """
    apis: dict[Place, list[_Api]] = {}
    code: dict[Place, set[str | None]] = {}
    for entry in ev.workspace.mentioning(b"aws-cdk", b"aws_cdk"):
        if entry.is_test:
            continue
        for node, site in ev.sites.calls(entry.path):
            value = ev.evaluate(node, site.scope)
            if not isinstance(value, Invocation):
                continue
            place = Place(site.scope.path, node.span)
            yield from distributions(value, place)
            owner = owner_of(value) or place
            for function in functions_in(value):
                code.setdefault(owner, set()).add(code_of(ev.workspace, function))
            for api in _api(value, place):
                apis.setdefault(api.owner, []).append(api)
    for owner, found in apis.items():
        folders = code.get(owner, set())
        folder = next(iter(folders)) if len(folders) == 1 else None
        if folder is not None or len(apis) == 1:
            for api in found:
                yield from _gateways(api, folder or paths.parent(api.place.path))


def _api(call: Invocation, place: Place) -> Iterator[_Api]:
    name = name_of(call)
    if name in REST:
        props = _props(call, place)
        cors = props.child("defaultCorsPreflightOptions")
        stage = _stage(props)
        yield _Api(place, place, None if cors is None else _rest_cors(props, cors), stage)
    elif name in HTTP:
        props = _props(call, place)
        cors = props.child("corsPreflight")
        yield _Api(place, place, None if cors is None else _http_cors(props, cors), "")
    elif name in METHODS and isinstance(call.callee, MethodOf):
        props = _props(call, place)
        data = props.data if not METHODS[name] else props.child(METHODS[name])
        if isinstance(data, Mapping):
            rest = not METHODS[name]
            found = _rest_cors(props, data) if rest else _url_cors(props, data)
            yield _Api(owner_of(call) or place, place, found, None)


def _gateways(api: _Api, folder: str) -> Iterator[Gateway]:
    route = Route(_EVERYTHING, api.place, folder, api.cors)
    yield from api_gateways(TOOL, api.place, [route], api.stage)


def _stage(props: Document) -> str | None:
    options = props.child("deployOptions")
    if options is None:
        return _DEFAULT_STAGE if isinstance(props.data, Mapping) else None
    name = at(options, "stageName")
    return _DEFAULT_STAGE if name is None else props.literal(name)


def _props(call: Invocation, place: Place) -> Document:
    """Return the properties of a construct: its last argument, or keywords in Python."""
    if call.keywords:
        return of_value(_spelled(Record(call.keywords, place), 0), place)
    last: Value | None = call.args[-1] if call.args else None
    return of_value(_spelled(last if last is not None else Record({}, place), 0), place)


def _spelled(value: Value, depth: int) -> Value:
    """Return a value with Python's names and calls as JavaScript has them."""
    if depth > 6:
        return value
    if isinstance(value, Invocation) and value.keywords:
        return _spelled(Record(value.keywords, value.place), depth)
    if isinstance(value, Record):
        entries = {
            _WORD.sub(lambda match: match.group(1).upper(), key): Entry(
                _spelled(entry.value, depth + 1), entry.place
            )
            for key, entry in value.entries.items()
        }
        return Record(entries, value.place, value.rest)
    if isinstance(value, Items):
        items = tuple(_spelled(item, depth + 1) for item in value.items)
        return Items(items, value.place, value.rest)
    if isinstance(value, External) and value.path and PACKAGE.search(value.module):
        known = _CONSTANTS.get(value.path[-1])
        place = value.trail[0].place if value.trail else Place("", Span(0, 0))
        return value if known is None else Items(tuple(map(Const, known)), place)
    return value


def _rest_cors(props: Document, data: Data) -> GatewayCors:
    return cors_mapping(
        props,
        data,
        allow="allowHeaders",
        expose="exposeHeaders",
        origins="allowOrigins",
        credentials="allowCredentials",
        replaces=False,
        default=DEFAULT_HEADERS,
    )


def _http_cors(props: Document, data: Data) -> GatewayCors:
    return cors_mapping(
        props,
        data,
        allow="allowHeaders",
        expose="exposeHeaders",
        origins="allowOrigins",
        credentials="allowCredentials",
        replaces=True,
    )


def _url_cors(props: Document, data: Data) -> GatewayCors:
    return cors_mapping(
        props,
        data,
        allow="allowedHeaders",
        expose="exposedHeaders",
        origins="allowedOrigins",
        credentials="allowCredentials",
        replaces=True,
    )
