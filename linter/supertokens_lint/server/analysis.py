"""One check of everything that the editor has open as a workspace."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from threading import Event

from supertokens_lint import config_file, registry
from supertokens_lint.cli import baselines, contracts
from supertokens_lint.cli.arguments import Arguments, parse
from supertokens_lint.config import Config
from supertokens_lint.documents import with_documents
from supertokens_lint.engine import Run
from supertokens_lint.errors import ConfigError, SupertokensLintError, UsageError
from supertokens_lint.inspection.model import Inspection, inspect
from supertokens_lint.progress import Progress
from supertokens_lint.project import WorkspaceProject
from supertokens_lint.registry import Registry
from supertokens_lint.report.model import Report, Summary
from supertokens_lint.selection import Rules, choose
from supertokens_lint.server.buffers import Buffer
from supertokens_lint.server.files import StampedFiles
from supertokens_lint.server.settings import Settings
from supertokens_lint.source import SourceText
from supertokens_lint.suggest import did_you_mean
from supertokens_lint.topology import build
from supertokens_lint.topology.system import DEVELOPMENT, PRODUCTION, ProjectSystem
from supertokens_lint.workspace.workspace import Workspace


class SupersededError(SupertokensLintError):
    """Raised inside a run whose result nobody waits for any more."""


@dataclass(frozen=True)
class Snapshot:
    """What a run is about, fixed when it begins.

    ``roots`` are the folders of the editor's workspace: one system, as several paths are on the
    command line. ``relist`` says that files may have come or gone since the last run.
    """

    roots: tuple[str, ...]
    buffers: Mapping[str, Buffer]
    settings: Settings
    relist: bool = True


@dataclass(frozen=True)
class Analysis:
    """What one run found.

    ``problem`` says why nothing could be checked: a mistake in the configuration or the settings.
    """

    snapshot: Snapshot
    report: Report
    system: ProjectSystem | None = None
    workspace: Workspace | None = None
    registry: Registry = field(default_factory=lambda: Registry(()))
    problem: SupertokensLintError | None = None

    @cached_property
    def inspection(self) -> Inspection:
        """The apps with their settings."""
        return Inspection((), ()) if self.system is None else inspect(self.system)

    def source(self, path: str) -> SourceText | None:
        """Return the text of a file as this run saw it."""
        return self.report.source(path)


class _Watched(Progress):
    """Progress that ends the run at its next step when a newer one is wanted."""

    def __init__(self, superseded: Event) -> None:
        self._superseded = superseded
        super().__init__()

    def __setattr__(self, name: str, value: object) -> None:
        super().__setattr__(name, value)
        if name == "step" and self._superseded.is_set():
            raise SupersededError("a newer check is wanted")


class Analyser:
    """Runs checks one after the other and keeps what files said that have not changed.

    All methods are called from one thread.
    """

    def __init__(self) -> None:
        self._registry: Registry | None = None
        self._workspace: Workspace | None = None
        self._files: StampedFiles | None = None
        self._listed_for: tuple[object, ...] | None = None
        self._is_settled = False
        self.step = ""

    def run(self, snapshot: Snapshot, superseded: Event) -> Analysis:
        """Check what ``snapshot`` describes.

        Raises :class:`SupersededError` soon after ``superseded`` is set. A mistake in the
        configuration is an :class:`Analysis` with a ``problem``.
        """
        if snapshot.relist:
            self._listed_for = None  # also for the next run, if this one does not get that far
        progress = _Watched(superseded)
        try:
            return self._analysis(snapshot, progress, superseded)
        except (ConfigError, UsageError) as error:
            return replace(_nothing(snapshot), problem=error)
        finally:
            self.step = progress.step
            if self._files is not None:
                self._files.release()

    def _analysis(self, snapshot: Snapshot, progress: Progress, superseded: Event) -> Analysis:
        progress.step = "loading the rules"
        if self._registry is None:
            self._registry = registry.load()
        if not snapshot.settings.enable or not snapshot.roots:
            return _nothing(snapshot)
        progress.step = "reading the configuration"
        config = _config(snapshot)
        rules = _rules(snapshot.settings, config, self._registry)
        progress.step = "listing the files"
        workspace = self._opened(snapshot, config, superseded)
        progress.step = "looking for apps and their settings"
        system = build(workspace, config)
        _check_environments(system, config)
        known = baselines.opened(_arguments(snapshot), config)
        files = with_documents(
            WorkspaceProject(workspace, system), None if known is None else known.source
        )
        here = snapshot.roots[0]
        run = Run(files, system, self._registry, rules, config, here, progress, known)
        promised = contracts.opened(_arguments(snapshot), config)
        report = contracts.with_contracts(run, promised).report()
        self._settle()
        return Analysis(snapshot, report, system, workspace, self._registry)

    def _settle(self) -> None:
        """Tell the garbage collector, after the first run, that what there is now stays.

        Parsed files are many small objects: looking through them again took a third of a run.
        """
        if not self._is_settled:
            self._is_settled = True
            gc.collect()
            gc.freeze()

    def _opened(self, snapshot: Snapshot, config: Config, superseded: Event) -> Workspace:
        """Return the files of a run, with what is still known of them."""
        texts = {path: buffer.text for path, buffer in snapshot.buffers.items()}
        files = StampedFiles(texts, _ending(superseded))
        base = config.root or snapshot.roots[0]
        listed_for = (snapshot.roots, config.exclude, base, frozenset(texts))
        earlier, before = self._workspace, self._files
        if earlier is None or snapshot.relist or listed_for != self._listed_for:
            workspace = Workspace.open(
                snapshot.roots,
                cwd=snapshot.roots[0],
                excludes=config.exclude,
                exclude_base=base,
                file_system=files,
            )
        else:
            workspace = earlier.reopened(files)
        if earlier is not None and before is not None:
            workspace.take_over(earlier, lambda path: files.is_unchanged_since(before, path))
        self._workspace, self._files, self._listed_for = workspace, files, listed_for
        return workspace


def _ending(superseded: Event) -> Callable[[], None]:
    def check() -> None:
        if superseded.is_set():
            raise SupersededError("a newer check is wanted")

    return check


def _no_source(_path: str) -> SourceText | None:
    return None


def _nothing(snapshot: Snapshot) -> Analysis:
    directory = snapshot.roots[0] if snapshot.roots else "/"
    return Analysis(snapshot, Report((), Summary(), _no_source, directory))


def _arguments(snapshot: Snapshot) -> Arguments:
    """Return what would be typed to check the same on the command line."""
    words = ["--environment", ",".join(snapshot.settings.environments)]
    return parse(["check", *(words if words[1] else ()), "--", *snapshot.roots])


def _config(snapshot: Snapshot) -> Config:
    """Return the configuration of the first folder, as the command line does for paths."""
    first = Path(snapshot.roots[0])
    given = snapshot.settings.config_path
    config = config_file.load(first, str(first / given) if given else None)
    return replace(config, environments=snapshot.settings.environments or config.environments)


def _rules(settings: Settings, config: Config, installed: Registry) -> Rules:
    """Return the rules to run: the setting ``select`` replaces the project's choice."""
    everywhere = installed.rules
    if settings.select:
        return choose(everywhere, settings.select, settings.ignore, UsageError, "settings: ")
    chosen = choose(everywhere, config.select, config.ignore, ConfigError, f"{config.path}: ")
    kept = choose(everywhere, (), settings.ignore, UsageError, "settings: ")
    return tuple(rule for rule in chosen if rule in kept)


def _check_environments(system: ProjectSystem, config: Config) -> None:
    known = [DEVELOPMENT, PRODUCTION, *system.variables.compose_environments]
    names = [environment.name for environment in known]
    for name in config.environments:
        if name not in names:
            hint = did_you_mean(name, names)
            problem = f"there is no environment {name!r} here{hint}; known: {', '.join(names)}"
            raise ConfigError(f"{config.path or 'settings'}: environments: {problem}")
