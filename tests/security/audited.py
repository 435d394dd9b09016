"""Run the command line in a process of its own that notes what it opens, starts and connects to."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_DRIVER = """
import json, sys
noted = []
def note(event, arguments):
    if event in ("open", "os.listdir", "os.scandir", "subprocess.Popen", "os.system", "os.exec",
                 "os.posix_spawn", "socket.connect", "socket.getaddrinfo", "urllib.Request",
                 "os.rename", "os.remove", "os.mkdir", "os.symlink", "os.link"):
        noted.append([event, [str(each) for each in arguments]])
sys.addaudithook(note)
from supertokens_lint.cli.main import run
status = run(sys.argv[2:])
sys.stdout.flush()
with open(sys.argv[1], "w") as stream:
    json.dump([status, noted], stream)
"""


@dataclass(frozen=True)
class Audited:
    """What a run printed, how it ended, and what it did."""

    status: int
    out: str
    err: str
    events: tuple[tuple[str, tuple[str, ...]], ...]

    def opened_below(self, folder: Path) -> list[str]:
        """Return the files and folders below one that were opened."""
        wanted = ("open", "os.listdir", "os.scandir")
        paths = [items[0] for event, items in self.events if event in wanted and items]
        real = os.path.realpath(folder)
        return [path for path in paths if os.path.realpath(path).startswith(f"{real}{os.sep}")]

    @property
    def programs(self) -> list[str]:
        """The programs that were started."""
        return [items[0] for event, items in self.events if event == "subprocess.Popen"]

    @property
    def others(self) -> list[str]:
        """What is no file: connections, and programs started in other ways."""
        names = ("os.system", "os.exec", "os.posix_spawn", "socket.connect", "socket.getaddrinfo")
        return [event for event, _ in self.events if event in (*names, "urllib.Request")]


def run(
    arguments: Sequence[str], directory: Path, notes: Path, environ: Mapping[str, str] | None = None
) -> Audited:
    """Run ``supertokens-lint`` with arguments in a directory; ``notes`` is a file to use."""
    done = subprocess.run(
        [sys.executable, "-c", _DRIVER, str(notes), *arguments],
        cwd=directory,
        env={**os.environ, **(environ or {})},
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="surrogateescape",
        check=False,
    )
    assert notes.is_file(), done.stderr
    status, events = json.loads(notes.read_text())
    found = tuple((event, tuple(items)) for event, items in events)
    return Audited(status, done.stdout, done.stderr, found)
