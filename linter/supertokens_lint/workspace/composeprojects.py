"""Compose files that are run together, with the variables that they are run with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property

from msgspec import Struct, structs

from supertokens_lint.workspace import paths
from supertokens_lint.workspace.compose import ComposeFile, Service, read_compose
from supertokens_lint.workspace.envfiles import EnvFile, Tool, read_env_file
from supertokens_lint.workspace.envstack import EnvStack, env_files_in, env_stack
from supertokens_lint.workspace.envvalues import EnvValue, expand_all
from supertokens_lint.workspace.files import FileKind
from supertokens_lint.workspace.ports import PortMapping
from supertokens_lint.workspace.workspace import Workspace

MAX_EXTENDS = 10


class ComposeProject(Struct, frozen=True, dict=True):
    """Compose files merged in order, and the env files beside the first of them.

    ``mode`` is ``None`` for what plain ``docker compose up`` runs. ``services`` are merged;
    ``dotenv`` is the ``.env`` beside the files and ``samples`` the example files there.
    """

    files: tuple[ComposeFile, ...]
    mode: str | None
    services: Mapping[str, Service]
    dotenv: EnvStack
    samples: EnvStack
    env_files: Mapping[str, EnvFile]

    @property
    def directory(self) -> str:
        """The folder of the first file."""
        return paths.parent(self.files[0].path)

    def lookup(self, name: str) -> str | None:
        """Return the value of a variable of the ``.env`` file, else of an example of it.

        Placeholders of examples are no values.
        """
        found = self.dotenv.get(name)
        if found is not None:
            return found.value
        sample = self.samples.get(name)
        return None if sample is None or sample.is_placeholder else sample.value

    def environment(self, service: Service) -> dict[str, EnvValue]:
        """Return what the container of a service is started with, references put in.

        ``environment`` wins over ``env_file``, and a later file over an earlier one.
        """
        merged: dict[str, EnvValue] = {}
        for ref in service.env_files:
            file = self.env_files.get(ref.path)
            if file is not None:
                merged.update(file.variables)
        expanded = {
            name: replace(value, value=value.resolve(self.lookup).value)
            for name, value in service.environment.items()
        }
        return expand_all(merged, self.lookup) | expanded

    def build_args(self, service: Service) -> dict[str, EnvValue]:
        """Return the build arguments of a service, references put in."""
        args = service.build.args if service.build is not None else {}
        return {
            name: replace(value, value=value.resolve(self.lookup).value)
            for name, value in args.items()
        }

    def ports(self, service: Service) -> tuple[PortMapping, ...]:
        """Return the published ports of a service, references put in."""
        return service.ports(self.lookup)

    @cached_property
    def contexts(self) -> dict[str, tuple[Service, ...]]:
        """Services by the folder that they are built from."""
        found: dict[str, tuple[Service, ...]] = {}
        for service in self.services.values():
            if service.build is not None:
                context = service.build.context
                found[context] = (*found.get(context, ()), service)
        return found


def compose_projects(workspace: Workspace) -> tuple[ComposeProject, ...]:
    """Return what can be run: the base files of each folder, and each other file.

    A file whose services all say what they run (image or build) stands alone; any other is an
    addition to the base file of its folder.
    """
    by_folder: dict[str, list[ComposeFile]] = {}
    for entry in workspace.files(FileKind.COMPOSE):
        file = workspace.read(entry.path, read_compose)
        if file is not None and file.services:
            by_folder.setdefault(entry.directory, []).append(file)
    found: list[ComposeProject] = []
    for directory in sorted(by_folder):
        files = by_folder[directory]
        base = [file for file in files if _is_base(file)][:1]
        overrides = [file for file in files if file.is_override and file.mode is None]
        if base:
            found.append(_project(workspace, (*base, *overrides), None))
        for file in files:
            if file in base or file in overrides:
                continue
            group = (file,) if _stands_alone(file) or not base else (*base, file)
            found.append(_project(workspace, group, file.mode))
    return tuple(found)


def _is_base(file: ComposeFile) -> bool:
    name = file.path.rpartition("/")[2].rpartition(".")[0]
    return name in ("compose", "docker-compose")


def _stands_alone(file: ComposeFile) -> bool:
    return all(
        service.image is not None
        or (service.build is not None and service.build.context_text is not None)
        or service.extends is not None
        for service in file.services.values()
    )


def _project(
    workspace: Workspace, files: tuple[ComposeFile, ...], mode: str | None
) -> ComposeProject:
    merged: dict[str, Service] = {}
    for file in files:
        for name, service in file.services.items():
            full = _extended(workspace, file, service, 0)
            merged[name] = _merged(merged[name], full) if name in merged else full
    directory = paths.parent(files[0].path)
    samples = [file for file in env_files_in(workspace, directory) if file.name.is_sample]
    env_files: dict[str, EnvFile] = {}
    for service in merged.values():
        for ref in service.env_files:
            found = workspace.read(ref.path, read_env_file) if workspace.exists(ref.path) else None
            if found is not None:
                env_files[ref.path] = found
    dotenv = env_stack(workspace, directory, Tool.COMPOSE, mode or "")
    return ComposeProject(files, mode, merged, dotenv, EnvStack(tuple(samples)), env_files)


def _extended(workspace: Workspace, file: ComposeFile, service: Service, depth: int) -> Service:
    if service.extends is None or depth >= MAX_EXTENDS:
        return service
    name, other = service.extends
    source: ComposeFile | None = file
    if name is not None:
        path = paths.join(paths.parent(file.path), name)
        source = workspace.read(path, read_compose) if workspace.exists(path) else None
    base = source.services.get(other) if source is not None else None
    if source is None or base is None or base is service:
        return service
    return _merged(_extended(workspace, source, base, depth + 1), service)


def _merged(base: Service, over: Service) -> Service:
    """Put one service over another as the specification's merge rules say."""
    build, under = over.build, base.build
    if build is not None and under is not None:
        build = structs.replace(
            build,
            context_text=build.context_text or under.context_text,
            dockerfile_text=build.dockerfile_text or under.dockerfile_text,
            target=build.target or under.target,
            args={**under.args, **build.args},
        )
    return structs.replace(
        over,
        image=over.image or base.image,
        build=build or base.build,
        environment={**base.environment, **over.environment},
        env_files=(*base.env_files, *over.env_files),
        port_texts=(*base.port_texts, *over.port_texts),
        expose=(*base.expose, *over.expose),
        command=over.command or base.command,
        volumes=(*base.volumes, *over.volumes),
        depends_on=(*base.depends_on, *over.depends_on),
        labels={**base.labels, **over.labels},
        profiles=over.profiles or base.profiles,
    )
