"""API gateways of AWS in Terraform files.

Source: registry.terraform.io, provider hashicorp/aws: aws_apigatewayv2_api,
aws_api_gateway_integration_response, aws_lambda_function_url. Which API a backend is behind is
seldom written down, so that a folder with more than one says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from supertokens_lint.extract.gateway_facts import Gateway, GatewayCors
from supertokens_lint.extract.gateways.aws import (
    Route,
    api_gateways,
    cors_mapping,
    mock_headers,
    stage_name,
)
from supertokens_lint.extract.gateways.documents import Document
from supertokens_lint.extract.gateways.hcl_text import HclBlock, read_hcl
from supertokens_lint.source import Place
from supertokens_lint.workspace import paths
from supertokens_lint.workspace.files import FileKind
from supertokens_lint.workspace.tree import Mapping, at
from supertokens_lint.workspace.workspace import Workspace

TOOL = "Terraform"
_HTTP = "aws_apigatewayv2_api"
_URL = "aws_lambda_function_url"
_ANSWER = "aws_api_gateway_integration_response"
_STAGES = ("aws_apigatewayv2_stage", "aws_api_gateway_stage", "aws_api_gateway_deployment")
_EVERYTHING = "/{proxy+}"


@dataclass(frozen=True)
class _Api:
    """One API with the CORS headers that it sends."""

    place: Place
    cors: GatewayCors | None


def gateways_in(workspace: Workspace) -> Iterator[Gateway]:
    """Yield the API of each folder of Terraform files that describes just one."""
    folders: dict[str, list[tuple[Document, HclBlock]]] = {}
    for entry in workspace.files(FileKind.OTHER):
        file = workspace.read(entry.path, read_hcl) if entry.name.endswith(".tf") else None
        for block in file.blocks if file is not None else ():
            if file is not None and block.kind == "resource" and len(block.labels) == 2:
                document = Document(file.path, block.body, file.text)
                folders.setdefault(entry.directory, []).append((document, block))
    for folder, resources in folders.items():
        yield from _folder(folder, resources)


def _folder(folder: str, resources: list[tuple[Document, HclBlock]]) -> Iterator[Gateway]:
    apis = [api for document, block in resources for api in _api(document, block)]
    if len(apis) != 1:
        return
    stages = [
        at(block.body, "name") or at(block.body, "stage_name")
        for _, block in resources
        if block.labels[0] in _STAGES
    ]
    known = [stage for stage in stages if stage is not None]
    document = resources[0][0]
    stage = stage_name(document, known[0]) if len(known) == 1 else None
    api = apis[0]
    route = Route(_EVERYTHING, api.place, paths.parent(folder), api.cors)
    yield from api_gateways(TOOL, api.place, [route], stage)


def _api(document: Document, block: HclBlock) -> Iterator[_Api]:
    kind = block.labels[0]
    place = document.place(block.span)
    if kind == _ANSWER:
        cors = mock_headers(document, at(block.body, "response_parameters"))
        if cors is not None:
            yield _Api(cors.place, cors)
    elif kind in (_HTTP, _URL):
        key = "cors_configuration" if kind == _HTTP else "cors"
        data = at(block.body, key)
        entry = block.body.entry(key)
        if not isinstance(data, Mapping) or entry is None:
            if kind == _HTTP and document.literal(at(block.body, "protocol_type")) == "HTTP":
                yield _Api(place, None)
            return
        cors = cors_mapping(
            document,
            Mapping(data.entries, entry[0].span),
            allow="allow_headers",
            expose="expose_headers",
            origins="allow_origins",
            credentials="allow_credentials",
            replaces=True,
        )
        yield _Api(place, cors)
