"""Distributions of CloudFront in the resources of CloudFormation templates and serverless files.

Source: AWS CloudFormation reference, AWS::CloudFront::Distribution, ::CachePolicy,
::OriginRequestPolicy and ::ResponseHeadersPolicy; serverless.com, "Resources".
"""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.extract.gateway_facts import Gateway, GatewayCors
from supertokens_lint.extract.gateways.cloudfront import Policy
from supertokens_lint.extract.gateways.cloudfront_data import (
    Policies,
    Spelling,
    gateways_of,
    own_cors,
    own_policy,
    pascal,
)
from supertokens_lint.extract.gateways.documents import Document, read_documents
from supertokens_lint.workspace.files import FileKind
from supertokens_lint.workspace.tree import Data, Mapping, Scalar, Sequence, at, items, pairs
from supertokens_lint.workspace.workspace import Workspace

NEEDLE = b"AWS::CloudFront::Distribution"
_KINDS = {
    "AWS::CloudFront::CachePolicy": "CachePolicyConfig",
    "AWS::CloudFront::OriginRequestPolicy": "OriginRequestPolicyConfig",
}


def gateways_in(workspace: Workspace) -> Iterator[Gateway]:
    """Yield the distributions of all templates of a workspace."""
    for entry in workspace.mentioning(NEEDLE, kinds={FileKind.YAML, FileKind.JSON}):
        for document in workspace.read(entry.path, read_documents) or ():
            for resources in _resources(document):
                yield from _distributions(document, resources)


def _resources(document: Document) -> Iterator[Data]:
    """Yield the tables of resources: of a template, or of a serverless file with one or more."""
    own = document.child("Resources")
    if own is not None:
        yield own
    inside = document.child("resources")
    for part in (inside, *items(inside)):
        found = at(part, "Resources")
        if found is not None:
            yield found


def _distributions(document: Document, resources: Data) -> Iterator[Gateway]:
    spelling = Spelling(pascal, _reference)
    own: dict[str, dict[str, Policy]] = {kind: {} for kind in _KINDS}
    for key, data in pairs(resources):
        kind = document.literal(at(data, "Type")) or ""
        config = at(data, "Properties", _KINDS.get(kind, ""))
        if config is not None:
            own[kind][key.text] = own_policy(document, config, spelling, key.text)
    caching, forwarding = own.values()
    policies = Policies(caching, forwarding, _responses(document, resources, spelling))
    for _, data in pairs(resources):
        config = at(data, "Properties", "DistributionConfig")
        if document.literal(at(data, "Type")) == NEEDLE.decode() and config is not None:
            yield from gateways_of(document, config, spelling, policies)


def _responses(document: Document, resources: Data, spelling: Spelling) -> dict[str, GatewayCors]:
    found: dict[str, GatewayCors] = {}
    for key, data in pairs(resources):
        config = at(data, "Properties", "ResponseHeadersPolicyConfig")
        cors = None if config is None else own_cors(document, config, spelling)
        if cors is not None:
            found[key.text] = cors
    return found


def _reference(_document: Document, data: Data) -> str:
    """Return what ``!Ref X``, ``!GetAtt X.Y`` and their long forms refer to."""
    if isinstance(data, Scalar):
        return data.text
    if isinstance(data, Mapping):
        for _, value in data.entries:
            parts = value.items if isinstance(value, Sequence) else (value,)
            return ".".join(part.text for part in parts if isinstance(part, Scalar))
    return ""
