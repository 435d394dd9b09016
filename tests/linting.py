"""Lint a directory as the command line does, for tests that look at whole systems."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from supertokens_lint import config_file, registry
from supertokens_lint.engine import Run
from supertokens_lint.progress import Progress
from supertokens_lint.project import WorkspaceProject
from supertokens_lint.registry import Registry
from supertokens_lint.report.model import Report
from supertokens_lint.topology import build
from supertokens_lint.workspace.workspace import Workspace


@cache
def installed() -> Registry:
    """Return all rules; loaded once."""
    return registry.load()


def lint(directory: Path) -> Report:
    """Return the findings of all rules on the system in ``directory``, seen from there."""
    config = config_file.load(directory)
    workspace = Workspace.open(
        [str(directory)], cwd=str(directory), excludes=config.exclude, exclude_base=config.root
    )
    system = build(workspace, config)
    project = WorkspaceProject(workspace, system)
    rules = installed()
    return Run(project, system, rules, rules.rules, config, str(directory), Progress()).report()
