"""Readers for what stands between browsers and a backend: proxies and API gateways."""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.extract.facts import ProxyRule
from supertokens_lint.extract.gateway_facts import Gateway
from supertokens_lint.extract.gateways import (
    apache,
    caddy,
    cdk,
    cloudformation,
    cloudfront_templates,
    envoy,
    firebase,
    haproxy,
    hosting,
    ingress,
    nginx,
    opaque,
    serverless,
    terraform,
    traefik,
)
from supertokens_lint.extract.gateways.running import Containers
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.workspace.files import FileKind, is_nginx_ending, is_test_path
from supertokens_lint.workspace.workspace import Workspace


def hosted_rules(workspace: Workspace) -> Iterator[ProxyRule]:
    """Yield the rules of hosts that serve a site and hand some of its paths on."""
    yield from hosting.netlify_rules(workspace)


def gateways_of(ev: Evaluator) -> Iterator[Gateway]:
    """Yield the gateways of a workspace, without those of tests."""
    for gateway in _all(ev):
        root = ev.workspace.root_of(gateway.place.path) or ""
        if not is_test_path(gateway.place.path[len(root) :]):
            yield gateway


def _all(ev: Evaluator) -> Iterator[Gateway]:
    workspace = ev.workspace
    containers = Containers(workspace)
    for gateway in _from_files(workspace):
        yield containers.running(gateway)
    yield from traefik.gateways_in(workspace, containers.projects)
    yield from opaque.gateways_in(containers.projects)
    yield from ingress.gateways_in(workspace)
    yield from serverless.gateways_in(ev)
    yield from cloudformation.gateways_in(workspace)
    yield from cloudfront_templates.gateways_in(workspace)
    yield from terraform.gateways_in(workspace)
    yield from cdk.gateways_in(ev)
    yield from hosting.gateways_in(workspace)
    yield from firebase.gateways_in(workspace)


def _from_files(workspace: Workspace) -> Iterator[Gateway]:
    """Yield the gateways of configuration files, whose names do not always tell whose they are."""
    files = [entry.path for entry in workspace.files(FileKind.NGINX)]
    marked = {
        entry.path
        for entry in workspace.mentioning(b"<VirtualHost", b"ProxyPass", kinds={FileKind.NGINX})
    }
    others = workspace.files(FileKind.OTHER)
    named = [entry.path for entry in others if apache.is_apache_name(entry.name)]
    told = frozenset(entry.path for entry in others if is_nginx_ending(entry.name))
    proxying = workspace.mentioning(b"proxy_pass", kinds={FileKind.OTHER}, among=told)
    files.extend(entry.path for entry in proxying if entry.path not in named)
    yield from nginx.gateways_in(workspace, [path for path in files if path not in marked])
    yield from apache.gateways_in(workspace, [*sorted(marked), *named])
    yield from envoy.gateways_in(workspace)
    yield from haproxy.gateways_in(workspace)
    sites = [entry.path for entry in workspace.files(FileKind.CADDY)]
    yield from caddy.gateways_in(workspace, sites)
