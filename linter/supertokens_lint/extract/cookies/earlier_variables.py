"""The cookieDomain that a backend had before, where it comes from an env file with a history.

Offline and bounded: only env files that are in the repository, beside or above the init, and only
texts of the last year.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from supertokens_lint.errors import ReaderError
from supertokens_lint.extract.cookie_facts import EarlierDomain
from supertokens_lint.extract.facts import Init
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.values import Const, EnvVar, FirstOf, Value, alternatives
from supertokens_lint.sdk.names import Side
from supertokens_lint.workspace import paths
from supertokens_lint.workspace.envfiles import EnvFile, read_env_file
from supertokens_lint.workspace.files import FileKind
from supertokens_lint.workspace.history import earlier_texts
from supertokens_lint.workspace.workspace import Workspace

KEY = "cookieDomain"
MAX_FILES = 4
MAX_TEXTS = 12


def earlier_variables(ev: Evaluator, inits: Sequence[Init]) -> Iterator[EarlierDomain]:
    """Yield the values that variables which give a cookieDomain had in earlier env files."""
    for init in inits:
        setting = None if init.session is None else init.session.get(KEY)
        if init.side is not Side.BACKEND or setting is None:
            continue
        names = sorted({name for value in alternatives(setting.value) for name in _names(value)})
        for name in names:
            files = islice(_files(ev.workspace, init, name), MAX_FILES)
            for file in files:
                yield from _earlier(ev.workspace, init, name, file)


def _names(value: Value) -> Iterator[str]:
    if isinstance(value, EnvVar):
        yield value.name
    elif isinstance(value, FirstOf):
        for option in value.options[:1]:
            yield from _names(option)


def _files(workspace: Workspace, init: Init, name: str) -> Iterator[EnvFile]:
    """Yield the env files beside or above an init that set a variable; samples set nothing."""
    for entry in workspace.files(FileKind.ENV):
        if not paths.is_below(init.place.path, entry.directory):
            continue
        file = workspace.read(entry.path, read_env_file)
        if file is not None and not file.name.is_sample and name in file.variables:
            yield file


def _earlier(workspace: Workspace, init: Init, name: str, file: EnvFile) -> Iterator[EarlierDomain]:
    try:
        texts = earlier_texts(file.path, workspace.text(file.path).text)
    except ReaderError:
        return
    now = file.variables[name].value
    for text in texts[:MAX_TEXTS]:
        former = workspace.with_text(file.path, text.text).read(file.path, read_env_file)
        value = None if former is None else former.variables.get(name)
        if value is not None and not value.is_placeholder and value.value and value.value != now:
            yield EarlierDomain(init.place, Const(value.value), text.replaced_by)
