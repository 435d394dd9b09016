"""The npm package ``config``: what its keys are worth in each environment.

Later files win over earlier ones: ``default``, one named after NODE_ENV, ``local``, ``local-`` with
NODE_ENV, and the variables that ``custom-environment-variables`` names. Source: node-config's wiki,
"Configuration Files" and "Environment Variables".
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from supertokens_lint.finding import Step
from supertokens_lint.resolve.data_files import value_in
from supertokens_lint.resolve.values import (
    Case,
    Choice,
    Condition,
    Const,
    Entry,
    EnvVar,
    FirstOf,
    Operation,
    Reason,
    Record,
    Unknown,
    Value,
)
from supertokens_lint.source import Place

if TYPE_CHECKING:
    from supertokens_lint.resolve.evaluator import Evaluator

_DATA = ("json", "yaml", "yml", "toml")
_CODE = ("js", "ts", "cjs", "mjs")
_UNREAD = ("json5", "hjson", "cson", "properties", "xml", "coffee")
_DEPLOYMENTS = ("development", "production")
_OF_DEPLOYMENTS = (*_DEPLOYMENTS, *(f"local-{name}" for name in _DEPLOYMENTS))
_VARIABLES = "custom-environment-variables"
_NAME = "__name"


def get(ev: Evaluator, key: str, place: Place) -> Value | None:
    """Return what ``config.get(key)`` gives; ``None`` without a ``config`` folder."""
    folder = next(
        (
            posixpath.join(directory, "config")
            for directory in ev.workspace.directory_chain(place.path)
            if _files(ev, posixpath.join(directory, "config"), "default")
        ),
        None,
    )
    if folder is None:
        return None
    if any(
        ev.workspace.exists(f"{folder}/{stem}.{extension}")
        for stem in ("default", "local", *_OF_DEPLOYMENTS, _VARIABLES)
        for extension in _UNREAD
    ):
        return Unknown(Reason.SYNTAX, "configuration file of a format that is not read")
    return _Folder(ev, folder, place).value(tuple(key.split(".")))


def _files(ev: Evaluator, folder: str, stem: str) -> list[str]:
    paths = (f"{folder}/{stem}.{extension}" for extension in (*_DATA, *_CODE))
    return [path for path in paths if ev.workspace.exists(path)]


class _Folder:
    def __init__(self, ev: Evaluator, folder: str, place: Place) -> None:
        self._ev = ev
        self._folder = folder
        self._place = place

    def value(self, keys: tuple[str, ...]) -> Value | None:
        """Return a key's value, or an object whose members are what the files together say."""
        layers = [
            (deployment, self._written(deployment, keys))
            for deployment in (*_OF_DEPLOYMENTS, "local", "default")
        ]
        variable = self._written(_VARIABLES, keys)
        if isinstance(variable, Record) and _NAME in variable.entries:
            return Unknown(Reason.SYNTAX, "variable whose text is parsed")
        said = [value for value in (variable, *(value for _, value in layers)) if value is not None]
        if not said:
            return None
        if all(isinstance(value, Record) for value in said):
            return self._joined(keys, [value for value in said if isinstance(value, Record)])
        return self._chosen(dict(layers), variable)

    def _joined(self, keys: tuple[str, ...], records: list[Record]) -> Value:
        names = dict.fromkeys(name for record in records for name in record.entries)
        entries = {
            name: Entry(value, next(r.entries[name].place for r in records if name in r.entries))
            for name in names
            if (value := self.value((*keys, name))) is not None
        }
        rest = next((record.rest for record in records if record.rest is not None), None)
        return Record(entries, records[0].place, rest)

    def _chosen(self, layers: dict[str, Value | None], variable: Value | None) -> Value:
        options: list[Value] = []
        if isinstance(variable, Const) and isinstance(variable.value, str):
            step = Step(f"reads {variable.value}", self._place)
            options.append(EnvVar(variable.value, self._place.path, (*variable.trail, step)))
        options.extend(self._of_files(layers, "local-", layers["local"]))
        options.extend(self._of_files(layers, "", layers["default"] or Const(None)))
        return options[0] if len(options) == 1 else FirstOf(tuple(options), "nullish")

    def _of_files(
        self, layers: dict[str, Value | None], start: str, otherwise: Value | None
    ) -> list[Value]:
        """Return what the files say whose names are ``start`` and a deployment, else another."""
        cases = [
            Case((Condition(_is_deployment(name, self._place.path), expected=True),), value)
            for name in _DEPLOYMENTS
            if (value := layers[f"{start}{name}"]) is not None
        ]
        if cases:
            return [Choice((*cases, Case((), otherwise or Const(None))))]
        return [] if otherwise is None else [otherwise]

    def _written(self, stem: str, keys: tuple[str, ...]) -> Value | None:
        for path in _files(self._ev, self._folder, stem):
            found = self._in_file(path, keys)
            if found is not None:
                return found
        return None

    def _in_file(self, path: str, keys: tuple[str, ...]) -> Value | None:
        if not path.endswith(_CODE):
            return value_in(self._ev.workspace, path, keys)
        value: Value = self._ev.exported(path, "default")
        for key in keys:
            if isinstance(value, Record) and key not in value.entries and value.rest is None:
                return None
            value = self._ev.member(value, key, self._place)
        return value


def _is_deployment(name: str, reader: str) -> Operation:
    return Operation("==", (EnvVar("NODE_ENV", reader), Const(name)))
