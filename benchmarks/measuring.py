"""Run commands side by side and measure them.

Every command runs once in each round, so that whatever else the machine does meets all of them.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import DEVNULL


@dataclass(frozen=True)
class Sample:
    """One run: seconds of the clock, seconds of processors, and megabytes at most."""

    wall: float
    cpu: float
    memory: float


def _nothing() -> None:
    """Stand in for a command that needs no preparation."""


@dataclass(frozen=True)
class Tool:
    """A command and what is done before each run of it, outside of the measured time."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    prepare: Callable[[], None] = _nothing

    @property
    def is_installed(self) -> bool:
        """Whether the command can be run."""
        folders = os.environ["PATH"].split(os.pathsep)
        return any(os.access(Path(folder, self.command[0]), os.X_OK) for folder in folders)


def measure(tool: Tool, directory: Path) -> Sample:
    """Run a tool once in a folder; its output is thrown away and any status taken.

    The memory is that of the largest process, as ``wait4`` tells it of a process and of the
    children that it has waited for.
    """
    tool.prepare()
    environment = {**os.environ, **tool.environment}
    started = time.perf_counter()
    process = subprocess.Popen(
        tool.command, cwd=directory, env=environment, stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    unit = 1_000_000 if sys.platform == "darwin" else 1_000
    return Sample(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / unit)


def median(samples: Sequence[Sample]) -> Sample:
    """Return the medians of what some runs took, each figure for itself."""
    return Sample(
        statistics.median(sample.wall for sample in samples),
        statistics.median(sample.cpu for sample in samples),
        statistics.median(sample.memory for sample in samples),
    )


def compare(tools: Sequence[Tool], rounds: int, directory: Path) -> dict[str, Sample]:
    """Return the medians of each tool by name; a round before the first fills the disk's cache."""
    samples: dict[str, list[Sample]] = {tool.name: [] for tool in tools}
    for number in range(rounds + 1):
        for tool in tools:
            sample = measure(tool, directory)
            if number:
                samples[tool.name].append(sample)
    return {name: median(known) for name, known in samples.items()}
