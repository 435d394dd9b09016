"""Environment variables as compose files and the Dockerfiles that they build from give them."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import TypeAlias

from supertokens_lint.resolve.outcomes import Environment, Mode, Statement
from supertokens_lint.source import Place
from supertokens_lint.workspace.compose import Service
from supertokens_lint.workspace.composeprojects import ComposeProject, compose_projects
from supertokens_lint.workspace.dockerfile import read_dockerfile
from supertokens_lint.workspace.envvalues import EnvValue, is_placeholder
from supertokens_lint.workspace.interpolation import Interpolation
from supertokens_lint.workspace.paths import common, display, is_below
from supertokens_lint.workspace.workspace import Workspace

Lookup: TypeAlias = Callable[[str], "EnvValue | None"]
MODES = {mode.value: mode for mode in Mode}


class ComposeVariables:
    """What services are started with."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._given: dict[tuple[str, str], Mapping[str, EnvValue]] = {}

    @cached_property
    def environments(self) -> tuple[Environment, ...]:
        """The compose projects that build at least one service, each as an environment.

        It is named by its path in the system, so that a name is the same wherever a run begins.
        """
        top = common(self._workspace.roots)
        return tuple(
            Environment(
                display(path, top),
                MODES.get(project.mode or "", Mode.DEVELOPMENT),
                path,
            )
            for path, project in self._projects.items()
            if any(service.build for service in project.services.values())
        )

    @cached_property
    def _projects(self) -> dict[str, ComposeProject]:
        return {project.files[-1].path: project for project in compose_projects(self._workspace)}

    def project(self, environment: Environment) -> ComposeProject | None:
        """Return the compose project that an environment stands for, or ``None``."""
        return self._projects.get(environment.compose or "")

    def service_of(self, environment: Environment, path: str) -> Service | None:
        """Return the service that a file or directory becomes part of, the innermost one."""
        project = self.project(environment)
        if project is None:
            return None
        best: tuple[int, Service] | None = None
        for service in project.services.values():
            for context in _contexts(service):
                if is_below(path, context) and (best is None or len(context) > best[0]):
                    best = (len(context), service)
        return None if best is None else best[1]

    def lookup(self, name: str, reader: str, environment: Environment) -> tuple[Statement, ...]:
        """Return what a service's ``environment``, env files, arguments and image say.

        Two statements come back when an example of the project's env file gives another value
        than the compose file has by itself: nobody is bound to copy the example.
        """
        project = self.project(environment)
        service = None if project is None else self.service_of(environment, reader)
        if project is None or service is None or environment.compose is None:
            return ()
        key = (environment.compose, service.name)
        if key not in self._given:
            self._given[key] = self._values(project, service)
        value = self._given[key].get(name)
        return () if value is None else _statements(value, project)

    def _values(self, project: ComposeProject, service: Service) -> Mapping[str, EnvValue]:
        args = project.build_args(service)
        image = self._image_values(service, args)
        return {**args, **image, **project.environment(service)}

    def _image_values(
        self, service: Service, args: Mapping[str, EnvValue]
    ) -> Mapping[str, EnvValue]:
        build = service.build
        if build is None or not self._workspace.exists(build.dockerfile):
            return {}
        file = self._workspace.read(build.dockerfile, read_dockerfile)
        stage = None if file is None else file.stage(build.target)
        if file is None or stage is None:
            return {}
        given = {name: value.value for name, value in args.items()}
        found: dict[str, EnvValue] = {}
        for part in file.stages:
            found.update(file.variables(part, given))
        found.update(file.variables(stage, given))
        return {name: _from_argument(value, args) for name, value in found.items()}


def _from_argument(value: EnvValue, args: Mapping[str, EnvValue]) -> EnvValue:
    given = args.get(value.name)
    if given is not None and given.value == value.value:
        return given
    if value.value is None:
        return value
    return EnvValue(value.name, value.value, value.place, Interpolation((value.value,)))


def _statements(value: EnvValue, project: ComposeProject) -> tuple[Statement, ...]:
    if not value.variables:
        return (_statement(value.value, value, ()),)
    found: dict[str, Statement] = {}
    for lookup in (project.dotenv.get, _sampled(project)):
        known = {name: lookup(name) for name in value.variables}
        texts = {name: item.value for name, item in known.items() if item is not None}
        text = value.resolve(texts.get).value
        if text is not None:
            sources = tuple(item.place for item in known.values() if item is not None)
            found.setdefault(text, _statement(text, value, sources))
    return tuple(found.values()) or (_statement(None, value, ()),)


def _statement(text: str | None, value: EnvValue, sources: tuple[Place, ...]) -> Statement:
    placeholder = text is None or is_placeholder(text)
    return Statement(text or "", value.place, placeholder=placeholder, sources=sources)


def _sampled(project: ComposeProject) -> Lookup:
    words = frozenset(project.files[-1].path.rpartition("/")[2].split("."))
    samples = [
        file
        for file in project.samples.files
        if file.name.label is None or file.name.label in words
    ]

    def lookup(name: str) -> EnvValue | None:
        stated = project.dotenv.get(name)
        if stated is not None:
            return stated
        named = (file.variables.get(name) for file in samples)
        return next((item for item in named if item and not item.is_placeholder), None)

    return lookup


def _contexts(service: Service) -> Iterator[str]:
    if service.build is not None:
        yield service.build.context
        yield posixpath.dirname(service.build.dockerfile)
    for volume in service.volumes:
        if volume.is_bind:
            yield volume.source
