"""The report: tables, targets, and what limits each figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from competitors import AST_GREP, BY_HAND, COLD, PASS, SEMGREP, VERSION, WARM
from measuring import Sample

PRODUCT = "product"
MONOREPO = "monorepo"
WITHOUT_SDK = "monorepo without SDK"
INTRODUCTION = """\
# Performance

`make bench` makes four source trees and times the linter on them, side by side with other tools;
this page is what it wrote last. The trees are the same every time: a *product* is one frontend and
one backend with some 1,500 files; a *monorepo* is six of each with thirty libraries, some 20,000
files. Each is also made *without SDK*: no file names SuperTokens then, as in most of the
repositories that a hook or a job for all of an organisation meets.

Every tool runs once in each round, so that whatever else the machine does meets all of them; the
figures are medians. `ast-grep` and `semgrep` search for five patterns (`benchmarks/patterns`) that
find where this linter begins: calls of `init`, CORS middleware, `fetch` and `axios`. They do not
resolve values, follow imports or pair applications.
"""
LIMITS = """\
## What limits each figure

- **Start-up** is that of Python. `--version` loads the command line alone; a check loads parsers of
  the languages that it meets and, unless no file names SuperTokens, the rules.
- **No file names SuperTokens**: each source, manifest and configuration file is read once and
  searched for the name; lockfiles, images and other assets are not. Listing the files with their
  kinds takes as long as reading them. On small trees the start of Python is most of it. Nothing of
  such a run is kept: to ask whether it still holds would take as long.
- **Cold checks** read all sources for their words and imports, parse the few that matter, and
  evaluate what settings say. Most of the time goes to files that send requests (`fetch`, `axios`
  and their like): whether a request goes to the API, and through which client, takes the values of
  its address. From 3,000 files on a second process reads half of them while the first loads the
  rules; all the rest runs on one processor. Loading the rules and libcst takes 0.3 s, which is
  much of a cold check of the product.
- **Memory** is that of Python and the rules (40 MB), of the words of all sources, of 1 MB of
  sources (what is more is read again where it is needed), of the syntax of the files that matter,
  and of what is known of each file that was read when the outcome is kept (25 MB).
- **Warm checks** ask whether every file is what it was and every search has the same answer; only
  then the earlier report is told again. After a change that may matter everything is checked anew.
- **A save in the editor** parses the changed file alone and keeps the list of files, their syntax,
  where their imports lead, and what was searched. Values, requests and all findings are worked out
  anew, since each may depend on any file.
"""


@dataclass(frozen=True)
class Measured:
    """What was measured on one tree: medians by tool."""

    name: str
    files: int
    bytes: int
    samples: Mapping[str, Sample]


@dataclass(frozen=True)
class Figures:
    """All that was measured, and on what; ``save`` is seconds, ``load`` before and after."""

    start_up: Mapping[str, Sample]
    trees: tuple[Measured, ...]
    save: float | None
    versions: tuple[str, ...]
    rounds: int
    cores: int
    load: tuple[float, float]


@dataclass(frozen=True)
class Target:
    """Something that should hold: a figure that should be no more than a limit."""

    name: str
    figure: float
    limit: float
    unit: str

    @property
    def row(self) -> str:
        """The target as a row of a table."""
        ratio = self.figure / self.limit
        met = "yes" if ratio <= 1 else "**no**"
        return (
            f"| {self.name} | {_number(self.figure)} {self.unit} | {_number(self.limit)} "
            f"{self.unit} | {ratio:.2f} | {met} |"
        )


def lines(figures: Figures) -> Iterator[str]:
    """Yield the lines of the page."""
    yield INTRODUCTION
    before, after = figures.load
    yield (
        f"Measured with {figures.cores} processors, load average {before:.1f} before and "
        f"{after:.1f} after, {figures.rounds} rounds: {', '.join(figures.versions)}."
    )
    yield ""
    yield "## Targets"
    yield ""
    yield "| target | measured | limit | measured / limit | met |"
    yield "|---|---:|---:|---:|---|"
    yield from (target.row for target in targets(figures))
    yield ""
    yield "## Start-up"
    yield ""
    yield from table(figures.start_up, VERSION)
    for tree in figures.trees:
        title = f"{tree.name[0].upper()}{tree.name[1:]}"
        yield f"## {title}: {tree.files:,} files, {tree.bytes / 1e6:.0f} MB"
        yield ""
        yield from table(tree.samples, COLD)
    if figures.save is not None:
        yield "## A save in the editor"
        yield ""
        yield (
            f"From a changed text to the diagnostics of all files of the product: "
            f"**{figures.save * 1000:.0f} ms**, measured in the server's own analysis, in process "
            "(`benchmarks/saving.py`), without the messages of the protocol."
        )
        yield ""
    yield LIMITS


def table(samples: Mapping[str, Sample], first: str) -> Iterator[str]:
    """Yield a table of tools; the last column is the time of ``first`` to that of each."""
    yield f"| tool | wall (s) | processor (s) | memory (MB) | `{first}` / tool |"
    yield "|---|---:|---:|---:|---:|"
    for name, sample in samples.items():
        ratio = samples[first].wall / sample.wall
        cell = name.replace("|", "\\|")
        yield (
            f"| `{cell}` | {sample.wall:.3f} | {sample.cpu:.3f} | {sample.memory:.0f} "
            f"| {ratio:.2f} |"
        )
    yield ""


def targets(figures: Figures) -> Iterator[Target]:
    """Yield the targets that what was measured tells something about."""
    yield from _times("start-up, to an empty Python program", figures.start_up, VERSION, PASS, 4)
    for tree in figures.trees:
        name, samples = tree.name, tree.samples
        if name in (PRODUCT, MONOREPO):
            yield from _times(f"{name}, warm, to cold", samples, WARM, COLD, 1 / 3)
        if name == WITHOUT_SDK:
            yield from _times(f"{name}, to grep", samples, COLD, BY_HAND, 2)
        if name == MONOREPO:
            yield from _times(f"{name}, cold, to semgrep", samples, COLD, SEMGREP, 1 / 6)
            yield from _times(f"{name}, cold, to ast-grep", samples, COLD, AST_GREP, 1)
            yield Target(f"{name}, memory", samples[COLD].memory, 150, "MB")
    if figures.save is not None:
        yield Target("a save in the editor, product", figures.save * 1000, 100, "ms")


def _times(
    name: str, samples: Mapping[str, Sample], tool: str, other: str, limit: float
) -> Iterator[Target]:
    if tool in samples and other in samples:
        yield Target(name, samples[tool].wall / samples[other].wall, limit, "times")


def _number(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:.0f}"
