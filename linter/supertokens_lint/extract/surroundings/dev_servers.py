"""The ports on which development servers of websites listen."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from msgspec import Struct

from supertokens_lint.extract.facts import DevServer
from supertokens_lint.extract.surroundings.commands import Command, commands_of
from supertokens_lint.extract.surroundings.configs import (
    config_path,
    entries_of,
    entry_at,
    exported_config,
)
from supertokens_lint.extract.surroundings.homes import Homes
from supertokens_lint.extract.surroundings.packages import Package
from supertokens_lint.extract.surroundings.ports import port_value
from supertokens_lint.extract.surroundings.tools import TOOLS, DevTool
from supertokens_lint.finding import Step
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.values import Const, Entry, Value
from supertokens_lint.source import Place
from supertokens_lint.workspace.envstack import env_files_in

_MANAGERS = frozenset({"npm", "pnpm", "yarn", "bun"})
_RUN_WORDS = frozenset({"run", "run-script"})
_RUNNERS = ("nx", "lerna", "turbo")
MAX_SCRIPT_HOPS = 4


class _Start(Struct, frozen=True):
    """A command that starts a tool, and the place that says so."""

    tool: DevTool
    command: Command
    place: Place


def website_servers(ev: Evaluator, homes: Homes) -> Iterator[DevServer]:
    """Yield the development servers of all packages."""
    for package in homes.packages():
        starts = [start for name in package.scripts for start in _starts(package, name)]
        started = {start.tool.name for start in starts}
        for start in starts:
            yield from _servers(ev, package, start)
        if package.has(*_RUNNERS):
            continue  # it starts the tools that are dependencies here for packages below
        for tool in TOOLS:
            if tool.name not in started and not started and package.has(*tool.packages):
                name = next(name for name in sorted(tool.packages) if package.has(name))
                place = package.dependencies[name][1]
                yield from _servers(ev, package, _Start(tool, Command(tool.name), place))


def script_commands(package: Package, name: str, hops: int = 0) -> Iterator[tuple[Command, Place]]:
    """Yield the commands of a script; scripts of the same package that it runs are followed."""
    script = package.scripts.get(name)
    if script is None or hops > MAX_SCRIPT_HOPS:
        return
    for command in commands_of(script.text):
        if command.elsewhere:
            continue
        inner = run_script(command)
        if inner is None:
            yield command, package.place(script)
        elif inner[0] != name:
            yield from _with_arguments(package, inner, command, hops)


def run_script(command: Command) -> tuple[str, tuple[str, ...]] | None:
    """Return the script that a package manager is told to run, and what is passed to it."""
    if command.program not in _MANAGERS or not command.args:
        return None
    words = list(command.args)
    if words[0] in _RUN_WORDS:
        words.pop(0)
    if not words or words[0].startswith("-"):
        return None
    name, rest = words[0], words[1:]
    if "--" in rest:
        rest = rest[rest.index("--") + 1 :]
    return name, tuple(rest)


def _with_arguments(
    package: Package, inner: tuple[str, tuple[str, ...]], outer: Command, hops: int
) -> Iterator[tuple[Command, Place]]:
    name, extra = inner
    for command, place in script_commands(package, name, hops + 1):
        env = {**outer.env, **command.env}
        yield Command(command.program, (*command.args, *extra), env), place


def _starts(package: Package, name: str) -> Iterator[_Start]:
    for command, place in script_commands(package, name):
        for tool in TOOLS:
            if tool.matches(command):
                yield _Start(tool, command, place)


def _servers(ev: Evaluator, package: Package, start: _Start) -> Iterator[DevServer]:
    tool, command = start.tool, start.command
    configured = _configured(ev, package, tool)
    host = _host(start, configured)
    given = command.flag(*tool.port_flags) or next(
        (command.env[name] for name in tool.variables if name in command.env), None
    )
    if given is not None:
        port = port_value(given, start.place, f"given to {tool.name}")
        if port is not None:
            yield DevServer(port, start.place, tool.name, host)
        return
    if tool.name == "angular":
        yield from _angular(ev, package, start)
        return
    port_entry = None if configured is None else entry_at(configured, "port")
    if port_entry is not None:
        yield DevServer(port_entry.value, port_entry.place, tool.name, host)
        return
    from_files = list(_env_files(ev, package, tool))
    if from_files:
        yield from from_files
        return
    yield _default(package, tool, start.place, host)


def _default(package: Package, tool: DevTool, place: Place, host: Value | None) -> DevServer:
    trail = (Step(f"started here with the default port of {tool.name}", place),)
    specifiers = {name: specifier for name, (specifier, _) in package.dependencies.items()}
    return DevServer(Const(tool.default_port(specifiers), trail), place, tool.name, host)


def _configured(ev: Evaluator, package: Package, tool: DevTool) -> Value | None:
    path = config_path(ev.workspace, package.directory, *tool.config) if tool.config else None
    if path is None:
        return None
    found = entry_at(exported_config(ev, path), *tool.keys)
    return None if found is None else found.value


def _host(start: _Start, configured: Value | None) -> Value | None:
    given = start.command.flag(*start.tool.host_flags)
    if given is not None and not given.startswith("-"):
        return Const(given, (Step(f"given to {start.tool.name}", start.place),))
    entry = None if configured is None else entry_at(configured, "host")
    return None if entry is None else entry.value


def _env_files(ev: Evaluator, package: Package, tool: DevTool) -> Iterator[DevServer]:
    if not tool.reads_dotenv:
        return
    for file in env_files_in(ev.workspace, package.directory):
        if file.name.is_sample:
            continue
        for name in tool.variables:
            value = file.variables.get(name)
            text = "" if value is None or value.value is None else value.value
            if value is not None and text.isdecimal() and len(text) <= 5:
                trail = (Step(f"{name} is set here", value.place),)
                yield DevServer(Const(int(text), trail), value.place, tool.name)
                break


def _angular(ev: Evaluator, package: Package, start: _Start) -> Iterator[DevServer]:
    path = posixpath.join(package.directory, "angular.json")
    found: list[Entry] = []
    if ev.workspace.exists(path):
        projects = entry_at(ev.exported(path, "default"), "projects")
        wanted = start.command.words()[1:2]
        for name, project in entries_of(projects.value) if projects is not None else ():
            if not wanted or name == wanted[0]:
                found.extend(_serve_ports(project))
    for entry in found:
        yield DevServer(entry.value, entry.place, "angular")
    if not found:
        yield _default(package, start.tool, start.place, None)


def _serve_ports(project: Entry) -> Iterator[Entry]:
    for target in ("architect", "targets"):
        serve = entry_at(project.value, target, "serve")
        if serve is None:
            continue
        port = entry_at(serve.value, "options", "port")
        if port is not None:
            yield port
        configurations = entry_at(serve.value, "configurations")
        for _, entry in entries_of(configurations.value) if configurations is not None else ():
            port = entry_at(entry.value, "port")
            if port is not None:
                yield port
