"""The env files of one folder, stacked in the order in which a tool reads them."""

from __future__ import annotations

from functools import cached_property

from msgspec import Struct

from supertokens_lint.workspace.envfiles import EnvFile, Tool, precedence, read_env_file
from supertokens_lint.workspace.envvalues import EnvValue, expand_all
from supertokens_lint.workspace.files import FileKind
from supertokens_lint.workspace.workspace import Workspace


class EnvStack(Struct, frozen=True, dict=True):
    """Env files, the winning one first."""

    files: tuple[EnvFile, ...]

    @cached_property
    def variables(self) -> dict[str, EnvValue]:
        """Each name with its winning value, expanded over all files of the stack."""
        merged: dict[str, EnvValue] = {}
        for file in reversed(self.files):
            merged.update(file.variables)
        return expand_all(merged)

    def get(self, name: str) -> EnvValue | None:
        """Return the winning value of a name."""
        return self.variables.get(name)

    def lookup(self, name: str) -> str | None:
        """Return the winning text of a name, for expanding other texts."""
        found = self.variables.get(name)
        return None if found is None else found.value


def env_stack(workspace: Workspace, directory: str, tool: Tool, mode: str) -> EnvStack:
    """Return the env files that a tool started in ``directory`` reads in a mode."""
    found: list[EnvFile] = []
    for name in precedence(tool, mode):
        path = f"{directory.rstrip('/')}/{name}"
        if workspace.exists(path):
            file = workspace.read(path, read_env_file)
            if file is not None:
                found.append(file)
    return EnvStack(tuple(found))


def env_files_in(workspace: Workspace, directory: str) -> tuple[EnvFile, ...]:
    """Return all env files that stand in one folder, samples included, in the order of names."""
    found = [
        workspace.read(entry.path, read_env_file)
        for entry in workspace.files(FileKind.ENV)
        if entry.directory == directory
    ]
    return tuple(file for file in found if file is not None)
