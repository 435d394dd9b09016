"""When checks run: off the main loop, one at a time, only ever for the newest state of things."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Protocol, TypeVar

from supertokens_lint.server.analysis import Analyser, Analysis, Snapshot, SupersededError

Answer = TypeVar("Answer")


class Host(Protocol):
    """Whom the checks are for; called on the main loop."""

    def snapshot(self) -> Snapshot:
        """Return what a run that begins now is about."""

    def found(self, analysis: Analysis, *, publish: bool) -> None:
        """Take the result of a run that is not superseded."""

    def failed(self, error: Exception, step: str) -> None:
        """Take an error that nobody foresaw, and what was being done."""


class Checks:
    """Coalesces requests for checks.

    A request ends the run that is under way and begins another, so there is one run for any
    number of changes. ``analysis`` is the last result; ``current`` is it too when nothing has
    changed since.
    """

    def __init__(self, host: Host, analyser: Analyser) -> None:
        self._host = host
        self.analyser = analyser
        self._thread = ThreadPoolExecutor(1, "supertokens-lint")
        self._wanted = 0
        self._publish = False
        self._stale = True
        self._broken = False
        self._superseded = Event()
        self._timer: asyncio.TimerHandle | None = None
        self._task: asyncio.Task[None] | None = None
        self.last_seconds = 0.0
        self.analysis: Analysis | None = None

    def want(self, delay: float = 0.0, *, publish: bool = True) -> None:
        """Ask for a run after ``delay`` seconds in which nothing else is asked for.

        A run that takes long is waited for as long as it takes, at most, so that typing does not
        start one after the other in vain.
        """
        self._wanted += 1
        self._publish = self._publish or publish
        self.touch()
        self._superseded.set()
        if self._timer is not None:
            self._timer.cancel()
        pause = max(delay, min(self.last_seconds, 2.0)) if delay else 0.0
        self._timer = asyncio.get_running_loop().call_later(pause, self._begin)

    def touch(self) -> None:
        """Take note that something changed for which no run is wanted yet."""
        self._stale = True
        self._broken = False

    @property
    def is_up_to_date(self) -> bool:
        """Whether nothing has changed since the last run began."""
        return not self._stale

    async def current(self) -> Analysis | None:
        """Return a result that nothing has changed since; ``None`` when there can be none."""
        if self._stale and not self._broken and self._timer is None and self._task is None:
            self.want(publish=False)
        await self.settled()
        return None if self._stale else self.analysis

    async def inquire(self, question: Callable[[Analysis], Answer]) -> Answer | None:
        """Return what ``question`` makes of a current result, ``None`` when there is none.

        It is asked off the main loop, and never while a run is under way.
        """
        analysis = await self.current()
        if analysis is None:
            return None
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, question, analysis)

    async def settled(self) -> None:
        """Wait until no run is wanted or under way; a run that waits for quiet begins at once."""
        while self._timer is not None or self._task is not None:
            if self._timer is not None:
                self._timer.cancel()
                self._begin()
            if self._task is not None:
                await asyncio.shield(self._task)

    def stop(self) -> None:
        """End what is under way; nothing is asked for after this."""
        self._superseded.set()
        if self._timer is not None:
            self._timer.cancel()
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _begin(self) -> None:
        self._timer = None
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._run())

    async def _run(self) -> None:
        try:
            while await self._once():
                pass
        finally:
            self._task = None

    async def _once(self) -> bool:
        """Run once; tell whether another run must follow at once."""
        loop = asyncio.get_running_loop()
        wanted, self._superseded, self._stale = self._wanted, Event(), False
        begun = loop.time()
        try:
            snapshot = self._host.snapshot()
            analysis = await loop.run_in_executor(
                self._thread, self.analyser.run, snapshot, self._superseded
            )
        except SupersededError:
            return self._is_behind(wanted)
        except Exception as error:  # noqa: BLE001 - the boundary: the server outlives any bug
            self._stale = self._broken = True
            self._host.failed(error, self.analyser.step)
            return self._is_behind(wanted)
        if wanted != self._wanted:
            return self._is_behind(wanted)
        self.last_seconds = loop.time() - begun
        self.analysis = analysis
        publish, self._publish = self._publish, False
        self._host.found(analysis, publish=publish)
        return False

    def _is_behind(self, wanted: int) -> bool:
        """Tell whether another run is wanted that no timer will begin."""
        return wanted != self._wanted and self._timer is None
