"""Time the linter beside other tools on generated trees: ``make bench``.

Prints a report in Markdown with each figure's ratio to its target and writes it, with what limits
each figure, to ``docs/performance.md``.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import competitors
import page
import trees
from measuring import Tool, compare
from page import Figures, Measured

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent / "docs" / "performance.md"
SHAPES = {
    "product": trees.PRODUCT,
    "monorepo": trees.MONOREPO,
    "product without SDK": trees.PRODUCT_WITHOUT_SDK,
    "monorepo without SDK": trees.MONOREPO_WITHOUT_SDK,
}
_SAVED = "apps/site0/src/config.ts"


@dataclass(frozen=True)
class Places:
    """Where the trees are made, where the caches of checks are, and where tools are installed."""

    trees: Path
    caches: Path
    tools: Path

    def tree(self, name: str) -> Path:
        """Return the root of a tree."""
        return self.trees / name.replace(" ", "-")


def main() -> None:
    """Read the command line, measure, print the report and write the page."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=5, help="runs of each tool (default: 5)")
    options.add_argument("--folder", type=Path, default=HERE.parent / ".bench")
    options.add_argument("--trees", nargs="+", choices=sorted(SHAPES), default=list(SHAPES))
    options.add_argument("--output", type=Path, default=PAGE, help="the page to write")
    chosen = options.parse_args()
    folder: Path = chosen.folder.absolute()
    places = Places(folder / "trees", folder / "caches", folder / "bin")
    for figures in figures_of(places, chosen.trees, chosen.rounds):
        report = "\n".join(page.lines(figures))
        # After each tree: a run that is broken off leaves what it has measured.
        chosen.output.write_text(report, "utf-8")
    sys.stdout.write(report)


def figures_of(places: Places, names: list[str], rounds: int) -> Iterator[Figures]:
    """Make the trees and measure on each of them; yield all that is measured so far."""
    shutil.rmtree(places.caches, ignore_errors=True)
    places.caches.mkdir(parents=True)
    load = os.getloadavg()[0]
    known = tuple(versions(places))
    _say("start-up")
    started = compare(list(competitors.start_up()), 4 * rounds, HERE)
    with_cache = competitors.has_cache()
    measured: list[Measured] = []
    saves: list[float] = []
    for name in names:
        root = places.tree(name)
        _say(f"making the tree: {name}")
        made = trees.make(root, SHAPES[name])
        tools = [tool for tool in tools_for(name, places, with_cache=with_cache) if told(tool)]
        _say(f"measuring: {', '.join(tool.name for tool in tools)}")
        measured.append(Measured(name, made.files, made.bytes, compare(tools, rounds, root)))
        if name == "product":
            _say("saving a file in the editor")
            saves = saving_times(root, 4 * rounds)
        yield Figures(
            start_up=started,
            trees=tuple(measured),
            save=statistics.median(saves) if saves else None,
            versions=known,
            rounds=rounds,
            cores=os.cpu_count() or 1,
            load=(load, os.getloadavg()[0]),
        )


def tools_for(name: str, places: Places, *, with_cache: bool) -> list[Tool]:
    """Return what is timed on one tree; where the SDK is absent, searching is all there is."""
    root = places.tree(name)
    caches = places.caches / name.replace(" ", "-")
    found = [*competitors.linter(root, caches, with_cache=with_cache), *competitors.searchers()]
    return [*found, *competitors.parsers(places.tools)] if SHAPES[name].with_sdk else found


def told(tool: Tool) -> bool:
    """Tell whether a tool can be run, and say so where it cannot."""
    if not tool.is_installed:
        _say(f"not installed, left out: {tool.name}")
    return tool.is_installed


def saving_times(root: Path, rounds: int) -> list[float]:
    """Return how long saves in the editor take, measured in a process of their own."""
    command = [sys.executable, str(HERE / "saving.py"), str(root), _SAVED, str(rounds)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return [float(seconds) for seconds in json.loads(done.stdout)]


def versions(places: Places) -> list[str]:
    """Return the names and versions of everything that is timed, as far as it is installed."""
    folder = Path(sys.executable).parent
    asked = (
        (str(folder / "supertokens-lint"), "--version"),
        (sys.executable, "--version"),
        ("rg", "--version"),
        (str(folder / "ruff"), "--version"),
        (str(places.tools / "ast-grep"), "--version"),
        (str(places.tools / "semgrep"), "--version", "--disable-version-check"),
    )
    found: list[str] = []
    for command in asked:
        if shutil.which(command[0]):
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            first = done.stdout.strip().partition("\n")[0]
            named = any(word.isalpha() for word in first.replace("-", "").split())
            found.append(first if named else f"{Path(command[0]).name} {first}")
    return found


def _say(text: str) -> None:
    sys.stderr.write(f"[{time.strftime('%H:%M:%S')}] {text}\n")


if __name__ == "__main__":
    main()
