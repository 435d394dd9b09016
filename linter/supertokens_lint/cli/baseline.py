"""``supertokens-lint baseline``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import structs

from supertokens_lint import baseline_file, registry
from supertokens_lint.baseline import Baseline, Recorded, entry_of
from supertokens_lint.cli import output
from supertokens_lint.cli.arguments import Arguments
from supertokens_lint.cli.baselines import judge, location
from supertokens_lint.cli.check import rules_of
from supertokens_lint.cli.contracts import opened, with_contracts
from supertokens_lint.cli.system import directory, load_config, open_system
from supertokens_lint.cli.writing import write_whole
from supertokens_lint.engine import Run
from supertokens_lint.progress import Progress
from supertokens_lint.report.cells import visible
from supertokens_lint.report.paths import display_path


def run(arguments: Arguments, progress: Progress) -> int:
    """Write, prune or check the baseline of a system and return the exit status."""
    installed = registry.load()
    config = load_config(arguments, progress)
    rules = rules_of(arguments, config, installed)
    project, system = open_system(arguments, config, progress)
    here = directory()
    bare = Run(project, system, installed, rules, config, here, progress)
    whole = with_contracts(bare, opened(arguments, config))
    report = whole.report()
    progress.step = "comparing the findings with the baseline"
    progress.before_output()
    path = location(arguments, config)
    known = _loaded(path, arguments)
    sifted = known.sift(report.findings, whole.project)
    ran = frozenset(rule.code for rule in rules)
    stale = known.stale(sifted.unused, ran)
    shown = display_path(path.as_posix(), here)
    if arguments.check:
        output.write("".join(_lines(stale, shown)), None)
        return int(bool(stale))
    kept = [item.entry for item in known.recorded if item not in stale]
    fresh = () if arguments.prune else sifted.findings
    kept += [entry_of(finding, known.directory, whole.project) for finding in fresh]
    write_whole(path, baseline_file.render(kept))
    output.write(f"{shown}: {_counts(len(kept), len(fresh), len(stale))}\n", None)
    return 0


def _loaded(path: Path, arguments: Arguments) -> Baseline:
    """Return the baseline that is there; an empty one where it is written for the first time."""
    if path.exists() or arguments.prune or arguments.check:
        known = baseline_file.load(path)
    else:
        known = Baseline(path.parent.as_posix())
    return structs.replace(known, judges=judge(known.directory, arguments))


def _lines(stale: Sequence[Recorded], shown: str) -> Iterator[str]:
    for item in stale:
        where = " and ".join(dict.fromkeys(end.path for end in item.entry.ends))
        yield visible(f"{item.entry.code} {item.entry.rule}: {where}") + "\n"
    if stale:
        verb = "suppresses" if len(stale) == 1 else "suppress"
        yield f'{shown}: {_entries(len(stale))} {verb} nothing; "baseline --prune" removes them\n'
    else:
        yield f"{shown}: every entry suppresses a finding\n"


def _counts(kept: int, fresh: int, stale: int) -> str:
    changes = [f"{fresh} added"] if fresh else []
    changes += [f"{stale} removed"] if stale else []
    return _entries(kept) + (f" ({', '.join(changes)})" if changes else "")


def _entries(number: int) -> str:
    return f"{number} entry" if number == 1 else f"{number} entries"
