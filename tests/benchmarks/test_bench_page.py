"""The page says what was measured, and whether it is good enough."""

from __future__ import annotations

import sys
from pathlib import Path

import competitors
import page
import saving
from measuring import Sample, Tool, compare, median


def _figures(seconds: float, megabytes: float) -> page.Figures:
    other = {
        competitors.AST_GREP: Sample(1.0, 1.0, 10),
        competitors.SEMGREP: Sample(12.0, 1.0, 10),
    }
    own = {competitors.COLD: Sample(seconds, seconds, megabytes)}
    start = {competitors.VERSION: Sample(0.03, 0.0, 1), competitors.PASS: Sample(0.01, 0.0, 1)}
    tree = page.Measured("monorepo", 20_000, 1_000_000, {**own, **other})
    return page.Figures(start, (tree,), 0.05, ("tool 1",), 5, 2, (0.1, 0.2))


def test_the_page_tells_which_targets_are_met() -> None:
    """Figures below their limits are met, figures above are not; what is absent is not told."""
    good = {target.name: "yes" in target.row for target in page.targets(_figures(0.5, 100))}
    bad = {target.name: "yes" in target.row for target in page.targets(_figures(2.5, 200))}
    to_others = ("monorepo, cold, to semgrep", "monorepo, cold, to ast-grep", "monorepo, memory")
    assert all(good[name] and not bad[name] for name in to_others)
    assert "monorepo, warm, to cold" not in good


def test_the_page_has_a_table_a_tree() -> None:
    """Each tree has a table in which the first tool is compared with every other one."""
    text = "\n".join(page.lines(_figures(0.5, 100)))
    assert "## Monorepo: 20,000 files, 1 MB" in text
    assert "| `semgrep` | 12.000 | 1.000 | 10 | 0.04 |" in text
    assert "**50 ms**" in text


def test_medians_are_of_each_figure() -> None:
    """A run that was slow but small does not decide about memory."""
    samples = [Sample(1, 5, 30), Sample(9, 1, 10), Sample(2, 3, 20)]
    assert median(samples) == Sample(2, 3, 20)


def test_runs_are_interleaved_and_prepared(tmp_path: Path) -> None:
    """Each round runs every tool once, after its preparation, in the folder; one round is extra."""
    log: list[str] = []
    tools = [
        Tool(
            name,
            [sys.executable, "-c", f"open('{name}.txt', 'a').write('x')"],
            prepare=lambda name=name: log.append(name),  # type: ignore[misc]
        )
        for name in ("one", "two")
    ]
    medians = compare(tools, 2, tmp_path)
    assert log == ["one", "two"] * 3
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {
        "one.txt": "xxx",
        "two.txt": "xxx",
    }
    assert medians["one"].memory > 1


def test_a_command_that_is_missing_is_not_installed(tmp_path: Path) -> None:
    """Neither a path nor a name that leads nowhere can be run."""
    assert Tool("python", [sys.executable]).is_installed
    assert not Tool("none", [str(tmp_path / "none")]).is_installed
    assert not Tool("none", ["no-such-command-anywhere"]).is_installed


def test_saves_are_checked_by_the_server(tmp_path: Path) -> None:
    """Each save is one run of the server's analysis; the first two are not counted."""
    (tmp_path / "config.ts").write_text('export const name = "supertokens";\n')
    assert len(saving.saves(tmp_path, "config.ts", 2)) == 2
