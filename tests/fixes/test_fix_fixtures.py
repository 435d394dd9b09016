"""Every fix, applied to a copy of a fixture: its diff, and what is left after it.

``expected/RULE/CASE.diff`` holds what ``--diff`` shows for a case; a first line ``safe`` or
``unsafe`` tells which fixes. To add a case, write an empty file with that line, run the test and
read what it shows.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import esprima
import libcst
import pytest

from linting import installed
from supertokens_lint.cli.main import run
from supertokens_lint.remedy import Fixable

HERE = Path(__file__).parent
FIXTURES = HERE.parents[1] / "fixtures"
EXPECTED = sorted((HERE / "expected").rglob("*.diff"))


def _name(path: Path) -> str:
    return path.relative_to(HERE / "expected").with_suffix("").as_posix()


def _tree(directory: Path) -> dict[str, bytes]:
    files = sorted(path for path in directory.rglob("*") if path.is_file())
    return {path.relative_to(directory).as_posix(): path.read_bytes() for path in files}


@pytest.mark.parametrize("expected", EXPECTED, ids=_name)
def test_a_fix_changes_what_it_should_and_mends_its_finding(
    expected: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The diff is the small one that is expected; after it the finding is gone, for good."""
    level, _, diff = expected.read_text(encoding="utf-8").partition("\n")
    case = FIXTURES / expected.parent.name / expected.stem
    copy = shutil.copytree(case, tmp_path / "copy")
    monkeypatch.chdir(copy)
    words = ["--select", expected.parent.name]
    words += ["--unsafe-fixes"] if level == "unsafe" else []
    before = _tree(copy)

    assert run([*words, "--diff"]) == 1
    assert capsys.readouterr().out == diff
    assert _tree(copy) == before

    run([*words, "--fix", "--output-format", "json"])
    summary = json.loads(capsys.readouterr().out)["summary"]
    assert summary["fixed"] >= 1
    after = _tree(copy)
    assert {name for name in after if after[name] != before.get(name)} == _changed(diff)
    for name in _changed(diff):
        _parse(copy / name)

    assert run([*words, "--diff"]) == 0
    assert capsys.readouterr().out == ""
    run([*words, "--fix"])
    assert _tree(copy) == after


def _changed(diff: str) -> set[str]:
    return {line[4:] for line in diff.splitlines() if line.startswith("+++ ")}


def _parse(path: Path) -> None:
    """Read a file with a parser that the program does not use for it, where there is one."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        compile(text, path.name, "exec")
        libcst.parse_module(text)
    elif path.suffix in (".js", ".mjs", ".cjs") and "await " not in text:
        esprima.parseModule(text)


def test_every_rule_that_says_so_has_a_fix_that_is_tested() -> None:
    """A rule is fixable when, and only when, a case shows its fix; safe ones have a safe case."""
    levels: dict[str, set[str]] = {}
    for path in EXPECTED:
        level = path.read_text(encoding="utf-8").partition("\n")[0]
        levels.setdefault(path.parent.name, set()).add(level)
    declared = {rule.name: rule.fixable for rule in installed().rules}
    assert set(levels) == {name for name, level in declared.items() if level is not Fixable.NONE}
    for name, found in levels.items():
        assert ("safe" in found) == (declared[name] is Fixable.SAFE), name
