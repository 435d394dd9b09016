"""A line on a terminal that tells what a long run is doing."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TextIO

from supertokens_lint.cli.output import knows_escapes
from supertokens_lint.progress import Progress
from supertokens_lint.report.cells import visible, width

DELAY = 1.0
INTERVAL = 0.1
_CLEAR = "\r\x1b[2K"


class ProgressLine:
    """The line of one run. It appears after ``DELAY`` seconds and is gone after ``finish``."""

    def __init__(
        self,
        progress: Progress,
        stream: TextIO,
        clock: Callable[[], float] = time.monotonic,
        columns: Callable[[], int] = lambda: shutil.get_terminal_size().columns,
    ) -> None:
        self._progress = progress
        self._stream = stream
        self._clock = clock
        self._columns = columns
        self._began = clock()
        self._shown = ""
        self._finished = False
        self._lock = threading.Lock()

    def tick(self) -> None:
        """Show the step of this moment, when the run has taken long enough."""
        with self._lock:
            passed = self._clock() - self._began
            if self._finished or passed < DELAY:
                return
            text = _cut(f"{visible(self._progress.step)} ... {int(passed)} s", self._columns() - 1)
            if text != self._shown:
                self._write(_CLEAR + text)
                self._shown = text

    def finish(self) -> None:
        """Take the line away, for good."""
        with self._lock:
            if self._shown and not self._finished:
                self._write(_CLEAR)
            self._finished = True

    def _write(self, text: str) -> None:
        """Write to the terminal; one that has gone away needs no line."""
        try:
            self._stream.write(text)
            self._stream.flush()
        except (OSError, ValueError):
            self._finished = True


def _cut(text: str, room: int) -> str:
    while text and width(text) > room:
        text = text[:-1]
    return text


@contextmanager
def shown(progress: Progress, stream: TextIO, environ: Mapping[str, str]) -> Iterator[None]:
    """Show the progress of a run on a terminal; on anything else do nothing."""
    if not stream.isatty() or not knows_escapes(environ):
        yield
        return
    line = ProgressLine(progress, stream)
    progress.before_output = line.finish
    stop = threading.Event()
    thread = threading.Thread(target=_follow, args=(line, stop), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
        line.finish()


def _follow(line: ProgressLine, stop: threading.Event) -> None:
    while not stop.wait(INTERVAL):
        line.tick()
