"""Proxies, gateways and hosting files that add CORS headers around an application."""

from __future__ import annotations

import re

from supertokens_lint.extract.wiring_facts import Layer, LayerKind
from supertokens_lint.source import Place, Span, whole_text
from supertokens_lint.workspace.files import FileEntry, FileKind, is_nginx_ending
from supertokens_lint.workspace.workspace import Workspace

_NEEDLES = (
    b"ccess-", b"CCESS-", b"ccesscontrolalloworigin", b"enable-cors", b"cors", b"Cors", b"CORS",
    b"allow_origin_string_match",
)  # fmt: skip
_KINDS = (
    FileKind.NGINX,
    FileKind.CADDY,
    FileKind.YAML,
    FileKind.TOML,
    FileKind.JSON,
    FileKind.COMPOSE,
)
_HEADER = re.compile(
    r"access-control-allow-(?:origin|headers|credentials)|accesscontrolallow|enable-cors"
    r"|allow_origin_string_match",
    re.IGNORECASE,
)
_GATEWAY_FILE = re.compile(
    r"^(?:serverless|template|sam|samconfig|sst)[\w.-]*\.(?:ya?ml|json|toml)$", re.IGNORECASE
)
_GATEWAY_OPTION = re.compile(
    r"^[ \t]*[\"']?\w{0,60}cors\w{0,60}[\"']?[ \t]*[:=]", re.IGNORECASE | re.MULTILINE
)
_CONSTRUCT = re.compile(r"corsPreflight|CorsPreflight|cors_preflight|addFunctionUrl")
_HOSTING_FILE = re.compile(r"^(?:_headers|\.htaccess|haproxy.*\.cfg)$|\.(?:tf|hcl|bicep)$")


def outer_cors(workspace: Workspace) -> Layer | None:
    """Return a layer for the first file that configures CORS outside of any application.

    What it allows is not read here: the layer has no policy.
    """
    listed = workspace.mentioning(*_NEEDLES, kinds=_KINDS)
    hosting = (
        entry
        for entry in workspace.files(FileKind.OTHER)
        if _HOSTING_FILE.search(entry.name) or is_nginx_ending(entry.name)
    )
    for entry in (*listed, *hosting):
        found = None if entry.is_test else _mention(workspace, entry)
        if found is not None:
            return Layer(LayerKind.CORS, found, name=entry.name)
    return _in_constructs(workspace)


def _in_constructs(workspace: Workspace) -> Layer | None:
    """Return a layer for code of the CDK that configures CORS."""
    for entry in workspace.mentioning(b"aws-cdk", b"aws_cdk", b"@aws-cdk"):
        source = None if entry.is_test else workspace.read(entry.path, whole_text)
        match = None if source is None else _CONSTRUCT.search(source.text)
        if match is not None:
            place = Place(entry.path, Span(match.start(), match.end()))
            return Layer(LayerKind.CORS, place, name=entry.name)
    return None


def _mention(workspace: Workspace, entry: FileEntry) -> Place | None:
    source = workspace.read(entry.path, whole_text)
    if source is None:
        return None
    match = _HEADER.search(source.text)
    gateway = _GATEWAY_FILE.match(entry.name) or _HOSTING_FILE.search(entry.name)
    if match is None and gateway:
        match = _GATEWAY_OPTION.search(source.text)
    return None if match is None else Place(entry.path, Span(match.start(), match.end()))
