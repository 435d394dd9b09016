"""Ports of backends and websites in command lines of Dockerfiles, compose files and Procfiles."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from msgspec import Struct, structs

from supertokens_lint.extract.facts import DevServer
from supertokens_lint.extract.surroundings.commands import Command, commands_of
from supertokens_lint.extract.surroundings.dev_servers import run_script, script_commands
from supertokens_lint.extract.surroundings.homes import Homes
from supertokens_lint.extract.surroundings.packages import read_package
from supertokens_lint.extract.surroundings.ports import address_port, port_value
from supertokens_lint.extract.surroundings.tools import TOOLS
from supertokens_lint.finding import Step
from supertokens_lint.resolve.values import Const, Value, alternatives
from supertokens_lint.source import Place, SourceText, Span, whole_text
from supertokens_lint.workspace import paths
from supertokens_lint.workspace.compose import Service, read_compose
from supertokens_lint.workspace.envfiles import Tool
from supertokens_lint.workspace.envstack import EnvStack, env_stack
from supertokens_lint.workspace.files import FileKind
from supertokens_lint.workspace.workspace import Workspace

_INSTRUCTION = re.compile(
    r"^[ \t]*(?P<name>EXPOSE|CMD|ENTRYPOINT|FROM)[ \t]+(?P<text>(?:[^\n]*\\\r?\n)*[^\n]*)",
    re.MULTILINE | re.IGNORECASE,
)
_CONTINUED = re.compile(r"\\\r?\n")
_PROCESS = re.compile(r"^(?P<name>[\w-]+):[ \t]*(?P<text>.+)$", re.MULTILINE)


class _Server(Struct, frozen=True):
    """A program that serves a backend: where its port is given, and the default."""

    name: str
    programs: frozenset[str]
    default: int
    flags: tuple[str, ...] = ()
    binds: tuple[str, ...] = ()
    subcommands: frozenset[str] = frozenset()
    positional: bool = False


_SERVERS = (
    _Server("uvicorn", frozenset({"uvicorn"}), 8000, flags=("--port",)),
    _Server("fastapi", frozenset({"fastapi"}), 8000, ("--port",), (), frozenset({"dev", "run"})),
    _Server("gunicorn", frozenset({"gunicorn"}), 8000, binds=("--bind", "-b")),
    _Server("hypercorn", frozenset({"hypercorn"}), 8000, binds=("--bind", "-b")),
    _Server("daphne", frozenset({"daphne"}), 8000, flags=("--port", "-p")),
    _Server("flask", frozenset({"flask"}), 5000, ("--port", "-p"), (), frozenset({"run"})),
    _Server(
        "django",
        frozenset({"manage.py", "django-admin"}),
        8000,
        subcommands=frozenset({"runserver", "runserver_plus"}),
        positional=True,
    ),
    _Server("wrangler", frozenset({"wrangler"}), 8787, ("--port",), (), frozenset({"dev"})),
)


class Dockerfile(Struct, frozen=True):
    """What a Dockerfile's last stage exposes and runs."""

    exposed: tuple[tuple[str, Place], ...]
    command: str | None
    start: Place


def read_dockerfile(source: SourceText) -> Dockerfile:
    """Read the instructions that tell about ports; those of earlier stages do not count."""
    exposed: list[tuple[str, Place]] = []
    command: str | None = None
    start = Place(source.path, Span(0, 0))
    for match in _INSTRUCTION.finditer(source.text):
        name = match["name"].upper()
        text = _CONTINUED.sub(" ", match["text"]).strip()
        place = Place(source.path, Span(match.start("name"), match.start("name") + len(name)))
        if name == "FROM":
            exposed, command, start = [], None, place
        elif name == "EXPOSE":
            exposed.extend((port.partition("/")[0], place) for port in text.split())
        else:
            command, start = _exec_form(text), place
    return Dockerfile(tuple(exposed), command, start)


def _exec_form(text: str) -> str:
    if not text.startswith("["):
        return text
    try:
        parts = json.loads(text)
    except (ValueError, RecursionError):
        return text
    words = [part for part in parts if isinstance(part, str)] if isinstance(parts, list) else []
    if len(words) == 3 and words[1].startswith("-") and words[1].endswith("c"):
        return words[2]
    return " ".join(words)


def command_servers(command: Command, place: Place) -> Iterator[DevServer]:
    """Yield the server that a command starts, for the programs known here."""
    for server in _SERVERS:
        if command.program not in server.programs:
            continue
        if server.subcommands and not server.subcommands.intersection(command.words()):
            continue
        port = _given(server, command, place)
        if port is None:
            note = f"started here with the default port of {server.name}"
            port = Const(server.default, (Step(note, place),))
        yield DevServer(port, place, server.name)


def _given(server: _Server, command: Command, place: Place) -> Value | None:
    note = f"given to {server.name}"
    given = command.flag(*server.flags) if server.flags else None
    if given is not None:
        return port_value(given, place, note)
    bound = command.flag(*server.binds) if server.binds else None
    if bound is not None:
        return address_port(bound, place, note)
    if server.positional and len(command.words()) > 1:
        return address_port(command.words()[-1], place, note)
    if server.name in ("gunicorn", "flask", "uvicorn"):
        name = {"gunicorn": "PORT", "flask": "FLASK_RUN_PORT", "uvicorn": "UVICORN_PORT"}
        variable = command.env.get(name[server.name])
        return None if variable is None else port_value(variable, place, note)
    return None


def container_servers(workspace: Workspace, homes: Homes) -> Iterator[DevServer]:
    """Yield servers started by Procfiles, scripts, Dockerfiles and compose files."""
    for entry in workspace.files(FileKind.PROCFILE):
        source = workspace.read(entry.path, whole_text) if homes.holds(entry.path) else None
        if source is not None:
            yield from _process_file(source)
    for package in homes.packages():
        for name in package.scripts:
            for command, place in script_commands(package, name):
                yield from command_servers(command, place)
    for entry in workspace.files(FileKind.DOCKERFILE):
        if homes.holds(entry.path):
            yield from _dockerfile(workspace, entry.path)


def _process_file(source: SourceText) -> Iterator[DevServer]:
    for match in _PROCESS.finditer(source.text):
        place = Place(source.path, Span(match.start("text"), match.end("text")))
        for command in commands_of(match["text"]):
            yield from command_servers(command, place)


# --- images and compose services -----------------------------------------------------------------


def _dockerfile(workspace: Workspace, path: str) -> Iterator[DevServer]:
    file = workspace.read(path, read_dockerfile)
    if file is None:
        return
    services = list(_services_of(workspace, path))
    commands = [service.command for service, _ in services if service.command]
    found: list[DevServer] = []
    for text in commands or [file.command or ""]:
        found.extend(_started(workspace, path, text, file.start))
    for text, place in file.exposed:
        port = port_value(text, place, "exposed here")
        if port is not None:
            found.append(DevServer(port, place, "container"))
    published = [item for service, stack in services for item in service.ports(stack.lookup)]
    known = {server.port.value for server in found if isinstance(server.port, Const)}
    for item in published:
        if item.target not in known:
            known.add(item.target)
            trail = (Step("the port of the container", item.place),)
            found.append(DevServer(Const(item.target, trail), file.start, "container"))
    yield from found


def _started(workspace: Workspace, path: str, text: str, place: Place) -> Iterator[DevServer]:
    for command in commands_of(text):
        yield from command_servers(command, place)
        for inner in _scripts(workspace, path, command):
            for tool in TOOLS:
                given = inner.flag(*tool.port_flags) if tool.matches(inner) else None
                port = None if given is None else port_value(given, place, f"given to {tool.name}")
                if port is not None:
                    yield DevServer(port, place, tool.name)


def _scripts(workspace: Workspace, path: str, command: Command) -> Iterator[Command]:
    wanted = run_script(command)
    manifest = f"{paths.parent(path)}/package.json"
    if wanted is None:
        yield command
        return
    package = workspace.read(manifest, read_package) if workspace.exists(manifest) else None
    if package is not None:
        for inner, _ in script_commands(package, wanted[0]):
            yield structs.replace(inner, args=(*inner.args, *wanted[1]))


def _services_of(workspace: Workspace, dockerfile: str) -> Iterator[tuple[Service, EnvStack]]:
    for entry in workspace.files(FileKind.COMPOSE):
        file = workspace.read(entry.path, read_compose)
        for service in file.services.values() if file is not None else ():
            if service.build is not None and service.build.dockerfile == dockerfile:
                yield service, env_stack(workspace, entry.directory, Tool.COMPOSE, "")


def published_ports(workspace: Workspace, server: DevServer) -> tuple[int, ...]:
    """Return the ports of the host that lead to a server, as compose files map them.

    A server whose port is a variable is reached through the only port that its service has.
    """
    values = tuple(alternatives(server.port))
    numbers = {value.value for value in values if isinstance(value, Const)}
    is_known = all(isinstance(value, Const) for value in values)
    found: dict[int, None] = {}
    for entry in workspace.files(FileKind.COMPOSE):
        file = workspace.read(entry.path, read_compose)
        for service in file.services.values() if file is not None else ():
            if not holds(service, server.place.path):
                continue
            stack = env_stack(workspace, entry.directory, Tool.COMPOSE, "")
            mappings = service.ports(stack.lookup)
            for item in mappings:
                fits = item.target in numbers or (not is_known and len(mappings) == 1)
                if item.published is not None and fits:
                    found[item.published] = None
    return tuple(found)


def holds(service: Service, path: str) -> bool:
    """Tell whether a service is built from, or mounts, the folder of a file."""
    if service.build is not None:
        return paths.is_below(path, service.build.context)
    return any(volume.is_bind and paths.is_below(path, volume.source) for volume in service.volumes)
