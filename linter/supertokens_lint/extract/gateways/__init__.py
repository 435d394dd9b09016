"""Readers for what stands between browsers and a backend: proxies and API gateways."""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.extract.gateway_facts import Gateway
from supertokens_lint.extract.gateways import caddy, cloudformation, nginx, serverless
from supertokens_lint.extract.gateways.running import Containers
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.workspace.files import FileKind
from supertokens_lint.workspace.workspace import Workspace


def gateways_of(ev: Evaluator) -> Iterator[Gateway]:
    """Yield the gateways of a workspace."""
    containers = Containers(ev.workspace)
    for gateway in _from_files(ev.workspace):
        yield containers.running(gateway)
    yield from serverless.gateways_in(ev)
    yield from cloudformation.gateways_in(ev.workspace)


def _from_files(workspace: Workspace) -> Iterator[Gateway]:
    files = [entry.path for entry in workspace.files(FileKind.NGINX)]
    yield from nginx.gateways_in(workspace, files)
    sites = [entry.path for entry in workspace.files(FileKind.CADDY)]
    yield from caddy.gateways_in(workspace, sites)
