"""The environment that serverless.yml and SAM templates give to functions of AWS Lambda.

Sources: serverless.com, "AWS Lambda Functions" (``provider.environment``, and ``environment`` of a
function over it) and "Variables" (``${self:...}``, ``${env:...}``); AWS SAM, "Globals" and
"AWS::Serverless::Function" (``Environment.Variables``). Such a file tells what is deployed;
it counts in development only where serverless-offline starts the functions with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from msgspec import Struct

from supertokens_lint.errors import ReaderError
from supertokens_lint.resolve.outcomes import Mode, Statement
from supertokens_lint.source import Place, SourceText
from supertokens_lint.workspace.envvalues import is_placeholder
from supertokens_lint.workspace.tree import Data, Scalar, at, inside_quotes, items, pairs
from supertokens_lint.workspace.workspace import Workspace
from supertokens_lint.workspace.yamltext import read_yaml

SERVERLESS = ("serverless.yml", "serverless.yaml")
SAM = ("template.yml", "template.yaml")
MAX_HOPS = 8
_REFERENCE = re.compile(r"\$\{(self|env):([A-Za-z_][\w.]*)\}")
Lookup = Callable[[str], "Statement | None"]


class _File(Struct, frozen=True):
    """One file: its tree, and each variable that all functions have alike."""

    tree: Data
    text: str
    path: str
    variables: dict[str, Scalar]
    is_local: bool


class FunctionEnvironments:
    """Looks variables up in the files that describe functions."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._names = {entry.path for entry in workspace.named(*SERVERLESS, *SAM)}

    def lookup(self, name: str, reader: str, mode: Mode, env_files: Lookup) -> Statement | None:
        """Return what the nearest such file says of a variable that the file ``reader`` reads.

        ``env_files`` is asked for ``${env:NAME}``.
        """
        if not self._names:
            return None
        for directory in self._workspace.directory_chain(reader):
            for candidate in (*SERVERLESS, *SAM):
                path = f"{directory.rstrip('/')}/{candidate}"
                file = self._workspace.read(path, _read) if path in self._names else None
                value = None if file is None else file.variables.get(name)
                if file is None or value is None:
                    continue
                if file.is_local or mode is Mode.PRODUCTION:
                    return _stated(file, name, value, env_files)
        return None


def _stated(file: _File, name: str, value: Scalar, env_files: Lookup) -> Statement | None:
    place = Place(file.path, inside_quotes(value, file.text))
    text = value.text
    for _ in range(MAX_HOPS):
        match = _REFERENCE.fullmatch(text)
        if match is None:
            break
        if match[1] == "env":
            return env_files(match[2]) if match[2] != name else None
        found = at(file.tree, *match[2].split("."))
        if not isinstance(found, Scalar):
            return None
        text = found.text
    if "${" in text or file.text.startswith("!", value.span.start):
        return None
    return Statement(text, place, placeholder=is_placeholder(text))


def _read(source: SourceText) -> _File | None:
    try:
        documents = read_yaml(source)
    except ReaderError:
        return None
    if not documents:
        return None
    tree = documents[0]
    shared: dict[str, Scalar] = {}
    for table in _shared(tree):
        shared.update(_scalars(table))
    own: dict[str, Scalar] = {}
    differ: set[str] = set()
    for table in _of_functions(tree):
        for name, value in _scalars(table).items():
            known = own.setdefault(name, value)
            first = shared.get(name, known)
            if value.text != first.text or value.text != known.text:
                differ.add(name)
    kept = {name: value for name, value in {**own, **shared}.items() if name not in differ}
    plugins = (*items(tree, "plugins"), *items(tree, "plugins", "modules"))
    is_local = any(isinstance(i, Scalar) and i.text == "serverless-offline" for i in plugins)
    return _File(tree, source.text, source.path, kept, is_local)


def _shared(tree: Data) -> Iterator[Data | None]:
    yield at(tree, "provider", "environment")
    yield at(tree, "Globals", "Function", "Environment", "Variables")


def _of_functions(tree: Data) -> Iterator[Data | None]:
    for _, function in pairs(at(tree, "functions")):
        yield at(function, "environment")
    for _, resource in pairs(at(tree, "Resources")):
        yield at(resource, "Properties", "Environment", "Variables")


def _scalars(table: Data | None) -> dict[str, Scalar]:
    return {
        key.text: value
        for key, value in pairs(table)
        if isinstance(value, Scalar) and value.value is not None
    }
