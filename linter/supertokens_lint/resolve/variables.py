"""Environment variables as files state them."""

from __future__ import annotations

from functools import cached_property

from supertokens_lint.resolve.outcomes import Environment, Statement
from supertokens_lint.workspace.workspace import Workspace


class FileVariables:
    """Looks variables up in env files, compose files, Dockerfiles and workflows."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @cached_property
    def compose_environments(self) -> tuple[Environment, ...]:
        """The compose files that start services, each as an environment."""
        return ()

    def runs(self, environment: Environment, root: str) -> bool:
        """Tell whether a compose environment starts an app."""
        return False

    def lookup(self, name: str, reader: str, environment: Environment) -> tuple[Statement, ...]:
        """Return what is said of a variable that the file ``reader`` reads."""
        return ()
