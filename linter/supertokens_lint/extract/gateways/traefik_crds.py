"""IngressRoute and Middleware, the resources by which Traefik is told its routes in Kubernetes.

Source: doc.traefik.io, "Kubernetes IngressRoute". They are turned into the options that labels
and dynamic files have.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping

from supertokens_lint.extract.gateways.documents import Document, read_documents
from supertokens_lint.extract.gateways.kubernetes import service_ports
from supertokens_lint.extract.gateways.traefik_middlewares import Setting, flattened
from supertokens_lint.workspace.files import FileKind
from supertokens_lint.workspace.tree import Data, at, items
from supertokens_lint.workspace.workspace import Workspace

_ROUTE = b"kind: IngressRoute"
_MIDDLEWARE = b"kind: Middleware"


def settings_in(workspace: Workspace) -> Iterator[Mapping[str, Setting]]:
    """Yield the options of each folder that has routes."""
    routed = workspace.mentioning(_ROUTE, kinds={FileKind.YAML})
    if not routed:
        return
    ports = dict(service_ports(workspace))
    folders: dict[str, dict[str, Setting]] = {
        posixpath.dirname(entry.path): {} for entry in routed if not entry.is_test
    }
    entries = {entry.path: entry for entry in routed}
    for entry in workspace.mentioning(_MIDDLEWARE, kinds={FileKind.YAML}):
        entries[entry.path] = entry
    for path in sorted(entries):
        found = folders.get(posixpath.dirname(path))
        for document in (workspace.read(path, read_documents) or ()) if found is not None else ():
            kind = document.literal(document.child("kind"))
            name = document.literal(document.child("metadata", "name")) or ""
            spec = document.child("spec")
            if found is None or spec is None:
                continue
            if kind == "Middleware":
                found.update(flattened(document, spec, f"http.middlewares.{name.lower()}"))
            elif kind == "IngressRoute":
                for index, route in enumerate(items(spec, "routes")):
                    found.update(_route(document, route, f"{name.lower()}-{index}", ports))
    yield from folders.values()


def _route(
    document: Document, route: Data, name: str, ports: Mapping[tuple[str, str], str]
) -> Iterator[tuple[str, Setting]]:
    front = f"http.routers.{name}"
    rule = at(route, "match")
    text = document.literal(rule)
    if rule is None or text is None:
        return
    place = document.place(rule)
    yield f"{front}.rule", Setting(text, place)
    priority = document.literal(at(route, "priority"))
    if priority is not None:
        yield f"{front}.priority", Setting(priority, place)
    names = [document.literal(at(item, "name")) for item in items(route, "middlewares")]
    if names:
        yield f"{front}.middlewares", Setting(",".join(name or "?" for name in names), place)
    for service in items(route, "services")[:1]:
        target = document.literal(at(service, "name"))
        port = document.literal(at(service, "port"))
        if target is not None and port is not None:
            url = f"http://{target}:{ports.get((target, port), port)}"
            key = f"http.services.{name}.loadbalancer.servers.url"
            yield key, Setting(url, document.place(service))
            yield f"{front}.service", Setting(name, place)
