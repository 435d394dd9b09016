"""Two readers that share no code must lead to the same facts about the same system.

Fixtures with JavaScript are read twice: once as the linter reads them, and once with their scripts
read by esprima, see :mod:`languages.esprima_reader`. Apps, pairs, and all that is known of them
must be equal, with all values and where they come from, and so must the findings. Every third
fixture is tried, all of them where ``SUPERTOKENS_LINT_METAMORPHIC_CASES`` is 0.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from enum import Enum
from pathlib import Path

import pytest

from languages.esprima_reader import RefusedError
from languages.esprima_reader import read as read_again
from linting import installed
from records import field_names, is_record
from supertokens_lint import config_file
from supertokens_lint.engine import Run
from supertokens_lint.finding import Finding
from supertokens_lint.languages import ir, javascript
from supertokens_lint.progress import Progress
from supertokens_lint.project import WorkspaceProject
from supertokens_lint.resolve.scopes import Scope
from supertokens_lint.source import Span
from supertokens_lint.topology import build
from supertokens_lint.topology.model import App, Pair
from supertokens_lint.workspace.workspace import Workspace

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
EXTENSIONS = frozenset((".js", ".jsx", ".mjs", ".cjs"))
GROUPS = 8
STEP = 1 if os.environ.get("SUPERTOKENS_LINT_METAMORPHIC_CASES") == "0" else 3

Facts = tuple[tuple[App, ...], tuple[Pair, ...]]


def _cases() -> list[Path]:
    paths = (path for path in FIXTURES.rglob("*") if path.suffix in EXTENSIONS)
    return sorted({FIXTURES.joinpath(*path.relative_to(FIXTURES).parts[:2]) for path in paths})


def _read(case: Path) -> tuple[Facts, tuple[Finding, ...]]:
    config = config_file.load(case)
    workspace = Workspace.open(
        [str(case)], cwd=str(case), excludes=config.exclude, exclude_base=config.root
    )
    system = build(workspace, config)
    rules = installed()
    project = WorkspaceProject(workspace, system)
    run = Run(project, system, rules, rules.rules, config, str(case), Progress())
    return (system.apps, system.pairs), run.report().findings


class _Comparison:
    """Walks two values side by side; shared parts are looked at once."""

    def __init__(self) -> None:
        self._seen: set[tuple[int, int]] = set()
        self._kept: list[object] = []
        self.facts = 0

    def differences(self, one: object, other: object, path: str) -> Iterator[str]:
        """Yield where two values part."""
        if (id(one), id(other)) in self._seen or one is other:
            return
        self._seen.add((id(one), id(other)))
        self._kept += [one, other]
        if type(one) is not type(other):
            yield f"{path}: {one!r:.200} != {other!r:.200}"
        elif isinstance(one, Scope) and isinstance(other, Scope):
            yield from self.differences(one.path, other.path, f"{path}.path")
        elif isinstance(one, dict) and isinstance(other, dict):
            yield from self.differences([*one.items()], [*other.items()], path)
        elif isinstance(one, tuple | list) and isinstance(other, tuple | list):
            if len(one) != len(other):
                yield f"{path}: {len(one)} and {len(other)} of {(*one, *other)[0]!r:.200}"
            for index, (left, right) in enumerate(zip(one, other, strict=False)):
                yield from self.differences(left, right, f"{path}[{index}]")
        elif is_record(one) and not isinstance(one, Enum | Span):
            self.facts += 1
            for name in field_names(one):
                left, right = getattr(one, name), getattr(other, name)
                yield from self.differences(left, right, f"{path}.{name}")
        elif one != other:
            yield f"{path}: {one!r:.200} != {other!r:.200}"


class _SecondReader:
    """Stands in for the reader of scripts; what esprima refuses is read by the first one."""

    def __init__(self) -> None:
        self._first = javascript.read
        self.read: set[str] = set()

    def __call__(self, path: str, text: str, dialect: javascript.Dialect) -> ir.Module:
        """Read a script."""
        if Path(path).suffix in EXTENSIONS:
            try:
                module = read_again(path, text)
            except RefusedError:
                return self._first(path, text, dialect)
            self.read.add(path)
            return module
        return self._first(path, text, dialect)


@pytest.mark.parametrize("group", range(GROUPS))
def test_facts_are_the_same_through_both_readers(
    group: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of every fixture with JavaScript: its apps and pairs, their facts, and the findings."""
    second, compared = _SecondReader(), _Comparison()
    for case in _cases()[::STEP][group::GROUPS]:
        facts, findings = _read(case)
        with monkeypatch.context() as patch:
            patch.setattr(javascript, "read", second)
            again, found = _read(case)
        assert [*compared.differences(facts, again, case.name)] == []
        assert [*compared.differences(findings, found, case.name)] == []
    assert second.read
    assert compared.facts > len(_cases()) / GROUPS / STEP


def test_a_difference_in_facts_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second reader that reads other values leads to other facts and other findings."""
    (tmp_path / "package.json").write_text('{"dependencies": {"supertokens-web-js": "0.15.0"}}')
    (tmp_path / "main.js").write_text(
        'import SuperTokens from "supertokens-web-js";\n'
        'SuperTokens.init({appInfo: {appName: "a", apiDomain: "http://localhost:3001"}});\n'
    )
    facts, _ = _read(tmp_path)

    def other(path: str, text: str, dialect: javascript.Dialect) -> ir.Module:
        del dialect
        return read_again(path, text.replace("3001", "3002"))

    monkeypatch.setattr(javascript, "read", other)
    again, _ = _read(tmp_path)
    found = [*_Comparison().differences(facts, again, "system")]
    assert any("3002" in line for line in found)
