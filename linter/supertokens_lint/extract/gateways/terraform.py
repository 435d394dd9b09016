"""API gateways of AWS, distributions of CloudFront and page rules of Cloudflare in Terraform files.

Source: registry.terraform.io, provider hashicorp/aws: aws_apigatewayv2_api,
aws_api_gateway_integration_response, aws_lambda_function_url. Of several APIs in a folder those
count whose integrations name functions whose code the files show; a single one counts anyway.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from supertokens_lint.extract.gateway_facts import Gateway, GatewayCors
from supertokens_lint.extract.gateways import page_rules
from supertokens_lint.extract.gateways.aws import (
    Route,
    api_gateways,
    cors_mapping,
    mock_headers,
    stage_name,
)
from supertokens_lint.extract.gateways.cloudfront import MANAGED, UNKNOWN_POLICY, Policy
from supertokens_lint.extract.gateways.cloudfront_data import (
    Policies,
    Spelling,
    gateways_of,
    own_cors,
    own_policy,
    snake,
)
from supertokens_lint.extract.gateways.hcl_text import read_hcl
from supertokens_lint.extract.gateways.terraform_parts import Part, Parts, reference
from supertokens_lint.source import Place
from supertokens_lint.workspace import paths
from supertokens_lint.workspace.files import FileKind
from supertokens_lint.workspace.tree import Mapping, at
from supertokens_lint.workspace.workspace import Workspace

TOOL = "Terraform"
_HTTP = "aws_apigatewayv2_api"
_URL = "aws_lambda_function_url"
_ANSWER = "aws_api_gateway_integration_response"
_DISTRIBUTION = "aws_cloudfront_distribution"
_EVERYTHING = "/{proxy+}"
_SPELLING = Spelling(snake, reference)


class _Api(Struct, frozen=True):
    """One API with the CORS headers that it sends; ``name`` is what refers to it."""

    name: str
    place: Place
    cors: GatewayCors | None


def gateways_in(workspace: Workspace) -> Iterator[Gateway]:
    """Yield the gateways of each folder of Terraform files."""
    folders: dict[str, list[Part]] = {}
    for entry in workspace.files(FileKind.OTHER):
        file = workspace.read(entry.path, read_hcl) if entry.name.endswith(".tf") else None
        for block in file.blocks if file is not None else ():
            if file is not None and len(block.labels) == 2:
                folders.setdefault(entry.directory, []).append(Part.of(file, block))
    for folder, found in folders.items():
        parts = Parts(folder, tuple(found))
        yield from _apis(parts)
        yield from _distributions(parts)
        yield from page_rules.gateways_of(parts.of_kind(page_rules.KIND))


# --- APIs ----------------------------------------------------------------------------------------


def _apis(parts: Parts) -> Iterator[Gateway]:
    apis = [api for part in parts.all for api in _api(part)]
    is_only = len(apis) == 1
    for api in apis:
        folder = parts.code_of(api.name)
        if folder is None and not is_only:
            continue
        stages = parts.stages(None if is_only else api.name)
        stage, place = _stage(stages[0]) if len(stages) == 1 else (None, None)
        route = Route(_EVERYTHING, api.place, folder or paths.parent(parts.folder), api.cors)
        yield from api_gateways(TOOL, api.place, [route], stage, place)


def _stage(part: Part) -> tuple[str | None, Place | None]:
    """Return the name of a stage and where it is written."""
    name = at(part.body, "name") or at(part.body, "stage_name")
    place = None if name is None else part.document.place(name.span)
    return stage_name(part.document, name), place


def _api(part: Part) -> Iterator[_Api]:
    document, body = part.document, part.body
    if part.kind == _ANSWER:
        cors = mock_headers(document, at(body, "response_parameters"))
        if cors is not None:
            yield _Api(part.refers_to("rest_api_id"), cors.place, cors)
    elif part.kind in (_HTTP, _URL):
        key = "cors_configuration" if part.kind == _HTTP else "cors"
        data = at(body, key)
        entry = body.entry(key)
        if not isinstance(data, Mapping) or entry is None:
            if part.kind == _HTTP and document.literal(at(body, "protocol_type")) == "HTTP":
                yield _Api(part.name, part.place, None)
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
        yield _Api(part.name, part.place, cors)


# --- CloudFront ----------------------------------------------------------------------------------


def _distributions(parts: Parts) -> Iterator[Gateway]:
    found = parts.of_kind(_DISTRIBUTION)
    if not found:
        return
    policies = Policies(
        _own(parts, "aws_cloudfront_cache_policy"),
        _own(parts, "aws_cloudfront_origin_request_policy"),
        {
            part.name: cors
            for part in parts.of_kind("aws_cloudfront_response_headers_policy")
            if not part.is_data
            if (cors := own_cors(part.document, part.body, _SPELLING)) is not None
        },
    )
    for part in found:
        yield from gateways_of(part.document, part.body, _SPELLING, policies)


def _own(parts: Parts, kind: str) -> dict[str, Policy]:
    found: dict[str, Policy] = {}
    for part in parts.of_kind(kind):
        name = part.document.literal(at(part.body, "name")) or part.name
        if part.is_data:
            found[part.name] = MANAGED.get(name.removeprefix("Managed-"), UNKNOWN_POLICY)
        else:
            found[part.name] = own_policy(part.document, part.body, _SPELLING, name)
    return found
