"""One run and what is kept of such runs."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol

from supertokens_lint.cache import record as records
from supertokens_lint.cache.checking import Checking
from supertokens_lint.cache.recorder import Recorder
from supertokens_lint.cache.store import Store
from supertokens_lint.outcome import Outcome
from supertokens_lint.workspace import witness
from supertokens_lint.workspace.filesystem import FileSystem, OsFileSystem
from supertokens_lint.workspace.workspace import Workspace


class Memory(Protocol):
    """What a run is given: a way to its files, and a place where its outcome can be kept."""

    @property
    def recorder(self) -> Recorder | None:
        """Who writes down what the run reads, if anybody does."""

    def listed(self, make: Callable[[FileSystem], Workspace]) -> Workspace:
        """Return the files of the system, which are listed once a run."""

    def forgetting(self) -> AbstractContextManager[None]:
        """Return a block in which files may be read on which nothing that is kept depends."""

    def keep(self, outcome: Outcome) -> None:
        """Keep what the run says, for the next one like it."""


class Forgetful:
    """The memory of a run without cache."""

    recorder: Recorder | None = None

    def __init__(self) -> None:
        self._workspace: Workspace | None = None

    def listed(self, make: Callable[[FileSystem], Workspace]) -> Workspace:
        """Return the files of the system, which are listed once a run."""
        if self._workspace is None:
            self._workspace = make(OsFileSystem())
        return self._workspace

    def forgetting(self) -> AbstractContextManager[None]:
        """Return a block of which nothing is kept, as of any other."""
        return nullcontext()

    def keep(self, outcome: Outcome) -> None:
        """Do nothing."""


class Kept:
    """The memory of a run with a cache.

    ``name`` returns the name of the run's entry: of all that is known about the run before it
    begins. ``reopen`` lists the files that it is about.
    """

    def __init__(
        self, store: Store, name: Callable[[], str], reopen: Callable[[FileSystem], Workspace]
    ) -> None:
        self._recorder = Recorder()
        self._workspace: Workspace | None = None
        self._store = store
        self._name_now = name
        self._name = name()
        self._reopen = reopen

    @property
    def recorder(self) -> Recorder:
        """Who writes down what the run reads."""
        return self._recorder

    def listed(self, make: Callable[[FileSystem], Workspace]) -> Workspace:
        """Return the files of the system, which are listed once a run."""
        if self._workspace is None:
            with witness.watching(self.recorder):
                self._workspace = make(self.recorder)
        return self._workspace

    def forgetting(self) -> AbstractContextManager[None]:
        """Return a block in which files may be read on which nothing that is kept depends."""
        return self._recorder.paused()

    def recall(self) -> Outcome | None:
        """Return what an earlier run said, if this one would say the same."""
        data = self._store.load(self._name)
        record = None if data is None else records.read(data)
        if record is None:
            return None
        checking = Checking(record, self.recorder, lambda: self.listed(self._reopen))
        if not checking.holds():
            return None
        if checking.is_outdated:
            self._store.save(self._name, records.write(record))
        return record.outcome

    def keep(self, outcome: Outcome) -> None:
        """Keep what the run says, unless something changed under it; the files are let go."""
        if self._workspace is not None:
            self._workspace.forget()
        record = self.recorder.record(outcome)
        if record is not None and self._name_now() == self._name:
            self._store.save(self._name, records.write(record))
