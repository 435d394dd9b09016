"""A workspace as the engine and the reports use it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from supertokens_lint.errors import ReaderError, TooLargeError
from supertokens_lint.fixes import guard
from supertokens_lint.languages import ir
from supertokens_lint.source import SourceText
from supertokens_lint.topology.model import App, System
from supertokens_lint.workspace.files import CODE_KINDS, SEARCHED_KINDS
from supertokens_lint.workspace.workspace import Workspace


class WorkspaceProject:
    """The files of a workspace and what is wrong with those that take part in ``system``."""

    def __init__(self, workspace: Workspace, system: System) -> None:
        self._workspace = workspace
        self._system = system
        self._changeable: dict[str, bool] = {}

    @property
    def roots(self) -> tuple[str, ...]:
        """The folders that were to be checked."""
        return self._workspace.roots

    @property
    def file_count(self) -> int:
        """How many files belong to the system."""
        return len(self._workspace.entries)

    @property
    def problems(self) -> Sequence[ReaderError]:
        """Files that could not be read or parsed, as far as anybody asked for them."""
        return self._workspace.problems

    @cached_property
    def syntax_problems(self) -> Sequence[ReaderError]:
        """The first problem of each source file that takes part and cannot be read in full."""
        taking_part = frozenset(_paths(self._system.apps))
        found = {
            problem.path: problem
            for problem in self._workspace.problems
            if self._is_code(problem)
            and (problem.path in taking_part or not isinstance(problem, TooLargeError))
        }
        for path in sorted(taking_part):
            problem = self._first_problem(path)
            if problem is not None:
                found.setdefault(path, problem)
        return [found[path] for path in sorted(found)]

    def source(self, path: str) -> SourceText | None:
        """Return the text of a file, or ``None`` when it cannot be read."""
        try:
            return self._workspace.text(path)
        except ReaderError:
            return None

    def module(self, path: str) -> ir.Module | None:
        """Return a file in the neutral form, or ``None`` when no language reader takes it."""
        entry = self._workspace.entry(path)
        return self._workspace.module(path) if entry is not None and entry.is_source else None

    def may_change(self, path: str) -> bool:
        """Tell whether a fix may change a file."""
        known = self._changeable.get(path)
        if known is None:
            known = guard.may_change(path, self._workspace.root_of(path))
            self._changeable[path] = known
        return known

    def mentioning(self, needle: bytes) -> Sequence[str]:
        """Return the files, of the kinds that findings can be in, that contain ``needle``."""
        found = self._workspace.mentioning(needle, kinds=SEARCHED_KINDS)
        return [entry.path for entry in found]

    def _is_code(self, problem: ReaderError) -> bool:
        entry = self._workspace.entry(problem.path)
        return entry is not None and entry.kind in CODE_KINDS

    def _first_problem(self, path: str) -> ReaderError | None:
        module = self.module(path)
        source = self.source(path)
        if module is None or source is None or not module.problems:
            return None
        problem = module.problems[0]
        where = source.position(problem.span.start)
        return ReaderError(path, problem.message, where.line, where.column)


def _paths(apps: Iterable[App]) -> Iterator[str]:
    """Yield the files that use an SDK, and those that the value of a setting came through."""
    for app in apps:
        for use in app.uses:
            yield use.place.path
        for init in app.inits:
            yield init.place.path
            for options in (init.app_info, init.session):
                for setting in () if options is None else options.settings.values():
                    yield setting.place.path
                    yield from (step.place.path for step in setting.value.trail)
