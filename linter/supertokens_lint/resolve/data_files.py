"""Data files of the project as values: what a JSON, YAML or TOML file says, with its places."""

from __future__ import annotations

from supertokens_lint.finding import Step
from supertokens_lint.resolve.go_files import lookup
from supertokens_lint.resolve.values import Const, Entry, Items, Record, Value
from supertokens_lint.source import Place, SourceText
from supertokens_lint.workspace.jsontext import read_json
from supertokens_lint.workspace.tree import Data, Mapping, Scalar, at
from supertokens_lint.workspace.workspace import Workspace
from supertokens_lint.workspace.yamltext import read_yaml

YAML = (".yaml", ".yml")


def value_in(workspace: Workspace, path: str, keys: tuple[str, ...]) -> Value | None:
    """Return what a file says under nested keys; ``None`` where it says nothing that is read.

    Of a TOML file only single values are read.
    """
    if path.endswith(".toml"):
        return lookup(workspace, path, list(keys)) if keys else None
    found = at(workspace.read(path, _read), *keys)
    return None if found is None else _value(found, path)


def _read(source: SourceText) -> Data | None:
    if source.path.endswith(YAML):
        documents = read_yaml(source)
        return documents[0] if documents else None
    return read_json(source) if source.path.endswith(".json") else None


def _value(data: Data, path: str) -> Value:
    place = Place(path, data.span)
    if isinstance(data, Scalar):
        return Const(data.value, (Step("written here", place),))
    if isinstance(data, Mapping):
        entries = {
            name.text: Entry(_value(value, path), Place(path, name.span))
            for name, value in data.entries
        }
        return Record(entries, place)
    return Items(tuple(_value(item, path) for item in data.items), place)
