"""Environment variables as compose files and the Dockerfiles that they build from give them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from functools import cached_property

from supertokens_lint.resolve.outcomes import Environment, Mode, Statement
from supertokens_lint.workspace.compose import ComposeFile, Service, read_compose
from supertokens_lint.workspace.envfiles import EnvFile, read_env_file
from supertokens_lint.workspace.envstack import env_files_in
from supertokens_lint.workspace.envvalues import EnvValue, is_placeholder
from supertokens_lint.workspace.files import FileKind
from supertokens_lint.workspace.paths import is_below
from supertokens_lint.workspace.workspace import Workspace

MODES = {mode.value: mode for mode in Mode}


class ComposeVariables:
    """What services are started with."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @cached_property
    def environments(self) -> tuple[Environment, ...]:
        """The compose files that build at least one service, each as an environment."""
        return tuple(
            Environment(
                self._workspace.display(file.path),
                MODES.get(file.mode or "", Mode.DEVELOPMENT),
                file.path,
            )
            for file in self._files.values()
            if not file.is_override and any(service.build for service in file.services.values())
        )

    @cached_property
    def _files(self) -> dict[str, ComposeFile]:
        found: dict[str, ComposeFile] = {}
        for entry in self._workspace.files(FileKind.COMPOSE):
            file = self._workspace.read(entry.path, read_compose)
            if file is not None:
                found[entry.path] = file
        return found

    def service_of(self, environment: Environment, path: str) -> Service | None:
        """Return the service that a file or directory becomes part of, the innermost one."""
        file = self._files.get(environment.compose or "")
        if file is None:
            return None
        best: tuple[int, Service] | None = None
        for service in file.services.values():
            for context in _contexts(service):
                if is_below(path, context) and (best is None or len(context) > best[0]):
                    best = (len(context), service)
        return None if best is None else best[1]

    def lookup(self, name: str, reader: str, environment: Environment) -> Statement | None:
        """Return what a service's ``environment``, env files and build arguments say."""
        if environment.compose is None:
            return None
        service = self.service_of(environment, reader)
        if service is None:
            return None
        for value in self._statements(service, name):
            return self._statement(value, environment.compose)
        return None

    def _statements(self, service: Service, name: str) -> Iterator[EnvValue]:
        if name in service.environment:
            yield service.environment[name]
        for reference in reversed(service.env_files):
            file = self._env_file(reference.path)
            if file is not None and name in file.variables:
                yield file.variables[name]
        if service.build is not None and name in service.build.args:
            yield service.build.args[name]

    def _env_file(self, path: str) -> EnvFile | None:
        if not self._workspace.exists(path):
            return None
        return self._workspace.read(path, read_env_file)

    def _statement(self, value: EnvValue, compose: str) -> Statement:
        sampled = False

        def lookup(name: str) -> str | None:
            nonlocal sampled
            found = self._project_value(name, compose)
            if found is None:
                return None
            sampled = sampled or found[1]
            return found[0]

        expanded = value.resolve(lookup)
        text = expanded.value
        placeholder = text is None or is_placeholder(text)
        return Statement(text or "", value.place, sample=sampled, placeholder=placeholder)

    def _project_value(self, name: str, compose: str) -> tuple[str, bool] | None:
        directory = posixpath.dirname(compose)
        files = env_files_in(self._workspace, directory)
        for sample in (False, True):
            for file in files:
                if file.name.is_sample is sample and file.name.label is None:
                    value = file.variables.get(name)
                    if value is not None and value.value is not None:
                        return value.value, sample
        return None


def _contexts(service: Service) -> Iterator[str]:
    if service.build is not None:
        yield service.build.context
        if service.build.dockerfile:
            yield posixpath.dirname(service.build.dockerfile)
    for volume in service.volumes:
        if volume.is_bind:
            yield volume.source
