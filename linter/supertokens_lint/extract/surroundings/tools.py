"""The programs that serve an app while it is developed, and their default ports.

Sources: the tools' own documentation of their ``dev`` and ``serve`` commands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from supertokens_lint.extract.surroundings.commands import Command

_MAJOR = re.compile(r"\d{1,9}")


class DevTool(Struct, frozen=True):
    """One such program.

    ``subcommands`` are the words of which one must come first (empty: none is needed);
    ``config`` names the files whose object holds the port under ``port_keys``; ``variables`` set
    the port when they are set for the command, and ``reads_dotenv`` tells whether an env file
    counts as well. ``earlier_default`` is the port before a major version of a package, as
    ``(package, major, port)``.
    """

    name: str
    programs: frozenset[str]
    packages: frozenset[str]
    default: int
    subcommands: frozenset[str] = frozenset()
    port_flags: tuple[str, ...] = ("--port",)
    host_flags: tuple[str, ...] = ("--host",)
    config: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()
    reads_dotenv: bool = False
    bare: bool = False
    earlier_default: tuple[str, int, int] | None = None

    def default_port(self, specifiers: Mapping[str, str]) -> int:
        """Return the port that the tool takes by itself; ``specifiers`` are those of packages."""
        if self.earlier_default is None:
            return self.default
        package, major, port = self.earlier_default
        stated = _MAJOR.search(specifiers.get(package, ""))
        return port if stated is not None and int(stated.group()) < major else self.default

    def matches(self, command: Command) -> bool:
        """Tell whether a command starts this tool."""
        if command.program not in self.programs:
            return False
        if not self.subcommands:
            return True
        words = command.words()
        if not words:
            return self.bare
        return words[0] in self.subcommands


def _names(*names: str) -> frozenset[str]:
    return frozenset(names)


TOOLS: tuple[DevTool, ...] = (
    DevTool(
        "vite",
        _names("vite"),
        _names("vite", "@sveltejs/kit"),
        5173,
        subcommands=_names("dev", "serve"),
        config=("vite.config",),
        keys=("server",),
        bare=True,
        earlier_default=("vite", 3, 3000),
    ),
    DevTool(
        "svelte-kit",
        _names("svelte-kit"),
        frozenset(),
        3000,
        subcommands=_names("dev"),
        port_flags=("--port", "-p"),
    ),
    DevTool(
        "vite preview",
        _names("vite"),
        frozenset(),
        4173,
        subcommands=_names("preview"),
        config=("vite.config",),
        keys=("preview",),
    ),
    DevTool(
        "remix",
        _names("remix", "react-router"),
        frozenset(),
        5173,
        subcommands=_names("vite:dev", "dev"),
        config=("vite.config",),
        keys=("server",),
    ),
    DevTool(
        "next",
        _names("next"),
        _names("next"),
        3000,
        subcommands=_names("dev", "start"),
        port_flags=("--port", "-p"),
        host_flags=("--hostname", "-H"),
        variables=("PORT",),
        bare=True,
    ),
    DevTool(
        "react-scripts",
        _names("react-scripts", "craco", "react-app-rewired"),
        _names("react-scripts"),
        3000,
        subcommands=_names("start"),
        port_flags=(),
        host_flags=(),
        variables=("PORT",),
        reads_dotenv=True,
    ),
    DevTool(
        "angular",
        _names("ng"),
        _names("@angular/cli"),
        4200,
        subcommands=_names("serve", "s", "dev"),
    ),
    DevTool(
        "nuxt",
        _names("nuxt", "nuxi"),
        _names("nuxt", "nuxt3"),
        3000,
        subcommands=_names("dev", "preview"),
        port_flags=("--port", "-p"),
        host_flags=("--host", "-h"),
        config=("nuxt.config",),
        keys=("devServer",),
        variables=("NUXT_PORT", "PORT"),
        reads_dotenv=True,
        bare=True,
    ),
    DevTool(
        "astro",
        _names("astro"),
        _names("astro"),
        4321,
        subcommands=_names("dev", "preview"),
        config=("astro.config",),
        keys=("server",),
        earlier_default=("astro", 3, 3000),
    ),
    DevTool(
        "vue-cli-service",
        _names("vue-cli-service"),
        _names("@vue/cli-service"),
        8080,
        subcommands=_names("serve"),
        config=("vue.config",),
        keys=("devServer",),
        variables=("PORT",),
        bare=True,
    ),
    DevTool(
        "webpack",
        _names("webpack", "webpack-dev-server"),
        _names("webpack-dev-server"),
        8080,
        subcommands=_names("serve"),
        config=("webpack.config", "webpack.dev"),
        keys=("devServer",),
        bare=True,
    ),
    DevTool(
        "vinxi",
        _names("vinxi"),
        _names("vinxi"),
        3000,
        subcommands=_names("dev", "start"),
        variables=("PORT",),
    ),
    DevTool(
        "parcel",
        _names("parcel"),
        _names("parcel"),
        1234,
        port_flags=("--port", "-p"),
    ),
    DevTool(
        "gatsby",
        _names("gatsby"),
        _names("gatsby"),
        8000,
        subcommands=_names("develop"),
        port_flags=("--port", "-p"),
        host_flags=("--host", "-H"),
    ),
)
