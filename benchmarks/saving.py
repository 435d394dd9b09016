"""How long the language server takes from a changed text to the diagnostics of all files.

The server's own analysis runs in this process: what it does between a message of the editor and
its answer, without the messages themselves. Prints the seconds of each run, as JSON.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from pathlib import Path
from threading import Event

from supertokens_lint.server import diagnostics
from supertokens_lint.server.analysis import Analyser, Snapshot
from supertokens_lint.server.buffers import Buffer, uri_of
from supertokens_lint.server.settings import Settings

LOOK = diagnostics.Look("utf-16", uri_of)


def saves(tree: Path, name: str, rounds: int) -> list[float]:
    """Return how long each of some saves takes in which a file has got another line.

    ``name`` is the file's path in the tree; the first check of all is not counted.
    """
    path = str(tree / name)
    text = Path(path).read_text("utf-8")
    analyser = Analyser()
    times: list[float] = []
    for number in range(rounds + 2):
        buffers = {path: Buffer(uri_of(path), f"{text}// {number}\n", number)}
        snapshot = Snapshot((str(tree),), buffers, Settings(), relist=number == 0)
        started = time.perf_counter()
        analysis = analyser.run(snapshot, Event())
        diagnostics.by_path(analysis.report, LOOK)
        times.append(time.perf_counter() - started)
        gc.collect()
    return times[2:]


if __name__ == "__main__":
    seconds = saves(Path(sys.argv[1]).resolve(), sys.argv[2], int(sys.argv[3]))
    sys.stdout.write(json.dumps(seconds))
