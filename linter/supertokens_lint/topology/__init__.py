"""Which apps there are and which frontend talks to which backend."""

from __future__ import annotations

from supertokens_lint.config import Config
from supertokens_lint.extract import extract
from supertokens_lint.extract.reach import Reach
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.topology.system import ProjectSystem
from supertokens_lint.workspace.workspace import Workspace


def build(workspace: Workspace, config: Config) -> ProjectSystem:
    """Read a workspace and return its apps and pairs."""
    ev = Evaluator(workspace)
    reach = Reach(ev)
    return ProjectSystem(workspace, extract(workspace, ev, reach), config, reach)
