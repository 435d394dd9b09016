"""Values in configuration files that Go programs read, with their places."""

from __future__ import annotations

from supertokens_lint.finding import Step
from supertokens_lint.resolve.values import Const, Items, Value
from supertokens_lint.source import Place, SourceText
from supertokens_lint.workspace.jsontext import read_json
from supertokens_lint.workspace.tree import Data, Mapping, Scalar
from supertokens_lint.workspace.workspace import Workspace
from supertokens_lint.workspace.yamltext import read_yaml


def lookup(workspace: Workspace, path: str, keys: list[str]) -> Value | None:
    """Return what a YAML or JSON file says under nested keys, whatever their letter case."""
    data = workspace.read(path, _read)
    for key in keys:
        data = _under(data, key)
    return None if data is None else _value(data, path)


def _read(source: SourceText) -> Data | None:
    if source.path.endswith((".yaml", ".yml")):
        documents = read_yaml(source)
        return documents[0] if documents else None
    return read_json(source) if source.path.endswith(".json") else None


def _under(data: Data | None, key: str) -> Data | None:
    for name, value in data.entries if isinstance(data, Mapping) else ():
        if name.text.lower() == key.lower():
            return value
    return None


def _value(data: Data, path: str) -> Value | None:
    place = Place(path, data.span)
    if isinstance(data, Scalar):
        return Const(data.value, (Step("written here", place),))
    if isinstance(data, Mapping):
        return None
    items = [_value(item, path) for item in data.items]
    return Items(tuple(item for item in items if item is not None), place)
