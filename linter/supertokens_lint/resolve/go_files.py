"""Values in configuration files that Go programs read, with their places."""

from __future__ import annotations

import re
from typing import Any

from supertokens_lint.finding import Step
from supertokens_lint.resolve.values import Const, Items, Value
from supertokens_lint.source import Place, SourceText, Span
from supertokens_lint.workspace.jsontext import read_json
from supertokens_lint.workspace.tomltext import load_toml
from supertokens_lint.workspace.tree import Data, Mapping, Scalar
from supertokens_lint.workspace.workspace import Workspace
from supertokens_lint.workspace.yamltext import read_yaml


def lookup(workspace: Workspace, path: str, keys: list[str]) -> Value | None:
    """Return what a YAML, JSON or TOML file says under nested keys, whatever their letter case."""
    if path.endswith(".toml"):
        return _in_toml(workspace, path, keys)
    data = workspace.read(path, _read)
    for key in keys:
        data = _under(data, key)
    return None if data is None else _value(data, path)


def _read(source: SourceText) -> Data | None:
    if source.path.endswith((".yaml", ".yml")):
        documents = read_yaml(source)
        return documents[0] if documents else None
    return read_json(source) if source.path.endswith(".json") else None


def _in_toml(workspace: Workspace, path: str, keys: list[str]) -> Value | None:
    data: Any = workspace.read(path, load_toml)
    for key in keys:
        entries = data.items() if isinstance(data, dict) else ()
        data = next((value for name, value in entries if name.lower() == key.lower()), None)
    if not isinstance(data, str | int | float | bool):
        return None
    text = workspace.text(path).text
    table = re.escape(".".join(keys[:-1]))
    heading = re.search(rf"(?im)^[ \t]*\[{table}\]", text) if table else None
    entry = re.compile(rf"(?im)^[ \t]*(?:[\w-]+\.)*{re.escape(keys[-1])}[ \t]*=")
    line = entry.search(text, 0 if heading is None else heading.end())
    span = Span(0, 0) if line is None else Span(*line.span())
    return Const(data, (Step("written here", Place(path, span)),))


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
