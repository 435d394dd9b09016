"""Split a fixture into its two sides, and check one against the contract of the other."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from linting import installed
from supertokens_lint.cli.contracts import with_contracts
from supertokens_lint.config import Config
from supertokens_lint.contract import record
from supertokens_lint.contract.read import load
from supertokens_lint.engine import Run
from supertokens_lint.progress import Progress
from supertokens_lint.project import WorkspaceProject
from supertokens_lint.report.model import Report
from supertokens_lint.sdk.names import Side
from supertokens_lint.source import Place
from supertokens_lint.topology import build
from supertokens_lint.topology.system import ProjectSystem
from supertokens_lint.workspace.workspace import Workspace


def opened(*roots: Path) -> tuple[WorkspaceProject, ProjectSystem]:
    """Return the system in some directories, seen from the first one."""
    workspace = Workspace.open([str(root) for root in roots], cwd=str(roots[0]))
    system = build(workspace, Config())
    return WorkspaceProject(workspace, system), system


def sides(case: Path) -> tuple[Path, Path] | None:
    """Return the directories of the only pair of a case, ``None`` where they are not two."""
    _, system = opened(case)
    if len(system.pairs) != 1:
        return None
    frontend, backend = Path(system.pairs[0].frontend.root), Path(system.pairs[0].backend.root)
    if frontend.is_relative_to(backend) or backend.is_relative_to(frontend):
        return None
    return frontend, backend


def contract_of(root: Path, side: Side) -> str:
    """Return the contract of the apps of one side below a directory."""
    project, system = opened(root)

    def start(place: Place) -> str:
        source = project.source(place.path)
        assert source is not None
        found = source.position(place.span.start)
        return f"{found.line}:{found.column}"

    apps = [app for app in system.apps if app.inits and app.side is side]
    return record.render(system, apps, str(root), record.addresses(str(root), start))


def check(*roots: Path, contracts: Sequence[Path] = ()) -> Report:
    """Return what all rules find in some directories, together with contracts."""
    project, system = opened(*roots)
    rules = installed()
    run = Run(project, system, rules, rules.rules, Config(), str(roots[0]), Progress())
    return with_contracts(run, tuple(load(path) for path in contracts)).report()


def codes(report: Report, wanted: frozenset[str]) -> set[str]:
    """Return the codes of some rules that found something."""
    return {finding.code for finding in report.findings} & wanted


def document(text: str) -> dict[str, object]:
    """Return a contract as data."""
    found: dict[str, object] = json.loads(text)
    return found
