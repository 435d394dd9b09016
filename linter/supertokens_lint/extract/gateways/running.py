"""Which compose service runs a proxy's configuration file, and at which ports it is reached."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator
from dataclasses import replace

from supertokens_lint.extract.gateway_facts import Gateway
from supertokens_lint.workspace import paths
from supertokens_lint.workspace.compose import Service
from supertokens_lint.workspace.composeprojects import ComposeProject, compose_projects
from supertokens_lint.workspace.dockerfile import read_dockerfile
from supertokens_lint.workspace.workspace import Workspace


class Containers:
    """The compose projects of a workspace, asked for what runs a file."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.projects = compose_projects(workspace)

    def running(self, gateway: Gateway) -> Gateway:
        """Return a gateway with the service that runs its file and its ports on the host."""
        found = list(self._services(gateway.place.path))
        if not found:
            return gateway
        published: dict[int, None] = {}
        for project, service in found:
            for mapping in project.ports(service):
                if mapping.published is not None and mapping.target in gateway.listens:
                    published[mapping.published] = None
        project, service = found[0]
        return replace(
            gateway,
            published=tuple(published),
            service=service.name,
            compose=project.files[-1].path,
        )

    def _services(self, path: str) -> Iterator[tuple[ComposeProject, Service]]:
        for project in self.projects:
            for service in project.services.values():
                if self._mounts(service, path) or self._copies(service, path):
                    yield project, service

    def _mounts(self, service: Service, path: str) -> bool:
        return any(
            volume.is_bind
            and paths.is_below(path, volume.source)
            and (volume.source == path or "nginx" in volume.target or "conf" in volume.target)
            for volume in service.volumes
        )

    def _copies(self, service: Service, path: str) -> bool:
        """Tell whether the image of a service is built with a file, copied by name or folder."""
        build = service.build
        if build is None or not self._workspace.exists(build.dockerfile):
            return False
        file = self._workspace.read(build.dockerfile, read_dockerfile)
        stage = None if file is None else file.stage(build.target)
        for instruction in () if stage is None else stage.instructions:
            if instruction.name in ("COPY", "ADD") and "--from" not in instruction.text:
                words = [word.strip("\",[]'") for word in instruction.text.split()]
                for word in words[:-1]:
                    if not word.startswith("--") and _is_source(build.context, word, path):
                        return True
        return False


def _is_source(context: str, word: str, path: str) -> bool:
    if word in (".", "./", "/", ""):
        return False
    source = paths.join(context, word.lstrip("/"))
    return path == source or paths.is_below(path, source) or fnmatch.fnmatch(path, source)
