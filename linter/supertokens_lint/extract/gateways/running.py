"""Which compose service runs a proxy, at which ports it is reached, and what it forwards to."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable, Iterator
from dataclasses import replace

from supertokens_lint.extract.facts import ProxyRule
from supertokens_lint.extract.gateway_facts import Gateway
from supertokens_lint.extract.gateways.texts import split_url
from supertokens_lint.resolve.values import Const
from supertokens_lint.workspace import paths
from supertokens_lint.workspace.compose import Service
from supertokens_lint.workspace.composeprojects import ComposeProject, compose_projects
from supertokens_lint.workspace.dockerfile import read_dockerfile
from supertokens_lint.workspace.workspace import Workspace

_SERVERS = ("nginx", "caddy", "haproxy", "envoy")


class Containers:
    """The compose projects of a workspace, asked for what runs a file."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.projects = compose_projects(workspace)

    def running(self, gateway: Gateway) -> Gateway:
        """Return a gateway with its ports on the host, and its rules with what they lead to."""
        found = list(self._services(gateway.place.path))
        published: dict[int, None] = {}
        for project, service in found:
            for mapping in project.ports(service):
                if mapping.published is not None and mapping.target in gateway.listens:
                    published[mapping.published] = None
        composes = dict.fromkeys(project.files[-1].path for project, _ in found)
        projects = [project for project, _ in found] or self.projects
        return replace(
            gateway,
            published=tuple(published),
            composes=tuple(composes),
            locations=tuple(
                replace(item, rule=leading(item.rule, projects)) if item.rule else item
                for item in gateway.locations
            ),
        )

    def _services(self, path: str) -> Iterator[tuple[ComposeProject, Service]]:
        for project in self.projects:
            for service in project.services.values():
                if _mounts(service, path) or self._copies(service, path):
                    yield project, service

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


def _mounts(service: Service, path: str) -> bool:
    return any(
        volume.is_bind
        and paths.is_below(path, volume.source)
        and (volume.source == path or any(name in volume.target for name in _SERVERS))
        for volume in service.volumes
    )


def _is_source(context: str, word: str, path: str) -> bool:
    if word in (".", "./", "/", ""):
        return False
    source = paths.join(context, word.lstrip("/"))
    return paths.is_below(path, source) or fnmatch.fnmatch(path, source)


def leading(rule: ProxyRule, projects: Iterable[ComposeProject]) -> ProxyRule:
    """Return a rule with the folders of the compose service that its target names."""
    text = rule.target.value if isinstance(rule.target, Const) else None
    url = split_url(text) if isinstance(text, str) else None
    if url is None:
        return rule
    name = url[1].rpartition("@")[2].partition(":")[0]
    folders: dict[str, None] = {}
    for project in projects:
        service = project.services.get(name)
        if service is not None:
            folders.update(dict.fromkeys(folders_of(service)))
    return replace(rule, folders=tuple(folders))


def folders_of(service: Service) -> Iterator[str]:
    """Yield the folders whose code a service runs: those of its image and of its mounts."""
    build = service.build
    if build is not None:
        own = paths.parent(build.dockerfile)
        yield own if own != build.context and paths.is_below(own, build.context) else build.context
    for volume in service.volumes:
        if volume.is_bind:
            yield volume.source
