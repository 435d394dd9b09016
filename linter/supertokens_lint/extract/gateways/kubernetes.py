"""Services of Kubernetes, as gateways refer to them."""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.extract.gateways.documents import read_documents
from supertokens_lint.workspace.files import FileKind
from supertokens_lint.workspace.tree import at, items
from supertokens_lint.workspace.workspace import Workspace


def service_ports(workspace: Workspace) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield the container ports of services by name and by port."""
    for entry in workspace.mentioning(b"kind: Service", kinds={FileKind.YAML}):
        for document in workspace.read(entry.path, read_documents) or ():
            name = document.literal(document.child("metadata", "name"))
            if document.literal(document.child("kind")) != "Service" or name is None:
                continue
            for port in items(document.child("spec"), "ports"):
                number = document.literal(at(port, "port"))
                target = document.literal(at(port, "targetPort")) or number
                for key in (number, document.literal(at(port, "name"))):
                    if key is not None and target is not None and target.isdecimal():
                        yield (name, key), target
