"""Environment variables as files state them.

Precedence follows the tools' documentation (Vite, Create React App, Next.js, dotenv, compose). Two
things are deliberately not believed: an example file is only a sample, and a plain ``.env`` says
nothing about production unless a production file stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from supertokens_lint.resolve.compose_variables import ComposeVariables
from supertokens_lint.resolve.function_environments import FunctionEnvironments
from supertokens_lint.resolve.manifests import ManifestVariables
from supertokens_lint.resolve.named_env_files import NamedEnvFiles
from supertokens_lint.resolve.outcomes import Environment, Mode, Statement
from supertokens_lint.workspace.envfiles import EnvFile
from supertokens_lint.workspace.envstack import env_files_in
from supertokens_lint.workspace.workspace import Workspace


class FileVariables:
    """Looks variables up in env files and, for compose environments, in compose files."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._compose = ComposeVariables(workspace)
        self._named = NamedEnvFiles(workspace)
        self._functions = FunctionEnvironments(workspace)
        self._manifests = ManifestVariables(workspace)
        self._files: dict[str, tuple[EnvFile, ...]] = {}

    @cached_property
    def compose_environments(self) -> tuple[Environment, ...]:
        """The compose files that build services of the project, each as an environment."""
        return self._compose.environments

    def runs(self, environment: Environment, root: str) -> bool:
        """Tell whether a compose environment starts an app."""
        return self._compose.service_of(environment, root) is not None

    def lookup(self, name: str, reader: str, environment: Environment) -> tuple[Statement, ...]:
        """Return what is said of a variable that the file ``reader`` reads.

        The statement that wins comes alone; example files are asked only when there is none.
        """
        stated = self._compose.lookup(name, reader, environment)
        if stated:
            return stated
        written, samples = self._in_env_files(name, reader, environment.mode)
        if written is None:
            written = self._named.lookup(name, reader, environment.mode)
        if written is None:
            written = self._functions.lookup(
                name,
                reader,
                environment.mode,
                lambda other: self._in_env_files(other, reader, environment.mode)[0],
            )
        if written is None:
            written = self._manifests.lookup(name, environment.mode)
        return tuple(samples[:1]) if written is None else (written,)

    def _in_env_files(
        self, name: str, reader: str, mode: Mode
    ) -> tuple[Statement | None, list[Statement]]:
        """Return the statement that wins, and those of example files where there is none."""
        samples: list[Statement] = []
        for directory in self._workspace.directory_chain(reader):
            for file in _in_order(self._env_files(directory), mode, directory):
                value = file.variables.get(name)
                if value is None and reader.endswith(".py"):
                    value = file.variables.get(name.lower())  # pydantic takes either case
                if value is None:
                    continue
                statement = Statement(
                    value.value or "",
                    value.place,
                    sample=file.name.is_sample,
                    placeholder=value.is_placeholder or value.value is None,
                )
                if not file.name.is_sample:
                    return statement, []
                samples.append(statement)
        return None, samples

    def _env_files(self, directory: str) -> tuple[EnvFile, ...]:
        if directory not in self._files:
            self._files[directory] = env_files_in(self._workspace, directory)
        return self._files[directory]


def _in_order(files: tuple[EnvFile, ...], mode: Mode, directory: str) -> Iterator[EnvFile]:
    relevant = [file for file in files if _fits_label(file, directory)]
    exact = [file for file in relevant if file.name.mode == mode.value]
    real = [file for file in exact if not file.name.is_sample]
    base = [file for file in relevant if file.name.mode is None]
    yield from sorted(real, key=lambda file: not file.name.is_local)
    if mode is not Mode.PRODUCTION or real:
        plain = [file for file in base if not file.name.is_sample]
        yield from sorted(plain, key=lambda file: not file.name.is_local)
    yield from (file for file in exact if file.name.is_sample)
    if mode is not Mode.PRODUCTION:
        yield from (file for file in base if file.name.is_sample)


def _fits_label(file: EnvFile, directory: str) -> bool:
    label = file.name.label
    return label is None or label == directory.rsplit("/", 1)[-1].lower()
