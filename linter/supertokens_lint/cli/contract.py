"""``supertokens-lint contract``."""

from __future__ import annotations

import os.path
from pathlib import Path

from supertokens_lint.cli import output
from supertokens_lint.cli.arguments import Arguments
from supertokens_lint.cli.system import load_config, open_system
from supertokens_lint.cli.writing import write_whole
from supertokens_lint.config import Config
from supertokens_lint.contract import record
from supertokens_lint.errors import UsageError
from supertokens_lint.progress import Progress
from supertokens_lint.source import Place
from supertokens_lint.suggest import did_you_mean
from supertokens_lint.topology.model import App, System
from supertokens_lint.workspace import paths


def run(arguments: Arguments, progress: Progress) -> int:
    """Write what the apps of a system promise to the other side."""
    config = load_config(arguments, progress)
    project, system = open_system(arguments, config, progress)

    def start(place: Place) -> str:
        source = project.source(place.path)
        if source is None:
            return "1:1"
        found = source.position(place.span.start)
        return f"{found.line}:{found.column}"

    progress.step = "writing the contract"
    progress.before_output()
    base = _base(arguments, config)
    apps = _wanted(system, arguments.app)
    text = record.render(system, apps, base, record.addresses(base, start))
    if arguments.output_file is None:
        output.write(text, None)
    else:
        write_whole(Path(paths.normalise(arguments.output_file)), text)
    return 0


def _wanted(system: System, name: str | None) -> tuple[App, ...]:
    """Return the apps that are initialised, or those of a name.

    Raises :class:`UsageError` where there is none.
    """
    apps = tuple(app for app in system.apps if app.inits)
    if not apps:
        raise UsageError("there is no app that initialises a SuperTokens SDK")
    if name is None:
        return apps
    found = tuple(record.named(apps, name))
    if not found:
        names = [app.name for app in apps]
        raise UsageError(
            f"--app: there is no app {name!r}{did_you_mean(name, names)}; known: {', '.join(names)}"
        )
    return found


def _base(arguments: Arguments, config: Config) -> str:
    """Return the directory that recorded paths are relative to.

    It is the configuration's, else the one that holds all paths: it does not depend on where the
    command is run.
    """
    if config.root is not None:
        return config.root
    given = [paths.normalise(path) for path in arguments.paths or ["."]]
    return os.path.commonpath([p if Path(p).is_dir() else paths.parent(p) for p in given])
